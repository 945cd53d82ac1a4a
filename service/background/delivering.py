"""Sending what is in the outbox to the webhooks, signed, again and again until it is taken or given up.

Each delivery is sent at least once: a worker that is killed between sending and noting it leaves it to be sent once more,
under the same id.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from standardwebhooks.webhooks import Webhook as Signing

from service import metrics
from service.background.rounds import Duty
from service.fetching.errors import FetchFailed, FetchRefused
from service.fetching.sending import Reply, Sender
from service.store import Store
from service.store.webhooks import LEASE, LONGEST_PAUSE, MOST_ATTEMPTS, Due

FIRST_PAUSE: Final = timedelta(seconds=5)
_GROWTH: Final = 4.0
KEPT: Final = timedelta(days=7)
"""How long deliveries can be asked for."""
SENDERS: Final = 4
"""Deliveries that a worker has in hand at a time, each to another webhook."""
_ROUND_SECONDS: Final = 1.0
_AT_ONCE: Final = 100
_CLEARING_SECONDS: Final = 600.0
_GONE: Final = 410

_log = structlog.get_logger(__name__)


def pause_before(attempt: int, chance: float, retry_after: float | None = None) -> timedelta:
    """How long to wait after an attempt, counted from 1: a random part of a time that grows, `chance` from 0 to 1.

    A receiver that asks for more time gets it, up to the longest pause.
    """
    grown = min(FIRST_PAUSE * _GROWTH ** (attempt - 1), LONGEST_PAUSE)
    asked = min(timedelta(seconds=retry_after or 0.0), LONGEST_PAUSE)
    return max(grown * chance, asked)


class Delivering:
    """Sends deliveries, one after the other, each in the thread that calls `deliver`."""

    def __init__(
        self,
        store: Store,
        sender: Sender,
        *,
        chance: Callable[[], float] = random.random,
        lease: timedelta = LEASE,
    ) -> None:
        self._store = store
        self._sender = sender
        self._chance = chance
        self._lease = lease

    def deliver(self) -> bool:
        """Send what is due for longest, to the webhook that was served longest ago; False where there is nothing to do."""
        with self._store.read() as transaction:
            if not transaction.webhooks.is_anything_due(datetime.now(UTC)):
                return False
        with self._store.note() as transaction:
            due = transaction.webhooks.claim(datetime.now(UTC), self._lease)
        if due is None:
            return False
        try:
            reply = self._send(due)
        except (FetchRefused, FetchFailed) as problem:
            self._failed(due, str(problem))
        else:
            self._answered(due, reply)
        return True

    def deliver_due(self) -> None:
        """Send what is due, up to some number."""
        for _ in range(_AT_ONCE):
            if not self.deliver():
                return

    def clear(self) -> None:
        """Forget deliveries of long ago."""
        with self._store.note() as transaction:
            transaction.webhooks.forget_before(datetime.now(UTC) - KEPT)

    def _send(self, due: Due) -> Reply:
        now = datetime.now(UTC)
        headers = {
            "webhook-id": due.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Signing(due.secret).sign(due.id, now, due.body),
        }
        return self._sender.post(due.url, due.body.encode(), headers)

    def _answered(self, due: Due, reply: Reply) -> None:
        if not 200 <= reply.status < 300:
            self._failed(due, f"The receiver answers {reply.status}.", reply)
            return
        with self._store.note() as transaction:
            transaction.webhooks.delivered(due, datetime.now(UTC), reply.status)
        metrics.WEBHOOK_DELIVERIES.labels("delivered").inc()

    def _failed(self, due: Due, problem: str, reply: Reply | None = None) -> None:
        now = datetime.now(UTC)
        gone = reply is not None and reply.status == _GONE
        again_at = None
        if not gone and due.attempts < MOST_ATTEMPTS:
            again_at = now + pause_before(due.attempts, self._chance(), reply.retry_after if reply else None)
        status = reply.status if reply else None
        with self._store.note() as transaction:
            transaction.webhooks.failed(due, problem, now, response_status=status, again_at=again_at, gone=gone)
        metrics.WEBHOOK_DELIVERIES.labels("failed" if again_at is None else "retried").inc()
        _log.info("delivery_failed", delivery=due.id, attempt=due.attempts, reason=problem, final=again_at is None)


def webhook_duties(delivering: Delivering) -> Sequence[Duty]:
    """What webhooks need: everything due is sent, and what was sent long ago makes room."""
    numbers = range(1, SENDERS + 1)
    sending = (Duty(f"send_webhooks_{number}", _ROUND_SECONDS, delivering.deliver_due) for number in numbers)
    return (*sending, Duty("clear_deliveries", _CLEARING_SECONDS, delivering.clear))
