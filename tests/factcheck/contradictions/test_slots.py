"""The ways of conflicting in which one slot has two fillers: cases/opposed_concept, affiliation, superlative."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.contradictions import affiliation, opposed_concept, superlative
from factcheck.lexicon import frames
from factcheck.matching.alignment import match
from factcheck.models import Article, Kind, Outcome, Source
from tests.cases import cases

_DETECTORS = {"opposed_concept": opposed_concept, "affiliation": affiliation, "superlative": superlative}
_CASES = [(name, case["a"], case["b"], case["expect"]) for name in _DETECTORS for case in cases(name)["case"]]


@pytest.mark.parametrize(("name", "a", "b", "expect"), _CASES)
def test_a_pair_is_read_as_its_case_says_in_either_order(
    checker: Checker, name: str, a: str, b: str, expect: str
) -> None:
    one, other = checker.claim(a), checker.claim(b)
    for pair in (match(one, other), match(other, one)):
        assert _DETECTORS[name].compare(pair).outcome is Outcome(expect)


@pytest.mark.parametrize("name", _DETECTORS)
def test_every_slot_kind_has_conflicts_agreements_and_near_misses(name: str) -> None:
    assert {case["expect"] for case in cases(name)["case"]} == {"conflicts", "agrees", "not_comparable"}


def test_examples_inherit_the_pole_of_the_topic_before_them(checker: Checker) -> None:
    text = "Proprietary engines are sold under strict licences. Examples include Lumen and Kestrel."
    found = checker.extract(Article(id="a", source=Source("s", "S"), text=text))
    assert {(each.subject, each.value) for each in found[1].assertions} == {("lumen", "closed"), ("kestrel", "closed")}


def test_examples_of_a_topic_without_a_pole_have_none(checker: Checker) -> None:
    text = "Engines are sold under strict licences. Examples include Lumen and Kestrel."
    found = checker.extract(Article(id="a", source=Source("s", "S"), text=text))
    assert [each for each in found[1].assertions if each.kind is Kind.OPPOSED_CONCEPT] == []


def test_every_frame_has_two_poles_with_words_of_their_own() -> None:
    by_slot: dict[str, list[frames.Pole]] = {}
    for pole in frames.poles():
        by_slot.setdefault(pole.slot, []).append(pole)
    for one, other in by_slot.values():
        assert (one.opposite, other.opposite) == (other.name, one.name)
        for way in frames.WAYS:
            mine, theirs = (
                {(each.words, each.objects) for each in pole.wordings if each.way == way} for pole in (one, other)
            )
            assert not mine & theirs
