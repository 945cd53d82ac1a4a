"""Published fact-checks: what is submitted, and what is answered."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import fields, post_load, validate

from factcheck.models import FactCheck, Publisher, Rating
from schemas import examples
from schemas.base import Answer, Submission
from schemas.fields import Choice, Day, LanguageTag, Number, Score, Text, Timestamp, Url, WholeNumber, described

MOST_AT_ONCE = 500
"""Fact-checks in one request."""

_PUBLISHER = described("Who published the fact-check.")
_RATING = described("The verdict.")
_URL = described("The page of the fact-check. The same claim at the same URL is the same fact-check.")


class PublisherSubmissionSchema(Submission):
    """A publisher, loaded as a `Publisher`."""

    description = "Who published a fact-check."
    example: ClassVar[dict[str, Any]] = examples.FACTCHECK["publisher"]

    name = Text(200, required=True, metadata=described("The publisher's name.", "Kestrel Checks"))
    site = Text(
        300,
        load_default=None,
        allow_none=True,
        metadata=described("The host name of its pages.", "kestrelchecks.example"),
    )

    @post_load
    def to_value(self, members: dict[str, Any], **_options: Any) -> Publisher:
        """The value."""
        return Publisher(**members)


class PublisherSchema(Answer):
    """A publisher, dumped from a `Publisher`."""

    description = "Who published a fact-check."
    example: ClassVar[dict[str, Any]] = examples.FACTCHECK["publisher"]

    name = fields.String(required=True, metadata=described("The publisher's name."))
    site = fields.String(required=True, allow_none=True, metadata=described("The host name of its pages."))


_VALUE = described("The verdict as a number.", 1.0)
_BEST = described("The number that the best verdict has.", 5.0)
_WORST = described("The number that the worst verdict has.", 1.0)


class RatingSubmissionSchema(Submission):
    """A verdict, loaded as a `Rating`."""

    description = "A fact-checker's verdict: its words, and the number on its own scale where there is one."
    example: ClassVar[dict[str, Any]] = examples.FACTCHECK["rating"]

    text = Text(
        2000, required=True, metadata=described("The verdict in the fact-checker's words.", "False", "Misleading")
    )
    value = Number(load_default=None, allow_none=True, metadata=_VALUE)
    best = Number(load_default=None, allow_none=True, metadata=_BEST)
    worst = Number(load_default=None, allow_none=True, metadata=_WORST)

    @post_load
    def to_value(self, members: dict[str, Any], **_options: Any) -> Rating:
        """The value."""
        return Rating(**members)


class RatingSchema(Answer):
    """A verdict, dumped from a `Rating`."""

    description = "A fact-checker's verdict: its words, and the number on its own scale where there is one."
    example: ClassVar[dict[str, Any]] = examples.FACTCHECK["rating"]

    text = fields.String(required=True, metadata=described("The verdict in the fact-checker's words."))
    value = fields.Float(required=True, allow_none=True, metadata=_VALUE)
    best = fields.Float(required=True, allow_none=True, metadata=_BEST)
    worst = fields.Float(required=True, allow_none=True, metadata=_WORST)


class FactCheckSubmissionSchema(Submission):
    """A published fact-check to store, loaded as a `FactCheck` without an id."""

    description = "A published fact-check to store."
    example: ClassVar[dict[str, Any]] = examples.FACTCHECK_SUBMISSION

    external_id = Text(
        500,
        load_default=None,
        allow_none=True,
        metadata=described("What the submitter calls it; answered as it was sent, and used for nothing else."),
    )
    claim_reviewed = Text(
        5000,
        required=True,
        metadata=described("The claim that was checked, as the fact-checker words it."),
    )
    title = Text(
        1000, blank=True, load_default=None, allow_none=True, metadata=described("The headline of the fact-check.")
    )
    url = Url(required=True, metadata=_URL)
    publisher = fields.Nested(PublisherSubmissionSchema, required=True, metadata=_PUBLISHER)
    claimant = Text(
        500, blank=True, load_default=None, allow_none=True, metadata=described("Who made the claim.", "A. Clerk")
    )
    claim_date = Day(
        load_default=None, allow_none=True, metadata=described("The day the claim was made.", "2024-05-02")
    )
    review_date = Day(
        load_default=None,
        allow_none=True,
        metadata=described(
            "The day the fact-check was published. Of two versions the newer one is kept.", "2024-05-04"
        ),
    )
    rating = fields.Nested(RatingSubmissionSchema, required=True, metadata=_RATING)
    language = LanguageTag(
        load_default=None, allow_none=True, metadata=described("The language of the fact-check.", "en")
    )

    @post_load
    def to_value(self, members: dict[str, Any], **_options: Any) -> FactCheck:
        """The value."""
        return FactCheck(id="", **members)


class FactCheckBatchSchema(Submission):
    """Fact-checks to store together, loaded as a dictionary with `items`."""

    description = f"1 to {MOST_AT_ONCE} published fact-checks. If one of them is not valid, none is stored."
    example: ClassVar[dict[str, Any]] = {"items": [examples.FACTCHECK_SUBMISSION]}

    items = fields.List(
        fields.Nested(FactCheckSubmissionSchema),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE),
        metadata=described("The fact-checks."),
    )


class FactCheckSchema(Answer):
    """A stored fact-check, dumped from a record with `factcheck`."""

    description = "A published fact-check."
    example: ClassVar[dict[str, Any]] = examples.FACTCHECK

    id = fields.String(attribute="factcheck.id", required=True, metadata=described("The fact-check's id."))
    external_id = fields.String(
        attribute="factcheck.external_id",
        required=True,
        allow_none=True,
        metadata=described("What the submitter calls it."),
    )
    claim_reviewed = fields.String(
        attribute="factcheck.claim_reviewed", required=True, metadata=described("The claim that was checked.")
    )
    title = fields.String(
        attribute="factcheck.title", required=True, allow_none=True, metadata=described("The headline.")
    )
    url = fields.String(
        attribute="factcheck.url", required=True, metadata=described("The page of the fact-check.", format="uri")
    )
    publisher = fields.Nested(PublisherSchema, attribute="factcheck.publisher", required=True, metadata=_PUBLISHER)
    claimant = fields.String(
        attribute="factcheck.claimant", required=True, allow_none=True, metadata=described("Who made the claim.")
    )
    claim_date = Day(
        attribute="factcheck.claim_date",
        required=True,
        allow_none=True,
        metadata=described("The day the claim was made."),
    )
    review_date = Day(
        attribute="factcheck.review_date",
        required=True,
        allow_none=True,
        metadata=described("The day the fact-check was published."),
    )
    rating = fields.Nested(RatingSchema, attribute="factcheck.rating", required=True, metadata=_RATING)
    language = fields.String(
        attribute="factcheck.language",
        required=True,
        allow_none=True,
        metadata=described("The language of the fact-check."),
    )
    created_at = Timestamp(required=True, metadata=described("When it was stored, in UTC."))
    score = Score(
        required=True,
        allow_none=True,
        metadata=described("How well it answers `q`, from 0 to 1; null where nothing was searched for."),
    )


class FactCheckMatchSchema(Answer):
    """A fact-check that reviews a claim, dumped from a `FactCheckMatch`."""

    description = "A published fact-check that reviews the claim at hand."
    example: ClassVar[dict[str, Any]] = examples.FACTCHECK_MATCH

    id = fields.String(attribute="factcheck.id", required=True, metadata=described("The fact-check's id."))
    claim_reviewed = fields.String(
        attribute="factcheck.claim_reviewed", required=True, metadata=described("The claim that was checked.")
    )
    url = fields.String(
        attribute="factcheck.url", required=True, metadata=described("The page of the fact-check.", format="uri")
    )
    publisher = fields.Nested(PublisherSchema, attribute="factcheck.publisher", required=True, metadata=_PUBLISHER)
    rating = fields.Nested(RatingSchema, attribute="factcheck.rating", required=True, metadata=_RATING)
    review_date = Day(
        attribute="factcheck.review_date",
        required=True,
        allow_none=True,
        metadata=described("The day the fact-check was published."),
    )
    score = Score(required=True, metadata=described("How alike the two claims are, from 0 to 1."))


FACTCHECKS = described("Published fact-checks that review this claim, the likest first. They change no verdict.")


class StorageStatus(StrEnum):
    """What storing a fact-check did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class StoredFactCheckSchema(Answer):
    """What became of one fact-check of a batch, dumped from a record with `id` and `status`."""

    description = "What became of one fact-check of a batch."
    example: ClassVar[dict[str, Any]] = examples.BATCH_ANSWER["items"][0]

    id = fields.String(required=True, metadata=described("The fact-check's id."))
    status = Choice(
        StorageStatus,
        required=True,
        metadata=described(
            "`created`: it was new. `updated`: this claim was stored with this URL before, and what was sent replaces it. "
            "`unchanged`: it was stored just so, or in a newer version."
        ),
    )


class FactCheckBatchAnswerSchema(Answer):
    """What became of a batch."""

    description = "What became of each fact-check of a batch, in the order of the request."
    example: ClassVar[dict[str, Any]] = examples.BATCH_ANSWER

    items = fields.List(
        fields.Nested(StoredFactCheckSchema), required=True, metadata=described("One entry for each fact-check.")
    )
    created = WholeNumber(0, None, required=True, metadata=described("How many were new."))
    updated = WholeNumber(0, None, required=True, metadata=described("How many were replaced."))
    unchanged = WholeNumber(0, None, required=True, metadata=described("How many were left as they are."))
