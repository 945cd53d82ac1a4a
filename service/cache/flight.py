"""Single flight: however many ask for one key at a time, one computes the answer and the others get it.

Threads of one worker wait for each other directly; workers meet at a short lock on Redis. Every wait ends: after
`PATIENCE_SECONDS`, or when the lock of a computer that died runs out, the one who waits computes by itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import Enum

from service.cache.client import Client
from service.cache.entries import Entry, decode, encode

LOCK_MILLISECONDS = 2_000
PATIENCE_SECONDS = 2.0
POLL_SECONDS = 0.01


class Outcome(Enum):
    """Where an answer came from: found on Redis, made and stored there, taken from a neighbour, or only made."""

    FOUND = "found"
    STORED = "stored"
    COLLAPSED = "collapsed"
    MADE = "made"


class Key:
    """What an answer is kept under: `name` on Redis, `digest` inside the entry, `lock` while it is computed."""

    __slots__ = ("digest",)

    def __init__(self, digest: bytes) -> None:
        self.digest = digest

    @property
    def name(self) -> bytes:
        """Where it lies on Redis."""
        return b"crosscheck:response:" + self.digest.hex().encode()

    @property
    def lock(self) -> bytes:
        """Where its lock lies."""
        return self.name + b":lock"


class _Seat:
    __slots__ = ("entry", "landed")

    def __init__(self) -> None:
        self.landed = threading.Event()
        self.entry: Entry | None = None


class SingleFlight:
    """Runs at most one computation a key at a time, in this process and, while Redis is there, in all of them."""

    def __init__(self, client: Client | None, lifetime_milliseconds: Callable[[Key], int], entry_bytes: int) -> None:
        self._client = client
        self._lifetime = lifetime_milliseconds
        self._entry_bytes = entry_bytes
        self._lock = threading.Lock()
        self._seats: dict[bytes, _Seat] = {}

    def run(self, key: Key, compute: Callable[[], tuple[Entry, bool]]) -> tuple[Entry, Outcome]:
        """The answer of `compute`, made here or by somebody else who is at it.

        `compute` returns the entry and whether others may have it; what they may not have is made by each for itself.
        What `compute` raises is raised here, and those who waited compute for themselves.
        """
        with self._lock:
            seat = self._seats.get(key.digest)
            leads = seat is None
            if seat is None:
                seat = self._seats[key.digest] = _Seat()
        if not leads:
            seat.landed.wait(PATIENCE_SECONDS * 2)
            if seat.entry is not None:
                return seat.entry, Outcome.COLLAPSED
            return compute()[0], Outcome.MADE
        try:
            entry, outcome, shareable = self._lead(key, compute)
            if shareable:
                seat.entry = entry
            return entry, outcome
        finally:
            with self._lock:
                del self._seats[key.digest]
            seat.landed.set()

    def _lead(self, key: Key, compute: Callable[[], tuple[Entry, bool]]) -> tuple[Entry, Outcome, bool]:
        client = self._client
        if client is None:
            entry, shareable = compute()
            return entry, Outcome.MADE, shareable
        found = self._take_off(client, key)
        if found is not None:
            return found, Outcome.FOUND, True
        stored = False
        try:
            entry, shareable = compute()
            if shareable and len(entry.body) <= self._entry_bytes:
                stored = client.put(key.name, encode(entry, key.digest), self._lifetime(key), key.lock)
        finally:
            if not stored:
                client.release(key.lock)
        return entry, Outcome.STORED if stored else Outcome.MADE, shareable

    def _take_off(self, client: Client, key: Key) -> Entry | None:
        """Wait until the lock is ours (None), somebody has finished the answer, or patience ends (None)."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            taken, kept = client.claim(key.lock, key.name, LOCK_MILLISECONDS)
            entry = decode(kept, key.digest) if kept is not None else None
            if entry is not None:
                if taken:
                    client.release(key.lock)
                return entry
            if taken or time.monotonic() >= deadline:
                return None
            time.sleep(POLL_SECONDS)
