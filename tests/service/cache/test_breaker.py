"""The circuit breaker: it closes again, whatever the process around it is busy with or short of."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from service.cache import breaker
from service.cache.breaker import Breaker
from service.cache.client import Client
from service.serving.valkey import OwnValkey
from tests.caching import eventually, running_valkey


class Probed:
    """Something whose server does not answer the first so many probes."""

    def __init__(self, failures: int = 1) -> None:
        self.failures = failures
        self.breaker = Breaker(self.probe, interval=0.01)

    def probe(self) -> None:
        """Raise, so many times."""
        if self.failures:
            self.failures -= 1
            raise ConnectionError("refused")


@pytest.fixture
def busy() -> Iterator[None]:
    """Threads that keep the interpreter, each for a tenth of a second at a time."""
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            sum(range(1000))

    threads = [threading.Thread(target=work) for _ in range(2)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.1)
    for thread in threads:
        thread.start()
    yield
    over.set()
    sys.setswitchinterval(before)
    for thread in threads:
        thread.join()


def started_again(server: OwnValkey) -> bool:
    """Start it again where it has died."""
    server.keep_alive()
    return True


@pytest.mark.server
@pytest.mark.usefixtures("busy")
def test_a_busy_process_does_not_take_its_own_slowness_for_the_servers() -> None:
    with running_valkey() as server:
        client = Client(server.url)
        client.breaker.trip("one lost connection")
        assert eventually(lambda: client.breaker.closed)


@pytest.mark.server
def test_each_thread_uses_a_server_that_has_come_back() -> None:
    kept: dict[int, list[bool]] = {number: [] for number in range(6)}
    dead, back = threading.Barrier(7), threading.Barrier(7)

    def use(number: int, client: Client) -> None:
        kept[number].append(client.put(b"a", b"1", 10_000, b"lock"))
        dead.wait()
        back.wait()
        kept[number].append(eventually(lambda: client.put(b"a", b"1", 10_000, b"lock")))

    with running_valkey() as server:
        clients = [Client(server.url) for _ in range(2)]
        threads = [threading.Thread(target=use, args=(number, clients[number % 2])) for number in kept]
        for thread in threads:
            thread.start()
        dead.wait()
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        assert eventually(lambda: [client.available() for client in clients] == [False, False])
        assert eventually(lambda: started_again(server) and clients[0].available())
        back.wait()
        for thread in threads:
            thread.join()

    assert kept == {number: [True, True] for number in range(6)}


def test_it_closes_where_nothing_can_be_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def warning(self, *_event: object, **_facts: object) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(breaker, "log", Full())
    probed = Probed()

    probed.breaker.trip("refused")

    assert eventually(lambda: probed.breaker.closed)
    assert probed.breaker.era == 1


def test_it_closes_where_no_thread_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    probed = Probed()

    probed.breaker.trip("refused")

    assert probed.breaker.closed
