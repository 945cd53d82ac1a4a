"""Two services over one PostgreSQL and one Valkey, with two workers: whoever is asked, there is one truth.

The suites of `tests/service/api` meet two services in turns as well, within one process (`tests/turns.py`).
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from service.access.keys import KeyOperations
from service.store import Store, create_store
from tests.caching import all_at_once, running_valkey
from tests.e2e.running import running_service
from tests.postgresql import running_postgresql
from tests.service.operations.stories import COLLAPSED, STOOD
from tests.service.webhooks.receivers import Receiver, receiver

pytestmark = pytest.mark.server

PATIENCE = 60
READS = 400
"""How many requests one key may read in an hour."""


@dataclass(frozen=True)
class Answer:
    """What a client gets."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Caller:
    """Somebody with a key, who may ask either service, numbered 0 and 1."""

    urls: Sequence[str]
    key: str

    def ask(self, service: int, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """The answer of this service; lines are sent as they are, everything else as JSON."""
        connection = http.client.HTTPConnection(urlsplit(self.urls[service % 2]).netloc, timeout=60)
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        media_type = "application/x-ndjson" if isinstance(body, bytes) else "application/json"
        sent = {"X-API-Key": self.key} | ({"Content-Type": media_type} if content is not None else {})
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, content, sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def post(self, service: int, text: str, source: str = "Coastal Wire", **headers: str) -> Answer:
        """Have an article stored."""
        return self.ask(service, "POST", "/v1/articles", {"source": source, "text": text}, **headers)


@dataclass(frozen=True)
class Desk:
    """The addresses of two services, of which the second has both workers; their store, and who listens to them."""

    urls: Sequence[str]
    store: Store
    listener: Receiver

    def caller(self) -> Caller:
        """Somebody new."""
        return Caller(self.urls, KeyOperations(self.store).create("test", ["admin"], None)[1])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with ExitStack() as stack:
        listener = stack.enter_context(receiver())
        database = stack.enter_context(stack.enter_context(running_postgresql()).database())
        shared = {
            "database_url": database,
            "redis_url": stack.enter_context(running_valkey()).url,
            "access": "keys",
            "rate_limit": f"{READS}/hour",
            "fetch_ports": str(listener.port),
            "fetch_networks": "127.0.0.0/8",
            "workers": "1",
        }
        services = [
            stack.enter_context(running_service(tmp_path_factory.mktemp("service"), **shared, job_workers=workers))
            for workers in ("0", "2")
        ]
        store = create_store(database)
        stack.callback(store.dispose)
        yield Desk([service.url for service in services], store, listener)


@pytest.fixture
def caller(desk: Desk) -> Caller:
    return desk.caller()


def until(condition: Callable[[], bool]) -> bool:
    """Whether it becomes true in time; asked seldom enough that no key uses up what it may read."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.25)
    return True


def ferry(number: int) -> str:
    return f"The ferry Aurora carried {number} passengers from Port Ellery on Monday."


def test_what_one_has_stored_the_other_shows_at_once(caller: Caller) -> None:
    for number in range(8):
        before = caller.ask(number + 1, "GET", "/v1/articles")
        stored = caller.post(number, ferry(1000 + number))
        after = [caller.ask(service, "GET", "/v1/articles") for service in (number + 1, number, number + 1)]

        assert stored.status == 201
        assert {answer.json["items"][0]["id"] for answer in after} == {stored.json["id"]}
        assert after[0].headers["ETag"] != before.headers["ETag"]
        assert after[0].headers["Cache-Status"] == "crosscheck; fwd=miss; stored"
        # What one has made, the other need not make again.
        assert [answer.headers["Cache-Status"] for answer in after[1:]] == ["crosscheck; hit"] * 2


def test_articles_that_went_to_different_services_are_held_against_each_other(caller: Caller) -> None:
    assert caller.post(0, COLLAPSED, "The Courier").status == 201
    assert caller.post(1, STOOD, "Tidende").status == 201
    listed = [caller.ask(service, "GET", "/v1/inconsistencies?source=Tidende").json["items"] for service in (0, 1)]
    assert listed[0] == listed[1]
    assert [found["kind"] for found in listed[0]] == ["negation"]


def test_a_job_that_one_has_accepted_is_done_by_a_worker_of_the_other(caller: Caller) -> None:
    accepted = caller.post(0, ferry(2000), Prefer="respond-async")
    job = accepted.headers["Location"]
    assert accepted.status == 202
    assert until(lambda: caller.ask(1, "GET", job).json["status"] == "succeeded")
    assert caller.ask(0, "GET", job).json["result"]["created"] == 1


def test_both_show_how_far_an_import_is_and_either_can_end_it(caller: Caller) -> None:
    lines = [{"source": "Coastal Wire", "text": ferry(number)} for number in range(3000, 5000)]
    accepted = caller.ask(0, "POST", "/v1/imports", b"\n".join(json.dumps(line).encode() for line in lines))
    job = accepted.headers["Location"]
    assert accepted.status == 202
    assert until(lambda: caller.ask(0, "GET", job).json["progress"]["done"] > 0)
    seen = [caller.ask(service, "GET", job).json["progress"]["done"] for service in (0, 1, 0, 1)]
    assert 0 < seen[0] <= seen[1] <= seen[2] <= seen[3] < len(lines)

    assert caller.ask(1, "DELETE", job).status == 202

    assert until(lambda: caller.ask(0, "GET", job).json["status"] == "cancelled")
    assert b"event: finished" in caller.ask(0, "GET", f"{job}/events").body


def test_a_request_that_is_repeated_at_the_other_service_is_done_once(caller: Caller) -> None:
    key = {"Idempotency-Key": "desk-1"}
    first = caller.post(0, ferry(6000), **key)
    again = caller.post(1, ferry(6000), **key)
    assert (first.status, again.status) == (201, 201)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.body == again.body
    assert caller.post(1, ferry(6001), **key).status == 422


def test_of_many_at_once_at_both_services_one_is_done(caller: Caller) -> None:
    answers = all_at_once(8, lambda number: caller.post(number, ferry(6100), **{"Idempotency-Key": "desk-2"}))
    assert {answer.status for answer in answers} <= {201, 409}
    assert len({answer.json["id"] for answer in answers if answer.status == 201}) == 1


def test_who_asks_both_is_counted_once(caller: Caller) -> None:
    statuses = [caller.ask(number, "GET", "/v1/sources").status for number in range(READS + 10)]
    assert statuses == [200] * READS + [429] * 10


def test_what_happens_at_either_is_sent_once(desk: Desk, caller: Caller) -> None:
    made = caller.ask(0, "POST", "/v1/webhooks", {"url": desk.listener.url, "events": ["job.finished"]})
    assert made.status == 201, made.body
    jobs = {
        caller.post(number, ferry(7000 + number), Prefer="respond-async").headers["Location"].rpartition("/")[2]
        for number in range(12)
    }

    assert until(lambda: len(desk.listener.received) >= len(jobs))

    deliveries = f"{made.headers['Location']}/deliveries?limit=100"
    assert until(lambda: {each["status"] for each in caller.ask(1, "GET", deliveries).json["items"]} == {"delivered"})
    told = [received.json["data"]["id"] for received in desk.listener.received]
    assert sorted(told) == sorted(jobs)
