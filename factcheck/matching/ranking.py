"""Which of the published fact-checks that an index offers are about a text, and how surely.

Two measures, in equal parts: BM25 over stems, as a share of what the text itself would score, and the cosine of
character n-grams, weighted by what tells the offered ones apart. The first knows which words are rare, the second
forgives spelling, endings and words run together. Rank fusion and word alignment were no better (docs/matching.md).
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from factcheck.matching import ranking_terms
from factcheck.thresholds import (
    ASKED_ENTRIES,
    ASKED_TERMS,
    BM25_LENGTH,
    BM25_SATURATION,
    FEWEST_PUBLISHED_STEMS,
    FULL_PUBLISHED_STEMS,
    GRAM_LENGTHS,
    MEANING,
    RELATED_PUBLISHED_CLAIM,
    SAME_PUBLISHED_CLAIM,
    SHORT_PUBLISHED_CLAIM,
)

Level = Literal["same", "related"]

_HASH_BITS = 32


@dataclass(frozen=True, slots=True)
class Published:
    """The words of a published fact-check that are searched: what was claimed, and its headline."""

    claim: str
    title: str | None = None

    @property
    def text(self) -> str:
        """Both, as they are indexed and compared."""
        return f"{self.claim}\n{self.title}" if self.title else self.claim


def asked_terms(terms: Collection[str], frequencies: Mapping[str, int]) -> tuple[str, ...]:
    """The terms of a text to ask the index for, rarest first: never all of them, and none that nothing has.

    They stop where the entries to be read would be too many; the rarest is always asked for.
    """
    known = sorted((frequencies[term], term) for term in set(terms) if frequencies.get(term))
    chosen: list[str] = []
    entries = 0
    for frequency, term in known[:ASKED_TERMS]:
        entries += frequency
        if chosen and entries > ASKED_ENTRIES:
            break
        chosen.append(term)
    return tuple(chosen)


def rank(query: str, published: Sequence[Published], frequencies: Mapping[str, int], stored: int) -> tuple[float, ...]:
    """How much each of these is about the text: a score from 0 to 1 for each, in the order given.

    `frequencies` says how many of the `stored` fact-checks have each of the text's search terms. The score of one does
    not depend on the order of the others.
    """
    if not published or not ranking_terms.stems(query):
        return (0.0,) * len(published)
    known = {term: frequencies[term] for term in ranking_terms.search_terms(query) if frequencies.get(term)}
    joined = any(term.startswith(ranking_terms.JOINED) for term in known)
    profiles = [_profile(one.text, joined) for one in published]
    shares = _bm25(query, known, profiles, stored)
    cosines = _cosines(ranking_terms.spoken(query), [profile.said for profile in profiles])
    return tuple(round(min(1.0, (share + cosine) / 2), 6) for share, cosine in zip(shares, cosines, strict=True))


def with_meaning(scores: Sequence[float], cosines: Sequence[float | None]) -> tuple[float, ...]:
    """The scores of fact-checks, by their words, with how much they mean the same as the text by an encoder.

    Where there is no cosine the score stays. It puts in order; what passes for the same claim is told by the words alone:
    of two texts about one thing an encoder hardly tells whether they are one claim.
    """
    return tuple(
        score if cosine is None else round((1 - MEANING) * score + MEANING * min(1.0, max(0.0, cosine)), 6)
        for score, cosine in zip(scores, cosines, strict=True)
    )


def published_level(text: str, score: float) -> Level | None:
    """What a score says of a text and a published claim: one claim, one topic, or nothing; the shorter, the stricter.

    A hit: a post that repeats a quotation somebody is said to have coined. A near miss: another saying of the same
    person, which is about the topic only; and a text of one telling word ("It is in the blood.") matches nothing.
    """
    telling = len(set(ranking_terms.stems(text)))
    if telling < FEWEST_PUBLISHED_STEMS:
        return None
    missing = max(0.0, 1 - telling / FULL_PUBLISHED_STEMS)
    score -= SHORT_PUBLISHED_CLAIM * missing * missing
    if score >= SAME_PUBLISHED_CLAIM:
        return "same"
    return "related" if score >= RELATED_PUBLISHED_CLAIM else None


@dataclass(frozen=True, slots=True)
class _Profile:
    """What is counted in a text, once for all queries that it is offered to: its words, and its stems with neighbours."""

    said: tuple[str, ...]
    counts: Mapping[str, int]
    length: int


@lru_cache(maxsize=4096)
def _profile(text: str, joined: bool) -> _Profile:
    said = ranking_terms.spoken(text)
    telling = ranking_terms.telling(said)
    counts = Counter(map(ranking_terms.stem, telling))
    if joined:
        counts.update({ranking_terms.JOINED + pair for pair in ranking_terms.joined(telling)})
    return _Profile(said, counts, len(telling))


def _bm25(query: str, known: Mapping[str, int], profiles: Sequence[_Profile], stored: int) -> list[float]:
    """Okapi BM25 of each text, as a share of what a text of usual length that has every stem of the query would get."""
    weights = {term: _rarity(frequency, stored) for term, frequency in known.items()}
    best = sum(weights.get(stem, _rarity(0, stored)) for stem in set(ranking_terms.stems(query)))
    if not best:
        return [0.0] * len(profiles)
    usual = sum(profile.length for profile in profiles) / len(profiles) or 1.0
    shares = []
    for profile in profiles:
        damping = BM25_SATURATION * (1 - BM25_LENGTH + BM25_LENGTH * profile.length / usual)
        score = 0.0
        for term in weights.keys() & profile.counts.keys():
            count = profile.counts[term]
            score += weights[term] * count * (BM25_SATURATION + 1) / (count + damping)
        shares.append(score / best)
    return shares


def _rarity(frequency: int, stored: int) -> float:
    return math.log(1 + (max(stored, frequency) - frequency + 0.5) / (frequency + 0.5))


def _cosines(query: Sequence[str], texts: Sequence[Sequence[str]]) -> list[float]:
    """The cosine of each text's n-grams with the query's, those rarer among these texts weighing more."""
    count = len(texts)
    owners, hashes, damped = _grams((query, *texts))
    known, place = np.unique(hashes, return_inverse=True)
    among = np.bincount(place[owners > 0], minlength=len(known))
    values = damped * (1 + np.log((1 + count) / (1 + among)))[place]
    asked = np.zeros(len(known))
    asked[place[owners == 0]] = values[owners == 0]
    dots = np.bincount(owners, weights=values * asked[place], minlength=count + 1)
    sizes = np.sqrt(np.bincount(owners, weights=values * values, minlength=count + 1))
    own = sizes[0] * sizes[1:]
    return [float(dot / size) if dot else 0.0 for dot, size in zip(dots[1:], own, strict=True)]


def _grams(
    texts: Sequence[Sequence[str]],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Each n-gram of each text once: the text's place, the n-gram's hash, one plus the logarithm of how often it occurs."""
    hashed = [_hashes(word) for said in texts for word in said]
    if not hashed:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    owners = np.repeat(np.arange(len(texts)), [len(said) for said in texts])
    keys = np.repeat(owners << _HASH_BITS, [len(hashes) for hashes in hashed]) | np.concatenate(hashed)
    found, counts = np.unique(keys, return_counts=True)
    return found >> _HASH_BITS, found & ((1 << _HASH_BITS) - 1), 1 + np.log(counts)


@lru_cache(maxsize=16_384)
def _hashes(word: str) -> npt.NDArray[np.int64]:
    bounded = f" {word} "
    return np.array(
        [
            zlib.crc32(bounded[start : start + length].encode())
            for length in range(GRAM_LENGTHS[0], GRAM_LENGTHS[1] + 1)
            for start in range(max(1, len(bounded) - length + 1))
        ],
        dtype=np.int64,
    )
