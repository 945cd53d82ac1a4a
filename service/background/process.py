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
from collections.abc import Callable
from types import FrameType
from typing import Final

import structlog

from service.background.queue import JobQueue
from service.background.rounds import Duty, make_rounds
from service.background.runner import Runner

STOP_SECONDS: Final = 10.0
"""How long a step of a job that is in hand may take when the worker is asked to stop."""

_log = structlog.get_logger(__name__)


def worker_name() -> str:
    """A name that no other worker has or had."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def work(
    runner: Runner, queue: JobQueue | None, duties: tuple[Duty, ...], *, threads: int, ready: Callable[[], object]
) -> None:
    """Do jobs, with so many of them in hand at a time, until SIGTERM or SIGINT."""
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    listening = queue.worker(runner.run, threads) if queue else None
    if listening is not None:
        listening.start()
    rounds = make_rounds(duties, stop)
    ready()
    _log.info("worker_ready", worker=runner.worker, threads=threads)
    stop.wait()
    runner.stop()
    if listening is not None:
        listening.stop(timeout=int(STOP_SECONDS * 1000))
    for thread in rounds:
        thread.join(STOP_SECONDS)
    runner.release()
