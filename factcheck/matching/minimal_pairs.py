"""Two claims that are the same word for word but for numbers or dates.

Where all else is said in the same words, nothing has to be known of what a number measures: "aired until 1998" and "aired
until 1999" cannot both be right. The rule: as many words on both sides, all of them alike but for some that are numbers,
ordinals, months, days or seasons; not one of several that are offered ("1935 or 1936"), not under a negation, not part of a
name ("Route 66"), and not an open or rough number that leaves room for the other.

Hit: "The paper sells 72,846 copies in Corle." / "The paper sells 72,864 copies in Corle."
Near miss: "At least 12 people were hurt in Corle." / "At least 14 people were hurt in Corle."
"""

from __future__ import annotations

import calendar

from factcheck.lexicon import load, words
from factcheck.matching.facts import put_side_by_side
from factcheck.models import Claim, Comparator, Kind, Match, Outcome, Quantity, Reading, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.values import allowed

FEWEST_WORDS = 5
"""Words that must be the same: "He is 40." and "He is 41." are said of anybody."""

FEWEST_WORDS_APART = 8
"""The same for claims of two articles, which must share a name as well: headlines of two days are made alike."""

FEWEST_WORDS_ONCE, FEWEST_WORDS_AGAIN = 9, 14
"""The same for dates of what need not, and of what does, happen more than once: "the party won the election in 2019"."""

MOST_DIFFERENCES = 4
"""Numbers that may differ; two rows of a table differ in all of them."""

CERTAIN = 0.85
"""Confidence. Of 811 numbers and years exchanged in one sentence (ConjNLI, training part) 703 contradict; without those
beside "or", 19 in 20."""

_OFFERED = frozenset({"or", "either", "neither", "nor", "between", "/"})
_OPEN = frozenset({Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.MORE_THAN, Comparator.LESS_THAN})
_MONTHS = frozenset(name.lower() for name in (*calendar.month_name, *calendar.month_abbr) if name)
_DAYS = frozenset(name.lower() for name in calendar.day_name)
_SEASONS = frozenset({"spring", "summer", "autumn", "winter"})
_NEAR = 3

_SMALL = 20
"""Below this, a number is not taken for a rounded one."""


def minimal_difference(match: Match, kind: Kind) -> Reading:
    """CONFLICTS where nothing but numbers (of this kind: a quantity or a date) differs; else NOT_COMPARABLE."""
    nothing = Reading(kind, Outcome.NOT_COMPARABLE)
    (one, low), (other, low_too) = _words(match.a), _words(match.b)
    if len(one) != len(other) or min(match.coverage_a, match.coverage_b) < 0.6:
        return nothing
    apart = [k for k, (mine, theirs) in enumerate(zip(low, low_too, strict=True)) if mine != theirs]
    alike = len(one) - len(apart)
    needed = FEWEST_WORDS if put_side_by_side(match) else FEWEST_WORDS_APART
    if not 0 < len(apart) <= MOST_DIFFERENCES or alike < needed:
        return nothing
    if not put_side_by_side(match) and not match.shared_entities:
        return nothing
    pairs = [(one[k], other[k]) for k in apart]
    if {_kind(match, i, j) for i, j in pairs} != {kind}:
        return nothing
    i, j = pairs[0]
    if not _exclude(match, i, j) or (kind is Kind.DATE and alike < _needed_for_a_date(match.a, i)):
        return nothing
    said, opposed = match.a.tokens[i], match.b.tokens[j]
    what = "date" if kind is Kind.DATE else "number"
    around = _around(match.a, i)
    return Reading(
        kind,
        Outcome.CONFLICTS,
        confidence=CERTAIN,
        point=f"{kind}:{around}:{match.shared_entities[0] if match.shared_entities else '-'}",
        topic=f"{what} in “{around}”",
        side_a=said.text,
        side_b=opposed.text,
        evidence_a=Span(said.start, said.end),
        evidence_b=Span(opposed.start, opposed.end),
        explanation=f"Word for word the same but for a {what} (“{around}”): {said.text} in one, {opposed.text} in the other.",
    )


@once_a_claim
def _words(claim: Claim) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Which tokens of a claim are words or numbers, and these in lower case."""
    found = tuple(i for i, token in enumerate(claim.tokens) if any(letter.isalnum() for letter in token.text))
    return found, tuple(_low(claim, i) for i in found)


def _low(claim: Claim, index: int) -> str:
    return claim.tokens[index].text.lower()


def _kind(match: Match, i: int, j: int) -> Kind | None:
    """Whether two words are numbers or dates, and which."""
    first, second = _low(match.a, i), _low(match.b, j)
    for row in (_MONTHS, _DAYS, _SEASONS):
        if first in row and second in row:
            return Kind.DATE
    if not (_is_number(match.a, i) and _is_number(match.b, j)):
        return None
    return Kind.DATE if _is_date(match.a, i) and _is_date(match.b, j) else Kind.QUANTITY


def _is_number(claim: Claim, index: int) -> bool:
    low = _low(claim, index)
    digits = low.replace(",", "").replace(".", "").removeprefix("$").rstrip("%")
    return (
        digits.isdigit()
        or (digits[:-2].isdigit() and digits[-2:] in {"st", "nd", "rd", "th"})
        or low in load("numbers")["words"]
        or low in load("facts")["ordinals"]["values"]
    )


def _is_date(claim: Claim, index: int) -> bool:
    token = claim.tokens[index]
    beside = claim.tokens[max(0, index - 1) : index + 2]
    if any(each.text.lower() in _MONTHS and each.text[0].isupper() for each in beside):
        return True
    year = token.text.isdigit() and len(token.text) == 4 and 1500 <= int(token.text) <= 2100
    return year or any(time.start <= token.start < time.end for time in claim.times)


def _needed_for_a_date(claim: Claim, index: int) -> float:
    """How many words must be the same for two dates to be of one event: more where it may happen again."""
    for above in grammar.ancestors(claim.tokens, index):
        token = claim.tokens[above]
        if token.pos in {"NOUN", "PROPN"} and token.dep in {"nsubj", "nsubjpass", "dobj", "attr"}:
            return FEWEST_WORDS_AGAIN  # "the 2019 election": the date tells one from others
        if token.pos == "VERB":
            if token.lower_in(words("events", "again", "verbs")):
                return FEWEST_WORDS_AGAIN
            once = token.lower_in(words("events", "once", "verbs")) or not claim.tokens[index].text.isdigit()
            return FEWEST_WORDS if once or len(claim.tokens[index].text) < 4 else FEWEST_WORDS_ONCE
    return FEWEST_WORDS_AGAIN


def _exclude(match: Match, i: int, j: int) -> bool:
    if any(_is_offered(claim, k) or _is_name(claim, k) for claim, k in ((match.a, i), (match.b, j))):
        return False
    if grammar.negated(match.a.tokens, i):
        return False
    one, other = _quantity(match.a, i), _quantity(match.b, j)
    if one is None or other is None:
        return True
    if {one.comparator, other.comparator} & _OPEN or "score" in {one.unit, other.unit}:
        return False
    if _exact(one) and _exact(other) and _decimals(match.a, i) == _decimals(match.b, j):
        return one.value != other.value
    first, second = allowed(one, 0.0), allowed(other, 0.0)
    return first.low > second.high or second.low > first.high


def _exact(quantity: Quantity) -> bool:
    """Whether a number is no round one: 7,516.6, 38, 11; not 30,000."""
    small = quantity.value < _SMALL
    return quantity.comparator is Comparator.EXACTLY and (small or quantity.value % 10 != 0)


def _decimals(claim: Claim, index: int) -> int:
    return len(claim.tokens[index].text.partition(".")[2])


def _is_offered(claim: Claim, index: int) -> bool:
    """Whether a number is one of several that may be right."""
    near = claim.tokens[max(0, index - _NEAR) : index + _NEAR + 1]
    return any(token.text.lower() in _OFFERED for token in near)


def _is_name(claim: Claim, index: int) -> bool:
    """Whether a number is part of a name: "the 568 Group", "Route 66"; a small-letter "seven" is not."""
    if claim.tokens[index].text.islower():
        return False
    following = claim.tokens[index + 1] if index + 1 < len(claim.tokens) else None
    if following is not None and following.pos == "PROPN" and following.text.lower() not in _MONTHS:
        return True
    start = claim.tokens[index].start
    return any(each.start <= start < each.end and not each.text[:1].isdigit() for each in claim.entities)


def _quantity(claim: Claim, index: int) -> Quantity | None:
    start = claim.tokens[index].start
    return next((each for each in claim.quantities if each.start <= start < each.end), None)


def _around(claim: Claim, index: int) -> str:
    """The number's words with a blank for it: "in … at"."""
    before, after = claim.tokens[max(0, index - 2) : index], claim.tokens[index + 1 : index + 3]
    return " ".join([*(token.text for token in before), "…", *(t.text for t in after if t.pos != "PUNCT")]).strip()
