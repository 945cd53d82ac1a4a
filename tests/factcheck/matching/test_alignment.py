from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.matching import alignment


def _pairs(checker: Checker, a: str, b: str) -> set[tuple[str, str]]:
    one, other = checker.claim(a), checker.claim(b)
    found = alignment.match(one, other)
    return {(one.tokens[i].text, other.tokens[j].text) for i, j in found.aligned}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("The council closed the bridge.", "The bridges were closed.", {("closed", "closed"), ("bridge", "bridges")}),
        (
            "Angela Merkel visited Norwick.",
            "Merkel visited Norwick.",
            {("Merkel", "Merkel"), ("visited", "visited"), ("Norwick", "Norwick")},
        ),
        ("They organise a fair.", "They organize a fair.", {("organise", "organize"), ("fair", "fair")}),
        ("Twelve people died.", "Nineteen people died.", {("people", "people"), ("died", "died")}),
    ],
)
def test_words_that_stand_for_the_same_thing_line_up(
    checker: Checker, a: str, b: str, expected: set[tuple[str, str]]
) -> None:
    assert _pairs(checker, a, b) == expected


def test_among_equal_words_the_one_in_the_same_role_lines_up(checker: Checker) -> None:
    one, other = checker.claim("The bank sued the other bank."), checker.claim("The other bank was sued by the bank.")
    found = alignment.match(one, other)
    assert len({j for _, j in found.aligned}) == len(found.aligned)


def test_coverage_leaves_numbers_out_and_partners_are_found_both_ways(checker: Checker) -> None:
    one, other = checker.claim("12 people died in Norwick."), checker.claim("19 people died in Norwick.")
    found = alignment.match(one, other)
    assert found.coverage_a == found.coverage_b == 1.0
    i, j = found.aligned[0]
    assert alignment.partner(found, i) == j
    assert alignment.partner(found, j, of_b=True) == i
    assert alignment.partner(found, 99) is None
    assert alignment.are_aligned(found, i, j)
    assert not alignment.are_aligned(found, None, j)


def test_texts_without_a_word_in_common_are_not_alike(checker: Checker) -> None:
    found = alignment.match(checker.claim("It is."), checker.claim("They were."))
    assert (found.coverage_a, found.aligned, found.shared_entities) == (0.0, (), ())
