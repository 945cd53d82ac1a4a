"""Dates of which only a part is said."""

from __future__ import annotations

import pytest

from factcheck.text.partial_dates import exclude, partial_dates


@pytest.mark.parametrize(
    ("text", "year", "month", "day", "years"),
    [
        ("on 5 June 1981", 1981, 6, 5, 1),
        ("on June 5, 1981", 1981, 6, 5, 1),
        ("on the 5th of June", None, 6, 5, 1),
        ("in May", None, 5, None, 1),
        ("in June of 1866", 1866, 6, None, 1),
        ("in 1952", 1952, None, None, 1),
        ("in the 1950s", 1950, None, None, 10),
        ("in the early 1990 's", 1990, None, None, 10),
        ("in the fifties", 1950, None, None, 10),
    ],
)
def test_a_date_is_read_as_far_as_it_is_said(
    text: str, year: int | None, month: int | None, day: int | None, years: int
) -> None:
    (date,) = partial_dates(text)
    assert (date.year, date.month, date.day, date.years) == (year, month, day, years)
    assert text[date.start : date.end] == date.text


@pytest.mark.parametrize("text", ["it may rain", "they march on", "flight 4711", "99 June"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert not [date for date in partial_dates(text) if date.day or date.year]


@pytest.mark.parametrize(
    ("one", "other", "excluding"),
    [
        ("5 June 1981", "May", True),
        ("5 June 1981", "June", False),
        ("5 June 1981", "6 June", True),
        ("5 June 1981", "1981", False),
        ("1981", "the 1980s", False),
        ("1981", "the fifties", True),
        ("June", "1981", False),
        ("1981", "1982", True),
    ],
)
def test_dates_exclude_each_other_by_what_both_say(one: str, other: str, excluding: bool) -> None:
    (first,), (second,) = partial_dates(one), partial_dates(other)
    assert exclude(first, second) is exclude(second, first) is excluding


def test_years_may_be_a_little_apart_where_the_caller_says_so() -> None:
    (one,), (other,), (third,) = (partial_dates(text) for text in ("1994", "January 1995", "1996"))
    assert not exclude(one, other, slack=1)
    assert exclude(one, third, slack=1)
