"""Dates of which only a part may be said: "in May", "on 12 June", "in 1952", "in the fifties".

A reader of a whole date needs the year (`factcheck.text.times`); to tell that "born in May" and "born on 5 June 1981"
cannot both be right one needs only the part that both say.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(_MONTHS)
_SPOKEN = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_DECADES = {name: 1920 + 10 * n for n, name in enumerate(_SPOKEN)}
_EARLY = r"(?:early |late |mid-? ?)?"
_YEAR = r"(?: ?,? (?:of )?(?P<{}>[12]\d{{3}})\b)?"
_DATE = re.compile(
    rf"\b(?:(?P<day1>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month1>{_MONTH})\b{_YEAR.format('year1')}"
    rf"|(?P<month2>{_MONTH})\b(?: (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d))?{_YEAR.format('year2')}"
    rf"|(?:the )?{_EARLY}(?P<decade>[12]\d{{2}}0)(?: ?'?s)\b"
    rf"|the {_EARLY}(?P<spoken>{'|'.join(_SPOKEN)})\b"
    rf"|(?:the {_EARLY}'?|')(?P<short>[2-9]0) ?'?s\b"
    r"|(?P<year3>[12]\d{3})\b(?![-'’]?s\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is said; of a decade, `year` is its first and `years` ten."""

    text: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    years: int = 1


def partial_dates(text: str, offset: int = 0) -> tuple[PartialDate, ...]:
    """The dates of a text, in order; "may" and "march" only with a capital."""
    found = []
    for match in _DATE.finditer(text):
        month = match["month1"] or match["month2"]
        if month and month[0].islower():
            continue
        year = match["year1"] or match["year2"] or match["year3"] or match["decade"]
        day = match["day1"] or match["day2"]
        if day and not 1 <= int(day) <= 31:
            continue
        first, years = (int(year), 10 if match["decade"] else 1) if year else (None, 1)
        if match["spoken"]:
            first, years = _DECADES[match["spoken"].lower()], 10
        if match["short"]:
            first, years = 1900 + int(match["short"]), 10
        found.append(
            PartialDate(
                match[0],
                offset + match.start(),
                offset + match.end(),
                first,
                _MONTHS[month.lower()] if month else None,
                int(day) if day else None,
                years,
            )
        )
    return tuple(found)


def exclude(one: PartialDate, other: PartialDate, slack: int = 0) -> bool:
    """Whether a part that both say differs; years may be `slack` apart.

    Hit: "5 June 1981" and "May". Near miss: "5 June 1981" and "1981".
    """
    if one.year is not None and other.year is not None:
        if one.year + one.years + slack <= other.year or other.year + other.years + slack <= one.year:
            return True
        if one.years > 1 or other.years > 1 or slack:
            return False
    if one.month is not None and other.month is not None:
        if one.month != other.month:
            return True
        return one.day is not None and other.day is not None and one.day != other.day
    return False
