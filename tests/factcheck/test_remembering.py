"""What is worked out for a claim is worked out once, and goes when the claim goes."""

from __future__ import annotations

import copy
import gc
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


COMPARED = (
    ("The ferry line Norsund opened the Lund terminal on 4 May 2019.", "The Lund terminal was opened in June 2021."),
    ("Ida Holm made her first flight in 1994.", "The first flight of Ida Holm was made in 1996."),
    ("Ida Holm (7 November 1949 - 3 May 2009) was a composer.", "The composer Ida Holm died in 2011."),
    ("The fire destroyed 14 houses in Lund.", "The fire in Lund destroyed at least 40 houses."),
    ("Mats Elgar was appointed chief executive of Norsund.", "Norsund named Karl Brandt as its chief executive."),
    ("The council approved the tunnel.", "The council never approved the tunnel, a spokeswoman said."),
    ("Norsund denied that it had raised prices by 12 percent.", "Norsund raised prices by 12 percent in March."),
    ("The bridge is the longest in Norway.", "The longest bridge in Norway is not the one at Lund, the board said."),
)


def test_a_claim_that_was_compared_goes_when_nobody_needs_it(checker: Checker) -> None:
    """Nothing that was worked out for it holds on to it: rings of objects wait for hours until they are collected."""

    def compare() -> None:
        for one, other in COMPARED:
            checker.compare_pair(
                checker.claim(one, source=Source("post", "Post"), claim_id="a"),
                checker.claim(other, source=Source("wire", "Wire"), claim_id="b"),
            )

    def alive() -> int:
        return sum(type(each) is Claim for each in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        compare()
        after = alive()
    finally:
        gc.enable()
    gc.collect()

    assert alive() == after


def test_it_is_no_part_of_the_value(claim: Claim) -> None:
    fresh = replace(claim)
    once_a_claim(lambda _claim: 1)(fresh)
    assert fresh == claim
    assert copy.copy(fresh) == claim
    assert not hasattr(replace(fresh), "remembered")
