"""Single expressions of time to the days they cover, each kind with its own reading."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from factcheck.text.time_patterns import COUNTS, DAYS, MONTHS, ORDINALS


@dataclass(frozen=True, slots=True)
class Found:
    """A match of one of the patterns, by its name; its groups in lower case, "" where they did not match."""

    name: str
    match: re.Match[str]

    def __getitem__(self, group: str) -> str:
        return (self.match.groupdict().get(group) or "").lower()


@dataclass(frozen=True, slots=True)
class Interval:
    """The days from `earliest` to `latest`; `anchored` where the day of publication was needed."""

    earliest: date
    latest: date
    grain: str
    anchored: bool = False


def stretch(day: date, grain: str) -> tuple[date, date]:
    """The week, month, ... that holds a day, as its first and last day."""
    if grain == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if grain == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if grain == "quarter":
        month = 3 * ((day.month - 1) // 3) + 1
        return date(day.year, month, 1), stretch(date(day.year, month + 2, 1), "month")[1]
    years = {"year": 1, "decade": 10, "century": 100}.get(grain)
    if years is None:
        return day, day
    # The 19th century is taken as 1800-1899, as people do, not as 1801-1900.
    first_year = max(day.year - day.year % years, 1)
    return date(first_year, 1, 1), date(day.year - day.year % years + years - 1, 12, 31)


def opened(interval: Interval, word: str) -> Interval:
    """The stretch that "since", "until", "by" and the like make of a stretch."""
    day = timedelta(days=1)
    earliest, latest = interval.earliest, interval.latest
    if word == "since":
        latest = date.max
    elif word in {"after", "following"}:
        earliest, latest = latest + day, date.max
    elif word in {"until", "till", "by"}:
        earliest = date.min
    else:
        earliest, latest = date.min, earliest - day
    return Interval(earliest, latest, interval.grain, interval.anchored)


def part_of(interval: Interval, word: str) -> Interval:
    """The first half of a stretch ("early June"), its last half ("late") or the half around its middle ("mid-June")."""
    quarter = (interval.latest - interval.earliest) / 4
    earliest, latest = interval.earliest, interval.latest
    if word in {"late", "mid"}:
        earliest += quarter * (2 if word == "late" else 1)
    if word in {"early", "mid"}:
        latest -= quarter * (2 if word == "early" else 1)
    return Interval(earliest, latest, interval.grain, interval.anchored)


def _month(name: str) -> int:
    return MONTHS[name.rstrip(".")]


def _number(word: str) -> int:
    digits = "".join(c for c in word if c.isdigit())
    return int(digits) if digits else COUNTS.get(word) or ORDINALS[word]


def _whole(day: date, grain: str, anchored: bool = False) -> Interval:
    return Interval(*stretch(day, grain), grain, anchored)


def _iso(found: Found, _published: date | None, _ahead: bool) -> Interval:
    return _whole(date(int(found["y"]), int(found["m"]), int(found["d"])), "day")


def _numeric(found: Found, _published: date | None, _ahead: bool) -> Interval | None:
    one, two, year = int(found["one"]), int(found["two"]), int(found["y"])
    if found["sep"] == "." or one > 12 or one == two:  # dots are only used for day.month.year
        return _whole(date(year, two, one), "day")
    return _whole(date(year, one, two), "day") if two > 12 else None


def _calendar_day(found: Found, published: date | None, ahead: bool) -> Interval | None:
    month, day = _month(found["m"]), _number(found["d"])
    last = _number(found["d2"]) if found["d2"] else day
    if found["y"]:
        year, anchored = int(found["y"]), False
    elif published is None:
        return None
    else:
        year, anchored = published.year, True
        # A publication time in UTC may lie a day behind the place of the event.
        if not ahead and date(year, month, day) > published + timedelta(days=1):
            year -= 1
        elif ahead and date(year, month, day) < published:
            year += 1
    return Interval(date(year, month, day), date(year, month, last), "day", anchored)


def _month_year(found: Found, _published: date | None, _ahead: bool) -> Interval:
    return _whole(date(int(found["y"]), _month(found["m"]), 1), "month")


def _bare_month(found: Found, published: date | None, ahead: bool) -> Interval | None:
    if published is None:
        return None
    month, year = _month(found["m"]), published.year
    if found["way"] == "last":
        year -= month >= published.month
    elif found["way"] == "next":
        year += month <= published.month
    elif found["way"] != "this":
        year += (month < published.month) if ahead else -(month > published.month)
    return _whole(date(year, month, 1), "month", anchored=True)


def _year_of(found: Found, published: date | None) -> tuple[int, bool] | None:
    if found["y"]:
        return int(found["y"]), False
    if published is None:
        return None
    return published.year - (found["rel"] == "last"), True


def _quarter(found: Found, published: date | None, ahead: bool) -> Interval | None:
    number = int(found["q"] or 0) or _number(found["n"])
    year = _year_of(found, published)
    if year is None:
        return None
    first = date(year[0], 3 * number - 2, 1)
    if published and not found["y"] and not found["rel"] and not ahead and first > published:
        first = first.replace(year=first.year - 1)
    return _whole(first, "quarter", year[1])


def _half(found: Found, published: date | None, _ahead: bool) -> Interval | None:
    year = _year_of(found, published)
    if year is None:
        return None
    first = _number(found["n"]) == 1
    days = (date(year[0], 1, 1), date(year[0], 6, 30)) if first else (date(year[0], 7, 1), date(year[0], 12, 31))
    return Interval(*days, "quarter", year[1])  # the nearest grain that has a name


def _year(found: Found, _published: date | None, _ahead: bool) -> Interval:
    return _whole(date(int(found["y"]), 1, 1), "year")


def _span_years(found: Found, _published: date | None, _ahead: bool) -> Interval:
    first, second = int(found["y"]), found["y2"]
    last = int(second) if len(second) == 4 else first - first % 100 + int(second)
    return Interval(date(first, 1, 1), date(last, 12, 31), "year")


def _decade(found: Found, _published: date | None, _ahead: bool) -> Interval:
    digits = "".join(c for c in found.match[0] if c.isdigit())
    first = int(digits) if len(digits) == 4 else 1900 + int(digits)
    # "The 1800s" are a century; "the 2000s" are mostly said of the decade.
    return _whole(date(first, 1, 1), "century" if first % 100 == 0 and first < 2000 else "decade")


def _century(found: Found, _published: date | None, _ahead: bool) -> Interval:
    number = int(found["n"]) if found["n"] else ORDINALS[found["w"]]
    return _whole(date(max((number - 1) * 100, 1), 1, 1), "century")


def _back(day: date, count: int, unit: str) -> date:
    """So many days, weeks, months or years before a day (after it, where the count is negative)."""
    if unit in {"day", "week"}:
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _ago(found: Found, published: date | None, _ahead: bool) -> Interval | None:
    if published is None:
        return None
    unit = found["unit"]
    day = _back(published, _number(found["n"]), unit)
    # "Two years ago" is as exact as its unit: half of one to each side.
    slack = timedelta(days={"day": 0, "week": 4, "month": 16, "year": 183}[unit])
    return Interval(day - slack, day + slack, unit, anchored=True)


def _stretch_up_to(found: Found, published: date | None, _ahead: bool) -> Interval | None:
    if published is None:
        return None
    count = _number(found["n"]) if found["n"] else 1
    if found["way"] in {"past", "last"}:
        return Interval(_back(published, count, found["unit"]), published, found["unit"], anchored=True)
    return Interval(published, _back(published, -count, found["unit"]), found["unit"], anchored=True)


def _relative(found: Found, published: date | None, _ahead: bool) -> Interval | None:
    if published is None:
        return None
    step = {"last": 1, "past": 1, "previous": 1, "next": -1, "coming": -1}.get(found["way"], 0)
    unit = found["unit"]
    if unit == "weekend":
        saturday = stretch(published, "week")[0] + timedelta(days=5)
        if step == 1 or (step == 0 and published < saturday):
            saturday -= timedelta(days=7) * (step or published.weekday() < 3)
        elif step == -1 and published >= saturday:
            saturday += timedelta(days=7)
        return Interval(saturday, saturday + timedelta(days=1), "week", anchored=True)
    scale, base = {"quarter": (3, "month"), "decade": (10, "year"), "century": (100, "year")}.get(unit, (1, unit))
    return _whole(_back(published, step * scale, base), unit, anchored=True)


def _day_word(found: Found, published: date | None, _ahead: bool) -> Interval | None:
    if published is None:
        return None
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(found["word"], 0)
    if found["far"]:
        shift = -2 if "yesterday" in found["far"] else 2
    day = published + timedelta(days=shift)
    # "Last night" is also written of the small hours of this day.
    return Interval(day, day + timedelta(days=found["word"] == "last night"), "day", anchored=True)


def _weekday(found: Found, published: date | None, ahead: bool) -> Interval | None:
    if published is None:
        return None
    since = (published.weekday() - DAYS[found["wd"]]) % 7
    way = found["way"]
    if way in {"next", "coming"} or (ahead and way not in {"last", "this"}):
        back = since - 7 if since or way else 0
    elif way == "this":
        back = published.weekday() - DAYS[found["wd"]]
    else:
        back = since or (7 if way == "last" else 0)
    return _whole(published - timedelta(days=back), "day", anchored=True)


RESOLVERS: dict[str, Callable[[Found, date | None, bool], Interval | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "day_month": _calendar_day,
    "month_day": _calendar_day,
    "month_year": _month_year,
    "quarter": _quarter,
    "year_quarter": _quarter,
    "half": _half,
    "span_years": _span_years,
    "decade": _decade,
    "century": _century,
    "ago": _ago,
    "stretch": _stretch_up_to,
    "relative": _relative,
    "day_word": _day_word,
    "weekday": _weekday,
    "month": _bare_month,
    "year": _year,
}
