"""Whether the facts that two claims state of one thing exclude each other.

The rule: the same slot of the same subject ("who directed The Long Tide") with fillers of which none fits any of the
other's. Two sorts exclude each other unless the lexicon has them as compatible, two countries unless one is part of the
other, two dates where a part that both say differs. A name that the other claim mentions anywhere is no rival for it.

Hit: "The Long Tide is a Norwegian film." / "The Long Tide is an album."; "Ida Holm (born 5 May 1961)" / "Ida Holm was born
in June." Near miss: "Ida Holm is a Scottish singer." / "Ida Holm is a British actress."
"""

from __future__ import annotations

from functools import cache

from factcheck.lexicon import load
from factcheck.models import Claim, Kind, Match, Outcome, Reading, Span
from factcheck.text import nations
from factcheck.text.facts import Fact, Filler, facts
from factcheck.text.names import same_name
from factcheck.text.partial_dates import PartialDate, exclude

NAMED, FULL_NAME, UNNAMED = 0.85, 0.8, 0.75
"""Confidence by how surely the subject is one: named in two texts put side by side, by a full name in two articles, a
pronoun in one of two texts put side by side. In 2,500 pairs of FEVER (not those that the aims are measured on) 126 of 130
conflicts were right, 24 of 24 of birth dates, 32 of 33 with a pronoun."""

_PASSING = frozenset(
    {
        "channel ",
        "place ",
        "date open",
        "date begin",
        "date end",
        "date release",
        "date launch",
        "date premiere",
        "date fly",
    }
    | {"maker host", "maker publish", "maker release", "maker distribute"}
)
"""Slots whose filler changes with time, or that a thing fills more than once."""

KINDS = {
    "sort": Kind.OPPOSED_CONCEPT,
    "profession": Kind.OPPOSED_CONCEPT,
    "nation": Kind.AFFILIATION,
    "place": Kind.AFFILIATION,
    "birthplace": Kind.AFFILIATION,
    "channel": Kind.AFFILIATION,
    "maker": Kind.ROLE,
    "ordinal": Kind.QUANTITY,
    "container": Kind.AFFILIATION,
    "date": Kind.DATE,
}


def surest(*readings: Reading) -> Reading:
    """What a detector read first, or the surest conflict among what else was read of its kind."""
    conflicts = [each for each in readings if each.outcome is Outcome.CONFLICTS]
    return max(conflicts, key=lambda each: each.confidence, default=readings[0])


def stated(match: Match, kind: Kind) -> Reading:
    """The surest conflict between facts of a kind; NOT_COMPARABLE where there is none."""
    if not (facts(match.a) and facts(match.b)):
        return Reading(kind, Outcome.NOT_COMPARABLE)
    found = []
    for one in facts(match.a):
        if KINDS[one.slot.split()[0]] is not kind:
            continue
        for other in facts(match.b):
            if _meet(one, other) and _exclude(match, one, other):
                sure = _sameness(match, one, other)
                if sure and not _answered(match, one, other):
                    found.append(_reading(one, other, sure))
    return max(
        found,
        key=lambda each: (each.confidence, each.point, sorted((each.side_a, each.side_b))),
        default=Reading(kind, Outcome.NOT_COMPARABLE),
    )


_NICKNAME = 3
"""Letters that a short first name shares with the long one: Tim, Timothy; Chris, Christopher."""

_RELEASES = frozenset({"date work", "date release", "date premiere"})
"""The year in "a 1994 film" is that of its release or of its first showing."""


def _meet(one: Fact, other: Fact) -> bool:
    if one.slot == other.slot:
        return True
    slots = {one.slot, other.slot}
    return ("maker by" in slots and all(slot.startswith("maker ") for slot in slots)) or (
        "date work" in slots and slots <= _RELEASES
    )


def _answered(match: Match, one: Fact, other: Fact) -> bool:
    """Whether one of the claims has further facts of the slot, and one of them fits: a film has several first nights."""
    for claim, fact in ((match.a, other), (match.b, one)):
        for each in facts(claim):
            if _meet(each, fact) and not _exclude(match, *((each, fact) if claim is match.a else (fact, each))):
                return True
    return False


def put_side_by_side(match: Match) -> bool:
    """Whether both claims are whole texts, which somebody gave to be compared: they are about one thing."""
    return all(not claim.span.prefix.strip() and not claim.span.suffix.strip() for claim in (match.a, match.b))


def _sameness(match: Match, one: Fact, other: Fact) -> float:
    """How surely two facts are of one thing, from 0 to 1, and cannot both have been true in their time.

    Texts put side by side are about one thing, so that a pronoun in one stands for the name in the other. Claims of two
    articles must share a full name and a further word, and what comes again or changes (a channel, an opening) is left
    to the other detectors.
    """
    first, second = one.subject, other.subject
    together = put_side_by_side(match)
    if not first.names or not second.names:
        return UNNAMED if together and first.names != second.names else 0.0
    if not any(_fit(mine, theirs) for mine in (first.names, *first.also) for theirs in (second.names, *second.also)):
        return 0.0
    if together:
        return NAMED
    full = min(len(first.names), len(second.names)) > 1
    further = len(match.aligned) > min(len(first.names), len(second.names))
    if one.slot == "sort " and _are_works(one) and _are_works(other):
        return 0.0  # a novel and the film made of it
    lasting = one.slot not in _PASSING and other.slot not in _PASSING
    return FULL_NAME if full and further and lasting else 0.0


def _fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if same_name(" ".join(one), " ".join(other)):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return False
    if short[-1] == long[-1] and short[0][:_NICKNAME] == long[0][:_NICKNAME] and len(short[0]) >= _NICKNAME:
        return True  # "Tim Holm", "Timothy Karl Holm"
    rest = iter(long)
    return all(word in rest for word in short)


def _exclude(match: Match, one: Fact, other: Fact) -> bool:
    slot = one.slot.split()[0]
    first, second = {each.key for each in one.fillers}, {each.key for each in other.fillers}
    if slot == "sort":
        return not any(_compatible(a, b) for a in first for b in second)
    if slot == "profession":
        return _not_only(one, other) or _not_only(other, one)
    if slot in {"nation", "place", "birthplace"}:
        if one.only != other.only:
            narrow, wide = (first, second) if one.only else (second, first)
            if any(all(nations.is_apart(place, each) for each in narrow) for place in wide):
                return True
        return all(nations.is_apart(a, b) for a in first for b in second)
    if slot in {"maker", "channel", "container"}:
        return not any(same_name(a, b) for a in first for b in second) and not (
            _mentions(match.a, other.fillers, one.subject.names) or _mentions(match.b, one.fillers, other.subject.names)
        )
    if slot == "date":
        slack = 0 if one.slot == other.slot == "date work" else 1 if "date work" in {one.slot, other.slot} else 0
        return all(exclude(a, b, slack) for a in one.dates for b in other.dates)
    return not first & second


def _mentions(claim: Claim, fillers: tuple[Filler, ...], known: tuple[str, ...]) -> bool:
    parts = {part for filler in fillers for part in filler.key.split() if len(part) > 2} - set(known)
    return any(token.text.lower() in parts for token in claim.tokens)


def _not_only(narrow: Fact, wide: Fact) -> bool:
    if not narrow.only or wide.only:
        return False
    mine, theirs = ({each.key for each in fact.fillers} for fact in (narrow, wide))
    return bool(theirs - mine) and bool(mine & theirs)


def _are_works(fact: Fact) -> bool:
    return all(load("sorts")[each.key].get("within") == "work" for each in fact.fillers)


@cache
def _pairs() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.split()) for pair in load("sorts")["compatible"]["pairs"])


def _compatible(one: str, other: str) -> bool:
    return one == other or frozenset({one, other}) in _pairs()


def _reading(one: Fact, other: Fact, sure: float) -> Reading:
    subject = max(one.subject, other.subject, key=lambda each: (len(each.names), each.text))
    said, opposed = _listed(one), _listed(other)
    slot, _, rest = one.slot.partition(" ")
    if rest in {"by", "work"}:
        rest = other.slot.partition(" ")[2]
    explanation, topic = _told(slot, rest, subject.text, one, other)
    return Reading(
        KINDS[slot],
        Outcome.CONFLICTS,
        confidence=sure,
        point=f"{KINDS[slot]}:{slot} {rest}:{' '.join(subject.names)}",
        topic=topic,
        side_a=said,
        side_b=opposed,
        evidence_a=Span(one.start, one.end),
        evidence_b=Span(other.start, other.end),
        explanation=explanation,
    )


def _told(slot: str, rest: str, who: str, one: Fact, other: Fact) -> tuple[str, str]:
    """The conflict in a sentence, and what it is about."""
    said, opposed = _listed(one), _listed(other)
    if slot == "date":
        told = load("facts")["dated"][rest]["told"]
        first, second = _when(one.dates[0]), _when(other.dates[0])
        return f"One claim says that {who} {told} {first}, the other {second}.", f"when {who} {told}"
    if slot == "maker":
        told = load("facts")["makers"][rest]["told"]
        return f"One claim says that {who} {told} {said}, the other {opposed}.", f"who: {who} {told}"
    if slot in {"place", "birthplace"}:
        was = "was born" if slot == "birthplace" else "is"
        return f"One claim says that {who} {was} in {said}, the other in {opposed}.", f"where {who} {was}"
    what = {
        "sort": f"what {who} is",
        "profession": f"what {who} is",
        "nation": f"the country of {who}",
        "channel": f"where {who} is shown",
        "container": f"what {who} is from",
        "ordinal": f"the number of {who} ({rest})",
    }[slot]
    return f"The claims differ on {what}: {said} in one, {opposed} in the other.", what


def _when(date: PartialDate) -> str:
    return f"{'on' if date.day else 'in'} {date.text}"


def _listed(fact: Fact) -> str:
    return ("only " if fact.only else "") + ", ".join(each.text for each in fact.fillers)
