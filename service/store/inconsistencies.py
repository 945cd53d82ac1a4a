"""The inconsistencies: what was decided about them is stored here, what they consist of follows from their findings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from factcheck.models import Inconsistency
from service.store.conditions import among
from service.store.cursors import cursor_after, key_of
from service.store.identity import folded, is_storable
from service.store.records import InconsistencyFilter, Page, PageRequest
from service.store.sources import source_condition
from service.store.tables import articles, claim_entities, claims, inconsistencies, inconsistency_claims


@dataclass(frozen=True, slots=True)
class Entry:
    """An inconsistency without its positions: what was detected, and what was decided about it."""

    seq: int
    id: str
    relation: str
    kind: str | None
    confidence: float
    topic: str
    explanation: str
    point: str
    status: str
    note: str | None
    detected_at: datetime


class InconsistencyRepository:
    """Inconsistencies in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, inconsistency_id: str) -> Entry | None:
        """The inconsistency of this id."""
        statement = sa.select(inconsistencies).where(inconsistencies.c.id == inconsistency_id)
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _entry(row)

    def by_seq(self, seqs: Collection[int]) -> dict[int, Entry]:
        """The inconsistencies of these numbers, the oldest first."""
        statement = sa.select(inconsistencies).where(inconsistencies.c.seq.in_(seqs)).order_by(inconsistencies.c.seq)
        return {row.seq: _entry(row) for row in self._connection.execute(statement)}

    def add(self, inconsistency_id: str, found: Inconsistency, detected_at: datetime) -> int:
        """Store a new one, open and without a note; its number."""
        values = {"id": inconsistency_id, "status": "open", "note": None, "detected_at": detected_at}
        stored = self._connection.execute(sa.insert(inconsistencies).values(**values, **_described(found)))
        key: Any = stored.inserted_primary_key
        return int(key[0])

    def describe(self, seq: int, found: Inconsistency | Entry) -> None:
        """Say anew what was found, or what was of another inconsistency; id, status, note and time of detection stay."""
        self._connection.execute(
            sa.update(inconsistencies).where(inconsistencies.c.seq == seq).values(**_described(found))
        )

    def review(self, seq: int, status: str, note: str | None) -> None:
        """Store what a reader decided."""
        self._connection.execute(
            sa.update(inconsistencies).where(inconsistencies.c.seq == seq).values(status=status, note=note)
        )

    def remove(self, seqs: Collection[int]) -> None:
        """Forget inconsistencies; findings that stood in them stand in none."""
        if seqs:
            self._connection.execute(sa.delete(inconsistencies).where(inconsistencies.c.seq.in_(seqs)))

    def add_claims(self, taking_part: Mapping[int, Collection[int]]) -> None:
        """Say of more claims that they take part in these inconsistencies; what is known already stays."""
        column = inconsistency_claims.c.claim_seq
        wanted = {claim for claim_seqs in taking_part.values() for claim in claim_seqs}
        stored = sa.select(inconsistency_claims.c.inconsistency_seq, column).where(
            among(self._connection, column, wanted)
        )
        known = {(row.inconsistency_seq, row.claim_seq) for row in self._connection.execute(stored)}
        self._add_claims(
            {seq: [each for each in claim_seqs if (seq, each) not in known] for seq, claim_seqs in taking_part.items()}
        )

    def claims_of(self, seqs: Collection[int]) -> set[int]:
        """The numbers of the claims that take part in any of these inconsistencies."""
        chosen = sa.select(inconsistency_claims.c.claim_seq).distinct()
        chosen = chosen.where(inconsistency_claims.c.inconsistency_seq.in_(seqs))
        return set(self._connection.execute(chosen).scalars())

    def set_claims(self, taking_part: Mapping[int, Collection[int]]) -> None:
        """Say which claims take part in each of these inconsistencies, for the filters and counts of lists."""
        gone = among(self._connection, inconsistency_claims.c.inconsistency_seq, taking_part)
        self._connection.execute(sa.delete(inconsistency_claims).where(gone))
        self._add_claims(taking_part)

    def _add_claims(self, taking_part: Mapping[int, Collection[int]]) -> None:
        wanted = {seq for claim_seqs in taking_part.values() for seq in claim_seqs}
        chosen = sa.select(claims.c.seq, claims.c.article_seq, claims.c.source_id)
        chosen = chosen.where(among(self._connection, claims.c.seq, wanted))
        stored = {row.seq: row for row in self._connection.execute(chosen)}
        rows = [
            {
                "inconsistency_seq": seq,
                "claim_seq": claim_seq,
                "article_seq": stored[claim_seq].article_seq,
                "source_id": stored[claim_seq].source_id,
            }
            for seq, claim_seqs in taking_part.items()
            for claim_seq in sorted(claim_seqs)
            if claim_seq in stored
        ]
        if rows:
            self._connection.execute(sa.insert(inconsistency_claims), rows)

    def of_article(self, article_seq: int) -> set[int]:
        """The numbers of the inconsistencies in which an article's claims take part."""
        statement = (
            sa.select(inconsistency_claims.c.inconsistency_seq)
            .distinct()
            .where(inconsistency_claims.c.article_seq == article_seq)
        )
        return {int(row[0]) for row in self._connection.execute(statement)}

    def list(self, wanted: InconsistencyFilter, page: PageRequest) -> Page[Entry]:
        """Inconsistencies, the last detected first."""
        seq = inconsistencies.c.seq
        statement = sa.select(inconsistencies).order_by(seq.desc()).limit(page.limit + 1)
        if page.cursor is not None:
            statement = statement.where(seq < key_of(page.cursor, "inconsistencies", int)[0])
        texts = (wanted.article_id, wanted.source, wanted.entity, wanted.kind, wanted.relation, wanted.status)
        if not all(is_storable(text) for text in texts if text is not None):
            return Page((), None)
        for column, value in (("kind", wanted.kind), ("relation", wanted.relation), ("status", wanted.status)):
            if value is not None:
                statement = statement.where(inconsistencies.c[column] == value)
        if wanted.min_confidence is not None:
            statement = statement.where(inconsistencies.c.confidence >= wanted.min_confidence)
        if wanted.since is not None:
            statement = statement.where(inconsistencies.c.detected_at >= wanted.since)
        for condition in _taking_part(wanted):
            statement = statement.where(seq.in_(sa.select(inconsistency_claims.c.inconsistency_seq).where(condition)))
        rows = self._connection.execute(statement).all()
        shown = rows[: page.limit]
        more = len(rows) > page.limit
        cursor = cursor_after("inconsistencies", shown[-1].seq) if more else None
        return Page(tuple(_entry(row) for row in shown), cursor)


def _taking_part(wanted: InconsistencyFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.article_id is not None:
        article = sa.select(articles.c.seq).where(articles.c.id == wanted.article_id).scalar_subquery()
        conditions.append(inconsistency_claims.c.article_seq == article)
    if wanted.source is not None:
        conditions.append(source_condition(inconsistency_claims.c.source_id, wanted.source))
    if wanted.entity is not None:
        named = sa.select(claim_entities.c.claim_seq).where(claim_entities.c.name == folded(wanted.entity))
        conditions.append(inconsistency_claims.c.claim_seq.in_(named))
    return conditions


def _described(found: Inconsistency | Entry) -> dict[str, Any]:
    return {
        "relation": str(found.relation),
        "kind": None if found.kind is None else str(found.kind),
        "confidence": float(found.confidence),
        "topic": found.topic,
        "explanation": found.explanation,
        "point": found.point,
    }


def _entry(row: sa.Row[Any]) -> Entry:
    return Entry(**row._asdict())
