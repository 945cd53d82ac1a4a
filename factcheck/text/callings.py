"""What a claim calls a person beside the name: "the singer Mara Lind", "Judge Lind", "Mara Lind, a judge in Oslo".

Only words that place somebody in one walk of life count (`lexicon/callings.toml`): nobody is called a judge here and a
goalkeeper there, but many a lawyer became a minister, and "activist" goes with anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from factcheck.lexicon import load
from factcheck.models import Claim, Entity
from factcheck.remembering import once_a_claim
from factcheck.text import grammar


@dataclass(frozen=True, slots=True)
class Called:
    """A name, the word for what its bearer does, and the walk of life that the word belongs to."""

    canonical: str
    name: str
    calling: str
    field: str


@once_a_claim
def callings(claim: Claim) -> tuple[Called, ...]:
    """The names of a claim that stand beside a word for what the person does, with that word."""
    found = (
        Called(entity.canonical, entity.text, calling, field)
        for entity in claim.entities
        for index in _beside(claim, entity)
        for calling in (_calling(claim.tokens, index),)
        if (field := _fields().get(calling))
    )
    return tuple(dict.fromkeys(found))


def _beside(claim: Claim, entity: Entity) -> Iterator[int]:
    """The word before a name, the one that the model took into it, and the nouns in apposition to it.

    What stands before a name belongs to it whatever the parser makes of it ("the footballer Peter Holt was").
    """
    tokens = claim.tokens
    inside = [i for i, token in enumerate(tokens) if entity.start <= token.start < entity.end]
    if not inside:
        return
    top = inside[-1]
    yield from inside[:1] if len(inside) > 1 else ()
    yield from (i for i in range(max(0, inside[0] - 1), inside[0]) if tokens[i].pos in {"NOUN", "PROPN"})
    yield from (i for i in grammar.children(tokens, top) if tokens[i].dep == "appos" and i > top)


def _calling(tokens: grammar.Tokens, index: int) -> str:
    """The word, with the one before it where the two are one calling: "tennis player"."""
    word = tokens[index].lemma.lower()
    pair = f"{tokens[index - 1].text.lower()} {word}" if index else word
    return pair if pair in _fields() else word


def together(one: str, other: str) -> bool:
    """Whether one life can have both walks of life."""
    return one == other or frozenset({one, other}) in _together()


@cache
def _fields() -> dict[str, str]:
    return {word: field for field, listed in load("callings")["fields"].items() for word in listed}


@cache
def _together() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.split()) for pair in load("callings")["together"]["pairs"])
