"""Succession: both sides are true, one after the other.

The rule: a conflict is an update where there is evidence that the two speak of different moments and the difference is
one that time makes. Evidence is the times of publication, or words of the texts: "initially", "now", "rose to", "no
longer", or two time expressions that exclude each other. Counts of an event that is still being counted grow (dead,
arrested, infected); a rate or a poll moves either way; an age grows by the years between; a planned date is moved; a
state ends ("no longer"), or what stood so on one day ("is rising", "is the tallest") stands otherwise days or months later.
Without such evidence two different counts remain a contradiction.

Source: the temporal signals of TimeML (Pustejovsky and others, 2003); that updates are most of the false alarms is what
users of contradiction alerts report. Word lists: `lexicon/succession.toml`.

Hit: "The quake killed 12 people." (9 a.m.) / "The death toll of the quake rose to 19." (3 p.m.)
Near miss: "The quake killed 12 people." / "The quake killed 19 people." (both at 9 a.m., or at times unknown)
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta

from factcheck.lexicon import frames, words
from factcheck.models import Claim, Kind, Match, Reading, Relation, Ruling, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.denials import denial
from factcheck.text.measures import Measure, measures
from factcheck.text.times import looks_ahead

RANK = 30

SURE = 0.9
"""What is left of the conflict's confidence as that of an update."""

SAME_MOMENT = timedelta(minutes=30)
"""Two articles of half an hour had the same news; agencies correct tolls in hours."""

STILL_COUNTING = timedelta(days=90)
"""After three months a toll is history, and another number is another account of it."""

STATE_CHANGES = timedelta(days=1)
"""What two articles of one day say of a state, they say of the same state unless a word tells."""

BIRTHDAYS = 2
"""Years. Reports of one affair, from the arrest to the verdict, give ages so far apart."""

CHANGES_SOON = timedelta(days=2)
"""From here on what two articles say in the present tense of a thing that moves may be of two days: a river, a strike."""

CHANGES_LATE = timedelta(days=30)
"""The same for what changes seldom: who owns a firm, who heads it, which tower is the tallest."""

_SLOW = frozenset({Kind.AFFILIATION, Kind.SUPERLATIVE, Kind.ROLE})
_EVENTS = frozenset({Kind.DENIAL})
_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ](?:of[ ])?(?P<month>{'|'.join(calendar.month_name[1:])})"
    rf"|(?P<month2>{'|'.join(calendar.month_name[1:])})[ ](?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)\b(?!,?[ ]\d{{4}})"
)
"""A day without its year: it cannot be dated where the time of publication is unknown, but two of them can be ordered."""

_STATES = frozenset(
    {Kind.NEGATION, Kind.ANTONYM, Kind.OPPOSED_CONCEPT, Kind.AFFILIATION, Kind.SUPERLATIVE, Kind.DENIAL}
)


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the later side may be what became of the earlier."""
    reason = None
    if reading.kind is Kind.QUANTITY:
        reason = _count(match, reading)
    elif reading.kind is Kind.DATE:
        reason = _moved(match, reading)
    elif reading.kind in _STATES:
        reason = _state(match, reading)
    elif reading.kind is Kind.ROLE:
        reason = _may_have_changed(match, reading)
    if reason is None and reading.kind is not Kind.DATE:
        reason = _after_the_other(match)
    if reason is None:
        return None
    return Ruling(Relation.UPDATE, reason, round(reading.confidence * SURE, 3))


# -- evidence of order -------------------------------------------------------------------------------------------------


def _gap(match: Match) -> timedelta | None:
    """How much later `b` was published than `a`; None where a time is unknown."""
    one, other = match.a.published_at, match.b.published_at
    if one is None or other is None:
        return None
    return _aware(other) - _aware(one)


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


@once_a_claim
def _says(claim: Claim, *keys: str) -> str:
    """The first phrase of a lexicon list that the claim contains, "" without."""
    text = " " + " ".join(token.text.lower() for token in claim.tokens) + " "
    return min(
        (phrase for phrase in words("succession", *keys) if f" {phrase} " in text),
        key=lambda each: (text.find(f" {each} "), each),
        default="",
    )


def _from_words(match: Match) -> tuple[Claim, Claim, str] | None:
    """The earlier and the later claim and the word that says so, where the texts tell; None where they do not."""
    before = [_says(claim, "earlier", "words") for claim in (match.a, match.b)]
    after = [_says(claim, "later", "words") for claim in (match.a, match.b)]
    standing = [_says(claim, "earlier", "open") for claim in (match.a, match.b)]
    forward = (bool(before[0]), bool(after[1] and not after[0]))
    backward = (bool(before[1]), bool(after[0] and not after[1]))
    if forward[0] and not backward[0]:
        return match.a, match.b, before[0]
    if backward[0] and not forward[0]:
        return match.b, match.a, before[1]
    if forward[1] and (standing[0] or _past(match.a)):
        return match.a, match.b, after[1]
    if backward[1] and (standing[1] or _past(match.b)):
        return match.b, match.a, after[0]
    return None


@once_a_claim
def _past(claim: Claim) -> bool:
    """Whether the main verb tells of the past."""
    top = grammar.root(claim.tokens)
    if top is None:
        return False
    verbs = [top, *(i for i in grammar.children(claim.tokens, top) if claim.tokens[i].dep in {"aux", "auxpass"})]
    tags = {claim.tokens[i].tag for i in verbs}
    return "VBD" in tags and not tags & {"VBZ", "VBP", "MD"}


def _after_the_other(match: Match) -> str | None:
    """Why one side tells of what the other could not know: all days that it names come after the other's publication.

    Near miss: the other looks ahead itself ("will be closed on Thursday"): it speaks of the same day.
    """
    for teller, other in ((match.a, match.b), (match.b, match.a)):
        if other.published_at is None:
            continue
        known = _aware(other.published_at).date()
        days = [time for time in teller.times if time.grain == "day"]
        if days and all(time.earliest > known for time in days) and not _tells_ahead(other):
            return f"One tells of {days[0].text}, when the other article was out already."
    return None


@once_a_claim
def _tells_ahead(claim: Claim) -> bool:
    """Whether a claim speaks of days after its own publication, or of what is to come."""
    published = claim.published_at
    if published is not None and any(time.latest > _aware(published).date() for time in claim.times):
        return True
    return any(looks_ahead(claim.tokens, i) for i in range(len(claim.tokens)))


# -- numbers -----------------------------------------------------------------------------------------------------------


def _count(match: Match, reading: Reading) -> str | None:
    one, other = _measure(match.a, reading.evidence_a), _measure(match.b, reading.evidence_b)
    if one is None or other is None:
        return None
    first, second = one.quantity.value, other.quantity.value
    gap = _gap(match)
    if one.concept == "age":
        if gap is None:
            return "A birthday may lie between the two." if abs(second - first) <= BIRTHDAYS else None
        years = abs(gap) / timedelta(days=365) if gap else 0.0
        grown = second - first if gap and gap > timedelta(0) else first - second
        return "The person grew older between the two articles." if years and abs(grown - years) <= 1 else None
    counting = _half_counted(match, one, other)
    if counting:
        return f"One count was still going on (“{counting}”)."
    so_far = _says(match.a if first < second else match.b, "earlier", "counting")
    if so_far and one.concept in words("succession", "measures", "growing") and one.dimension == "count":
        return f"The lower count was still going on (“{so_far}”)."
    order = _from_words(match)
    growing = one.concept in words("succession", "measures", "growing")
    if order is not None and _moves(match, one):
        early, late, word = order
        low, high = (first, second) if early is match.a else (second, first)
        if (
            not growing
            or low <= high
            or _says(late, "later", "words")
            in {"revised", "corrected", "lowered to", "updated", "dropped to", "fell to"}
        ):
            return f"The numbers are of different moments (“{word}”)."
    if gap is None or abs(gap) < SAME_MOMENT:
        return _two_days(match, first, second) if growing else None
    later = second - first if gap > timedelta(0) else first - second
    if growing and abs(gap) <= STILL_COUNTING:
        if later > 0:
            return f"The count grew between the two articles, {_apart(gap)} apart."
        return (
            f"The count was revised between the two articles, {_apart(gap)} apart."
            if _revised(match) or one.concept == "missing"
            else None
        )
    moving = one.concept in words("succession", "measures", "moving") or _is_level(match, one, other)
    if abs(gap) >= STATE_CHANGES and moving:
        return f"The value may have moved between the two articles, {_apart(gap)} apart."
    return None


def _is_level(match: Match, one: Measure, other: Measure) -> bool:
    """Whether both numbers are said of a moment, by a verb such as "stood at", "traded at" or "polls at"."""
    return all(
        each.predicate is not None
        and (verb := grammar.head_verb(claim.tokens, each.predicate)) is not None
        and claim.tokens[verb].lower_in(words("succession", "measures", "verbs"))
        for claim, each in ((match.a, one), (match.b, other))
    )


def _half_counted(match: Match, one: Measure, other: Measure) -> str:
    """What says that one number is of a count not yet finished, and the larger one is not; "" where nothing does."""
    first, second = _unfinished(match.a), _unfinished(match.b)
    if bool(first) == bool(second):
        return ""
    part, whole = (one, other) if first else (other, one)
    shares = part.dimension == "percent"
    return first or second if shares or part.quantity.value <= whole.quantity.value else ""


@once_a_claim
def _unfinished(claim: Claim) -> str:
    """The words by which a claim says that the count goes on: "partial results", "with half of the votes counted"."""
    tokens = claim.tokens
    for quantity in claim.quantities:
        share = quantity.unit == "percent" and quantity.value < 100
        done = next(
            (
                i
                for i, token in enumerate(tokens)
                if share
                and token.tag in {"VBN", "VBD"}
                and token.lower_in(words("succession", "counting", "verbs"))
                and quantity.end <= token.start <= quantity.end + 40
            ),
            None,
        )
        if done is not None and _word_before(tokens, quantity.start) in words("succession", "counting", "openers"):
            return claim.text[quantity.start - claim.span.start : tokens[done].end - claim.span.start]
    return _says(claim, "counting", "words")


def _word_before(tokens: grammar.Tokens, start: int) -> str:
    """The last word before an offset, articles left out, in lower case; "" at the beginning."""
    before = [token.text.lower() for token in tokens if token.end <= start and token.pos != "DET"]
    return before[-1] if before else ""


@once_a_claim
def _measure(claim: Claim, evidence: Span) -> Measure | None:
    inside = (
        each for each in measures(claim) if evidence.start <= each.quantity.start and each.quantity.end <= evidence.end
    )
    return next(inside, None)


def _moves(match: Match, one: Measure) -> bool:
    """Whether the measure is one that has several values over time, not the size of a thing or the price of a deal."""
    fixed = {"magnitude", "length", "height", "width", "depth", "sentence", "price paid"}
    revised = _says(match.a, "earlier", "words") or _says(match.b, "earlier", "words") or _revised(match)
    return one.concept not in fixed or bool(revised)


def _revised(match: Match) -> bool:
    return any(
        _says(claim, "later", "words") in {"revised", "corrected", "updated", "lowered to"}
        for claim in (match.a, match.b)
    )


def _two_days(match: Match, first: float, second: float) -> str | None:
    """A higher number of a later day that both sentences name: "by Monday 12", "by Wednesday 19"."""
    one, other = _one_day(match.a), _one_day(match.b)
    if one is None or other is None or one[0] != other[0]:
        return None
    if (one[1] < other[1] and first < second) or (other[1] < one[1] and second < first):
        return f"The numbers are of different days: {one[2]} and {other[2]}."
    return None


@once_a_claim
def _one_day(claim: Claim) -> tuple[str, tuple[int, ...], str] | None:
    """The only day that a claim names: how it is named, a key to order such days by, and its words."""
    days = [time for time in claim.times if time.grain == "day" and time.latest.year < 9999]
    if days:
        return ("date", (days[0].latest.toordinal(),), days[0].text) if len(days) == 1 else None
    named = list(_DAY.finditer(claim.text))
    if named:
        month = named[0]["month"] or named[0]["month2"]
        key = (list(calendar.month_name).index(month), int(named[0]["day"] or named[0]["day2"]))
        return ("day of the year", key, named[0][0]) if len(named) == 1 else None
    weekdays = [token.text for token in claim.tokens if token.text in calendar.day_name]
    return (
        ("day of the week", (list(calendar.day_name).index(weekdays[0]),), weekdays[0]) if len(weekdays) == 1 else None
    )


def _apart(gap: timedelta) -> str:
    gap = abs(gap)
    if gap.days:
        return f"{gap.days} day{'' if gap.days == 1 else 's'}"
    hours = max(1, round(gap.total_seconds() / 3600))
    return f"{hours} hour{'' if hours == 1 else 's'}"


_PAST_PERFECT = "had been"


def _is_in_evidence(match: Match, reading: Reading, phrase: str) -> bool:
    """Whether a phrase stands in the words that conflict, or in what governs them; not in another clause.

    Near miss: "Once the ransom had been paid, the kidnappers freed her" / "The kidnappers did not free her".
    """
    for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b)):
        inside = _within(claim, evidence)
        clause = grammar.clause(claim.tokens, inside[0]) if inside else None
        around = set(inside) if clause is None else {*inside, clause, *grammar.children(claim.tokens, clause)}
        told = [i for i in sorted(around) if claim.tokens[i].text.lower() in phrase.split()]
        if len(told) >= len(phrase.split()):
            return True
    return False


def _calls_false(match: Match, reading: Reading) -> bool:
    """Whether the denying side has a word for the report being untrue, and not a mere negation."""
    return denial(match.a if reading.side_a == "denied" else match.b) is not None


# -- dates and states --------------------------------------------------------------------------------------------------


def _moved(match: Match, reading: Reading) -> str | None:
    """A planned date that another article moves."""
    ahead = [
        any(looks_ahead(claim.tokens, i) for i in _within(claim, evidence))
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
    ]
    word = _says(match.a, "plans", "words") or _says(match.b, "plans", "words")
    order = _from_words(match)
    gap = _gap(match)
    if word and (any(ahead) or order is not None or (gap is not None and abs(gap) >= STATE_CHANGES)):
        return f"The date was moved (“{word}”)."
    if all(ahead) and gap is not None and abs(gap) >= STATE_CHANGES:
        return f"The plan may have changed between the two articles, {_apart(gap)} apart."
    return None


def _state(match: Match, reading: Reading) -> str | None:
    # a report that is called false was never true, whatever "now" stands in it
    order = None if reading.kind is Kind.DENIAL and _calls_false(match, reading) else _from_words(match)
    if order is not None and order[2] == _PAST_PERFECT and not _is_in_evidence(match, reading, order[2]):
        order = None
    gap = _gap(match)
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
            and not _says(early, "earlier", "words")
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
    word = _says(late, "later", "words") or _says(early, "earlier", "open")
    if word:
        return f"The state changed between the two articles (“{word}”), {_apart(gap)} apart."
    became = reading.kind in {Kind.ANTONYM, Kind.OPPOSED_CONCEPT} and not _is_lasting(reading) and _has_become(late)
    if became and abs(gap) >= CHANGES_SOON:
        return f"The later of the two, {_apart(gap)} on, tells what has become of it."
    return None if reading.kind in _EVENTS else _may_have_changed(match, reading)


def _may_have_changed(match: Match, reading: Reading) -> str | None:
    """What stood so at the time of the earlier article, and need not at that of the later one."""
    gap = _gap(match)
    if gap is None or not _may_come_to(reading, reading.side_b if gap > timedelta(0) else reading.side_a):
        return None
    early, evidence = (match.a, reading.evidence_a) if gap > timedelta(0) else (match.b, reading.evidence_b)
    slow = reading.kind in _SLOW or _is_lasting(reading)
    if abs(gap) < (CHANGES_LATE if slow else CHANGES_SOON) or not _stands(early, evidence):
        return None
    return f"It may have changed between the two articles, {_apart(gap)} apart."


def _had_happened(early: Claim, late: Claim) -> bool:
    """Whether what one tells had happened before the other said that it is otherwise still."""
    if early.published_at is None or not late.times or not _says(early, "earlier", "still"):
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
            for i in _within(claim, evidence)
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
    kept = any(other.tokens[i].lower_in(words("succession", "presupposing", "kept")) for i in _within(other, evidence))
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
        for i in _within(claim, evidence):
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


def _within(claim: Claim, evidence: Span) -> list[int]:
    return [i for i, token in enumerate(claim.tokens) if evidence.start <= token.start < evidence.end]
