"""The API keys: who may do what. Of a key itself only a hash is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa

from service.store.records import ApiKey, Scope
from service.store.tables import api_keys


class ApiKeyRepository:
    """API keys in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, key: ApiKey, digest: bytes) -> None:
        """Store a key under its id, with the hash of its text."""
        self._connection.execute(
            sa.insert(api_keys).values(
                id=key.id,
                name=key.name,
                hash=digest,
                scopes=" ".join(sorted(key.scopes)),
                created_at=key.created_at,
                expires_at=key.expires_at,
                revoked_at=key.revoked_at,
            )
        )

    def find(self, key_id: str) -> tuple[ApiKey, bytes] | None:
        """The key of this id, and the hash of its text."""
        row = self._connection.execute(sa.select(api_keys).where(api_keys.c.id == key_id)).one_or_none()
        return None if row is None else (_key(row), bytes(row.hash))

    def list(self) -> Sequence[ApiKey]:
        """Every key there was, the oldest first."""
        return tuple(map(_key, self._connection.execute(sa.select(api_keys).order_by(api_keys.c.seq))))

    def revoke(self, key_id: str, moment: datetime) -> ApiKey | None:
        """Take a key back for good; None where there is none of this id. The first time stays the time."""
        revoked = sa.update(api_keys).where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None))
        self._connection.execute(revoked.values(revoked_at=moment))
        found = self.find(key_id)
        return found[0] if found else None

    def use(self, key_id: str, moment: datetime, again_after: timedelta) -> None:
        """Note that a key was used, unless that was noted less than so long before, by whichever worker."""
        noted = api_keys.c.last_used_at
        # A moment ahead was written before the clock was put back.
        due = noted.is_(None) | (noted <= moment - again_after) | (noted > moment)
        used = sa.update(api_keys).where(api_keys.c.id == key_id, due).values(last_used_at=moment)
        self._connection.execute(used)

    def any(self) -> bool:
        """Whether there is a key that was not taken back; one that has run out counts."""
        found = sa.select(api_keys.c.seq).where(api_keys.c.revoked_at.is_(None)).limit(1)
        return self._connection.execute(found).first() is not None


def _key(row: sa.Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        name=row.name,
        scopes=frozenset(cast("list[Scope]", row.scopes.split())),
        created_at=row.created_at.astimezone(UTC),
        expires_at=_moment(row.expires_at),
        revoked_at=_moment(row.revoked_at),
        last_used_at=_moment(row.last_used_at),
    )


def _moment(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)
