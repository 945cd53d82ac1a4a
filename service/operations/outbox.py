"""What happened, written down for those who want to be told, in the transaction in which it happened.

So there is no event without what it tells of, nor the other way round; sending is `service.background.delivering`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import orjson

from schemas.inconsistencies import InconsistencySchema
from schemas.jobs import JobSchema
from service.store import Transaction
from service.store.identity import folded, new_id
from service.store.records import InconsistencyRecord, JobRecord, Webhook, WebhookEvent

# An event shows what it tells of as the API does.
_INCONSISTENCY: Final = InconsistencySchema()
_JOB: Final = JobSchema()


@dataclass(frozen=True, slots=True)
class Listeners:
    """The webhooks that are active in a transaction; false where none is."""

    transaction: Transaction
    webhooks: Sequence[tuple[int, Webhook]]

    def __bool__(self) -> bool:
        return bool(self.webhooks)

    def hear_of_inconsistencies(self, event: WebhookEvent, records: Sequence[InconsistencyRecord]) -> None:
        """Tell those who want to know of these."""
        for record in records:
            self._put(event, [seq for seq, webhook in self._to(event) if _wants(webhook, record)], record)

    def hear_of_job(self, record: JobRecord) -> None:
        """Tell those who want to know that a job has ended."""
        self._put("job.finished", [seq for seq, _ in self._to("job.finished")], record)

    def _to(self, event: WebhookEvent) -> Sequence[tuple[int, Webhook]]:
        return [(seq, webhook) for seq, webhook in self.webhooks if event in webhook.events]

    def _put(self, event: WebhookEvent, seqs: Sequence[int], record: InconsistencyRecord | JobRecord) -> None:
        if not seqs:
            return
        now = datetime.now(UTC)
        shown = (_JOB if isinstance(record, JobRecord) else _INCONSISTENCY).dump(record)
        timestamp = now.isoformat().replace("+00:00", "Z")
        body = orjson.dumps({"type": event, "timestamp": timestamp, "data": shown}).decode()
        self.transaction.webhooks.put([(seq, new_id("msg"), event, body) for seq in seqs], now)


def listening(transaction: Transaction) -> Listeners:
    """Who listens now: one query of a small table, and nothing more where nobody does."""
    return Listeners(transaction, tuple(transaction.webhooks.listening()))


def _wants(webhook: Webhook, record: InconsistencyRecord) -> bool:
    found = record.inconsistency
    if webhook.kinds is not None and (found.kind is None or found.kind.value not in webhook.kinds):
        return False
    # As the API shows it: what reads 0.7 there is no less than 0.7 here.
    if webhook.min_confidence is not None and round(float(found.confidence), 4) < webhook.min_confidence:
        return False
    if webhook.sources is None:
        return True
    taking_part = {claim.source for position in found.positions for claim in position.claims}
    wanted = {folded(name) for name in webhook.sources}
    return any(source.id in webhook.sources or folded(source.name) in wanted for source in taking_part)
