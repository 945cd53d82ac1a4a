"""Rate limits, counted on a real Valkey by all workers together, and by each alone while it is away."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.access.gate import Gate
from service.access.rates import RateLimits, who_has
from service.cache import client
from service.settings import Rate
from service.store import Store, create_store
from tests.caching import all_at_once, connect, running_valkey
from tests.service.access.asking import ELSEWHERE, Answer, ask, gate, new_key

pytestmark = pytest.mark.server

FEW = {"reads": Rate(3, 60), "writes": Rate(2, 60)}
NOBODY = "redis://127.0.0.1:9/0"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Which database it is makes no difference to the counting."""
    opened = create_store(f"sqlite:///{tmp_path / 'crosscheck.db'}")
    opened.migrate()
    return opened


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Redis that is slow because the machine is busy is not away: then each worker would count for itself."""
    for bound in ("CONNECT_SECONDS", "ANSWER_SECONDS", "SLOW_SECONDS"):
        monkeypatch.setattr(client, bound, 10.0)


def limited(store: Store, redis_url: str | None, access: str = "open") -> Gate:
    return gate(store, access=access, rates=RateLimits(redis_url, FEW))


def left(answer: Answer) -> int:
    return int(re.fullmatch(r'"(reads|writes)";r=(\d+);t=\d+', answer.headers["RateLimit"])[2])  # type: ignore[index]


@pytest.mark.parametrize("redis", ["valkey", None, NOBODY])
def test_over_the_limit_the_answer_is_429_with_all_that_a_client_needs(
    store: Store, redis: str | None, request: pytest.FixtureRequest
) -> None:
    app = limited(store, request.getfixturevalue("valkey") if redis == "valkey" else redis)

    answers = [ask(app, REMOTE_ADDR=ELSEWHERE) for _ in range(5)]

    assert [answer.status for answer in answers] == [200, 200, 200, 429, 429]
    assert [left(answer) for answer in answers] == [2, 1, 0, 0, 0]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"reads";q=3;w=60'}
    assert answers[3].code == "rate_limited"
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 60


def test_every_worker_counts_the_same(store: Store, valkey: str) -> None:
    workers = [limited(store, valkey) for _ in range(3)]

    answers = [ask(worker, REMOTE_ADDR=ELSEWHERE) for worker in workers for _ in range(2)]

    assert [answer.status for answer in answers] == [200] * 3 + [429] * 3


@pytest.mark.parametrize("redis", ["valkey", None])
def test_requests_at_once_get_what_there_is_and_no_more(
    store: Store, redis: str | None, request: pytest.FixtureRequest
) -> None:
    rates = RateLimits(request.getfixturevalue("valkey") if redis else None, {"reads": Rate(20, 60), "writes": None})
    app = gate(store, access="open", rates=rates)

    answers = all_at_once(30, lambda _number: ask(app, REMOTE_ADDR=ELSEWHERE).status)

    assert sorted(answers) == [200] * 20 + [429] * 10


def test_after_retry_after_there_is_room_again(store: Store, valkey: str) -> None:
    app = gate(store, access="open", rates=RateLimits(valkey, {"reads": Rate(4, 2), "writes": None}))
    answer = ask(app, REMOTE_ADDR=ELSEWHERE)
    while answer.status == 200:
        answer = ask(app, REMOTE_ADDR=ELSEWHERE)

    time.sleep(int(answer.headers["Retry-After"]) + 0.05)

    assert ask(app, REMOTE_ADDR=ELSEWHERE).status == 200


def test_reads_and_writes_addresses_and_keys_have_budgets_of_their_own(store: Store, valkey: str) -> None:
    app = limited(store, valkey, access="keys")
    keys = [new_key(store, "read", "write") for _ in range(2)]

    for key in keys:
        assert [ask(app, key=key, REMOTE_ADDR=ELSEWHERE).status for _ in range(4)] == [200, 200, 200, 429]
        posted = [ask(app, method="POST", key=key, REMOTE_ADDR=ELSEWHERE) for _ in range(3)]
        assert [answer.status for answer in posted] == [200, 200, 429]
        assert posted[0].headers["RateLimit-Policy"] == '"writes";q=2;w=60'
    # A key is counted wherever it comes from, this machine included.
    assert ask(app, key=keys[0]).status == 429


def test_whoever_tries_keys_is_counted_by_the_address(store: Store, valkey: str) -> None:
    app = limited(store, valkey, access="keys")
    key = new_key(store, "read")

    tried = [ask(app, key=f"cck_aaaaaaaaaaaaaaaa_{number:043}", REMOTE_ADDR=ELSEWHERE) for number in range(5)]

    assert [answer.status for answer in tried] == [401, 401, 401, 429, 429]
    assert ask(app, "/v1/secrets", REMOTE_ADDR=ELSEWHERE).status == 429
    assert ask(app, key=key, REMOTE_ADDR=ELSEWHERE).status == 200


def test_a_key_that_lacks_the_scope_is_counted_too(store: Store, valkey: str) -> None:
    app = limited(store, valkey, access="keys")
    key = new_key(store, "read")

    answers = [ask(app, "/v1/articles/one", "DELETE", key=key, REMOTE_ADDR=ELSEWHERE).status for _ in range(3)]

    assert answers == [403, 403, 429]


def test_this_machine_without_a_key_and_health_checks_are_not_counted(store: Store, valkey: str) -> None:
    app = limited(store, valkey)

    assert [ask(app).status for _ in range(5)] == [200] * 5
    assert "RateLimit" not in ask(app).headers
    assert [ask(app, "/health/ready", REMOTE_ADDR=ELSEWHERE).status for _ in range(5)] == [200] * 5
    assert [ask(app, "/docs", REMOTE_ADDR=ELSEWHERE).status for _ in range(4)] == [200, 200, 200, 429]


def test_a_limit_can_be_off(store: Store) -> None:
    app = gate(store, access="open", rates=RateLimits(None, {"reads": None, "writes": Rate(1, 60)}))

    assert [ask(app, REMOTE_ADDR=ELSEWHERE).status for _ in range(4)] == [200] * 4
    assert [ask(app, method="POST", REMOTE_ADDR=ELSEWHERE).status for _ in range(2)] == [200, 429]


def test_a_redis_that_dies_costs_nobody_an_answer(store: Store) -> None:
    with running_valkey() as server:
        app = limited(store, server.url)
        assert ask(app, REMOTE_ADDR=ELSEWHERE).status == 200

    answers = [ask(app, REMOTE_ADDR=ELSEWHERE).status for _ in range(4)]

    assert answers == [200, 200, 200, 429]


def test_a_redis_without_room_leaves_the_counting_to_the_worker(store: Store) -> None:
    with running_valkey() as server, connect(server.url) as client:
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", "1")
        app = limited(store, server.url)

        assert [ask(app, REMOTE_ADDR=ELSEWHERE).status for _ in range(4)] == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.10", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_a_network_of_ipv6_counts_as_one(one: str, other: str, same: bool) -> None:
    assert (who_has(one) == who_has(other)) is same


@given(st.text(max_size=60))
def test_any_address_can_be_counted(address: str) -> None:
    assert len(who_has(address)) < 60
