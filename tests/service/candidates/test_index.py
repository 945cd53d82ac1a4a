"""What every index of candidates does, held against both of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.candidates import CandidateIndex, Found, index_for
from service.candidates.terms import COMMON, MOST_ENTRIES, RAREST, number_of, question
from service.store import Store


@pytest.fixture
def index(store: Store) -> CandidateIndex:
    return index_for(store.dialect)


def fill(store: Store, index: CandidateIndex, claims: Mapping[int, Sequence[str]]) -> None:
    with store.write() as transaction:
        index.add(transaction.connection, claims)


def found(
    store: Store, index: CandidateIndex, terms: Sequence[str], *, limit: int = 10, after: int = 0
) -> tuple[int, ...]:
    with store.read() as transaction:
        (answer,) = index.search(transaction.connection, [terms], limit=limit, after=after)
    return (*answer.same_slot, *answer.likest)


def counts(store: Store) -> dict[int, int]:
    with store.read() as transaction:
        rows = transaction.connection.exec_driver_sql("SELECT term, claims FROM claim_terms")
        return {row.term: row.claims for row in rows}


def test_an_empty_index_finds_nothing(store: Store, index: CandidateIndex) -> None:
    assert found(store, index, ["ship", "point:openness:halden"]) == ()
    assert found(store, index, []) == ()


def test_a_claim_without_terms_is_never_found(store: Store, index: CandidateIndex) -> None:
    fill(store, index, {1: [], 2: ["ship"]})
    assert found(store, index, ["ship"]) == (2,)


@pytest.mark.parametrize(
    "term",
    [
        "point:opposed_concept:openness:openai",
        "entity:l'équipe d\"or",
        "number:-1.5e+06",
        "a OR b",
        "NEAR(a b)",
        "^x*",
        "{1,2}",
        "%s :name",
        "naïve",
        "東京",
        "🚢",
        "\ud800",
        "x" * 5000,
        " ",
    ],
)
def test_any_term_is_found_as_it_is_and_nothing_else_is(store: Store, index: CandidateIndex, term: str) -> None:
    fill(store, index, {1: [term], 2: [term.swapcase() + "x"], 3: ["a", "b", "x", "1", "2"]})
    assert found(store, index, [term]) == (1,)


def test_claims_that_share_more_and_rarer_terms_come_first(store: Store, index: CandidateIndex) -> None:
    claims = {number: ["say", f"filler{number}"] for number in range(10, 30)}
    claims |= {
        1: ["say", "harbour"],
        2: ["say", "harbour", "aurora"],
        3: ["say", "harbour", "aurora", "vardo"],
        4: ["ferry", "lund"],
    }
    fill(store, index, claims)
    assert found(store, index, ["say", "harbour", "aurora", "vardo"], limit=3) == (3, 2, 1)
    assert found(store, index, ["ferry"]) == (4,)


def test_equals_are_ordered_by_age(store: Store, index: CandidateIndex) -> None:
    fill(store, index, {number: ["harbour", "lund"] for number in (7, 3, 5)})
    assert found(store, index, ["harbour", "lund"], limit=2) == (3, 5)


def test_claims_that_fill_the_same_slot_are_found_whatever_else_they_share(store: Store, index: CandidateIndex) -> None:
    slot = "point:openness:halden"
    claims: dict[int, list[str]] = {number: [slot, f"other{number}"] for number in range(1, 6)}
    claims |= {number: ["weights", "licence", "model", f"other{number}"] for number in range(6, 40)}
    fill(store, index, claims)
    assert found(store, index, [slot, "weights", "licence", "model"], limit=3) == (5, 4, 3, 6, 7, 8)


def test_a_claim_is_found_once(store: Store, index: CandidateIndex) -> None:
    fill(store, index, {1: ["point:x", "ship", "ship"], 2: ["ship"]})
    assert found(store, index, ["point:x", "point:x", "ship"]) == (1, 2)


def test_only_claims_after_the_given_one_are_found(store: Store, index: CandidateIndex) -> None:
    fill(store, index, {number: ["ship", "point:x"] for number in range(1, 6)})
    assert found(store, index, ["ship"], after=3) == (4, 5)
    assert found(store, index, ["point:x"], after=3) == (5, 4)
    assert found(store, index, ["ship", "point:x"], after=5) == ()


def test_several_claims_are_answered_in_order(store: Store, index: CandidateIndex) -> None:
    fill(store, index, {1: ["ship"], 2: ["ferry"]})
    with store.read() as transaction:
        answers = index.search(transaction.connection, [["ferry"], ["train"], ["ship"]], limit=5)
    assert answers == (Found(likest=(2,)), Found(), Found(likest=(1,)))


def test_a_common_term_is_not_asked_for_beside_rare_ones(store: Store, index: CandidateIndex) -> None:
    claims = {number: ["say"] for number in range(1, COMMON + 2)}
    fill(store, index, claims | {9000: ["say", "aurora"]})
    assert found(store, index, ["say", "aurora"]) == (9000,)


def test_where_every_term_is_common_the_newest_claims_with_all_of_them_are_found(
    store: Store, index: CandidateIndex
) -> None:
    claims = {number: ["say", "police"] for number in range(1, COMMON + 2)}
    fill(store, index, claims | {9000: ["say"]})
    assert found(store, index, ["say", "police"], limit=2) == (COMMON + 1, COMMON)


def test_a_slot_that_many_fill_gives_the_newest(store: Store, index: CandidateIndex) -> None:
    fill(store, index, {number: ["point:x"] for number in range(1, COMMON + 3)})
    assert found(store, index, ["point:x"], limit=2) == (COMMON + 2, COMMON + 1)


def test_what_was_removed_is_not_found_and_not_counted(store: Store, index: CandidateIndex) -> None:
    claims = {1: ["ship", "lund", "ship"], 2: ["ship", "vardo"]}
    fill(store, index, claims)
    assert counts(store)[number_of("ship")] == 2
    with store.write() as transaction:
        index.remove(transaction.connection, {1: claims[1]})
    assert found(store, index, ["ship", "lund"]) == (2,)
    assert counts(store) == {number_of("ship"): 1, number_of("vardo"): 1}
    with store.write() as transaction:
        index.remove(transaction.connection, {2: claims[2]})
        index.remove(transaction.connection, {})
    assert found(store, index, ["ship"]) == ()
    assert counts(store) == {}


def test_an_index_whose_write_fails_is_as_before(store: Store, index: CandidateIndex) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as transaction:
        index.add(transaction.connection, {1: ["ship"]})
        raise ZeroDivisionError
    assert found(store, index, ["ship"]) == ()
    assert counts(store) == {}


_TERMS = st.lists(st.sampled_from(["a", "b", "c", "entity:d", "number:1", "point:e", "point:f"]), max_size=6)


@given(claims=st.lists(_TERMS, max_size=8), removed=st.sets(st.integers(0, 7)), asked=_TERMS, after=st.integers(0, 8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_the_claims_that_share_a_term_are_found(
    store: Store,
    index: CandidateIndex,
    claims: list[list[str]],
    removed: set[int],
    asked: list[str],
    after: int,
) -> None:
    stored = dict(enumerate(claims, 1))
    gone = {number: terms for number, terms in stored.items() if number in removed}
    with store.write() as transaction:
        index.add(transaction.connection, stored)
        index.remove(transaction.connection, gone)
    expected = {
        number for number, terms in stored.items() if number not in gone and number > after and set(terms) & set(asked)
    }
    answer = found(store, index, asked, limit=20, after=after)
    with store.write() as transaction:
        index.remove(transaction.connection, {number: terms for number, terms in stored.items() if number not in gone})
    assert set(answer) == expected
    assert len(answer) == len(expected)
    assert counts(store) == {}


def test_few_terms_are_asked_for_the_rarest_first() -> None:
    frequencies = {number_of(f"word{count}"): count for count in range(1, 40)}
    frequencies |= {number_of("entity:lund"): 500, number_of("number:12"): 600, number_of("point:x"): 1_000_000}
    asked = question([f"word{count}" for count in range(1, 40)] + ["entity:lund", "number:12", "point:x"], frequencies)
    assert list(asked.ranked.values()) == [*range(1, RAREST + 1), 500, 600]
    assert asked.points == {number_of("point:x"): 1_000_000}
    assert asked.together == ()


def test_no_search_reads_more_entries_than_allowed() -> None:
    frequencies = {number_of(f"word{number}"): COMMON for number in range(20)}
    asked = question([f"word{number}" for number in range(20)], frequencies)
    assert 0 < sum(asked.ranked.values()) <= MOST_ENTRIES
