"""States that end or begin: what stood so on one day stands otherwise on another."""

from __future__ import annotations

import calendar
from datetime import timedelta

from factcheck.guards.succession.order import (
    STATE_CHANGES,
    first_phrase,
    in_words,
    order_by_words,
    published_apart,
    words_of,
)
from factcheck.lexicon import frames, words
from factcheck.models import Claim, Kind, Match, Reading, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.denials import denial

CHANGES_SOON = timedelta(days=2)
"""From here on what two articles say in the present tense of a thing that moves may be of two days: a river, a strike."""

CHANGES_LATE = timedelta(days=30)
"""The same for what changes seldom: who owns a firm, who heads it, which tower is the tallest."""

_SLOW = frozenset({Kind.AFFILIATION, Kind.SUPERLATIVE, Kind.ROLE})

_EVENTS = frozenset({Kind.DENIAL})

_PAST_PERFECT = "had been"


def _is_in_evidence(match: Match, reading: Reading, phrase: str) -> bool:
    """Whether a phrase stands in the words that conflict, or in what governs them; not in another clause.

    Near miss: "Once the ransom had been paid, the kidnappers freed her" / "The kidnappers did not free her".
    """
    for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b)):
        inside = words_of(claim, evidence)
        clause = grammar.clause(claim.tokens, inside[0]) if inside else None
        around = set(inside) if clause is None else {*inside, clause, *grammar.children(claim.tokens, clause)}
        told = [i for i in sorted(around) if claim.tokens[i].text.lower() in phrase.split()]
        if len(told) >= len(phrase.split()):
            return True
    return False


def _calls_false(match: Match, reading: Reading) -> bool:
    """Whether the denying side has a word for the report being untrue, and not a mere negation."""
    return denial(match.a if reading.side_a == "denied" else match.b) is not None


def changed_state(match: Match, reading: Reading) -> str | None:
    """Why one side can be what became of the other; None where nothing tells."""
    # a report that is called false was never true, whatever "now" stands in it
    order = None if reading.kind is Kind.DENIAL and _calls_false(match, reading) else order_by_words(match)
    if order is not None and order[2] == _PAST_PERFECT and not _is_in_evidence(match, reading, order[2]):
        order = None
    gap = published_apart(match)
    before = _presupposed(match, reading)
    if before:
        return f"“{before}” tells what came after."
    lived = _in_life(match, reading)
    if lived:
        return f"“{lived}” tells of the time before the death."
    if order is not None:
        early, late, word = order
        if _had_happened(early, late):
            return None
        # The order of publication may not say the opposite of the words.
        against = (
            gap is not None
            and abs(gap) >= STATE_CHANGES
            and ((gap > timedelta(0)) != (early is match.a))
            and not first_phrase(early, "earlier", "words")
        )
        return None if against else f"One tells an earlier state (“{word}”)."
    times = [_times(claim) for claim in (match.a, match.b)]
    if times[0] and times[1] and all(one[1] < other[0] or other[1] < one[0] for one in times[0] for other in times[1]):
        return "They speak of different times."
    if reading.kind is Kind.NEGATION and (gap is None or abs(gap) >= STATE_CHANGES) and (pending := _not_so_far(match)):
        return pending
    if gap is None or abs(gap) < STATE_CHANGES:
        return None
    early, late = (match.a, match.b) if gap > timedelta(0) else (match.b, match.a)
    word = first_phrase(late, "later", "words") or first_phrase(early, "earlier", "open")
    if word:
        return f"The state changed between the two articles (“{word}”), {in_words(gap)} apart."
    became = reading.kind in {Kind.ANTONYM, Kind.OPPOSED_CONCEPT} and not _is_lasting(reading) and _has_become(late)
    if became and abs(gap) >= CHANGES_SOON:
        return f"The later of the two, {in_words(gap)} on, tells what has become of it."
    return None if reading.kind in _EVENTS else may_have_changed(match, reading)


def may_have_changed(match: Match, reading: Reading) -> str | None:
    """What stood so at the time of the earlier article, and need not at that of the later one."""
    gap = published_apart(match)
    if gap is None or not _may_come_to(reading, reading.side_b if gap > timedelta(0) else reading.side_a):
        return None
    early, evidence = (match.a, reading.evidence_a) if gap > timedelta(0) else (match.b, reading.evidence_b)
    slow = reading.kind in _SLOW or _is_lasting(reading)
    if abs(gap) < (CHANGES_LATE if slow else CHANGES_SOON) or not _stands(early, evidence):
        return None
    return f"It may have changed between the two articles, {in_words(gap)} apart."


def _had_happened(early: Claim, late: Claim) -> bool:
    """Whether what one tells had happened before the other said that it is otherwise still."""
    if early.published_at is None or not late.times or not first_phrase(early, "earlier", "still"):
        return False
    return all(time.latest < early.published_at.date() for time in late.times)


def _may_come_to(reading: Reading, later: str) -> bool:
    """Whether a thing may come to the later pole from the other: who confessed cannot unsay it by a denial."""
    slot = reading.point.split(":")[1:2]
    pole = frames.pole(slot[0], later) if reading.kind is Kind.OPPOSED_CONCEPT and slot else None
    return pole is None or not pole.frame.then or later in pole.frame.then


def _presupposed(match: Match, reading: Reading) -> str:
    """A word of a change that takes the other side for granted: who escaped or was released had been held; "" without.

    Not where both name one time: then they tell two versions of one moment.
    """
    if reading.kind not in {Kind.ANTONYM, Kind.OPPOSED_CONCEPT} or _is_lasting(reading):
        return ""
    times = [set(_times(claim)) for claim in (match.a, match.b)]
    days = [{token.text for token in claim.tokens if token.text in calendar.day_name} for claim in (match.a, match.b)]
    if times[0] & times[1] or days[0] & days[1]:
        return ""
    found = [
        [
            claim.tokens[i].text
            for i in words_of(claim, evidence)
            if (
                claim.tokens[i].pos == "VERB"
                and claim.tokens[i].lower_in(words("succession", "presupposing", "verbs"))
                and not any(token.pos == "ADJ" for token in claim.tokens[i + 1 : i + 2])  # "escaped unharmed"
            )
            or _again(claim, i)
        ]
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
    ]
    if bool(found[0]) == bool(found[1]):
        return ""
    other, evidence = (match.b, reading.evidence_b) if found[0] else (match.a, reading.evidence_a)
    kept = any(other.tokens[i].lower_in(words("succession", "presupposing", "kept")) for i in words_of(other, evidence))
    return "" if kept else (found[0] or found[1])[0]


def _again(claim: Claim, index: int) -> bool:
    """Whether "again" stands right behind a word: what is "open again" was closed."""
    behind = claim.tokens[index + 1 : index + 2]
    return bool(behind) and behind[0].lower_in({"again"}) and claim.tokens[index].pos in {"ADJ", "VERB", "ADP", "ADV"}


def _in_life(match: Match, reading: Reading) -> str:
    """What somebody did when alive: "lived with her husband" says nothing against a later death; "" without."""
    if reading.kind is not Kind.OPPOSED_CONCEPT or reading.point.split(":")[1:2] != ["life"]:
        return ""
    for claim, side, evidence in (
        (match.a, reading.side_a, reading.evidence_a),
        (match.b, reading.side_b, reading.evidence_b),
    ):
        if side != "alive":
            continue
        for i in words_of(claim, evidence):
            helpers = [claim.tokens[k] for k in grammar.children(claim.tokens, i) if claim.tokens[k].dep == "aux"]
            past = claim.tokens[i].tag == "VBD" or any(token.tag == "VBD" for token in helpers)
            if (
                claim.tokens[i].pos == "VERB"
                and past
                and claim.tokens[i].lower_in(words("succession", "living", "verbs"))
            ):
                return claim.tokens[i].text
    return ""


def _not_so_far(match: Match) -> str | None:
    """What had not been done by then, and was done on a day that the other names: "have not been released" / "on Wednesday"."""
    for one, other in ((match.a, match.b), (match.b, match.a)):
        day = next((token.text for token in other.tokens if token.text in calendar.day_name), "")
        if day and _pending(one) and not any(token.text in calendar.day_name for token in one.tokens):
            return f"It had not been done by then; the other says when it was (“{day}”)."
    return None


@once_a_claim
def _pending(claim: Claim) -> bool:
    """Whether the main clause says that something has not been done: "have not been released"."""
    top = grammar.root(claim.tokens)
    if top is None or claim.tokens[top].tag != "VBN":
        return False
    below = [claim.tokens[i] for i in grammar.children(claim.tokens, top)]
    return any(token.dep == "neg" for token in below) and any(token.tag in {"VBZ", "VBP"} for token in below)


@once_a_claim
def _has_become(claim: Claim) -> bool:
    """Whether the main clause tells what has come about: "has closed", "have been found"."""
    top = grammar.root(claim.tokens)
    if top is None or claim.tokens[top].tag != "VBN":
        return False
    below = [claim.tokens[i] for i in grammar.children(claim.tokens, top)]
    perfect = any(token.lemma.lower() == "have" and token.tag in {"VBZ", "VBP"} for token in below)
    return perfect and not any(token.dep == "neg" for token in below)


def _is_lasting(reading: Reading) -> bool:
    """Whether the point is a slot that stays filled alike for long: how open a model is, whether somebody is guilty."""
    return bool(set(reading.point.split(":")[1:2]) & words("succession", "lasting", "slots"))


@once_a_claim
def _stands(claim: Claim, evidence: Span) -> bool:
    """Whether the statement is of a state at the time: "is rising", "is the tallest", "River Rising", not "arrested him"."""
    tokens = claim.tokens
    inside = [i for i, token in enumerate(tokens) if evidence.start <= token.start < evidence.end]
    top = grammar.root(tokens)
    clause = grammar.clause(tokens, inside[0]) if inside else top
    for verb in dict.fromkeys(each for each in (clause, top) if each is not None):
        helpers = [i for i in grammar.children(tokens, verb) if tokens[i].dep in {"aux", "auxpass"}]
        tags = {tokens[i].tag for i in (verb, *helpers)}
        if "VBD" in tags:
            continue
        finite = bool(tags & {"VBZ", "VBP", "MD"})
        going_on = tokens[verb].tag == "VBG"
        if going_on or (finite and (helpers or tokens[verb].lower_in(words("succession", "standing", "verbs")))):
            return True
        if not finite and tokens[verb].pos not in {"VERB", "AUX"} and not any(t.tag == "VBD" for t in tokens):
            return True  # a headline without a verb: "Three kayakers missing"
    return False


def _times(claim: Claim) -> list[tuple[int, int]]:
    """The first and last day, as ordinals, of the times that a claim names."""
    return [(time.earliest.toordinal(), time.latest.toordinal()) for time in claim.times]
