"""Everything that can happen to Redis: it costs speed, never an answer, and passes without a restart."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.serving.valkey import OwnValkey
from tests.caching import Answer, Library, all_at_once, call, connect, eventually, running_valkey

pytestmark = pytest.mark.server

FIRST_CALL_SECONDS = 0.3
# What a call may take that does not wait for anything; the machine that runs the tests may be busy.
NO_DELAY_SECONDS = 0.1


@pytest.fixture
def valkey() -> Iterator[OwnValkey]:
    with running_valkey() as server:
        yield server


@contextlib.contextmanager
def listener(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A TCP server that does this with each connection; its URL."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        open_connections: list[socket.socket] = []

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    open_connections.append(connection)
                    threading.Thread(target=quietly, args=(connection,), daemon=True).start()

        def quietly(connection: socket.socket) -> None:
            with contextlib.suppress(OSError):
                answer(connection)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
        for connection in open_connections:
            connection.close()


def say_nothing(_connection: socket.socket) -> None:
    """Accept, and never answer."""


def talk_http(connection: socket.socket) -> None:
    """Answer in another protocol."""
    while connection.recv(4096):
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def hang_up(connection: socket.socket) -> None:
    """Close as soon as something is asked."""
    connection.recv(1)
    connection.close()


def dawdle(connection: socket.socket) -> None:
    """Answer each question properly, but so late that several answers would add up."""
    while asked := connection.recv(4096):
        time.sleep(0.15)
        for command in asked.split(b"*")[1:]:
            connection.sendall(b"$-1\r\n" if b"GET" in command else b"+OK\r\n")


BEHAVIOURS = [say_nothing, talk_http, hang_up, dawdle]


def check_that_it_costs_no_answer(url: str) -> None:
    library = Library()
    worker = library.cached(url)

    first = call(worker, "/v1/books")
    others = [call(worker, "/v1/books", f"page={number}") for number in range(20)]

    assert [answer.status for answer in (first, *others)] == [200] * 21
    assert first.seconds < FIRST_CALL_SECONDS
    assert sorted(answer.seconds for answer in others)[-2] < NO_DELAY_SECONDS
    assert worker.state() == "down"


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=[behaviour.__name__ for behaviour in BEHAVIOURS])
def test_a_server_that_misbehaves_delays_one_call_at_most(behaviour: Callable[[socket.socket], None]) -> None:
    with listener(behaviour) as url:
        check_that_it_costs_no_answer(url)


def test_a_server_that_refuses_connections_delays_nothing() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        check_that_it_costs_no_answer(f"redis://127.0.0.1:{unused.getsockname()[1]}/0")


def test_a_socket_that_does_not_exist_delays_nothing() -> None:
    check_that_it_costs_no_answer("unix:///nowhere/valkey.sock")


def test_a_wrong_password_costs_no_answer(valkey: OwnValkey) -> None:
    with connect(valkey.url) as client:
        client.config_set("requirepass", "right")
    library = Library()
    worker = library.cached(valkey.url.replace("unix://", "unix://:wrong@"))

    assert [call(worker, "/v1/books").status for _ in range(3)] == [200] * 3


def test_many_clients_at_once_meet_a_hung_server_and_all_are_answered() -> None:
    with listener(say_nothing) as url:
        worker = Library().cached(url)

        answers: list[Answer] = all_at_once(8, lambda number: call(worker, "/v1/books", f"page={number}"))

        assert {answer.status for answer in answers} == {200}
        assert max(answer.seconds for answer in answers) < FIRST_CALL_SECONDS + NO_DELAY_SECONDS


def test_a_server_that_freezes_and_thaws_is_used_again(valkey: OwnValkey) -> None:
    worker = Library().cached(valkey.url)
    call(worker, "/v1/books")
    assert valkey.pid is not None

    os.kill(valkey.pid, signal.SIGSTOP)
    try:
        first = call(worker, "/v1/books")
        others = [call(worker, "/v1/books") for _ in range(10)]
    finally:
        os.kill(valkey.pid, signal.SIGCONT)

    assert first.body == b"Emma,"
    assert first.seconds < FIRST_CALL_SECONDS
    assert max(answer.seconds for answer in others) < NO_DELAY_SECONDS
    assert eventually(lambda: call(worker, "/v1/books").cache_status == "crosscheck; hit")


def test_a_server_that_is_killed_under_load_and_started_again_costs_no_answer(valkey: OwnValkey) -> None:
    library = Library()
    workers = [library.cached(valkey.url) for _ in range(2)]
    ending = time.monotonic() + 3

    def read(number: int) -> list[Answer]:
        answers = []
        while time.monotonic() < ending:
            answers.append(call(workers[number % 2], "/v1/books", f"page={len(answers) % 5}"))
            time.sleep(0.001)
        return answers

    with ThreadPoolExecutor(6) as pool:
        reading = [pool.submit(read, number) for number in range(6)]
        for _ in range(2):
            time.sleep(0.5)
            assert valkey.pid is not None
            os.kill(valkey.pid, signal.SIGKILL)
            time.sleep(0.2)
            assert eventually(lambda: valkey.keep_alive() or workers[0].state() == "up")
        answers = [answer for future in reading for answer in future.result()]

    assert {answer.status for answer in answers} == {200}
    assert all(answer.body.startswith(b"Emma,page=") for answer in answers)
    assert max(answer.seconds for answer in answers) < 2 * FIRST_CALL_SECONDS
    for worker in workers:
        call(worker, "/v1/books", "page=0")
        assert call(worker, "/v1/books", "page=0").cache_status == "crosscheck; hit"


def test_a_full_server_is_like_an_empty_cache_and_is_not_taken_for_dead(valkey: OwnValkey) -> None:
    with connect(valkey.url) as client:
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", "1kb")
    library = Library()
    worker = library.cached(valkey.url)

    answers = [call(worker, "/v1/books") for _ in range(5)]

    assert [(answer.status, answer.cache_status) for answer in answers] == [(200, "crosscheck; fwd=miss")] * 5
    assert max(answer.seconds for answer in answers) < NO_DELAY_SECONDS
    assert worker.state() == "up"
    with connect(valkey.url) as client:
        client.config_set("maxmemory", "16mb")
    assert [call(worker, "/v1/books").cache_status for _ in range(2)][1] == "crosscheck; hit"


def test_a_server_that_restarts_empty_is_filled_again_and_nothing_old_is_served(valkey: OwnValkey) -> None:
    library = Library()
    worker = library.cached(valkey.url)
    call(worker, "/v1/books")
    assert valkey.pid is not None

    os.kill(valkey.pid, signal.SIGKILL)
    library.write("Persuasion")
    time.sleep(0.1)
    during = call(worker, "/v1/books")

    assert during.body == b"Emma,Persuasion,"
    assert eventually(lambda: valkey.keep_alive() or call(worker, "/v1/books").cache_status == "crosscheck; hit")
    assert call(worker, "/v1/books").body == b"Emma,Persuasion,"


def test_a_worker_that_died_while_computing_holds_the_others_up_for_two_seconds_at_most(valkey: OwnValkey) -> None:
    library = Library()
    worker = library.cached(valkey.url)
    key = worker._key(library.generation, "/v1/books", "")
    with connect(valkey.url) as client:
        client.set(key.lock, b"1", px=2000)

    answer = call(worker, "/v1/books")

    assert answer.body == b"Emma,"
    assert answer.seconds < 2.5


@pytest.mark.parametrize("kept", [b"", b"CCR1", b"x" * 1000], ids=["nothing", "cut short", "something else"])
def test_bytes_that_are_no_answer_are_computed_anew(valkey: OwnValkey, kept: bytes) -> None:
    library = Library()
    worker = library.cached(valkey.url)
    with connect(valkey.url) as client:
        client.set(worker._key(library.generation, "/v1/books", "").name, kept)

    assert [call(worker, "/v1/books").body for _ in range(2)] == [b"Emma,"] * 2
    assert call(worker, "/v1/books").cache_status == "crosscheck; hit"


def test_a_key_of_another_type_is_like_an_empty_cache(valkey: OwnValkey) -> None:
    library = Library()
    worker = library.cached(valkey.url)
    with connect(valkey.url) as client:
        client.rpush(worker._key(library.generation, "/v1/books", "").name, "a list")

    assert call(worker, "/v1/books").body == b"Emma,"
    assert worker.state() == "up"
