"""One thing, two poles: open source or proprietary, alive or dead, approved or rejected, guilty or acquitted.

Rule: a claim that puts a named thing at one pole of a frame (`lexicon/frames.toml`) conflicts with a claim that puts it
at the other. A pole is put on a thing by saying it of it, by an act, by listing it as an example, by naming it as the
leader of what has the pole, or by setting it apart from what has the pole; negation turns the pole round. The weaker
the way, the lower the strength. De Marneffe, Rafferty and Manning (2008) find such lexical conflicts in a third of
real contradictions; only a shared thing makes them safe.

Hit: "Acme, unlike Borel, gives its code away." / "Borel's software is open source."
Near miss: "Acme's software is open source." / "Borel's software is proprietary."
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.lexicon import frames
from factcheck.lexicon.frames import Pole
from factcheck.matching.slots import meetings
from factcheck.matching.terms import UNNAMED
from factcheck.models import Assertion, Claim, Kind, Match, Outcome, Reading, Span, Token
from factcheck.text import grammar, phrases
from factcheck.text.phrases import Named
from factcheck.thresholds import UNNAMED_COVERAGE

KIND = Kind.OPPOSED_CONCEPT

# How directly a sentence puts a thing at a pole.
_STATED, _HELD, _EXAMPLE, _LEADER, _CONTRAST, _UNNAMED = 0.95, 0.85, 0.85, 0.8, 0.7, 0.75


@dataclass(frozen=True, slots=True)
class _Mention:
    """A pole that a claim speaks of: the words that say so and the word that the pole is put on."""

    pole: Pole
    first: int
    last: int
    bearer: int | None
    weight: float
    negated: bool
    attributive: bool


def read(claim: Claim, preceding: Claim | None) -> tuple[Assertion, ...]:
    """Every named thing that a claim puts at a pole, and unnamed ones under their noun.

    A thing that the claim puts at both poles of a frame ("once closed, now open") is left out.
    """
    mentions = list(_mentions(claim))
    found: list[Assertion] = [assertion for mention in mentions for assertion in _borne(claim, mention)]
    found += [assertion for mention in mentions for assertion in _set_apart(claim, mention)]
    found += _examples_of(claim, preceding)
    best: dict[tuple[str, str, str], Assertion] = {}
    for assertion in sorted(found, key=lambda each: -each.strength):
        best.setdefault((assertion.slot, assertion.subject, assertion.value), assertion)
    loose = {(mention.pole.slot, _value(mention)) for mention in mentions if mention.bearer is None}
    return tuple(
        each
        for (slot, subject, value), each in best.items()
        if not any(other != value and (slot, subject, other) in best for _, _, other in best)
        and not any(where == slot and other != value for where, other in loose)
    )


def compare(match: Match) -> Reading:
    """CONFLICTS where one thing is put at opposite poles, AGREES where at the same, surest first."""
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


def _mentions(claim: Claim) -> Iterator[_Mention]:
    tokens = claim.tokens
    plain = [i for i, token in enumerate(tokens) if token.text not in {"-", "–"}]
    spoken = [tokens[i].text.lower() for i in plain]
    for at, word in enumerate(spoken):
        lemma = tokens[plain[at]].lemma.lower()
        for phrase, pole, only_predicate in frames.by_first_word().get(word, ()):
            last = at + len(phrase) - 1
            if tuple(spoken[at : last + 1]) == phrase:
                mention = _described(claim, pole, plain[at], plain[last], only_predicate)
                if mention:
                    yield mention
                    break
        if tokens[plain[at]].pos == "VERB" or lemma in {"open", "test"}:
            for pole in frames.by_verb().get(lemma, ()):
                yield from _enacted(claim, pole, plain[at])


_PREDICATIVE = frozenset({"acomp", "attr", "oprd", "ROOT", "conj", "pobj", "prep", "advmod", "acl", "ccomp", "advcl"})


def _described(claim: Claim, pole: Pole, first: int, last: int, only_predicate: bool) -> _Mention | None:
    """A descriptive phrase: said of the subject of its verb, or of the noun it stands before."""
    tokens = claim.tokens
    inside = range(first, last + 1)
    head = next((i for i in inside if tokens[i].head not in inside or tokens[i].head == i), last)
    token, above = tokens[head], tokens[head].head
    if token.tag == "VBD":
        return None  # "before the polls closed" tells what they did, not what they are
    made = _made_so(tokens, first, last)
    if made is not None:
        denied = grammar.negated(tokens, grammar.clause(tokens, made))
        return _Mention(pole, first, last, made, _STATED, denied, attributive=False)
    is_noun = token.dep in {"conj", "pobj"} and token.pos in {"NOUN", "PROPN"}
    if token.dep in _PREDICATIVE and not is_noun:
        bearer = _predicated_of(tokens, head)
        return _Mention(pole, first, last, bearer, _STATED, grammar.negated(tokens, head), attributive=False)
    before_noun = token.dep in {"amod", "compound", "nmod", "advmod"} and tokens[above].pos in {"NOUN", "PROPN"}
    if only_predicate or not before_noun:
        return None
    # "the open-source browser Lumen": the name that the noun stands before is what is described.
    if tokens[above].dep == "compound" and tokens[tokens[above].head].pos == "PROPN":
        above = tokens[above].head
    return _Mention(pole, first, last, above, _HELD, grammar.negated(tokens, above), attributive=True)


def _predicated_of(tokens: tuple[Token, ...], head: int) -> int | None:
    """What a predicate is said of: the noun it modifies, the object it complements, or the subject of its verb."""
    token, above = tokens[head], tokens[head].head
    if token.dep == "acl":
        return above
    if token.dep == "oprd" or (token.dep == "ccomp" and tokens[above].pos == "VERB"):
        target = next((i for i in grammar.children(tokens, above) if tokens[i].dep in {"dobj", "nsubjpass"}), None)
        own = next((i for i in grammar.children(tokens, head) if tokens[i].dep == "nsubj"), None)
        return target if target is not None else own
    while tokens[above].dep == "conj" and tokens[above].pos == "ADJ":
        above = tokens[above].head
    return grammar.subject(tokens, above if tokens[above].pos in {"VERB", "AUX"} else head)


def _made_so(tokens: tuple[Token, ...], first: int, last: int) -> int | None:
    """What is made or kept so: "keeps its models closed", "made the software open source"; None in other wordings.

    The parser seldom gets these right; the order of the words tells: verb, noun phrase, description, and no noun after.
    """
    if last + 1 < len(tokens) and tokens[last + 1].pos in {"NOUN", "PROPN", "ADJ"}:
        return None
    making = frames.vocabulary("holding", "making")
    before = range(first - 1, max(-1, first - 10), -1)
    verb = next(
        (
            i
            for i in before
            if tokens[i].pos in {"PUNCT", "AUX"} or (tokens[i].pos == "VERB" and tokens[i].dep != "amod")
        ),
        None,
    )
    if verb is None or not tokens[verb].lower_in(making) or tokens[verb].tag == "VBN":
        return None
    return next(
        (
            i
            for i in range(verb + 1, first)
            if tokens[i].pos in {"NOUN", "PROPN"} and not _stands_before_noun(tokens, i, first)
        ),
        None,
    )


def _stands_before_noun(tokens: tuple[Token, ...], index: int, limit: int) -> bool:
    return index + 1 < limit and tokens[index + 1].pos in {"NOUN", "PROPN", "PART"}


def _enacted(claim: Claim, pole: Pole, verb: int) -> Iterator[_Mention]:
    tokens = claim.tokens
    lemma = tokens[verb].lemma.lower()
    passive = grammar.is_passive(tokens, verb) or (tokens[verb].dep == "acl" and tokens[verb].tag == "VBN")
    subject = grammar.subject(tokens, verb)
    target = next((i for i in grammar.children(tokens, verb) if tokens[i].dep == "dobj"), None)
    denied = grammar.negated(tokens, verb) or _neither(tokens, verb)
    if (
        lemma in pole.does
        and not passive
        and subject is not None
        and (target is None or pole.slot in {"outcome", "stance"})
    ):
        yield _Mention(pole, verb, verb, subject, _STATED, denied, attributive=False)
    if lemma in pole.undergoes:
        bearer = subject if passive else target
        if bearer is not None:
            yield _Mention(pole, verb, verb, bearer, _STATED, denied, attributive=False)
    for verbs, objects, weight in pole.acts:
        if lemma not in verbs:
            continue
        below = [
            i
            for i in grammar.children(tokens, verb)
            if tokens[i].dep in {"dobj", "nsubjpass", "acomp", "advmod", "oprd"}
        ]
        hit = [
            j
            for i in below
            for j in grammar.conjuncts(tokens, i)
            if tokens[j].lower_in(objects) or _part_of(tokens, j, objects)
        ]
        doer = grammar.agent(tokens, verb) if passive else subject
        if hit and doer is not None:
            yield _Mention(pole, min(verb, *hit), max(verb, *hit), doer, weight, denied, attributive=False)


def _neither(tokens: tuple[Token, ...], verb: int) -> bool:
    """ "neither the data nor the code", "no code": the negation stands on the object."""
    return any(
        tokens[j].text.lower() in {"neither", "no", "none"}
        for i in grammar.children(tokens, verb)
        if tokens[i].dep in {"dobj", "nsubjpass"}
        for j in grammar.children(tokens, i)
    )


def _part_of(tokens: tuple[Token, ...], index: int, objects: frozenset[str]) -> bool:
    return any(tokens[i].lower_in(objects) and tokens[i].dep == "compound" for i in grammar.children(tokens, index))


def _borne(claim: Claim, mention: _Mention) -> Iterator[Assertion]:
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
        and not phrases.owner(claim, mention.bearer)
    ):
        noun = Named(UNNAMED + tokens[mention.bearer].lemma.lower(), f"the {tokens[mention.bearer].text}", 0, 0, 1.0)
        yield _assertion(claim, mention, noun, _UNNAMED * mention.weight)


def _held(claim: Claim, mention: _Mention) -> Iterator[tuple[Named, Assertion]]:
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


def _set_apart(claim: Claim, mention: _Mention) -> Iterator[Assertion]:
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
            _value(mention),
            claim.span.start,
            claim.span.end,
            _EXAMPLE,
            name.text,
        )
        for mention in _topic(preceding)
        for name in {each.canonical: each for each in names}.values()
    ]


def _topic(claim: Claim) -> Iterator[_Mention]:
    """The poles of what a claim is about: those put on its subject."""
    top = grammar.root(claim.tokens)
    who = grammar.subject(claim.tokens, top) if top is not None else None
    for mention in _mentions(claim):
        if (
            who is not None
            and mention.bearer is not None
            and mention.bearer in {who, *grammar.children(claim.tokens, who)}
        ):
            yield mention


def _value(mention: _Mention) -> str:
    return mention.pole.opposite if mention.negated else mention.pole.name


def _can_bear(pole: Pole, name: Named) -> bool:
    """Whether a name is of the sort that a frame is about; a person has a first name and a surname."""
    person = name.label == "PERSON" and " " in name.canonical
    if pole.bearers == "things":
        return not person
    return pole.bearers == "any" or name.label in {"PERSON", "MISC", "ORG"}


def _assertion(claim: Claim, mention: _Mention, name: Named, strength: float) -> Assertion:
    start = min(claim.tokens[mention.first].start, name.start or claim.tokens[mention.first].start)
    end = max(claim.tokens[mention.last].end, name.end)
    return Assertion(
        KIND, mention.pole.slot, name.canonical, _value(mention), start, end, round(strength, 3), name.text
    )
