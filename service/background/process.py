"""`crosscheck worker`: one process that does jobs until it is told to stop.

It needs the database, and gets on with Redis or without. When it is told to stop, jobs in hand are broken off at their
next step and put back; when it is killed, their lease runs out, and another worker or the next one takes them.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Final

import structlog

from service.background.queue import JobQueue
from service.background.rounds import Duty, make_rounds
from service.background.runner import Runner
from service.store.errors import StoreUnavailable

_CLOSING_SECONDS: Final = 1.0
"""What may be left to end when no job is in hand any more: a look into the queue, or into the database."""

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
        with self.working():
            _log.info("worker_ready", worker=self.runner.worker, threads=self.threads)
            ready()
            stop.wait()

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Do jobs in threads of their own; at the end those in hand are put back."""
        over = threading.Event()
        listener = self.queue.listener(self.runner.run, self.threads) if self.queue else None
        if listener is not None:
            listener.start()
        rounds = make_rounds(self.duties, over)
        try:
            yield
        finally:
            over.set()
            self.runner.stop(self.stop_seconds)
            if listener is not None:
                listener.stop(_CLOSING_SECONDS)
            for thread in rounds:
                thread.join(_CLOSING_SECONDS)
            self._put_back()

    def _put_back(self) -> None:
        try:
            self.runner.release()
        except StoreUnavailable as error:
            _log.warning("jobs_not_put_back", worker=self.runner.worker, reason=str(error))
