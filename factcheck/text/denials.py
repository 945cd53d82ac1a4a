"""What calls a report untrue: cues of denial ("hoax", "denied that ...", "no, ..."), and what they deny.

A cue counts where it stands by its form (`lexicon/denial.toml`): "the story is fake", not "a fake passport". A headline
may deny with a plain negation as well ("Mayor did not resign"), since it says one thing only. Of a sentence, grammar
says what is denied; of a headline, whose grammar cannot be relied on, it is all the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from factcheck.lexicon import load, words
from factcheck.models import Claim, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, kin
from factcheck.text.clauses import ABLE, BOUND, UNREAL, Clause, clauses_of
from factcheck.text.cues import pseudo
from factcheck.text.vocabulary import is_known, uninflected
from factcheck.thresholds import DENIAL_PLAIN


@dataclass(frozen=True, slots=True)
class Denial:
    """A cue that counts: where it stands, its words, its strength, and the tokens that it denies.

    `whole` marks the cue of a headline, which denies all the rest of it; `plain` a mere negation, which counts only there.
    """

    tokens: tuple[int, ...]
    text: str
    strength: float
    scope: tuple[int, ...] = ()
    whole: bool = False
    plain: bool = False


@cache
def _cues() -> dict[str, tuple[tuple[tuple[str, ...], str, float], ...]]:
    """The cues by their first word."""
    found: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for cue in load("denial")["cue"]:
        for phrase in cue["words"]:
            parts = tuple(phrase.split())
            found.setdefault(parts[0], []).append((parts, cue["form"], float(cue["strength"])))
    return {first: tuple(cues) for first, cues in found.items()}


@once_a_claim
def denial(claim: Claim) -> Denial | None:
    """The strongest cue of denial that counts in a claim, the first of equals."""
    tokens = claim.tokens
    whole = is_headline(claim)
    forms = [{"not"} if t.text.lower() == "n't" else {t.lemma.lower(), t.text.lower(), kin.base(t)} for t in tokens]
    found = []
    for start, here in enumerate(forms):
        for phrase, form, strength in (cue for word in sorted(here) for cue in _cues().get(word, ())):
            where = tuple(range(start, start + len(phrase)))
            if where[-1] >= len(tokens) or not all(part in forms[i] for part, i in zip(phrase, where, strict=True)):
                continue
            if _counts(tokens, where, form, whole) and not (len(phrase) == 1 and _is_negated(claim, start)):
                scope = _all_but(tokens, where) if whole or _is_set_off(tokens, where) else _scope(tokens, where, form)
                found.append(Denial(where, grammar.words_of(tokens, where), strength, scope, whole))
    found += [Denial((i,), tokens[i].text, 1.0, _answered(tokens, i), whole) for i in _answers(tokens)]
    return max(found, key=lambda each: (each.strength, -each.tokens[0]), default=None)


def _answers(tokens: tuple[Token, ...]) -> list[int]:
    """ "No, ..." at the beginning of a sentence or after a colon."""
    return [
        i
        for i in range(len(tokens) - 3)
        if tokens[i].text.lower() in {"no", "nope"}
        and tokens[i + 1].pos == "PUNCT"
        and (i == 0 or (tokens[i + 1].text == "," and _is_break(tokens, i - 1)))
    ]


def _answered(tokens: tuple[Token, ...], index: int) -> tuple[int, ...]:
    """What "no" is said to: the question before it, else all that follows."""
    asked = index > 0 and tokens[index - 1].text == "?"
    return tuple(range(index - 1)) if asked else _all_but(tokens, (index,))


@once_a_claim
def stance(claim: Claim) -> Denial | None:
    """The cue by which a claim denies, a plain negation among them where it is a headline."""
    return denial(claim) or (_negation(claim) if is_headline(claim) else None)


def _negation(claim: Claim) -> Denial | None:
    """ "Mayor did not resign", "No sharks in the canal": the first negation, and the part of the headline it stands in."""
    tokens = claim.tokens
    hollow = pseudo(tokens)
    for i, token in enumerate(tokens):
        if i in hollow or token.text.lower() not in words("denial", "plain", "words"):
            continue
        if any(_leaves_open(clause, tokens) for clause in clauses_of(claim) if i in clause.negations):
            continue
        if _is_told_to_the_reader(tokens, i):
            continue
        return Denial((i,), token.text, DENIAL_PLAIN, _not_so(claim, i), whole=True, plain=True)
    return None


def _is_told_to_the_reader(tokens: tuple[Token, ...], index: int) -> bool:
    """ "Don't worry, ...", "Don't reset your phone": a "not" that opens a part of a headline after "do"."""
    return (
        index > 0
        and tokens[index - 1].text.lower() == "do"
        and (index == 1 or tokens[index - 2].pos == "PUNCT")
        and index + 1 < len(tokens)
        and tokens[index + 1].tag in {"VB", "VBP"}
    )


def _not_so(claim: Claim, index: int) -> tuple[int, ...]:
    """What a plain negation in a headline says is not so: the predicate, of a light verb its object, else what follows."""
    found: set[int] = set()
    for clause in clauses_of(claim):
        if index not in clause.negations:
            continue
        light = claim.tokens[clause.predicate].lemma.lower() in words("denial", "light", "words")
        found.add(clause.predicate)
        if light and clause.object is not None:
            found.add(clause.object)
    if claim.tokens[index].dep == "det" or not found:
        found |= {i for i in _part(claim.tokens, index) if index < i <= index + _NEAR}
    return tuple(sorted(found))


def _leaves_open(clause: Clause, tokens: tuple[Token, ...]) -> bool:
    """Whether a negated clause says which thing is meant, or what could not or should not be: it denies no report."""
    return clause.mode in {ABLE, BOUND, UNREAL} or tokens[clause.verb].dep in {"relcl", "acl"} or not clause.negated


def _part(tokens: tuple[Token, ...], index: int) -> tuple[int, ...]:
    """The part of a headline around a word, between colons, dashes and the ends of sentences, without the word."""
    first = max((i + 1 for i in range(index) if _is_break(tokens, i)), default=0)
    last = min((i for i in range(index, len(tokens)) if _is_break(tokens, i)), default=len(tokens))
    return tuple(i for i in range(first, last) if i != index)


def _is_break(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a part of a headline ends: at a colon or a dash, not at a hyphen."""
    glued = (
        index > 0
        and index + 1 < len(tokens)
        and tokens[index - 1].end == tokens[index].start == tokens[index + 1].start - 1
    )
    return tokens[index].text in _BREAKS and not (tokens[index].text == "-" and glued)


_BREAKS = frozenset({":", ";", "-", "–", "—", "|", "?", "!", ".", "..."})


def is_headline(claim: Claim) -> bool:
    """Whether a claim is set like a headline, whose grammar cannot be relied on: without a full stop."""
    return claim.text.rstrip("\"'”’ )")[-1:] not in {".", "!"}


@once_a_claim
def keeps_distance(claim: Claim) -> bool:
    """Whether a headline tells of a rumour, or asks, without saying that it is so: "Mayor reportedly resigns"."""
    return is_headline(claim) and any(
        token.text == "?"
        or (kin.base(token) in words("denial", "wary", "words") and not _is_of_a_thing(claim.tokens, i))
        for i, token in enumerate(claim.tokens)
    )


def _is_set_off(tokens: tuple[Token, ...], where: tuple[int, ...]) -> bool:
    """ "Fake: ...", "Myth: ..." """
    return where[0] == 0 and where[-1] + 1 < len(tokens) and tokens[where[-1] + 1].text in {":", "-", "—", "–"}


def _all_but(tokens: tuple[Token, ...], where: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(i for i in range(len(tokens)) if i not in where)


def _scope(tokens: tuple[Token, ...], where: tuple[int, ...], form: str) -> tuple[int, ...]:
    """What a cue denies: its object, its complement, or the report that it is said of."""
    index = where[-1]
    token = tokens[index]
    tops: list[int] = []
    if token.text.lower() == "to" and tokens[where[0]].text.lower() == "contrary":
        return _all_but(tokens, where)
    if token.dep in {"amod", "compound", "nmod", "acl", "relcl"}:
        tops.append(token.head)
    tops += [i for i in grammar.children(tokens, index) if tokens[i].dep in _DENIED and not _is_of_the_cue(tokens, i)]
    holder = grammar.head_verb(tokens, index)
    below = grammar.children(tokens, holder) if holder is not None and holder != index else ()
    if holder is not None and holder != index:
        # "unconfirmed reports said that ...", "it is false that ..."
        tops += [i for i in below if tokens[i].dep in {"ccomp", "xcomp", "csubj"} and i != index]
    if holder is not None and holder != index and token.dep not in {"amod", "compound", "nmod"}:
        tops += [i for i in below if tokens[i].dep == "prep" and i > index]
        if not form.startswith("verb") or tokens[holder].lemma.lower() == "be":
            told_of = grammar.subject(tokens, holder)
            tops += [i for i in below if tokens[i].dep in {"nsubj", "nsubjpass"}]
            tops += [] if told_of is None else [told_of]
    if token.lemma.lower() in {"happen", "exist"}:
        told_of = grammar.subject(tokens, index)
        tops += [] if told_of is None else [told_of]
    if holder is not None and (
        token.dep == "oprd" or (token.dep == "pobj" and tokens[token.head].lemma.lower() == "as")
    ):
        # "dismissed the report of its sinking as pure invention"
        tops += [i for i in below if tokens[i].dep == "dobj"]
    inside = {i for top in tops for i in grammar.subtree(tokens, top)} - set(where)
    doer = grammar.subject(tokens, index) if form.startswith("verb") else None
    if doer is not None and any(tokens[i].pos == "PRON" and "subj" in tokens[i].dep for i in inside):
        # "Apple denied that it ..." is about Apple
        inside |= set(grammar.phrase(tokens, doer))
    return tuple(sorted(inside))


def _is_of_the_cue(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether something tells more of a hoax and not what it was about: "a hoax made with a computer"."""
    cue = tokens[tokens[index].head]
    bare = tokens[index].dep == "acl" and not any(tokens[i].dep == "mark" for i in grammar.children(tokens, index))
    return cue.pos == "NOUN" and cue.dep in {"attr", "oprd"} and bare and tokens[index].tag == "VBN"


_DENIED = frozenset({"ccomp", "xcomp", "acl", "relcl", "dobj", "prep", "nsubjpass", "csubj"})


def _counts(tokens: tuple[Token, ...], where: tuple[int, ...], form: str, headline: bool) -> bool:
    """Whether a cue denies a report where it stands."""
    index = where[-1]
    token = tokens[index]
    if set(where) & pseudo(tokens):
        return False
    if form == "anywhere":
        return True
    if any(tokens[i].text == "-" for i in (index - 1, index + 1) if 0 <= i < len(tokens)):
        return False
    if headline:
        return _counts_in_a_headline(tokens, where, form)
    if token.pos == "PROPN":
        return False
    if form.startswith("verb"):
        is_verb = token.pos in {"VERB", "PROPN"} and token.dep not in {"amod", "compound"}
        return is_verb and (form == "verb" or _has_report(tokens, index, clausal=form == "verb of a clause"))
    if token.dep in {"amod", "compound", "nmod"}:
        noun = tokens[token.head]
        return noun.lemma.lower() in words("denial", "reports", "words")
    # an object of anything else is a thing of its own: "arrested for a bomb hoax", "caught him in a lie"
    return (
        token.dep not in {"dobj", "pobj"}
        or any(tokens[i].lemma.lower() in words("denial", "reports", "words") for i in grammar.children(tokens, index))
        or tokens[token.head].lemma.lower() in {"as", "be"}
    )


def _counts_in_a_headline(tokens: tuple[Token, ...], where: tuple[int, ...], form: str) -> bool:
    """The same where grammar is of little help: by the words that stand around the cue.

    Hit: "Actor once again victim of death hoax", "Governor shoots down senator's assertion". Near miss: "Man arrested
    for bomb hoax", "Court denies bail", "Fake passports seized".
    """
    first, last = where[0], where[-1]
    following = [kin.base(token) for token in tokens[last + 1 : last + 1 + _NEAR]]
    if form.startswith("verb"):
        if tokens[first].dep in {"amod", "compound"} or (last == first and tokens[first].pos == "NOUN"):
            return False
        if form == "verb" or words("denial", "assertions", "words") & set(following):
            return True
        if form == "verb of a clause":
            passive = any(tokens[i].dep == "auxpass" for i in grammar.children(tokens, first))
            clausal = any(tokens[i].dep in {"ccomp", "xcomp", "pcomp"} for i in grammar.children(tokens, first))
            return not passive and (clausal or not words("denial", "asked_for", "words") & set(following))
        return False
    if _is_of_a_thing(tokens, last):
        return False
    before = {kin.base(token) for token in tokens[max(0, first - _NEAR) : first]}
    return tokens[last].dep not in {"pobj", "dobj"} or not words("denial", "punished", "words") & before


def _is_of_a_thing(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a word only says what kind of thing comes next ("fake passport", "hoax call"), a report not being one.

    A headline's verb is often taken for a noun ("Death hoax fools fans").
    """
    if index + 1 == len(tokens) or tokens[index + 1].pos not in {"NOUN", "PROPN", "ADJ"}:
        return False
    following = tokens[index + 1]
    if words("denial", "reports", "words") & {kin.base(token) for token in tokens[index + 1 : index + 4]}:
        return False
    verbal = following.text.lower().endswith("s") and is_known(uninflected(following.text.lower()), "VERB")
    # the tagger takes "hoax" for an adjective
    return is_known(kin.base(tokens[index]), "ADJ") or not (verbal or index == 0)


_NEAR = 6
"""Words between a verb and the report that it is said of: "shoots down the senator's repeated claims"."""


def _has_report(tokens: tuple[Token, ...], verb: int, *, clausal: bool) -> bool:
    """Whether a verb has a report as its object ("reports that ..."), or, if `clausal`, a clause ("that it ...")."""
    below = grammar.children(tokens, verb)
    objects = [i for i in below if tokens[i].dep in {"dobj", "nsubjpass"}]
    if tokens[verb].dep in {"acl", "relcl"}:
        objects.append(tokens[verb].head)
    named = any(
        tokens[j].lemma.lower() in words("denial", "reports", "words")
        for i in objects
        for j in grammar.conjuncts(tokens, i)
    )
    return named or (clausal and any(tokens[i].dep in {"ccomp", "xcomp", "pcomp"} and i > verb for i in below))


def _is_negated(claim: Claim, index: int) -> bool:
    return any(clause.negated for clause in clauses_of(claim) if index in {clause.predicate, clause.verb})
