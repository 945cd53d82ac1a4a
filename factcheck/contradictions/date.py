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

from collections.abc import Iterator
from datetime import date, timedelta

from factcheck.lexicon import words
from factcheck.matching.events import SHARED, Event, events, is_deadline, only_by_pronoun, same_event
from factcheck.matching.facts import put_side_by_side, stated, surest
from factcheck.matching.firsts import same_unique, uniques
from factcheck.matching.minimal_pairs import minimal_difference
from factcheck.matching.topics import main_name
from factcheck.models import Kind, Match, Outcome, Reading, Span, TimeExpression
from factcheck.text import grammar
from factcheck.text.time_patterns import PARTS
from factcheck.text.time_values import stretch
from factcheck.text.undated import in_one_calendar, is_undated

KIND = Kind.DATE

UNNAMED = 0.45
"""Confidence where only a pronoun or "the film" may stand for the name: too little to report, something to rank on."""

ONE_OCCASION = timedelta(days=10)
"""Two days at most this far apart can be two accounts of one occasion of something that happens again and again."""


def compare(match: Match) -> Reading:
    """Conflicts where the same event has disjoint times; agrees where they overlap."""
    return surest(_compared(match), stated(match, KIND), minimal_difference(match, KIND))


def _compared(match: Match) -> Reading:
    if not events(match.a) or not events(match.b):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    readings = [
        reading
        for one in events(match.a)
        for other in events(match.b)
        if (reading := _reading(match, one, other)) is not None
    ]
    if not readings:
        readings = [reading for reading in _firsts(match) if reading is not None]
    conflicts = [each for each in readings if each.outcome is Outcome.CONFLICTS]
    agreeing = [each for each in readings if each.outcome is Outcome.AGREES]
    # One verb said twice with two times ("opened in May and again in June") is decided by what fits.
    return max(agreeing or conflicts, key=lambda each: each.confidence, default=Reading(KIND, Outcome.NOT_COMPARABLE))


def _firsts(match: Match) -> Iterator[Reading | None]:
    """What both call the first, the last or the only one of its kind happened once, whatever its verb."""
    for one in uniques(match.a):
        for other in uniques(match.b):
            if not put_side_by_side(match) and is_undated(one.event.times[0]) != is_undated(other.event.times[0]):
                continue
            pair = in_one_calendar(one.event.times[0], other.event.times[0])
            if pair is None or one.event.ahead != other.event.ahead or not same_unique(match, one, other):
                continue
            outcome = Outcome.CONFLICTS if _disjoint(*pair, since=False) else Outcome.AGREES
            yield _said(match, one.event, other.event, *pair, outcome, _confidence(match, *pair))


# -- the times ---------------------------------------------------------------------------------------------------------


def _reading(match: Match, one: Event, other: Event) -> Reading | None:
    if not same_event(match, one, other):
        return None
    pairs = [
        pair for first in one.times for second in other.times if (pair := in_one_calendar(first, second)) is not None
    ]
    if not pairs or len(pairs) < len(one.times) * len(other.times):
        return None
    overlapping = [(first, second) for first, second in pairs if not _disjoint(first, second, since=one.since)]
    if overlapping:
        if any(is_deadline(event.claim, event.verb, time) for event in (one, other) for time in event.times):
            return None  # done before a deadline: true of many days
        first, second = overlapping[0]
        fine = {first.grain, second.grain} <= {"day", "week", "month", "quarter", "year"}
        confidence = 0.35 + 0.4 * min(match.coverage_a, match.coverage_b) + 0.1 * fine
        if only_by_pronoun(match, one, other) and not match.shared_entities and not put_side_by_side(match):
            confidence = min(confidence, UNNAMED)
        return _said(match, one, other, first, second, Outcome.AGREES, confidence)
    first, second = min(pairs, key=lambda pair: (_apart(*pair), pair[0].start, pair[1].start))
    if not _of_one_occasion(match, one, other, first, second):
        return None
    sure = _confidence(match, first, second)
    if only_by_pronoun(match, one, other) and not match.shared_entities and not put_side_by_side(match):
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


def _of_one_occasion(match: Match, one: Event, other: Event, first: TimeExpression, second: TimeExpression) -> bool:
    """Whether two disjoint times can only be rival dates of one happening."""
    lemmas = {one.lemma, other.lemma}
    if one.ahead != other.ahead and not _outcome_of(one, other):
        return False
    planned = one.ahead and other.ahead
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


def _outcome_of(one: Event, other: Event) -> bool:
    """Whether one can be what became of the other's plan: what is planned after it was done is another occasion."""
    plan, done = (one, other) if one.ahead else (other, one)
    published = plan.claim.published_at
    if {one.lemma, other.lemma} & words("events", "again", "verbs"):
        return False
    return published is None or published.date() <= done.times[-1].latest + ONE_OCCASION


def _is_first(event: Event) -> bool:
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
    one: Event,
    other: Event,
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
        evidence_a=_evidence(one, first),
        evidence_b=_evidence(other, second),
        explanation=explanation,
    )


def _evidence(event: Event, time: TimeExpression) -> Span:
    """The time; of a plan, with the verb before it, so that what is planned is seen to be so."""
    verb = event.claim.tokens[event.verb]
    return Span(verb.start if event.ahead and verb.end <= time.start else time.start, time.end)


def printed(time: TimeExpression, *, since: bool = False) -> str:
    """A time in one spelling, by what it covers: "12 May 2024", "May 2024", "2024", "the 1990s", "since 2019"."""
    if is_undated(time) or PARTS.match(f"{time.text.split('-')[0].split()[0]} "):
        return time.text
    first, last = _bounds(time, since=since)
    prefix = "since " if since else ""
    if first == date.min:
        first, prefix = last, "by "
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
