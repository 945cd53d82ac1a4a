"""What a worker does again and again beside the jobs it hears of: find those whose message was lost, and clear up.

Every worker makes the rounds. They need no leader: whoever comes first takes the row, and the others find it taken.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from service.background.queue import JobQueue
from service.background.runner import Runner
from service.store import Store
from service.store.errors import StoreUnavailable

ROUND_SECONDS: Final = 1.0
LOST_AFTER: Final = timedelta(seconds=3)
"""A job that could have been taken for so long has probably lost its message."""
KEPT: Final = timedelta(days=7)
"""How long a job that has ended can be asked for."""
_ANNOUNCED_AT_ONCE: Final = 100
_CLEARING_SECONDS: Final = 600.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be looked after every so many seconds; it may raise StoreUnavailable, and is then tried again."""

    name: str
    seconds: float
    perform: Callable[[], object]


def job_duties(store: Store, queue: JobQueue | None, runner: Runner) -> Sequence[Duty]:
    """What jobs need: none is forgotten, and those that ended long ago make room."""

    def find_lost() -> None:
        with store.read() as transaction:
            lost = transaction.jobs.waiting(LOST_AFTER if queue else timedelta(0), _ANNOUNCED_AT_ONCE)
        if not lost:
            return
        length = queue.length() if queue else None
        if length:
            return  # their messages are in the line
        for job_id in lost:
            if length is None or queue is None or not queue.announce(job_id):
                # Nobody will hear of it: it is done here and now.
                runner.run(job_id)

    def clear() -> None:
        with store.note() as transaction:
            transaction.jobs.forget_ended_before(transaction.jobs.now() - KEPT)

    return (Duty("find_lost_jobs", ROUND_SECONDS, find_lost), Duty("clear_jobs", _CLEARING_SECONDS, clear))


def make_rounds(duties: Sequence[Duty], stop: threading.Event) -> Sequence[threading.Thread]:
    """Perform each duty in a thread of its own, again and again until stopped."""

    def attend(duty: Duty) -> None:
        while not stop.is_set():
            try:
                duty.perform()
            except StoreUnavailable as error:
                _log.warning("round_left_out", duty=duty.name, reason=str(error))
            except Exception as error:  # noqa: BLE001 - one broken round must not end all later ones
                _log.error("round_broke", duty=duty.name, exc_info=error)
            stop.wait(duty.seconds)

    threads = [threading.Thread(target=attend, args=(duty,), name=duty.name, daemon=True) for duty in duties]
    for thread in threads:
        thread.start()
    return threads
