"""Published fact-checks: stored once, the newest version of each, found by what they are like, shown on claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.models import FactCheck, Publisher, Rating, Verdict
from service.candidates.factchecks import FactCheckIndex
from service.operations import Operations
from service.operations.errors import InvalidCursor, NotFound
from service.operations.factchecks import FactCheckOperations
from service.operations.reviews import MOST
from service.store import Store, create_store
from service.store.records import FactCheckFilter, PageRequest
from tests.service.operations.stories import COLLAPSED, post

DAM = "The Kestrel dam in Orsk collapsed on Friday."


def review(
    claim: str = DAM, *, page: str = "a", verdict: str = "False", day: date | None = None, **more: str
) -> FactCheck:
    return FactCheck(
        "",
        claim,
        f"https://checks.example/{page}",
        Publisher("K", "checks.example"),
        Rating(verdict),
        review_date=day,
        **more,
    )


def statuses(operations: Operations, *submitted: FactCheck) -> list[str]:
    return [each.status for each in operations.factchecks.submit_all(submitted)]


def claims(operations: Operations, wanted: FactCheckFilter, limit: int = 20) -> list[str]:
    """The claims of all pages of a list."""
    found: list[str] = []
    cursor = None
    while True:
        page = operations.factchecks.list(wanted, PageRequest(limit, cursor))
        found += [record.factcheck.claim_reviewed for record in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


def test_a_new_one_is_stored_and_the_same_again_changes_nothing(store: Store, operations: Operations) -> None:
    record, created = operations.factchecks.submit(review())
    generation = store.generation()

    again, created_again = operations.factchecks.submit(review())

    assert (created, created_again) == (True, False)
    assert again == record == operations.factchecks.get(record.factcheck.id)
    assert store.generation() == generation, "nothing was written"


def test_another_verdict_replaces_the_one_that_is_stored(operations: Operations) -> None:
    first, _ = operations.factchecks.submit(review(verdict="False"))
    second, created = operations.factchecks.submit(review(verdict="True"))

    assert not created
    assert second.factcheck == replace(first.factcheck, rating=Rating("True"))
    assert second.created_at == first.created_at
    assert operations.factchecks.get(first.factcheck.id) == second


def test_an_earlier_review_does_not_replace_a_later_one(operations: Operations) -> None:
    later = review(verdict="True", day=date(2024, 5, 4))
    assert statuses(operations, later, review(verdict="False", day=date(2024, 5, 3))) == ["created", "unchanged"]
    assert statuses(operations, review(verdict="Mixed", day=date(2024, 5, 4))) == ["updated"]
    assert statuses(operations, review(verdict="False")) == ["updated"]


def test_a_batch_tells_of_each_in_order_and_knows_its_own_repetitions(operations: Operations) -> None:
    operations.factchecks.submit(review(page="b"))
    submitted = [
        review(page="a"),
        review(page="b"),
        review(page="a", verdict="True"),
        review(page="c"),
        review(page="a"),
    ]

    stored = operations.factchecks.submit_all(submitted)

    assert [each.status for each in stored] == ["created", "unchanged", "updated", "created", "updated"]
    assert stored[0].id == stored[2].id == stored[4].id
    assert operations.factchecks.get(stored[0].id).factcheck.rating == Rating("False")
    assert len(claims(operations, FactCheckFilter())) == 3


def test_a_changed_title_is_found_and_the_one_before_is_not(operations: Operations) -> None:
    operations.factchecks.submit(review(title="Zanzibar"))
    operations.factchecks.submit(review(title="Montevideo"))

    assert claims(operations, FactCheckFilter(q="Zanzibar")) == []
    assert claims(operations, FactCheckFilter(q="Montevideo")) == [DAM]


def test_a_deleted_one_is_gone_from_everywhere(operations: Operations) -> None:
    record, _ = operations.factchecks.submit(review())
    operations.factchecks.delete(record.factcheck.id)

    for gone in (record.factcheck.id, "nothing", "a\0"):
        with pytest.raises(NotFound):
            operations.factchecks.get(gone)
        with pytest.raises(NotFound):
            operations.factchecks.delete(gone)
    assert claims(operations, FactCheckFilter(q=DAM)) == []
    assert operations.checks.check(DAM).factchecks == ()
    assert operations.factchecks.submit(review())[1], "it can be stored anew"


FLEET = (
    "The ferry Aurora carried 400 passengers to Lund.",
    "A ferry was seen on the moon.",
    "Bakers in Gdansk sold 4,000 loaves.",
)


def test_those_most_like_the_text_come_first_with_a_score(operations: Operations) -> None:
    operations.factchecks.submit_all([review(claim, page=str(n)) for n, claim in enumerate(FLEET)])

    page = operations.factchecks.list(
        FactCheckFilter(q="🚢🚢 OMG!! the ferry Aurora took 400 people to #Lund https://t.example/x9 @desk"),
        PageRequest(),
    )

    assert [record.factcheck.claim_reviewed for record in page.items] == list(FLEET[:2])
    scores = [record.score for record in page.items]
    assert all(score is not None and 0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True, key=lambda score: score or 0)


@pytest.mark.parametrize("q", ["🚢", "!!!", "zzz", "\ud800", "https://t.example/x9"])
def test_a_text_without_a_known_word_finds_nothing(operations: Operations, q: str) -> None:
    operations.factchecks.submit(review())
    assert claims(operations, FactCheckFilter(q=q)) == []


@pytest.mark.parametrize("limit", [1, 2, 7])
def test_pages_of_a_search_follow_each_other_without_a_gap(operations: Operations, limit: int) -> None:
    submitted = [review(f"The ferry number {n} sank{' in Lund' * (n % 3)}.", page=str(n)) for n in range(7)]
    operations.factchecks.submit_all(submitted)

    wanted = FactCheckFilter(q="the ferry in Lund sank")
    whole = claims(operations, wanted, limit=100)

    assert claims(operations, wanted, limit=limit) == whole
    assert len(whole) == 7


def test_filters_hold_for_a_search_too(operations: Operations) -> None:
    operations.factchecks.submit_all(
        [
            review(page="a", language="en-GB", day=date(2024, 5, 4)),
            replace(review(page="b", language="nb"), publisher=Publisher("Another")),
        ]
    )

    def count(**wanted: str | date) -> int:
        return len(claims(operations, FactCheckFilter(q="dam", **wanted)))  # type: ignore[arg-type]

    assert [count(), count(publisher="K"), count(publisher="another"), count(language="en")] == [2, 1, 1, 1]
    assert [count(since=date(2024, 5, 4)), count(publisher="K", language="nb"), count(publisher="\ud800")] == [2, 0, 0]


def test_a_cursor_of_the_list_is_none_of_a_search(operations: Operations) -> None:
    operations.factchecks.submit_all([review(page=str(n)) for n in range(3)])
    cursor = operations.factchecks.list(FactCheckFilter(), PageRequest(1)).next_cursor
    with pytest.raises(InvalidCursor):
        operations.factchecks.list(FactCheckFilter(q="dam"), PageRequest(1, cursor))


def test_a_claim_shows_the_fact_checks_that_review_it_and_no_other(operations: Operations) -> None:
    operations.factchecks.submit_all([review(), *(review(claim, page=str(n)) for n, claim in enumerate(FLEET))])
    article = post(operations, COLLAPSED, "The Courier").record.article

    shown = operations.claims.get_checked(f"{article.id}-1")
    looked_up = operations.checks.check(DAM)

    for matches in (shown.factchecks, looked_up.factchecks):
        assert [match.factcheck.claim_reviewed for match in matches] == [DAM]
        assert 0 < matches[0].score <= 1
    assert operations.checks.check("Bakers in Gdansk sold 9 tanks.").factchecks == ()


@pytest.mark.parametrize(
    ("claim", "reviewed"),
    [
        ("The flood in Aldmoor killed 19 people on Sunday.", "The flood in Aldmoor killed 190 people on Sunday."),
        ("The Kestrel dam in Orsk did not collapse on Friday.", DAM),
        ("The mayor of Lund will ban wood stoves.", "The mayor of Turku will ban wood stoves."),
    ],
)
def test_a_review_of_almost_this_claim_is_found_but_not_shown_on_it(
    operations: Operations, claim: str, reviewed: str
) -> None:
    operations.factchecks.submit(review(reviewed))
    assert claims(operations, FactCheckFilter(q=claim)) == [reviewed]
    assert operations.checks.check(claim).factchecks == ()
    assert len(operations.checks.check(reviewed).factchecks) == 1


def test_a_fact_check_changes_no_verdict(operations: Operations) -> None:
    operations.factchecks.submit(review(verdict="False"))
    answer = operations.checks.check(DAM)
    assert (answer.verdict, len(answer.factchecks)) == (Verdict.NO_EVIDENCE, 1)


def test_only_so_many_are_shown_on_a_claim(operations: Operations) -> None:
    operations.factchecks.submit_all([review(page=str(n)) for n in range(MOST + 2)])
    assert len(operations.checks.check(DAM).factchecks) == MOST


_SUBMITTED = st.lists(
    st.builds(
        lambda words, page, verdict, day: review(" ".join(words), page=page, verdict=verdict, day=day),
        st.lists(st.sampled_from(["ferry", "Ferry", "sank", "Lund"]), min_size=1, max_size=3),
        st.sampled_from("ab"),
        st.sampled_from(["False", "True"]),
        st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 3)),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> FactCheckOperations:
    folder: Path = tmp_path_factory.mktemp("factchecks")
    store = create_store(f"sqlite:///{folder / 'crosscheck.db'}")
    store.migrate()
    return FactCheckOperations(store, FactCheckIndex())


@given(submitted=_SUBMITTED)
@settings(max_examples=40, deadline=None)
def test_posting_twice_changes_nothing(emptied: FactCheckOperations, submitted: Sequence[FactCheck]) -> None:
    # Two versions without a day replace each other for ever, whichever comes later: one of each is posted twice.
    versions = {(each.url, each.claim_reviewed.casefold()): each for each in submitted}
    first = emptied.submit_all(list(versions.values()))
    before = emptied.list(FactCheckFilter(), PageRequest(100)), emptied.store.generation()

    second = emptied.submit_all(list(versions.values()))

    assert {each.status for each in first} == {"created"}
    assert [(each.id, each.status) for each in second] == [(each.id, "unchanged") for each in first]
    assert (emptied.list(FactCheckFilter(), PageRequest(100)), emptied.store.generation()) == before
    for each in first:
        emptied.delete(each.id)
