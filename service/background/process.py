"""`crosscheck worker`: one process that does jobs until it is told to stop.

It needs the database, and gets on with Redis or without. When it is told to stop, jobs in hand are broken off at their
next step and put back; when it is killed, their lease runs out, and another worker or the next one takes them.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

import dramatiq
import structlog

from service.background.queue import JobQueue
from service.background.rounds import Duty, make_rounds
from service.background.runner import Runner
from service.store.errors import StoreUnavailable

_log = structlog.get_logger(__name__)


def worker_name() -> str:
    """A name that no other worker has or had."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class Worker:
    """What a process works with: `threads` is how many jobs it has in hand at a time.

    `stop_seconds` is for how long it waits, when it is to stop, for the steps that its jobs are in.
    """

    runner: Runner
    queue: JobQueue | None
    duties: Sequence[Duty]
    threads: int
    stop_seconds: float

    def work(self, ready: Callable[[], object]) -> None:
        """Do jobs until SIGTERM or SIGINT; `ready` is called as soon as they would be heard."""
        stop = threading.Event()

        def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, ask_to_stop)
        listening = self.queue.worker(self.runner.run, self.threads) if self.queue else None
        if listening is not None:
            listening.start()
        rounds = make_rounds(self.duties, stop)
        _log.info("worker_ready", worker=self.runner.worker, threads=self.threads)
        ready()
        stop.wait()
        self._stop(listening, rounds)

    def _stop(self, listening: dramatiq.Worker | None, rounds: Sequence[threading.Thread]) -> None:
        deadline = time.monotonic() + self.stop_seconds
        self.runner.stop()
        ending = list(rounds)
        if listening is not None:
            # In a thread of its own: while Redis is away, it waits longer than it is told to.
            closing = threading.Thread(target=listening.stop, args=(int(self.stop_seconds * 1000),), daemon=True)
            closing.start()
            ending.append(closing)
        for thread in ending:
            thread.join(max(0.0, deadline - time.monotonic()))
        try:
            self.runner.release()
        except StoreUnavailable as error:
            _log.warning("jobs_not_put_back", worker=self.runner.worker, reason=str(error))
