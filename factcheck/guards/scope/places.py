"""Where: two places with their own names, a part beside the whole, a site, a half of a match."""

from __future__ import annotations

import re

from factcheck.guards.scope.periods import WEEKDAYS
from factcheck.lexicon import words
from factcheck.models import Claim, Kind, Match, Reading, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.cues import phrases_in
from factcheck.text.measures import measures_in
from factcheck.text.names import same_name
from factcheck.text.places import AT, known_places, lies_in, located

_ALL_OVER = frozenset({"across", "around", "throughout"})

_MEASURED = frozenset({Kind.QUANTITY, Kind.ANTONYM})

_PLACELESS = frozenset({Kind.ROLE, Kind.AFFILIATION})

_NAMED = r"(?:[A-Z][\w'-]+ ){1,3}"

_DISTRICT = r"(?:district|village|suburb|neighbou?rhood|ward|sub-?district|hamlet)\b"

_STRETCH = r"(?:half|quarter|period|inning|set|minutes|hours?|days?|weeks?)\b"

_PART = re.compile(
    rf"\b[Ii]n (?:(?:the )?(?:neighbou?ring|nearby|adjacent) (?:[A-Za-z'-]+ ){{1,4}}|(?:the )?{_NAMED}{_DISTRICT}"
    rf"|(?:the )?{_DISTRICT} of [A-Z][\w'-]+|{_NAMED}alone\b)"
    rf"|^During the [^,]{{3,60}},|^In the (?:first|second|third|fourth|final|last|opening) {_STRETCH}"
)

_AT_SITE = frozenset({"at", "in", "from"})


def different_places(match: Match, reading: Reading) -> str | None:
    """Two places that the sentences name, of which neither lies in the other, or one within the other."""
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


def at_one_site(match: Match, reading: Reading) -> str | None:
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


def in_one_part(match: Match, reading: Reading) -> str | None:
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


def dateline(match: Match, reading: Reading) -> str | None:
    """Two dates beside one and the same day of the week: one of them is the day of publication."""
    if reading.kind is not Kind.DATE:
        return None
    days = [
        {
            token.text
            for token in claim.tokens
            if token.text in WEEKDAYS and not evidence.start <= token.start < evidence.end
        }
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
    ]
    both = sorted(days[0] & days[1])
    return f"Both say {both[0]}: one of the dates may be that of the article." if both else None
