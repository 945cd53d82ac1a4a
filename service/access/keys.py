"""API keys: made, listed, taken back, and recognised.

A key is `cck_<id>_<secret>`. The secret is 256 random bits, of which the store keeps a SHA-256: a slow hash protects
what people choose, which can be guessed; nobody guesses 256 bits, and a slow hash would cost each request its time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, get_args

from service.store import Store
from service.store.errors import NotFound
from service.store.records import ApiKey, Scope

SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
LONGEST_NAME: Final = 100
USE_NOTED_EVERY: Final = timedelta(minutes=5)

_KEY: Final = re.compile(r"cck_([a-z2-7]{16})_[A-Za-z0-9_-]{43}")
_ID_BYTES: Final = 10
_SECRET_BYTES: Final = 32


class KeyOperations:
    """What can be done with API keys."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def create(self, name: str, scopes: Collection[Scope], expires_at: datetime | None = None) -> tuple[ApiKey, str]:
        """A new key, and its text, which is kept nowhere.

        ValueError for a name that is blank, over 100 characters long or not printable, no scope, or an end in the past.
        """
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise ValueError(f"the name must have 1 to {LONGEST_NAME} printable characters")
        if not scopes:
            raise ValueError("a key needs a scope, or it opens nothing")
        now = datetime.now(UTC)
        if expires_at is not None and expires_at <= now:
            raise ValueError("the key would have run out already")
        key_id = base64.b32encode(secrets.token_bytes(_ID_BYTES)).decode().lower()
        text = f"cck_{key_id}_{secrets.token_urlsafe(_SECRET_BYTES)}"
        key = ApiKey(key_id, name, frozenset(scopes), now, expires_at)
        with self.store.note() as transaction:
            transaction.keys.add(key, _digest(text))
        return key, text

    def list(self) -> Sequence[ApiKey]:
        """Every key there was, the oldest first; those that were taken back, too."""
        with self.store.read() as transaction:
            return transaction.keys.list()

    def revoke(self, key_id: str) -> ApiKey:
        """Take a key back for good. NotFound."""
        with self.store.note() as transaction:
            key = transaction.keys.revoke(key_id, datetime.now(UTC))
        if key is None:
            raise NotFound("key", key_id)
        return key

    def recognise(self, text: str) -> ApiKey | None:
        """The key with this text, whether or not it can still be used; None where it is none of ours."""
        key_id = id_in(text)
        if key_id is None:
            return None
        with self.store.read() as transaction:
            found = transaction.keys.find(key_id)
        if found is None:
            return None
        key, digest = found
        return key if hmac.compare_digest(digest, _digest(text)) else None

    def note_use(self, key_id: str, moment: datetime) -> None:
        """Note that a key was used; of several times within some minutes one is kept."""
        with self.store.note() as transaction:
            transaction.keys.use(key_id, moment, USE_NOTED_EVERY)

    def any(self) -> bool:
        """Whether there is a key that was not taken back.

        One that has run out counts: a service must not open up because the last key came of age.
        """
        with self.store.read() as transaction:
            return transaction.keys.any()


def id_in(text: str) -> str | None:
    """The id in what could be a key; None for anything else."""
    found = _KEY.fullmatch(text)
    return found[1] if found else None


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
