"""Deliveries reach their receivers, signed, at least once, and stop where they are not wanted."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook as Verifying
from standardwebhooks.webhooks import WebhookVerificationError

from service.background.delivering import Delivering, pause_before
from service.fetching.addresses import Rules
from service.operations.webhooks import WebhookOperations
from service.store import Store
from service.store.identity import new_id
from service.store.records import Delivery, NewWebhook, PageRequest, WebhookDraft
from service.store.tables import webhook_deliveries, webhooks
from service.store.webhooks import LONGEST_PAUSE, MOST_ATTEMPTS, MOST_EXHAUSTED
from tests.service.webhooks.receivers import Receiver, delivering, receiver

WORKER = """
import sys
from service.fetching.addresses import Rules
from service.store import create_store
from tests.service.webhooks.receivers import LOOPBACK, delivering
port = int(sys.argv[2])
delivering(create_store(sys.argv[1]), Rules(frozenset({port}), LOOPBACK)).deliver()
"""


@pytest.fixture
def desk() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def _listen(store: Store, url: str, rules: Rules) -> NewWebhook:
    return WebhookOperations(store, rules).create(WebhookDraft(url, ("job.finished",)))


def _happen(store: Store, webhook: NewWebhook, body: str = '{"type":"job.finished","data":{"note":"Malmö"}}') -> str:
    with store.note() as transaction:
        seq = transaction.connection.execute(sa.select(webhooks.c.seq).where(webhooks.c.id == webhook.id)).scalar_one()
        delivery = new_id("msg")
        transaction.webhooks.put([(seq, delivery, "job.finished", body)], datetime.now(UTC))
    return delivery


def _log(store: Store, webhook: NewWebhook) -> tuple[Delivery, ...]:
    """The deliveries, the first event first."""
    return tuple(reversed(WebhookOperations(store, Rules()).deliveries(webhook.id, PageRequest(limit=100)).items))


def _status(store: Store, webhook: NewWebhook) -> tuple[str, int, str | None]:
    found = WebhookOperations(store, Rules()).get(webhook.id)
    return found.status, found.failures, found.problem


def _send_all(sending: Delivering) -> int:
    return sum(1 for _ in iter(sending.deliver, False))


def test_what_arrives_is_verified_by_the_library_and_by_no_other_secret(store: Store, desk: Receiver) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    delivery = _happen(store, webhook)

    assert _send_all(delivering(store, desk.rules)) == 1

    (got,) = desk.received
    assert Verifying(webhook.secret).verify(got.body, got.headers) == got.json
    assert got.json["data"]["note"] == "Malmö"
    assert got.headers["webhook-id"] == delivery
    assert got.headers["content-type"] == "application/json"
    with pytest.raises(WebhookVerificationError):
        Verifying("whsec_AAAA").verify(got.body, got.headers)
    (logged,) = _log(store, webhook)
    assert (logged.status, logged.attempts, logged.response_status, logged.problem) == ("delivered", 1, 204, None)
    assert logged.delivered_at is not None
    assert logged.next_attempt_at is None


def test_a_receiver_that_fails_for_a_while_gets_it_again_under_the_same_id(store: Store, desk: Receiver) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    delivery = _happen(store, webhook)
    desk.answers[:] = [500, 404, 302]
    desk.headers = {"Location": f"{desk.url}/elsewhere"}

    assert _send_all(delivering(store, desk.rules)) == 4

    assert [got.headers["webhook-id"] for got in desk.received] == [delivery] * 4
    assert {got.path for got in desk.received} == {"/hooks"}, "no redirect is followed"
    for got in desk.received:
        Verifying(webhook.secret).verify(got.body, got.headers)
    (logged,) = _log(store, webhook)
    assert (logged.status, logged.attempts) == ("delivered", 4)


def test_what_waits_is_counted_until_it_is_sent_or_given_up(store: Store, desk: Receiver) -> None:
    operations = WebhookOperations(store, desk.rules)
    assert operations.backlog() == (0, 0.0)
    served, silenced = _listen(store, desk.url, desk.rules), _listen(store, desk.url, desk.rules)
    for webhook in (served, served, silenced):
        _happen(store, webhook)
    earlier = sa.update(webhook_deliveries).values(created_at=datetime.now(UTC) - timedelta(minutes=5))
    with store.note() as transaction:
        transaction.connection.execute(earlier.where(webhook_deliveries.c.seq == 1))

    waiting, oldest = operations.backlog()
    assert (waiting, oldest // 10) == (3, 30)
    operations.set_status(silenced.id, "disabled")
    assert operations.backlog()[0] == 2
    _send_all(delivering(store, desk.rules))
    assert operations.backlog() == (0, 0.0)


def test_a_pause_is_kept(store: Store, desk: Receiver) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    _happen(store, webhook)
    desk.answers[:] = [503]
    desk.headers = {"Retry-After": "3600"}

    assert _send_all(delivering(store, desk.rules)) == 1

    (logged,) = _log(store, webhook)
    assert (logged.status, logged.response_status, logged.problem) == ("pending", 503, "The receiver answers 503.")
    assert logged.next_attempt_at is not None
    assert timedelta(minutes=59) < logged.next_attempt_at - datetime.now(UTC) <= timedelta(hours=1)


def test_a_dead_receiver_is_given_up_and_its_webhook_disabled_after_enough_of_them(store: Store) -> None:
    with receiver() as gone:
        rules, url = gone.rules, gone.url
    webhook = _listen(store, url, rules)
    for _ in range(MOST_EXHAUSTED + 1):
        _happen(store, webhook)

    sent = _send_all(delivering(store, rules))

    status, failures, problem = _status(store, webhook)
    assert (status, failures) == ("disabled", MOST_EXHAUSTED)
    assert problem is not None
    assert "does not answer" in problem
    logged = _log(store, webhook)
    assert [each.status for each in logged] == ["failed"] * (MOST_EXHAUSTED + 1)
    assert max(each.attempts for each in logged) == MOST_ATTEMPTS
    assert sent == sum(each.attempts for each in logged)
    WebhookOperations(store, rules).set_status(webhook.id, "active")
    assert _status(store, webhook) == ("active", 0, None)
    assert _send_all(delivering(store, rules)) == 0, "what was given up stays so"


def test_a_success_between_makes_the_failures_forgotten(store: Store, desk: Receiver) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    for _ in range(MOST_EXHAUSTED - 1):
        _happen(store, webhook)
        desk.answers[:] = [500] * MOST_ATTEMPTS
        _send_all(delivering(store, desk.rules))
    assert _status(store, webhook)[:2] == ("active", MOST_EXHAUSTED - 1)

    _happen(store, webhook)
    _send_all(delivering(store, desk.rules))

    assert _status(store, webhook) == ("active", 0, None)


def test_a_webhook_that_fails_for_days_is_disabled(store: Store, desk: Receiver) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    _happen(store, webhook)
    with store.note() as transaction:
        long_ago = datetime.now(UTC) - timedelta(days=3, minutes=1)
        transaction.connection.execute(sa.update(webhooks).values(failing_since=long_ago))
    desk.answers[:] = [500]

    assert _send_all(delivering(store, desk.rules)) == 1

    assert _status(store, webhook)[0] == "disabled"
    assert [each.status for each in _log(store, webhook)] == ["failed"]


def test_a_receiver_that_says_gone_is_left_alone_at_once(store: Store, desk: Receiver) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    _happen(store, webhook)
    _happen(store, webhook)
    desk.answers[:] = [410]

    assert _send_all(delivering(store, desk.rules)) == 1

    assert _status(store, webhook)[0] == "disabled"
    assert [(each.status, each.attempts) for each in _log(store, webhook)] == [("failed", 1), ("failed", 0)]


@pytest.mark.server
def test_a_worker_killed_between_sending_and_noting_leaves_it_to_be_sent_again_under_the_same_id(
    store: Store, desk: Receiver
) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    delivery = _happen(store, webhook)

    sent, over = threading.Event(), threading.Event()
    desk.before_answer = lambda: (sent.set(), over.wait(20))
    dying = subprocess.Popen(
        [sys.executable, "-c", WORKER, store.engine.url.render_as_string(hide_password=False), str(desk.port)]
    )
    assert sent.wait(60)
    dying.kill()
    dying.wait(20)
    over.set()
    desk.before_answer = lambda: None
    another = delivering(store, desk.rules)
    assert not another.deliver(), "the lease is kept"
    with store.note() as transaction:
        transaction.connection.execute(sa.update(webhooks).values(busy_until=datetime.now(UTC)))
        transaction.connection.execute(sa.update(webhook_deliveries).values(next_attempt_at=datetime.now(UTC)))

    assert _send_all(another) == 1

    assert [got.headers["webhook-id"] for got in desk.received] == [delivery, delivery]
    (logged,) = _log(store, webhook)
    assert (logged.status, logged.attempts) == ("delivered", 2)


def test_a_delivery_that_kills_its_workers_is_given_up(store: Store, desk: Receiver) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    _happen(store, webhook)
    with store.note() as transaction:
        transaction.connection.execute(sa.update(webhook_deliveries).values(attempts=MOST_ATTEMPTS))

    assert _send_all(delivering(store, desk.rules)) == 0

    assert [each.status for each in _log(store, webhook)] == ["failed"]
    assert desk.received == []


def test_workers_share_the_work_and_nothing_is_sent_twice(store: Store, desk: Receiver) -> None:
    hooks = [_listen(store, desk.url, desk.rules) for _ in range(4)]
    expected = sorted(_happen(store, hook) for hook in hooks for _ in range(5))
    threads = [threading.Thread(target=_send_all, args=(delivering(store, desk.rules),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    # One that found all webhooks taken has gone home.
    _send_all(delivering(store, desk.rules))

    assert sorted(got.headers["webhook-id"] for got in desk.received) == expected


def test_a_slow_receiver_takes_one_sender_and_the_others_serve_the_rest(store: Store, desk: Receiver) -> None:
    answered = threading.Event()
    with receiver() as slow:
        slow.before_answer = lambda: answered.wait(20)
        rules = Rules(desk.rules.ports | slow.rules.ports, desk.rules.networks)
        for _ in range(3):
            webhook = _listen(store, slow.url, rules)
        for _ in range(3):
            _happen(store, webhook)
        other = _listen(store, desk.url, rules)
        stuck = threading.Thread(target=delivering(store, rules).deliver)
        stuck.start()
        while not slow.received:
            threading.Event().wait(0.01)
        for _ in range(3):
            _happen(store, other)

        assert _send_all(delivering(store, rules)) == 3

        assert (len(desk.received), len(slow.received)) == (3, 1)
        answered.set()
        stuck.join(20)


def test_nothing_is_sent_for_a_deleted_webhook_also_where_it_goes_while_being_served(
    store: Store, desk: Receiver
) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    _happen(store, webhook)
    _happen(store, webhook)
    desk.before_answer = lambda: WebhookOperations(store, desk.rules).delete(webhook.id)

    assert _send_all(delivering(store, desk.rules)) == 1

    with store.read() as transaction:
        left = transaction.connection.execute(sa.select(sa.func.count()).select_from(webhook_deliveries)).scalar_one()
    assert left == 0


def test_what_is_disabled_while_it_is_sent_stays_given_up(store: Store, desk: Receiver) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    _happen(store, webhook)
    desk.answers[:] = [500]
    desk.before_answer = lambda: WebhookOperations(store, desk.rules).set_status(webhook.id, "disabled")

    assert _send_all(delivering(store, desk.rules)) == 1

    assert [(each.status, each.next_attempt_at) for each in _log(store, webhook)] == [("failed", None)]
    assert _status(store, webhook)[::2] == ("disabled", "It was disabled by a request.")


def test_a_clock_put_back_does_not_keep_what_is_due(store: Store, desk: Receiver) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    _happen(store, webhook)
    ahead = datetime.now(UTC) + timedelta(days=30)
    with store.note() as transaction:
        transaction.connection.execute(sa.update(webhook_deliveries).values(next_attempt_at=ahead))
        transaction.connection.execute(sa.update(webhooks).values(busy_until=ahead))

    assert _send_all(delivering(store, desk.rules)) == 1


def test_deliveries_of_long_ago_are_forgotten(store: Store, desk: Receiver) -> None:
    webhook = _listen(store, desk.url, desk.rules)
    kept = _happen(store, webhook)
    old = _happen(store, webhook)
    with store.note() as transaction:
        long_ago = datetime.now(UTC) - timedelta(days=7, minutes=1)
        aged = sa.update(webhook_deliveries).where(webhook_deliveries.c.id == old)
        transaction.connection.execute(aged.values(created_at=long_ago))

    delivering(store, desk.rules).clear()

    assert [each.id for each in _log(store, webhook)] == [kept]


@given(st.integers(1, MOST_ATTEMPTS), st.floats(0, 1), st.none() | st.floats(0, 1e9))
def test_pauses_grow_and_have_bounds(attempt: int, chance: float, retry_after: float | None) -> None:
    pause = pause_before(attempt, chance, retry_after)

    assert timedelta(0) <= pause <= LONGEST_PAUSE
    assert pause_before(attempt, 1.0) >= pause_before(attempt, chance)
    assert pause_before(attempt, 1.0) >= timedelta(seconds=5)
    if retry_after is not None and retry_after <= LONGEST_PAUSE.total_seconds():
        assert pause >= timedelta(seconds=retry_after)
