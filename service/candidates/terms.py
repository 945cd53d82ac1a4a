"""Terms as numbers, how many claims have each, and which of them are worth asking for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import sqlalchemy as sa

POINT: Final = "point:"
EXTRAS: Final = ("entity:", "number:")

RAREST: Final = 8
"""Terms asked for: with fewer, claims that share only the sixth or seventh rarest word are lost; more cost time."""

MOST_EXTRAS: Final = 2
"""Names, and numbers, asked for beside the rarest terms: two reports of one event share these before other words."""

COMMON: Final = 2_000
"""Claims that may have a term for it to be ranked by: reading their entries takes a millisecond or two."""

MOST_ENTRIES: Final = 3_000
"""Entries of the index that one search may read in all; the commonest terms are left out until it fits."""


@lru_cache(maxsize=16_384)
def number_of(term: str) -> int:
    """The number that stands for a term in the index: 63 bits of its hash, so that any term is safe and short."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask the index for.

    Claims that share one of `points` are taken as they are; those that share some of `ranked` (term number -> how many
    claims have it) are ranked. `together` is asked for where every term of the claim is common: claims with all of
    these. Points and terms that no claim has are left out.
    """

    points: Mapping[int, int]
    ranked: Mapping[int, int]
    together: tuple[int, ...]


def question(terms: Collection[str], frequencies: Mapping[int, int]) -> Question:
    """Choose among a claim's terms by how many claims have each."""
    points: dict[int, int] = {}
    words: list[tuple[int, int, str]] = []
    for term in dict.fromkeys(terms):
        number = number_of(term)
        frequency = frequencies.get(number, 0)
        if not frequency:
            continue
        if term.startswith(POINT):
            points[number] = frequency
        else:
            words.append((frequency, number, term))
    words.sort()
    rare = [word for word in words if word[0] <= COMMON]
    chosen = rare[:RAREST]
    for prefix in EXTRAS:
        chosen += [word for word in rare[RAREST:] if word[2].startswith(prefix)][:MOST_EXTRAS]
    chosen.sort()
    ranked: dict[int, int] = {}
    entries = 0
    for frequency, number, _ in chosen:
        entries += frequency
        if entries > MOST_ENTRIES:
            break
        ranked[number] = frequency
    together = () if ranked else tuple(number for _, number, _ in words[:3])
    return Question(points, ranked, together)


claim_terms = sa.table("claim_terms", sa.column("term", sa.BigInteger), sa.column("claims", sa.Integer))


def counted(claims: Iterable[Collection[str]]) -> Counter[int]:
    """How many of these claims have each term."""
    return Counter(number for terms in claims for number in {number_of(term) for term in terms})


def ordered(terms: Collection[str]) -> list[int]:
    """The numbers of a claim's terms, each once, in a stated order."""
    return sorted({number_of(term) for term in terms})
