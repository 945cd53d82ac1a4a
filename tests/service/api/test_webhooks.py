"""Webhooks over HTTP, and what reaches their receivers through a real worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Verifying
from werkzeug.test import Client

from factcheck.checker import Checker
from service.app import create_worker
from service.background.process import Worker
from service.store import Store
from tests.contract.service import settings_in
from tests.service.operations.stories import COLLAPSED, STOOD
from tests.service.webhooks.receivers import Receiver, receiver
from tests.turns import services_over

ASYNC = {"Prefer": "respond-async"}


@dataclass(frozen=True)
class Desk:
    """A service, its worker, and somebody who listens."""

    client: Client
    worker: Worker
    receiver: Receiver

    def make(self, **changes: Any) -> dict[str, Any]:
        """A webhook for the receiver."""
        body = {"url": self.receiver.url, "events": ["inconsistency.detected", "job.finished"], **changes}
        answer = self.client.post("/v1/webhooks", json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.get_json()
        assert answer.headers["Location"] == f"/v1/webhooks/{made['id']}"
        return made


@pytest.fixture
def desk(tmp_path: Path, store: Store, checker: Checker) -> Iterator[Desk]:
    """On each database; on PostgreSQL two services take turns."""
    with receiver() as running:
        own = settings_in(tmp_path, fetch_ports=f"80,443,{running.port}", fetch_networks="127.0.0.0/8")
        with services_over(store, own, checker) as (service, settings):
            yield Desk(Client(service), create_worker(settings, store=store, checker=checker), running)


def test_what_happens_reaches_the_receiver_through_the_worker_as_the_api_shows_it(desk: Desk) -> None:
    made = desk.make()
    desk.client.post("/v1/articles", json={"source": "The Courier", "text": COLLAPSED})
    job = desk.client.post("/v1/articles", json={"source": "Tidende", "text": STOOD}, headers=ASYNC).get_json()["id"]

    with desk.worker.working():
        until = datetime.now(UTC) + timedelta(seconds=30)
        while len(desk.receiver.received) < 2 and datetime.now(UTC) < until:
            threading.Event().wait(0.05)
        told = {got.json["type"]: got for got in desk.receiver.received}
        logged: list[dict[str, Any]] = []
        while [each["status"] for each in logged] != ["delivered"] * 2 and datetime.now(UTC) < until:
            logged = desk.client.get(f"/v1/webhooks/{made['id']}/deliveries").get_json()["items"]

    (shown,) = desk.client.get("/v1/inconsistencies").get_json()["items"]
    assert told["inconsistency.detected"].json["data"] == shown
    assert told["job.finished"].json["data"] == desk.client.get(f"/v1/jobs/{job}").get_json()
    for got in told.values():
        Verifying(made["secret"]).verify(got.body, got.headers)
    assert [each["event"] for each in logged] == ["job.finished", "inconsistency.detected"]
    assert {each["id"] for each in logged} == {got.headers["webhook-id"] for got in desk.receiver.received}


def test_the_secret_is_shown_once(desk: Desk) -> None:
    made = desk.make(kinds=["quantity"], sources=["Morning Post"], min_confidence=0.5)
    secret = made.pop("secret")

    assert secret.startswith("whsec_")
    assert desk.client.get(f"/v1/webhooks/{made['id']}").get_json() == made
    assert desk.client.get("/v1/webhooks").get_json()["items"] == [made]
    patched = desk.client.patch(f"/v1/webhooks/{made['id']}", json={"status": "active"})
    assert patched.get_json() == made
    assert desk.make()["secret"] != secret


def test_a_webhook_is_disabled_enabled_and_deleted(desk: Desk) -> None:
    address = f"/v1/webhooks/{desk.make()['id']}"

    disabled = desk.client.patch(address, json={"status": "disabled"}).get_json()
    assert (disabled["status"], disabled["problem"]) == ("disabled", "It was disabled by a request.")
    assert disabled["disabled_at"] is not None
    enabled = desk.client.patch(address, json={"status": "active"}).get_json()
    assert (enabled["status"], enabled["problem"], enabled["disabled_at"]) == ("active", None, None)
    assert desk.client.delete(address).status_code == 204

    for answer in (
        desk.client.get(address),
        desk.client.get(f"{address}/deliveries"),
        desk.client.delete(address),
        desk.client.patch(address, json={"status": "active"}),
    ):
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


def test_lists_are_paged(desk: Desk) -> None:
    made = [desk.make(events=["job.finished"])["id"] for _ in range(3)]
    for number in range(3):
        body = {"source": "Coastal Wire", "text": f"The ferry was {number + 2} hours late."}
        desk.client.delete(desk.client.post("/v1/articles", json=body, headers=ASYNC).headers["Location"])

    for address, count in (("/v1/webhooks", 3), (f"/v1/webhooks/{made[0]}/deliveries", 3)):
        seen: list[str] = []
        query: dict[str, Any] = {"limit": 2}
        while True:
            page = desk.client.get(address, query_string=query).get_json()
            seen += [each["id"] for each in page["items"]]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
        assert len(set(seen)) == len(seen) == count


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/hooks",
        "http://169.254.169.254/latest/meta-data",
        "http://0x0a.0.0.1/hooks",
        "http://167772161/hooks",
        "http://012.0.0.1/hooks",
        "https://desk.example:22/hooks",
        "https://user:word@desk.example/hooks",
    ],
)
def test_a_target_in_our_own_network_is_refused_at_once(desk: Desk, url: str) -> None:
    answer = desk.client.post("/v1/webhooks", json={"url": url, "events": ["job.finished"]})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.get_json()["errors"]] == ["/url"]
    assert desk.client.get("/v1/webhooks").get_json()["items"] == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"events": []}, "/events"),
        ({"events": ["article.stored"]}, "/events/0"),
        ({"url": "ftp://desk.example/"}, "/url"),
        ({"kinds": ["nonsense"]}, "/kinds/0"),
        ({"kinds": []}, "/kinds"),
        ({"sources": [" "]}, "/sources/0"),
        ({"min_confidence": 1.5}, "/min_confidence"),
        ({"min_confidence": "0.5"}, "/min_confidence"),
        ({"secret": "whsec_AAAA"}, "/secret"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, changes: dict[str, Any], pointer: str) -> None:
    body = {"url": desk.receiver.url, "events": ["job.finished"], **changes}

    answer = desk.client.post("/v1/webhooks", json=body)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.get_json()["errors"]] == [pointer]
