"""Which published fact-checks review a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from factcheck.checker import Checker
from factcheck.models import Claim, FactCheckMatch
from service.operations.factchecks import FactCheckOperations
from service.store import Transaction

MOST: Final = 5
"""Fact-checks that are shown on one claim; each is read before it is shown, which takes some milliseconds."""


@dataclass(frozen=True, slots=True)
class Reviews:
    """The published fact-checks, seen from a claim."""

    factchecks: FactCheckOperations
    checker: Checker

    def of(self, transaction: Transaction, claim: Claim) -> tuple[FactCheckMatch, ...]:
        """The fact-checks that review this claim, the likest first: a wrong one is worse than none.

        They are like it in their words, and do not differ from it in a fact: a review of "the flood killed 190" says
        nothing of "the flood killed 19", and one of the contrary would be read the wrong way round.
        """
        likest = self.factchecks.likest(transaction, claim.standalone_text, MOST)
        return tuple(match for match in likest if self.checker.is_reviewed(claim, match.factcheck.claim_reviewed))
