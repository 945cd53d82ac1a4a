"""The outlets: made by their first article, gone with their last."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from factcheck.models import Source
from service.store.cursors import cursor_after, key_of
from service.store.identity import folded, source_named
from service.store.records import Page, PageRequest, SourceRecord
from service.store.tables import articles, inconsistency_claims, sources


def source_condition(column: sa.ColumnElement[str], source: str) -> sa.ColumnElement[bool]:
    """That a row is of this outlet, which may be given by its id or by its name."""
    return column.in_((source, source_named(source).id))


class SourceRepository:
    """Outlets in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, source_id: str) -> Source | None:
        """The outlet of this id."""
        row = self._connection.execute(sa.select(sources.c.name).where(sources.c.id == source_id)).one_or_none()
        return None if row is None else Source(source_id, row.name)

    def add(self, source: Source) -> Source:
        """The outlet as it is known: under the name that came first, if it was there before."""
        known = self.get(source.id)
        if known is not None:
            return known
        self._connection.execute(sa.insert(sources).values(id=source.id, name=source.name, folded=folded(source.name)))
        return source

    def remove_if_empty(self, source_id: str) -> None:
        """Forget the outlet if none of its articles is left."""
        left = sa.exists().where(articles.c.source_id == source_id)
        self._connection.execute(sa.delete(sources).where(sources.c.id == source_id, ~left))

    def list(self, page: PageRequest) -> Page[SourceRecord]:
        """Outlets by name, with what is stored of each."""
        statement = sa.select(sources).order_by(sources.c.folded, sources.c.id).limit(page.limit + 1)
        if page.cursor is not None:
            key = key_of(page.cursor, "sources", str, str)
            statement = statement.where(sa.tuple_(sources.c.folded, sources.c.id) > key)
        rows = self._connection.execute(statement).all()
        shown = rows[: page.limit]
        stored = self._stored([row.id for row in shown])
        disputed = self._disputed([row.id for row in shown])
        records = tuple(
            SourceRecord(Source(row.id, row.name), *stored.get(row.id, (0, 0)), disputed.get(row.id, 0))
            for row in shown
        )
        more = len(rows) > page.limit
        return Page(records, cursor_after("sources", shown[-1].folded, shown[-1].id) if more else None)

    def _stored(self, source_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        statement = (
            sa.select(articles.c.source_id, sa.func.count(), sa.func.sum(articles.c.claim_count))
            .where(articles.c.source_id.in_(source_ids))
            .group_by(articles.c.source_id)
        )
        return {row[0]: (int(row[1]), int(row[2])) for row in self._connection.execute(statement)}

    def _disputed(self, source_ids: Sequence[str]) -> dict[str, int]:
        column = inconsistency_claims.c.source_id
        statement = (
            sa.select(column, sa.func.count(inconsistency_claims.c.inconsistency_seq.distinct()))
            .where(column.in_(source_ids))
            .group_by(column)
        )
        return {row[0]: int(row[1]) for row in self._connection.execute(statement)}
