"""A Valkey without room, which drops what it has or takes nothing more: every job is done, every answer is right."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from werkzeug.test import Client

from factcheck.checker import Checker
from service.app import create_app, create_worker
from service.background.queue import JobQueue
from service.store import Store
from tests.caching import connect, eventually, running_valkey
from tests.contract.service import settings_in
from tests.service.background.working import DRAFT, Counted, all_succeeded, operations, worker

pytestmark = pytest.mark.server

PATIENCE = 60
"""Seconds that a busy machine may take for what should take a few."""


@contextmanager
def valkey(memory: str, policy: str) -> Iterator[str]:
    with running_valkey() as server:
        with connect(server.url) as client:
            client.config_set("maxmemory", memory)
            client.config_set("maxmemory-policy", policy)
        yield server.url


def test_while_it_drops_what_was_used_least_all_jobs_are_done_and_no_answer_is_old(
    store: Store, tmp_path: Path, checker: Checker
) -> None:
    with valkey("3mb", "allkeys-lru") as url, connect(url) as crowd:
        settings = settings_in(tmp_path, redis_url=url)
        client = Client(create_app(settings, store=store, checker=checker))
        over = threading.Event()

        def fill() -> None:
            while not over.wait(0.001):
                crowd.set(os.urandom(8), os.urandom(50_000), ex=60)

        filling = threading.Thread(target=fill)
        filling.start()
        try:
            assert eventually(lambda: crowd.info("stats")["evicted_keys"] > 100)
            with create_worker(settings, store=store, checker=checker).working():
                locations = []
                for number in range(15):
                    body = {"source": f"Outlet {number}", "text": f"The ferry carried {200 + number} passengers."}
                    accepted = client.post("/v1/articles", json=body, headers={"Prefer": "respond-async"})
                    assert accepted.status_code == 202
                    locations.append(accepted.headers["Location"])
                    # Each write is seen at once, whatever is kept of the answer before it.
                    body = {"source": "Coastal Wire", "text": f"The harbour was shut for {number + 2} days."}
                    assert client.post("/v1/articles", json=body).status_code == 201
                    newest = client.get("/v1/articles?source=Coastal%20Wire&limit=1").get_json()["items"][0]
                    assert newest["text"] == body["text"]
                assert eventually(
                    lambda: {client.get(each).get_json()["status"] for each in locations} == {"succeeded"}, PATIENCE
                )
        finally:
            over.set()
            filling.join()
        assert client.get("/v1/sources?limit=100").get_json()["items"][0]["article_count"] >= 1
        assert len(client.get("/v1/articles?limit=100").get_json()["items"]) == 30
        assert client.get("/health/ready").get_json()["status"] == "ready"


def test_while_it_takes_nothing_more_jobs_are_found_in_the_database_and_then_heard_of_again(store: Store) -> None:
    with valkey("1kb", "noeviction") as url:
        queue = JobQueue(url)
        jobs, work = operations(store, queue), Counted()
        with worker(store, queue, work).working():
            unheard = [jobs.submit(DRAFT).id for _ in range(5)]
            assert eventually(lambda: all_succeeded(jobs, unheard), PATIENCE)

            with connect(url) as client:
                client.config_set("maxmemory", "16mb")
            assert eventually(lambda: queue.announce("job_of_nobody"), PATIENCE)
            heard = [jobs.submit(DRAFT).id for _ in range(5)]
            assert eventually(lambda: all_succeeded(jobs, heard), PATIENCE)
        assert sorted(work.done) == sorted(unheard + heard)
