"""The index of fact-checks, held against both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.models import FactCheck, Publisher, Rating
from service.candidates.factchecks import FactCheckIndex, Frequencies
from service.store import Store
from service.store.records import FactCheckRecord
from tests.service.store.builders import NOON

INDEX = FactCheckIndex()


def fill(store: Store, terms: Sequence[Sequence[str]]) -> list[int]:
    """Store a fact-check for each of these, with these terms; their numbers."""
    made = [
        FactCheck(f"fc_{number}", "A claim.", f"https://checks.example/{number}", Publisher("K"), Rating("False"))
        for number in range(len(terms))
    ]
    with store.write() as transaction:
        seqs = transaction.factchecks.add([FactCheckRecord(each, NOON) for each in made])
        numbers = [seqs[each.id] for each in made]
        INDEX.add(transaction.connection, dict(zip(numbers, terms, strict=True)))
    return numbers


def search(
    store: Store, terms: Sequence[str], *, limit: int = 10, among: sa.Select[tuple[int]] | None = None
) -> tuple[int, ...]:
    with store.read() as transaction:
        known = INDEX.frequencies(transaction.connection, terms)
        return INDEX.search(transaction.connection, terms, known, limit=limit, among=among)


def frequencies(store: Store, terms: Sequence[str]) -> Frequencies:
    with store.read() as transaction:
        return INDEX.frequencies(transaction.connection, terms)


def test_an_empty_index_finds_nothing(store: Store) -> None:
    assert search(store, ["ship"]) == ()
    assert search(store, []) == ()
    assert frequencies(store, ["ship"]) == Frequencies({}, 0)


@pytest.mark.parametrize("term", ["a OR b", "l'équipe d\"or", "%s :name", "東京", "🚢", "\ud800", "x" * 5000, " "])
def test_any_term_is_found_as_it_is_and_nothing_else_is(store: Store, term: str) -> None:
    (one, *_) = fill(store, [[term], [term.swapcase() + "x"], ["a", "b", "x"]])
    assert search(store, [term]) == (one,)


def test_those_that_share_more_and_rarer_terms_come_first_and_equals_by_age(store: Store) -> None:
    seqs = fill(store, [["say", "ferry"], ["say", "lund"], ["say", "ferry", "lund"], ["say", "lund"], ["dam"]])
    assert search(store, ["lund", "ferry", "say", "unknown"]) == (seqs[2], seqs[0], seqs[1], seqs[3])
    assert search(store, ["lund", "ferry"], limit=2) == (seqs[2], seqs[0])


def test_a_short_one_is_likelier_than_a_long_one_with_the_same_shared_terms(store: Store) -> None:
    long, short = fill(store, [["lund", *(f"word{n}" for n in range(40))], ["lund", "ferry"]])
    assert search(store, ["lund"]) == (short, long)


def test_only_what_is_selected_is_found(store: Store) -> None:
    seqs = fill(store, [["lund"], ["lund"], ["lund"]])
    numbers = sa.table("factchecks", sa.column("seq", sa.BigInteger))
    assert search(store, ["lund"], among=sa.select(numbers.c.seq).where(numbers.c.seq > seqs[0])) == tuple(seqs[1:])


def test_frequencies_are_those_of_the_stored(store: Store) -> None:
    fill(store, [["lund", "lund", "ferry"], ["lund"], []])
    assert frequencies(store, ["lund", "ferry", "dam"]) == Frequencies({"lund": 2, "ferry": 1}, 3)


def test_what_was_removed_is_not_found_and_not_counted(store: Store) -> None:
    one, other, bare = fill(store, [["lund", "ferry"], ["lund"], []])
    with store.write() as transaction:
        INDEX.remove(transaction.connection, [one, bare])
        INDEX.remove(transaction.connection, [])
    assert search(store, ["lund", "ferry"]) == (other,)
    assert frequencies(store, ["lund", "ferry"]) == Frequencies({"lund": 1}, 1)


def test_an_index_whose_write_fails_is_as_before(store: Store) -> None:
    (seq,) = fill(store, [["lund"]])
    with pytest.raises(ZeroDivisionError), store.write() as transaction:
        INDEX.remove(transaction.connection, [seq])
        raise ZeroDivisionError
    assert search(store, ["lund"]) == (seq,)


def test_a_fact_check_that_is_deleted_takes_its_entries_with_it(store: Store) -> None:
    (seq,) = fill(store, [["lund"]])
    with store.write() as transaction:
        transaction.factchecks.remove(seq)
    assert search(store, ["lund"]) == ()


_TERMS = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=5)


@given(stored=st.lists(_TERMS, max_size=6), removed=st.sets(st.integers(0, 5)), asked=_TERMS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_those_that_share_a_term_are_found(
    store: Store, stored: list[list[str]], removed: set[int], asked: list[str]
) -> None:
    numbered: Mapping[int, list[str]] = dict(zip(fill(store, stored), stored, strict=True))
    gone = [seq for place, seq in enumerate(numbered) if place in removed]
    with store.write() as transaction:
        INDEX.remove(transaction.connection, gone)
    left = {seq: terms for seq, terms in numbered.items() if seq not in gone}
    answer = search(store, asked, limit=20)
    known = frequencies(store, asked)
    with store.write() as transaction:
        INDEX.remove(transaction.connection, list(left))
        for seq in numbered:
            transaction.factchecks.remove(seq)
    assert sorted(answer) == [seq for seq, terms in left.items() if set(terms) & set(asked)]
    assert known.stored == len(left)
    assert known.of_terms == {term: n for term in asked if (n := sum(term in terms for terms in left.values()))}
    assert frequencies(store, asked) == Frequencies({}, 0)
