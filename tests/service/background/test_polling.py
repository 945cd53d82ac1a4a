"""Feeds on real sites, from adding one to the articles in the store, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from factcheck.checker import Checker
from service.app import create_app, create_worker
from service.background.process import Worker
from service.operations.feeds import LONGEST_PAUSE, MOST_ENTRIES
from service.store import Store
from service.store.records import Feed
from service.store.tables import feed_entries, feeds
from tests.contract.service import settings_in
from tests.service.fetching.sites import Site, answer, page, site

pytestmark = pytest.mark.server

ATOM = "application/atom+xml"
LONG = "The pier of Port Ellery was closed for nine days in March. " * 30


def feed_of(*numbers: int, content: str = "") -> bytes:
    entries = "".join(
        f'<entry><id>urn:{n}</id><title>Ferry {n}</title><link href="/story/{n}"/><updated>2024-07-22T10:00:00Z</updated>'
        f"{content}</entry>"
        for n in numbers
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>{entries}</feed>'.encode()


def story(number: int) -> bytes:
    text = f"<p>The ferry from Port Ellery carried {number} passengers on Monday, the harbour office said.</p>"
    return f"<html><body><article>{text}</article></body></html>".encode()


class Desk:
    """A service and a worker that may fetch from one site."""

    def __init__(self, folder: Path, store: Store, checker: Checker, web: Site) -> None:
        settings = settings_in(folder, fetch_ports=str(web.port), fetch_networks="127.0.0.1/32")
        self.store = store
        self.web = web
        self.client = Client(create_app(settings, store=store, checker=checker))
        self.worker: Worker = create_worker(settings, store=store, checker=checker)

    def add(self, path: str = "/feed", **fields: Any) -> str:
        added = self.client.post("/v1/feeds", json={"url": self.web.url(path), **fields})
        assert added.status_code == 201, added.text
        return str(added.headers["Location"])

    def poll(self) -> None:
        """Perform the duty once, and every job that there is to do."""
        self.queue()
        while self.worker.runner.run():
            pass

    def queue(self) -> None:
        for duty in self.worker.duties:
            if duty.name == "queue_polls":
                duty.perform()

    def make_due(self) -> None:
        with self.store.note() as transaction:
            moment = transaction.jobs.now() - timedelta(seconds=1)
            transaction.connection.execute(feeds.update().values(next_poll_at=moment))

    def feed(self, location: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(location).get_json()
        return found

    def jobs(self, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.client.get(f"/v1/jobs?kind={kind}&limit=100").get_json()["items"]
        return found

    def stored(self, location: str) -> Feed:
        with self.store.read() as transaction:
            found = transaction.feeds.get(location.rpartition("/")[2])
        assert found is not None
        return found


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, store: Store, checker: Checker, web: Site) -> Desk:
    return Desk(tmp_path, store, checker, web)


def test_the_articles_of_a_feed_are_stored_once_as_they_come(desk: Desk) -> None:
    desk.web.replies |= {f"/story/{n}": page(story(n), Content_Type="text/html") for n in (1, 2, 3)}
    desk.web.replies["/feed"] = page(feed_of(2, 1), Content_Type=ATOM, ETag='"v1"', Last_Modified="yesterday")
    location = desk.add(source="Coastal Wire")
    desk.poll()
    desk.web.replies["/feed"] = page(feed_of(3, 2, 1), Content_Type=ATOM)
    desk.make_due()
    desk.poll()

    articles = desk.client.get("/v1/articles").get_json()["items"]
    assert {(each["title"], each["source"]["name"]) for each in articles} == {
        (f"Ferry {n}", "Coastal Wire") for n in (1, 2, 3)
    }
    assert {each["url"] for each in articles} == {desk.web.url(f"/story/{n}") for n in (1, 2, 3)}
    assert all(desk.web.asked[f"/story/{n}"] == 1 for n in (1, 2, 3))
    feed = desk.feed(location)
    assert (feed["title"], feed["article_count"], feed["failures"], feed["problem"]) == ("Wire", 3, 0, None)
    assert [job["result"]["new_entries"] for job in desk.jobs("poll")] == [1, 2]
    asked = [sent for sent in desk.web.headers if "if-none-match" in sent]
    assert [(sent["if-none-match"], sent["if-modified-since"]) for sent in asked] == [('"v1"', "yesterday")]


def test_a_feed_in_which_nothing_is_new_costs_one_question(desk: Desk) -> None:
    desk.web.replies["/feed"] = page(feed_of(), Content_Type=ATOM, ETag='"v1"')
    location = desk.add()
    desk.poll()
    desk.web.replies["/feed"] = page(b"", status=304)
    desk.make_due()
    desk.poll()
    assert desk.web.asked["/feed"] == 2
    assert (desk.feed(location)["failures"], desk.stored(location).etag) == (0, '"v1"')


def test_an_entry_that_carries_the_article_is_not_fetched(desk: Desk) -> None:
    content = f'<content type="html">&lt;p&gt;{LONG}&lt;/p&gt;</content>'
    desk.web.replies["/feed"] = page(feed_of(1, content=content), Content_Type=ATOM)
    desk.add()
    desk.poll()
    (article,) = desk.client.get("/v1/articles").get_json()["items"]
    assert "closed for nine days" in article["text"]
    assert (article["url"], article["source"]["name"]) == (desk.web.url("/story/1"), "127.0.0.1")
    assert not desk.web.asked["/story/1"]


def test_a_large_feed_is_taken_in_bit_by_bit(desk: Desk) -> None:
    desk.web.replies["/feed"] = page(feed_of(*range(2 * MOST_ENTRIES + 5)), Content_Type=ATOM, ETag='"v1"')
    location = desk.add()
    counts = []
    for _ in range(4):
        desk.make_due()
        desk.queue()
        assert desk.worker.runner.run(desk.jobs("poll")[0]["id"])
        counts.append(desk.feed(location)["article_count"])
    assert counts == [MOST_ENTRIES, 2 * MOST_ENTRIES, 2 * MOST_ENTRIES + 5, 2 * MOST_ENTRIES + 5]
    assert desk.stored(location).etag == '"v1"'
    assert not any("if-none-match" in sent for sent in desk.web.headers[:3])


def test_a_feed_that_fails_is_left_alone_the_longer_the_oftener_it_does(desk: Desk) -> None:
    desk.web.replies["/feed"] = page(b"", status=500)
    location = desk.add(interval_seconds=60)
    pauses = []
    for _ in range(12):
        desk.make_due()
        desk.poll()
        feed = desk.stored(location)
        assert feed.last_polled_at is not None
        pauses.append(feed.next_poll_at - feed.last_polled_at)
    assert timedelta(seconds=96) <= pauses[0] <= timedelta(seconds=120)
    assert pauses[4] > 8 * pauses[0]
    assert all(pause <= LONGEST_PAUSE for pause in pauses)
    assert pauses[-1] > LONGEST_PAUSE / 2
    assert "answers 500" in desk.feed(location)["problem"]
    assert (desk.feed(location)["failures"], desk.feed(location)["status"]) == (12, "active")
    desk.web.replies["/feed"] = page(feed_of(), Content_Type=ATOM)
    desk.make_due()
    desk.poll()
    assert (desk.feed(location)["failures"], desk.feed(location)["problem"]) == (0, None)


def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(desk: Desk) -> None:
    desk.web.replies["/feed"] = page(b"", status=429, Retry_After="7200")
    location = desk.add(interval_seconds=60)
    desk.poll()
    feed = desk.stored(location)
    assert feed.last_polled_at is not None
    assert feed.next_poll_at - feed.last_polled_at >= timedelta(seconds=7200)


def test_a_feed_that_is_gone_is_paused_until_somebody_wants_it_again(desk: Desk) -> None:
    desk.web.replies["/feed"] = page(b"", status=410)
    location = desk.add()
    desk.poll()
    assert desk.feed(location)["status"] == "paused"
    desk.make_due()
    desk.poll()
    assert desk.web.asked["/feed"] == 1
    resumed = desk.client.patch(location, json={"status": "active"}).get_json()
    assert (resumed["status"], resumed["failures"], resumed["problem"]) == ("active", 0, None)
    desk.poll()
    assert desk.web.asked["/feed"] == 2


@pytest.mark.parametrize(
    ("body", "media_type", "why"),
    [
        (b"<html><body><p>News</p></body></html>", "text/html", "not a feed"),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>', "application/rss+xml", "entities"),
        (b"<rss>" + b"x" * (5 * 2**20), "application/rss+xml", "more than 5242880 bytes"),
    ],
)
def test_what_is_no_feed_is_a_failure_of_the_feed(desk: Desk, body: bytes, media_type: str, why: str) -> None:
    desk.web.replies["/feed"] = page(body, Content_Type=media_type)
    location = desk.add()
    desk.poll()
    assert why in desk.feed(location)["problem"]
    assert [job["status"] for job in desk.jobs("poll")] == ["failed"]


def test_an_index_of_sitemaps_is_followed_one_level_deep(desk: Desk) -> None:
    def index(*paths: str) -> bytes:
        found = "".join(f"<sitemap><loc>{desk.web.url(path)}</loc></sitemap>" for path in paths)
        return f"<sitemapindex>{found}</sitemapindex>".encode()

    news = (
        '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>/story/1</loc><news:news>'
        "<news:publication_date>2024-07-22T10:00Z</news:publication_date></news:news></url></urlset>"
    )
    desk.web.replies["/index"] = page(index("/gone", "/index2", "/news"), ETag='"v1"')
    desk.web.replies["/index2"] = page(index("/never"))
    desk.web.replies["/news"] = page(news.encode())
    location = desk.add("/index")
    desk.queue()
    desk.worker.runner.run()
    assert desk.feed(location)["article_count"] == 1
    assert not desk.web.asked["/never"]
    assert desk.stored(location).etag is None


def test_a_feed_is_never_polled_twice_at_a_time(desk: Desk) -> None:
    waiting, going_on = threading.Event(), threading.Event()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        waiting.set()
        going_on.wait(20)
        answer(handler, feed_of(), Content_Type=ATOM)

    desk.web.replies["/feed"] = slow
    desk.add()
    desk.queue()
    polling = threading.Thread(target=desk.worker.runner.run)
    polling.start()
    assert waiting.wait(20)
    desk.make_due()
    for _ in range(3):
        desk.queue()
    assert len(desk.jobs("poll")) == 1
    going_on.set()
    polling.join()


def test_two_workers_queue_one_poll(desk: Desk) -> None:
    for number in range(5):
        desk.add(f"/feed/{number}")
    threads = [threading.Thread(target=desk.queue) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(desk.jobs("poll")) == 5


def test_feeds_are_added_once_listed_changed_and_deleted(desk: Desk) -> None:
    first = desk.add("/a", source="Wire")
    second = desk.add("/b", interval_seconds=60)
    again = desk.client.post("/v1/feeds", json={"url": desk.web.url("/a"), "source": "Another"})
    assert (again.status_code, again.headers["Location"], again.get_json()["source"]) == (200, first, "Wire")
    listed = desk.client.get("/v1/feeds?limit=1").get_json()
    rest = desk.client.get(f"/v1/feeds?limit=1&cursor={listed['next_cursor']}").get_json()
    assert [each["url"] for each in (*listed["items"], *rest["items"])] == [desk.web.url("/b"), desk.web.url("/a")]

    changed = desk.client.patch(first, json={"interval_seconds": 120, "source": "Post", "status": "paused"}).get_json()
    assert (changed["interval_seconds"], changed["source"], changed["status"]) == (120, "Post", "paused")
    assert desk.client.patch(first, json={}).get_json() == changed
    for wrong in (
        {"status": "gone"},
        {"interval_seconds": 59},
        {"interval_seconds": "60"},
        {"interval_seconds": 60.5},
        {"url": "https://a.example/"},
    ):
        assert desk.client.patch(first, json=wrong).status_code == 422
    for wrong in ({}, {"url": "ftp://a.example/"}, {"url": "https://a.example/", "interval_seconds": 1}):
        assert desk.client.post("/v1/feeds", json=wrong).status_code == 422

    desk.web.replies["/b"] = page(feed_of(1), Content_Type=ATOM)
    desk.queue()
    desk.worker.runner.run()
    assert desk.client.delete(second).status_code == 204
    assert [desk.client.open(second, method=method, json={}).status_code for method in ("DELETE", "PATCH")] == [
        404,
        404,
    ]
    assert desk.client.get(second).status_code == 404
    with desk.store.read() as transaction:
        assert transaction.connection.execute(feed_entries.select()).all() == []
