"""Date: two claims put the same event at times that exclude each other.

The rule: both have a clause with the same event (the same or a like verb, the same participants, nothing in the shared
phrases that differs) and a time of that clause, and none of the days that one allows are among those of the other. A
month contains its days, "since 2019" is compared with another "since" only, and a time that tells an event apart from
others of its kind ("the 2019 election", "the attack in May") is no date of the verb. Things that happen again and
again conflict only where the two times are close enough to be of one occasion.

Source: TimeML (Pustejovsky and others, 2003) for times and events; de Marneffe, Rafferty and Manning, "Finding
contradictions in text" (2008), section 3, for dates as a kind of numeric mismatch.

Hit: "The bridge opened on 3 May 2021." / "The bridge was opened in June 2021."
Near miss: "The party won the election in 2019." / "The party won the election in 2023."
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from factcheck.lexicon import load, words
from factcheck.matching.alignment import are_aligned
from factcheck.matching.topics import main_name
from factcheck.models import Claim, Kind, Match, Outcome, Reading, Span, TimeExpression
from factcheck.text import grammar
from factcheck.text.names import same_name
from factcheck.text.times import looks_ahead, stretch

KIND = Kind.DATE

SHARED = 0.5
"""Share of the shorter claim's content words that must line up; the words of the two dates themselves rarely do."""

SHARED_IMPLIED = 0.4
"""The same for dates of birth and death in brackets, where no verb can line up."""

UNNAMED = 0.45
"""Confidence where only a pronoun or "the film" may stand for the name: too little to report, something to rank on."""

ONE_OCCASION = timedelta(days=10)
"""Two days at most this far apart can be two accounts of one occasion of something that happens again and again."""

_OPENING = re.compile(r"(?:\(|-LRB-)\s?(?:born\s)?$")
_PARTICIPANTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "dative", "oprd"})
_EVENT_NAMING = frozenset({"nsubj", "nsubjpass", "pobj", "poss", "compound", "nmod", "amod", "nummod", "attr"})


@dataclass(frozen=True, slots=True)
class _Event:
    """A verb with its participants and the times it is put at."""

    claim: Claim
    verb: int
    participants: tuple[int, ...]
    times: tuple[TimeExpression, ...]
    since: bool
    implied: str = ""

    @property
    def lemma(self) -> str:
        """The verb's lemma, also of an event that only its dates name."""
        return self.implied or self.claim.tokens[self.verb].lemma.lower()


def compare(match: Match) -> Reading:
    """Conflicts where the same event has disjoint times; agrees where they overlap."""
    readings = [
        reading
        for one in _events(match.a)
        for other in _events(match.b)
        if (reading := _reading(match, one, other)) is not None
    ]
    conflicts = [each for each in readings if each.outcome is Outcome.CONFLICTS]
    agreeing = [each for each in readings if each.outcome is Outcome.AGREES]
    # One verb said twice with two times ("opened in May and again in June") is decided by what fits.
    return max(agreeing or conflicts, key=lambda each: each.confidence, default=Reading(KIND, Outcome.NOT_COMPARABLE))


# -- events and their times --------------------------------------------------------------------------------------------


def _events(claim: Claim) -> list[_Event]:
    by_verb: dict[tuple[int, bool], list[TimeExpression]] = {}
    for time in claim.times:
        verb = _verb_of(claim, time)
        since = time.text.lower().startswith("since ")
        bounded = time.earliest != date.min and time.latest != date.max
        if verb is not None and (since or bounded):
            by_verb.setdefault((verb, since), []).append(time)
    found = [
        _Event(claim, verb, _participants(claim, verb), tuple(times), since)
        for (verb, since), times in sorted(by_verb.items())
    ]
    return found + _life(claim)


def _life(claim: Claim) -> list[_Event]:
    """Birth and death as reference works give them: "Ida Holm (7 November 1949 - 3 May 2009) was a composer"."""
    found = []
    for born, died in zip(claim.times, claim.times[1:], strict=False):
        opening, between = (
            claim.text[a - claim.span.start : b - claim.span.start]
            for a, b in ((max(born.start - 9, claim.span.start), born.start), (born.end, died.start))
        )
        if _OPENING.search(opening) is None or between.strip() not in {"-", "–", "—", "--"}:
            continue
        name = next(
            (
                i
                for i in range(len(claim.tokens) - 1, -1, -1)
                if claim.tokens[i].end <= born.start
                and claim.tokens[i].pos == "PROPN"
                and claim.tokens[i].text.isalpha()
                and claim.tokens[i].text.upper() != "LRB"
            ),
            None,
        )
        if name is not None:
            found += [
                _Event(claim, name, (name,), (born,), False, "bear"),
                _Event(claim, name, (name,), (died,), False, "die"),
            ]
    return found


def _verb_of(claim: Claim, time: TimeExpression) -> int | None:
    """The verb that a time belongs to; None where it only tells a noun apart ("the 2019 vote") or is rough."""
    tokens = claim.tokens
    inside = [i for i, token in enumerate(tokens) if time.start <= token.start < time.end]
    if not inside:
        return None
    before = tokens[inside[0] - 1].lemma.lower() if inside[0] else ""
    if before in {"about", "around", "circa", "approximately", "roughly", "c."}:
        return None
    top = next((i for i in inside if tokens[i].head not in inside or tokens[i].head == i), inside[0])
    if tokens[top].dep in {"nummod", "compound", "poss", "amod", "nmod"} and tokens[tokens[top].head].pos in {
        "NOUN",
        "PROPN",
    }:
        # "The Tide is a 1940 comedy" dates the comedy; "the 1940 vote" tells one vote from others.
        noun = tokens[tokens[top].head]
        return (
            tokens[top].head
            if noun.dep == "attr" and tokens[noun.head].lemma == "be" and time.grain == "year"
            else None
        )
    for above in grammar.ancestors(tokens, top):
        token = tokens[above]
        if token.pos in {"VERB", "AUX"}:
            return None if grammar.negated(tokens, above) else _main(tokens, above)
        if token.pos in {"NOUN", "PROPN"} and token.dep in _EVENT_NAMING:
            return None
    return None


def _main(tokens: grammar.Tokens, verb: int) -> int:
    """The main verb of an auxiliary that the parser hung the time on."""
    while tokens[verb].dep in {"aux", "auxpass"} and tokens[verb].head != verb:
        verb = tokens[verb].head
    return verb


def _participants(claim: Claim, verb: int) -> tuple[int, ...]:
    tokens = claim.tokens
    if tokens[verb].dep == "attr":
        verb = tokens[verb].head
        named = grammar.subject(tokens, verb)
        return () if named is None else (named,)
    found = [i for i in grammar.children(tokens, verb) if tokens[i].dep in _PARTICIPANTS]
    subject = grammar.subject(tokens, verb)
    if subject is not None and subject not in found and tokens[subject].dep != "expl":
        found.append(subject)
    done_by = grammar.agent(tokens, verb)
    if done_by is not None:
        found.append(done_by)
    return tuple(sorted(found))


# -- the same event ----------------------------------------------------------------------------------------------------


@cache
def _groups() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, entry in enumerate(load("events")["same"]):
        for verb in entry["verbs"]:
            groups.setdefault(verb, set()).add(number)
    return {verb: frozenset(numbers) for verb, numbers in groups.items()}


def _same_event(match: Match, one: _Event, other: _Event) -> bool:
    if one.since != other.since:
        return False
    verb, second = one.lemma, other.lemma
    aligned = are_aligned(match, one.verb, other.verb) and not (one.implied or other.implied)
    alike = verb == second or aligned or _groups().get(verb, frozenset()) & _groups().get(second, frozenset())
    if not alike or (verb != second and "be" in {verb, second}):
        return False
    # Of an event that stands in brackets, its verb is missing among the words that line up.
    needed = SHARED_IMPLIED if one.implied or other.implied else SHARED
    if max(match.coverage_a, match.coverage_b) < needed:
        return False
    if looks_ahead(one.claim.tokens, one.verb) != looks_ahead(other.claim.tokens, other.verb):
        return False
    pairs = [(i, j) for i in one.participants for j in other.participants if _same_thing(match, i, j)]
    if not pairs and _only_by_pronoun(match, one, other):
        return True
    if not pairs and not (match.shared_entities and not (one.participants and other.participants)):
        return False
    if _rivals(match, one, other, pairs) or _other_names(one, other):
        return False
    return not any(_told_apart(match, i, j) for i, j in pairs)


def _same_thing(match: Match, i: int, j: int) -> bool:
    if are_aligned(match, i, j) or match.a.tokens[i].lemma.lower() == match.b.tokens[j].lemma.lower():
        return match.a.tokens[i].pos != "PRON" or bool(match.shared_entities)
    names = [_names(match.a, i), _names(match.b, j)]
    if any(same_name(one, other) for one in names[0] for other in names[1]):
        return True
    # "The F-35" and "the Lockheed Martin F-35 Lightning II"
    inside = [set(grammar.phrase(claim.tokens, k)) for claim, k in ((match.a, i), (match.b, j))]
    if any(
        k in inside[0] and m in inside[1] and match.a.tokens[k].pos == match.b.tokens[m].pos == "PROPN"
        for k, m in match.aligned
    ):
        return True
    # "It", "the company": what an unresolved pronoun stands for is taken to be the shared name.
    return bool(match.shared_entities) and "PRON" in {match.a.tokens[i].pos, match.b.tokens[j].pos}


def _names(claim: Claim, index: int) -> list[str]:
    token = claim.tokens[index]
    named = [entity.canonical for entity in claim.entities if entity.start <= token.start < entity.end]
    return named + [referent.canonical for referent in claim.referents if referent.token == index]


def _unresolved(claim: Claim, index: int) -> bool:
    """Whether a participant stands for something that the sentence does not name: "it", "the film"."""
    token = claim.tokens[index]
    if token.pos == "PRON":
        return not _names(claim, index)
    modifiers = [claim.tokens[i] for i in grammar.children(claim.tokens, index) if claim.tokens[i].dep != "punct"]
    return token.pos == "NOUN" and [each.lemma.lower() for each in modifiers] == ["the"]


def _only_by_pronoun(match: Match, one: _Event, other: _Event) -> bool:
    """Whether one event's only participant is unresolved and the other's is a name: "it was founded" / "Ingria was founded"."""
    if len(one.participants) != 1 or len(other.participants) != 1:
        return False
    i, j = one.participants[0], other.participants[0]
    named = (match.a.tokens[i].pos == "PROPN", match.b.tokens[j].pos == "PROPN")
    return (_unresolved(match.a, i) and named[1]) or (_unresolved(match.b, j) and named[0])


def _rivals(match: Match, one: _Event, other: _Event, pairs: list[tuple[int, int]]) -> bool:
    """Whether both have a participant in one role, and they are two things: "signed the tax bill" / "the visa bill"."""
    taken, opposite = {i for i, _ in pairs}, {j for _, j in pairs}
    for i in one.participants:
        for j in other.participants:
            roles = {match.a.tokens[i].dep.removesuffix("pass"), match.b.tokens[j].dep.removesuffix("pass")}
            same_role = len(roles) == 1 and match.a.tokens[i].dep == match.b.tokens[j].dep
            if (
                same_role
                and i not in taken
                and j not in opposite
                and "PRON" not in {match.a.tokens[i].pos, match.b.tokens[j].pos}
            ):
                return True
    return False


def _other_names(one: _Event, other: _Event) -> bool:
    """Whether both name their participants, and no name fits another: "composer Ida Holm" / "composer Karl Brandt"."""
    named = []
    for event in (one, other):
        phrases = {
            k
            for i in event.participants
            for top in grammar.conjuncts(event.claim.tokens, i)
            for k in grammar.phrase(event.claim.tokens, top)
        }
        named.append({name for k in phrases for name in _names(event.claim, k)})
    for event, names in zip((one, other), named, strict=True):
        names.update(_main_subject(event))
    return bool(named[0] and named[1]) and not any(
        same_name(first, second) for first in named[0] for second in named[1]
    )


def _main_subject(event: _Event) -> list[str]:
    """The name of whom the whole sentence is about, unless it only says who says it."""
    tokens = event.claim.tokens
    top = grammar.root(tokens)
    if (
        top is None
        or tokens[event.verb].dep in {"ccomp", "parataxis"}
        or any(tokens[i].dep == "ccomp" for i in grammar.children(tokens, top))
    ):
        return []
    subject = grammar.subject(tokens, top)
    return [] if subject is None else _names(event.claim, subject)


def _told_apart(match: Match, i: int, j: int) -> bool:
    """Whether what modifies a shared participant differs on both sides: "the first phase", "the second phase"."""

    def narrowing(claim: Claim, index: int) -> set[int]:
        return {
            child
            for child in grammar.children(claim.tokens, index)
            if claim.tokens[child].dep in {"amod", "compound", "nmod", "poss", "nummod"}
            and claim.tokens[child].pos != "PRON"
        }

    mine, theirs = narrowing(match.a, i), narrowing(match.b, j)
    lemmas, others = (
        {claim.tokens[k].lemma.lower() for k in group} for claim, group in ((match.a, mine), (match.b, theirs))
    )
    left = [
        k
        for k in mine
        if match.a.tokens[k].lemma.lower() not in others and not any(are_aligned(match, k, m) for m in theirs)
    ]
    right = [
        k
        for k in theirs
        if match.b.tokens[k].lemma.lower() not in lemmas and not any(are_aligned(match, m, k) for m in mine)
    ]
    return bool(left and right)


# -- the times ---------------------------------------------------------------------------------------------------------


def _reading(match: Match, one: _Event, other: _Event) -> Reading | None:
    if not _same_event(match, one, other):
        return None
    pairs = [(first, second) for first in one.times for second in other.times]
    overlapping = [(first, second) for first, second in pairs if not _disjoint(first, second, since=one.since)]
    if overlapping:
        first, second = overlapping[0]
        fine = {first.grain, second.grain} <= {"day", "week", "month", "quarter", "year"}
        confidence = 0.35 + 0.4 * min(match.coverage_a, match.coverage_b) + 0.1 * fine
        if _only_by_pronoun(match, one, other) and not match.shared_entities:
            confidence = min(confidence, UNNAMED)
        return _said(match, one, other, first, second, Outcome.AGREES, confidence)
    first, second = min(pairs, key=lambda pair: (_apart(*pair), pair[0].start, pair[1].start))
    if not _of_one_occasion(match, one, other, first, second):
        return None
    sure = _confidence(match, first, second)
    if _only_by_pronoun(match, one, other) and not match.shared_entities:
        sure = min(sure, UNNAMED)
    return _said(match, one, other, first, second, Outcome.CONFLICTS, sure)


def _bounds(time: TimeExpression, *, since: bool) -> tuple[date, date]:
    """The days that an expression allows; of "since 2019", those of 2019."""
    return stretch(time.earliest, time.grain) if since else (time.earliest, time.latest)


def _disjoint(one: TimeExpression, other: TimeExpression, *, since: bool) -> bool:
    (first, last), (start, end) = _bounds(one, since=since), _bounds(other, since=since)
    return last < start or end < first


def _apart(one: TimeExpression, other: TimeExpression) -> timedelta:
    if one.earliest > other.earliest:
        one, other = other, one
    return max(other.earliest - min(one.latest, other.earliest), timedelta(0))


def _of_one_occasion(match: Match, one: _Event, other: _Event, first: TimeExpression, second: TimeExpression) -> bool:
    """Whether two disjoint times can only be rival dates of one happening."""
    lemmas = {one.lemma, other.lemma}
    planned = looks_ahead(one.claim.tokens, one.verb)
    several = len(one.times) > 1 or len(other.times) > 1
    if lemmas & words("events", "once", "verbs") and not several:
        return True
    if not several and all(_is_first(event) for event in (one, other)):
        return True
    if lemmas & words("events", "again", "verbs") and not planned:
        close = {first.grain, second.grain} == {"day"} and _apart(first, second) <= ONE_OCCASION
        routine = {"say", "tell", "report", "announce", "warn", "speak", "talk"} & lemmas
        return close and not several and not routine and min(match.coverage_a, match.coverage_b) >= SHARED
    return not several and (planned or one.since or {first.grain, second.grain} <= {"day", "week", "month"})


def _is_first(event: _Event) -> bool:
    """Whether the event is the first or last of its kind, or what a thing is: such a thing has one date."""
    tokens = event.claim.tokens
    if tokens[event.verb].dep == "attr":
        return True
    return any(
        tokens[i].lemma.lower() in {"first", "last"} and tokens[i].dep == "advmod"
        for i in grammar.children(tokens, event.verb)
    )


def _confidence(match: Match, first: TimeExpression, second: TimeExpression) -> float:
    sure = 0.55 + 0.2 * max(match.coverage_a, match.coverage_b) + 0.1 * min(match.coverage_a, match.coverage_b)
    sure += 0.1 * bool(match.shared_entities)
    if (first.anchored or second.anchored) and _apart(first, second) <= timedelta(days=1):
        sure -= 0.2  # a night's difference, a time zone, a publication after midnight
    return min(sure, 0.95)


def _said(
    match: Match,
    one: _Event,
    other: _Event,
    first: TimeExpression,
    second: TimeExpression,
    outcome: Outcome,
    confidence: float,
) -> Reading:
    said, opposed = printed(first, since=one.since), printed(second, since=other.since)
    owner, shown = main_name(match)
    lemmas = sorted(event.lemma for event in (one, other))
    verb = next(
        (event.claim.tokens[event.verb].text for event in (one, other) if not event.implied),
        {"bear": "born", "die": "died"}.get(one.implied, ""),
    )
    if outcome is Outcome.CONFLICTS:
        explanation = f"The articles date the same event (“{verb}”) differently: one to {said}, the other to {opposed}."
    else:
        explanation = (
            f"Both articles date the event (“{verb}”) alike: {said if said == opposed else f'{said} and {opposed}'}."
        )
    return Reading(
        KIND,
        outcome,
        confidence=round(confidence, 3),
        point=f"{KIND}:{lemmas[0]}:{owner}",
        topic=f"date of “{verb}”{f' ({shown})' if shown else ''}",
        side_a=said,
        side_b=opposed,
        evidence_a=Span(first.start, first.end),
        evidence_b=Span(second.start, second.end),
        explanation=explanation,
    )


def printed(time: TimeExpression, *, since: bool = False) -> str:
    """A time in one spelling, by what it covers: "12 May 2024", "May 2024", "2024", "the 1990s", "since 2019"."""
    first, last = _bounds(time, since=since)
    prefix = "since " if since else ""
    if first == last:
        return f"{prefix}{first.day} {first:%B} {first.year}"
    whole = {
        grain: stretch(first, grain) == (first, last) for grain in ("month", "quarter", "year", "decade", "century")
    }
    if whole["month"]:
        return f"{prefix}{first:%B} {first.year}"
    if whole["quarter"]:
        return f"{prefix}quarter {(first.month + 2) // 3} of {first.year}"
    if whole["year"]:
        return f"{prefix}{first.year}"
    if whole["decade"]:
        return f"{prefix}the {first.year}s"
    if whole["century"]:
        return f"{prefix}the {first.year}s"
    return f"{prefix}{first.day} {first:%B} {first.year} to {last.day} {last:%B} {last.year}"
