"""Inconsistencies: points on which claims do not fit, stored ones with their review."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import fields

from factcheck.models import Kind, Relation
from schemas import examples
from schemas.base import Answer, Submission
from schemas.claims import ClaimSchema
from schemas.fields import Choice, Score, Text, Timestamp, WholeNumber, described


class Status(StrEnum):
    """What a reader decided about an inconsistency."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


RELATION = described(
    "How the claims stand to each other. `update`: both true, at different times. `scope_difference`: both true, of "
    "different measures, places or populations. `attributed_disagreement`: a quoted speaker, not the outlet, says "
    "otherwise."
)
KIND = described("In which way the claims conflict; left out where the relation is agreement or unrelated.")
CONFIDENCE = described("How sure the service is of the relation, from 0 to 1.")
EXPLANATION = described("One sentence that says what the claims say and why they do, or do not, fit.")


class PositionSchema(Answer):
    """One side of an inconsistency, dumped from a `Position`."""

    description = "One side of an inconsistency. Copies and near-copies of one text count as one source."
    example: ClassVar[dict[str, Any]] = examples.POSITION

    summary = fields.String(
        required=True, metadata=described("What this side says, in a few words.", "the openness of OpenAI: closed")
    )
    independent_sources = WholeNumber(
        0, None, required=True, metadata=described("How many sources say so independently of each other.")
    )
    claims = fields.List(
        fields.Nested(ClaimSchema),
        required=True,
        metadata=described("The claims of this side, by confidence, then time, then id."),
    )


class FoundInconsistencySchema(Answer):
    """An inconsistency that is not stored, dumped from an `Inconsistency`."""

    description = "A point on which the compared articles do not fit."
    example: ClassVar[dict[str, Any]] = examples.FOUND_INCONSISTENCY
    left_out = frozenset({"kind"})

    relation = Choice(Relation, required=True, metadata=RELATION)
    kind = Choice(Kind, metadata=KIND)
    confidence = Score(required=True, metadata=CONFIDENCE)
    topic = fields.String(required=True, metadata=described("What it is about.", "the openness of OpenAI"))
    explanation = fields.String(required=True, metadata=EXPLANATION)
    positions = fields.List(fields.Nested(PositionSchema), required=True, metadata=described("Its sides."))


class InconsistencySchema(Answer):
    """A stored inconsistency, dumped from a record with `inconsistency` and its review."""

    description = (
        "A point on which claims of stored articles do not fit: its positions, each with the claims that hold it and "
        "how many independent sources they come from."
    )
    example: ClassVar[dict[str, Any]] = examples.INCONSISTENCY
    left_out = frozenset({"inconsistency.kind"})

    id = fields.String(required=True, metadata=described("The inconsistency's id."))
    relation = Choice(Relation, attribute="inconsistency.relation", required=True, metadata=RELATION)
    kind = Choice(Kind, attribute="inconsistency.kind", metadata=KIND)
    confidence = Score(attribute="inconsistency.confidence", required=True, metadata=CONFIDENCE)
    topic = fields.String(
        attribute="inconsistency.topic",
        required=True,
        metadata=described("What it is about.", "the openness of OpenAI"),
    )
    explanation = fields.String(attribute="inconsistency.explanation", required=True, metadata=EXPLANATION)
    positions = fields.List(
        fields.Nested(PositionSchema),
        attribute="inconsistency.positions",
        required=True,
        metadata=described("Its sides."),
    )
    status = Choice(Status, required=True, metadata=described("What a reader decided about it."))
    note = fields.String(required=True, allow_none=True, metadata=described("What the reader noted."))
    detected_at = Timestamp(required=True, metadata=described("When it was found, in UTC."))


class ReviewSchema(Submission):
    """What a reader decides, loaded as a dictionary; `note` is absent where it is to stay as it is."""

    description = "What a reader decides about an inconsistency."
    example: ClassVar[dict[str, Any]] = examples.REVIEW

    status = Choice(Status, required=True, metadata=described("The decision."))
    note = Text(
        10_000,
        blank=True,
        allow_none=True,
        metadata=described("Why. Left out: the note stays as it is; null: it is removed."),
    )
