"""An article of which only the address is known: fetched from a real site and stored, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from factcheck.checker import Checker
from service.app import create_app, create_fetcher, create_worker
from service.background.runner import Runner
from service.settings import Settings
from service.store import Store
from service.store.tables import jobs as jobs_table
from tests.contract.service import settings_in
from tests.service.fetching.sites import Site, page, redirect, site

pytestmark = pytest.mark.server

_STORY = (
    "<p>The ferry from Port Ellery carried 214 passengers on Monday, the harbour office said in a statement.</p>"
    "<p>It ran aground on a sandbank north of the pier before noon, and nobody on board was hurt.</p>"
    "<p>The owners have run the crossing since May 2019 with two ships, according to the regional archive.</p>"
)
_PAGE = (
    "<html><head><title>Ferry aground</title><meta property='article:published_time' content='2025-03-04'></head>"
    f"<body><nav><a href='/'>Home</a></nav><article><h1>Ferry aground</h1>{_STORY}</article></body></html>"
)
HTML = "text/html; charset=utf-8"


class Desk:
    """A service and a worker that may fetch from one site, and the site."""

    def __init__(self, settings: Settings, store: Store, checker: Checker, web: Site) -> None:
        self.store = store
        self.web = web
        self.client = Client(create_app(settings, store=store, checker=checker))
        self.runner: Runner = create_worker(settings, store=store, checker=checker).runner

    def fetch(self, path: str, **fields: Any) -> dict[str, Any]:
        """The job that was to fetch this path, after one try."""
        accepted = self.client.post("/v1/articles", json={"url": self.web.url(path), **fields})
        assert accepted.status_code == 202, accepted.text
        assert self.runner.run()
        job: dict[str, Any] = self.client.get(accepted.headers["Location"]).get_json()
        return job

    def article(self, job: dict[str, Any]) -> dict[str, Any]:
        """The article that a job stored."""
        assert job["status"] == "succeeded", job
        article: dict[str, Any] = self.client.get(f"/v1/articles/{job['result']['article_id']}").get_json()
        return article


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, store: Store, checker: Checker, web: Site) -> Desk:
    allowed = {"fetch_ports": str(web.port), "fetch_networks": "127.0.0.1/32", "fetch_contact": "desk@paper.example"}
    return Desk(settings_in(tmp_path, **allowed), store, checker, web)


def test_a_page_is_fetched_and_stored_as_if_its_html_had_been_sent(desk: Desk) -> None:
    desk.web.replies["/old"] = redirect("/ferry")
    desk.web.replies["/ferry"] = page(_PAGE.encode(), Content_Type=HTML)

    job = desk.fetch("/old")

    assert (job["kind"], job["progress"], job["result"]["created"]) == ("fetch", {"done": 1, "total": 1}, 1)
    article = desk.article(job)
    assert "carried 214 passengers" in article["text"]
    assert "Home" not in article["text"]
    assert (article["source"]["name"], article["title"]) == ("127.0.0.1", "Ferry aground")
    assert article["url"] == desk.web.url("/ferry")
    assert article["published_at"] == "2025-03-04T00:00:00Z"
    assert desk.web.asked["/robots.txt"] == 1
    assert all("(+desk@paper.example)" in sent["user-agent"] for sent in desk.web.headers)


def test_what_was_sent_beside_the_address_stands(desk: Desk) -> None:
    desk.web.replies["/"] = page(_PAGE.encode(), Content_Type=HTML)
    job = desk.fetch("/", source="Coastal Wire", title="The ferry", published_at="2024-01-02T03:04:05Z")
    article = desk.article(job)
    assert (article["source"]["name"], article["title"]) == ("Coastal Wire", "The ferry")
    assert datetime.fromisoformat(article["published_at"]) == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_the_same_page_twice_is_one_article(desk: Desk) -> None:
    desk.web.replies["/"] = page(_PAGE.encode(), Content_Type=HTML)
    first, second = desk.fetch("/"), desk.fetch("/")
    assert first["result"]["article_id"] == second["result"]["article_id"]
    assert (first["result"]["created"], second["result"]["unchanged"]) == (1, 1)


def test_a_page_of_plain_text_is_its_text(desk: Desk) -> None:
    desk.web.replies["/"] = page("Die Fähre lief auf Grund.".encode("latin-1"), Content_Type="text/plain")
    assert desk.article(desk.fetch("/"))["text"] == "Die Fähre lief auf Grund."


@pytest.mark.parametrize(
    ("body", "media_type", "why"),
    [
        (b"\x89PNG\r\n", "image/png", "This is image/png"),
        (b"%PDF-1.7", "application/pdf", "This is application/pdf"),
        (b"\x00\x01", "", "of no stated type"),
        (b"<html><body></body></html>", "text/html", "holds no text to read"),
        (b" \n", "text/plain", "holds no text to read"),
        (b"word " * 50_000, "text/plain", "250000 characters"),
        (b"<p>" + b"x" * (5 * 2**20), "text/html", "more than 5242880 bytes"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(desk: Desk, body: bytes, media_type: str, why: str) -> None:
    desk.web.replies["/"] = page(body, **({"Content_Type": media_type} if media_type else {}))
    job = desk.fetch("/")
    assert job["status"] == "failed"
    assert why in job["problem"]
    assert desk.client.get("/v1/articles").get_json()["items"] == []


def test_what_robots_are_asked_to_leave_alone_is_left_alone(desk: Desk) -> None:
    desk.web.replies["/robots.txt"] = page(b"User-agent: *\nDisallow: /paid\n")
    desk.web.replies["/paid"] = page(_PAGE.encode(), Content_Type=HTML)
    job = desk.fetch("/paid")
    assert job["status"] == "failed"
    assert "robots.txt" in job["problem"]
    assert not desk.web.asked["/paid"]


def test_a_busy_site_is_asked_again_when_it_wants_to_be(desk: Desk) -> None:
    desk.web.replies["/"] = page(b"", status=503, Retry_After="3600")
    job = desk.fetch("/")
    assert (job["status"], job["attempts"]) == ("queued", 1)
    assert "answers 503" in job["problem"]
    with desk.store.read() as transaction:
        row = transaction.connection.execute(jobs_table.select()).one()
        assert 3500 < (row.not_before - transaction.jobs.now()).total_seconds() <= 3600
    assert not desk.runner.run()


def test_a_page_that_is_not_there_is_not_asked_for_again(desk: Desk) -> None:
    job = desk.fetch("/nothing")
    assert job["status"] == "failed"
    assert "answers 404" in job["problem"]


def test_without_settings_nothing_private_is_fetched(tmp_path: Path, store: Store, checker: Checker, web: Site) -> None:
    desk = Desk(settings_in(tmp_path), store, checker, web)
    web.replies["/"] = page(_PAGE.encode(), Content_Type=HTML)
    assert "is not fetched from" in desk.fetch("/")["problem"]
    on_port_80 = desk.client.post("/v1/articles", json={"url": "http://127.0.0.1/"})
    assert desk.runner.run()
    assert "not on the public internet" in desk.client.get(on_port_80.headers["Location"]).get_json()["problem"]
    assert not web.asked


def test_we_say_who_we_are(tmp_path: Path) -> None:
    assert create_fetcher(settings_in(tmp_path)).user_agent.startswith("Crosscheck/")
    assert "(" not in create_fetcher(settings_in(tmp_path)).user_agent


def test_what_is_neither_text_nor_html_nor_address_is_refused_at_once(desk: Desk) -> None:
    for body in ({}, {"source": "Coastal Wire"}, {"url": "ftp://paper.example/"}, {"text": "No source."}):
        assert desk.client.post("/v1/articles", json=body).status_code == 422
    assert desk.client.get("/v1/jobs").get_json()["items"] == []
