"""Where two sentences that are the same word for word part: what stands in one and not in the other, in order.

Only whole texts that somebody put side by side are held against each other in this way: two articles that print one
sentence with another name in it may report two events.
"""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.matching.facts import put_side_by_side
from factcheck.models import Claim, Match
from factcheck.remembering import once_a_claim

FEWEST_WORDS = 4
"""Words that must be the same."""

LONGEST_STRETCH = 6
"""Words in which they may differ; two sentences that differ in more are no longer one sentence."""


@dataclass(frozen=True, slots=True)
class Parting:
    """The one stretch in which two sentences differ: token indices of each side, of which one may be empty."""

    a: tuple[int, ...]
    b: tuple[int, ...]


@once_a_claim
def worded(claim: Claim) -> tuple[tuple[int, str], ...]:
    """The words of a claim in lower case, without punctuation, each with its token's index."""
    return tuple((i, token.text.lower()) for i, token in enumerate(claim.tokens) if any(map(str.isalnum, token.text)))


def parting(match: Match) -> Parting | None:
    """The one stretch in which two texts put side by side differ; None where they differ in more, or in nothing."""
    if not put_side_by_side(match):
        return None
    one, other = worded(match.a), worded(match.b)
    short = min(len(one), len(other))
    if abs(len(one) - len(other)) > LONGEST_STRETCH or short < FEWEST_WORDS:
        return None
    first = next((k for k in range(short) if one[k][1] != other[k][1]), short)
    last = next((k for k in range(short - first) if one[-1 - k][1] != other[-1 - k][1]), short - first)
    a, b = one[first : len(one) - last], other[first : len(other) - last]
    if first + last < FEWEST_WORDS or not 0 < max(len(a), len(b)) <= LONGEST_STRETCH:
        return None
    return Parting(tuple(i for i, _ in a), tuple(i for i, _ in b))


def left_out(long: Claim, short: Claim, loose: frozenset[str]) -> tuple[int, ...] | None:
    """The words of one claim that the other has not, where that one says nothing else and all in the same order.

    Words of `loose` are passed over on both sides ("were" for "was"). None where the shorter has a word of its own.
    """
    row = iter([each for each in worded(long) if each[1] not in loose])
    missing = []
    for _, word in worded(short):
        if word in loose:
            continue
        for i, each in row:
            if each == word:
                break
            missing.append(i)
        else:
            return None
    return (*missing, *(i for i, _ in row))
