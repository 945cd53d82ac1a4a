"""The first, the largest, the only: a description that fits one thing, given to two.

Rule: the same superlative of the same noun ("largest bank") in the same setting, said of two things, conflicts. The
setting is what else the description says ("in Norway", "Norwegian", "to climb Mount Kestrel"): what only one of the
descriptions says must stand elsewhere in the other claim, or it is another slot ("the largest private bank"). The
description must be definite and unweakened ("one of the largest" fits many), and neither the years, nor the tenses of what
changes ("was", "is the tallest"), nor the sources that both name may differ. Precision comes from these conditions
(`conflicts.md` of the design calls for aliases and part-of first: names that fit into each other agree, and a name is no
rival for a thing that is only described).

Hit: "Acme is the largest bank in Norland." / "Borel remains Norland's largest bank."
Near miss: "Acme is the largest bank in Norland." / "Borel is the largest insurer in Norland."
"""

from __future__ import annotations

from factcheck.matching import superlatives
from factcheck.matching.terms import UNNAMED
from factcheck.models import Assertion, Claim, Kind, Match, Outcome, Reading, Span
from factcheck.text import kin
from factcheck.text.names import same_name

KIND = Kind.SUPERLATIVE

_TENSES = {"past", "present"}


def read(claim: Claim, preceding: Claim | None) -> tuple[Assertion, ...]:  # noqa: ARG001 - a reader's signature
    """The unique descriptions that a claim gives to things."""
    return superlatives.descriptions(claim)


def compare(match: Match) -> Reading:
    """CONFLICTS where one unique description is given to two things, AGREES where to one."""
    readings = [
        reading
        for a in match.a.assertions
        if a.kind is KIND
        for b in match.b.assertions
        if b.kind is KIND and a.slot == b.slot and (reading := _reading(match, a, b)) is not None
    ]
    agreeing = [each for each in readings if each.outcome is Outcome.AGREES]
    return max(
        agreeing or readings,
        key=lambda each: (each.confidence, each.point, sorted((each.side_a, each.side_b))),
        default=Reading(KIND, Outcome.NOT_COMPARABLE),
    )


def _reading(match: Match, a: Assertion, b: Assertion) -> Reading | None:
    setting_a, setting_b = set(a.subject.split(superlatives.BETWEEN)), set(b.subject.split(superlatives.BETWEEN))
    shared = setting_a & setting_b
    if (
        not shared
        or setting_a - {superlatives.WORLD} - superlatives.said(match.b)
        or setting_b - {superlatives.WORLD} - superlatives.said(match.a)
    ):
        return None
    agree = _same(a.value, b.value)
    one, other = a.phrase.split("|"), b.phrase.split("|")
    if agree is None or (
        not agree and (_apart(one[2], other[2]) or {one[3], other[3]} == _TENSES or _of_two_lists(match))
    ):
        return None
    both = max(one[1], other[1], key=lambda name: (len(name), name))
    topic = max(one[0], other[0], key=lambda wording: (len(wording), wording))
    return Reading(
        kind=KIND,
        outcome=Outcome.AGREES if agree else Outcome.CONFLICTS,
        confidence=round(a.strength * b.strength, 3),
        point=f"{KIND}:{a.slot}:{superlatives.BETWEEN.join(sorted(shared))}",
        topic=topic,
        side_a=both if agree else one[1],
        side_b=both if agree else other[1],
        evidence_a=Span(a.start, a.end),
        evidence_b=Span(b.start, b.end),
        explanation=f"Both claims say that {both} is {topic}."
        if agree
        else f"Only one can be {topic}: one claim says {one[1]}, the other {other[1]}.",
    )


def _same(one: str, other: str) -> bool | None:
    """Whether two fillers are one thing; None where that cannot be told: a name and a description, kindred nouns."""
    if one.startswith(UNNAMED) != other.startswith(UNNAMED):
        return None
    if not one.startswith(UNNAMED):
        return same_name(one, other)
    if one == other:
        return True
    first, second = (each.removeprefix(UNNAMED).split() for each in (one, other))
    head, rival = ("NOUN", first[-1]), ("NOUN", second[-1])
    return None if set(first) & set(second) or head in kin.said_by(rival) or rival in kin.said_by(head) else False


def _apart(one: str, other: str) -> bool:
    """Whether two descriptions are of different years ("in 1990"); one that names none may be of any."""
    return bool(one and other and not set(one.split()) & set(other.split()))


def _of_two_lists(match: Match) -> bool:
    """Whether each claim names a source of its own: two rankings of one thing need not agree."""
    one, other = match.a.attribution, match.b.attribution
    return one is not None and other is not None and not same_name(one.speaker.lower(), other.speaker.lower())
