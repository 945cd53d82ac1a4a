"""Cues: words of negation and what only looks like one (`factcheck/lexicon/negation.toml`), and phrases of any list."""

from __future__ import annotations

from functools import cache, lru_cache

from factcheck.lexicon import load
from factcheck.models import Claim, Token
from factcheck.remembering import once_a_claim


@lru_cache(maxsize=256)
def pseudo(tokens: tuple[Token, ...]) -> frozenset[int]:
    """The tokens of word sequences that look like negation and are none ("no doubt", "not only")."""
    text = [token.text.lower() if token.text.lower() != "n't" else "not" for token in tokens]
    found: set[int] = set()
    for index, word in enumerate(text):
        for sequence in _sequences().get(word, ()):
            if tuple(text[index : index + len(sequence)]) == sequence:
                found.update(range(index, index + len(sequence)))
    return frozenset(found)


@cache
def _sequences() -> dict[str, tuple[tuple[str, ...], ...]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for entry in load("negation")["pseudo"]["sequences"]:
        parts = tuple(entry.split())
        by_first.setdefault(parts[0], []).append(parts)
    return {first: tuple(rest) for first, rest in by_first.items()}


@cache
def cue_words(name: str) -> frozenset[str]:
    """The words of one class of cues."""
    return frozenset(next(cue["words"] for cue in load("negation")["cue"] if cue["name"] == name))


def is_plain_cue(token: Token) -> bool:
    """Whether a token is a negation word, whatever stands around it."""
    word = token.text.lower()
    return word in cue_words("verbal") or word in cue_words("absolute") or (token.dep == "neg" and word != "no.")


@once_a_claim
def phrases_in(claim: Claim, phrases: frozenset[str]) -> tuple[str, ...]:
    """Which of some phrases a claim contains, in the order of the text."""
    text = _spoken(claim)
    found = [(text.find(f" {phrase} "), phrase) for phrase in phrases]
    return tuple(phrase for _, phrase in sorted(each for each in found if each[0] >= 0))


@once_a_claim
def _spoken(claim: Claim) -> str:
    return " " + " ".join(token.text.lower().replace("’", "'") for token in claim.tokens) + " "
