"""The unique descriptions that a claim gives to things: "X is the largest bank in Norway", "no pub is older than X".

An assertion's slot is the superlative with its noun ("large bank"), its subject what else the description says (its
setting: "norway"), its value what is said to be it. Descriptions that fit many ("one of the largest", "a first") are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from factcheck.lexicon import load, words
from factcheck.matching.terms import UNNAMED
from factcheck.models import Assertion, Claim, Kind
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, nations, phrases

_STATED, _APPOSED, _UNNAMED = 0.9, 0.85, 0.85
BETWEEN = "|"
"""Between the words of a setting, whose names may have spaces."""

WORLD = "the world"
"""The setting of what is first, or largest, anywhere: it may be left unsaid."""


@dataclass(frozen=True, slots=True)
class _Filler:
    """What is said to be it: a name, or a noun with its phrase."""

    key: str
    text: str
    start: int
    end: int
    strength: float


@once_a_claim
def descriptions(claim: Claim) -> tuple[Assertion, ...]:
    """The unique descriptions that a claim gives to things."""
    found: dict[tuple[str, str, str], Assertion] = {}
    for mark, token in enumerate(claim.tokens):
        if token.tag in {"JJS", "RBS"} or token.lower_in(words("superlative", "ordinals", "words")):
            described = _described(claim, mark)
        elif token.tag in {"JJR", "RBR"}:
            described = _unsurpassed(claim, mark)
        elif token.pos == "VERB" and token.lower_in(words("superlative", "leading", "verbs")):
            described = _leading(claim, mark)
        else:
            continue
        for assertion in described:
            found.setdefault((assertion.slot, assertion.subject, assertion.value), assertion)
    return tuple(found.values())


@once_a_claim
def said(claim: Claim) -> frozenset[str]:
    """Everything that may stand in a setting and that a claim says anywhere."""
    tokens = claim.tokens
    found = {_key(claim, i) for i in range(len(tokens))} | {entity.canonical for entity in claim.entities}
    return frozenset(found | {token.lemma.lower() for token in tokens})


def _key(claim: Claim, index: int) -> str:
    """The word as it is compared: a name under its canonical form, "Norwegian" under its country."""
    token = claim.tokens[index]
    people = nations.people(token.text) if token.text[:1].isupper() else None
    if people is not None:
        return people
    name = phrases.name_at(claim, index)
    if name and (token.pos in {"PROPN", "PRON"} or token.dep == "poss"):
        return name.canonical
    return token.lemma.lower()


def _described(claim: Claim, mark: int) -> Iterator[Assertion]:
    """ "X is the largest bank in Norway", "the oldest of the schools is X"."""
    noun = _noun_of(claim, mark)
    if noun is None or not _is_definite(claim, mark, noun):
        return
    of_kind = _partitive(claim, noun) if noun == mark else noun
    kind = _kind_of_headless(claim, mark) if of_kind is None else of_kind
    if kind is None:
        return
    slot = _slot(claim, mark, kind)
    setting = _setting(claim, mark, noun, kind)
    wording = _wording(claim, mark, noun, kind)
    yield from _assertions(claim, slot, setting, wording, _fillers(claim, noun), (mark, noun))


def _assertions(
    claim: Claim, slot: str, setting: frozenset[str], wording: str, fillers: Iterator[_Filler], about: tuple[int, int]
) -> Iterator[Assertion]:
    if not setting:
        return
    tokens = claim.tokens
    for filler in fillers:
        inside = tokens[about[0]].start <= filler.start <= tokens[about[1]].end
        if inside or filler.key in setting:
            continue
        yield Assertion(
            Kind.SUPERLATIVE,
            slot,
            BETWEEN.join(sorted(setting)),
            filler.key,
            min(tokens[about[0]].start, filler.start),
            max(tokens[about[1]].end, filler.end),
            round(filler.strength, 3),
            f"{wording}|{filler.text}|{' '.join(_years(claim, filler))}|{_tense(claim, about[0], about[1])}",
        )


def _tense(claim: Claim, mark: int, noun: int) -> str:
    """Whether a thing was or is what the description says; "" where that does not matter: the first stays the first."""
    tokens = claim.tokens
    if any(tokens[i].lower_in(words("superlative", "lasting", "words")) for i in range(mark, noun + 1)):
        return ""
    verb = tokens[noun].head
    if tokens[verb].lemma != "be" or tokens[noun].dep not in {"attr", "nsubj", "acomp"}:
        return ""
    return "past" if tokens[verb].tag == "VBD" else "present"


def _years(claim: Claim, filler: _Filler) -> Iterator[str]:
    """The years that a claim speaks of, but for those that belong to what fills the description ("the fire in 2011")."""
    tokens = claim.tokens
    top = next((i for i, token in enumerate(tokens) if filler.start < token.end == filler.end), None)
    own = set() if top is None else {tokens[i].start for i in grammar.subtree(tokens, top)}
    for time in claim.times:
        if time.start not in own:
            yield from (str(year) for year in range(time.earliest.year, time.latest.year + 1))


def _noun_of(claim: Claim, mark: int) -> int | None:
    """The noun that a superlative describes; itself where it stands for one ("the oldest in the country")."""
    tokens = claim.tokens
    index = mark
    while tokens[index].dep in {"amod", "advmod", "compound", "nmod", "punct"} and tokens[index].head != index:
        index = tokens[index].head
        if tokens[index].pos in {"NOUN", "PROPN"}:
            return index if index > mark else None
        if tokens[index].pos not in {"ADJ", "ADV", "VERB"} or tokens[index].dep not in {"amod", "compound", "nmod"}:
            break
    alone = tokens[mark].tag == "JJS" and tokens[mark].dep in {"attr", "nsubj", "nsubjpass", "acomp", "oprd", "appos"}
    return mark if alone else None


def _partitive(claim: Claim, mark: int) -> int | None:
    """ "The smallest of the primates": what the others are."""
    tokens = claim.tokens
    return next(
        (
            j
            for i in grammar.children(tokens, mark)
            if tokens[i].text.lower() == "of"
            for j in grammar.children(tokens, i)
            if tokens[j].dep == "pobj" and tokens[j].tag in {"NNS", "NNPS"}
        ),
        None,
    )


def _kind_of_headless(claim: Claim, mark: int) -> int | None:
    """ "The university of Coldmere is the oldest in the country": the noun of the subject."""
    tokens = claim.tokens
    who = grammar.subject(tokens, tokens[mark].head) if tokens[mark].dep in {"attr", "acomp"} else None
    return who if who is not None and tokens[who].pos == "NOUN" else None


def _is_definite(claim: Claim, mark: int, noun: int) -> bool:
    tokens = claim.tokens
    if (
        noun != mark
        and tokens[noun].tag == "NNS"
        and not tokens[mark].lower_in(words("superlative", "ordinals", "words"))
    ):
        return False
    first = min(grammar.phrase(tokens, noun))
    before = {tokens[i].lemma.lower() for i in range(max(0, first - 3), mark)}
    if before & words("superlative", "weakening", "before"):
        return False
    if any(tokens[i].text.lower() == "the" or tokens[i].dep == "poss" for i in grammar.children(tokens, noun)):
        return True
    # Headlines leave the article out.
    return not any(token.tag == "DT" for token in tokens) and tokens[-1].text not in {".", "!"}


def _slot(claim: Claim, mark: int, kind: int) -> str:
    """The superlative with what it rates and the noun: "large bank", "most popular browser", "second large city"."""
    tokens = claim.tokens
    lemma = tokens[mark].lemma.lower()
    rank = [
        tokens[i].text.lower()
        for i in range(max(0, mark - 2), mark)
        if tokens[i].lower_in(words("superlative", "ranks", "words"))
    ]
    rated = [
        tokens[i].lemma.lower()
        for i in grammar.ancestors(tokens, mark)
        if tokens[i].dep in {"amod", "compound", "nmod"} and mark < i < kind and _told_apart_by(claim, i)
    ]
    return " ".join([*rank, _same_marks().get(lemma, lemma), *rated, tokens[kind].lemma.lower()])


@cache
def _same_marks() -> dict[str, str]:
    """The word that stands for all that mean the same."""
    return {word: group[0] for group in load("superlative")["same"]["groups"] for word in group}


def _setting(claim: Claim, mark: int, noun: int, kind: int) -> frozenset[str]:
    """What tells the described thing apart, beside superlative and noun: modifiers, owner, place, deed."""
    tokens = claim.tokens
    inside = {*grammar.phrase(tokens, noun), *_behind(claim, noun)}
    if _partitive(claim, noun) == kind:
        inside |= {*grammar.phrase(tokens, kind), *_behind(claim, kind)}
    if tokens[noun].dep == "attr":
        # "the first country to ban plastic toys": the parser hangs what was first done on the verb as often.
        deeds = [
            i
            for i in grammar.children(tokens, tokens[noun].head)
            if i > noun and (tokens[i].dep == "xcomp" or tokens[i].text == "to")
        ]
        inside |= {j for i in deeds for j in grammar.subtree(tokens, i)}
    rank = _slot(claim, mark, kind).split()
    return frozenset(key for i in inside - {mark, noun, kind} if (key := _told_apart_by(claim, i)) and key not in rank)


def _told_apart_by(claim: Claim, index: int) -> str:
    """A word of a setting as it is compared, "" where it tells nothing apart: a time, the trade before a name."""
    tokens = claim.tokens
    token = tokens[index]
    if token.lower_in(words("superlative", "world", "words")):
        return WORLD
    if token.lower_in(words("superlative", "ignored", "words")) or token.lower_in(words("names", "not_names", "words")):
        return ""
    if any(time.start <= token.start < time.end for time in claim.times):
        return ""
    below = next((i for i in grammar.ancestors(tokens, index) if tokens[i].dep not in {"compound", "amod"}), index)
    trade = token.pos == "NOUN" and token.dep in {"compound", "amod"}
    if trade and tokens[below].pos == "PROPN":
        return ""
    if token.lower_in(words("superlative", "settlements", "words")) and any(
        tokens[i].text.lower() == "of" and any(tokens[j].pos == "PROPN" for j in grammar.children(tokens, i))
        for i in grammar.children(tokens, index)
    ):
        return ""
    key = _key(claim, index)
    content = grammar.is_content(token) or token.tag in {"JJS", "RBS"} or key != token.lemma.lower()
    return key if content else ""


def _behind(claim: Claim, noun: int) -> set[int]:
    """What follows the noun and belongs to it: its prepositional phrases and clauses, appositions left out."""
    tokens = claim.tokens
    found = set()
    for i in grammar.subtree(tokens, noun):
        if i <= noun:
            continue
        above = [*grammar.ancestors(tokens, i)]
        path = [i, *above[: above.index(noun)]] if noun in above else [i]
        deps = {tokens[j].dep for j in path}
        added = any(
            tokens[j].dep in {"relcl", "acl"} and any(tokens[k].text == "," for k in range(noun + 1, j)) for j in path
        )
        if deps & {"prep", "relcl", "acl", "poss"} and "appos" not in deps and not added:
            found.add(i)
    return found


def _fillers(claim: Claim, noun: int) -> Iterator[_Filler]:
    """What is said to be it: "X is the ...", "the ... is X", "X, the ...", "the ..., X", "has X as the ..."."""
    tokens = claim.tokens
    token = tokens[noun]
    verb = token.head
    if token.dep in {"attr", "acomp", "oprd"} and not grammar.negated(tokens, verb):
        named = next((i for i in grammar.children(tokens, verb) if tokens[i].dep == "dobj" and i < noun), None)
        who = named if named is not None and not grammar.is_passive(tokens, verb) else grammar.subject(tokens, verb)
        hedged = any(tokens[i].tag == "MD" for i in grammar.children(tokens, verb))
        if who is not None and who != noun and not hedged:
            yield from _thing(claim, who, _STATED)
    if token.dep == "nsubj" and tokens[verb].lemma == "be" and not grammar.negated(tokens, verb):
        said = next((i for i in grammar.children(tokens, verb) if tokens[i].dep == "attr" and i != noun), None)
        if said is not None:
            yield from _thing(claim, said, _STATED)
    if token.dep == "pobj" and tokens[verb].text.lower() == "as":
        above = tokens[verb].head
        naming = tokens[above].head if tokens[above].dep == "dobj" else above
        named = next((i for i in grammar.children(tokens, naming) if tokens[i].dep in {"dobj", "nsubjpass"}), None)
        if named is not None and tokens[naming].pos in {"VERB", "AUX"} and not grammar.negated(tokens, naming):
            yield from _thing(claim, named, _APPOSED)
    if token.dep == "appos":
        yield from (each for each in _thing(claim, token.head, _APPOSED) if each.start < token.start)
    for i in grammar.children(tokens, noun):
        if tokens[i].dep == "appos" and (name := phrases.name_at(claim, i)):
            yield _Filler(name.canonical, name.text, name.start, name.end, _APPOSED)


def _thing(claim: Claim, top: int, strength: float) -> Iterator[_Filler]:
    """The first name of a phrase, or its noun with what stands before it."""
    tokens = claim.tokens
    named = phrases.listed(claim, top)[:1] or tuple(
        name
        for i in grammar.children(tokens, top)
        if tokens[i].dep in {"appos", "compound"} and tokens[i].pos == "PROPN" and (name := phrases.name_at(claim, i))
    )
    for name in named:
        yield _Filler(name.canonical, name.text, name.start, name.end, strength * name.strength)
    if named or tokens[top].pos not in {"NOUN", "PROPN"} or len(grammar.conjuncts(tokens, top)) > 1:
        return
    owner = phrases.owner(claim, top)
    if owner and owner.start > tokens[top].end:  # "the library of Harrowby" is as good as a name
        key = f"{tokens[top].lemma.lower()} of {owner.canonical}"
        yield _Filler(key, f"{tokens[top].text} of {owner.text}", tokens[top].start, owner.end, strength)
        return
    inside = [i for i in grammar.phrase(tokens, top) if grammar.is_content(tokens[i])]
    key = UNNAMED + " ".join(tokens[i].lemma.lower() for i in inside)
    row = grammar.phrase(tokens, top)
    yield _Filler(key, grammar.words_of(tokens, row), tokens[row[0]].start, tokens[top].end, strength * _UNNAMED)


def _unsurpassed(claim: Claim, mark: int) -> Iterator[Assertion]:
    """ "Norwick has no larger employer than X": the largest employer in Norwick is X."""
    tokens = claim.tokens
    noun = tokens[mark].head
    if tokens[mark].tag == "RBR" and tokens[noun].pos == "ADJ":
        noun = tokens[noun].head
    if tokens[noun].pos != "NOUN" or not any(tokens[i].text.lower() == "no" for i in grammar.children(tokens, noun)):
        return
    than = next((i for i in range(noun, len(tokens)) if tokens[i].text.lower() == "than"), None)
    rival = next((i for i in grammar.children(tokens, than) if tokens[i].dep == "pobj"), None) if than else None
    if rival is None:
        return
    setting = _setting(claim, mark, noun, noun) - {_key(claim, i) for i in grammar.subtree(tokens, than or noun)}
    verb = tokens[noun].head
    who = grammar.subject(tokens, verb)
    if tokens[verb].lemma == "have" and who is not None and (holder := phrases.name_at(claim, who)):
        setting |= {holder.canonical}
    slot = _slot(claim, mark, noun)
    superlative = grammar.words_of(tokens, tuple(i for i in range(mark, noun + 1)))
    wording = f"that than which there is no {superlative}"
    yield from _assertions(claim, slot, frozenset(setting), wording, _thing(claim, rival, _STATED), (mark, noun))


def _leading(claim: Claim, verb: int) -> Iterator[Assertion]:
    """ "X tops the Cypriot league": one leads at a time."""
    tokens = claim.tokens
    what = next((i for i in grammar.children(tokens, verb) if tokens[i].dep == "dobj"), None)
    who = grammar.subject(tokens, verb)
    if what is None or who is None or not tokens[what].lower_in(words("superlative", "leading", "nouns")):
        return
    if grammar.negated(tokens, verb) or any(tokens[i].tag == "MD" for i in grammar.children(tokens, verb)):
        return
    row = grammar.phrase(tokens, what)
    inside = {*row, *_behind(claim, what)} - {what}
    setting = {key for i in inside if (key := _told_apart_by(claim, i))}
    wording = f"first in {grammar.words_of(tokens, row)}"
    noun = tokens[what].lemma.lower()
    yield from _assertions(
        claim, f"lead {noun}", frozenset(setting), wording, _thing(claim, who, _STATED), (verb, what)
    )


def _wording(claim: Claim, mark: int, noun: int, kind: int) -> str:
    inside = [i for i in grammar.phrase(claim.tokens, noun) if i >= min(mark, noun) - 1]
    for i in grammar.children(claim.tokens, noun):
        if claim.tokens[i].dep == "prep":
            inside += [j for j in grammar.subtree(claim.tokens, i) if j - noun < 8]
    start = min(inside)
    spoken = grammar.words_of(claim.tokens, tuple(sorted(set(inside))))
    if noun == mark and kind < noun:
        spoken += f" {claim.tokens[kind].text}"
    return f"the {spoken[4:]}" if claim.tokens[start].text.lower() == "the" else f"the {spoken}"
