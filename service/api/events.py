"""Server-sent events: an answer that stays open and says, each time it changes, how a job stands.

A stream takes a thread of the web server for as long as it is open, so it ends after a while, and there are only so many
in a process. A client that comes back says with Last-Event-ID what it has seen already.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Final, Self

from schemas.jobs import JobSchema
from service.api.responding import render
from service.closing import CLOSING
from service.operations.errors import NotFound, StoreUnavailable
from service.operations.jobs import JobOperations
from service.problems import TooManyStreams
from service.store.records import JobRecord

MEDIA_TYPE: Final = "text/event-stream"
STREAM_SECONDS: Final = 60.0
"""How long a stream stays open; the client then asks again."""
QUIET_SECONDS: Final = 10.0
"""After how long without an event a comment is sent, by which both ends find out whether the other is still there."""
LOOK_SECONDS: Final = 0.5
_COME_BACK: Final = b"retry: 1000\n\n"
"""After how many milliseconds a client shall ask again."""


class EventStreams:
    """The streams that one process has open: `most` at a time."""

    def __init__(self, most: int) -> None:
        self._free = threading.Semaphore(most)

    @classmethod
    def beside(cls, threads: int) -> Self:
        """As many as leave three quarters of a web worker's threads to other requests."""
        return cls((threads + 2) // 4)

    def open(self, events: Iterator[bytes]) -> EventStream:
        """A stream of these. Raises TooManyStreams."""
        if not self._free.acquire(blocking=False):
            raise TooManyStreams
        return EventStream(events, self._free)


class EventStream:
    """An open stream; it makes room when it has ended, or is closed, as the web server does however an answer ends."""

    def __init__(self, events: Iterator[bytes], place: threading.Semaphore) -> None:
        self._events = events
        self._place: threading.Semaphore | None = place

    def __iter__(self) -> Iterator[bytes]:
        yield from self._events
        self.close()

    def close(self) -> None:
        """Make room for another."""
        if self._place is not None:
            self._place.release()
            self._place = None


def job_events(jobs: JobOperations, first: JobRecord, seen: int, *, seconds: float = STREAM_SECONDS) -> Iterator[bytes]:
    """How a job stands, if that is newer than version `seen`, then each change of it, until it ends or time is up.

    A process that is to end says at once when to come back.
    """
    known, end = first, time.monotonic() + seconds
    yield _COME_BACK
    quiet_since = time.monotonic()
    while True:
        if known.job.version != seen:
            yield _event(known)
            seen, quiet_since = known.job.version, time.monotonic()
        if known.job.ended or time.monotonic() + LOOK_SECONDS > end:
            return
        if CLOSING.wait(LOOK_SECONDS):
            # Whoever asks again soon comes to another process, or to the next one.
            yield _COME_BACK
            return
        if time.monotonic() - quiet_since >= QUIET_SECONDS:
            yield b": nothing new\n\n"
            quiet_since = time.monotonic()
        try:
            if jobs.get(known.job.id).version != seen:
                known = jobs.report(known.job.id)
        except (NotFound, StoreUnavailable):
            # The headers are out already; whoever asks again is told.
            return


def seen_version(last_event_id: str | None) -> int:
    """The version that a client has seen, by its Last-Event-ID; 0, which no job has, where it has seen none of ours."""
    written = last_event_id or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 18 else 0


def _event(record: JobRecord) -> bytes:
    name = "finished" if record.job.ended else "progress"
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (record.job.version, name.encode(), render(JobSchema(), record))
