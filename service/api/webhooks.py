"""Webhooks: who is told of what happens, and what came of telling them."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.pages import DeliveryListSchema, PageQuery, WebhookListSchema
from schemas.webhooks import NewWebhookSchema, WebhookChangeSchema, WebhookSchema, WebhookSubmissionSchema
from service.api.blueprint import STORED, WEBHOOK_ID, Answer, Blueprint
from service.api.context import operations
from service.api.responding import address_of, page_and_filter, respond, respond_page
from service.store.records import WebhookDraft

webhooks = Blueprint("webhooks", __name__, description="Who is told of what happens.")


@webhooks.operation(
    "POST",
    "/v1/webhooks",
    body=WebhookSubmissionSchema,
    answers={
        201: Answer("The webhook is active; `Location` is its address.", NewWebhookSchema, headers=("Location",)),
    },
    problems=STORED,
)
def create_webhook(body: dict[str, Any]) -> Response:
    """Make a webhook.

    What happens from now on is sent to its address by POST, signed as Standard Webhooks has it, and again until it is
    answered 2xx or given up. The answer shows the secret, this once.
    """
    webhook = operations().webhooks.create(WebhookDraft(**body))
    return respond(NewWebhookSchema(), webhook, 201, Location=address_of(f"/v1/webhooks/{webhook.id}"))


@webhooks.operation(
    "GET",
    "/v1/webhooks",
    query=PageQuery,
    answers={200: Answer("A page of webhooks.", WebhookListSchema, headers=("Link",))},
    problems=STORED,
)
def list_webhooks(query: dict[str, Any]) -> Response:
    """List webhooks.

    The last made comes first.
    """
    page, _ = page_and_filter(query)
    return respond_page(WebhookListSchema(), operations().webhooks.list(page), Cache_Control="no-store")


@webhooks.operation(
    "GET",
    "/v1/webhooks/<id>",
    parameters=[WEBHOOK_ID],
    answers={200: Answer("The webhook as it stands.", WebhookSchema)},
    problems=(404, *STORED),
)
def get_webhook(id: str) -> Response:  # noqa: A002 - the word of the API
    """Get a webhook.

    `problem` says why it is disabled, where it is.
    """
    return respond(WebhookSchema(), operations().webhooks.get(id), Cache_Control="no-store")


@webhooks.operation(
    "PATCH",
    "/v1/webhooks/<id>",
    parameters=[WEBHOOK_ID],
    body=WebhookChangeSchema,
    answers={200: Answer("The webhook as it stands now.", WebhookSchema)},
    problems=(404, *STORED),
)
def change_webhook(id: str, body: dict[str, Any]) -> Response:  # noqa: A002 - the word of the API
    """Disable a webhook, or enable it again.

    Disabling gives up what is still to be sent. What happens while it is disabled is not sent later.
    """
    return respond(WebhookSchema(), operations().webhooks.set_status(id, body["status"]))


@webhooks.operation(
    "DELETE",
    "/v1/webhooks/<id>",
    parameters=[WEBHOOK_ID],
    answers={204: Answer("The webhook is gone, with its deliveries.")},
    problems=(404, *STORED),
)
def delete_webhook(id: str) -> Response:  # noqa: A002 - the word of the API
    """Delete a webhook.

    Nothing more is sent to it, but for what is on its way.
    """
    operations().webhooks.delete(id)
    return Response(status=204)


@webhooks.operation(
    "GET",
    "/v1/webhooks/<id>/deliveries",
    parameters=[WEBHOOK_ID],
    query=PageQuery,
    answers={200: Answer("A page of deliveries.", DeliveryListSchema, headers=("Link",))},
    problems=(404, *STORED),
)
def list_deliveries(id: str, query: dict[str, Any]) -> Response:  # noqa: A002 - the word of the API
    """List what was and is to be sent to a webhook.

    The last event comes first. Deliveries are kept for seven days.
    """
    page, _ = page_and_filter(query)
    return respond_page(DeliveryListSchema(), operations().webhooks.deliveries(id, page), Cache_Control="no-store")
