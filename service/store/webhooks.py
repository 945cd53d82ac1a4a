"""The webhooks, and the outbox: what is to be sent to them, written with what it tells of, and what came of sending.

A worker takes a webhook by a lease, with the one delivery of it that is due for longest, so that of each receiver no more
than one thread ever waits. A worker that dies leaves both to the next, which sends the same once more under the same id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
import sqlalchemy as sa

from service.store.cursors import cursor_after, key_of
from service.store.records import (
    Delivery,
    NewWebhook,
    Page,
    PageRequest,
    Webhook,
    WebhookDraft,
    WebhookEvent,
    WebhookStatus,
)
from service.store.tables import webhook_deliveries, webhooks

LEASE: Final = timedelta(seconds=30)
"""How long a worker that says nothing keeps a webhook; thrice the time that sending may take."""
MOST_ATTEMPTS: Final = 10
LONGEST_PAUSE: Final = timedelta(hours=12)
MOST_EXHAUSTED: Final = 5
"""After so many deliveries in succession that were given up, a webhook is disabled,"""
FAILING_FOR: Final = timedelta(days=3)
"""or after failing for so long without a success between."""


@dataclass(frozen=True, slots=True)
class Due:
    """What to send now, where, and how often that was begun, this time included."""

    webhook_seq: int
    delivery_seq: int
    id: str
    url: str
    secret: str
    body: str
    attempts: int


class WebhookRepository:
    """Webhooks and their deliveries in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, webhook_id: str, draft: WebhookDraft, secret: str, now: datetime) -> NewWebhook:
        """Store a webhook, active."""
        self._connection.execute(
            sa.insert(webhooks).values(
                id=webhook_id,
                url=draft.url,
                secret=secret,
                events=_json(draft.events),
                kinds=None if draft.kinds is None else _json(draft.kinds),
                sources=None if draft.sources is None else _json(draft.sources),
                min_confidence=draft.min_confidence,
                status="active",
                failures=0,
                created_at=now,
                busy_until=now,
            )
        )
        row = self._connection.execute(sa.select(webhooks).where(webhooks.c.id == webhook_id)).one()
        return NewWebhook(**_shown(row), secret=secret)

    def get(self, webhook_id: str) -> Webhook | None:
        """The webhook of this id."""
        row = self._connection.execute(sa.select(webhooks).where(webhooks.c.id == webhook_id)).one_or_none()
        return None if row is None else _webhook(row)

    def list(self, page: PageRequest) -> Page[Webhook]:
        """Webhooks, the last made first."""
        statement = sa.select(webhooks).order_by(webhooks.c.seq.desc()).limit(page.limit + 1)
        if page.cursor is not None:
            statement = statement.where(webhooks.c.seq < key_of(page.cursor, "webhooks", int)[0])
        rows = self._connection.execute(statement).all()
        shown = rows[: page.limit]
        cursor = cursor_after("webhooks", shown[-1].seq) if len(rows) > page.limit else None
        return Page(tuple(map(_webhook, shown)), cursor)

    def set_status(self, webhook_id: str, status: WebhookStatus, now: datetime) -> Webhook | None:
        """Disable a webhook, or enable it with its failures forgotten; None where there is none of this id."""
        found = sa.select(webhooks).where(webhooks.c.id == webhook_id).with_for_update(key_share=True)
        row = self._connection.execute(found).one_or_none()
        if row is None:
            return None
        if status == "active":
            values = {"status": status, "failures": 0, "failing_since": None, "problem": None, "disabled_at": None}
            self._connection.execute(sa.update(webhooks).where(webhooks.c.seq == row.seq).values(**values))
        elif row.status != status:
            self._disable(row.seq, "It was disabled by a request.", now)
        return self.get(webhook_id)

    def remove(self, webhook_id: str) -> bool:
        """Forget a webhook with its deliveries; False where there is none of this id."""
        return self._connection.execute(sa.delete(webhooks).where(webhooks.c.id == webhook_id)).rowcount > 0

    def listening(self) -> Sequence[tuple[int, Webhook]]:
        """The active webhooks with their numbers; in PostgreSQL none of them goes until this transaction ends."""
        active = sa.select(webhooks).where(webhooks.c.status == "active").order_by(webhooks.c.seq)
        # What is written for a webhook must not fail because that is deleted meanwhile.
        rows = self._connection.execute(active.with_for_update(read=True, key_share=True))
        return [(row.seq, _webhook(row)) for row in rows]

    def put(self, deliveries: Sequence[tuple[int, str, WebhookEvent, str]], now: datetime) -> None:
        """Write down what is to be sent: to which webhook, under which id, the event, and the body."""
        rows = [
            {
                "id": delivery_id,
                "webhook_seq": seq,
                "event": event,
                "body": body,
                "status": "pending",
                "attempts": 0,
                "created_at": now,
                "next_attempt_at": now,
            }
            for seq, delivery_id, event, body in deliveries
        ]
        if rows:
            self._connection.execute(sa.insert(webhook_deliveries), rows)

    def deliveries(self, webhook_id: str, page: PageRequest) -> Page[Delivery]:
        """What was and is to be sent to a webhook, the last event first."""
        statement = sa.select(webhook_deliveries).join(webhooks, webhooks.c.seq == webhook_deliveries.c.webhook_seq)
        statement = statement.where(webhooks.c.id == webhook_id)
        if page.cursor is not None:
            (seq,) = key_of(page.cursor, "webhook_deliveries", int)
            statement = statement.where(webhook_deliveries.c.seq < seq)
        ordered = statement.order_by(webhook_deliveries.c.seq.desc()).limit(page.limit + 1)
        rows = self._connection.execute(ordered).all()
        shown = rows[: page.limit]
        cursor = cursor_after("webhook_deliveries", shown[-1].seq) if len(rows) > page.limit else None
        return Page(tuple(map(_delivery, shown)), cursor)

    def pending(self) -> tuple[int, datetime | None]:
        """How many deliveries are still to be sent, and when the oldest of them was written down."""
        joined = webhook_deliveries.join(webhooks, webhooks.c.seq == webhook_deliveries.c.webhook_seq)
        # Through the webhooks, of which there are few: the index of deliveries begins with them.
        waiting = (webhooks.c.status == "active") & (webhook_deliveries.c.status == "pending")
        counted = sa.select(sa.func.count(), sa.func.min(webhook_deliveries.c.created_at)).select_from(joined)
        number, oldest = self._connection.execute(counted.where(waiting)).one()
        return int(number), oldest

    def is_anything_due(self, now: datetime) -> bool:
        """Whether there is something to send that nobody has in hand."""
        return self._connection.execute(_takeable(now).limit(1)).first() is not None

    def claim(self, now: datetime, lease: timedelta = LEASE) -> Due | None:
        """Take a webhook for so long, the one served longest ago, with the delivery that is due for longest.

        None where nothing is due. A delivery that was begun too often, by workers that died of it, is given up.
        """
        while True:
            chosen = _takeable(now).order_by(webhooks.c.busy_until, webhooks.c.seq).limit(1)
            taken = self._connection.execute(chosen.with_for_update(key_share=True, skip_locked=True)).one_or_none()
            if taken is None:
                return None
            row = self._connection.execute(
                sa.select(webhook_deliveries)
                .where(webhook_deliveries.c.webhook_seq == taken.seq, _due(now))
                .order_by(webhook_deliveries.c.next_attempt_at, webhook_deliveries.c.seq)
                .limit(1)
            ).one_or_none()
            if row is None:
                # Another worker was here between the choice and the lock.
                return None
            if row.attempts >= MOST_ATTEMPTS:
                due = Due(taken.seq, row.seq, row.id, taken.url, taken.secret, row.body, row.attempts)
                self.failed(due, row.problem or "The workers that sent it did not come back.", now, again_at=None)
                continue
            self._connection.execute(
                sa.update(webhooks).where(webhooks.c.seq == taken.seq).values(busy_until=now + lease)
            )
            self._change(row.seq, attempts=row.attempts + 1, last_attempt_at=now, next_attempt_at=now + lease)
            return Due(taken.seq, row.seq, row.id, taken.url, taken.secret, row.body, row.attempts + 1)

    def delivered(self, due: Due, now: datetime, response_status: int) -> None:
        """Note that a receiver has taken a delivery."""
        # The webhook first, here and wherever it is deleted, so that the two never wait for each other.
        healthy = {"busy_until": now, "failures": 0, "failing_since": None}
        self._connection.execute(sa.update(webhooks).where(webhooks.c.seq == due.webhook_seq).values(**healthy))
        self._change(
            due.delivery_seq,
            status="delivered",
            delivered_at=now,
            next_attempt_at=None,
            response_status=response_status,
            problem=None,
        )

    def failed(
        self,
        due: Due,
        problem: str,
        now: datetime,
        *,
        response_status: int | None = None,
        again_at: datetime | None,
        gone: bool = False,
    ) -> None:
        """Note that a delivery failed: it is sent again at this time, or, where that is None, given up.

        A webhook that failed too often or for too long is disabled, and at once where its receiver is `gone`.
        """
        locked = sa.select(webhooks).where(webhooks.c.seq == due.webhook_seq).with_for_update(key_share=True)
        webhook = self._connection.execute(locked).one_or_none()
        if webhook is None:
            return
        failures = webhook.failures + (again_at is None)
        since = webhook.failing_since or now
        values = {"busy_until": now, "failures": failures, "failing_since": since}
        self._connection.execute(sa.update(webhooks).where(webhooks.c.seq == due.webhook_seq).values(**values))
        self._change(
            due.delivery_seq,
            # One that was ended meanwhile, since the webhook was disabled, stays so.
            status="failed" if again_at is None or webhook.status != "active" else "pending",
            next_attempt_at=again_at if webhook.status == "active" else None,
            response_status=response_status,
            problem=problem,
        )
        if webhook.status != "active":
            return
        if gone:
            self._disable(due.webhook_seq, "The receiver answers 410: it is gone.", now)
        elif failures >= MOST_EXHAUSTED:
            self._disable(
                due.webhook_seq, f"{failures} deliveries in succession were given up. The last: {problem}", now
            )
        elif now - since.astimezone(UTC) >= FAILING_FOR:
            self._disable(due.webhook_seq, f"Nothing was taken for {FAILING_FOR.days} days. The last: {problem}", now)

    def forget_before(self, moment: datetime) -> int:
        """Remove deliveries of events before this; how many there were."""
        removed = sa.delete(webhook_deliveries).where(webhook_deliveries.c.created_at < moment)
        return int(self._connection.execute(removed).rowcount)

    def _disable(self, seq: int, problem: str, now: datetime) -> None:
        values = {"status": "disabled", "problem": problem, "disabled_at": now}
        self._connection.execute(sa.update(webhooks).where(webhooks.c.seq == seq).values(**values))
        waiting = (webhook_deliveries.c.webhook_seq == seq) & (webhook_deliveries.c.status == "pending")
        ended = {"status": "failed", "next_attempt_at": None, "problem": "The webhook was disabled."}
        self._connection.execute(sa.update(webhook_deliveries).where(waiting).values(**ended))

    def _change(self, seq: int, **values: Any) -> None:
        self._connection.execute(sa.update(webhook_deliveries).where(webhook_deliveries.c.seq == seq).values(**values))


def _due(now: datetime) -> sa.ColumnElement[bool]:
    """Pending and due; what happened to it last, or a time too far off, lies ahead where the clock was put back since."""
    happened = sa.func.coalesce(webhook_deliveries.c.last_attempt_at, webhook_deliveries.c.created_at)
    at = webhook_deliveries.c.next_attempt_at
    return (webhook_deliveries.c.status == "pending") & (
        (at <= now) | (at > now + 2 * LONGEST_PAUSE) | (happened > now)
    )


def _takeable(now: datetime) -> sa.Select[Any]:
    free = (webhooks.c.busy_until <= now) | (webhooks.c.busy_until > now + 2 * LEASE)
    waiting = sa.exists().where(webhook_deliveries.c.webhook_seq == webhooks.c.seq, _due(now))
    return sa.select(webhooks).where(webhooks.c.status == "active", free, waiting)


def _json(values: Sequence[str]) -> str:
    return orjson.dumps(list(values)).decode()


def _listed(written: str | None) -> tuple[Any, ...] | None:
    return None if written is None else tuple(orjson.loads(written))


def _webhook(row: sa.Row[Any]) -> Webhook:
    return Webhook(**_shown(row))


def _shown(row: sa.Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": row.url,
        "events": _listed(row.events) or (),
        "kinds": _listed(row.kinds),
        "sources": _listed(row.sources),
        "min_confidence": row.min_confidence,
        "status": row.status,
        "failures": row.failures,
        "problem": row.problem,
        "created_at": row.created_at.astimezone(UTC),
        "disabled_at": None if row.disabled_at is None else row.disabled_at.astimezone(UTC),
    }


def _delivery(row: sa.Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        event=row.event,
        status=row.status,
        attempts=row.attempts,
        response_status=row.response_status,
        problem=row.problem,
        created_at=row.created_at.astimezone(UTC),
        last_attempt_at=None if row.last_attempt_at is None else row.last_attempt_at.astimezone(UTC),
        next_attempt_at=None if row.next_attempt_at is None else row.next_attempt_at.astimezone(UTC),
        delivered_at=None if row.delivered_at is None else row.delivered_at.astimezone(UTC),
    )
