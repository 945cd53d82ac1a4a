"""The processes for background work that `crosscheck serve` runs beside the web server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping

import structlog

from service.serving import lifeline
from service.serving.pauses import Pauses

log = structlog.get_logger()


class JobWorkers:
    """So many `crosscheck worker`s, which live no longer than this process.

    Everything here has to be called from its main thread, and never waits but in `stop`.
    """

    def __init__(self, count: int, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._processes: list[subprocess.Popen[bytes] | None] = [None] * count
        self._pauses = [Pauses() for _ in range(count)]

    def keep_alive(self) -> None:
        """Start those that do not run, after the first time with growing pauses; to be called again and again."""
        for number, process in enumerate(self._processes):
            if process is None:
                self._launch(number)
                continue
            pauses = self._pauses[number]
            if process.poll() is None:
                continue
            if pauses.died():
                log.warning("worker_died", exit_code=process.returncode)
            if pauses.over():
                self._launch(number)

    def ask_to_stop(self) -> None:
        """Have them put back what they have in hand."""
        for process in self._running():
            process.terminate()

    def stop(self) -> None:
        """End those that have not stopped."""
        for process in self._running():
            process.kill()
        for ended in self._processes:
            if ended is not None:
                ended.wait()

    def stopped(self) -> bool:
        """Whether none runs any more."""
        return not self._running()

    def _running(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in self._processes if process is not None and process.poll() is None]

    def _launch(self, number: int) -> None:
        worker = [sys.executable, "-m", "service.cli", "worker"]
        self._processes[number] = subprocess.Popen(  # noqa: S603 - our own command line
            lifeline.command(os.getpid(), signal.SIGTERM, worker),
            env=dict(self._environment),
            stdin=subprocess.DEVNULL,
            # What it says to somebody at a terminal is of no use here; its log goes where ours goes.
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._pauses[number].started()
