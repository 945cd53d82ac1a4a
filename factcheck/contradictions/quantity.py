"""Quantity: two claims give different numbers for the same measure of the same thing.

The rule: both numbers measure the same (concept, or counted noun and governing verb), in the same unit after
conversion, in the same role (a level, a change, an earlier value), of the same owner, and the claims share enough else
to speak of one event. They conflict where the values that they allow have nothing in common: an exact number allows
its rounding, "about" a tenth to each side, "more than" all above. A specific population ("12 miners") against a general
one ("19 people") conflicts only where the part is larger than the whole. Differences of place, period and population
that the sentences name are left to the guards.

Source: de Marneffe, Rafferty and Manning, "Finding contradictions in text" (2008), section 3, numeric mismatches; Roy,
Vieira and Roth, "Reasoning about quantities in natural language" (2015), for ranges and approximators.

Hit: "The blast in Izmir killed 12 people." / "Nineteen people died in the Izmir blast."
Near miss: "The blast in Izmir killed 12 people." / "The blast in Izmir injured 19 people."
"""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.lexicon import words
from factcheck.matching.arguments import View
from factcheck.matching.closed_lists import one_more
from factcheck.matching.facts import put_side_by_side, stated, surest
from factcheck.matching.minimal_pairs import minimal_difference
from factcheck.matching.same_measure import (
    coverage,
    different_owners,
    other_complement,
    other_occasion,
    other_setting,
    person,
    same_word,
)
from factcheck.matching.sameness import own_words
from factcheck.matching.topics import main_name
from factcheck.models import Claim, Kind, Match, Outcome, Reading, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, kin
from factcheck.text.concepts import label
from factcheck.text.measures import Measure, measures
from factcheck.text.names import same_name
from factcheck.text.values import CONVERSION, allowed, both_open, finite, is_vague, printed

KIND = Kind.QUANTITY

SHARED_WITH_NAME = 0.3
"""Share of the shorter claim's content words that must line up where a name is shared and the measure is a known one:
"The Izmir blast killed 12" and "Nineteen people died when a factory in Izmir exploded" share little more."""

SHARED_WITHOUT_NAME = 0.6
"""The same where no name is shared, or no concept is known: then only the wording shows that one event is meant."""

SHARED_WITH_SUBJECT = 0.4
"""The same in two texts put side by side whose numbers have one subject: the rest may be said in other words."""

CONTAINED = 0.75
"""How surely two numbers measure the same where one text says all that the other does but for the number."""

YEARS_APART = 4
"""Years between two ages from which a surname alone does not show that they are of one person."""

FAR_APART = 40
"""Two accounts of one event seldom count so many times as much: from here on two events are more likely than one."""


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Measure
    other: Measure
    fit: float
    outcome: Outcome


def compare(match: Match) -> Reading:
    """Conflicts where a measure of both claims has values that exclude each other; agrees where all fit."""
    return surest(_compared(match), stated(match, KIND), minimal_difference(match, KIND), one_more(match, KIND))


def _compared(match: Match) -> Reading:
    if not match.a.quantities or not match.b.quantities:
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    ones, others = measures(match.a), measures(match.b)
    if other_occasion(match):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    pairs = [
        _Pair(one, other, fit, outcome)
        for one in ones
        for other in others
        if (fit := _fit(match, one, other)) and (outcome := _outcome(match, one, other)) is not Outcome.NOT_COMPARABLE
    ]
    pairs.sort(
        key=lambda pair: (
            -pair.fit,
            pair.outcome is Outcome.CONFLICTS,
            pair.one.quantity.start + pair.other.quantity.start,
        )
    )
    chosen: list[_Pair] = []
    for pair in pairs:
        if all(pair.one is not taken.one and pair.other is not taken.other for taken in chosen):
            chosen.append(pair)
    readings = [_reading(match, pair) for pair in chosen]
    conflicts = [reading for reading in readings if reading.outcome is Outcome.CONFLICTS]
    return max(conflicts or readings, key=lambda each: each.confidence, default=Reading(KIND, Outcome.NOT_COMPARABLE))


# -- the same measure --------------------------------------------------------------------------------------------------


def _fit(match: Match, one: Measure, other: Measure) -> float:
    """How surely two quantities measure the same thing of the same event, 0 to 1."""
    if one.dimension != other.dimension or one.role != other.role or one.role in {"part", "former", "additional"}:
        return 0.0
    if different_owners(match, one, other) or _denied(match.a, one) or _denied(match.b, other):
        return 0.0
    if other_complement(match, one, other):
        return 0.0
    wide, narrow = coverage(match, one, other)
    if one.dimension == "score":
        results = _is_result(match.a, one) and _is_result(match.b, other)
        return 0.9 if results and (_shared_names(match) >= 2 or _is_contained(match, one, other)) else 0.0
    if one.concept != other.concept:
        unnamed = one.dimension != "count" and not (one.concept and other.concept)
        return CONTAINED if unnamed and _is_contained(match, one, other) else 0.0
    enough = SHARED_WITH_NAME if match.shared_entities and one.concept else SHARED_WITHOUT_NAME
    if _one_subject(match, one, other):
        enough = SHARED_WITH_NAME if one.concept else SHARED_WITH_SUBJECT
    if wide < enough or (not match.shared_entities and narrow < enough / 2 and not put_side_by_side(match)):
        return 0.0
    if one.concept == "age":
        return 0.9 if _same_person(match, one, other) else 0.0
    if one.concept:
        return 0.9 if _same_noun(match, one, other) else 0.7 * _same_population(match, one, other)
    if one.noun is None and other.noun is None and one.dimension == "count":
        return 0.0
    if _other_stretch(match, one, other):
        return 0.0
    if other_setting(match, one, other):
        return 0.0
    if not _same_noun(match, one, other) or not _same_predicate(match, one, other):
        measured = one.dimension != "count" and (one.noun is None or other.noun is None)
        return CONTAINED if measured and _is_contained(match, one, other) else 0.0
    return 0.8


def _is_contained(match: Match, one: Measure, other: Measure) -> bool:
    """Whether one of two texts put side by side says all that the other does but for the number: then it is its number,
    however it is worded. Each has only one number that could be meant."""
    if not match.shared_entities or len(match.aligned) < 3 or not put_side_by_side(match):
        return False
    for claim, measure in ((match.a, one), (match.b, other)):
        if sum(each.dimension == measure.dimension for each in measures(claim)) > 1:
            return False
    return any(
        all(span.start <= view.near.tokens[i].start < span.end for i in own_words(view))
        for view, span in zip(View.of(match), (one.quantity, other.quantity), strict=True)
    )


def _other_stretch(match: Match, one: Measure, other: Measure) -> bool:
    """Whether two frequencies are of two stretches of time: "four times", "12 times since October"."""
    frequencies = [
        each.noun is not None and claim.tokens[each.noun].lemma.lower() in {"time", "occasion"}
        for claim, each in ((match.a, one), (match.b, other))
    ]
    since = [any(token.text.lower() == "since" for token in claim.tokens) for claim in (match.a, match.b)]
    return all(frequencies) and since[0] != since[1]


def _one_subject(match: Match, one: Measure, other: Measure) -> bool:
    """Whether two texts put side by side say it of the same word, or one of a name and the other of a pronoun."""
    if one.subject is None or other.subject is None or not put_side_by_side(match):
        return False
    first, second = match.a.tokens[one.subject], match.b.tokens[other.subject]
    if {first.pos, second.pos} == {"PRON", "PROPN"}:
        return True
    return first.pos == "PROPN" and same_word(match, one.subject, other.subject)


@once_a_claim
def _denied(claim: Claim, measure: Measure) -> bool:
    """Whether the sentence says that it was not so: "did not kill 12 people" leaves every other number open."""
    verb = None if measure.predicate is None else grammar.head_verb(claim.tokens, measure.predicate)
    return verb is not None and grammar.negated(claim.tokens, verb)


def _is_people(claim: Claim, noun: int | None) -> bool:
    return (
        noun is None
        or claim.tokens[noun].lemma.lower() in words("measures", "nouns", "people")
        or claim.tokens[noun].pos not in {"NOUN", "PROPN"}
    )


def _names_measure(measure: Measure) -> bool:
    """Whether the noun is the measure itself ("12 deaths", "revenue of"), not those that are counted."""
    return measure.noun is not None and measure.predicate == measure.noun


def _same_noun(match: Match, one: Measure, other: Measure) -> bool:
    if same_word(match, one.noun, other.noun):
        return True
    if not one.concept:
        return False
    if one.concept == "age":
        return _same_person(match, one, other)
    return (
        all(_is_people(claim, each.noun) or _names_measure(each) for claim, each in ((match.a, one), (match.b, other)))
        or one.dimension != "count"
    )


def _same_person(match: Match, one: Measure, other: Measure) -> bool:
    """Whether two ages are of one named person; "the 12-year-old" could be anybody, and a bare surname a relative."""
    named = [person(claim, measure) for claim, measure in ((match.a, one), (match.b, other))]
    near = abs(one.quantity.value - other.quantity.value) < YEARS_APART
    return any(
        same_name(first, second) and (near or (" " in first and " " in second))
        for first in named[0]
        for second in named[1]
    )


def _is_result(claim: Claim, measure: Measure) -> bool:
    """Whether two numbers are the outcome: "beat them 3-1", "a 3-1 win"; not a record in brackets, not a half-time score."""
    before = claim.text[: measure.quantity.start - claim.span.start].rstrip()
    if before.endswith("(") or before.lower().endswith("-lrb-"):
        return False
    verb = measure.predicate is not None and claim.tokens[measure.predicate].lemma.lower() in words(
        "quantity_nouns", "outcomes"
    )
    noun = measure.noun is not None and claim.tokens[measure.noun].lemma.lower() in words("quantity_nouns", "outcomes")
    return verb or noun


def _same_population(match: Match, one: Measure, other: Measure) -> bool:
    """A specific noun against a general one; two specific ones ("miners", "nurses") are two populations."""
    return (_is_people(match.a, one.noun) or _names_measure(one)) != (
        _is_people(match.b, other.noun) or _names_measure(other)
    )


def _same_predicate(match: Match, one: Measure, other: Measure) -> bool:
    """Whether the governing verbs stand for the same; of "be", "have" and the like, the subjects must, too."""
    i, j = one.predicate, other.predicate
    if i is None or j is None:
        return one.dimension == "count" and min(match.coverage_a, match.coverage_b) >= SHARED_WITHOUT_NAME
    having = words("measures", "verbs", "having")
    both_have = match.a.tokens[i].lower_in(having) and match.b.tokens[j].lower_in(having)
    akin = kin.covers(match.a.tokens[i], match.b.tokens[j]) or kin.covers(match.b.tokens[j], match.a.tokens[i])
    if not (same_word(match, i, j) or both_have or akin) or grammar.negated(match.a.tokens, i) != grammar.negated(
        match.b.tokens, j
    ):
        return False
    general = words("measures", "verbs", "light") | words("measures", "verbs", "state")
    general |= having | words("measures", "verbs", "up") | words("measures", "verbs", "down")
    if match.a.tokens[i].lemma.lower() in general and not same_word(match, one.subject, other.subject):
        return False
    return one.dimension == "count" or one.noun is not None or one.preposition == other.preposition


def _shared_names(match: Match) -> int:
    """How many capitalised words line up, days and months left out: two teams make one match."""
    times = {
        i for i, token in enumerate(match.a.tokens) for time in match.a.times if time.start <= token.start < time.end
    }
    calendar = words("quantity_nouns", "calendar")
    return sum(
        match.a.tokens[i].text[:1].isupper()
        and match.b.tokens[j].text[:1].isupper()
        and i not in times
        and match.a.tokens[i].text not in calendar
        for i, j in match.aligned
    )


# -- the values --------------------------------------------------------------------------------------------------------


def _outcome(match: Match, one: Measure, other: Measure) -> Outcome:
    first, second = one.quantity, other.quantity
    if one.dimension == "score":
        return Outcome.AGREES if (first.value, first.upper) == (second.value, second.upper) else Outcome.CONFLICTS
    slack = 0.0 if first.unit == second.unit else CONVERSION
    a, b = allowed(first, slack), allowed(second, slack)
    if not _same_noun(match, one, other):
        part, whole = (b, a) if _is_people(match.a, one.noun) or _names_measure(one) else (a, b)
        if part.low > whole.high:
            return Outcome.CONFLICTS
        return Outcome.AGREES if first.value == second.value else Outcome.NOT_COMPARABLE
    if a.low > b.high or b.low > a.high:
        return Outcome.CONFLICTS
    if both_open(first, second) and first.value != second.value:
        return Outcome.NOT_COMPARABLE
    if a.soft_low > b.soft_high or b.soft_low > a.soft_high:
        return Outcome.NOT_COMPARABLE
    return Outcome.AGREES


# -- the words ---------------------------------------------------------------------------------------------------------


def _reading(match: Match, pair: _Pair) -> Reading:
    one, other = pair.one, pair.other
    said, opposed = printed(one.quantity), printed(other.quantity)
    topic = _topic(match.a, one)
    owner, shown = main_name(match)
    if pair.outcome is Outcome.CONFLICTS:
        confidence = _confidence(match, pair)
        explanation = f"One article puts the {topic} at {said}, the other at {opposed}."
        if "at" in {said.split()[0], opposed.split()[0]}:
            explanation = f"One article gives {said} as the {topic}, the other {opposed}."
    else:
        confidence = _agreement(match, pair)
        explanation = f"Both articles give the {topic} alike: {said if said == opposed else f'{said} or {opposed}'}."
    return Reading(
        KIND,
        pair.outcome,
        confidence=round(confidence, 3),
        point=f"{KIND}:{_key(match, one, other)}:{owner}",
        topic=f"{topic} ({shown})" if shown and shown.lower() not in topic.lower() else topic,
        side_a=said,
        side_b=opposed,
        evidence_a=_evidence(match.a, one),
        evidence_b=_evidence(match.b, other),
        explanation=explanation,
    )


def _confidence(match: Match, pair: _Pair) -> float:
    """Surer with a shared name, more shared words and a wider gap; less sure of open bounds and vague words."""
    first, second = pair.one.quantity, pair.other.quantity
    sure = 0.6 + 0.2 * max(match.coverage_a, match.coverage_b) * pair.fit
    sure += 0.1 * bool(match.shared_entities) + 0.05 * bool(pair.one.concept)
    a, b = allowed(first), allowed(second)
    gap = max(finite(a.low) - finite(b.high), finite(b.low) - finite(a.high))
    size = max(abs(finite(x)) for x in (a.low, b.low, a.high, b.high))
    if pair.one.dimension not in {"score", "count"} and size and gap / size < 0.05:
        sure -= 0.15
    if is_vague(first) or is_vague(second):
        sure -= 0.2
    if pair.one.dimension == "count":
        low, high = sorted((max(first.value, 1.0), max(second.value, 1.0)))
        sure -= 0.35 if high > FAR_APART * low else 0.0
        sure -= 0.35 if high > FAR_APART**2 * low else 0.0
    return min(sure, 0.95)


def _agreement(match: Match, pair: _Pair) -> float:
    """One equal number is no agreement of all that is said: the less of the claims lines up, the less sure."""
    narrow = min(match.coverage_a, match.coverage_b)
    return (0.15 + 0.65 * narrow + 0.1 * bool(match.shared_entities)) if pair.one.concept else 0.8 * narrow


def _topic(claim: Claim, measure: Measure) -> str:
    if measure.concept:
        return label(measure.concept)
    if measure.dimension == "score":
        return "result"
    noun = claim.tokens[measure.noun].text.lower() if measure.noun is not None else ""
    kind = measure.dimension.split("/")[0]
    if kind == "count":
        return f"number of {noun}" if noun else "number"
    if kind in {"percent", "percentage_point"}:
        return (
            f"share of {noun}" if noun and measure.role == "level" else "change" if measure.role != "level" else "share"
        )
    if measure.role in {"up", "down"}:
        return "change"
    return {"time": "length of time", "degree": "temperature"}.get(
        kind, f"amount of {noun}" if noun else "amount" if kind.isupper() else kind
    )


def _key(match: Match, one: Measure, other: Measure) -> str:
    """A name for the measure that is the same from both sides."""
    if one.concept:
        return one.concept if one.role == "level" else f"{one.concept} {one.role}"
    lemmas = [
        claim.tokens[each.noun].lemma.lower()
        for claim, each in ((match.a, one), (match.b, other))
        if each.noun is not None
    ]
    verbs = [
        claim.tokens[each.predicate].lemma.lower()
        for claim, each in ((match.a, one), (match.b, other))
        if each.predicate is not None
    ]
    return min(lemmas or verbs or [one.dimension])


def _evidence(claim: Claim, measure: Measure) -> Span:
    """The number with the noun that it counts."""
    quantity = measure.quantity
    if measure.noun is None:
        return Span(quantity.start, quantity.end)
    noun = claim.tokens[measure.noun]
    near = abs(noun.start - quantity.end) <= 40 and abs(quantity.start - noun.end) <= 60
    return (
        Span(min(quantity.start, noun.start), max(quantity.end, noun.end))
        if near
        else Span(quantity.start, quantity.end)
    )
