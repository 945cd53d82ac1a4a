"""What holds a pole of an opposed-concept frame in a claim: names, and things without a name under their noun.

A pole is put on a thing by saying it of it, by an act, by listing it as an example, by naming it as the leader of what has
the pole, or by setting it apart from what has the pole. The weaker the way, the lower the strength. Hit: "X, unlike Y,
publishes its code" puts X at "open" and Y at "closed". Near miss: "the head of X is out" puts X nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from factcheck.extraction.mention import Mention
from factcheck.extraction.poles import mentions
from factcheck.lexicon import frames
from factcheck.lexicon.frames import Pole
from factcheck.matching.terms import UNNAMED
from factcheck.models import Assertion, Claim, Kind, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, people, phrases
from factcheck.text.denials import denial
from factcheck.text.phrases import Named

# How directly a sentence puts a thing at a pole.
_HELD, _EXAMPLE, _LEADER, _CONTRAST, _UNNAMED = 0.85, 0.85, 0.8, 0.7, 0.81


@once_a_claim
def placed(claim: Claim) -> tuple[tuple[Assertion, Mention], ...]:
    """What the mentions of a claim put at their poles, each with its mention; not what the claim calls a false report."""
    report = denial(claim)
    denied = frozenset(report.scope) if report is not None else frozenset()
    if report is not None and report.whole:
        return ()
    return tuple(each for mention in mentions(claim) if mention.anchor not in denied for each in _borne(claim, mention))


@once_a_claim
def mention_of(claim: Claim) -> dict[tuple[str, str, str], Mention]:
    """The surest mention behind each assertion, by slot, subject and value."""
    found: dict[tuple[str, str, str], Mention] = {}
    for assertion, mention in sorted(placed(claim), key=lambda each: -each[0].strength):
        found.setdefault((assertion.slot, assertion.subject, assertion.value), mention)
    return found


def set_apart(claim: Claim, mention: Mention) -> Iterator[Assertion]:
    """What the clause's holder of a pole is contrasted with gets the other pole."""
    borne = [assertion for assertion, _ in _borne(claim, mention) if not assertion.subject.startswith(UNNAMED)]
    if not borne:
        return
    value = borne[0].value
    for name in phrases.contrasted(claim):
        if all(name.canonical != each.subject for each in borne):
            opposite = mention.pole.opposite if value == mention.pole.name else mention.pole.name
            yield Assertion(
                Kind.OPPOSED_CONCEPT,
                mention.pole.slot,
                name.canonical,
                opposite,
                claim.span.start,
                claim.span.end,
                _CONTRAST,
                name.text,
            )


def examples_of(claim: Claim, preceding: Claim | None) -> list[Assertion]:
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
            Kind.OPPOSED_CONCEPT,
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
        and tokens[tokens[top].head].pos in {"ADP", "NOUN", "NUM"}
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


def _can_bear(pole: Pole, name: Named) -> bool:
    """Whether a name is of the sort that a frame is about; a person has a first name and a surname."""
    person = name.label == "PERSON" and " " in name.canonical
    if pole.frame.bearers == "things":
        return not person
    return pole.frame.bearers == "any" or name.label in {"PERSON", "MISC", "ORG", "GPE"}


def _assertion(claim: Claim, mention: Mention, name: Named, strength: float) -> Assertion:
    start = min(claim.tokens[mention.first].start, name.start or claim.tokens[mention.first].start)
    end = max(claim.tokens[mention.last].end, name.end)
    return Assertion(
        Kind.OPPOSED_CONCEPT,
        mention.pole.slot,
        name.canonical,
        mention.value,
        start,
        end,
        round(strength, 3),
        name.text,
    )
