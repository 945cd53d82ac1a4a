"""What is worked out for a claim is worked out once, and goes when the claim goes."""

from __future__ import annotations

import copy
import weakref
from dataclasses import replace

import pytest

from factcheck.checker import Checker
from factcheck.models import Article, Claim, Source
from factcheck.remembering import once_a_claim


class Answer:
    """Something that can be seen to go."""


@pytest.fixture(scope="module")
def claim(checker: Checker) -> Claim:
    text = "The ferry carried 214 passengers when it hit the pier."
    return checker.extract(Article(id="a", source=Source("post", "Post"), text=text))[0]


def test_it_is_worked_out_once_a_claim_and_argument(claim: Claim) -> None:
    asked: list[tuple[str, int, bool]] = []

    @once_a_claim
    def asking(claim: Claim, number: int = 0, *, loudly: bool = False) -> Answer:
        asked.append((claim.id, number, loudly))
        return Answer()

    other = replace(claim, id="b")
    for _ in range(2):
        first = [asking(claim), asking(claim, 1), asking(claim, 1, loudly=True), asking(other)]
    assert [asking(claim), asking(claim, 1), asking(claim, 1, loudly=True), asking(other)] == first
    assert asked == [(claim.id, 0, False), (claim.id, 1, False), (claim.id, 1, True), ("b", 0, False)]


def test_two_questions_about_a_claim_have_an_answer_each(claim: Claim) -> None:
    @once_a_claim
    def length(claim: Claim) -> int:
        return len(claim.text)

    @once_a_claim
    def words(claim: Claim) -> int:
        return len(claim.tokens)

    fresh = replace(claim)
    assert (length(fresh), words(fresh)) == (length(fresh), words(fresh)) == (len(claim.text), len(claim.tokens))


def test_what_was_worked_out_goes_with_the_claim(claim: Claim) -> None:
    answer = once_a_claim(lambda _claim: Answer())
    short_lived = replace(claim)
    seen = weakref.ref(answer(short_lived))
    assert seen() is answer(short_lived)
    del short_lived
    assert seen() is None


def test_it_is_no_part_of_the_value(claim: Claim) -> None:
    fresh = replace(claim)
    once_a_claim(lambda _claim: 1)(fresh)
    assert fresh == claim
    assert copy.copy(fresh) == claim
    assert not hasattr(replace(fresh), "remembered")
