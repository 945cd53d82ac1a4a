"""The circuit breaker: after a failure nobody asks Redis again until it has answered a probe.

The probe runs in a thread of its own, so no request ever waits for it.
"""

from __future__ import annotations

import contextlib
import threading
import time
import weakref
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)


class Breaker:
    """Whether Redis may be asked: `closed` says so, and `trip` stops it until `probe` succeeds.

    `probe`, a method, raises where Redis does not answer. It is called at once, then every `interval` seconds, for as
    long as its object is in use. `era` counts the recoveries: a connection made in an earlier one has outlived its
    server.
    """

    def __init__(self, probe: Callable[[], None], interval: float = 0.5) -> None:
        self.closed = True
        self.era = 0
        self._probe = weakref.WeakMethod(probe)
        self._interval = interval
        self._lock = threading.Lock()

    def trip(self, reason: str) -> None:
        """Open the circuit; asking again while it is open changes nothing."""
        with self._lock:
            if not self.closed:
                return
            self.closed = False
        try:
            threading.Thread(target=self._recover, args=(reason,), name="cache-probe", daemon=True).start()
        except RuntimeError:
            # No thread is to be had: then the next who asks finds out, since nobody else would close it again.
            self.closed = True

    def _recover(self, reason: str) -> None:
        tries = 0
        while True:
            probe = self._probe()
            if probe is None:
                return
            try:
                probe()
                break
            except Exception as problem:  # noqa: BLE001 - whatever the driver raises means "not yet"
                tries += 1
                if tries == 1:
                    # Only now is it known to be more than one lost connection.
                    _say("cache_unavailable", reason=reason, probe=str(problem))
            del probe
            time.sleep(self._interval)
        with self._lock:
            self.era += 1
            self.closed = True
        if tries:
            _say("cache_back", probes=tries + 1)


def _say(event: str, **facts: object) -> None:
    """Log, and go on where that cannot be done: a disk that is full of it must not leave the circuit open for ever."""
    with contextlib.suppress(OSError, ValueError):
        log.warning(event, **facts)
