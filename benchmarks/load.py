"""A load generator that costs less than what it measures: raw sockets, kept alive, in processes of their own."""

from __future__ import annotations

import multiprocessing
import socket
import statistics
import time
from collections.abc import Sequence

PROCESSES = 2
CONNECTIONS = 8
"""Connections of each process. Requests go out on all of them before the answers are read, so the server's threads are
busy and one process is woken once for many answers."""


def request_bytes(host: str, port: int, path: str) -> bytes:
    """A GET as it goes over the wire."""
    return f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: application/json\r\n\r\n".encode()


def requests_per_second(address: tuple[str, int], path: str, seconds: float) -> float:
    """How many answers a second arrive when 2 processes with 8 connections each ask without pause.

    Raises RuntimeError at an answer that is not 200.
    """
    context = multiprocessing.get_context("fork")
    results: multiprocessing.Queue[tuple[int, float] | str] = context.Queue()
    start = context.Event()
    workers = [context.Process(target=_ask, args=(address, path, seconds, start, results)) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    time.sleep(0.2)
    start.set()
    told = [results.get(timeout=seconds + 30) for _ in workers]
    for worker in workers:
        worker.join()
    rates = []
    for result in told:
        if isinstance(result, str):
            raise RuntimeError(result)
        rates.append(result[0] / result[1])
    return sum(rates)


def _ask(address: tuple[str, int], path: str, seconds: float, start: object, results: object) -> None:
    try:
        connections = [socket.create_connection(address, timeout=20) for _ in range(CONNECTIONS)]
        for connection in connections:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        question = request_bytes(*address, path)
        start.wait(30)  # type: ignore[attr-defined]
        began = time.perf_counter()
        answered = 0
        while (elapsed := time.perf_counter() - began) < seconds:
            for connection in connections:
                connection.sendall(question)
            for connection in connections:
                read_answer(connection)
            answered += CONNECTIONS
        results.put((answered, elapsed))  # type: ignore[attr-defined]
    except Exception as failure:  # noqa: BLE001 - whatever it is, the parent must hear of it instead of waiting
        results.put(f"{path}: {failure!r}")  # type: ignore[attr-defined]


def read_answer(connection: socket.socket) -> bytes:
    """Read one answer to its end and return its body; RuntimeError where it is not 200."""
    received = connection.recv(65536)
    while (head := received.find(b"\r\n\r\n")) < 0:
        more = connection.recv(65536)
        if not more:
            raise RuntimeError("the connection was closed")
        received += more
    if not received.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"answered {received[:60]!r}")
    lowered = received[:head].lower()
    at = lowered.index(b"content-length:") + len(b"content-length:")
    end = lowered.find(b"\r\n", at)
    missing = head + 4 + int(lowered[at : end if end > 0 else head]) - len(received)
    while missing > 0:
        more = connection.recv(65536)
        if not more:
            raise RuntimeError("the connection was closed")
        received += more
        missing -= len(more)
    return received[head + 4 :]


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]
