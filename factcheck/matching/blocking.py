"""Which claims of a set are worth comparing: an inverted index over their terms, asked for the rarest ones.

Comparing all pairs is never done: two articles of 100 claims each would be 10,000 pairs, of which a handful speak of
the same thing. The stored claims have the same index in the database (`service.candidates`).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Protocol, TypeVar

from rapidfuzz import fuzz, process, utils

from factcheck.matching.terms import POINT
from factcheck.models import Claim
from factcheck.thresholds import CANDIDATES, COMMONEST_TERM, RANK_FUSION, RAREST_TERMS


class Blocks:
    """An index over a fixed sequence of claims; building it is linear in the number of terms."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = claims
        self._postings: dict[str, list[int]] = defaultdict(list)
        for position, claim in enumerate(claims):
            for term in claim.terms:
                self._postings[term].append(position)

    def candidates(self, claim: Claim, limit: int = CANDIDATES) -> list[int]:
        """Positions of up to `limit` claims that share the claim's rarest terms, the most telling first.

        A claim that fills a slot always meets the others that fill it, up to the limit; ties go to the earlier claim.
        """
        weights: Counter[int] = Counter()
        for term in self._asked(claim):
            postings = self._postings[term]
            weight = 1 + math.log(len(self._claims) / len(postings))
            if term.startswith(POINT):
                weight *= 3
            for position in postings:
                weights[position] += weight  # type: ignore[assignment]
        ranked = sorted(weights, key=lambda position: (-weights[position], position))
        return [position for position in ranked if self._claims[position] is not claim][:limit]

    def _asked(self, claim: Claim) -> list[str]:
        known = [term for term in claim.terms if term in self._postings]
        points = [term for term in known if term.startswith(POINT)]
        ceiling = max(COMMONEST_TERM * len(self._claims), 50)
        rest = sorted(
            (term for term in known if not term.startswith(POINT) and len(self._postings[term]) <= ceiling),
            key=lambda term: (len(self._postings[term]), term),
        )
        return points + rest[:RAREST_TERMS]


class Worded(Protocol):
    """A claim, or what stands for one until it is chosen."""

    @property
    def text(self) -> str:
        """What it says, verbatim."""


OneWorded = TypeVar("OneWorded", bound=Worded)


def likest(claim: Claim, offered: Sequence[OneWorded], limit: int) -> tuple[OneWorded, ...]:
    """The `limit` of these claims most worth comparing with a claim; those that share its rarest terms are offered first.

    Both orders count alike, that of the index, which knows what is rare, and that by shared words whatever their order
    (rapidfuzz's token_set_ratio): the sum of 1 / (RANK_FUSION + place) in each. Ties go to the one offered earlier.
    """
    if len(offered) <= limit:
        return tuple(offered)
    (ratios,) = process.cdist(
        [claim.text], [other.text for other in offered], scorer=fuzz.token_set_ratio, processor=utils.default_process
    )
    places = range(len(offered))
    by_words = {place: rank for rank, place in enumerate(sorted(places, key=lambda place: (-ratios[place], place)))}
    merit = [1 / (RANK_FUSION + place) + 1 / (RANK_FUSION + by_words[place]) for place in places]
    return tuple(offered[place] for place in sorted(places, key=lambda place: (-merit[place], place))[:limit])
