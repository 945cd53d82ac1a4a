"""Facts that two claims state of one thing: when they exclude each other, and when nobody can tell."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.matching.alignment import match
from factcheck.matching.facts import KINDS, stated
from factcheck.models import Article, Claim, Kind, Outcome, Source
from tests.cases import cases

CASES = [(case["a"], case["b"], case["kind"]) for case in cases("facts")["case"]]


def _conflicts(a: Claim, b: Claim) -> set[str]:
    return {kind.value for kind in Kind if stated(match(a, b), kind).outcome is Outcome.CONFLICTS}


def _claim(checker: Checker, name: str, text: str) -> Claim:
    """The first claim of an article that goes on."""
    return checker.extract(Article(id=name, source=Source(name, name), text=text))[0]


@pytest.mark.parametrize(("a", "b", "kind"), CASES)
def test_a_pair_is_read_as_its_case_says_in_either_order(checker: Checker, a: str, b: str, kind: str) -> None:
    one, other = checker.claim(a, claim_id="a"), checker.claim(b, claim_id="b")
    assert _conflicts(one, other) == ({kind} if kind else set())
    assert _conflicts(other, one) == _conflicts(one, other)


@pytest.mark.parametrize("text", [text for a, b, _ in CASES for text in (a, b)])
def test_no_claim_excludes_itself(checker: Checker, text: str) -> None:
    claim = checker.claim(text)
    assert not _conflicts(claim, claim)


def test_the_sides_and_the_point_are_the_same_from_both_sides(checker: Checker) -> None:
    one = checker.claim("The Long Tide is a 1994 film directed by Ida Holm.", claim_id="a")
    other = checker.claim("Petra Dahl directed The Long Tide.", claim_id="b")
    there, back = stated(match(one, other), Kind.ROLE), stated(match(other, one), Kind.ROLE)
    assert (there.point, there.confidence) == (back.point, back.confidence)
    assert (there.side_a, there.side_b) == (back.side_b, back.side_a) == ("Ida Holm", "Petra Dahl")
    assert there.explanation == "One claim says that The Long Tide was directed by Ida Holm, the other Petra Dahl."


def test_a_pronoun_stands_for_the_name_only_where_two_texts_are_put_side_by_side(checker: Checker) -> None:
    a, b = "It was founded in 1920 by teachers.", "The Corvane Institute was founded in 1931 by teachers."
    assert _conflicts(checker.claim(a), checker.claim(b)) == {"date"}
    more = " Its roof was mended in spring at a cost of 20,000 euros."
    assert not _conflicts(_claim(checker, "a", a + more), _claim(checker, "b", b + more))


def test_in_articles_one_word_is_too_little_of_a_name(checker: Checker) -> None:
    more = " The roof of the town hall was mended in spring at a cost of 20,000 euros."
    one = _claim(checker, "a", "Holm is a Danish singer who sold two million records." + more)
    other = _claim(checker, "b", "Holm is a Norwegian singer who sold two million records." + more)
    assert not _conflicts(one, other)
    one = _claim(checker, "a", "Ida Holm is a Danish singer who sold two million records." + more)
    other = _claim(checker, "b", "Ida Holm is a Norwegian singer who sold two million records." + more)
    assert _conflicts(one, other) == {"affiliation"}


def test_every_kind_of_slot_has_its_case() -> None:
    assert {kind for _, _, kind in CASES} - {""} == {kind.value for kind in KINDS.values()}
