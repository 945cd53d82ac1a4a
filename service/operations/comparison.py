"""An article's claims against the stored ones, and against each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from factcheck.checker import Checker
from factcheck.matching.blocking import Blocks, likest
from factcheck.matching.copies import is_copy
from factcheck.models import Claim, Finding, Relation
from service.candidates import CandidateIndex
from service.candidates.port import Found
from service.store import Transaction
from service.store.articles import Likeness
from service.store.claims import SealedClaim

FOUND: Final = 60
"""Stored claims that the index is asked for, twice: once for those that fill the same slot, once for the likest."""

COMPARED: Final = 6
"""How many of each of the two are compared with a claim of a new article.

Of 449 pairs that the rules see a conflict or an agreement in, put among 4,700 sentences, the index has 95 in 100 among its
first eight, and so has the better order of its first 18 among its first six (docs/matching.md).
"""

OFFERED: Final = 3
"""Times as many of the likest are read from the store, to be put in a better order."""


COMPARED_WITHIN: Final = 6
"""How many of its own article's claims a claim is compared with."""


MOST_PAIRS: Final = 6_000
"""Pairs that one article may cost, each half a millisecond: enough for 300 claims in full, the length of a long feature.

A text of 200,000 characters holds ten times as many; each of them is then compared with fewer others.
"""


def bounded(each: int, claims: Sequence[Claim]) -> int:
    """How many others each of these claims may be compared with: `each`, or fewer where there are very many."""
    return max(1, min(each, MOST_PAIRS // (2 * max(1, len(claims)))))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Stored claims worth comparing a claim with.

    `echoes` has, by the id of each, the numbers of those found that say the same in the same words and are not among them.
    """

    claims: tuple[Claim, ...]
    echoes: Mapping[str, tuple[int, ...]]


def stored_candidates(
    transaction: Transaction,
    index: CandidateIndex,
    claims: Sequence[Claim],
    *,
    limit: int = COMPARED,
    after: int = 0,
) -> tuple[Candidates, ...]:
    """For each claim, the stored claims worth comparing it with, among those stored after the given one.

    At most `limit` that fill the same slot, the newest, and as many others, the likest. Each sentence is taken once
    before any is taken twice: one that many outlets copied must not push out the one that says otherwise.
    """
    limit = bounded(limit, claims)
    queries = [claim.terms for claim in claims]
    found = index.search(transaction.connection, queries, limit=max(FOUND, limit), after=after)
    wordings = transaction.claims.wordings({seq for each in found for seq in (*each.same_slot, *each.likest)})
    slots = [_varied(each.same_slot, wordings, limit) for each in found]
    others = [_varied(each.likest, wordings, OFFERED * limit) for each in found]
    stored = transaction.claims.sealed({seq for seqs in (*slots, *others) for seq in seqs})
    chosen = [
        (*(stored[seq] for seq in same), *likest(claim, [stored[seq] for seq in like], limit))
        for claim, same, like in zip(claims, slots, others, strict=True)
    ]
    return tuple(_candidates(sealed, each, wordings) for sealed, each in zip(chosen, found, strict=True))


def _candidates(chosen: Sequence[SealedClaim], found: Found, wordings: Mapping[int, int]) -> Candidates:
    taken = {sealed.seq for sealed in chosen}
    left_out: dict[int, list[int]] = {}
    for seq in (*found.same_slot, *found.likest):
        if seq not in taken:
            left_out.setdefault(wordings[seq], []).append(seq)
    opened = tuple(sealed.opened() for sealed in chosen)
    echoes = {
        claim.id: tuple(left_out.get(wordings[sealed.seq], ())) for claim, sealed in zip(opened, chosen, strict=True)
    }
    return Candidates(opened, echoes)


def _varied(seqs: Sequence[int], wordings: Mapping[int, int], limit: int) -> list[int]:
    first: dict[int, int] = {}
    for seq in seqs:
        first.setdefault(wordings[seq], seq)
    repeated = [seq for seq in seqs if first[wordings[seq]] != seq]
    return [*first.values(), *repeated][:limit]


def compared(
    checker: Checker,
    claims: Sequence[Claim],
    candidates: Sequence[Candidates],
    stored: Callable[[Collection[int]], Mapping[int, Claim]],
) -> tuple[Finding, ...]:
    """What comparing each claim with its candidates finds; `stored` gives the claims of these numbers.

    Where one does not fit, it is held against everybody who said that in the same words, too: whose words they are must
    not depend on who came first.
    """
    found = [checker.compare(claim, each.claims) for claim, each in zip(claims, candidates, strict=True)]
    echoed = [_echoed(findings, each) for findings, each in zip(found, candidates, strict=True)]
    wanted = {seq for seqs in echoed for seq in seqs}
    if not wanted:
        return tuple(finding for findings in found for finding in findings)
    echoes = stored(wanted)
    return tuple(
        finding
        for claim, findings, seqs in zip(claims, found, echoed, strict=True)
        for finding in (*findings, *checker.compare(claim, [echoes[seq] for seq in seqs if seq in echoes]))
    )


def _echoed(findings: Sequence[Finding], candidates: Candidates) -> list[int]:
    at_odds = [each for each in findings if each.relation not in (Relation.AGREEMENT, Relation.UNRELATED)]
    ids = dict.fromkeys(claim.id for each in at_odds for claim in (each.a, each.b))
    return list(dict.fromkeys(seq for claim_id in ids for seq in candidates.echoes.get(claim_id, ())))


def compared_within(checker: Checker, claims: Sequence[Claim]) -> tuple[Finding, ...]:
    """What comparing an article's claims with each other finds; that an article repeats itself is no finding."""
    blocks = Blocks(claims)
    pairs = {
        (min(one, other), max(one, other))
        for one, claim in enumerate(claims)
        for other in blocks.candidates(claim, bounded(COMPARED_WITHIN, claims))
    }
    others: dict[int, list[Claim]] = {}
    for one, other in sorted(pairs):
        others.setdefault(one, []).append(claims[other])
    return tuple(
        finding
        for one, later in others.items()
        for finding in checker.compare(claims[one], later)
        if finding.relation is not Relation.AGREEMENT
    )


def origin_among(signature: tuple[int, ...], likenesses: Sequence[Likeness]) -> str | None:
    """Where a text comes from, if it is a copy of a stored one: the origin of the copy stored first."""
    return next((each.origin for each in likenesses if is_copy(signature, each.signature)), None)


def with_claims(findings: Sequence[Finding], claims: Mapping[str, Claim]) -> tuple[Finding, ...]:
    """The findings about these claims as they are now."""
    return tuple(
        replace(finding, a=claims.get(finding.a.id, finding.a), b=claims.get(finding.b.id, finding.b))
        for finding in findings
    )
