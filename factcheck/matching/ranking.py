"""How much a published claim is like a text: the share of the text's rarity that its words carry."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

_WORD: Final = re.compile(r"[^\W_]+")
_MOST_ASKED: Final = 24
_SAME: Final = 0.9
_RELATED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Published:
    """What a fact-check is found by."""

    claim: str
    title: str | None = None


def search_terms(text: str) -> tuple[str, ...]:
    """The words of a text, each once."""
    return tuple(dict.fromkeys(_WORD.findall(unicodedata.normalize("NFKC", text).casefold())))


def asked_terms(terms: Collection[str], frequencies: Mapping[str, int]) -> tuple[str, ...]:
    """The terms to ask the index for, the rarest first."""
    known = (term for term in terms if frequencies.get(term))
    return tuple(sorted(known, key=lambda term: (frequencies[term], term))[:_MOST_ASKED])


def rank(query: str, published: Sequence[Published], frequencies: Mapping[str, int], stored: int) -> tuple[float, ...]:
    """A score from 0 to 1 for each, in the order given."""
    rarity = {term: math.log(1 + stored / max(1, frequencies.get(term, 1))) for term in search_terms(query)}
    whole = sum(rarity.values()) or 1.0
    said = (set(search_terms(f"{each.claim}\n{each.title or ''}")) for each in published)
    return tuple(min(1.0, sum(rarity[term] for term in rarity if term in terms) / whole) for terms in said)


def published_level(query: str, score: float) -> Literal["same", "related"] | None:  # noqa: ARG001
    """Whether a fact-check of this score reviews the text, or something near it."""
    return "same" if score >= _SAME else "related" if score >= _RELATED else None
