"""What a worker knows of the keys: nothing that is older than a second, so that one that is revoked is soon refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import structlog

from service.access.keys import USE_NOTED_EVERY, KeyOperations
from service.operations.errors import StoreUnavailable
from service.store.records import ApiKey

FRESH_SECONDS: Final = 1.0
_MOST_KEPT: Final = 1000

_log = structlog.get_logger(__name__)


class KeyRing:
    """The keys as they were in the database a second ago at most. Both questions may raise StoreUnavailable."""

    def __init__(self, keys: KeyOperations, clock: Callable[[], float] = time.monotonic) -> None:
        self._keys = keys
        self._clock = clock
        self._seen: dict[bytes, tuple[ApiKey, float]] = {}
        self._noted: dict[str, float] = {}
        self._any: tuple[bool, float] = (False, float("-inf"))

    def find(self, text: str) -> ApiKey | None:
        """The key with this text, if it is one of ours; whether it can still be used is its own to say."""
        # By its hash, so that no key lies about in the memory of the workers.
        digest = sha256(text.encode()).digest()
        now = self._clock()
        seen = self._seen.get(digest)
        if seen is not None and seen[1] > now:
            return seen[0]
        key = self._keys.recognise(text)
        if key is None:
            # Not kept: there is no end of things that are no key.
            return None
        if len(self._seen) >= _MOST_KEPT:
            self._seen = {}
        self._seen[digest] = (key, now + FRESH_SECONDS)
        return key

    def used(self, key: ApiKey, moment: datetime) -> None:
        """Have it noted that a key was used, from time to time; nobody waits for that."""
        known = key.last_used_at
        if known is not None and timedelta(0) <= moment - known < USE_NOTED_EVERY:
            return
        now = self._clock()
        if self._noted.get(key.id, float("-inf")) > now:
            return
        self._noted[key.id] = now + USE_NOTED_EVERY.total_seconds()
        threading.Thread(target=self._note_use, args=(key.id, moment), name="key-use", daemon=True).start()

    def _note_use(self, key_id: str, moment: datetime) -> None:
        try:
            self._keys.note_use(key_id, moment)
        except StoreUnavailable as problem:
            _log.warning("key_use_not_noted", key=key_id, reason=str(problem))

    def any(self) -> bool:
        """Whether there is a key that was not revoked."""
        found, until = self._any
        now = self._clock()
        if until <= now:
            found = self._keys.any()
            self._any = (found, now + FRESH_SECONDS)
        return found
