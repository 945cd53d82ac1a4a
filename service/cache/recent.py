"""The answers that this worker has served last, in its own memory: a shelf in front of Redis that saves the way there.

It needs no invalidation of its own: like the entries on Redis, these lie under keys that a write makes unreachable.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from service.cache.entries import Entry


class Recent:
    """Up to `limit_bytes` of answers; the oldest makes way. An answer stays no longer than `seconds`."""

    def __init__(self, limit_bytes: int, seconds: float) -> None:
        self._limit_bytes = limit_bytes
        self._seconds = seconds
        self._bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, tuple[Entry, float]] = OrderedDict()

    def get(self, digest: bytes) -> Entry | None:
        """The answer under this digest."""
        kept = self._kept.get(digest)
        return kept[0] if kept is not None and kept[1] > time.monotonic() else None

    def put(self, digest: bytes, entry: Entry) -> None:
        """Keep an answer, unless it alone would take a quarter of the place."""
        size = _size(entry)
        if size * 4 > self._limit_bytes:
            return
        with self._lock:
            before = self._kept.pop(digest, None)
            if before is not None:
                self._bytes -= _size(before[0])
            self._kept[digest] = (entry, time.monotonic() + self._seconds)
            self._bytes += size
            while self._bytes > self._limit_bytes:
                _, (oldest, _) = self._kept.popitem(last=False)
                self._bytes -= _size(oldest)


def _size(entry: Entry) -> int:
    # The body, and about as much as Python needs for the rest.
    return len(entry.body) + 1500
