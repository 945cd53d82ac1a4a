"""Imports over HTTP: taken in while they come, stored line by line by a worker, on both databases."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client, TestResponse

from factcheck.checker import Checker
from service.app import create_worker
from service.background import importing
from service.background.runner import Runner
from service.operations.imports import MOST_LINES, lines_in
from service.settings import Settings
from service.store import Store
from service.store.tables import job_complaints, job_parts
from tests.contract.service import settings_in
from tests.e2e.running import running_service
from tests.turns import services_over

LINES = "application/x-ndjson"


def article(number: int, **fields: Any) -> dict[str, Any]:
    return {"source": "Coastal Wire", "text": f"The ferry carried {number} passengers on Monday.", **fields}


def lines(*values: Any) -> bytes:
    return b"".join((each if isinstance(each, bytes) else json.dumps(each).encode()) + b"\n" for each in values)


@dataclass(frozen=True)
class Desk:
    """A service, and the workers beside it."""

    settings: Settings
    store: Store
    checker: Checker
    client: Client

    def runner(self) -> Runner:
        return create_worker(self.settings, store=self.store, checker=self.checker).runner

    def post(self, body: bytes, **options: Any) -> TestResponse:
        return self.client.post("/v1/imports", data=body, **{"content_type": LINES, **options})

    def submit(self, body: bytes) -> str:
        accepted = self.post(body)
        assert accepted.status_code == 202, accepted.text
        return str(accepted.headers["Location"])

    def job(self, location: str) -> dict[str, Any]:
        job: dict[str, Any] = self.client.get(location).get_json()
        return job

    def articles(self) -> list[str]:
        return [each["text"] for each in self.client.get("/v1/articles?limit=100").get_json()["items"]]

    def kept_parts(self) -> int:
        with self.store.read() as transaction:
            return len(transaction.connection.execute(job_parts.select()).all())


@pytest.fixture
def desk(tmp_path: Path, store: Store, checker: Checker) -> Iterator[Desk]:
    """On each database; on PostgreSQL two services take turns."""
    bounds = settings_in(tmp_path, max_body_bytes="20000", max_import_bytes="1000000")
    with services_over(store, bounds, checker) as (service, settings):
        yield Desk(settings, store, checker, Client(service))


def test_each_line_is_stored_and_what_is_wrong_is_named_by_its_number(desk: Desk) -> None:
    page = "<html><body><article><p>The harbour of Port Ellery was closed for nine days.</p></article></body></html>"
    body = b"\xef\xbb\xbf" + lines(
        article(1),
        {"text": "No source."},
        b"",
        article(2, html="<p>Both.</p>"),
        b'{"source": "Coastal',
        {"source": "Coastal Wire", "html": page},
        {"source": "Coastal Wire", "url": "https://wire.example/1"},
        article(1),
        article(3, text="x" * 20_000),
        {"source": "Coastal Wire", "html": "<html></html>"},
        b"[1]\r",
    )

    location = desk.submit(body + lines(article(4)).rstrip())

    accepted = desk.job(location)
    assert (accepted["kind"], accepted["status"], accepted["progress"]) == (
        "import",
        "queued",
        {"done": 0, "total": 12},
    )
    assert desk.runner().run()
    job = desk.job(location)
    assert (job["status"], job["progress"]) == ("succeeded", {"done": 12, "total": 12})
    assert job["result"] == {"created": 3, "unchanged": 1, "invalid": 7}
    said = {error["line"]: error["detail"] for error in job["errors"]}
    beginnings = {
        2: "/source: Missing",
        4: "/html: Give either",
        5: "not JSON",
        7: "/text: Give",
        9: "The line is longer",
        10: "The page holds no text",
        11: "Invalid input type.",
    }
    assert said.keys() == beginnings.keys()
    assert all(said[line].startswith(start) for line, start in beginnings.items()), said
    assert len(desk.articles()) == 3
    assert desk.kept_parts() == 0


def test_the_same_import_again_doubles_nothing(desk: Desk) -> None:
    body = lines(*map(article, range(1, 4)))
    first, second = desk.submit(body), desk.submit(body)
    runner = desk.runner()
    while runner.run():
        pass
    assert [desk.job(location)["result"] for location in (first, second)] == [
        {"created": 3, "unchanged": 0, "invalid": 0},
        {"created": 0, "unchanged": 3, "invalid": 0},
    ]
    assert len(desk.articles()) == 3


def _when_done(desk: Desk, location: str, done: int, act: Callable[[], object]) -> threading.Thread:
    def wait() -> None:
        while desk.job(location)["progress"]["done"] < done:
            time.sleep(0.005)
        act()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_an_import_that_was_broken_off_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "SAID_EVERY_SECONDS", 0.0)
    location = desk.submit(lines(*map(article, range(1, 41))))
    first = desk.runner()
    stopping = _when_done(desk, location, 3, first.stop)
    assert first.run()
    stopping.join()
    broken_off = desk.job(location)
    assert broken_off["status"] == "queued"
    assert 3 <= broken_off["progress"]["done"] < 40

    assert desk.runner().run()

    job = desk.job(location)
    assert (job["status"], job["progress"]) == ("succeeded", {"done": 40, "total": 40})
    # The line that it was broken off at may have been stored already.
    assert job["result"]["created"] + job["result"]["unchanged"] == 40
    assert job["result"]["unchanged"] <= 1
    assert len(set(desk.articles())) == len(desk.articles()) == 40


def test_an_import_says_after_its_first_line_that_it_comes_further(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "SAID_EVERY_SECONDS", 1_000.0)
    location = desk.submit(lines(*map(article, range(1, 41))))
    seen: list[int] = []
    looking = _when_done(desk, location, 1, lambda: seen.append(desk.job(location)["progress"]["done"]))
    assert desk.runner().run()
    looking.join()
    assert seen == [1]


def test_a_cancelled_import_keeps_what_is_stored(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "SAID_EVERY_SECONDS", 0.0)
    location = desk.submit(lines(*map(article, range(1, 41))))
    cancelling = _when_done(desk, location, 3, lambda: desk.client.delete(location))
    assert desk.runner().run()
    cancelling.join()
    job = desk.job(location)
    assert job["status"] == "cancelled"
    assert 3 <= len(desk.articles()) < 40
    assert job["result"]["created"] <= len(desk.articles())
    assert desk.kept_parts() == 0


def test_a_large_import_is_worked_on_in_parts(desk: Desk) -> None:
    location = desk.submit(b"1\n" * 1_200 + lines(article(1)))
    assert desk.kept_parts() == 3
    assert desk.runner().run()
    job = desk.job(location)
    assert job["result"] == {"created": 1, "unchanged": 0, "invalid": 1_200}
    assert [error["line"] for error in job["errors"]] == list(range(1, 101))
    with desk.store.read() as transaction:
        assert len(transaction.connection.execute(job_complaints.select()).all()) == importing.MOST_COMPLAINTS


@pytest.mark.parametrize(
    ("body", "options", "status", "code"),
    [
        (b"", {}, 422, "nothing_to_import"),
        (b"1\n" * (MOST_LINES + 1), {}, 413, "too_many_lines"),
        (b"x" * 1_000_001, {}, 413, "body_too_large"),
        (lines(article(1)), {"content_type": "application/json"}, 415, "unsupported_media_type"),
        (lines(article(1)), {"content_type": f"{LINES}; charset=latin-1"}, 415, "unsupported_media_type"),
        (lines(article(1)), {"headers": {"Content-Encoding": "gzip"}}, 415, "unsupported_content_encoding"),
        (lines(article(1)), {"environ_overrides": {"CONTENT_LENGTH": "5000"}}, 400, "bad_request"),
    ],
)
def test_what_cannot_be_an_import_is_refused_and_leaves_nothing(
    desk: Desk, body: bytes, options: dict[str, Any], status: int, code: str
) -> None:
    refused = desk.post(body, **options)
    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
    assert desk.client.get("/v1/jobs").get_json()["items"] == []
    assert desk.kept_parts() == 0


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=8), st.integers(1, 40))
def test_lines_are_the_same_however_they_come(body: bytes, cuts: list[int], longest: int) -> None:
    places = [0, *sorted(cuts), len(body)]
    chunks = [body[start:end] for start, end in pairwise(places)]
    expected = [b"\0" if len(line) > longest else line.strip() for line in body.split(b"\n")]
    if body.endswith(b"\n") or not body:
        expected.pop()
    assert list(lines_in(chunks, longest)) == expected


@pytest.mark.server
@pytest.mark.parametrize("head", [b"Content-Length: 100000", b"Transfer-Encoding: chunked"])
def test_a_client_that_hangs_up_leaves_nothing(tmp_path: Path, head: bytes) -> None:
    with running_service(tmp_path, workers="1", job_workers="0") as service:
        address = urlsplit(service.url)
        with socket.create_connection((address.hostname, address.port)) as connection:
            connection.sendall(b"POST /v1/imports HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n")
            half = lines(*map(article, range(200)))
            chunk = b"%x\r\n%s\r\n" % (len(half), half) if b"chunked" in head else half
            connection.sendall(head + b"\r\n\r\n" + chunk)
        time.sleep(0.5)
        assert service.call("GET", "/v1/jobs")["items"] == []
