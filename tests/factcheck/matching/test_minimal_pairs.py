"""Claims that are the same word for word but for numbers or dates."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.matching.alignment import match
from factcheck.matching.minimal_pairs import minimal_difference
from factcheck.models import Article, Kind, Outcome, Source

CONFLICTS = [
    ("The paper sells 72,846 copies a day in Corle.", "The paper sells 72,864 copies a day in Corle.", Kind.QUANTITY),
    ("It closed in 1998 after a fire in the hall.", "It closed in 1999 after a fire in the hall.", Kind.DATE),
    (
        "The club was dissolved in the summer of that year.",
        "The club was dissolved in the winter of that year.",
        Kind.DATE,
    ),
    ("The market is held in the square on Fridays.", "The market is held in the square on Tuesdays.", None),
    (
        "It was the second ship that was named after her.",
        "It was the third ship that was named after her.",
        Kind.QUANTITY,
    ),
    (
        "She hurt both hands on 4 May and went home at once.",
        "She hurt both hands on 5 May and went home at once.",
        Kind.DATE,
    ),
]
NONE = [
    ("The town was founded in 1935 or 1936 by monks.", "The town was founded in 1937 or 1936 by monks."),
    ("At least 12 people were hurt in the storm in Corle.", "At least 14 people were hurt in the storm in Corle."),
    ("It is a member of the 568 Group and of a union.", "It is a member of the 569 Group and of a union."),
    ("The fire did not hurt 12 people in the hall.", "The fire did not hurt 14 people in the hall."),
    ("He is 40.", "He is 41."),
    ("The fire hurt 12 people in the town hall.", "The fire hurt 12 people in the old hall."),
    ("The tower is about 100 metres high and made of stone.", "The tower is about 101 metres high and made of stone."),
]


@pytest.mark.parametrize(("a", "b", "kind"), CONFLICTS)
def test_a_number_or_date_alone_makes_a_conflict(checker: Checker, a: str, b: str, kind: Kind | None) -> None:
    pair, back = match(checker.claim(a), checker.claim(b)), match(checker.claim(b), checker.claim(a))
    for each in (Kind.QUANTITY, Kind.DATE):
        there, other = minimal_difference(pair, each), minimal_difference(back, each)
        assert there.outcome is (Outcome.CONFLICTS if each is kind else Outcome.NOT_COMPARABLE)
        assert (there.point, there.confidence, there.side_a) == (other.point, other.confidence, other.side_b)


@pytest.mark.parametrize(("a", "b"), NONE)
def test_what_leaves_room_for_the_other_makes_none(checker: Checker, a: str, b: str) -> None:
    for kind in (Kind.QUANTITY, Kind.DATE):
        pair = match(checker.claim(a), checker.claim(b))
        assert minimal_difference(pair, kind).outcome is Outcome.NOT_COMPARABLE


def test_claims_of_two_articles_need_a_name_and_more_words(checker: Checker) -> None:
    more = " The roof of the town hall was mended in spring at a cost of 20,000 euros."
    for text, outcome in (
        ("Shares of the firm fell by {} percent on the day.", Outcome.NOT_COMPARABLE),
        ("The paper sells {} copies a day in the town of Corle near Bergen.", Outcome.CONFLICTS),
    ):
        one, other = (
            checker.extract(Article(id=n, source=Source(n, n), text=text.format(number) + more))[0]
            for n, number in (("a", "4,100"), ("b", "4,700"))
        )
        assert minimal_difference(match(one, other), Kind.QUANTITY).outcome is outcome
