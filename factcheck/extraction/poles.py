"""Which poles of the opposed-concept frames a claim speaks of, and of what: the grammar behind `opposed_concept`.

"X keeps its models closed" speaks of the pole "closed" of its models, "X did not approve Y" of the pole "approved",
negated, of Y. What bears the pole may be unnamed, or not said at all ("once closed, ...").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.lexicon import frames
from factcheck.lexicon.frames import Pole
from factcheck.models import Claim, Token
from factcheck.text import grammar

STATED, DESCRIBED, UNDONE = 0.95, 0.85, 0.5
"""How directly a predicate, an attribute, and an act that did not happen put a thing at a pole, 0 to 1.

Who was not killed may have died otherwise, what was not approved need not be rejected: below a report.
"""


@dataclass(frozen=True, slots=True)
class Mention:
    """A pole that a claim speaks of: the words that say so and the word that the pole is put on."""

    pole: Pole
    first: int
    last: int
    bearer: int | None
    weight: float
    negated: bool
    attributive: bool

    @property
    def value(self) -> str:
        """The pole that the bearer is put at: negation turns it round."""
        return self.pole.opposite if self.negated else self.pole.name


def mentions(claim: Claim) -> Iterator[Mention]:
    """The poles that a claim speaks of, in the order of the text."""
    tokens = claim.tokens
    plain = [i for i, token in enumerate(tokens) if token.text not in {"-", "–"}]
    spoken = [tokens[i].text.lower() for i in plain]
    for at, word in enumerate(spoken):
        lemma = tokens[plain[at]].lemma.lower()
        said = [
            (phrase, pole, only_predicate)
            for phrase, pole, only_predicate in frames.by_first_word().get(word, ())
            if tuple(spoken[at : at + len(phrase)]) == phrase
        ]
        longest = max((len(phrase) for phrase, _, _ in said), default=0)
        for phrase, pole, only_predicate in said:
            last = at + len(phrase) - 1
            mention = _described(claim, pole, plain[at], plain[last], only_predicate)
            if mention and len(phrase) == longest:
                yield mention
        if tokens[plain[at]].pos == "VERB" or lemma in {"open", "test"}:
            for pole in frames.by_verb().get(lemma, ()):
                yield from _enacted(claim, pole, plain[at])


_PREDICATIVE = frozenset({"acomp", "attr", "oprd", "ROOT", "conj", "pobj", "prep", "advmod", "acl", "ccomp", "advcl"})


def _described(claim: Claim, pole: Pole, first: int, last: int, only_predicate: bool) -> Mention | None:
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
        return Mention(pole, first, last, made, STATED, denied, attributive=False)
    is_noun = token.dep in {"conj", "pobj"} and token.pos in {"NOUN", "PROPN"}
    if token.dep in _PREDICATIVE and not is_noun:
        bearer = _predicated_of(tokens, head)
        return Mention(pole, first, last, bearer, STATED, grammar.negated(tokens, head), attributive=False)
    before_noun = token.dep in {"amod", "compound", "nmod", "advmod"} and tokens[above].pos in {"NOUN", "PROPN"}
    # "an open letter" is not open, "an open model" is.
    if not before_noun or (only_predicate and not tokens[above].lower_in(pole.classes)):
        return None
    # "the open-source browser Lumen": the name that the noun stands before is what is described.
    if tokens[above].dep == "compound" and tokens[tokens[above].head].pos == "PROPN":
        above = tokens[above].head
    return Mention(pole, first, last, above, DESCRIBED, grammar.negated(tokens, above), attributive=True)


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


def _enacted(claim: Claim, pole: Pole, verb: int) -> Iterator[Mention]:
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
        yield Mention(pole, verb, verb, subject, UNDONE if denied else STATED, denied, attributive=False)
        for other in _opponents(tokens, verb, pole):
            yield Mention(pole, verb, other, other, UNDONE if denied else STATED, not denied, attributive=False)
    if lemma in pole.undergoes:
        bearer = subject if passive else target
        if bearer is not None:
            yield Mention(pole, verb, verb, bearer, UNDONE if denied else STATED, denied, attributive=False)
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
            yield Mention(pole, min(verb, *hit), max(verb, *hit), doer, weight, denied, attributive=False)


def _opponents(tokens: tuple[Token, ...], verb: int, pole: Pole) -> list[int]:
    """Whom something was won or lost against: behind the verb or behind what was won."""
    around = (verb, *grammar.children(tokens, verb))
    return [
        j
        for top in around
        for i in grammar.children(tokens, top)
        if tokens[i].dep == "prep" and tokens[i].text.lower() in pole.versus
        for j in grammar.children(tokens, i)
        if tokens[j].dep == "pobj"
    ]


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
