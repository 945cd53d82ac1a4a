"""`crosscheck serve`, in order: check, migrate, start Valkey and gunicorn, show the newcomer around, start the workers,
keep watch, stop.

This process answers no request. It starts the others, starts Valkey and the workers again where they die, and ends when
gunicorn ends or when it is told to. Whatever way it ends, the others end with it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from service import metrics
from service.serving import lifeline, logs, welcome
from service.serving.counting import CountingFolder
from service.serving.jobworkers import JobWorkers
from service.serving.preflight import (
    CannotStartError,
    check_access,
    check_encoder,
    check_judge,
    listen,
    open_store,
    prepare_data_folder,
    refuse_half_a_copy,
    shared_memory,
)
from service.serving.valkey import OwnValkey
from service.settings import Settings

WATCH_SECONDS = 0.1

MALLOC = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}
"""How glibc's allocator is to keep its memory. By itself it gives each thread an arena, of whose room the others have
nothing: with the 8 threads of a web worker that is 20 MB for no time saved. And it raises both thresholds, 128 KB, to the
largest block that was ever freed: a web worker then holds 10 to 20 MB that nothing uses, and with them set 5 to 7."""


def serve(settings: Settings, *, examples: bool, stop_with_parent: bool = False) -> int:
    """Run the service until it is stopped, or, if wanted, until the process that started it is gone.

    The exit code is 0. Raises CannotStartError or ValkeyError, with one line for the user, where it cannot start.
    """
    logs.configure(settings.log_level)
    stop = _StopRequest()
    if stop_with_parent:
        lifeline.tie(os.getppid(), signal.SIGTERM)
    check_encoder(settings.encoder)
    check_judge(settings.judge)
    prepare_data_folder(settings.data_dir)
    listener = listen(settings)
    # Where all processes count: in memory where there is such a place.
    counts = CountingFolder(Path(shared_memory() or tempfile.gettempdir()))
    valkey: OwnValkey | None = None
    web: subprocess.Popen[bytes] | None = None
    workers: JobWorkers | None = None
    try:
        store = open_store(settings)
        store.migrate()
        refuse_half_a_copy(store)
        check_access(settings, listener, store)
        store.dispose()
        redis_url = settings.redis_url
        if redis_url is None:
            valkey = OwnValkey(settings.cache_memory_megabytes).start()
            redis_url = valkey.url
        environment = {
            **MALLOC,
            **os.environ,
            "CROSSCHECK_REDIS_URL": redis_url,
            metrics.FOLDER_VARIABLE: str(counts.path),
        }
        web = _start_gunicorn(listener, environment)
        # From here on the workers hold the socket; when they end, nobody is to be kept waiting by ours.
        listener.close()
        workers = JobWorkers(settings.job_workers, environment)
        guide = threading.Thread(target=welcome.show, args=(settings, examples, stop.asked), daemon=True)
        guide.start()
        return _watch(web, valkey, workers, guide, stop)
    finally:
        listener.close()
        if web is not None and workers is not None:
            _stop(web, workers, settings.stop_timeout_seconds, stop)
        if valkey is not None:
            valkey.stop()
        counts.remove()


class _StopRequest:
    """Counts SIGINT (Ctrl-C) and SIGTERM instead of breaking off wherever the program happens to be."""

    def __init__(self) -> None:
        self.count = 0
        self._asked = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def asked(self) -> bool:
        return self._asked.is_set()

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.count += 1
        self._asked.set()


def _start_gunicorn(listener: socket.socket, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:service.serving.gunicorn_settings"]
    gunicorn += ["-b", f"fd://{listener.fileno()}"]
    return subprocess.Popen(  # noqa: S603 - our own command line
        lifeline.command(os.getpid(), signal.SIGTERM, gunicorn),
        env=dict(environment),
        pass_fds=[listener.fileno()],
        stdin=subprocess.DEVNULL,
        # Not in the terminal's group: Ctrl-C is for the launcher, which stops things in their order.
        start_new_session=True,
    )


def _watch(
    web: subprocess.Popen[bytes],
    valkey: OwnValkey | None,
    workers: JobWorkers,
    guide: threading.Thread,
    stop: _StopRequest,
) -> int:
    while not stop.asked():
        if web.poll() is not None:
            raise CannotStartError(f"the web server has ended by itself (exit code {web.returncode}); see above")
        if valkey is not None:
            valkey.keep_alive()
        # Loading takes a processor for a second, and the newcomer comes first.
        if not guide.is_alive():
            workers.keep_alive()
        time.sleep(WATCH_SECONDS)
    return 0


def _stop(web: subprocess.Popen[bytes], workers: JobWorkers, seconds: int, stop: _StopRequest) -> None:
    """Let requests and steps of jobs in hand finish, for so long; a second Ctrl-C cuts that short."""
    asked_before = stop.count
    if web.poll() is None:
        web.terminate()
    workers.ask_to_stop()
    deadline = time.monotonic() + seconds + 2
    while (
        not (web.poll() is not None and workers.stopped())
        and time.monotonic() < deadline
        and stop.count == asked_before
    ):
        time.sleep(0.02)
    if web.poll() is None:
        # Its workers are tied to it and die with it.
        web.kill()
    web.wait()
    workers.stop()
