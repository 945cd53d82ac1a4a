"""The judged pairs of stored claims."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from factcheck.models import Claim, Finding, Kind, Relation, Scores, Span
from service.store.claims import ClaimRepository
from service.store.conditions import among
from service.store.cursors import cursor_after, key_of
from service.store.records import Comparison, Page, PageRequest
from service.store.tables import findings

if TYPE_CHECKING:
    from factcheck.verdicts import Issue


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding, its number, and the number of the inconsistency it stands in (None where it stands in none)."""

    seq: int
    inconsistency_seq: int | None
    finding: Finding


class FindingRepository:
    """Findings in one transaction."""

    def __init__(self, connection: sa.Connection, claims: ClaimRepository) -> None:
        self._connection = connection
        self._claims = claims

    def add(self, new: Sequence[Finding], seqs: dict[str, int]) -> tuple[StoredFinding, ...]:
        """Store findings about claims whose numbers are given by id; they stand in no inconsistency yet."""
        if not new:
            return ()
        last = self._connection.execute(sa.select(sa.func.max(findings.c.seq))).scalar() or 0
        rows = [_row(finding, seqs) for finding in new]
        self._connection.execute(sa.insert(findings), rows)
        added = sa.select(findings.c.seq, findings.c.claim_a, findings.c.claim_b, findings.c.point).where(
            findings.c.seq > last
        )
        numbers = {(row.claim_a, row.claim_b, row.point): row.seq for row in self._connection.execute(added)}
        return tuple(
            StoredFinding(numbers[row["claim_a"], row["claim_b"], row["point"]], None, finding)
            for row, finding in zip(rows, new, strict=True)
        )

    def of_inconsistencies(self, inconsistency_seqs: Collection[int]) -> dict[int, tuple[StoredFinding, ...]]:
        """The findings that each of these inconsistencies rests on, in the order they were stored."""
        statement = (
            sa.select(findings).where(findings.c.inconsistency_seq.in_(inconsistency_seqs)).order_by(findings.c.seq)
        )
        grouped: dict[int, list[StoredFinding]] = {seq: [] for seq in inconsistency_seqs}
        for stored in self._loaded(self._connection.execute(statement).all()):
            if stored.inconsistency_seq is not None:
                grouped[stored.inconsistency_seq].append(stored)
        return {seq: tuple(group) for seq, group in grouped.items()}

    def grouped(self, issue: Issue, claim_seqs: Collection[int]) -> set[int]:
        """The inconsistencies of this issue; where its pairs do not all belong together, those with one of these claims."""
        statement = sa.select(findings.c.inconsistency_seq).where(
            findings.c.inconsistency_seq.is_not(None),
            findings.c.point == issue.point,
            findings.c.kind.is_(None) if issue.kind is None else findings.c.kind == issue.kind.value,
            findings.c.relation.in_([relation.value for relation in issue.relations]),
        )
        if issue.is_one:
            # The first tells, of thousands.
            return {int(row[0]) for row in self._connection.execute(statement.order_by(findings.c.seq).limit(1))}
        # One statement for each, because each has its own index.
        sides = (among(self._connection, side, claim_seqs) for side in (findings.c.claim_a, findings.c.claim_b))
        return {int(row[0]) for side in sides for row in self._connection.execute(statement.where(side).distinct())}

    def move(self, former: Collection[int], inconsistency_seq: int) -> None:
        """Put the findings of some inconsistencies into another one."""
        statement = sa.update(findings).where(findings.c.inconsistency_seq.in_(former))
        self._connection.execute(statement.values(inconsistency_seq=inconsistency_seq))

    def settle(self, inconsistency_seqs: dict[int, int]) -> None:
        """Put findings into inconsistencies: numbers of the ones to numbers of the others."""
        rows = [{"finding": seq, "inconsistency": owner} for seq, owner in inconsistency_seqs.items()]
        if rows:
            statement = (
                sa.update(findings)
                .where(findings.c.seq == sa.bindparam("finding"))
                .values(inconsistency_seq=sa.bindparam("inconsistency"))
            )
            self._connection.execute(statement, rows)

    def of_claim(self, claim_seq: int, page: PageRequest) -> Page[Comparison]:
        """What the claim was compared with, the surest first."""
        statement = sa.select(findings).where(sa.or_(findings.c.claim_a == claim_seq, findings.c.claim_b == claim_seq))
        if page.cursor is not None:
            confidence, seq = key_of(page.cursor, "relations", float, int)
            later = sa.and_(findings.c.confidence == confidence, findings.c.seq > seq)
            statement = statement.where(sa.or_(findings.c.confidence < confidence, later))
        statement = statement.order_by(findings.c.confidence.desc(), findings.c.seq).limit(page.limit + 1)
        rows = self._connection.execute(statement).all()
        shown = rows[: page.limit]
        comparisons = tuple(
            Comparison(stored.finding.b if row.claim_a == claim_seq else stored.finding.a, stored.finding)
            for row, stored in zip(shown, self._loaded(shown), strict=True)
        )
        more = len(rows) > page.limit
        cursor = cursor_after("relations", float(shown[-1].confidence), shown[-1].seq) if more else None
        return Page(comparisons, cursor)

    def _loaded(self, rows: Sequence[sa.Row[Any]]) -> tuple[StoredFinding, ...]:
        claims = self._claims.by_seq({seq for row in rows for seq in (row.claim_a, row.claim_b)})
        return tuple(
            StoredFinding(row.seq, row.inconsistency_seq, _finding(row, claims[row.claim_a], claims[row.claim_b]))
            for row in rows
        )


def _row(finding: Finding, seqs: dict[str, int]) -> dict[str, Any]:
    return {
        "claim_a": seqs[finding.a.id],
        "claim_b": seqs[finding.b.id],
        "relation": finding.relation.value,
        "kind": None if finding.kind is None else finding.kind.value,
        "confidence": float(finding.confidence),
        "similarity": float(finding.similarity),
        "explanation": finding.explanation,
        "point": finding.point,
        "topic": finding.topic,
        "side_a": finding.side_a,
        "side_b": finding.side_b,
        "evidence_a_start": finding.evidence_a.start,
        "evidence_a_end": finding.evidence_a.end,
        "evidence_b_start": finding.evidence_b.start,
        "evidence_b_end": finding.evidence_b.end,
        "contradiction_score": float(finding.scores.contradiction),
        "agreement_score": float(finding.scores.agreement),
        "neutral_score": float(finding.scores.neutral),
    }


def _finding(row: sa.Row[Any], a: Claim, b: Claim) -> Finding:
    return Finding(
        a=a,
        b=b,
        relation=Relation(row.relation),
        kind=None if row.kind is None else Kind(row.kind),
        confidence=row.confidence,
        similarity=row.similarity,
        explanation=row.explanation,
        scores=Scores(row.contradiction_score, row.agreement_score, row.neutral_score),
        evidence_a=Span(row.evidence_a_start, row.evidence_a_end),
        evidence_b=Span(row.evidence_b_start, row.evidence_b_end),
        point=row.point,
        topic=row.topic,
        side_a=row.side_a,
        side_b=row.side_b,
    )
