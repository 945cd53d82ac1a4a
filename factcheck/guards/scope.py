"""Scope: both sides are true, of different places, periods, populations or measures, or of the whole and a part.

The rule: the conflict is one of scope where the sentences themselves say that they speak of two things: two places with
none in common ("in Valencia" / "in Murcia"), one place against the whole country ("in Texas" / "nationwide"), two
periods ("in 2019" / "in 2021", "first quarter" / "full year", "daily" / "annual"), two populations or measures ("commercial"
/ "residential buildings", "net" / "gross"), a part against a whole ("not fully", "partly", "some of"; not where the other
side says "all"), or a rule against its exception ("except", "excluding").

Source: Ritter and others, "It's a contradiction - no, it's not" (2008), on why functional-looking facts do not conflict:
part and whole, and broader terms, are most of the false alarms. Word lists: `lexicon/scope.toml`.

Hit: "The fire in Porto destroyed 12 commercial buildings." / "The fire in Porto destroyed 40 residential buildings."
Near miss: "The fire in Porto destroyed 12 buildings." / "The fire in Porto destroyed 40 buildings."
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

from factcheck.lexicon import load, words
from factcheck.models import Claim, Kind, Match, Reading, Relation, Ruling, Span, TimeExpression
from factcheck.text import grammar
from factcheck.text.measures import Measure, measures
from factcheck.text.names import same_name
from factcheck.text.places import AT, located

RANK = 20

SURE = 0.9
"""What is left of the conflict's confidence: the sentences name the difference, but the parser may have misread it."""

_ALL_OVER = frozenset({"across", "around", "throughout"})
_WEEKDAYS = frozenset(calendar.day_name)
_MONTHS = frozenset(name for name in calendar.month_name if name)
_MEMBERS = frozenset({"in", "among", "for", "of"})
_PLACELESS = frozenset({Kind.ROLE, Kind.AFFILIATION})
_DEGREES = frozenset({Kind.NEGATION, Kind.ANTONYM, Kind.OPPOSED_CONCEPT, Kind.DENIAL})
_OLDEST = 200
_AGES = re.compile(
    r"\b[a-z]{3,20}[ ](?P<shown>(?P<word>over|above|under|below|older[ ]than|younger[ ]than|aged)[ ]"
    r"(?P<low>\d{1,2})(?:[ ]?(?:to|and|-|–)[ ]?(?P<high>\d{1,3}))?"
    r"(?:[ ](?P<after>(?:and|or)[ ](?:over|older|above|under|younger)))?)\b(?![ ]?[%.,]?\d|[ ]?%|[ ](?!years?\b)[a-z]{3,12}s\b)",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:(?:first|second|third|fourth|last)[ -](?:quarter|half)"
    r"|full[ -]year|half[ -]year|nine[ -]months?|six[ -]months?|(?:fiscal|financial)[ ]year)\b",
    re.IGNORECASE,
)


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the two sentences name different scopes."""
    reason = (
        _places(match, reading)
        or _periods(match, reading)
        or _populations(match, reading)
        or _degrees(match, reading)
        or _exceptions(match)
    )
    if reason is None:
        return None
    return Ruling(Relation.SCOPE_DIFFERENCE, reason, round(reading.confidence * SURE, 3))


# -- where -------------------------------------------------------------------------------------------------------------


def _places(match: Match, reading: Reading) -> str | None:
    if reading.kind in _PLACELESS:
        return None
    here, there = located(match.a), located(match.b)
    extents = [_phrases(claim, words("scope", "extent", "everywhere")) for claim in (match.a, match.b)]
    for places, extent, other in ((here, extents[1], extents[0]), (there, extents[0], extents[1])):
        if places and extent and not other:
            return f"They speak of different areas: one of {places[0][1]}, the other {extent[0]}."
    areas = [_areas(match.a, reading.evidence_a), _areas(match.b, reading.evidence_b)]
    if areas[0] and areas[1] and not areas[0] & areas[1]:
        return f"They speak of different areas: one of the {min(areas[0])}, the other of the {min(areas[1])}."
    wide = [_wide(match.a, reading.evidence_a), _wide(match.b, reading.evidence_b)]
    for area, reach in ((areas[0], wide[1]), (areas[1], wide[0])):
        if area and reach:
            return f"They speak of different areas: one of the {min(area)}, the other of all of {reach}."
    if not here or not there or any(same_name(one, other) for one, _ in here for other, _ in there):
        return None
    # A place that the other sentence names too, in another role, is no other place.
    named = [{entity.canonical for entity in claim.entities} for claim in (match.a, match.b)]
    if any(same_name(one, other) for one, _ in here for other in named[1]) or any(
        same_name(one, other) for one, _ in there for other in named[0]
    ):
        return None
    return f"They speak of different places: {here[0][1]} and {there[0][1]}."


@lru_cache(maxsize=1024)
def _areas(claim: Claim, evidence: Span) -> frozenset[str]:
    """The kinds of area over which something is counted: "in the province", "across 14 countries"."""
    nouns, tokens = words("scope", "extent", "areas"), claim.tokens
    return frozenset(tokens[i].lemma.lower() for i in _grounds(claim, evidence)) & nouns


@lru_cache(maxsize=1024)
def _wide(claim: Claim, evidence: Span) -> str:
    """What is named as reaching far: "across Asia", "around the Indian Ocean", "in Sri Lanka, India and Thailand"."""
    tokens = claim.tokens
    for i in _grounds(claim, evidence):
        several = any(tokens[k].dep in {"conj", "appos"} for k in grammar.children(tokens, i))
        if tokens[i].pos == "PROPN" and (several or tokens[tokens[i].head].lower_in(_ALL_OVER)):
            return grammar.words_of(tokens, tuple(k for k in grammar.phrase(tokens, i) if tokens[k].pos == "PROPN"))
    return ""


def _grounds(claim: Claim, evidence: Span) -> list[int]:
    """What follows a preposition of place on the noun that is counted or the verb over it."""
    tokens = claim.tokens
    holders = set()
    for measure in _measures_in(claim, evidence):
        verb = None if measure.predicate is None else grammar.head_verb(tokens, measure.predicate)
        holders |= {i for i in (measure.noun, measure.predicate, verb) if i is not None}
    holders |= {
        i
        for holder in tuple(holders)
        for i in grammar.children(tokens, holder)
        if tokens[i].pos == "ADJ"
        and tokens[i].dep in {"acomp", "oprd", "ccomp", "amod"}
        and i > holder  # "left 220 people dead in"
    }
    return [
        i
        for i, token in enumerate(tokens)
        if token.dep == "pobj" and tokens[token.head].lower_in(AT) and tokens[token.head].head in holders
    ]


# -- when --------------------------------------------------------------------------------------------------------------


def _periods(match: Match, reading: Reading) -> str | None:
    if reading.kind is Kind.DATE:
        return None
    one, other = _phrase_of_period(match.a), _phrase_of_period(match.b)
    if one and other and one != other:
        return f"They speak of different periods: {one} and {other}."
    if reading.kind not in {Kind.QUANTITY, Kind.SUPERLATIVE}:
        return None
    firsts, seconds = _bounded(match.a), _bounded(match.b)
    if not firsts and not seconds:
        return _weekdays(match)
    if not firsts or not seconds:
        return _of_old(firsts or seconds, match.b if firsts else match.a)
    counted = [
        each
        for each in _measures_in(match.a, reading.evidence_a)
        if each.concept in words("succession", "measures", "growing")
    ]
    if counted and any(
        not (one.latest < other.earliest or other.latest < one.earliest) for one in firsts for other in seconds
    ):
        return None  # an event of December 2004 is one of 2004
    if any(_same_period(first, second) for first in firsts for second in seconds):
        return None
    return f"They speak of different periods: {firsts[0].text} and {seconds[0].text}."


def _of_old(dated: Sequence[TimeExpression], other: Claim) -> str | None:
    """A year that one names, and a day of the week that the other does: the news of a day is of this year."""
    day = next((token.text for token in other.tokens if token.text in _WEEKDAYS), "")
    if not day or any(time.anchored or time.grain not in {"year", "month", "decade"} for time in dated):
        return None
    return f"They speak of different times: {dated[0].text} and {day}."


def _weekdays(match: Match) -> str | None:
    """Two days of a week, or two months, that cannot be dated, the day of publication being unknown."""
    for names in (_WEEKDAYS, _MONTHS):
        ours, theirs = ([t.text for t in claim.tokens if t.text in names] for claim in (match.a, match.b))
        if ours and theirs and not set(ours) & set(theirs):
            return f"They speak of different times: {ours[0]} and {theirs[0]}."
    return None


@lru_cache(maxsize=1024)
def _phrase_of_period(claim: Claim) -> str:
    found = _PERIOD.search(claim.text)
    return " ".join(found[0].lower().replace("-", " ").split()) if found else ""


@lru_cache(maxsize=1024)
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


# -- of whom, of what --------------------------------------------------------------------------------------------------


@cache
def _sets() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, members in enumerate(load("scope")["contrasts"]["sets"]):
        for member in members:
            found.setdefault(member, set()).add(number)
    return {member: frozenset(numbers) for member, numbers in found.items()}


def _populations(match: Match, reading: Reading) -> str | None:
    counting = reading.kind is Kind.QUANTITY
    first, second = (
        _narrowing(claim, evidence, counting=counting)
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
    )
    for one in sorted(first - second):
        for other in sorted(second - first):
            if _sets()[one] & _sets()[other]:
                return f"They speak of different things: {one} and {other}."
    if not counting:
        return None
    ages, others = _ages(match.a), _ages(match.b)
    if ages and others and all(one[1] <= other[0] or other[1] <= one[0] for one in ages for other in others):
        return f"They speak of different groups: {ages[0][2]} and {others[0][2]}."
    return _modified(match, reading)


@lru_cache(maxsize=1024)
def _ages(claim: Claim) -> tuple[tuple[int, int, str], ...]:
    """The groups by age that a claim names: "people over 60", "children under 12", "those aged 18 to 24"."""
    found = []
    for group in _AGES.finditer(claim.text):
        low, high = int(group["low"]), int(group["high"] or 0)
        word = (group["word"] or group["after"] or "").lower()
        if word in {"under", "below", "younger than", "younger", "under-", "or under", "and under"}:
            low, high = 0, low
        elif high <= low:
            high = _OLDEST if word != "aged" else low + 1
        found.append((low, high, group["shown"]))
    return tuple(found)


@lru_cache(maxsize=2048)
def _narrowing(claim: Claim, evidence: Span, *, counting: bool) -> frozenset[str]:
    """The words of contrast that modify what the conflict is about: those of the evidence and of the nouns around it."""
    tokens = claim.tokens
    near = {i for i, token in enumerate(tokens) if evidence.start <= token.start < evidence.end}
    for measure in _measures_in(claim, evidence) if counting else ():
        near |= {i for i in (measure.noun, measure.subject) if i is not None}
        near |= _members(claim, measure)
    kin: dict[int, list[int]] = {}
    for i, token in enumerate(tokens):
        if token.head != i:
            kin.setdefault(token.head, []).append(i)
    found = set()
    for i in near:
        group = [i, *(k for k in kin.get(i, ()) if tokens[k].dep in {"amod", "compound", "nmod", "nummod"})]
        group += [k for top in group[1:] for k in kin.get(top, ()) if tokens[k].dep in {"amod", "compound"}]
        found |= {tokens[k].lemma.lower() for k in group if tokens[k].pos in {"ADJ", "NOUN", "ADV", "PROPN"}}
        found |= {
            f"{tokens[k - 2].text}-{tokens[k].text}".lower() for k in group if k >= 2 and tokens[k - 1].text == "-"
        }
    return frozenset(found & _sets().keys())


def _members(claim: Claim, measure: Measure) -> set[int]:
    """Those in whom or among whom something is measured: "effective in adults", "unemployment among women"."""
    tokens = claim.tokens
    return {
        i
        for holder in (measure.noun, measure.predicate)
        if holder is not None
        for preposition in grammar.children(tokens, holder)
        if tokens[preposition].dep == "prep" and tokens[preposition].lemma.lower() in _MEMBERS
        for i in grammar.children(tokens, preposition)
        if tokens[i].dep == "pobj"
    }


def _measures_in(claim: Claim, evidence: Span) -> list[Measure]:
    return [
        each for each in measures(claim) if evidence.start <= each.quantity.start and each.quantity.end <= evidence.end
    ]


def _modified(match: Match, reading: Reading) -> str | None:
    """Two numbers of differently narrowed nouns; a narrowed and a plain one only where the part is the smaller."""
    ones, others = _measures_in(match.a, reading.evidence_a), _measures_in(match.b, reading.evidence_b)
    if not ones or not others or ones[0].dimension != "count":
        return None
    one, other = ones[0], others[0]
    mine = _unshared(match.a, one, match.b)
    theirs = _unshared(match.b, other, match.a)
    if mine and theirs:
        return f"They count different things: {mine} and {theirs}."
    part, whole = (one, other) if mine else (other, one)
    if (mine or theirs) and part.quantity.value < whole.quantity.value:
        return f"One counts only a part: {mine or theirs}."
    return None


def _unshared(claim: Claim, measure: Measure, opposite: Claim) -> str:
    """A modifier of the counted noun that the other claim does not have anywhere, with the noun; "" without."""
    if measure.noun is None:
        return ""
    lemmas = {token.lemma.lower() for token in opposite.tokens}
    for i in measure.modifiers:
        token = claim.tokens[i]
        if (
            token.lemma.lower() not in lemmas
            and token.lemma.lower() not in words("scope", "contrasts", "loose")
            and token.pos in {"ADJ", "NOUN", "VERB"}
        ):
            if measure.concept and token.lemma.lower() in {"death", "dead"}:
                continue
            return f"{token.text} {claim.tokens[measure.noun].text}"
    return ""


# -- how far -----------------------------------------------------------------------------------------------------------


def _degrees(match: Match, reading: Reading) -> str | None:
    if reading.kind not in _DEGREES:
        return None
    partly, wholly = words("scope", "degree", "partly"), words("scope", "degree", "wholly")
    for one, other in ((match.a, match.b), (match.b, match.a)):
        found = _phrases(one, partly)
        if found and not _phrases(other, partly) and not _phrases(other, wholly):
            return f"One speaks of a part or degree only (“{found[0]}”)."
    return None


def _exceptions(match: Match) -> str | None:
    cues = words("scope", "exception", "words")
    one, other = (
        [each for each in _phrases(claim, cues) if not _tells_apart(claim, each)] for claim in (match.a, match.b)
    )
    if bool(one) != bool(other):
        return f"One states an exception (“{(one or other)[0]}”)."
    return None


def _tells_apart(claim: Claim, phrase: str) -> bool:
    """Whether "apart from" goes with a verb of telling things apart."""
    return phrase == "apart from" and any(
        token.text.lower() == "apart" and claim.tokens[token.head].lower_in(words("scope", "exception", "telling"))
        for token in claim.tokens
    )


@lru_cache(maxsize=8192)
def _phrases(claim: Claim, phrases: frozenset[str]) -> tuple[str, ...]:
    """Which of some phrases a claim contains, in the order of the text."""
    text = _spoken(claim)
    found = [(text.find(f" {phrase} "), phrase) for phrase in phrases]
    return tuple(phrase for _, phrase in sorted(each for each in found if each[0] >= 0))


@lru_cache(maxsize=1024)
def _spoken(claim: Claim) -> str:
    return " " + " ".join(token.text.lower().replace("’", "'") for token in claim.tokens) + " "
