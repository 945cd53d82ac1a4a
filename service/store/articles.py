"""The articles, their full text, and the prints by which copies of a text are found."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from factcheck.models import Article, Source
from service.store import fulltext
from service.store.cursors import cursor_after, key_of
from service.store.identity import content_hash, is_storable
from service.store.records import ArticleFilter, ArticleRecord, Page, PageRequest
from service.store.sources import source_condition
from service.store.tables import article_bands, articles, inconsistency_claims, sources

_MOST_LIKENESSES = 50


@dataclass(frozen=True, slots=True)
class Likeness:
    """A stored article whose text may be the same as another's: where it comes from, and its MinHash signature."""

    origin: str
    signature: tuple[int, ...]


class ArticleRepository:
    """Articles in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(
        self,
        article: Article,
        *,
        claim_count: int,
        signature: Sequence[int],
        bands: Sequence[int],
        created_at: datetime,
    ) -> int:
        """Store an article whose source is stored; its number."""
        published_at = article.published_at
        self._connection.execute(
            sa.insert(articles).values(
                id=article.id,
                source_id=article.source.id,
                content_hash=content_hash(article.text),
                title=article.title,
                url=article.url,
                author=article.author,
                published_at=published_at,
                language=article.language,
                text=article.text,
                origin=article.origin,
                signature=struct.pack(f"<{len(signature)}I", *signature),
                claim_count=claim_count,
                created_at=created_at,
                dated_at=published_at or created_at,
            )
        )
        seq = self._connection.execute(sa.select(articles.c.seq).where(articles.c.id == article.id)).scalar_one()
        if bands:
            rows = [{"band": band, "article_seq": seq} for band in dict.fromkeys(bands)]
            self._connection.execute(sa.insert(article_bands), rows)
        fulltext.add(self._connection, "article_words", [(seq, searched_text(article.title, article.text))])
        return int(seq)

    def remove(self, article_id: str) -> None:
        """Forget an article; its claims, their findings and its prints go with it."""
        row = self._connection.execute(
            sa.select(articles.c.seq, articles.c.title, articles.c.text).where(articles.c.id == article_id)
        ).one()
        fulltext.remove(self._connection, "article_words", [(row.seq, searched_text(row.title, row.text))])
        self._connection.execute(sa.delete(articles).where(articles.c.seq == row.seq))

    def seq(self, article_id: str) -> int | None:
        """The number of an article, by its id."""
        return self._connection.execute(sa.select(articles.c.seq).where(articles.c.id == article_id)).scalar()

    def get(self, article_id: str) -> ArticleRecord | None:
        """The article of this id."""
        return self._one(articles.c.id == article_id)

    def with_text(self, source_id: str, text: str) -> ArticleRecord | None:
        """The article that this outlet published with exactly this text."""
        return self._one(sa.and_(articles.c.source_id == source_id, articles.c.content_hash == content_hash(text)))

    def likenesses(self, bands: Sequence[int]) -> tuple[Likeness, ...]:
        """Articles that share a band with these, the first stored first; at most 50."""
        if not bands:
            return ()
        near = sa.select(article_bands.c.article_seq).where(article_bands.c.band.in_(bands))
        statement = (
            sa.select(articles.c.origin, articles.c.signature)
            .where(articles.c.seq.in_(near))
            .order_by(articles.c.seq)
            .limit(_MOST_LIKENESSES)
        )
        return tuple(
            Likeness(row.origin, struct.unpack(f"<{len(row.signature) // 4}I", row.signature))
            for row in self._connection.execute(statement)
        )

    def list(self, wanted: ArticleFilter, page: PageRequest) -> Page[ArticleRecord]:
        """Articles, the last stored first."""
        before = None if page.cursor is None else key_of(page.cursor, "articles", int)[0]
        statement = _joined()
        seq: sa.ColumnElement[int] = articles.c.seq
        if not all(is_storable(text) for text in (wanted.source, wanted.q) if text is not None):
            return Page((), None)
        if wanted.source is not None:
            statement = statement.where(source_condition(articles.c.source_id, wanted.source))
        if wanted.since is not None:
            statement = statement.where(articles.c.dated_at >= wanted.since)
        if wanted.until is not None:
            statement = statement.where(articles.c.dated_at < wanted.until)
        if wanted.q is not None:
            found = fulltext.matches(self._connection, "article_words", wanted.q)
            if found is None:
                return Page((), None)
            statement = statement.join(found, found.c.seq == articles.c.seq)
            seq = found.c.seq
        if before is not None:
            statement = statement.where(seq < before)
        rows = self._connection.execute(statement.order_by(seq.desc()).limit(page.limit + 1)).all()
        shown = rows[: page.limit]
        more = len(rows) > page.limit
        return Page(self._records(shown), cursor_after("articles", shown[-1].seq) if more else None)

    def _one(self, condition: sa.ColumnElement[bool]) -> ArticleRecord | None:
        records = self._records(self._connection.execute(_joined().where(condition)).all())
        return records[0] if records else None

    def _records(self, rows: Sequence[sa.Row[Any]]) -> tuple[ArticleRecord, ...]:
        column = inconsistency_claims.c.article_seq
        statement = (
            sa.select(column, sa.func.count(inconsistency_claims.c.inconsistency_seq.distinct()))
            .where(column.in_([row.seq for row in rows]))
            .group_by(column)
        )
        disputed = {row[0]: int(row[1]) for row in self._connection.execute(statement)}
        return tuple(
            ArticleRecord(_article(row), row.claim_count, disputed.get(row.seq, 0), row.created_at.astimezone(UTC))
            for row in rows
        )


def _joined() -> sa.Select[Any]:
    shown = [column for column in articles.c if column.name not in ("signature", "content_hash", "dated_at")]
    return sa.select(*shown, sources.c.name.label("source_name")).join(sources, sources.c.id == articles.c.source_id)


def _article(row: sa.Row[Any]) -> Article:
    return Article(
        id=row.id,
        source=Source(row.source_id, row.source_name),
        text=row.text,
        title=row.title,
        url=row.url,
        author=row.author,
        published_at=row.published_at,
        language=row.language,
        origin=row.origin,
    )


def searched_text(title: str | None, text: str) -> str:
    """What a search of articles looks in."""
    return text if title is None else f"{title}\n{text}"
