"""Turns at a site: kept by all threads, and by all processes over one Redis."""

from __future__ import annotations

import threading
import time

import pytest

from service.fetching import turns as module
from service.fetching.addresses import Rules
from service.fetching.errors import FetchFailed
from service.fetching.fetcher import Fetcher
from service.fetching.robots import Robots
from service.fetching.turns import LONGEST_PAUSE, Turns
from tests.caching import running_valkey
from tests.service.fetching.sites import page, site
from tests.service.fetching.test_fetcher import PERMITTED


def moments(asking: list[Turns], host: str, wished: float = 0.0) -> list[float]:
    """When each of these, all beginning at once, has its turn, in seconds from the first."""
    found: list[float] = []

    def ask(turns: Turns) -> None:
        turns.wait(host, wished)
        found.append(time.monotonic())

    threads = [threading.Thread(target=ask, args=(turns,)) for turns in asking]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [moment - min(found) for moment in sorted(found)]


def test_threads_that_come_together_go_one_after_the_other() -> None:
    first, second, third = moments([Turns(0.2)] * 3, "paper.example")
    assert first == 0.0
    assert second >= 0.18
    assert third >= 0.38


def test_other_hosts_need_not_wait_and_a_host_is_one_however_it_is_written() -> None:
    turns = Turns(30.0)
    turns.wait("paper.example")
    began = time.monotonic()
    turns.wait("wire.example")
    assert time.monotonic() - began < 20
    assert turns._own_turn("paper.example", 30.0) > 5
    assert moments([Turns(0.0)] * 3, "paper.example")[-1] < 5


def test_a_wish_counts_where_it_is_longer_and_up_to_a_bound() -> None:
    assert moments([Turns(0.0)] * 2, "paper.example", wished=0.3)[1] >= 0.28
    turns = Turns(0.0)
    turns.wait("paper.example", wished=86_400.0)
    assert turns._own_turn("paper.example", 0.0) <= LONGEST_PAUSE


def test_who_would_wait_too_long_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.5)
    turns = Turns(0.4)
    turns.wait("paper.example")
    turns.wait("paper.example")
    with pytest.raises(FetchFailed) as failed:
        for _ in range(3):
            turns._own_turn("paper.example", 0.4)
        turns.wait("paper.example")
    assert failed.value.retry_after


@pytest.mark.server
def test_processes_over_one_redis_share_their_turns_and_go_on_without_it() -> None:
    with running_valkey() as server:
        processes = [Turns(0.3, server.url) for _ in range(3)]
        assert moments(processes, "paper.example")[-1] >= 0.55
    began = time.monotonic()
    for turns in processes:
        turns.wait("paper.example")
    assert time.monotonic() - began < 20


@pytest.mark.server
def test_a_site_gets_the_pause_that_its_robots_txt_asks_for() -> None:
    with site() as web:
        web.replies["/robots.txt"] = page(b"User-agent: *\nCrawl-delay: 0.4\n")
        fetcher = Fetcher(Rules(frozenset({web.port}), (PERMITTED,)), user_agent="Crosscheck/test")
        robots = Robots(fetcher, Turns(0.0))
        robots.demand(web.url("/1"))
        began = time.monotonic()
        robots.demand(web.url("/2"))
        assert time.monotonic() - began >= 0.35
