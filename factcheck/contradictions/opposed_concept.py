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

from collections.abc import Iterator

from factcheck.extraction.poles import Mention, mentions
from factcheck.lexicon import frames
from factcheck.lexicon.frames import Pole
from factcheck.matching.facts import stated, surest
from factcheck.matching.slots import meetings
from factcheck.matching.terms import UNNAMED
from factcheck.models import Assertion, Claim, Kind, Match, Outcome, Reading, Span, Token
from factcheck.text import grammar, phrases
from factcheck.text.phrases import Named
from factcheck.thresholds import UNNAMED_COVERAGE

KIND = Kind.OPPOSED_CONCEPT

# How directly a sentence puts a thing at a pole.
_HELD, _EXAMPLE, _LEADER, _CONTRAST, _UNNAMED = 0.85, 0.85, 0.8, 0.7, 0.75


def read(claim: Claim, preceding: Claim | None) -> tuple[Assertion, ...]:
    """Every named thing that a claim puts at a pole, and unnamed ones under their noun.

    A thing that the claim puts at both poles of a frame ("once closed, now open") is left out.
    """
    spoken_of = list(mentions(claim))
    found: list[Assertion] = [assertion for mention in spoken_of for assertion in _borne(claim, mention)]
    found += [assertion for mention in spoken_of for assertion in _set_apart(claim, mention)]
    found += _examples_of(claim, preceding)
    best: dict[tuple[str, str, str], Assertion] = {}
    for assertion in sorted(found, key=lambda each: -each.strength):
        best.setdefault((assertion.slot, assertion.subject, assertion.value), assertion)
    loose = {(mention.pole.slot, mention.value) for mention in spoken_of if mention.bearer is None}
    return tuple(
        each
        for (slot, subject, value), each in best.items()
        if not any(other != value and (slot, subject, other) in best for _, _, other in best)
        and not any(where == slot and other != value for where, other in loose)
    )


def compare(match: Match) -> Reading:
    """CONFLICTS where one thing is put at opposite poles, AGREES where at the same, surest first."""
    return surest(_compared(match), stated(match, KIND))


def _compared(match: Match) -> Reading:
    readings = [_reading(match, a, b, point) for a, b, point in meetings(match, KIND)]
    comparable = [each for each in readings if each.outcome is not Outcome.NOT_COMPARABLE]
    return max(
        comparable, key=lambda each: (each.confidence, each.point), default=Reading(KIND, Outcome.NOT_COMPARABLE)
    )


def _reading(match: Match, a: Assertion, b: Assertion, point: str) -> Reading:
    pole = next(each for each in frames.poles() if each.slot == a.slot and each.name == a.value)
    needed = max(UNNAMED_COVERAGE, pole.coverage) if a.subject.startswith(UNNAMED) else pole.coverage
    for_a, for_b = _for_whom(match.a, a), _for_whom(match.b, b)
    if min(match.coverage_a, match.coverage_b) < needed or (for_a and for_b and not for_a & for_b):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    conflicts = a.value != b.value
    name = max(a.phrase, b.phrase, key=lambda phrase: (len(phrase), phrase))
    what = f"{pole.topic} {name}"
    return Reading(
        kind=KIND,
        outcome=Outcome.CONFLICTS if conflicts else Outcome.AGREES,
        confidence=round(a.strength * b.strength, 3),
        point=point,
        topic=what,
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


def _for_whom(claim: Claim, assertion: Assertion) -> frozenset[str]:
    """Whom a pole is restricted to: "safe for adults" says nothing about children."""
    tokens = claim.tokens
    return frozenset(
        tokens[j].lemma.lower()
        for i, token in enumerate(tokens)
        if token.text.lower() == "for" and assertion.start <= tokens[token.head].start < assertion.end
        for j in grammar.children(tokens, i)
        if tokens[j].dep == "pobj"
    )


def _borne(claim: Claim, mention: Mention) -> Iterator[Assertion]:
    """The things that a mention puts at its pole."""
    tokens = claim.tokens
    if mention.bearer is None:
        return
    named = phrases.about(claim, mention.bearer, mention.pole.transparent, mention.pole.classes)
    for name in named:
        if _can_bear(mention.pole, name):
            yield _assertion(claim, mention, name, mention.weight * name.strength)
    if mention.attributive:
        yield from (each for name, each in _held(claim, mention) if _can_bear(mention.pole, name))
    elif (
        not named
        and mention.pole.bearers != "any"
        and tokens[mention.bearer].pos == "NOUN"
        and not any(tokens[i].dep == "poss" for i in grammar.children(tokens, mention.bearer))
    ):
        noun = Named(UNNAMED + tokens[mention.bearer].lemma.lower(), f"the {tokens[mention.bearer].text}", 0, 0, 1.0)
        yield _assertion(claim, mention, noun, _UNNAMED * mention.weight)


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
    borne = [assertion for assertion in _borne(claim, mention) if not assertion.subject.startswith(UNNAMED)]
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
    if pole.bearers == "things":
        return not person
    return pole.bearers == "any" or name.label in {"PERSON", "MISC", "ORG"}


def _assertion(claim: Claim, mention: Mention, name: Named, strength: float) -> Assertion:
    start = min(claim.tokens[mention.first].start, name.start or claim.tokens[mention.first].start)
    end = max(claim.tokens[mention.last].end, name.end)
    return Assertion(KIND, mention.pole.slot, name.canonical, mention.value, start, end, round(strength, 3), name.text)
