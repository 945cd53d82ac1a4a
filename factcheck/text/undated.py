"""Days of which only a reader on the day of publication knows the year or the week: "on 14 March", "in June", "on Friday".

Where nobody says when a text was published they are no days, yet two of one sort can be held against each other: who was
arrested on 21 May was not arrested on 24 May. They are put into a calendar of their own, months and days into one year,
days of the week into one week, and a whole date can be read in either calendar.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from factcheck.models import Claim, TimeExpression
from factcheck.remembering import once_a_claim
from factcheck.text.time_patterns import PATTERNS
from factcheck.text.times import times

_YEAR = 4
"""A leap year that no text speaks of, for months and days."""

_MONDAY = date(6, 1, 2)
"""The Monday of the week for days of the week."""

_GRAINS = frozenset({"day", "month"})


@once_a_claim
def undated(claim: Claim) -> tuple[TimeExpression, ...]:
    """The days of a claim without a day of publication that have no year or no week, in the calendars of this module.

    Hit: "on 14 March", "in June", "on Friday". Near miss: "on 14 March 2024", "since Friday", "last Friday".
    """
    if claim.published_at is not None:
        return ()
    read = times(claim.text, claim.tokens, claim.span.start, datetime(2000, 1, 3, tzinfo=UTC))
    return tuple(
        each
        for time in read
        if time.anchored and time.grain in _GRAINS and (each := _in_own_calendar(time)) is not None
    )


def _in_own_calendar(time: TimeExpression) -> TimeExpression | None:
    if PATTERNS["weekday"].fullmatch(time.text):
        return None if " " in time.text else _on_weekday(time)
    if any(PATTERNS[name].fullmatch(time.text) for name in ("day_month", "month_day", "month")):
        return None if time.text[:4].lower() in {"last", "next", "this"} else _in_year(time)
    return None


def is_undated(time: TimeExpression) -> bool:
    """Whether a time stands in one of the calendars of this module."""
    return time.latest.year in {_YEAR, _MONDAY.year} and time.earliest > date.min


def in_one_calendar(one: TimeExpression, other: TimeExpression) -> tuple[TimeExpression, TimeExpression] | None:
    """Both times in a calendar in which they can be compared; None where there is none ("on Friday", "in June")."""
    if is_undated(one) == is_undated(other):
        return (one, other) if not is_undated(one) or one.latest.year == other.latest.year else None
    loose, whole = (one, other) if is_undated(one) else (other, one)
    weekly = loose.latest.year == _MONDAY.year
    if whole.grain not in ({"day"} if weekly else _GRAINS) or whole.latest - whole.earliest > timedelta(days=31):
        return None
    if weekly and whole.earliest != whole.latest:
        return None
    moved = _on_weekday(whole) if weekly else _in_year(whole)
    if moved is None:
        return None
    return (one, moved) if loose is one else (moved, other)


def _on_weekday(time: TimeExpression) -> TimeExpression:
    day = _MONDAY + timedelta(days=time.earliest.weekday())
    return replace(time, earliest=day, latest=day)


def _in_year(time: TimeExpression) -> TimeExpression | None:
    if time.earliest.year != time.latest.year:
        return None
    earliest, latest = time.earliest.replace(year=_YEAR), time.latest.replace(year=_YEAR)
    return replace(time, earliest=earliest, latest=latest) if earliest <= latest else None
