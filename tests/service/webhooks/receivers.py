"""Receivers of our own on loopback addresses, which check what they get as a client's would."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

from service.background.delivering import Delivering
from service.fetching.addresses import Rules
from service.fetching.sending import Sender
from service.store import Store

LOOPBACK = (ip_network("127.0.0.0/8"),)


@dataclass(frozen=True)
class Received:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """What the body says."""
        return json.loads(self.body)


@dataclass
class Receiver:
    """A server that takes what is posted to it; `answers` are its next statuses, 204 when there are none left."""

    port: int
    answers: list[int] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    before_answer: Callable[[], object] = lambda: None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/hooks"

    @property
    def rules(self) -> Rules:
        """What lets it be sent to."""
        return Rules(frozenset({self.port}), LOOPBACK)


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver that runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            running.received.append(Received(self.path, headers, body))
            running.before_answer()
            self.send_response(running.answers.pop(0) if running.answers else 204)
            for name, value in running.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_arguments: object) -> None:
            """A client that hangs up is what a test wants."""

    server = Server(("127.0.0.1", 0), Handler)
    running = Receiver(server.server_address[1])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()


def delivering(store: Store, rules: Rules, **options: Any) -> Delivering:
    """What sends, without any pause before it sends again."""
    return Delivering(store, Sender(rules, user_agent="Crosscheck/test"), **{"chance": lambda: 0.0, **options})
