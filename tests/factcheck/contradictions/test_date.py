"""Date: what its table of cases (see test_detectors) does not say."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.checker import Checker
from factcheck.contradictions import date as dates
from factcheck.matching.alignment import match
from factcheck.models import Article, Outcome, Source, TimeExpression


@pytest.mark.parametrize(
    ("first", "last", "grain", "text"),
    [
        (date(2024, 5, 12), date(2024, 5, 12), "day", "12 May 2024"),
        (date(2024, 5, 1), date(2024, 5, 31), "month", "May 2024"),
        (date(2024, 4, 1), date(2024, 6, 30), "quarter", "quarter 2 of 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "year", "2024"),
        (date(1990, 1, 1), date(1999, 12, 31), "decade", "the 1990s"),
        (date(1800, 1, 1), date(1899, 12, 31), "century", "the 1800s"),
        (date(2024, 5, 12), date(2024, 5, 14), "day", "12 May 2024 to 14 May 2024"),
    ],
)
def test_a_time_is_printed_by_what_it_covers(first: date, last: date, grain: str, text: str) -> None:
    assert dates.printed(TimeExpression("then", 0, 4, first, last, grain, False)) == text


def test_a_pronoun_may_stand_for_the_name_but_is_not_enough_to_report(checker: Checker) -> None:
    more = " The town hall was mended in the spring of 2010."
    a, b = (
        checker.extract(Article(id=name, source=Source(name, name), text=text + more))[0]
        for name, text in (("a", "It was founded in 1998."), ("b", "Ingria was founded in 2004."))
    )
    reading = dates.compare(match(a, b))
    assert reading.outcome is Outcome.CONFLICTS
    assert reading.confidence < 0.5
