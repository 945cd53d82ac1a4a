"""An article is taken in with all that follows from it, and let go with all that followed from it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.models import Kind, Relation
from service.operations import Operations
from service.operations.errors import NotFound
from service.store import Store
from service.store.records import ArticleDraft, ArticleFilter, ClaimFilter, InconsistencyFilter, PageRequest
from tests.service.operations import stories
from tests.service.operations.stories import assert_whole, disagreements, post, sides


def test_an_article_comes_back_as_it_was_submitted(operations: Operations) -> None:
    moment = datetime(2025, 3, 4, 12, 30, tzinfo=UTC)
    draft = ArticleDraft(
        source="  The   Courier ",
        text=stories.COLLAPSED,
        title="Dam gone",
        url="https://courier.example/dam",
        author="Jo Doe",
        published_at=moment,
        language="en",
    )
    record = operations.articles.ingest(draft).record
    assert operations.articles.get(record.article.id) == record
    article = record.article
    assert (article.source.name, article.text, article.title) == ("The Courier", stories.COLLAPSED, "Dam gone")
    assert (article.url, article.author, article.published_at) == (draft.url, draft.author, moment)
    claims = operations.claims.list(ClaimFilter(article_id=article.id), PageRequest()).items
    assert len(claims) == record.claim_count > 0
    for claim in claims:
        assert operations.claims.get(claim.id) == claim
        assert article.text[claim.span.start : claim.span.end] == claim.text


@pytest.mark.parametrize("place", [0, 10, 20])
def test_every_outlet_that_says_so_is_named_whoever_came_first(
    operations: Operations, store: Store, place: int
) -> None:
    outlets = [(stories.TWELVE, f"Outlet {number}") for number in range(20)]
    for text, outlet in [*outlets[:place], (stories.NINETEEN, "Tidende"), *outlets[place:]]:
        post(operations, text, outlet)

    (found,) = disagreements(operations)

    assert sides(found) == [(1, [stories.NINETEEN]), (20, [stories.TWELVE] * 20)]
    assert_whole(store)


def test_two_sources_that_do_not_fit_are_reported(operations: Operations, store: Store) -> None:
    post(operations, stories.COLLAPSED, "The Courier")
    post(operations, stories.ALONE, "The Courier")
    record = post(operations, stories.STOOD, "Tidende").record
    assert record.inconsistency_count == 1
    (found,) = disagreements(operations)
    assert (found.inconsistency.relation, found.inconsistency.kind) == (Relation.CONTRADICTION, Kind.NEGATION)
    assert found.status == "open"
    assert sides(found) == [
        (1, ["The Kestrel dam in Orsk collapsed on Friday."]),
        (1, ["The Kestrel dam in Orsk did not collapse on Friday."]),
    ]
    assert operations.inconsistencies.get(found.id) == found
    assert_whole(store)


def test_relations_of_a_claim_are_shown_from_its_side(operations: Operations) -> None:
    first = post(operations, stories.OPEN, "The Courier").record.article.id
    second = post(operations, stories.PROPRIETARY, "Tidende").record.article.id
    (comparison,) = operations.claims.relations(f"{first}-1", PageRequest()).items
    assert comparison.claim.id == f"{second}-1"
    assert comparison.finding.relation is Relation.CONTRADICTION
    (comparison,) = operations.claims.relations(f"{second}-1", PageRequest()).items
    assert comparison.claim.id == f"{first}-1"


def test_an_article_that_disagrees_with_itself_is_reported(operations: Operations, store: Store) -> None:
    record = post(operations, stories.AT_ODDS_WITH_ITSELF, "The Courier").record
    assert record.inconsistency_count == 1
    (found,) = disagreements(operations)
    assert [position.independent_sources for position in found.inconsistency.positions] == [1, 1]
    assert {claim.article_id for position in found.inconsistency.positions for claim in position.claims} == {
        record.article.id
    }
    assert_whole(store)


def test_other_articles_of_the_same_source_are_compared_too(operations: Operations) -> None:
    post(operations, stories.OPEN, "The Courier")
    assert post(operations, stories.PROPRIETARY, "The Courier").record.inconsistency_count == 1


def test_the_same_source_and_text_again_give_the_stored_article(operations: Operations, store: Store) -> None:
    first = post(operations, stories.COLLAPSED, "The Courier")
    again = post(operations, stories.COLLAPSED, "THE COURIER")
    other = post(operations, stories.COLLAPSED, "Tidende")
    assert (first.created, again.created, other.created) == (True, False, True)
    assert again.record.article == first.record.article
    assert other.record.article.id != first.record.article.id
    assert len(operations.articles.list(ArticleFilter(), PageRequest()).items) == 2
    assert_whole(store)


def test_copies_of_a_text_are_one_independent_source(operations: Operations) -> None:
    wire = (
        f"{stories.COLLAPSED} Water reached the lower streets before noon, and the railway to the south was cut off "
        "for hours. Rescue teams came from three neighbouring regions with boats and pumps."
    )
    origin = post(operations, wire, "The Wire").record.article
    copy = post(operations, wire + " Our reporters contributed.", "The Courier").record.article
    assert (origin.origin, copy.origin) == (origin.id, origin.id)
    post(operations, stories.STOOD, "Tidende")
    (found,) = disagreements(operations)
    assert sorted((number, len(texts)) for number, texts in sides(found)) == [(1, 1), (1, 2)]
    operations.articles.delete(origin.id)
    (found,) = disagreements(operations)
    assert sorted((number, len(texts)) for number, texts in sides(found)) == [(1, 1), (1, 1)]


def test_a_sentence_that_many_repeat_does_not_hide_the_one_that_says_otherwise(operations: Operations) -> None:
    post(operations, stories.NINETEEN, "Tidende")
    for number in range(20):
        post(operations, stories.TWELVE, f"Outlet {number}")
    assert post(operations, stories.TWELVE, "The Courier").record.inconsistency_count == 1
    (found,) = disagreements(operations)
    assert len(found.inconsistency.positions) == 2


def test_a_text_without_a_claim_is_stored_with_none(operations: Operations, store: Store) -> None:
    for text in ("Why?", "🚢🚢🚢", "שלום", "..."):
        assert post(operations, text, "The Courier").record.claim_count == 0
    assert_whole(store)


def test_a_deleted_article_takes_everything_with_it(operations: Operations, store: Store) -> None:
    kept = post(operations, stories.COLLAPSED, "The Courier").record.article
    gone = post(operations, stories.STOOD, "Tidende").record.article
    operations.articles.delete(gone.id)
    for question in (operations.articles.get, operations.articles.delete):
        with pytest.raises(NotFound):
            question(gone.id)
    with pytest.raises(NotFound):
        operations.claims.get(f"{gone.id}-1")
    assert disagreements(operations) == ()
    assert operations.articles.get(kept.id).inconsistency_count == 0
    assert [record.source.name for record in operations.sources.list(PageRequest()).items] == ["The Courier"]
    assert_whole(store)
    assert post(operations, stories.STOOD, "Tidende").record.inconsistency_count == 1


def test_an_inconsistency_stays_as_far_as_other_articles_carry_it(operations: Operations, store: Store) -> None:
    post(operations, stories.STOOD, "Tidende")
    first = post(operations, stories.COLLAPSED, "The Courier").record.article
    post(operations, stories.COLLAPSED_TOO, "Posten")
    (before,) = disagreements(operations)
    assert [number for number, _ in sides(before)] == [1, 2]
    operations.articles.delete(first.id)
    (after,) = disagreements(operations)
    assert (after.id, after.detected_at) == (before.id, before.detected_at)
    assert sides(after) == [
        (1, ["The Kestrel dam in Orsk collapsed on Friday"]),
        (1, ["The Kestrel dam in Orsk did not collapse on Friday."]),
    ]
    assert_whole(store)


@pytest.mark.parametrize("id", ["art_none", "", "\x00", "\ud800", "x" * 10_000, "art_1' OR '1'='1"])
def test_what_is_not_there_is_not_found(operations: Operations, id: str) -> None:  # noqa: A002
    for question in (
        operations.articles.get,
        operations.articles.delete,
        operations.claims.get,
        lambda id: operations.claims.relations(id, PageRequest()),  # noqa: A006
        operations.inconsistencies.get,
        lambda id: operations.inconsistencies.review(id, "open", None, lambda _: True),  # noqa: A006
    ):
        with pytest.raises(NotFound):
            question(id)


def test_counts_of_sources_say_what_is_stored(operations: Operations) -> None:
    post(operations, stories.COLLAPSED, "The Courier")
    post(operations, stories.OPEN, "The Courier")
    post(operations, stories.STOOD, "Tidende")
    records = operations.sources.list(PageRequest()).items
    assert [(each.source.name, each.article_count, each.claim_count, each.inconsistency_count) for each in records] == [
        ("The Courier", 2, 3, 1),
        ("Tidende", 1, 2, 1),
    ]


def test_lists_of_a_hundred_ask_no_more_often_than_lists_of_one(operations: Operations, store: Store) -> None:
    for number, text in enumerate(stories.ALL):
        post(operations, text, f"Outlet {number % 4}")
    listings = (
        lambda limit: operations.articles.list(ArticleFilter(), PageRequest(limit)),
        lambda limit: operations.claims.list(ClaimFilter(), PageRequest(limit)),
        lambda limit: operations.inconsistencies.list(InconsistencyFilter(), PageRequest(limit)),
        lambda limit: operations.sources.list(PageRequest(limit)),
    )
    for listing in listings:
        asked = []
        for limit in (1, 100):
            with counting(store) as statements:
                listing(limit)
            asked.append(len(statements))
        assert asked[0] == asked[1] <= 6


@given(
    steps=st.lists(st.tuples(st.sampled_from(stories.ALL), st.sampled_from(["A", "B", "C"])), max_size=8, unique=True),
    removed=st.sets(st.integers(0, 7)),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_left_after_deleting_is_what_storing_the_rest_would_have_given(
    operations: Operations, store: Store, steps: list[tuple[str, str]], removed: set[int]
) -> None:
    stored = [post(operations, text, source).record.article.id for text, source in steps]
    for number in removed & set(range(len(stored))):
        operations.articles.delete(stored[number])
    assert_whole(store)
    left = seen(operations)
    clear(operations)
    for number, (text, source) in enumerate(steps):
        if number not in removed:
            post(operations, text, source)
    assert left == seen(operations)
    clear(operations)
    assert_whole(store)


def seen(operations: Operations) -> list[tuple[object, ...]]:
    return sorted(
        (record.inconsistency.relation, str(record.inconsistency.kind), record.inconsistency.point, sides(record))
        for record in disagreements(operations)
    )


def clear(operations: Operations) -> None:
    for record in operations.articles.list(ArticleFilter(), PageRequest(100)).items:
        operations.articles.delete(record.article.id)


@contextlib.contextmanager
def counting(store: Store) -> Iterator[list[str]]:
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    sa.event.listen(store.engine, "before_cursor_execute", count)
    yield statements
    sa.event.remove(store.engine, "before_cursor_execute", count)
