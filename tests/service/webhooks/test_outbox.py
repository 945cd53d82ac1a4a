"""What is written down for webhooks: each thing that happens, once, in the transaction in which it happens."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from schemas.inconsistencies import InconsistencySchema
from schemas.jobs import JobSchema
from service.app import _ended
from service.fetching.addresses import Rules
from service.operations import Operations, build_operations
from service.operations.webhooks import WebhookOperations
from service.store import Store
from service.store.records import UNSET, JobDraft, WebhookDraft
from service.store.tables import webhook_deliveries
from tests.service.operations import stories
from tests.service.operations.stories import disagreements, post

EVERYTHING = ("inconsistency.detected", "inconsistency.updated", "job.finished")
URL = "https://desk.example/hooks"


def _listen(store: Store, *events: Any, **filters: Any) -> str:
    return WebhookOperations(store, Rules()).create(WebhookDraft(URL, events or EVERYTHING, **filters)).id


def _written(store: Store) -> list[tuple[str, Any]]:
    with store.read() as transaction:
        rows = transaction.connection.execute(sa.select(webhook_deliveries).order_by(webhook_deliveries.c.seq)).all()
    bodies = [json.loads(row.body) for row in rows]
    assert [body["type"] for body in bodies] == [row.event for row in rows]
    return [(body["type"], body["data"]) for body in bodies]


@pytest.fixture
def operations(store: Store, checker: Any) -> Operations:
    return build_operations(store, checker, ended=_ended)


def test_a_new_inconsistency_is_told_as_the_api_shows_it(store: Store, operations: Operations) -> None:
    _listen(store)

    post(operations, stories.COLLAPSED, "The Courier")
    assert _written(store) == []
    post(operations, stories.STOOD, "Tidende")

    (found,) = disagreements(operations)
    assert _written(store) == [("inconsistency.detected", InconsistencySchema().dump(found))]


def test_another_article_on_the_point_updates_it_and_the_same_again_does_not(
    store: Store, operations: Operations
) -> None:
    post(operations, stories.COLLAPSED, "The Courier")
    post(operations, stories.STOOD, "Tidende")
    _listen(store)

    post(operations, stories.COLLAPSED_TOO, "Morning Post")
    post(operations, stories.COLLAPSED_TOO, "Morning Post")

    (found,) = disagreements(operations)
    assert _written(store) == [("inconsistency.updated", InconsistencySchema().dump(found))]


def test_deleting_an_article_updates_what_stays_and_is_silent_of_what_goes(
    store: Store, operations: Operations
) -> None:
    post(operations, stories.COLLAPSED, "The Courier")
    other = post(operations, stories.STOOD, "Tidende").record.article.id
    third = post(operations, stories.COLLAPSED_TOO, "Morning Post").record.article.id
    _listen(store)

    operations.articles.delete(third)
    (left,) = disagreements(operations)
    operations.articles.delete(other)

    assert disagreements(operations) == ()
    assert _written(store) == [("inconsistency.updated", InconsistencySchema().dump(left))]


def test_a_review_updates_and_one_that_changes_nothing_does_not(store: Store, operations: Operations) -> None:
    post(operations, stories.COLLAPSED, "The Courier")
    post(operations, stories.STOOD, "Tidende")
    (found,) = disagreements(operations)
    _listen(store)

    operations.inconsistencies.review(found.id, "open", UNSET, lambda _record: True)
    assert _written(store) == []
    reviewed = operations.inconsistencies.review(found.id, "confirmed", "Seen.", lambda _record: True)

    assert _written(store) == [("inconsistency.updated", InconsistencySchema().dump(reviewed))]


def test_the_end_of_a_job_is_told(store: Store, operations: Operations) -> None:
    _listen(store)
    job = operations.jobs.submit(JobDraft(kind="article", payload={}, total=1))

    operations.jobs.cancel(job.id)
    operations.jobs.cancel(job.id)

    assert _written(store) == [("job.finished", JobSchema().dump(operations.jobs.report(job.id)))]


@pytest.mark.parametrize(
    ("filters", "heard"),
    [
        ({"kinds": ["negation"]}, 1),
        ({"kinds": ["quantity"]}, 0),
        ({"kinds": ["quantity", "negation"]}, 1),
        ({"sources": ["tidende"]}, 1),
        ({"sources": ["Morning Post"]}, 0),
        ({"min_confidence": 0.0}, 1),
        ({"min_confidence": 1.0}, 0),
        ({"sources": ["TIDENDE "], "kinds": ["quantity"]}, 0),
    ],
)
def test_filters_narrow_what_is_written(
    store: Store, operations: Operations, filters: dict[str, Any], heard: int
) -> None:
    _listen(store, "inconsistency.detected", **filters)

    post(operations, stories.COLLAPSED, "The Courier")
    post(operations, stories.STOOD, "Tidende")

    (found,) = disagreements(operations)
    assert found.inconsistency.kind is not None
    assert found.inconsistency.kind.value == "negation"
    assert len(_written(store)) == heard


def test_a_source_is_known_by_its_id_too_and_the_confidence_as_it_is_shown(
    store: Store, operations: Operations
) -> None:
    post(operations, stories.COLLAPSED, "The Courier")
    other = post(operations, stories.STOOD, "Tidende").record.article
    (found,) = disagreements(operations)
    shown = InconsistencySchema().dump(found)["confidence"]
    _listen(store, "inconsistency.updated", sources=[other.source.id], min_confidence=shown)

    operations.inconsistencies.review(found.id, "confirmed", UNSET, lambda _record: True)

    assert len(_written(store)) == 1


def test_events_that_nobody_asked_for_are_not_written(store: Store, operations: Operations) -> None:
    _listen(store, "job.finished")

    post(operations, stories.COLLAPSED, "The Courier")
    post(operations, stories.STOOD, "Tidende")

    assert _written(store) == []


def test_a_disabled_webhook_gets_nothing_and_an_enabled_one_what_comes_then(
    store: Store, operations: Operations
) -> None:
    webhook = _listen(store, "inconsistency.updated")
    post(operations, stories.COLLAPSED, "The Courier")
    post(operations, stories.STOOD, "Tidende")
    (found,) = disagreements(operations)

    operations.webhooks.set_status(webhook, "disabled")
    operations.inconsistencies.review(found.id, "confirmed", UNSET, lambda _record: True)
    assert _written(store) == []
    operations.webhooks.set_status(webhook, "active")
    operations.inconsistencies.review(found.id, "dismissed", UNSET, lambda _record: True)

    assert [data["status"] for _, data in _written(store)] == ["dismissed"]


def test_what_is_not_committed_is_not_told(store: Store, operations: Operations) -> None:
    post(operations, stories.COLLAPSED, "The Courier")
    post(operations, stories.STOOD, "Tidende")
    (found,) = disagreements(operations)
    _listen(store)

    class Broken(Exception):
        pass

    def review_and_break() -> None:
        with store.write() as transaction:
            before = transaction.connection.execute(sa.select(sa.func.count()).select_from(webhook_deliveries)).scalar()
            assert before == 0
            from service.operations.outbox import listening

            listening(transaction).hear_of_inconsistencies("inconsistency.updated", [found])
            raise Broken

    with pytest.raises(Broken):
        review_and_break()

    assert _written(store) == []
