"""A clock that is put back: what was done before it lies in the future now, and everything goes on all the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.test import Client

from factcheck.checker import Checker
from service.access.keys import KeyOperations
from service.access.rates import RateLimits
from service.app import create_app, create_worker
from service.operations.feeds import FeedOperations
from service.settings import Rate
from service.store import Store
from service.store.records import FeedDraft, JobDraft, WebhookDraft
from service.store.tables import UtcTime, generation, metadata
from tests.caching import running_valkey
from tests.contract.service import settings_in

BACK = timedelta(hours=3)
TEXT = "The ferry carried 214 passengers when it struck the pier."


def put_back_the_clock(store: Store) -> None:
    """Let everything that is stored have happened three hours later, which is the same."""
    with store.note() as transaction:
        for table in metadata.sorted_tables:
            moments = [column for column in table.columns if isinstance(column.type, UtcTime)]
            key = list(table.primary_key)
            for row in transaction.connection.execute(sa.select(*key, *moments)).all() if moments else ():
                later = {
                    column.name: moment + BACK
                    for column, moment in zip(moments, row[len(key) :], strict=True)
                    if moment is not None
                }
                mine = sa.and_(*(column == value for column, value in zip(key, row, strict=False)))
                if later:
                    transaction.connection.execute(sa.update(table).where(mine).values(**later))
        ahead = generation.c.number + int(BACK.total_seconds() * 1e6)
        transaction.connection.execute(sa.update(generation).values(number=ahead))


def test_articles_jobs_and_repeats_go_on(store: Store, tmp_path: Path, checker: Checker) -> None:
    settings = settings_in(tmp_path)
    client = Client(create_app(settings, store=store, checker=checker))
    runner = create_worker(settings, store=store, checker=checker).runner

    def post(source: str, **headers: str) -> tuple[int, str, str | None]:
        answer = client.post("/v1/articles", json={"source": source, "text": TEXT}, headers=headers)
        return answer.status_code, answer.headers["Location"], answer.headers.get("Idempotency-Replayed")

    def listed() -> list[str]:
        return [each["source"]["name"] for each in client.get("/v1/articles").get_json()["items"]]

    def status(job: str) -> str:
        return str(client.get(job).get_json()["status"])

    first = post("Coastal Wire", **{"Idempotency-Key": "one"})
    _, waiting, _ = post("Dispatch", Prefer="respond-async")
    assert listed() == ["Coastal Wire"]

    put_back_the_clock(store)

    assert post("Coastal Wire", **{"Idempotency-Key": "one"}) == (201, first[1], "true")
    _, later, _ = post("Ledger", Prefer="respond-async")
    assert post("Harbour Courier")[0] == 201
    assert listed() == ["Harbour Courier", "Coastal Wire"]
    # The one that was asked for first is done first.
    assert runner.run()
    assert (status(waiting), status(later)) == ("succeeded", "queued")
    assert runner.run()
    assert not runner.run()
    assert status(later) == "succeeded"
    assert listed() == ["Ledger", "Dispatch", "Harbour Courier", "Coastal Wire"]


def test_a_job_of_a_worker_that_died_is_taken_and_one_that_fails_waits_its_time(store: Store) -> None:
    with store.note() as transaction:
        for number in range(2):
            transaction.jobs.add(f"job_{number}", JobDraft(kind="import", payload={}))
            assert transaction.jobs.claim("dead") is not None

    put_back_the_clock(store)

    with store.note() as transaction:
        taken = transaction.jobs.claim("alive")
        assert taken is not None
        assert taken.id == "job_0"
        assert transaction.jobs.claim("alive", "job_1") is not None
        # From now on it is this clock that counts: it is not begun again and again.
        transaction.jobs.fail("job_0", "alive", "busy", again_at=transaction.jobs.now() + timedelta(minutes=1))
        assert transaction.jobs.claim("alive") is None


def test_feeds_are_polled_and_webhooks_are_sent(store: Store) -> None:
    feeds = FeedOperations(store, lambda _job: None)
    feeds.submit(FeedDraft("https://ledger.example/feed.xml", "Ledger", 3600))
    with store.note() as transaction:
        draft = WebhookDraft("https://desk.example/hook", ("job.finished",))
        transaction.webhooks.add("wh_1", draft, "whsec_1", datetime.now(UTC))
        ((seq, _),) = transaction.webhooks.listening()
        transaction.webhooks.put([(seq, "msg_1", "job.finished", "{}")], datetime.now(UTC))

    put_back_the_clock(store)
    feeds.queue_due()

    with store.note() as transaction:
        assert transaction.jobs.counts()["queued"] == 1
        due = transaction.webhooks.claim(datetime.now(UTC))
        assert due is not None
        assert due.id == "msg_1"
        # And not once more while somebody has it in hand.
        assert transaction.webhooks.claim(datetime.now(UTC)) is None


def test_keys_open_and_are_noted_by_the_new_time(store: Store) -> None:
    keys = KeyOperations(store)
    key, text = keys.create("desk", ["read"])
    keys.note_use(key.id, datetime.now(UTC))

    put_back_the_clock(store)
    keys.note_use(key.id, datetime.now(UTC))

    found = keys.recognise(text)
    assert found is not None
    assert found.usable(datetime.now(UTC))
    assert found.last_used_at is not None
    assert found.last_used_at <= datetime.now(UTC)


@pytest.fixture(params=["memory", pytest.param("valkey", marks=pytest.mark.server)])
def redis_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    if request.param == "memory":
        yield None
        return
    with running_valkey() as server:
        yield server.url


def test_a_client_has_a_new_budget_and_no_more(redis_url: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = RateLimits(redis_url, {"reads": Rate(5, 60), "writes": None})
    now = [time.time() // 60 * 60 + 1]
    monkeypatch.setattr(time, "time", lambda: now[0])

    def taken() -> int:
        standings = [limits.take("reads", "desk") for _ in range(10)]
        return sum(standing is not None and standing.allowed for standing in standings)

    assert taken() == 5
    now[0] -= BACK.total_seconds()
    assert taken() == 5
    assert taken() == 0
    now[0] += 120
    assert taken() == 5
