"""Expressions of time to intervals of days.

Only what the words settle is resolved: "5/6/2024" could be two days and gives nothing, and "on Tuesday" gives nothing
where the publication date is unknown. A relative expression means the last such stretch up to the day of publication
("on Tuesday", "in March"), unless its verb looks ahead ("will meet on Tuesday") or a word says otherwise ("next March").
`since`, `before`, `after`, `until` and `by` open the interval at one end, to the first or last day that Python knows.

Every pattern is bounded and none starts inside another's match, so that the cost grows with the length of the text.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from factcheck.models import Span, TimeExpression, Token
from factcheck.text import grammar
from factcheck.text.time_patterns import COUNTS, DAYS, MONTHS, OPENERS, ORDINALS, PATTERNS, SETTING

_LOOKS_AHEAD = frozenset({"will", "shall", "'ll"})
PLANS = frozenset(
    {"plan", "schedule", "expect", "intend", "aim", "due", "set", "slate", "project", "forecast", "predict"}
)
"""Verbs and adjectives whose infinitive is what is planned: "is due to open"."""


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    match: re.Match[str]

    def __getitem__(self, group: str) -> str:
        return (self.match.groupdict().get(group) or "").lower()


@dataclass(frozen=True, slots=True)
class _Interval:
    earliest: date
    latest: date
    grain: str
    anchored: bool = False


def times(
    text: str, tokens: tuple[Token, ...], offset: int, published_at: datetime | None
) -> tuple[TimeExpression, ...]:
    """The stretches of time that a sentence names, in order, each with the days that it covers.

    `text` begins at `offset` of the article, and so do the spans of the result. Expressions that need the publication
    date are left out where `published_at` is None; times of day and durations ("for three days") are none.
    """
    return _joined(tuple(_resolved(text, tokens, offset, published_at)), text, offset)


def _joined(found: tuple[TimeExpression, ...], text: str, offset: int) -> tuple[TimeExpression, ...]:
    """ "Between 3 May and 9 June 2021", "from March to May 2020" as one stretch."""
    kept: list[TimeExpression] = []
    for time in found:
        last = kept[-1] if kept else None
        if last is not None and date.min < last.earliest <= time.latest < date.max:
            link = text[last.end - offset : time.start - offset].strip(" ,").lower()
            opener = text[max(0, last.start - offset - 8) : last.start - offset].rstrip().lower()
            if (link == "and" and opener.endswith("between")) or (
                link in {"to", "until", "-", "–", "through"} and opener.endswith("from")
            ):
                whole = text[last.start - offset : time.end - offset]
                kept[-1] = replace(
                    last, text=whole, end=time.end, latest=time.latest, anchored=last.anchored or time.anchored
                )
                continue
        kept.append(time)
    return tuple(kept)


def time_spans(text: str, tokens: tuple[Token, ...], offset: int = 0) -> tuple[Span, ...]:
    """Where a sentence speaks of times, days, years or the hour, resolved or not: numbers in there count nothing."""
    return tuple(
        Span(offset + found.match.start(), offset + found.match.end()) for found in _candidates(text, tokens, offset)
    )


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


def looks_ahead(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether the clause of a token speaks of what is to come: "will open", "is due to open", "plans to open"."""
    for verb in (index, *grammar.ancestors(tokens, index)):
        if tokens[verb].pos not in {"VERB", "AUX", "ADJ"}:
            continue
        if tokens[verb].lemma.lower() in PLANS and tokens[verb].tag != "VB":
            return True
        if any(
            tokens[i].lemma.lower() in _LOOKS_AHEAD and tokens[i].dep == "aux" for i in grammar.children(tokens, verb)
        ):
            return True
        if tokens[verb].dep not in {"xcomp", "acomp", "advcl", "prep"}:
            return False
    return False


def _candidates(text: str, tokens: tuple[Token, ...], offset: int) -> Iterator[_Found]:
    """Matches that do not overlap: from the left, the longest first."""
    places = {token.start - offset: i for i, token in enumerate(tokens)}
    found = [
        _Found(name, match)
        for name, pattern in PATTERNS.items()
        for match in pattern.finditer(text)
        if _is_time(name, match, text, tokens, places)
    ]
    order = {name: n for n, name in enumerate(PATTERNS)}
    found.sort(key=lambda one: (one.match.start(), -one.match.end(), order[one.name]))
    end = 0
    for one in found:
        if one.match.start() >= end:
            yield one
            end = one.match.end()


def _is_time(name: str, match: re.Match[str], text: str, tokens: tuple[Token, ...], places: dict[int, int]) -> bool:
    """Rules out words that only look like times: the verb "may", "2000 people", the surname Friday in lower case."""
    if name in {"month", "weekday"}:
        word = match["m"] if name == "month" else match["wd"]
        if not word[0].isupper():
            return False
        index = places.get(match.start("m" if name == "month" else "wd"))
        return index is None or tokens[index].tag in {"NNP", "NNPS", "NN"}
    if name == "year":
        return _is_year(match, text, tokens, places)
    if name == "span_years":
        first, second = int(match["y"]), match["y2"]
        last = int(second) if len(second) == 4 else first - first % 100 + int(second)
        joined = bool(match["and"]) == bool(match["both"])  # "in 2005 and 2008" are two years
        return joined and first < last <= first + 500 and (len(second) == 4 or last - first < 60)
    return True


def _is_year(match: re.Match[str], text: str, tokens: tuple[Token, ...], places: dict[int, int]) -> bool:
    """A bare number is a year where its place in the sentence is one that years have.

    Hit: "in 2019", "(2019)", "the 2019 vote", "since 2019". Near miss: "2000 people", "a fine of 2000", "1984 cases".
    """
    before = text[: match.start()].rstrip().rsplit(" ", 1)[-1].lower()
    after = text[match.end() : match.end() + 1]
    index = places.get(match.start())
    if index is None:
        return before in SETTING or before.endswith("(") or after == ")"
    token = tokens[index]
    head = tokens[token.head]
    if token.head > index and token.dep in {"nummod", "compound", "amod", "nmod"} and head.pos == "NOUN":
        if before in {"in", "since", "during"}:
            return True
        fixed = any(tokens[i].dep in {"det", "poss"} and i < index for i in grammar.children(tokens, token.head))
        return fixed or (head.tag == "NN" and int(match["y"]) >= 1800)
    if before in SETTING or before.endswith("(") or after == ")":
        return True
    if int(match["y"]) < 1500:
        return False
    conjunct = token.dep == "conj" and head.tag == "CD" and len(head.text) == 4
    return (
        conjunct
        or token.dep in {"npadvmod", "nsubj", "nsubjpass"}
        or (
            token.dep == "pobj"
            and head.lemma.lower() in {"in", "of", "to", "for", "on"}
            and not text[match.end() : match.end() + 2].startswith(" m")
        )
        or (token.dep in {"nummod", "appos"} and head.pos == "PROPN")
    )


def _resolved(
    text: str, tokens: tuple[Token, ...], offset: int, published_at: datetime | None
) -> Iterator[TimeExpression]:
    published = None if published_at is None else published_at.date()
    starts = [token.start - offset for token in tokens]
    for found in _candidates(text, tokens, offset):
        resolve = _RESOLVERS.get(found.name)
        if resolve is None:
            continue
        start, end = found.match.span()
        index = bisect_left(starts, start)
        ahead = index < len(starts) and starts[index] < end and looks_ahead(tokens, index)
        try:
            interval = resolve(found, published, ahead)
        except (ValueError, OverflowError):  # 30 February, or a day beyond the calendar
            continue
        if interval is None:
            continue
        opener = OPENERS.search(text, max(0, start - 30), start)
        if opener:
            interval = _opened(interval, opener[1].lower())
            start = opener.start()
        yield TimeExpression(
            text=text[start:end],
            start=offset + start,
            end=offset + end,
            earliest=interval.earliest,
            latest=interval.latest,
            grain=interval.grain,
            anchored=interval.anchored,
        )


def _opened(interval: _Interval, word: str) -> _Interval:
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
    return _Interval(earliest, latest, interval.grain, interval.anchored)


def _month(name: str) -> int:
    return MONTHS[name.rstrip(".")]


def _number(word: str) -> int:
    digits = "".join(c for c in word if c.isdigit())
    return int(digits) if digits else COUNTS.get(word) or ORDINALS[word]


def _whole(day: date, grain: str, anchored: bool = False) -> _Interval:
    return _Interval(*stretch(day, grain), grain, anchored)


def _iso(found: _Found, _published: date | None, _ahead: bool) -> _Interval:
    return _whole(date(int(found["y"]), int(found["m"]), int(found["d"])), "day")


def _numeric(found: _Found, _published: date | None, _ahead: bool) -> _Interval | None:
    one, two, year = int(found["one"]), int(found["two"]), int(found["y"])
    if found["sep"] == "." or one > 12 or one == two:  # dots are only used for day.month.year
        return _whole(date(year, two, one), "day")
    return _whole(date(year, one, two), "day") if two > 12 else None


def _calendar_day(found: _Found, published: date | None, ahead: bool) -> _Interval | None:
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
    return _Interval(date(year, month, day), date(year, month, last), "day", anchored)


def _month_year(found: _Found, _published: date | None, _ahead: bool) -> _Interval:
    return _whole(date(int(found["y"]), _month(found["m"]), 1), "month")


def _bare_month(found: _Found, published: date | None, ahead: bool) -> _Interval | None:
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


def _year_of(found: _Found, published: date | None) -> tuple[int, bool] | None:
    if found["y"]:
        return int(found["y"]), False
    if published is None:
        return None
    return published.year - (found["rel"] == "last"), True


def _quarter(found: _Found, published: date | None, ahead: bool) -> _Interval | None:
    number = int(found["q"] or 0) or _number(found["n"])
    year = _year_of(found, published)
    if year is None:
        return None
    first = date(year[0], 3 * number - 2, 1)
    if published and not found["y"] and not found["rel"] and not ahead and first > published:
        first = first.replace(year=first.year - 1)
    return _whole(first, "quarter", year[1])


def _half(found: _Found, published: date | None, _ahead: bool) -> _Interval | None:
    year = _year_of(found, published)
    if year is None:
        return None
    first = _number(found["n"]) == 1
    days = (date(year[0], 1, 1), date(year[0], 6, 30)) if first else (date(year[0], 7, 1), date(year[0], 12, 31))
    return _Interval(*days, "quarter", year[1])  # the nearest grain that has a name


def _year(found: _Found, _published: date | None, _ahead: bool) -> _Interval:
    return _whole(date(int(found["y"]), 1, 1), "year")


def _span_years(found: _Found, _published: date | None, _ahead: bool) -> _Interval:
    first, second = int(found["y"]), found["y2"]
    last = int(second) if len(second) == 4 else first - first % 100 + int(second)
    return _Interval(date(first, 1, 1), date(last, 12, 31), "year")


def _decade(found: _Found, _published: date | None, _ahead: bool) -> _Interval:
    digits = "".join(c for c in found.match[0] if c.isdigit())
    first = int(digits) if len(digits) == 4 else 1900 + int(digits)
    # "The 1800s" are a century; "the 2000s" are mostly said of the decade.
    return _whole(date(first, 1, 1), "century" if first % 100 == 0 and first < 2000 else "decade")


def _century(found: _Found, _published: date | None, _ahead: bool) -> _Interval:
    number = int(found["n"]) if found["n"] else ORDINALS[found["w"]]
    return _whole(date(max((number - 1) * 100, 1), 1, 1), "century")


def _back(day: date, count: int, unit: str) -> date:
    """So many days, weeks, months or years before a day (after it, where the count is negative)."""
    if unit in {"day", "week"}:
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _ago(found: _Found, published: date | None, _ahead: bool) -> _Interval | None:
    if published is None:
        return None
    unit = found["unit"]
    day = _back(published, _number(found["n"]), unit)
    # "Two years ago" is as exact as its unit: half of one to each side.
    slack = timedelta(days={"day": 0, "week": 4, "month": 16, "year": 183}[unit])
    return _Interval(day - slack, day + slack, unit, anchored=True)


def _stretch_up_to(found: _Found, published: date | None, _ahead: bool) -> _Interval | None:
    if published is None:
        return None
    count = _number(found["n"]) if found["n"] else 1
    if found["way"] in {"past", "last"}:
        return _Interval(_back(published, count, found["unit"]), published, found["unit"], anchored=True)
    return _Interval(published, _back(published, -count, found["unit"]), found["unit"], anchored=True)


def _relative(found: _Found, published: date | None, _ahead: bool) -> _Interval | None:
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
        return _Interval(saturday, saturday + timedelta(days=1), "week", anchored=True)
    scale, base = {"quarter": (3, "month"), "decade": (10, "year"), "century": (100, "year")}.get(unit, (1, unit))
    return _whole(_back(published, step * scale, base), unit, anchored=True)


def _day_word(found: _Found, published: date | None, _ahead: bool) -> _Interval | None:
    if published is None:
        return None
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(found["word"], 0)
    if found["far"]:
        shift = -2 if "yesterday" in found["far"] else 2
    day = published + timedelta(days=shift)
    # "Last night" is also written of the small hours of this day.
    return _Interval(day, day + timedelta(days=found["word"] == "last night"), "day", anchored=True)


def _weekday(found: _Found, published: date | None, ahead: bool) -> _Interval | None:
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


_RESOLVERS: dict[str, Callable[[_Found, date | None, bool], _Interval | None]] = {
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
