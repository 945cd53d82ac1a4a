"""Jobs over HTTP: accepted, asked for, followed, cancelled."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from factcheck.checker import Checker
from service.api import events
from service.api.events import EventStreams, job_events, seen_version
from service.app import create_worker
from service.background.runner import Runner
from service.operations.jobs import JobOperations
from service.problems import TooManyStreams
from service.store import Store
from service.store.records import Complaint, JobDraft
from tests.contract.service import settings_in
from tests.turns import services_over

ARTICLE = {"source": "Coastal Wire", "text": "The ferry from Port Ellery carried 214 passengers on Monday."}
ASYNC = {"Prefer": "respond-async"}


@dataclass(frozen=True)
class Desk:
    """A service, or several that take turns, and a worker beside them that does jobs when it is told to."""

    client: Client
    jobs: JobOperations
    runner: Runner
    services: int

    def submit(self, **changes: Any) -> str:
        """Have an article stored; the address of the job."""
        answer = self.client.post("/v1/articles", json={**ARTICLE, **changes}, headers=ASYNC)
        assert answer.status_code == 202, answer.text
        return str(answer.headers["Location"])


@pytest.fixture
def desk(tmp_path: Path, store: Store, checker: Checker) -> Iterator[Desk]:
    """On each database; on PostgreSQL two services take turns."""
    with services_over(store, settings_in(tmp_path), checker) as (service, settings):
        runner = create_worker(settings, store=store, checker=checker).runner
        jobs = JobOperations(store, lambda _id: None, lambda _transaction, _job: None)
        yield Desk(Client(service), jobs, runner, services=1 if store.dialect == "sqlite" else 2)


def test_an_article_that_nobody_waits_for_is_stored_by_a_job(desk: Desk) -> None:
    accepted = desk.client.post("/v1/articles", json=ARTICLE, headers=ASYNC)

    assert accepted.headers["Preference-Applied"] == "respond-async"
    assert accepted.headers["Retry-After"] == "1"
    assert accepted.get_json() == desk.client.get(accepted.headers["Location"]).get_json()
    assert accepted.get_json()["status"] == "queued"
    assert desk.client.get("/v1/articles").get_json()["items"] == []

    assert desk.runner.run()

    job = desk.client.get(accepted.headers["Location"]).get_json()
    assert (job["status"], job["progress"]) == ("succeeded", {"done": 1, "total": 1})
    article = desk.client.get(f"/v1/articles/{job['result']['article_id']}").get_json()
    assert (article["text"], job["result"]["created"]) == (ARTICLE["text"], 1)


def test_the_same_article_twice_is_one_article_and_two_jobs(desk: Desk) -> None:
    first, second = desk.submit(), desk.submit()
    while desk.runner.run():
        pass
    results = [desk.client.get(job).get_json()["result"] for job in (first, second)]
    assert first != second
    assert results[0]["article_id"] == results[1]["article_id"]
    assert [result["created"] for result in results] == [1, 0]
    assert [result["unchanged"] for result in results] == [0, 1]


def test_what_is_not_valid_is_refused_before_it_is_accepted(desk: Desk) -> None:
    for body in ({"source": "Coastal Wire"}, {"source": "Coastal Wire", "html": "<html><body></body></html>"}):
        assert desk.client.post("/v1/articles", json=body, headers=ASYNC).status_code == 422
    assert desk.client.get("/v1/jobs").get_json()["items"] == []


def test_what_was_submitted_is_kept_no_longer_than_the_job_needs_it(desk: Desk) -> None:
    job = desk.submit().rpartition("/")[2]
    desk.runner.run()
    with desk.runner.store.read() as transaction:
        assert transaction.jobs.part(job, 0) is None
        stored = transaction.jobs.get(job)
    assert stored is not None
    assert stored.payload == {}


@pytest.mark.parametrize(
    ("prefer", "status"),
    [
        ("respond-async", 202),
        ("Respond-Async, wait=10", 202),
        ('return=minimal; note="a, b", respond-async', 202),
        ("wait=10", 201),
        ('note="x, respond-async"', 201),
        ("respond-asynchronously", 201),
    ],
)
def test_the_preference_is_read_as_its_rfc_has_it(desk: Desk, prefer: str, status: int) -> None:
    assert desk.client.post("/v1/articles", json=ARTICLE, headers={"Prefer": prefer}).status_code == status


def test_jobs_are_listed_by_what_they_do_and_how_they_stand(desk: Desk) -> None:
    done, cancelled = desk.submit(), desk.submit(source="Tidewater Times")
    desk.runner.run()
    desk.client.delete(cancelled)
    desk.submit(source="Harbour Courier")

    def listed(query: str) -> list[str]:
        return [job["status"] for job in desk.client.get(f"/v1/jobs?{query}").get_json()["items"]]

    assert listed("") == ["queued", "cancelled", "succeeded"]
    assert listed("status=succeeded") == ["succeeded"]
    assert listed("kind=import") == []
    assert desk.client.get("/v1/jobs?status=lost").status_code == 422
    first = desk.client.get("/v1/jobs?limit=1").get_json()
    second = desk.client.get(f"/v1/jobs?limit=1&cursor={first['next_cursor']}").get_json()
    assert [job["status"] for job in (*first["items"], *second["items"])] == ["queued", "cancelled"]
    assert done != cancelled


def test_a_list_that_is_asked_for_again_is_never_an_old_one(desk: Desk) -> None:
    job = desk.submit()
    before = desk.client.get(job)
    desk.runner.run()
    after = desk.client.get(job)
    assert [answer.get_json()["status"] for answer in (before, after)] == ["queued", "succeeded"]
    assert before.headers["Cache-Control"] == "no-store"
    assert "ETag" not in before.headers


def test_a_cancelled_job_is_answered_as_it_stands_and_stays(desk: Desk) -> None:
    job = desk.submit()
    for _ in range(2):
        answer = desk.client.delete(job)
        assert (answer.status_code, answer.get_json()["status"]) == (202, "cancelled")
    assert not desk.runner.run()
    assert desk.client.get(job).get_json()["status"] == "cancelled"


def test_the_lines_of_an_import_that_are_not_valid_are_named(desk: Desk) -> None:
    job = desk.jobs.submit(JobDraft(kind="import", payload={}))
    with desk.runner.store.note() as transaction:
        transaction.jobs.complain(job.id, [Complaint(7, "not JSON")])
    assert desk.client.get(f"/v1/jobs/{job.id}").get_json()["errors"] == [{"line": 7, "detail": "not JSON"}]
    assert "errors" not in desk.client.get("/v1/jobs").get_json()["items"][0]


def _events(text: str) -> list[tuple[int, str, Any]]:
    found = re.findall(r"id: (\d+)\nevent: (\w+)\ndata: (.*)\n\n", text)
    return [(int(number), name, json.loads(body)) for number, name, body in found]


def test_a_stream_says_how_the_job_stands_and_each_change_until_its_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOOK_SECONDS", 0.02)
    job = desk.submit()
    answer = desk.client.get(f"{job}/events")
    parts = answer.iter_encoded()
    assert next(parts) == b"retry: 1000\n\n"
    ((first, name, body),) = _events(next(parts).decode())
    assert (name, body) == ("progress", desk.client.get(job).get_json())

    working = threading.Thread(target=desk.runner.run)
    working.start()
    rest = _events(b"".join(parts).decode())
    working.join()

    assert [number for number, _, _ in rest] == sorted({number for number, _, _ in rest})
    assert rest[0][0] > first
    assert [name for _, name, _ in rest[:-1]] == ["progress"] * (len(rest) - 1)
    assert rest[-1][1:] == ("finished", desk.client.get(job).get_json())
    answer.close()


def test_a_stream_is_taken_up_where_it_broke_off(desk: Desk) -> None:
    job = desk.submit()
    desk.runner.run()
    ((last, name, _),) = _events(desk.client.get(f"{job}/events").text)

    def again(seen: str) -> Any:
        return desk.client.get(f"{job}/events", headers={"Last-Event-ID": seen})

    assert name == "finished"
    assert again(str(last)).status_code == 204
    assert [number for number, _, _ in _events(again(str(last - 1)).text)] == [last]
    assert [number for number, _, _ in _events(again("of-another-service").text)] == [last]


def test_what_a_client_has_seen_does_not_come_again_while_the_job_stands_still(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(events, "QUIET_SECONDS", 0.03)
    job = desk.jobs.report(desk.submit().rpartition("/")[2])
    sent = list(job_events(desk.jobs, job, job.job.version, seconds=0.2))
    assert sent[0] == b"retry: 1000\n\n"
    assert set(sent[1:]) == {b": nothing new\n\n"}


def test_a_process_gives_only_so_many_streams_and_takes_each_back() -> None:
    def nothing() -> Iterator[bytes]:
        yield b""

    streams = EventStreams.beside(8)
    opened = [streams.open(nothing()) for _ in range(2)]
    with pytest.raises(TooManyStreams):
        streams.open(nothing())
    opened[0].close()
    opened[0].close()
    streams.open(nothing())
    with pytest.raises(TooManyStreams):
        streams.open(nothing())


def test_more_clients_than_there_are_streams_are_told_to_come_back(desk: Desk) -> None:
    job = desk.submit()
    held = [desk.client.get(f"{job}/events") for _ in range(2 * desk.services)]
    refused = desk.client.get(f"{job}/events")
    assert (refused.status_code, refused.get_json()["code"]) == (503, "too_many_streams")
    assert int(refused.headers["Retry-After"]) > 0
    assert desk.client.get(job).status_code == 200
    for answer in held:
        answer.close()
    again = desk.client.get(f"{job}/events")
    assert again.status_code == 200
    again.close()


def test_a_head_request_holds_no_stream(desk: Desk) -> None:
    job = desk.submit()
    for _ in range(5):
        with desk.client.head(f"{job}/events") as answer:  # closed, as a web server does with every answer
            assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.parametrize(
    ("written", "version"), [(None, 0), ("", 0), ("7", 7), ("-7", 0), ("７", 0), ("9" * 19, 0), ("7.0", 0)]
)
def test_an_id_that_is_none_of_ours_counts_as_nothing_seen(written: str | None, version: int) -> None:
    assert seen_version(written) == version
