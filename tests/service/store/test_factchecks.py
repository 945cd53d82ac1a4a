"""Published fact-checks go in and come out, in both databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from factcheck.models import FactCheck, Publisher, Rating
from service.store import Store
from service.store.errors import InvalidCursor
from service.store.factchecks import identity_of
from service.store.records import FactCheckFilter, FactCheckRecord, PageRequest
from tests.service.store.builders import NOON

WHOLE = FactCheck(
    id="fc_1",
    claim_reviewed="Ærlig talt — the 🚢 sank.",
    url="https://checks.example/a",
    publisher=Publisher("Kestrel Checks", "https://www.checks.example/"),
    rating=Rating("False", 1.5, 5.0, 1.0),
    external_id="kc-1",
    title="Did it?",
    claimant="A. Clerk",
    claim_date=date(1900, 1, 1),
    review_date=date(2024, 5, 4),
    language="en-GB",
)
BARE = FactCheck("fc_2", "Bread costs more.", "https://checks.example/b", Publisher("Brøds"), Rating("True"))


def keep(store: Store, *factchecks: FactCheck) -> dict[str, int]:
    with store.write() as transaction:
        return transaction.factchecks.add([FactCheckRecord(each, NOON) for each in factchecks])


def found(store: Store, wanted: FactCheckFilter) -> list[str]:
    with store.read() as transaction:
        return [each.factcheck.id for each in transaction.factchecks.list(wanted, PageRequest()).items]


def dated(number: int, day: date | None) -> FactCheck:
    return replace(BARE, id=f"fc_{number}", url=f"https://checks.example/{number}", review_date=day)


@pytest.mark.parametrize("factcheck", [WHOLE, BARE], ids=["whole", "bare"])
def test_a_fact_check_comes_back_as_it_was(store: Store, factcheck: FactCheck) -> None:
    seqs = keep(store, factcheck)
    with store.read() as transaction:
        kept = transaction.factchecks.get(factcheck.id)
        assert kept is not None
        assert kept.record == FactCheckRecord(factcheck, NOON)
        assert seqs == {factcheck.id: kept.seq}
        assert transaction.factchecks.by_identity([factcheck]) == {identity_of(factcheck): kept}
        assert transaction.factchecks.by_seq([kept.seq]) == {kept.seq: kept.record}
        assert transaction.factchecks.worded([kept.seq]) == {kept.seq: (factcheck.claim_reviewed, factcheck.title)}
        assert transaction.factchecks.get("fc_none") is None


def test_the_same_claim_at_the_same_url_is_the_same_fact_check_whatever_its_case() -> None:
    assert identity_of(WHOLE) == identity_of(replace(WHOLE, claim_reviewed=" ærlig talt —  THE 🚢 sank."))
    assert identity_of(WHOLE) != identity_of(replace(WHOLE, url="https://checks.example/a/"))
    assert identity_of(WHOLE) != identity_of(replace(WHOLE, claim_reviewed="the 🚢 sank."))


def test_a_replaced_fact_check_is_another_and_keeps_its_number(store: Store) -> None:
    (seq,) = keep(store, WHOLE).values()
    with store.write() as transaction:
        changed = replace(BARE, id=WHOLE.id, url=WHOLE.url, claim_reviewed=WHOLE.claim_reviewed)
        transaction.factchecks.replace({seq: FactCheckRecord(changed, NOON)})
    with store.read() as transaction:
        assert transaction.factchecks.by_seq([seq]) == {seq: FactCheckRecord(changed, NOON)}


def test_a_removed_fact_check_is_gone_and_its_number_is_not_used_again(store: Store) -> None:
    (seq,) = keep(store, WHOLE).values()
    with store.write() as transaction:
        transaction.factchecks.remove(seq)
    assert found(store, FactCheckFilter()) == []
    assert keep(store, BARE)["fc_2"] > seq


def test_the_newest_review_comes_first_and_one_without_a_day_has_that_of_storing(store: Store) -> None:
    noon = NOON.date()
    days = [noon - timedelta(1), None, noon + timedelta(1), noon - timedelta(1)]
    keep(store, *(dated(number, day) for number, day in enumerate(days)))
    assert found(store, FactCheckFilter()) == ["fc_2", "fc_1", "fc_3", "fc_0"]
    assert found(store, FactCheckFilter(since=noon)) == ["fc_2", "fc_1"]
    assert found(store, FactCheckFilter(since=noon + timedelta(2))) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_follow_each_other_without_a_gap(store: Store, limit: int) -> None:
    days = [date(2024, 5, 1 + number % 3) for number in range(8)]
    keep(store, *(dated(number, day) for number, day in enumerate(days)))
    whole = found(store, FactCheckFilter())
    shown: list[str] = []
    cursor = None
    while True:
        with store.read() as transaction:
            page = transaction.factchecks.list(FactCheckFilter(), PageRequest(limit, cursor))
        shown += [each.factcheck.id for each in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert shown == whole
    assert len(whole) == 8


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (FactCheckFilter(publisher="kestrel  CHECKS"), ["fc_1"]),
        (FactCheckFilter(publisher="checks.example"), ["fc_1"]),
        (FactCheckFilter(publisher="https://WWW.checks.example/about"), ["fc_1"]),
        (FactCheckFilter(publisher="brøds"), ["fc_2"]),
        (FactCheckFilter(publisher="Kestrel"), []),
        (FactCheckFilter(publisher="/"), []),
        (FactCheckFilter(publisher="%"), []),
        (FactCheckFilter(publisher="a\ud800"), []),
        (FactCheckFilter(language="en"), ["fc_1"]),
        (FactCheckFilter(language="EN-gb"), ["fc_1"]),
        (FactCheckFilter(language="en-US"), []),
        (FactCheckFilter(language="e"), []),
        (FactCheckFilter(publisher="checks.example", language="nb"), []),
    ],
)
def test_every_filter_must_hold(store: Store, wanted: FactCheckFilter, expected: Sequence[str]) -> None:
    keep(store, WHOLE, BARE)
    assert found(store, wanted) == list(expected)


def test_a_cursor_of_another_list_is_refused(store: Store) -> None:
    for cursor in ("nonsense", "k8RhcnRz"):
        with store.read() as transaction, pytest.raises(InvalidCursor):
            transaction.factchecks.list(FactCheckFilter(), PageRequest(10, cursor))
