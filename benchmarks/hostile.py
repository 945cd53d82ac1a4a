"""Clients that hold connections without using them, and what that costs another client and the service's memory."""

from __future__ import annotations

import multiprocessing
import resource
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, Final

from benchmarks import load
from benchmarks.corpus import SEED, Vocabulary
from benchmarks.filling import SENTENCES
from benchmarks.measures import Extent, Row, Say
from benchmarks.processes import Server, crosscheck, exchange, memory

HEAD: Final = b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
WAYS: Final = {
    "that send nothing": b"",
    "with half a head": HEAD,
    "with half a body": HEAD + b"Content-Length: 1000\r\n\r\n" + b'{"text": "',
}
"""What each of the connections sends; after that, a byte a second where it has begun to send."""
PAUSE_SECONDS: Final = 0.02
SETTLE_SECONDS: Final = 8.0
"""Until those who came first have been sent away once, and have come again."""


def hostile(folder: Path, extent: Extent, say: Say) -> list[Row]:
    """How long another client waits for its answers, on new connections, beside so many that only hold theirs."""
    rows: list[Row] = []
    with crosscheck(folder / "hostile") as service:
        connection = service.connect()
        text = Vocabulary(SEED + 3).text(SENTENCES)
        article = exchange(connection, "POST", "/v1/articles", {"source": "Benchmark", "text": text})
        connection.close()
        path = f"/v1/articles/{article['id']}"
        ask(service.address, path, 2.0)
        for way, sent in WAYS.items():
            for count in extent.idle if way == "that send nothing" else extent.idle[-1:]:
                with holding(service.address, count, sent) as held:
                    time.sleep(SETTLE_SECONDS if count else 0)
                    times = ask(service.address, path, extent.seconds * 5)
                    open_now = held[0]
                    pss = sum(memory(pid)[0] for pid in service.workers())
                rows.append(_row(f"{count:,} connections {way}", times, pss))
                say(f"  {rows[-1].size} ({open_now:,} open): {rows[-1].figure} (n = {len(times)})")
        rows.append(_after(service, path))
    return rows


def _after(service: Server, path: str) -> Row:
    time.sleep(2 * SETTLE_SECONDS)
    times = ask(service.address, path, 2.0)
    return _row("when they are gone", times, sum(memory(pid)[0] for pid in service.workers()))


def _row(when: str, times: list[float], pss: float) -> Row:
    half, most = load.quantile(times, 0.5) * 1000, load.quantile(times, 0.95) * 1000
    figure = f"p50 {half:.1f} ms, p95 {most:.1f} ms; all workers PSS {pss:.0f} MB"
    return Row("another client's GET, cached", when, figure, "p95 < 100 ms")


def ask(address: tuple[str, int], path: str, seconds: float) -> list[float]:
    """How long each answer took, from connecting to its last byte; one that does not come in 20 s counts as that."""
    question = load.request_bytes(*address, path).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    times: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        began = time.perf_counter()
        try:
            with socket.create_connection(address, timeout=20) as connection:
                connection.sendall(question)
                while connection.recv(65536):
                    pass
        except TimeoutError:
            pass
        times.append(time.perf_counter() - began)
        time.sleep(PAUSE_SECONDS)
    return times


@contextmanager
def holding(address: tuple[str, int], count: int, sent: bytes) -> Iterator[Any]:
    """So many connections, opened again whenever they are closed; yields how many are open, as the first of a list."""
    context = multiprocessing.get_context("fork")
    over = context.Event()
    held = context.Array("i", 1)
    clients = context.Process(target=_hold, args=(address, count, sent, over, held))
    clients.start()
    deadline = time.monotonic() + 60
    while held[0] < count * 0.9 and time.monotonic() < deadline:
        time.sleep(0.1)
    yield held
    over.set()
    clients.join()


def _hold(address: tuple[str, int], count: int, sent: bytes, over: Event, held: Any) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    poller = selectors.DefaultSelector()
    again = time.monotonic() + 1
    try:
        while not over.is_set():
            for _ in range(min(200, count - len(poller.get_map()))):
                if not _open(address, sent, poller):
                    break
            for key, _ in poller.select(0.01):
                _look(key.fileobj, poller)
            if sent and time.monotonic() > again:
                again = time.monotonic() + 1
                for key in list(poller.get_map().values()):
                    _trickle(key.fileobj, poller)
            held[0] = len(poller.get_map())
    finally:
        for key in list(poller.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]


def _open(address: tuple[str, int], sent: bytes, poller: selectors.BaseSelector) -> bool:
    connection = socket.socket()
    connection.settimeout(0.2)
    try:
        connection.connect(address)
        connection.sendall(sent)
    except OSError:
        connection.close()
        return False
    connection.setblocking(False)
    poller.register(connection, selectors.EVENT_READ)
    return True


def _look(connection: Any, poller: selectors.BaseSelector) -> None:
    try:
        if connection.recv(4096):
            return
    except BlockingIOError:
        return
    except OSError:
        pass
    poller.unregister(connection)
    connection.close()


def _trickle(connection: Any, poller: selectors.BaseSelector) -> None:
    try:
        connection.send(b"x")
    except BlockingIOError:
        return
    except OSError:
        poller.unregister(connection)
        connection.close()
