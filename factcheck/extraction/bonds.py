"""Bonds that one has to one other at a time: "X plays for Y", "X, a reporter at Y", "X sails under the flag of Y".

The words and what stands before the other are data (`lexicon/affiliation.toml`). What is told of the past is no bond of
now where one may have had several: who played for a club may play for another.

Hit: "Goalkeeper Mats Elgar is under contract with Malmo." Near miss: "Mats Elgar played for Malmo for two seasons."
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from factcheck.lexicon import load, words
from factcheck.models import Assertion, Claim, Kind
from factcheck.text import grammar, phrases
from factcheck.text.names import same_name
from factcheck.text.phrases import Named

STRENGTH = 0.9
_CAREER = frozenset({"club", "employer"})


def belonging(claim: Claim) -> Iterator[Assertion]:
    """ "X plays for Y", "X, a reporter at Y", "X sails under the flag of Y": bonds that one has to one at a time."""
    tokens = claim.tokens
    for index, token in enumerate(tokens):
        bonds = _bonds_by_word().get(token.lemma.lower())
        if not bonds:
            continue
        verb = token.pos in {"VERB", "AUX"}
        if verb:
            who = grammar.subject(tokens, index)
        elif token.dep in {"attr", "appos", "pobj"}:
            above = tokens[token.head].head if token.dep == "pobj" else token.head
            who = above if token.dep == "appos" else grammar.subject(tokens, above)
        else:
            continue
        around = {tokens[i].lemma.lower() for i in range(max(0, index - 4), index)}
        if who is None or grammar.negated(tokens, index) or around & words("affiliation", "offices", "past"):
            continue
        if any(tokens[i].tag == "MD" for i in grammar.children(tokens, index if verb else token.head)):
            continue
        if token.dep != "appos" and _is_career(claim, index if verb else token.head):
            bonds = tuple((slot, behind) for slot, behind in bonds if slot not in _CAREER)
        bound = _bearer(claim, who)
        way = "" if token.lower_in(words("affiliation", "ways", "any_work")) else token.lemma.lower()
        for slot, prepositions in bonds:
            for holder in _behind(claim, index, prepositions):
                for one in bound:
                    if not same_name(one.canonical, holder.canonical) and not _is_of_another_sort(
                        claim, slot, one, holder
                    ):
                        start, end = min(one.start, holder.start), max(one.end, holder.end)
                        strength = round(STRENGTH * one.strength * holder.strength, 3)
                        yield Assertion(
                            Kind.AFFILIATION,
                            slot,
                            one.canonical,
                            holder.canonical,
                            start,
                            end,
                            strength,
                            f"{one.text}|{holder.text}|{way if slot == 'employer' else ''}",
                        )


def _is_of_another_sort(claim: Claim, slot: str, one: Named, holder: Named) -> bool:
    """Whether the names are not of what the bond binds: a plant is called by its city, and no person is a subsidiary.

    "an employee at the firm's Brno plant", "Lina, daughter of Marta"
    """
    if slot == "owner":
        return one.label == "PERSON"
    named_by_it = any(token.pos == "NOUN" and 0 <= token.start - holder.end <= 1 for token in claim.tokens)
    return slot == "employer" and (named_by_it or holder.label in {"GPE", "LOC"})


def _is_career(claim: Claim, index: int) -> bool:
    """Whether a bond is told of the past, when one may have had several: "played for the club", "was a nurse at"."""
    verb = grammar.head_verb(claim.tokens, index)
    if verb is None:
        return False
    forms = (verb, *(i for i in grammar.children(claim.tokens, verb) if claim.tokens[i].dep in {"aux", "auxpass"}))
    return any(claim.tokens[i].tag == "VBD" for i in forms)


def _bearer(claim: Claim, top: int) -> tuple[Named, ...]:
    """The name of a subject: its own, beside its noun ("the tanker Orsova"), or in a second subject of its verb."""
    tokens = claim.tokens
    beside = [
        i
        for i in (*grammar.children(tokens, top), *grammar.children(tokens, tokens[top].head))
        if i > top and tokens[i].pos == "PROPN" and tokens[i].dep in {"appos", "nsubj"}
    ]
    named = phrases.denoted(claim, top) or tuple(name for i in beside if (name := phrases.name_at(claim, i)))
    return named[:1]


def _behind(claim: Claim, index: int, prepositions: frozenset[str]) -> Iterator[Named]:
    """The names behind a word and one of its prepositions; behind the word itself where "" is one of them."""
    tokens = claim.tokens
    for i in grammar.children(tokens, index):
        if "" in prepositions and tokens[i].dep == "dobj":
            owner = phrases.owner(claim, i)
            yield from phrases.denoted(claim, i)[:1] or ((owner,) if owner else ())
        if i > index and tokens[i].dep in {"prep", "agent"} and tokens[i].text.lower() in prepositions:
            for j in grammar.children(tokens, i):
                if tokens[j].dep == "pobj":
                    yield from phrases.denoted(claim, j)[:1]


@cache
def slots() -> frozenset[str]:
    """The slots that bonds fill."""
    return frozenset(load("affiliation")["bonds"])


@cache
def _bonds_by_word() -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    """The bonds that a word can state, each with its prepositions."""
    found: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for slot, ways in load("affiliation")["bonds"].items():
        for way in ways:
            for word in way["words"]:
                found[word] = (*found.get(word, ()), (slot, frozenset(way["behind"])))
    return found
