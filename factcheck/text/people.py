"""Which common nouns are people: "the driver", "a scientist", "the hostages"."""

from __future__ import annotations

from functools import lru_cache

from factcheck.lexicon import words
from factcheck.models import Token

_SHORTEST = 5
"""Letters from which an ending tells: "boy" and "king" are listed, "ear" and "bee" are nobody."""


def is_person(token: Token) -> bool:
    """Whether a common noun is for a person, by the word lists of `frames.toml` or by its ending."""
    return token.pos == "NOUN" and is_calling(token.lemma.lower())


@lru_cache(maxsize=8_192)
def is_calling(lemma: str) -> bool:
    """Whether a word is one for a person: an office, a trade, a part played."""
    if lemma in words("frames", "people", "nouns"):
        return True
    if lemma in words("frames", "people", "not_people") or len(lemma) < _SHORTEST:
        return False
    return lemma.endswith(tuple(words("frames", "people", "endings")))
