"""Clients that are slow, silent or greedy, at a server that has one thread: it stays there for the others."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.caching import eventually

pytestmark = pytest.mark.server

ROOT = Path(__file__).resolve().parents[3]
HOST = b"Host: localhost\r\n"
GET = b"GET /work HTTP/1.1\r\n" + HOST + b"\r\n"
LAST = b"GET /work HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
POST = b"POST /length HTTP/1.1\r\n" + HOST


@dataclass(frozen=True)
class Server:
    """A running gunicorn."""

    process: subprocess.Popen[bytes]
    port: int

    def connect(self, sent: bytes = b"") -> socket.socket:
        """A connection on which this was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.sendall(sent)
        return connection

    def exchange(self, *parts: bytes, pause: float = 0.0) -> bytes:
        """All that comes back on a connection until the server closes it."""
        with self.connect() as connection:
            for part in parts:
                connection.sendall(part)
                time.sleep(pause)
            return rest(connection)


def rest(connection: socket.socket) -> bytes:
    received = b""
    while part := connection.recv(65536):
        received += part
    return received


@contextmanager
def running() -> Iterator[Server]:
    """A server of one's own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:tests.service.serving.slowly", "-b", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=ROOT) as process:
        server = Server(process, port)
        try:
            assert eventually(lambda: _answers(server), 240)
            yield server
        finally:
            process.terminate()


def _answers(server: Server) -> bool:
    try:
        return b"done" in server.exchange(LAST)
    except OSError:
        return False


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as shared:
        yield shared


def problem(received: bytes) -> tuple[int, str]:
    """Status and code of an answer, which has to be the only one and to close the connection."""
    assert received.count(b"HTTP/1.1") == 1
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"Connection: close" in head
    assert b"Content-Type: application/problem+json" in head
    return int(head.split()[1]), json.loads(body)["code"]


def test_many_that_send_nothing_keep_nobody_waiting_and_are_sent_away(server: Server) -> None:
    with ExitStack() as stack:
        silent = [stack.enter_context(server.connect()) for _ in range(30)]
        begun = [stack.enter_context(server.connect(GET[:20])) for _ in range(5)]

        assert b"done" in server.exchange(LAST)

        assert [rest(connection) for connection in silent] == [b""] * 30
        assert {problem(rest(connection)) for connection in begun} == {(408, "request_too_slow")}


@pytest.mark.parametrize(
    "half",
    [
        GET[:-2],
        GET[:3],
        POST + b"Content-Length: 10\r\n\r\n12345",
        POST + b"Content-Length: 50000\r\n\r\n" + b"x" * 40_000,
        POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
        # These are read by the thread.
        POST + b"Content-Length: 300000\r\n\r\n" + b"x" * 20_000,
        POST + b"Transfer-Encoding: chunked\r\n\r\n30d40\r\n" + b"x" * 150_000,
    ],
    ids=["head", "line", "body", "longer body", "chunks", "large body", "large chunk"],
)
def test_half_a_request_is_told_that_it_takes_too_long(server: Server, half: bytes) -> None:
    assert problem(server.exchange(half)) == (408, "request_too_slow")
    assert b"done" in server.exchange(LAST)


@pytest.mark.parametrize("frame", [b"Content-Length: 300000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n30d40\r\n"])
def test_large_bodies_get_half_of_the_threads_at_most(server: Server, frame: bytes) -> None:
    half = POST + frame + b"x" * 150_000
    with ExitStack() as stack:
        # One is read, four wait for their turn, which takes each a second here, and the last is one too many.
        clients = [stack.enter_context(server.connect(half)) for _ in range(5)]
        time.sleep(0.1)
        received = server.exchange(half)
        assert problem(received) == (503, "too_many_uploads")
        assert b"Retry-After: 10\r\n" in received
        codes = [problem(rest(client)) for client in clients]
        assert codes[0] == (408, "request_too_slow")
        assert set(codes[1:]) <= {(408, "request_too_slow"), (503, "too_many_uploads")}
        assert (503, "too_many_uploads") in codes


def test_large_bodies_that_come_wait_for_each_other(server: Server) -> None:
    whole = POST + b"Content-Length: 300000\r\nConnection: close\r\n\r\n" + b"x" * 300_000
    with ExitStack() as stack:
        clients = [stack.enter_context(server.connect(whole)) for _ in range(4)]
        assert all(rest(client).endswith(b"\r\n\r\n300000") for client in clients)


def test_a_trickle_without_end_is_ended(server: Server) -> None:
    with server.connect(GET[:-2]) as connection:
        connection.settimeout(0.05)
        deadline = time.monotonic() + 10
        received = b""
        while not received and time.monotonic() < deadline:
            connection.sendall(b"X-A: b\r\n")
            try:
                received = connection.recv(65536)
            except TimeoutError:
                continue
        assert problem(received) == (408, "request_too_slow")


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        ([bytes([byte]) for byte in LAST], b"done"),
        ([POST + b"Content-Length: 6\r\nConnection: close\r\n\r\n", b"123", b"456"], b"6"),
        ([POST + b"Content-Length: 250000\r\nConnection: close\r\n\r\n", *[b"x" * 50_000] * 5], b"250000"),
        (
            [POST + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n", b"3\r\n123\r\n", b"0\r\n", b"\r\n"],
            b"3",
        ),
        (
            [
                POST + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\n123\r\n",
                b"0\r\nX-A: b\r\n",
                b"\r\n",
            ],
            b"3",
        ),
        ([POST + b"Connection: close\r\n\r\n"], b"0"),
    ],
    ids=["byte by byte", "a body apart", "a large body", "chunks", "trailers", "no body"],
)
def test_a_request_in_pieces_is_answered(server: Server, parts: list[bytes], answer: bytes) -> None:
    received = server.exchange(*parts, pause=0.005)

    assert received.startswith(b"HTTP/1.1 200 OK")
    assert received.endswith(b"\r\n\r\n" + answer)


def test_requests_in_one_go_are_answered_one_after_the_other(server: Server) -> None:
    posted = POST + b"Content-Length: 3\r\n\r\n123"

    received = server.exchange(GET + posted + GET + LAST[:30], LAST[30:], pause=0.1)

    assert [part.rpartition(b"\r\n")[2] for part in received.split(b"HTTP/1.1 200 OK")[1:]] == [
        b"done",
        b"3",
        b"done",
        b"done",
    ]


def test_a_connection_is_used_again(server: Server) -> None:
    with server.connect() as connection:
        for _ in range(5):
            connection.sendall(GET)
            received = b""
            while not received.endswith(b"done"):
                received += connection.recv(65536)


def test_who_asks_whether_to_go_on_is_told_to(server: Server) -> None:
    with server.connect(POST + b"Content-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n") as connection:
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sendall(b"12345")
        assert rest(connection).endswith(b"\r\n\r\n5")


def test_who_hangs_up_in_the_middle_is_told_so_without_a_thread(server: Server) -> None:
    with server.connect(POST + b"Content-Length: 10\r\n\r\n12345") as connection:
        connection.shutdown(socket.SHUT_WR)
        assert problem(rest(connection)) == (400, "bad_request")
    with server.connect(GET[:20]) as connection:
        connection.shutdown(socket.SHUT_WR)
        assert rest(connection) == b""


def test_a_body_that_nobody_wants_is_not_waited_for(server: Server) -> None:
    head = b"POST /unread HTTP/1.1\r\n" + HOST + b"Content-Length: 300000\r\n\r\n"
    with ExitStack() as stack:
        clients = [stack.enter_context(server.connect(head + b"x" * 1000)) for _ in range(4)]
        assert all(rest(client).startswith(b"HTTP/1.1 403") for client in clients)


def test_who_does_not_take_the_answer_gives_the_thread_back(server: Server) -> None:
    with server.connect(b"GET /large HTTP/1.1\r\n" + HOST + b"\r\n") as greedy:
        assert greedy.recv(1000).startswith(b"HTTP/1.1 200")
        assert b"done" in server.exchange(LAST)


def test_who_never_closes_does_not_hold_the_loop_up(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(10):
            done = stack.enter_context(server.connect(LAST))
            assert b"done" in rest(done)
        # Their ends are all open, and each would cost two seconds if the loop waited for it.
        begun = time.monotonic()
        assert b"done" in server.exchange(LAST)
        assert time.monotonic() - begun < 5


def test_where_there_are_too_many_the_oldest_that_say_nothing_make_room(server: Server) -> None:
    with ExitStack() as stack:
        silent = [stack.enter_context(server.connect()) for _ in range(60)]
        assert b"done" in server.exchange(LAST)
        silent[-1].sendall(LAST)
        assert b"done" in rest(silent[-1])
        assert rest(silent[0]) == b""


def test_where_they_hold_too_much_the_oldest_makes_room(server: Server) -> None:
    half = POST + b"Content-Length: 99999\r\n\r\n" + b"x" * 90_000
    with ExitStack() as stack:
        # A connection that begins to arrive each 20 ms, eleven of which are more than may be held.
        first = stack.enter_context(server.connect(half))
        for _ in range(11):
            time.sleep(0.02)
            last = stack.enter_context(server.connect(half))
        begun = time.monotonic()
        assert problem(rest(first)) == (408, "request_too_slow")
        assert time.monotonic() - begun < 0.7
        last.sendall(b"x" * 9999)
        assert last.recv(1000).startswith(b"HTTP/1.1 200")


def test_a_stop_waits_for_nobody_who_only_holds_a_connection() -> None:
    with running() as server, ExitStack() as stack:
        for sent in (b"", GET[:20], LAST):
            for _ in range(3):
                stack.enter_context(server.connect(sent))
        working = stack.enter_context(server.connect(GET))
        time.sleep(0.1)
        server.process.send_signal(signal.SIGTERM)
        assert b"done" in rest(working)
        server.process.wait(timeout=90)
