"""A POST goes to where may be fetched from, and nowhere else, and is bounded in time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from service.fetching.addresses import Rules
from service.fetching.errors import FetchFailed, FetchRefused
from service.fetching.sending import Sender
from tests.service.fetching.sites import name_server
from tests.service.webhooks.receivers import LOOPBACK, Receiver, receiver


@pytest.fixture
def desk() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


FORBIDDEN = (
    "127.0.0.1",
    "localhost",
    "0x7f.1",
    "2130706433",
    "0177.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "0.0.0.0",  # noqa: S104 - to connect to, which reaches this machine
    "169.254.169.254",
    "10.0.0.1",
)


@pytest.mark.parametrize("host", FORBIDDEN)
def test_a_receiver_in_our_own_network_is_never_sent_to(desk: Receiver, host: str) -> None:
    sender = Sender(Rules(frozenset({desk.port})), user_agent="Crosscheck/test")

    with pytest.raises((FetchRefused, FetchFailed)):
        sender.post(f"http://{host}:{desk.port}/hooks", b"{}", {})

    assert desk.received == []


def test_a_name_that_means_us_now_or_next_time_gains_nothing(desk: Receiver) -> None:
    with name_server({"rebind.example": ["169.254.169.254", "127.0.0.1"]}) as resolve:
        sender = Sender(Rules(frozenset({desk.port})), user_agent="Crosscheck/test", resolve=resolve)
        for _ in range(3):
            with pytest.raises(FetchRefused):
                sender.post(f"http://rebind.example:{desk.port}/hooks", b"{}", {})

    assert desk.received == []


def test_the_connection_goes_to_the_address_that_was_judged_under_the_name_that_was_asked(desk: Receiver) -> None:
    with name_server({"desk.example": ["127.0.0.1", "127.0.0.2"]}) as resolve:
        sender = Sender(desk.rules, user_agent="Crosscheck/test", resolve=resolve)

        reply = sender.post(f"http://desk.example:{desk.port}/hooks?a=1", b'{"a":1}', {"webhook-id": "msg_1"})

    (got,) = desk.received
    assert reply.status == 204
    assert (got.path, got.body) == ("/hooks?a=1", b'{"a":1}')
    assert got.headers["host"] == f"desk.example:{desk.port}"
    assert got.headers["user-agent"] == "Crosscheck/test"


def test_a_redirect_is_an_answer_and_not_followed(desk: Receiver) -> None:
    desk.answers[:] = [307]
    desk.headers = {"Location": f"{desk.url}/elsewhere"}

    assert Sender(desk.rules, user_agent="Crosscheck/test").post(desk.url, b"{}", {}).status == 307

    assert [got.path for got in desk.received] == ["/hooks"]


def _trickle(listening: socket.socket, over: threading.Event) -> None:
    connection, _ = listening.accept()
    with connection:
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not over.wait(0.05):
                connection.sendall(b"x")
        except OSError:
            return


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_receiver_that_trickles_is_cut_off_at_the_deadline(scheme: str) -> None:
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        threading.Thread(target=_trickle, args=(listening, over), daemon=True).start()
        sender = Sender(Rules(frozenset({port}), LOOPBACK), user_agent="Crosscheck/test", total_seconds=0.5)
        begun = time.monotonic()

        with pytest.raises(FetchFailed):
            sender.post(f"{scheme}://127.0.0.1:{port}/", b"{}", {})

        assert time.monotonic() - begun < 3
    over.set()


def test_a_receiver_that_hangs_up_has_not_taken_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        threading.Thread(target=lambda: listening.accept()[0].close(), daemon=True).start()
        sender = Sender(Rules(frozenset({port}), LOOPBACK), user_agent="Crosscheck/test")

        with pytest.raises(FetchFailed, match="does not answer"):
            sender.post(f"http://127.0.0.1:{port}/", b"{}", {})
