"""Webhooks: who is told of what happens, and what came of telling them."""

from __future__ import annotations

import base64
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from service.fetching.addresses import Rules, destination
from service.fetching.errors import FetchFailed, FetchRefused
from service.operations.errors import NotFound, TargetRefused
from service.store import Store
from service.store.identity import is_well_formed, new_id
from service.store.records import Delivery, NewWebhook, Page, PageRequest, Webhook, WebhookDraft, WebhookStatus

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class WebhookOperations:
    """What can be asked about webhooks, and done with them; `rules` say where to they may point."""

    store: Store
    rules: Rules

    def create(self, draft: WebhookDraft) -> NewWebhook:
        """Have somebody told, from now on; the secret is shown this once. TargetRefused.

        An address in numbers is judged at once, whichever way it is written; a name each time something is sent to it,
        because what it means can change.
        """
        try:
            destination(draft.url, self.rules, _in_numbers)
        except FetchRefused as refused:
            raise TargetRefused(str(refused)) from refused
        except FetchFailed:
            pass
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
        with self.store.note() as transaction:
            return transaction.webhooks.add(new_id("wh"), draft, secret, datetime.now(UTC))

    def backlog(self) -> tuple[int, float]:
        """How many events are still to be sent, and how many seconds ago the oldest of them happened. StoreUnavailable."""
        with self.store.read() as transaction:
            number, oldest = transaction.webhooks.pending()
        return number, 0.0 if oldest is None else max(0.0, (datetime.now(UTC) - oldest).total_seconds())

    def get(self, id: str) -> Webhook:  # noqa: A002 - the word of the API
        """The webhook of this id; NotFound."""
        if is_well_formed(id):
            with self.store.read() as transaction:
                webhook = transaction.webhooks.get(id)
            if webhook is not None:
                return webhook
        raise NotFound("webhook", id)

    def list(self, page: PageRequest) -> Page[Webhook]:
        """Webhooks, the last made first."""
        with self.store.read() as transaction:
            return transaction.webhooks.list(page)

    def set_status(self, id: str, status: WebhookStatus) -> Webhook:  # noqa: A002 - the word of the API
        """Disable a webhook, which gives up what is still to be sent, or enable it with its failures forgotten. NotFound."""
        if is_well_formed(id):
            with self.store.note() as transaction:
                webhook = transaction.webhooks.set_status(id, status, datetime.now(UTC))
            if webhook is not None:
                return webhook
        raise NotFound("webhook", id)

    def delete(self, id: str) -> None:  # noqa: A002 - the word of the API
        """Forget a webhook and what was to be sent to it. NotFound."""
        if is_well_formed(id):
            with self.store.note() as transaction:
                if transaction.webhooks.remove(id):
                    return
        raise NotFound("webhook", id)

    def deliveries(self, id: str, page: PageRequest) -> Page[Delivery]:  # noqa: A002 - the word of the API
        """What was and is to be sent to a webhook, the last event first. NotFound."""
        if is_well_formed(id):
            with self.store.read() as transaction:
                if transaction.webhooks.get(id) is not None:
                    return transaction.webhooks.deliveries(id, page)
        raise NotFound("webhook", id)


def _in_numbers(host: str) -> Sequence[str]:
    """The address that a host is, where it is one; nobody is asked."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(entry[4][0]).partition("%")[0] for entry in found]
