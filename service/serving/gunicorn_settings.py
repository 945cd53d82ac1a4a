"""How gunicorn runs the service; gunicorn reads this module as its configuration (`-c python:...`).

The launcher hands over the listening socket on the command line, so that a taken port is found before anything starts.
"""

from __future__ import annotations

import gc
import os
import signal
from typing import TYPE_CHECKING

from service import metrics
from service.serving import lifeline, logs
from service.serving.preflight import more_files, shared_memory
from service.serving.reception import MOST_HELD_BYTES
from service.settings import Settings

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

settings = Settings.from_environment(os.environ)
logs.configure(settings.log_level)

wsgi_app = "service.wsgi:application"
worker_class = "service.serving.worker.ProblemWorker"
workers = settings.workers
threads = settings.threads
# The language model is loaded once and shared by all workers.
preload_app = True
timeout = settings.request_timeout_seconds
graceful_timeout = settings.stop_timeout_seconds
keepalive = 5
# A connection costs a few kilobytes until its request is there; the rest of the files are for everything else.
worker_connections = max(100, min(10_000, more_files() - 200))
# It would be opened in the home folder, which a container may not write to.
control_socket_disable = True
# The workers' heartbeat files: in memory, since a busy disk must not make a worker look dead.
worker_tmp_dir = shared_memory()
# It would believe every process of this machine that calls itself a proxy; `service.access` knows those that may be.
forwarded_allow_ips = ""
# A request line holds a claim to check, percent-encoded.
limit_request_line = 8190
proc_name = "crosscheck"
loglevel = settings.log_level
logconfig_dict = logs.standard_library(settings.log_level)
# Requests are logged by `service.watch`, with their ids.
accesslog = None


GARBAGE_THRESHOLDS = (50_000, 20, 50)
"""New objects before garbage is looked for. Reading an article makes some hundred thousand values, none in a ring: with
Python's 700, looking for rings took a tenth of the time, and every few articles a tenth of a second at once."""


def when_ready(_server: Arbiter) -> None:
    """Set what is loaded aside from garbage collection, which would copy the shared pages into every worker."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


def child_exit(_server: Arbiter, worker: Worker) -> None:
    """What a worker counted stays; what was true of it does not."""
    metrics.forget_process(worker.pid)


def post_fork(server: Arbiter, worker: Worker) -> None:
    """A worker dies with its master, however that ends."""
    lifeline.tie(server.pid, signal.SIGKILL)
    worker.held_body_bytes = min(settings.max_body_bytes, MOST_HELD_BYTES // 8)
