"""When: two periods, two days of the week, two bases that a change is counted from."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date

from factcheck.lexicon import words
from factcheck.models import Claim, Kind, Match, Reading, TimeExpression
from factcheck.remembering import once_a_claim
from factcheck.text.measures import measures_in

WEEKDAYS = frozenset(calendar.day_name)

_MONTHS = frozenset(name for name in calendar.month_name if name)

_PERIOD = re.compile(
    r"\b(?:(?:first|second|third|fourth|last)[ -](?:quarter|half)"
    r"|full[ -]year|half[ -]year|nine[ -]months?|six[ -]months?|(?:fiscal|financial)[ ]year)\b",
    re.IGNORECASE,
)

_FROM_NOW = re.compile(
    r"\b(?P<which>this|last|next)[ ](?P<unit>year|month|week|season|summer|winter|spring|autumn|term|quarter)\b",
    re.IGNORECASE,
)

_GRAINS = {
    "yearly": "year",
    "monthly": "month",
    "quarterly": "quarter",
    "weekly": "week",
    "daily": "day",
    "annual": "year",
    "annually": "year",
}

_MONTH = "|".join(calendar.month_name[1:])

_BASES = re.compile(
    r"\b(?:from|than|with|against|over|on)[ ](?:a|the|one|last|the[ ](?:same|previous|prior|preceding|corresponding))[ ]"
    r"(?:\w+[ ](?:of|in)[ ](?:the[ ]\w+|last)[ ])?(?P<grain1>year|quarter|month|week|day)(?:[ ](?:earlier|ago|before))?\b"
    r"|\b(?P<grain2>year|quarter|month|week|day)[ -](?:on|over|to)[ -](?:year|quarter|month|week|day)\b"
    r"|\b(?P<grain3>annual|annually|yearly|monthly|quarterly|weekly|daily)\b"
    rf"|\bfrom[ ](?:{_MONTH})[ ]to[ ](?:{_MONTH})\b",
    re.IGNORECASE,
)


def different_periods(match: Match, reading: Reading) -> str | None:
    """Two periods that the sentences name, or one that only one names."""
    if reading.kind is Kind.DATE:
        return None
    one, other = _phrase_of_period(match.a), _phrase_of_period(match.b)
    if one and other and one != other:
        return f"They speak of different periods: {one} and {other}."
    apart = _undated(match)
    if apart:
        return f"They speak of different periods: {apart[0]} and {apart[1]}."
    if reading.kind not in {Kind.QUANTITY, Kind.SUPERLATIVE}:
        return None
    firsts, seconds = _bounded(match.a), _bounded(match.b)
    if not firsts and not seconds:
        return _weekdays(match)
    if not firsts or not seconds:
        return _of_old(firsts or seconds, match.b if firsts else match.a)
    counted = [
        each
        for each in measures_in(match.a, reading.evidence_a)
        if each.concept in words("succession", "measures", "growing")
    ]
    if counted and any(
        not (one.latest < other.earliest or other.latest < one.earliest) for one in firsts for other in seconds
    ):
        return None  # an event of December 2004 is one of 2004
    if any(_same_period(first, second) for first in firsts for second in seconds):
        return None
    return f"They speak of different periods: {firsts[0].text} and {seconds[0].text}."


def _undated(match: Match) -> tuple[str, str] | None:
    """Two periods told from the day of writing, of two texts without a date: "last year", "this year"."""
    if match.a.published_at is not None or match.b.published_at is not None:
        return None
    first, second = _from_now(match.a), _from_now(match.b)
    unit = next((unit for unit in sorted(first.keys() & second.keys()) if not first[unit] & second[unit]), "")
    return (f"{min(first[unit])} {unit}", f"{min(second[unit])} {unit}") if unit else None


@once_a_claim
def _from_now(claim: Claim) -> dict[str, frozenset[str]]:
    """The units of time that a claim counts from the day of writing, with the words before them: year -> this, last."""
    found: dict[str, set[str]] = {}
    for period in _FROM_NOW.finditer(claim.text):
        found.setdefault(period["unit"].lower(), set()).add(period["which"].lower())
    return {unit: frozenset(which) for unit, which in found.items()}


def _of_old(dated: Sequence[TimeExpression], other: Claim) -> str | None:
    """A year that one names, and a day of the week that the other does: the news of a day is of this year."""
    day = next((token.text for token in other.tokens if token.text in WEEKDAYS), "")
    if not day or any(time.anchored or time.grain not in {"year", "month", "decade"} for time in dated):
        return None
    return f"They speak of different times: {dated[0].text} and {day}."


def _weekdays(match: Match) -> str | None:
    """Two days of a week, or two months, that cannot be dated, the day of publication being unknown."""
    for names in (WEEKDAYS, _MONTHS):
        ours, theirs = ([t.text for t in claim.tokens if t.text in names] for claim in (match.a, match.b))
        if ours and theirs and not set(ours) & set(theirs):
            return f"They speak of different times: {ours[0]} and {theirs[0]}."
    return None


@once_a_claim
def _phrase_of_period(claim: Claim) -> str:
    found = _PERIOD.search(claim.text)
    return " ".join(found[0].lower().replace("-", " ").split()) if found else ""


@once_a_claim
def _bounded(claim: Claim) -> tuple[TimeExpression, ...]:
    return tuple(time for time in claim.times if time.earliest != date.min and time.latest != date.max)


def _same_period(one: TimeExpression, other: TimeExpression) -> bool:
    """Whether a count over one may be a count over the other: equal, or a day or week within the other.

    Two days of one fortnight are left to the guard on succession: an event is still being counted then.
    """
    short = {"day", "week"}
    if one.grain in short and other.grain in short and abs((one.earliest - other.earliest).days) <= 14:
        return True
    if one.latest < other.earliest or other.latest < one.earliest:
        return False
    if one.grain in short or other.grain in short:
        return True
    return (one.earliest, one.latest) == (other.earliest, other.latest)


def compared_with_another(match: Match, reading: Reading) -> str | None:
    """Two changes from different starting points: "from a year earlier" / "from the month before"."""
    if reading.kind not in {Kind.QUANTITY, Kind.ANTONYM, Kind.OPPOSED_CONCEPT}:
        return None
    one, other = _base(match.a), _base(match.b)
    if one and other and one[0] != other[0]:
        return f"They compare with different times: {one[1]} and {other[1]}."
    return None


@once_a_claim
def _base(claim: Claim) -> tuple[str, str] | None:
    """The length of time over which a change is measured, "year", "quarter", "month", ..., and the words that say so."""
    found = _BASES.search(claim.text)
    if found is None:
        return None
    grain = next((value for name, value in found.groupdict().items() if value and name.startswith("grain")), "")
    return _GRAINS.get(grain.lower(), grain.lower() or "month"), " ".join(found[0].split())
