"""A site of the benchmark's own, in a process of its own: feeds that go on, their pages, and a receiver of webhooks."""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from benchmarks.corpus import SEED, Vocabulary

ENTRIES: Final = 5
"""New entries of a feed each time it is asked for."""
_SENTENCES: Final = 8


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is, and how many deliveries have come to it."""

    port: int
    _received: Any

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def received(self) -> int:
        """How many deliveries have come to it."""
        return int(self._received.value)

    @property
    def settings(self) -> dict[str, str]:
        """What a service has to be told to fetch from it."""
        return {"fetch_ports": f"80,443,{self.port}", "fetch_networks": "127.0.0.1/32", "fetch_pause_seconds": "0"}


@contextlib.contextmanager
def running_site() -> Iterator[Site]:
    """The site, until the block ends."""
    context = multiprocessing.get_context("fork")
    received = context.Value("q", 0)
    ports: multiprocessing.Queue[int] = context.Queue()
    process = context.Process(target=_serve, args=(ports, received), daemon=True)
    process.start()
    try:
        yield Site(ports.get(timeout=20), received)
    finally:
        process.terminate()
        process.join()


def _serve(ports: Any, received: Any) -> None:
    vocabulary = Vocabulary(SEED + 4)
    lock = threading.Lock()
    asked: dict[str, int] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/feed/"):
                with lock:
                    asked[self.path] = number = asked.get(self.path, 0) + 1
                self._answer(200, "application/rss+xml", _feed(self.path, number))
            elif self.path.startswith("/page/"):
                with lock:
                    text = vocabulary.text(_SENTENCES)
                page = f"<html><body><article><h1>{self.path}</h1><p>{text}</p></article></body></html>"
                self._answer(200, "text/html", page)
            else:
                self._answer(404, "text/plain", "There is no such page.")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            with received.get_lock():
                received.value += 1
            self._answer(204, "text/plain", "")

        def _answer(self, status: int, media_type: str, text: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{media_type}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Say nothing: the service is what is looked at."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    ports.put(server.server_address[1])
    server.serve_forever()


def _feed(path: str, number: int) -> str:
    """The feed as it is the so many-th time: the new entries and those of the time before."""
    first = max(0, number - 2) * ENTRIES
    entries = "".join(
        f"<item><title>Report {entry}</title><link>/page{path}/{entry}</link><guid>{path}/{entry}</guid>"
        f"<pubDate>{formatdate()}</pubDate></item>"
        for entry in range(first, number * ENTRIES)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{path}</title>{entries}</channel></rss>'
