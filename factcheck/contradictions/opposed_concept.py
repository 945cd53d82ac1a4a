"""One thing, two poles: open source or proprietary, alive or dead, approved or rejected, guilty or acquitted.

Rule: a claim that puts a named thing at one pole of a frame (`lexicon/frames.toml`) conflicts with a claim that puts it
at the other. A pole is put on a thing by saying it of it, by an act, by listing it as an example, by naming it as the
leader of what has the pole, or by setting it apart from what has the pole; negation turns the pole round. The weaker
the way, the lower the strength. De Marneffe, Rafferty and Manning (2008) find such lexical conflicts in a third of
real contradictions; only a shared thing makes them safe.

Hit: "Acme, unlike Borel, publishes its source code." / "Borel's software is open source."
Near miss: "Acme's software is open source." / "Borel's software is proprietary."
"""

from __future__ import annotations

import calendar

from factcheck.extraction.mention import Mention
from factcheck.extraction.poles import mentions
from factcheck.lexicon import frames
from factcheck.lexicon.frames import Pole
from factcheck.matching import bearers, holders
from factcheck.matching.facts import stated, surest
from factcheck.matching.one_event import is_definite, of_one_event, of_one_time
from factcheck.matching.slots import meetings
from factcheck.matching.terms import UNNAMED
from factcheck.models import Assertion, Claim, Kind, Match, Outcome, Reading, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.thresholds import EVENT_COVERAGE, PLACED_COVERAGE, UNNAMED_COVERAGE

KIND = Kind.OPPOSED_CONCEPT

_DAYS = frozenset(name.lower() for name in calendar.day_name)
_MONTHS = frozenset(name.lower() for name in calendar.month_name if name)
_NOTHING = Reading(KIND, Outcome.NOT_COMPARABLE)


def read(claim: Claim, preceding: Claim | None) -> tuple[Assertion, ...]:
    """Every named thing that a claim puts at a pole, and unnamed ones under their noun.

    A thing that the claim puts at both poles of a frame ("once closed, now open") is left out, unless one of them is
    said only beside the statement ("who had been missing").
    """
    found = [assertion for assertion, _ in holders.placed(claim)]
    found += [assertion for mention in mentions(claim) for assertion in holders.set_apart(claim, mention)]
    found += holders.examples_of(claim, preceding)
    best: dict[tuple[str, str, str], Assertion] = {}
    for assertion in sorted(found, key=lambda each: -each.strength):
        best.setdefault((assertion.slot, assertion.subject, assertion.value), assertion)
    loose = {(mention.pole.slot, mention.value) for mention in mentions(claim) if mention.bearer is None}
    stated = {
        (assertion.slot, assertion.subject, assertion.value)
        for assertion, mention in holders.placed(claim)
        if not mention.loosely
    }

    def undone(slot: str, subject: str, value: str) -> bool:
        others = [key for key in best if key[0] == slot and key[1] == subject and key[2] != value]
        return bool(others) and not ((slot, subject, value) in stated and not stated & set(others))

    return tuple(
        each
        for (slot, subject, value), each in best.items()
        if not undone(slot, subject, value) and not any(where == slot and other != value for where, other in loose)
    )


def compare(match: Match) -> Reading:
    """CONFLICTS where one thing is put at opposite poles, AGREES where at the same, surest first."""
    return surest(_compared(match), stated(match, KIND))


def _compared(match: Match) -> Reading:
    readings = [
        _reading(match, a, b, point)
        for a, b, point in meetings(match, KIND)
        if not (a.subject.startswith(UNNAMED) and b.subject.startswith(UNNAMED))
    ]
    readings += [_unnamed(match, a, b) for a in _common(match.a) for b in _common(match.b) if a.slot == b.slot]
    comparable = [each for each in readings if each.outcome is not Outcome.NOT_COMPARABLE]
    return max(comparable, key=lambda each: (each.confidence, each.point), default=_NOTHING)


def _common(claim: Claim) -> list[Assertion]:
    return [each for each in claim.assertions if each.kind is KIND and each.subject.startswith(UNNAMED)]


def _unnamed(match: Match, a: Assertion, b: Assertion) -> Reading:
    """Two things without a name of their own: one where their nouns, what stands with them and enough else agree."""
    one = holders.mention_of(match.a).get((a.slot, a.subject, a.value))
    other = holders.mention_of(match.b).get((b.slot, b.subject, b.value))
    if one is None or other is None or one.bearer is None or other.bearer is None:
        return _NOTHING
    if a.subject != b.subject and _one_matter(match, a, one, other):
        return _reading(match, a, b, min(a.point, b.point))
    likeness = bearers.likeness(match, one.bearer, other.bearer)
    if likeness is bearers.Likeness.APART:
        return _NOTHING
    named = likeness is bearers.Likeness.NAMED or _by_one(match, one, other)
    if of_one_event(match) and is_definite(match.a, one.bearer) and is_definite(match.b, other.bearer):
        return _reading(match, a, b, min(a.point, b.point))
    needed = UNNAMED_COVERAGE if not match.shared_entities and likeness is bearers.Likeness.ALIKE else PLACED_COVERAGE
    if not named and min(match.coverage_a, match.coverage_b) < needed:
        return _NOTHING
    return _reading(match, a, b, min(a.point, b.point))


def _one_matter(match: Match, a: Assertion, one: Mention, other: Mention) -> bool:
    """Whether an event has only one of what the slot is about: "concluded a deal" / "the talks failed"."""
    pole = frames.pole(a.slot, a.value)
    main = not (one.loosely or other.loosely)
    return main and pole is not None and pole.frame.one and bool(match.shared_entities) and of_one_event(match)


def _by_one(match: Match, one: Mention, other: Mention) -> bool:
    """Whether one and the same named doer did both: "the bank raised rates" of one bank."""
    return bearers.same_doer(match, one.doer, other.doer) is True


def _reading(match: Match, a: Assertion, b: Assertion, point: str) -> Reading:
    pole = frames.pole(a.slot, a.value)
    if pole is None or min(match.coverage_a, match.coverage_b) < pole.frame.coverage * _needed(match, a, b):
        return _NOTHING
    one = holders.mention_of(match.a).get((a.slot, a.subject, a.value))
    other = holders.mention_of(match.b).get((b.slot, b.subject, b.value))
    if one is not None and other is not None and not _comparable(match, pole, one, other):
        return _NOTHING
    conflicts = a.value != b.value
    name = max(a.phrase, b.phrase, key=lambda phrase: (len(phrase), phrase))
    return Reading(
        kind=KIND,
        outcome=Outcome.CONFLICTS if conflicts else Outcome.AGREES,
        confidence=round(a.strength * b.strength, 3),
        point=point,
        topic=f"{pole.frame.topic} {name}",
        side_a=a.value,
        side_b=b.value,
        evidence_a=Span(a.start, a.end),
        evidence_b=Span(b.start, b.end),
        explanation=(
            f"One claim presents {name} as {a.value}, the other as {b.value}."
            if conflicts
            else f"Both claims present {name} as {a.value}."
        ),
    )


def _needed(match: Match, a: Assertion, b: Assertion) -> float:
    """Which share of a frame's coverage is needed: less in one event, where what it has one of is known without it."""
    if a.subject.startswith(UNNAMED) and b.subject.startswith(UNNAMED):
        return 0.0 if of_one_event(match) else 1.0
    return EVENT_COVERAGE if of_one_time(match) else 1.0


def _comparable(match: Match, pole: Pole, one: Mention, other: Mention) -> bool:
    """Whether two poles are put on a thing in the same matter, by the same body where one decides.

    "Safe for adults" says nothing about children, a conviction for fraud nothing about forgery, one court nothing about
    another.
    """
    if not bearers.same_matter(match, _matter(match.a, pole, one), _matter(match.b, pole, other)):
        return False
    if pole.frame.then and _at_other_times(match):
        return False
    return not pole.frame.decided or bearers.same_doer(match, one.doer, other.doer) is not False


def _at_other_times(match: Match) -> bool:
    """Whether both claims name weekdays or months, and not one in common: rents rose in March, fell in May."""
    return any(one and other and not one & other for one, other in zip(_named(match.a), _named(match.b), strict=True))


@once_a_claim
def _named(claim: Claim) -> tuple[frozenset[str], ...]:
    """The weekdays and the months that a claim names."""
    said = {token.text.lower() for token in claim.tokens if token.pos == "PROPN"}
    return frozenset(said & _DAYS), frozenset(said & _MONTHS)


def _matter(claim: Claim, pole: Pole, mention: Mention) -> tuple[int, ...]:
    """The words that a pole is limited to: behind "of", "for" and the like of its frame, below the words that say it."""
    tokens = claim.tokens
    inside = range(mention.first, mention.last + 1)
    return tuple(
        k
        for i, token in enumerate(tokens)
        if token.dep in {"prep", "dative"}
        and token.text.lower() in {"for", *pole.frame.matters}
        and (i == mention.last or (i > mention.last and token.head in inside))
        and mention.bearer not in grammar.children(tokens, i)
        for j in grammar.children(tokens, i)
        if tokens[j].dep in {"pobj", "pcomp"}
        for k in grammar.subtree(tokens, j)
        if grammar.is_content(tokens[k])
    )
