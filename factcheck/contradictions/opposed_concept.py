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
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from factcheck.extraction.poles import Mention, mentions
from factcheck.lexicon import frames, words
from factcheck.lexicon.frames import Pole
from factcheck.matching import bearers
from factcheck.matching.facts import stated, surest
from factcheck.matching.slots import meetings
from factcheck.matching.terms import UNNAMED
from factcheck.models import Assertion, Claim, Kind, Match, Outcome, Reading, Span, Token
from factcheck.text import grammar, people, phrases
from factcheck.text.denials import denial
from factcheck.text.phrases import Named
from factcheck.thresholds import PLACED_COVERAGE, UNNAMED_COVERAGE

KIND = Kind.OPPOSED_CONCEPT

# How directly a sentence puts a thing at a pole.
_HELD, _EXAMPLE, _LEADER, _CONTRAST, _UNNAMED = 0.85, 0.85, 0.8, 0.7, 0.81

_DAYS = frozenset(name.lower() for name in calendar.day_name)
_MONTHS = frozenset(name.lower() for name in calendar.month_name if name)
_NOTHING = Reading(KIND, Outcome.NOT_COMPARABLE)


def read(claim: Claim, preceding: Claim | None) -> tuple[Assertion, ...]:
    """Every named thing that a claim puts at a pole, and unnamed ones under their noun.

    A thing that the claim puts at both poles of a frame ("once closed, now open") is left out, unless one of them is
    said only beside the statement ("who had been missing").
    """
    found = [assertion for assertion, _ in _placed(claim)]
    found += [assertion for mention in mentions(claim) for assertion in _set_apart(claim, mention)]
    found += _examples_of(claim, preceding)
    best: dict[tuple[str, str, str], Assertion] = {}
    for assertion in sorted(found, key=lambda each: -each.strength):
        best.setdefault((assertion.slot, assertion.subject, assertion.value), assertion)
    loose = {(mention.pole.slot, mention.value) for mention in mentions(claim) if mention.bearer is None}
    stated = {
        (assertion.slot, assertion.subject, assertion.value)
        for assertion, mention in _placed(claim)
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


@lru_cache(maxsize=1_024)
def _placed(claim: Claim) -> tuple[tuple[Assertion, Mention], ...]:
    """What the mentions of a claim put at their poles, each with its mention; not what the claim calls a false report."""
    report = denial(claim)
    denied = frozenset(report.scope) if report is not None else frozenset()
    if report is not None and (report.whole or _is_of_the_report(claim, report.scope)):
        return ()
    return tuple(each for mention in mentions(claim) if mention.anchor not in denied for each in _borne(claim, mention))


def _is_of_the_report(claim: Claim, denied: tuple[int, ...]) -> bool:
    """Whether what is called untrue is just "the story": all that stood before it."""
    said = [claim.tokens[i] for i in denied if grammar.is_content(claim.tokens[i])]
    return bool(said) and min(denied) > 0 and all(token.lower_in(words("denial", "reports", "words")) for token in said)


@lru_cache(maxsize=1_024)
def _mention_of(claim: Claim) -> dict[tuple[str, str, str], Mention]:
    """The surest mention behind each assertion, by slot, subject and value."""
    found: dict[tuple[str, str, str], Mention] = {}
    for assertion, mention in sorted(_placed(claim), key=lambda each: -each[0].strength):
        found.setdefault((assertion.slot, assertion.subject, assertion.value), mention)
    return found


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
    one = _mention_of(match.a).get((a.slot, a.subject, a.value))
    other = _mention_of(match.b).get((b.slot, b.subject, b.value))
    if one is None or other is None or one.bearer is None or other.bearer is None:
        return _NOTHING
    likeness = bearers.likeness(match, one.bearer, other.bearer)
    if likeness is bearers.Likeness.APART:
        return _NOTHING
    named = likeness is bearers.Likeness.NAMED or _by_one(match, one, other)
    needed = UNNAMED_COVERAGE if not match.shared_entities and likeness is bearers.Likeness.ALIKE else PLACED_COVERAGE
    if not named and min(match.coverage_a, match.coverage_b) < needed:
        return _NOTHING
    return _reading(match, a, b, min(a.point, b.point))


def _by_one(match: Match, one: Mention, other: Mention) -> bool:
    """Whether one and the same named doer did both: "the bank raised rates" of one bank."""
    return bearers.same_doer(match, one.doer, other.doer) is True


def _reading(match: Match, a: Assertion, b: Assertion, point: str) -> Reading:
    pole = frames.pole(a.slot, a.value)
    if pole is None or min(match.coverage_a, match.coverage_b) < pole.frame.coverage:
        return _NOTHING
    one = _mention_of(match.a).get((a.slot, a.subject, a.value))
    other = _mention_of(match.b).get((b.slot, b.subject, b.value))
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


@lru_cache(maxsize=1_024)
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


def _counted(claim: Claim, bearer: int) -> int:
    """What a quantifier is of: in "all of the samples", the samples."""
    tokens = claim.tokens
    if tokens[bearer].pos not in {"DET", "PRON"}:
        return bearer
    return next(
        (
            j
            for i in grammar.children(tokens, bearer)
            if tokens[i].text.lower() == "of"
            for j in grammar.children(tokens, i)
            if tokens[j].dep == "pobj"
        ),
        bearer,
    )


def _borne(claim: Claim, mention: Mention) -> Iterator[tuple[Assertion, Mention]]:
    """The things that a mention puts at its pole, each with the mention and the word for it."""
    if mention.bearer is None:
        return
    tokens, frame = claim.tokens, mention.pole.frame
    top = _counted(claim, mention.bearer)
    mention = replace(mention, bearer=top)
    named = phrases.about(claim, top, frame.transparent, frame.classes)
    if frame.names:
        for name in named:
            if _can_bear(mention.pole, name) and _fits(claim, mention, name):
                yield _assertion(claim, mention, name, mention.weight * name.strength), mention
    if mention.attributive:
        yield from ((each, mention) for name, each in _held(claim, mention) if _can_bear(mention.pole, name))
    if mention.attributive and tokens[top].dep == "attr":
        # "The portrait is a genuine Rubens": what the noun is said of is unnamed too.
        held = grammar.subject(tokens, tokens[top].head)
        mention = replace(mention, bearer=held, loosely=False)
    bearer = _noun_of(claim, mention)
    if bearer is not None:
        noun = Named(UNNAMED + frames.alike(tokens[bearer].lemma.lower()), _words(claim, bearer), 0, 0, 1.0)
        yield _assertion(claim, mention, noun, _UNNAMED * mention.weight), replace(mention, bearer=bearer)


def _words(claim: Claim, noun: int) -> str:
    """A noun as an explanation names it: "the tram line", "copper"."""
    tokens = claim.tokens
    below = [i for i in grammar.children(tokens, noun) if i < noun]
    said = grammar.words_of(tokens, (*(i for i in below if tokens[i].dep == "compound"), noun))
    said = said if said[1:2].isupper() else said[0].lower() + said[1:]
    bare = not any(tokens[i].dep in {"det", "poss"} for i in below)
    return said if bare and noun and tokens[noun].tag != "NN" else f"the {said}"


def _fits(claim: Claim, mention: Mention, name: Named) -> bool:
    """Whether a name is one of the things that the words are limited to: a person, or said with one of the nouns."""
    if not mention.of:
        return True
    if "people" in mention.of and name.label == "PERSON":
        return True
    bearer = mention.bearer
    return name.canonical.rsplit(" ", 1)[-1] in mention.of or (
        bearer is not None and (claim.tokens[bearer].lower_in(mention.of) or _is_called(claim, bearer, mention.of))
    )


def _is_called(claim: Claim, index: int, nouns: frozenset[str]) -> bool:
    """Whether a noun before or beside a name says what it is: "the asthma spray X", "X, a retailer"."""
    tokens = claim.tokens
    return any(
        tokens[i].lower_in(nouns)
        for i in grammar.children(tokens, index)
        if tokens[i].dep in {"compound", "nmod", "appos"}
    )


def _noun_of(claim: Claim, mention: Mention) -> int | None:
    """The common noun that bears a pole: one of the classes of the frame, or a person.

    Behind a noun that passes the pole on, it is what that is a measure of: copper in "copper prices".
    """
    tokens, frame, bearer = claim.tokens, mention.pole.frame, mention.bearer
    if bearer is None or tokens[bearer].pos not in {"NOUN", "PROPN"} or phrases.name_at(claim, bearer) is not None:
        return None
    lemma = tokens[bearer].lemma.lower()
    allowed = mention.of or frame.classes
    if lemma in frame.transparent:
        goods = [
            i
            for i in grammar.children(tokens, bearer)
            if tokens[i].dep == "compound" and tokens[i].lower_in(frame.classes)
        ]
        if goods:
            return goods[-1]
    if lemma in allowed or ((frame.bearers == "people" or "people" in mention.of) and people.is_person(tokens[bearer])):
        return bearer
    return None


def _held(claim: Claim, mention: Mention) -> Iterator[tuple[Named, Assertion]]:
    """Who stands for what a described noun names: its subject, its leader, its maker.

    "X is an open-source model", "X leads open-source AI", "X, an open-source model", "open-source AI, with X leading".
    """
    tokens = claim.tokens
    noun = mention.bearer
    if noun is None:
        return
    top = noun
    while (
        tokens[top].dep in {"pobj", "prep", "compound", "nmod", "conj"}
        and tokens[top].head != top
        and tokens[tokens[top].head].pos in {"ADP", "NOUN"}
    ):
        top = tokens[top].head
    for index in {noun, top}:
        above = tokens[index].head
        if tokens[index].dep == "appos":
            yield from ((name, _assertion(claim, mention, name, _HELD)) for name in phrases.listed(claim, above))
        if tokens[index].dep == "attr" or (
            tokens[index].dep in {"dobj", "pobj", "prep", "xcomp"} and _holds(tokens, above)
        ):
            verb = grammar.head_verb(tokens, above)
            who = grammar.subject(tokens, verb) if verb is not None else None
            if who is not None:
                yield from (
                    (name, _assertion(claim, mention, name, _HELD * name.strength))
                    for name in phrases.about(claim, who)
                )
    yield from ((name, _assertion(claim, mention, name, _LEADER)) for name in _leaders(claim, noun))


def _holds(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether what governs a phrase ties its subject to it: a verb of leading, making or embracing, or a noun of it."""
    for i in (index, *grammar.ancestors(tokens, index)):
        if tokens[i].pos == "ADP":
            continue
        if tokens[i].pos == "VERB":
            return tokens[i].lower_in(frames.vocabulary("holding", "verbs")) and not grammar.negated(tokens, i)
        if not tokens[i].lower_in(frames.vocabulary("holding", "nouns")):
            return False
        verb = tokens[i].head
        return (
            tokens[i].dep in {"attr", "pobj", "prep"}
            and tokens[verb].pos in {"AUX", "VERB", "ADP"}
            and not grammar.negated(tokens, i)
        )
    return False


def _leaders(claim: Claim, noun: int) -> tuple[Named, ...]:
    """Who leads what a noun names, said beside it: "..., led by X", "..., with firms like X leading the way"."""
    tokens = claim.tokens
    leading = frames.vocabulary("holding", "leading")
    clause = grammar.clause(tokens, noun)
    for verb, token in enumerate(tokens):
        if not token.lower_in(leading) or token.tag not in {"VBG", "VBN"} or verb == clause:
            continue
        above = set(grammar.ancestors(tokens, verb))
        if token.tag == "VBN":
            by = grammar.agent(tokens, verb)
            if by is not None and (noun in above or (tokens[noun].head == clause and clause in above)):
                return phrases.about(claim, by)
        opener = next((i for i in above if tokens[i].text.lower() == "with" and tokens[i].head == clause), None)
        if opener is not None and grammar.subject(tokens, clause) in {noun, *grammar.ancestors(tokens, noun)}:
            for i in range(opener + 1, verb):
                if (
                    tokens[i].head in {opener, verb}
                    and tokens[i].dep in {"pobj", "nsubj"}
                    and (found := phrases.about(claim, i))
                ):
                    return found
    return ()


def _set_apart(claim: Claim, mention: Mention) -> Iterator[Assertion]:
    """What the clause's holder of a pole is contrasted with gets the other pole."""
    borne = [assertion for assertion, _ in _borne(claim, mention) if not assertion.subject.startswith(UNNAMED)]
    if not borne:
        return
    value = borne[0].value
    for name in phrases.contrasted(claim):
        if all(name.canonical != each.subject for each in borne):
            opposite = mention.pole.opposite if value == mention.pole.name else mention.pole.name
            yield Assertion(
                KIND,
                mention.pole.slot,
                name.canonical,
                opposite,
                claim.span.start,
                claim.span.end,
                _CONTRAST,
                name.text,
            )


def _examples_of(claim: Claim, preceding: Claim | None) -> list[Assertion]:
    """ "Examples are A and B" after a claim about closed models: A and B are such."""
    if preceding is None:
        return []
    tokens = claim.tokens
    top = grammar.root(tokens)
    who = grammar.subject(tokens, top) if top is not None else None
    if top is None or who is None:
        return []
    listing = tokens[who].lower_in({"example", "instance"}) or (
        tokens[who].text.lower() in {"these", "those", "they"} and tokens[top].lower_in({"include", "comprise"})
    )
    if not listing:
        return []
    names = [
        name for i in range(top + 1, len(tokens)) if (name := phrases.name_at(claim, i)) and tokens[i].dep != "poss"
    ]
    return [
        Assertion(
            KIND,
            mention.pole.slot,
            name.canonical,
            mention.value,
            claim.span.start,
            claim.span.end,
            _EXAMPLE,
            name.text,
        )
        for mention in _topic(preceding)
        for name in {each.canonical: each for each in names}.values()
    ]


def _topic(claim: Claim) -> Iterator[Mention]:
    """The poles of what a claim is about: those put on its subject."""
    top = grammar.root(claim.tokens)
    who = grammar.subject(claim.tokens, top) if top is not None else None
    for mention in mentions(claim):
        if (
            who is not None
            and mention.bearer is not None
            and mention.bearer in {who, *grammar.children(claim.tokens, who)}
        ):
            yield mention


def _can_bear(pole: Pole, name: Named) -> bool:
    """Whether a name is of the sort that a frame is about; a person has a first name and a surname."""
    person = name.label == "PERSON" and " " in name.canonical
    if pole.frame.bearers == "things":
        return not person
    return pole.frame.bearers == "any" or name.label in {"PERSON", "MISC", "ORG", "GPE"}


def _assertion(claim: Claim, mention: Mention, name: Named, strength: float) -> Assertion:
    start = min(claim.tokens[mention.first].start, name.start or claim.tokens[mention.first].start)
    end = max(claim.tokens[mention.last].end, name.end)
    return Assertion(KIND, mention.pole.slot, name.canonical, mention.value, start, end, round(strength, 3), name.text)
