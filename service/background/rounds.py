"""What a worker does again and again beside the jobs it hears of: find those nobody heard of, and clear up.

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


def job_duties(store: Store, queue: JobQueue | None, runner: Runner, threads: int) -> Sequence[Duty]:
    """What jobs need: none is forgotten, whether the queue works or not, and those that ended long ago make room.

    Where nobody can hear of jobs, so many threads look for them in the database.
    """

    def waiting(limit: int) -> Sequence[str]:
        with store.read() as transaction:
            return transaction.jobs.waiting(LOST_AFTER if queue else timedelta(0), limit, runner.kinds)

    def announce_again() -> None:
        lost = waiting(_ANNOUNCED_AT_ONCE)
        # While there are messages in the line, somebody is still to come to them, and takes the oldest job.
        if queue is not None and lost and queue.length() == 0:
            for job_id in lost:
                queue.announce(job_id)

    def do_unheard() -> None:
        while waiting(1) and (queue is None or queue.is_away()):
            if not runner.run():
                return

    def clear() -> None:
        with store.note() as transaction:
            transaction.jobs.forget_ended_before(transaction.jobs.now() - KEPT)

    heard = () if queue is None else (Duty("announce_lost_jobs", ROUND_SECONDS, announce_again),)
    unheard = (Duty(f"do_unheard_jobs_{number}", ROUND_SECONDS, do_unheard) for number in range(1, threads + 1))
    put_back = Duty("put_back_left_jobs", ROUND_SECONDS, runner.put_back_left)
    return (put_back, *heard, *unheard, Duty("clear_jobs", _CLEARING_SECONDS, clear))


def access_duties(store: Store) -> Sequence[Duty]:
    """What access needs: answers that were kept for requests that may be repeated make room when their day is over."""

    def clear() -> None:
        with store.note() as transaction:
            transaction.repeats.forget_old()

    return (Duty("clear_repeats", _CLEARING_SECONDS, clear),)


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
