"""Scope: both sides are true, of different places or periods, or of the whole and a part.

The rule: the conflict is one of scope where the sentences themselves say that they speak of two things: two places with
none in common ("in Valencia" / "in Murcia"), one place against the whole country ("in Texas" / "nationwide"), two
periods ("in 2019" / "in 2021", "first quarter" / "full year"), two starting points of a change ("from a year earlier" /
"from the month before"), one place of work against the whole firm ("at its plant"), or a part against a whole ("not
fully", "partly", "some of"; not where the other side says "all").

Source: Ritter and others, "It's a contradiction - no, it's not" (2008), on why functional-looking facts do not conflict:
part and whole, and broader terms, are most of the false alarms. Word lists: `lexicon/scope.toml`.

Hit: "The storm killed 12 people in Valencia." / "The storm killed 19 people in Murcia."
Near miss: "The storm killed 12 people in Valencia." / "The storm killed 19 people in Valencia."
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date

from factcheck.lexicon import words
from factcheck.models import Claim, Kind, Match, Reading, Relation, Ruling, Span, TimeExpression
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.cues import phrases_in
from factcheck.text.measures import measures_in
from factcheck.text.names import same_name
from factcheck.text.places import AT, known_places, lies_in, located

RANK = 20

SURE = 0.9
"""What is left of the conflict's confidence: the sentences name the difference, but the parser may have misread it."""

_ALL_OVER = frozenset({"across", "around", "throughout"})
_WEEKDAYS = frozenset(calendar.day_name)
_MONTHS = frozenset(name for name in calendar.month_name if name)
_MEASURED = frozenset({Kind.QUANTITY, Kind.ANTONYM})
_PLACELESS = frozenset({Kind.ROLE, Kind.AFFILIATION})
_DEGREES = frozenset({Kind.NEGATION, Kind.ANTONYM, Kind.OPPOSED_CONCEPT, Kind.DENIAL})
_PERIOD = re.compile(
    r"\b(?:(?:first|second|third|fourth|last)[ -](?:quarter|half)"
    r"|full[ -]year|half[ -]year|nine[ -]months?|six[ -]months?|(?:fiscal|financial)[ ]year)\b",
    re.IGNORECASE,
)
_FROM_NOW = re.compile(
    r"\b(?P<which>this|last|next)[ ](?P<unit>year|month|week|season|summer|winter|spring|autumn|term|quarter)\b",
    re.IGNORECASE,
)
_NAMED = r"(?:[A-Z][\w'-]+ ){1,3}"
_DISTRICT = r"(?:district|village|suburb|neighbou?rhood|ward|sub-?district|hamlet)\b"
_STRETCH = r"(?:half|quarter|period|inning|set|minutes|hours?|days?|weeks?)\b"
_PART = re.compile(
    rf"\b[Ii]n (?:(?:the )?(?:neighbou?ring|nearby|adjacent) (?:[A-Za-z'-]+ ){{1,4}}|(?:the )?{_NAMED}{_DISTRICT}"
    rf"|(?:the )?{_DISTRICT} of [A-Z][\w'-]+|{_NAMED}alone\b)"
    rf"|^During the [^,]{{3,60}},|^In the (?:first|second|third|fourth|final|last|opening) {_STRETCH}"
)
_AT_SITE = frozenset({"at", "in", "from"})
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


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the two sentences name different scopes."""
    reason = (
        _places(match, reading)
        or _at_one_site(match, reading)
        or _in_one_part(match, reading)
        or _dateline(match, reading)
        or _periods(match, reading)
        or _compared_with(match, reading)
        or _degrees(match, reading)
    )
    if reason is None:
        return None
    return Ruling(Relation.SCOPE_DIFFERENCE, reason, round(reading.confidence * SURE, 3))


# -- where -------------------------------------------------------------------------------------------------------------


def _places(match: Match, reading: Reading) -> str | None:
    if reading.kind in _PLACELESS:
        return None
    here, there = located(match.a), located(match.b)
    nested = _nested(match, reading)
    if nested:
        return nested
    extents = [phrases_in(claim, words("scope", "extent", "everywhere")) for claim in (match.a, match.b)]
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
    beside = _beside(match, reading)
    if beside:
        return beside
    if not here or not there or any(_fit(one, other) for one, _ in here for other, _ in there):
        return None
    # A place that the other sentence names too, in another role, is no other place.
    named = [{entity.canonical for entity in claim.entities} for claim in (match.a, match.b)]
    spoken = [{token.text.lower() for token in claim.tokens} for claim in (match.a, match.b)]
    for places, far in ((here, 1), (there, 0)):
        if any(set(text.lower().split()) <= spoken[far] for _, text in places):
            return None
        if any(same_name(one, other) for one, _ in places for other in named[far]):
            return None
    return f"They speak of different places: {here[0][1]} and {there[0][1]}."


def _beside(match: Match, reading: Reading) -> str | None:
    """The lower of two counts is that of one place, the other that of several: "in Peru and its neighbours" / "in Chile"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    for one, other, mine, theirs in (
        (match.a, match.b, reading.evidence_a, reading.evidence_b),
        (match.b, match.a, reading.evidence_b, reading.evidence_a),
    ):
        reach, places = (
            _wide(one, mine),
            [
                i
                for i, token in enumerate(other.tokens)
                if token.dep == "pobj" and token.pos == "PROPN" and other.tokens[token.head].lower_in(AT)
            ],
        )
        wholes, parts = measures_in(one, mine), measures_in(other, theirs)
        if not reach or len(places) != 1 or not wholes or not parts:
            continue
        place = other.tokens[places[0]].text
        if place.lower() not in reach.lower().split() and parts[0].quantity.value < wholes[0].quantity.value:
            return f"They speak of different areas: one of {place}, the other of {reach} and more."
    return None


def _fit(one: str, other: str) -> bool:
    """Whether two places are one, or one lies in the other: what is so in Lyon is so in France."""
    return same_name(one, other) or lies_in(one, other) or lies_in(other, one)


def _nested(match: Match, reading: Reading) -> str | None:
    """A number or a trend of a place against that of the larger place around it: "in Ohio" / "U.S."."""
    if reading.kind not in _MEASURED:
        return None
    here, there = known_places(match.a), known_places(match.b)
    if not here or not there or {place for place, _ in here} & {place for place, _ in there}:
        return None
    inward = next(((one, other) for one in here for other in there if lies_in(one[0], other[0])), None)
    outward = next(((one, other) for one in here for other in there if lies_in(other[0], one[0])), None)
    found = inward or outward
    if found is None or (inward and outward):
        return None
    if reading.kind is Kind.QUANTITY:
        ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
        if not ones or not others:
            return None
        part, whole = (ones[0], others[0]) if inward else (others[0], ones[0])
        if part.dimension != "percent" and part.quantity.value >= whole.quantity.value:
            return None  # a part cannot have more than the whole
    part_name, whole_name = (found[0][1], found[1][1]) if inward else (found[1][1], found[0][1])
    return f"They speak of a part and the whole: {part_name} and {whole_name}."


@once_a_claim
def _areas(claim: Claim, evidence: Span) -> frozenset[str]:
    """The kinds of area over which something is counted: "in the province", "across 14 countries"."""
    nouns, tokens = words("scope", "extent", "areas"), claim.tokens
    return frozenset(tokens[i].lemma.lower() for i in _grounds(claim, evidence)) & nouns


@once_a_claim
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
    for measure in measures_in(claim, evidence):
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


def _at_one_site(match: Match, reading: Reading) -> str | None:
    """A number of one place of work against that of the whole: "at its plant in Turin"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others or ones[0].dimension == "percent":
        return None
    first, second = _site(match.a), _site(match.b)
    if bool(first) == bool(second):
        return None
    part, whole = (ones[0], others[0]) if first else (others[0], ones[0])
    lemmas = {token.lemma.lower() for token in (match.b if first else match.a).tokens}
    site = first or second
    if part.quantity.value < whole.quantity.value and site.split()[-1] not in lemmas:
        return f"One speaks of one part only (“{site}”)."
    return None


@once_a_claim
def _site(claim: Claim) -> str:
    """ "at its plant", "in the Turin branch": where a part of something larger is spoken of; "" without."""
    tokens = claim.tokens
    for i, token in enumerate(tokens):
        if (
            token.dep == "pobj"
            and token.lower_in(words("scope", "extent", "sites"))
            and tokens[token.head].lower_in(_AT_SITE)
        ):
            inside = grammar.phrase(tokens, i)
            if any(tokens[k].dep == "poss" or tokens[k].tag == "PRP$" for k in inside):
                return grammar.words_of(tokens, (token.head, *inside)).lower()
    return ""


def _in_one_part(match: Match, reading: Reading) -> str | None:
    """The lower of two counts is that of a district, a village or a stretch of time that the other does not name."""
    if reading.kind is not Kind.QUANTITY:
        return None
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others or ones[0].dimension != "count":
        return None
    first, second = _part(match.a), _part(match.b)
    if bool(first) == bool(second):
        return None
    part, whole = (ones[0], others[0]) if first else (others[0], ones[0])
    return f"One counts only a part (“{first or second}”)." if part.quantity.value < whole.quantity.value else None


@once_a_claim
def _part(claim: Claim) -> str:
    """ "In neighbouring Veles district", "in Veles alone", "During the second half": "" without."""
    found = _PART.search(claim.text)
    return found[0].strip(" ,") if found else ""


def _dateline(match: Match, reading: Reading) -> str | None:
    """Two dates beside one and the same day of the week: one of them is the day of publication."""
    if reading.kind is not Kind.DATE:
        return None
    days = [
        {
            token.text
            for token in claim.tokens
            if token.text in _WEEKDAYS and not evidence.start <= token.start < evidence.end
        }
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
    ]
    both = sorted(days[0] & days[1])
    return f"Both say {both[0]}: one of the dates may be that of the article." if both else None


# -- when --------------------------------------------------------------------------------------------------------------


def _periods(match: Match, reading: Reading) -> str | None:
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


def _compared_with(match: Match, reading: Reading) -> str | None:
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


# -- how far -----------------------------------------------------------------------------------------------------------


def _degrees(match: Match, reading: Reading) -> str | None:
    if reading.kind not in _DEGREES:
        return None
    partly, wholly = words("scope", "degree", "partly"), words("scope", "degree", "wholly")
    sides = ((match.a, reading.evidence_a, match.b), (match.b, reading.evidence_b, match.a))
    for one, evidence, other in sides:
        found = phrases_in(one, partly)
        if not found or phrases_in(other, partly) or phrases_in(other, wholly):
            continue
        if not _is_of_another_clause(one, found[0], evidence):
            return f"One speaks of a part or degree only (“{found[0]}”)."
    return None


def _is_of_another_clause(claim: Claim, phrase: str, evidence: Span) -> bool:
    """Whether words of degree belong to a clause above that of what is compared: "part of the town was lost when it broke"."""
    tokens = claim.tokens
    said = [i for i, token in enumerate(tokens) if token.text.lower() in phrase.split()]
    inside = [i for i, token in enumerate(tokens) if evidence.start <= token.start < evidence.end]
    if not said or not inside or set(said) & set(inside):
        return False
    clause = grammar.clause(tokens, inside[-1])
    return tokens[clause].dep in {"advcl", "ccomp"} and grammar.clause(tokens, said[0]) == tokens[clause].head
