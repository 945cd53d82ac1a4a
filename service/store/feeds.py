"""The feeds that are polled, and which of their entries are known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from service.store.cursors import cursor_after, key_of
from service.store.records import Feed, FeedDraft, Page, PageRequest
from service.store.tables import feed_entries, feeds, jobs

_SEEN_AGAIN: Final = timedelta(days=1)
_AT_ONCE: Final = 500


class FeedRepository:
    """Feeds in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, feed_id: str, draft: FeedDraft, now: datetime) -> tuple[Feed, bool]:
        """The feed of this address, due at once, and whether it is new."""
        try:
            with self._connection.begin_nested():
                self._connection.execute(
                    sa.insert(feeds).values(
                        id=feed_id,
                        url=draft.url,
                        source=draft.source,
                        status="active",
                        interval_seconds=draft.interval_seconds,
                        next_poll_at=now,
                        failures=0,
                        article_count=0,
                        created_at=now,
                    )
                )
        except IntegrityError:  # somebody had it before us, perhaps in this moment
            return _feed(self._connection.execute(sa.select(feeds).where(feeds.c.url == draft.url)).one()), False
        return self._one(feed_id), True

    def get(self, feed_id: str, *, to_change: bool = False) -> Feed | None:
        """The feed of this id; nobody else changes it in this transaction where it is `to_change`."""
        statement = sa.select(feeds).where(feeds.c.id == feed_id)
        row = self._connection.execute(statement.with_for_update() if to_change else statement).one_or_none()
        return None if row is None else _feed(row)

    def list(self, page: PageRequest) -> Page[Feed]:
        """Feeds, the last added first."""
        statement = sa.select(feeds)
        if page.cursor is not None:
            (seq,) = key_of(page.cursor, "feeds", int)
            statement = statement.where(feeds.c.seq < seq)
        rows = self._connection.execute(statement.order_by(feeds.c.seq.desc()).limit(page.limit + 1)).all()
        shown = rows[: page.limit]
        cursor = cursor_after("feeds", shown[-1].seq) if len(rows) > page.limit else None
        return Page(tuple(map(_feed, shown)), cursor)

    def change(self, feed_id: str, **values: Any) -> Feed:
        """Change a feed that is there."""
        self._connection.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(**values))
        return self._one(feed_id)

    def remove(self, feed_id: str) -> bool:
        """Forget a feed and its entries; False where there is none."""
        return self._connection.execute(sa.delete(feeds).where(feeds.c.id == feed_id)).rowcount > 0

    def due(self, now: datetime, limit: int) -> Sequence[Feed]:
        """Feeds to be polled that nobody polls or is about to, locked until the end of the transaction."""
        open_job = sa.exists().where(jobs.c.id == feeds.c.job_id, jobs.c.status.in_(("queued", "running")))
        statement = sa.select(feeds).where(feeds.c.status == "active", _due(now), ~open_job)
        statement = statement.order_by(feeds.c.next_poll_at, feeds.c.seq).limit(limit)
        rows = self._connection.execute(statement.with_for_update(skip_locked=True, of=feeds))
        return tuple(map(_feed, rows))

    def any_due(self, now: datetime) -> bool:
        """Whether there is a feed to be polled, perhaps one that is polled already."""
        due = sa.select(feeds.c.seq).where(feeds.c.status == "active", _due(now)).limit(1)
        return self._connection.execute(due).first() is not None

    def known(self, feed_id: str, entries: Collection[str], now: datetime) -> set[str]:
        """Those of these entries that were seen before; that they are still there is noted once a day."""
        seq = self._seq(feed_id)
        found: dict[str, datetime] = {}
        for some in _in_portions(entries):
            rows = self._connection.execute(
                sa.select(feed_entries.c.entry, feed_entries.c.seen_at).where(
                    feed_entries.c.feed_seq == seq, feed_entries.c.entry.in_(some)
                )
            )
            found |= {row.entry: row.seen_at for row in rows}
        stale = [entry for entry, seen_at in found.items() if seen_at < now - _SEEN_AGAIN]
        for some in _in_portions(stale):
            seen = sa.update(feed_entries).where(feed_entries.c.feed_seq == seq, feed_entries.c.entry.in_(some))
            self._connection.execute(seen.values(seen_at=now))
        return set(found)

    def remember(self, feed_id: str, entries: Collection[str], now: datetime) -> None:
        """Note entries that were not known."""
        if entries:
            seq = self._seq(feed_id)
            rows = [{"feed_seq": seq, "entry": entry, "seen_at": now} for entry in entries]
            self._connection.execute(sa.insert(feed_entries), rows)

    def forget_entries_not_seen_since(self, feed_id: str, moment: datetime) -> None:
        """Forget entries that the feed has not had for so long."""
        old = (feed_entries.c.feed_seq == self._seq(feed_id)) & (feed_entries.c.seen_at < moment)
        self._connection.execute(sa.delete(feed_entries).where(old))

    def _seq(self, feed_id: str) -> int:
        return int(self._connection.execute(sa.select(feeds.c.seq).where(feeds.c.id == feed_id)).scalar_one())

    def _one(self, feed_id: str) -> Feed:
        return _feed(self._connection.execute(sa.select(feeds).where(feeds.c.id == feed_id)).one())


def _due(now: datetime) -> sa.ColumnElement[bool]:
    """Whose time has come; what happened to it last lies ahead where the clock was put back since."""
    return (feeds.c.next_poll_at <= now) | (sa.func.coalesce(feeds.c.last_polled_at, feeds.c.created_at) > now)


def _in_portions(entries: Collection[str]) -> Sequence[Sequence[str]]:
    every = tuple(entries)
    return [every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE)]


def _feed(row: sa.Row[Any]) -> Feed:
    return Feed(
        id=row.id,
        url=row.url,
        source=row.source,
        title=row.title,
        status=row.status,
        interval_seconds=row.interval_seconds,
        etag=row.etag,
        last_modified=row.last_modified,
        next_poll_at=row.next_poll_at.astimezone(UTC),
        last_polled_at=_moment(row.last_polled_at),
        last_succeeded_at=_moment(row.last_succeeded_at),
        failures=row.failures,
        problem=row.problem,
        article_count=row.article_count,
        created_at=row.created_at.astimezone(UTC),
    )


def _moment(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)
