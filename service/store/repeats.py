"""Requests that can be repeated without harm: what was asked under a key of the client's own, and how it was answered.

Who begins such a request holds it for a while. Where its process dies, the hold runs out and the request can be begun again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from service.store.records import Beginning, KeptAnswer
from service.store.tables import repeatable_requests

KEPT: Final = timedelta(hours=24)
"""How long an answer can be had again."""


class RepeatRepository:
    """Repeatable requests in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def now(self) -> datetime:
        """The time that holds are counted in: the database's own where several machines share it."""
        if self._connection.dialect.name == "postgresql":
            moment: datetime = self._connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
            return moment.astimezone(UTC)
        return datetime.now(UTC)

    def begin(self, identity: str, fingerprint: str, hold: timedelta) -> Beginning:
        """Take hold of a request for so long, unless it was answered already, is being answered, or was another one."""
        now = self.now()
        fresh = {"fingerprint": fingerprint, "created_at": now, "held_until": now + hold}
        insert: Any = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        added = insert(repeatable_requests).values(identity=identity, **fresh).on_conflict_do_nothing()
        if self._connection.execute(added.returning(repeatable_requests.c.identity)).first() is not None:
            return Beginning("begun", held_until=now + hold)
        mine = repeatable_requests.c.identity == identity
        row = self._connection.execute(sa.select(repeatable_requests).where(mine).with_for_update()).one_or_none()
        if row is None:
            # Cleared since the line above; whoever asked may ask again.
            return Beginning("running")
        # A moment far ahead was written before the clock was put back.
        expired = not now - KEPT <= row.created_at.astimezone(UTC) <= now + KEPT
        held = now < row.held_until.astimezone(UTC) <= now + 2 * hold
        if not expired and row.fingerprint != fingerprint:
            return Beginning("another")
        if not expired and row.status is not None:
            return Beginning("answered", answer=KeptAnswer(row.status, _pairs(row.headers), bytes(row.body)))
        if not expired and held:
            return Beginning("running")
        empty = {"status": None, "headers": None, "body": None}
        self._connection.execute(sa.update(repeatable_requests).where(mine).values(**fresh, **empty))
        return Beginning("begun", held_until=now + hold)

    def renew(self, identity: str, held_until: datetime, hold: timedelta) -> datetime | None:
        """Hold a request for so long from now; until when that is, None where it was begun by another meanwhile."""
        until = self.now() + hold
        renewed = sa.update(repeatable_requests).where(*_held(identity, held_until)).values(held_until=until)
        return until if self._connection.execute(renewed).rowcount else None

    def finish(self, identity: str, held_until: datetime, answer: KeptAnswer) -> None:
        """Keep the answer of a request, unless the hold ran out and it was begun by another."""
        kept = {"status": answer.status, "headers": orjson.dumps(answer.headers).decode(), "body": answer.body}
        self._connection.execute(sa.update(repeatable_requests).where(*_held(identity, held_until)).values(**kept))

    def release(self, identity: str, held_until: datetime) -> None:
        """Forget a request whose answer is not to be kept, so that it can be begun again at once."""
        self._connection.execute(sa.delete(repeatable_requests).where(*_held(identity, held_until)))

    def forget_old(self) -> int:
        """Remove what was kept long enough; how many there were."""
        old = repeatable_requests.c.created_at < self.now() - KEPT
        return int(self._connection.execute(sa.delete(repeatable_requests).where(old)).rowcount)


def _held(identity: str, held_until: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    # The end of a hold tells it from every other one of the same request.
    return (
        repeatable_requests.c.identity == identity,
        repeatable_requests.c.held_until == held_until,
        repeatable_requests.c.status.is_(None),
    )


def _pairs(headers: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in orjson.loads(headers))
