"""Webhooks: who is told of what happens, and what was sent to them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import fields, validate

from factcheck.models import Kind
from schemas import examples
from schemas.base import Answer, Submission
from schemas.fields import Choice, Number, Score, Text, Timestamp, Url, WholeNumber, described

MOST_SOURCES = 100


class Event(StrEnum):
    """What a webhook can be told of."""

    DETECTED = "inconsistency.detected"
    UPDATED = "inconsistency.updated"
    FINISHED = "job.finished"


class WebhookStatus(StrEnum):
    """Whether anything is sent."""

    ACTIVE = "active"
    DISABLED = "disabled"


class DeliveryStatus(StrEnum):
    """What became of an event for one webhook."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


_EVENTS = (
    "What to tell of: `inconsistency.detected`; `inconsistency.updated`, where another article joined it, one was deleted "
    "or it was reviewed; `job.finished`, whatever the end."
)
_KINDS = "Only inconsistencies of these kinds."
_SOURCES = "Only inconsistencies in which one of these sources takes part, each by its id or name."
_CONFIDENCE = "Only inconsistencies of at least this confidence, from 0 to 1."


class WebhookSubmissionSchema(Submission):
    """A webhook to be made, loaded as a dictionary; a filter that is left out lets everything through."""

    description = "A webhook to be made. The filters are for events of inconsistencies, and every one given must hold."
    example: ClassVar[dict[str, Any]] = examples.WEBHOOK_SUBMISSION

    url = Url(
        required=True,
        metadata=described(
            "Where to send, by POST. It is held to the same rules as what is fetched.", "https://d.example"
        ),
    )
    events = fields.List(
        Choice(Event, metadata={}), required=True, validate=validate.Length(1, 10), metadata=described(_EVENTS)
    )
    kinds = fields.List(Choice(Kind, metadata={}), validate=validate.Length(1, 100), metadata=described(_KINDS))
    sources = fields.List(
        Text(200, metadata={}), validate=validate.Length(1, MOST_SOURCES), metadata=described(_SOURCES)
    )
    min_confidence = Number(validate=validate.Range(0, 1), metadata=described(_CONFIDENCE, 0.5))


class WebhookChangeSchema(Submission):
    """A change of a webhook, loaded as a dictionary."""

    description = "A change of a webhook."
    example: ClassVar[dict[str, Any]] = examples.WEBHOOK_CHANGE

    status = Choice(
        WebhookStatus,
        required=True,
        metadata=described("`active`: send from now on, all failures forgotten. `disabled`: give up what is not sent."),
    )


class WebhookSchema(Answer):
    """A webhook, dumped from the webhook; its secret is not shown."""

    description = "Somebody who is told of what happens. The secret is shown when it is made, and never again."
    example: ClassVar[dict[str, Any]] = examples.WEBHOOK

    id = fields.String(required=True, metadata=described("The webhook's id."))
    url = fields.String(required=True, metadata=described("Where it sends to.", examples.WEBHOOK["url"]))
    events = fields.List(Choice(Event, metadata={}), required=True, metadata=described(_EVENTS))
    kinds = fields.List(
        Choice(Kind, metadata={}), required=True, allow_none=True, metadata=described(f"{_KINDS} Null: of all.")
    )
    sources = fields.List(
        fields.String(), required=True, allow_none=True, metadata=described(f"{_SOURCES} Null: of all.")
    )
    min_confidence = Score(required=True, allow_none=True, metadata=described(f"{_CONFIDENCE} Null: of any."))
    status = Choice(
        WebhookStatus,
        required=True,
        metadata=described("`disabled` after repeated failure, an answer 410, or by request: nothing is sent."),
    )
    failures = WholeNumber(
        0, None, required=True, metadata=described("Deliveries given up since the last that was taken; 5 disable it.")
    )
    problem = fields.String(
        required=True,
        allow_none=True,
        metadata=described("Why it is disabled.", "The receiver answers 410: it is gone."),
    )
    created_at = Timestamp(required=True, metadata=described("When it was made."))
    disabled_at = Timestamp(required=True, allow_none=True, metadata=described("Since when it is disabled."))


class NewWebhookSchema(WebhookSchema):
    """A webhook that was just made, dumped from one with its `secret`."""

    description = "A webhook that was just made, with its secret."
    example: ClassVar[dict[str, Any]] = examples.NEW_WEBHOOK

    secret = fields.String(
        required=True,
        metadata=described(
            "What deliveries are signed with, as Standard Webhooks has it: `whsec_` and 32 bytes in base64. It is shown "
            "only here.",
            examples.NEW_WEBHOOK["secret"],
        ),
    )


class DeliverySchema(Answer):
    """A delivery, dumped from the delivery."""

    description = "An event for one webhook, and what came of sending it."
    example: ClassVar[dict[str, Any]] = examples.DELIVERY

    id = fields.String(
        required=True,
        metadata=described("Its `webhook-id`, the same each time that it is sent.", examples.DELIVERY["id"]),
    )
    event = Choice(Event, required=True, metadata=described("What it tells of."))
    status = Choice(
        DeliveryStatus,
        required=True,
        metadata=described("`pending`: to be sent, or sent again. `delivered`: answered 2xx. `failed`: given up."),
    )
    attempts = WholeNumber(0, None, required=True, metadata=described("How often it was sent; 10 times at most."))
    response_status = fields.Integer(
        required=True,
        allow_none=True,
        metadata=described("The status of the last answer; null where there was none.", 503),
    )
    problem = fields.String(
        required=True,
        allow_none=True,
        metadata=described("Why it was not taken the last time.", "The receiver answers 503."),
    )
    created_at = Timestamp(required=True, metadata=described("When it happened."))
    last_attempt_at = Timestamp(required=True, allow_none=True, metadata=described("When it was last sent."))
    next_attempt_at = Timestamp(
        required=True, allow_none=True, metadata=described("When it will be sent; null where it will not be.")
    )
    delivered_at = Timestamp(required=True, allow_none=True, metadata=described("When it was taken."))
