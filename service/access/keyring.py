"""What a worker knows of the keys: nothing that is older than a second, so that one that is revoked is soon refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from service.access.keys import KeyOperations
from service.store.records import ApiKey

FRESH_SECONDS: Final = 1.0
_MOST_KEPT: Final = 1000


class KeyRing:
    """The keys as they were in the database a second ago at most. Both questions may raise StoreUnavailable."""

    def __init__(self, keys: KeyOperations, clock: Callable[[], float] = time.monotonic) -> None:
        self._keys = keys
        self._clock = clock
        self._seen: dict[bytes, tuple[ApiKey, float]] = {}
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

    def any(self) -> bool:
        """Whether there is a key that was not revoked."""
        found, until = self._any
        now = self._clock()
        if until <= now:
            found = self._keys.any()
            self._any = (found, now + FRESH_SECONDS)
        return found
