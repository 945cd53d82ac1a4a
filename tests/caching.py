"""What the tests of the cache stand on: a real Valkey server, a small application that counts, and calls to it."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import redis

from service.cache.responses import ResponseCache
from service.serving.valkey import OwnValkey

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


@contextlib.contextmanager
def running_valkey() -> Iterator[OwnValkey]:
    """A real Valkey server on a socket of its own."""
    server = OwnValkey(16).start()
    try:
        yield server
    finally:
        server.stop()


@dataclass
class Library:
    """An application with one shelf of books in a "database" with a generation number; it counts what it computes."""

    books: list[str] = field(default_factory=lambda: ["Emma"])
    generation: int = 1
    computed: list[str] = field(default_factory=list)
    seconds: float = 0.0
    headers: list[tuple[str, str]] = field(default_factory=list)
    status: str = "200 OK"
    failure: Exception | None = None
    meanwhile: Callable[[], None] = lambda: None
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the books and the query; a POST adds one."""
        path = environ["PATH_INFO"]
        self.computed.append(f"{environ['REQUEST_METHOD']} {path}")
        if environ["REQUEST_METHOD"] == "POST":
            self.write("Persuasion")
        body = ",".join([*self.books, environ.get("QUERY_STRING", "")]).encode()
        self.meanwhile()
        time.sleep(self.seconds)
        if self.failure is not None:
            raise self.failure
        own = [("Content-Type", "text/plain"), ("X-Request-ID", f"inner-{next(self.numbers)}"), *self.headers]
        start_response(self.status, own)
        return [body[:2], body[2:]]

    def write(self, title: str) -> None:
        """Store a book and raise the generation, as one transaction would."""
        self.books.append(title)
        self.generation += 1

    def cached(self, redis_url: str | None, **settings: Any) -> ResponseCache:
        """The application behind a response cache, as in one worker; it asks Redis each time unless told otherwise."""
        settings = {"worker_megabytes": 0, **settings}
        return ResponseCache(self, redis_url=redis_url, generation=lambda: self.generation, **settings)


@dataclass(frozen=True)
class Answer:
    """What a client gets."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def cache_status(self) -> str:
        """The `Cache-Status` header."""
        return self.headers.get("cache-status", "")


def call(app: Any, path: str, query: str = "", method: str = "GET", **headers: str) -> Answer:
    """Ask a WSGI application; header names are written `if_none_match`."""
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    started = time.perf_counter()
    body = b"".join(app(environ, lambda status, pairs, _exc_info=None: begun.append((status, pairs))))
    seconds = time.perf_counter() - started
    names = [name.lower() for name, _ in begun[0][1]]
    assert len(names) == len(set(names)), f"a header was sent twice: {names}"
    return Answer(int(begun[0][0].split()[0]), {name.lower(): value for name, value in begun[0][1]}, body, seconds)


def all_at_once(count: int, action: Callable[[int], Any]) -> list[Any]:
    """What so many threads that begin together return, or raise."""
    barrier = threading.Barrier(count)

    def run(number: int) -> Any:
        barrier.wait()
        return action(number)

    with ThreadPoolExecutor(count) as pool:
        futures = [pool.submit(run, number) for number in range(count)]
    return [future.exception() or future.result() for future in futures]


def connect(url: str) -> redis.Redis:
    """A client of the test's own."""
    return redis.Redis.from_url(url, protocol=2, socket_timeout=2)


def eventually(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether it becomes true within so long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
