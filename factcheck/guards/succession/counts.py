"""Numbers that grow, move or are still being counted."""

from __future__ import annotations

import calendar
import re
from datetime import timedelta

from factcheck.guards.succession.order import STATE_CHANGES, first_phrase, in_words, order_by_words, published_apart
from factcheck.lexicon import words
from factcheck.models import Claim, Match, Reading, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.measures import Measure, measures

SAME_MOMENT = timedelta(minutes=30)
"""Two articles of half an hour had the same news; agencies correct tolls in hours."""

STILL_COUNTING = timedelta(days=90)
"""After three months a toll is history, and another number is another account of it."""

BIRTHDAYS = 2
"""Years. Reports of one affair, from the arrest to the verdict, give ages so far apart."""

_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ](?:of[ ])?(?P<month>{'|'.join(calendar.month_name[1:])})"
    rf"|(?P<month2>{'|'.join(calendar.month_name[1:])})[ ](?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)\b(?!,?[ ]\d{{4}})"
)
"""A day without its year: it cannot be dated where the time of publication is unknown, but two of them can be ordered."""


def grown_count(match: Match, reading: Reading) -> str | None:
    """Why two numbers can be of one measure at two moments; None where nothing tells."""
    one, other = _measure(match.a, reading.evidence_a), _measure(match.b, reading.evidence_b)
    if one is None or other is None:
        return None
    first, second = one.quantity.value, other.quantity.value
    gap = published_apart(match)
    if one.concept == "age":
        if gap is None:
            return "A birthday may lie between the two." if abs(second - first) <= BIRTHDAYS else None
        years = abs(gap) / timedelta(days=365) if gap else 0.0
        grown = second - first if gap and gap > timedelta(0) else first - second
        return "The person grew older between the two articles." if years and abs(grown - years) <= 1 else None
    counting = _half_counted(match, one, other)
    if counting:
        return f"One count was still going on (“{counting}”)."
    so_far = first_phrase(match.a if first < second else match.b, "earlier", "counting")
    if so_far and one.concept in words("succession", "measures", "growing") and one.dimension == "count":
        return f"The lower count was still going on (“{so_far}”)."
    order = order_by_words(match)
    growing = one.concept in words("succession", "measures", "growing")
    if order is not None and _moves(match, one):
        early, late, word = order
        low, high = (first, second) if early is match.a else (second, first)
        if (
            not growing
            or low <= high
            or first_phrase(late, "later", "words")
            in {"revised", "corrected", "lowered to", "updated", "dropped to", "fell to"}
        ):
            return f"The numbers are of different moments (“{word}”)."
    if gap is None or abs(gap) < SAME_MOMENT:
        return _two_days(match, first, second) if growing else None
    later = second - first if gap > timedelta(0) else first - second
    if growing and abs(gap) <= STILL_COUNTING:
        if later > 0:
            return f"The count grew between the two articles, {in_words(gap)} apart."
        return (
            f"The count was revised between the two articles, {in_words(gap)} apart."
            if _revised(match) or one.concept == "missing"
            else None
        )
    moving = one.concept in words("succession", "measures", "moving") or _is_level(match, one, other)
    if abs(gap) >= STATE_CHANGES and moving:
        return f"The value may have moved between the two articles, {in_words(gap)} apart."
    return None


def _is_level(match: Match, one: Measure, other: Measure) -> bool:
    """Whether both numbers are said of a moment, by a verb such as "stood at", "traded at" or "polls at"."""
    return all(
        each.predicate is not None
        and (verb := grammar.head_verb(claim.tokens, each.predicate)) is not None
        and claim.tokens[verb].lower_in(words("succession", "measures", "verbs"))
        for claim, each in ((match.a, one), (match.b, other))
    )


def _half_counted(match: Match, one: Measure, other: Measure) -> str:
    """What says that one number is of a count not yet finished, and the larger one is not; "" where nothing does."""
    first, second = _unfinished(match.a), _unfinished(match.b)
    if bool(first) == bool(second):
        return ""
    part, whole = (one, other) if first else (other, one)
    shares = part.dimension == "percent"
    return first or second if shares or part.quantity.value <= whole.quantity.value else ""


@once_a_claim
def _unfinished(claim: Claim) -> str:
    """The words by which a claim says that the count goes on: "partial results", "with half of the votes counted"."""
    tokens = claim.tokens
    for quantity in claim.quantities:
        share = quantity.unit == "percent" and quantity.value < 100
        done = next(
            (
                i
                for i, token in enumerate(tokens)
                if share
                and token.tag in {"VBN", "VBD"}
                and token.lower_in(words("succession", "counting", "verbs"))
                and quantity.end <= token.start <= quantity.end + 40
            ),
            None,
        )
        if done is not None and _word_before(tokens, quantity.start) in words("succession", "counting", "openers"):
            return claim.text[quantity.start - claim.span.start : tokens[done].end - claim.span.start]
    return first_phrase(claim, "counting", "words")


def _word_before(tokens: grammar.Tokens, start: int) -> str:
    """The last word before an offset, articles left out, in lower case; "" at the beginning."""
    before = [token.text.lower() for token in tokens if token.end <= start and token.pos != "DET"]
    return before[-1] if before else ""


@once_a_claim
def _measure(claim: Claim, evidence: Span) -> Measure | None:
    inside = (
        each for each in measures(claim) if evidence.start <= each.quantity.start and each.quantity.end <= evidence.end
    )
    return next(inside, None)


def _moves(match: Match, one: Measure) -> bool:
    """Whether the measure is one that has several values over time, not the size of a thing or the price of a deal."""
    fixed = {"magnitude", "length", "height", "width", "depth", "sentence", "price paid"}
    revised = first_phrase(match.a, "earlier", "words") or first_phrase(match.b, "earlier", "words") or _revised(match)
    return one.concept not in fixed or bool(revised)


def _revised(match: Match) -> bool:
    return any(
        first_phrase(claim, "later", "words") in {"revised", "corrected", "updated", "lowered to"}
        for claim in (match.a, match.b)
    )


def _two_days(match: Match, first: float, second: float) -> str | None:
    """A higher number of a later day that both sentences name: "by Monday 12", "by Wednesday 19"."""
    one, other = _one_day(match.a), _one_day(match.b)
    if one is None or other is None or one[0] != other[0]:
        return None
    if (one[1] < other[1] and first < second) or (other[1] < one[1] and second < first):
        return f"The numbers are of different days: {one[2]} and {other[2]}."
    return None


@once_a_claim
def _one_day(claim: Claim) -> tuple[str, tuple[int, ...], str] | None:
    """The only day that a claim names: how it is named, a key to order such days by, and its words."""
    days = [time for time in claim.times if time.grain == "day" and time.latest.year < 9999]
    if days:
        return ("date", (days[0].latest.toordinal(),), days[0].text) if len(days) == 1 else None
    named = list(_DAY.finditer(claim.text))
    if named:
        month = named[0]["month"] or named[0]["month2"]
        key = (list(calendar.month_name).index(month), int(named[0]["day"] or named[0]["day2"]))
        return ("day of the year", key, named[0][0]) if len(named) == 1 else None
    weekdays = [token.text for token in claim.tokens if token.text in calendar.day_name]
    return (
        ("day of the week", (list(calendar.day_name).index(weekdays[0]),), weekdays[0]) if len(weekdays) == 1 else None
    )
