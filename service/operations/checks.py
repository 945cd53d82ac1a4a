"""Questions about texts; nothing of them is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from factcheck.checker import Checker
from factcheck.models import Article, Claim, Finding, LookUp, Report, Source
from service.candidates import CandidateIndex
from service.operations.comparison import stored_candidates
from service.operations.reviews import Reviews
from service.store import Store
from service.store.identity import source_named

CANDIDATES: Final = 16
"""Stored claims that a claim is looked up among; twice as many where it fills a slot that others fill."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A text taken as one claim; without a source it is nobody's."""

    text: str
    source: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckOperations:
    """What can be asked without storing anything."""

    store: Store
    checker: Checker
    index: CandidateIndex
    reviews: Reviews

    def check(self, text: str) -> LookUp:
        """What the stored claims, and the published fact-checks, say about this one."""
        claim = self.checker.claim(text)
        with self.store.read() as transaction:
            (candidates,) = stored_candidates(transaction, self.index, [claim], limit=CANDIDATES)
            factchecks = self.reviews.of(transaction, claim)
        return replace(self.checker.look_up(claim, candidates.claims), factchecks=factchecks)

    def extract(self, text: str) -> tuple[Claim, ...]:
        """The claims of a text."""
        return self.checker.extract(Article(id="text", source=Source("", ""), text=text, origin="text"))

    def compare(self, articles: Sequence[Article]) -> Report:
        """Where these articles agree and disagree, with each other and with themselves."""
        return self.checker.compare_articles(articles)

    def compare_pairs(self, pairs: Sequence[tuple[Statement, Statement]]) -> tuple[Finding, ...]:
        """How the two statements of each pair stand to each other, in order."""
        return tuple(self.checker.compare_pair(self._claim(a, "a"), self._claim(b, "b")) for a, b in pairs)

    def _claim(self, statement: Statement, side: str) -> Claim:
        source = Source("", "") if statement.source is None else source_named(statement.source)
        return self.checker.claim(statement.text, source=source, published_at=statement.published_at, claim_id=side)
