"""Expressions of time to intervals of days.

Only what the words settle is resolved: "5/6/2024" could be two days and gives nothing, and "on Tuesday" gives nothing
where the publication date is unknown. A relative expression means the last such stretch up to the day of publication
("on Tuesday", "in March"), unless its verb looks ahead ("will meet on Tuesday") or a word says otherwise ("next March").
`since`, `before`, `after`, `until` and `by` open the interval at one end, to the first or last day that Python knows.

Every pattern is bounded and none starts inside another's match, so that the cost grows with the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from factcheck.models import Span, TimeExpression, Token
from factcheck.text import grammar
from factcheck.text.time_patterns import OPENERS, PARTS, PATTERNS, SETTING
from factcheck.text.time_values import RESOLVERS, Found, opened, part_of

_LOOKS_AHEAD = frozenset({"will", "shall", "'ll"})
PLANS = frozenset(
    {"plan", "schedule", "expect", "intend", "aim", "due", "set", "slate", "project", "forecast", "predict"}
)
"""Verbs and adjectives whose infinitive is what is planned: "is due to open"."""


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


def _candidates(text: str, tokens: tuple[Token, ...], offset: int) -> Iterator[Found]:
    """Matches that do not overlap: from the left, the longest first."""
    places = {token.start - offset: i for i, token in enumerate(tokens)}
    found = [
        Found(name, match)
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
        resolve = RESOLVERS.get(found.name)
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
        part = PARTS.search(text, max(0, start - 14), start)
        if part and interval.grain in {"month", "year", "decade", "century"}:
            interval = part_of(interval, part["part"].lower())
            start = part.start("part")
        opener = OPENERS.search(text, max(0, start - 30), start)
        if opener:
            interval = opened(interval, opener[1].lower())
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
