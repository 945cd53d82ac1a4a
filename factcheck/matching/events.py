"""Events of a claim with the times they are put at, and whether two claims speak of the same event.

An event is a verb with its participants. "Is scheduled to open in May" dates the opening, which is ahead; "by 30 June"
dates only what is ahead. A time that tells a noun apart ("the 2019 vote") is no date of the verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from factcheck.lexicon import load
from factcheck.matching.alignment import are_aligned
from factcheck.matching.coverage import clause_coverage, told_apart
from factcheck.models import Claim, Match, TimeExpression, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, kin
from factcheck.text.names import same_name
from factcheck.text.times import PLANS, looks_ahead
from factcheck.text.undated import undated

SHARED = 0.5
"""Share of the shorter claim's content words that must line up; the words of the two dates themselves rarely do."""

SHARED_IMPLIED = 0.4
"""The same for dates of birth and death in brackets, where no verb can line up."""

_OPENING = re.compile(r"(?:\(|-LRB-)\s?(?:born\s)?$")
_PARTICIPANTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "dative", "oprd"})
_BROUGHT_OUT = frozenset({"ccomp", "advcl", "relcl"})
_EVENT_NAMING = frozenset({"nsubj", "nsubjpass", "pobj", "poss", "compound", "nmod", "amod", "nummod", "attr"})


@dataclass(frozen=True, slots=True)
class Event:
    """A verb with its participants and the times it is put at; `implied` is the verb of an event that only dates name.

    `since` is whether the times begin it, `ahead` whether it is planned.
    """

    claim: Claim
    verb: int
    participants: tuple[int, ...]
    times: tuple[TimeExpression, ...]
    since: bool
    ahead: bool
    implied: str

    @property
    def lemma(self) -> str:
        """The verb's lemma, also of an event that only its dates name."""
        return self.implied or self.claim.tokens[self.verb].lemma.lower()


_Found = tuple[int, tuple[int, ...], tuple[TimeExpression, ...], bool, bool, str]
"""All of an event but its claim."""

# -- events and their times --------------------------------------------------------------------------------------------


def events(claim: Claim) -> tuple[Event, ...]:
    """The dated events of a claim."""
    return tuple(Event(claim, *found) for found in _found(claim))


@once_a_claim
def _found(claim: Claim) -> tuple[_Found, ...]:
    """What makes up the events of a claim, without the claim: what is kept with it must not hold on to it."""
    loose = undated(claim)
    if not claim.times and not loose:
        return ()
    by_verb: dict[tuple[int, bool], list[TimeExpression]] = {}
    for time in sorted((*claim.times, *loose), key=lambda each: each.start):
        verb = _verb_of(claim, time)
        if verb is None:
            continue
        since = time.text.lower().startswith("since ")
        bounded = time.latest != date.max and (time.earliest != date.min or is_deadline(claim, verb, time))
        if since or bounded:
            by_verb.setdefault((verb, since), []).append(time)
    found: list[_Found] = [
        (verb, _participants(claim, verb), tuple(times), since, looks_ahead(claim.tokens, verb), "")
        for (verb, since), times in sorted(by_verb.items())
    ]
    return (*found, *_life(claim))


def is_deadline(claim: Claim, verb: int, time: TimeExpression) -> bool:
    """Whether a time is the last day of a plan: "expects to complete it by 30 June"."""
    return time.earliest == date.min and time.text.lower().startswith("by ") and looks_ahead(claim.tokens, verb)


def _life(claim: Claim) -> list[_Found]:
    """Birth and death as reference works give them: "Ida Holm (7 November 1949 - 3 May 2009) was a composer"."""
    found: list[_Found] = []
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
                (name, (name,), (born,), False, False, "bear"),
                (name, (name,), (died,), False, False, "die"),
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
            return None if grammar.negated(tokens, above) else _planned(tokens, _brought_out(tokens, above, top), top)
        if token.pos in {"NOUN", "PROPN"} and token.dep in _EVENT_NAMING:
            return None
    return None


def _main(tokens: grammar.Tokens, verb: int) -> int:
    """The main verb of an auxiliary that the parser hung the time on."""
    while tokens[verb].dep in {"aux", "auxpass"} and tokens[verb].head != verb:
        verb = tokens[verb].head
    return verb


def _brought_out(tokens: grammar.Tokens, verb: int, top: int) -> int:
    """The main verb; of "it was on Friday that the bridge opened" the one that the sentence is about."""
    verb = _main(tokens, verb)
    subject = grammar.subject(tokens, verb)
    if tokens[verb].lemma.lower() != "be" or subject is None or tokens[subject].text.lower() != "it":
        return verb
    below = (*grammar.children(tokens, verb), *grammar.children(tokens, top))
    clauses = (i for i in below if i > top and tokens[i].dep in _BROUGHT_OUT and tokens[i].pos == "VERB")
    return next(clauses, verb)


def _planned(tokens: grammar.Tokens, verb: int, top: int) -> int:
    """What is planned, where the parser hung the time on the planning: "on 4 May it is due to open".

    A time before a plan of the past is that of the planning: "in May the council planned to open it".
    """
    forms = {
        tokens[verb].tag,
        *(tokens[i].tag for i in grammar.children(tokens, verb) if tokens[i].dep.startswith("aux")),
    }
    for plan in (verb, *(i for i in grammar.children(tokens, verb) if tokens[i].dep == "acomp")):
        done = next((i for i in grammar.children(tokens, plan) if tokens[i].dep == "xcomp"), None)
        if tokens[plan].lower_in(PLANS) and done is not None and (done < top or forms & {"VBZ", "VBP"}):
            return done
    return verb


def _subject(tokens: grammar.Tokens, verb: int) -> int | None:
    """The subject of a verb, also of "to open" in "the bridge is due to open"."""
    head = tokens[verb].head
    if tokens[verb].dep == "xcomp" and tokens[head].dep == "acomp":
        verb = tokens[head].head
    return grammar.subject(tokens, verb)


def _participants(claim: Claim, verb: int) -> tuple[int, ...]:
    tokens = claim.tokens
    if tokens[verb].dep == "attr":
        verb = tokens[verb].head
        named = grammar.subject(tokens, verb)
        return () if named is None else (named,)
    found = [i for i in grammar.children(tokens, verb) if tokens[i].dep in _PARTICIPANTS]
    subject = _subject(tokens, verb)
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


def same_event(match: Match, one: Event, other: Event) -> bool:
    """Whether two verbs with their participants name one happening; a plan and its outcome do."""
    if one.since != other.since:
        return False
    verb, second = one.lemma, other.lemma
    aligned = are_aligned(match, one.verb, other.verb) and not (one.implied or other.implied)
    grouped = bool(_groups().get(verb, frozenset()) & _groups().get(second, frozenset()))
    alike = verb == second or aligned or grouped
    alike = alike or (
        not (one.implied or other.implied) and _akin(match.a.tokens[one.verb], match.b.tokens[other.verb])
    )
    if not alike or (verb != second and "be" in {verb, second}):
        return False
    # Of an event that stands in brackets, its verb is missing among the words that line up.
    needed = SHARED_IMPLIED if one.implied or other.implied else SHARED
    pairs = [(i, j) for i in one.participants for j in other.participants if _same_thing(match, i, j)]
    covered = clause_coverage(match, one.verb, other.verb)[0] if pairs else max(match.coverage_a, match.coverage_b)
    if covered < needed:
        return False
    if not pairs and only_by_pronoun(match, one, other):
        return True
    if not pairs and not (match.shared_entities and not (one.participants and other.participants)):
        return False
    if _rivals(match, one, other, pairs) or _other_names(one, other):
        return False
    return not any(told_apart(match, i, j) for i, j in pairs)


def _akin(one: Token, other: Token) -> bool:
    """Whether one of two verbs may be said of what the other says: "was jailed" / "was imprisoned"."""
    return one.pos == other.pos == "VERB" and (kin.covers(one, other) or kin.covers(other, one))


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


def only_by_pronoun(match: Match, one: Event, other: Event) -> bool:
    """Whether one event's only participant is unresolved and the other's is a name: "it was founded" / "Ingria was founded"."""
    if len(one.participants) != 1 or len(other.participants) != 1:
        return False
    i, j = one.participants[0], other.participants[0]
    named = (match.a.tokens[i].pos == "PROPN", match.b.tokens[j].pos == "PROPN")
    return (_unresolved(match.a, i) and named[1]) or (_unresolved(match.b, j) and named[0])


def _rivals(match: Match, one: Event, other: Event, pairs: list[tuple[int, int]]) -> bool:
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


def _other_names(one: Event, other: Event) -> bool:
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


def _main_subject(event: Event) -> list[str]:
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
