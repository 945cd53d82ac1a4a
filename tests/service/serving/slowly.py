"""A small application under the service's own gunicorn worker, with one thread and little patience; read by gunicorn.

`python -m gunicorn -c python:tests.service.serving.slowly` runs it.
"""

from __future__ import annotations

import time

from flask import Flask, Response, request

from service import problems
from service.serving import reception

reception.ARRIVAL_SECONDS = 1.0  # type: ignore[misc]
reception.GRACE_SECONDS = 1.0  # type: ignore[misc]
reception.LINGER_SECONDS = 0.5  # type: ignore[misc]
reception.MOST_HELD_BYTES = 1_000_000  # type: ignore[misc]
reception.ReceivingWorker.held_body_bytes = 100_000

wsgi_app = "tests.service.serving.slowly:application"
worker_class = "service.serving.worker.ProblemWorker"
workers = 1
threads = 1
keepalive = 1
worker_connections = 40
graceful_timeout = 60
control_socket_disable = True
loglevel = "critical"

application = Flask("slowly", static_folder=None)
problems.register(application)


@application.post("/length")
def length() -> Response:
    """How long the body was."""
    return Response(str(len(request.get_data())))


@application.get("/large")
def large() -> Response:
    """More than any socket takes at once."""
    return Response(b"x" * 50_000_000)


@application.get("/work")
def work() -> Response:
    """An answer that takes a moment."""
    time.sleep(0.2)
    return Response("done")


@application.post("/unread")
def unread() -> Response:
    """An answer that needs no body."""
    return Response("not read", 403)
