"""The holds on repeatable requests that this process is answering.

A hold is short, so that nobody waits long after a process that died in the middle; while there are requests that take
longer, a thread renews theirs. The same thread ends those that could not be ended when they should have been, because the
database was away in that moment.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from service.store import Store
from service.store.errors import StoreUnavailable

if TYPE_CHECKING:
    from service.store.repeats import RepeatRepository

HOLD_SECONDS: Final = 10.0
"""How long a request that nobody answers any more stands in the way of the same one."""
_ROUNDS: Final = 5
"""How often a hold is looked after while it lasts."""
_GIVEN_UP_SECONDS: Final = 60.0

_log = structlog.get_logger(__name__)

Ending = Callable[["RepeatRepository", str, datetime], None]
"""Writes down how a request under this identity, held until this moment, ended."""


class Hold:
    """A request that is being answered: its identity, and until when it is held."""

    def __init__(self, identity: str, until: datetime) -> None:
        self.identity = identity
        self.until = until
        self.looked_after = time.monotonic()
        self.ending: Ending | None = None
        self.ended_at = 0.0
        self.lock = threading.Lock()


class Holds:
    """Keeps holds as long as they are needed; each lasts `seconds` without being renewed."""

    def __init__(self, store: Store, seconds: float = HOLD_SECONDS) -> None:
        self._store = store
        self._every = seconds / _ROUNDS
        self._held: set[Hold] = set()
        self._lock = threading.Lock()
        self._kept = False
        self.length = timedelta(seconds=seconds)

    def keep(self, identity: str, until: datetime) -> Hold:
        """Look after a hold that was just taken."""
        hold = Hold(identity, until)
        with self._lock:
            self._held.add(hold)
            if not self._kept:
                self._kept = True
                # Not before: threads must not be there when the workers are forked.
                threading.Thread(target=self._look_after, name="holds", daemon=True).start()
        return hold

    def end(self, hold: Hold, ending: Ending) -> None:
        """Write down how the request ended; later, where the database is away now."""
        with hold.lock:
            hold.ending, hold.ended_at = ending, time.monotonic()
            try:
                self._write_end(hold)
            except StoreUnavailable as problem:
                _log.warning("repeat_not_noted", reason=str(problem))

    def _look_after(self) -> None:
        while True:
            time.sleep(self._every)
            with self._lock:
                if not self._held:
                    self._kept = False
                    return
                due = [hold for hold in self._held if time.monotonic() - hold.looked_after >= self._every / 2]
            for hold in due:
                try:
                    self._visit(hold)
                except StoreUnavailable as problem:
                    _log.warning("hold_not_renewed", reason=str(problem))
                except Exception as error:  # noqa: BLE001 - one hold that breaks must not let all others run out
                    _log.error("hold_broke", exc_info=error)
                    self._drop(hold)

    def _visit(self, hold: Hold) -> None:
        with hold.lock:
            if hold not in self._held:
                return
            if hold.ending is not None:
                if time.monotonic() - hold.ended_at > _GIVEN_UP_SECONDS:
                    self._drop(hold)
                else:
                    self._write_end(hold)
                return
            with self._store.note() as transaction:
                until = transaction.repeats.renew(hold.identity, hold.until, self.length)
            if until is None:
                self._drop(hold)
            else:
                hold.until, hold.looked_after = until, time.monotonic()

    def _write_end(self, hold: Hold) -> None:
        ending = hold.ending
        if ending is not None:
            with self._store.note() as transaction:
                ending(transaction.repeats, hold.identity, hold.until)
        self._drop(hold)

    def _drop(self, hold: Hold) -> None:
        with self._lock:
            self._held.discard(hold)
