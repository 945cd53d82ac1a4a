"""Claims: checkable statements, verbatim, with where they stand in the text."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import fields

from factcheck.models import Certainty, Comparator, Source
from schemas import examples
from schemas.base import Answer
from schemas.factchecks import FACTCHECKS, FactCheckMatchSchema
from schemas.fields import Choice, Score, Timestamp, WholeNumber, described
from schemas.sources import SourceSchema


class SpanSchema(Answer):
    """Where a claim stands, dumped from an `AnchoredSpan`."""

    description = (
        "Where a claim stands in the article's text. `start` and `end` count Unicode code points; the `utf16_` pair "
        "counts UTF-16 units, as JavaScript does. `start` is inclusive, `end` exclusive."
    )
    example: ClassVar[dict[str, Any]] = examples.SPAN

    start = WholeNumber(0, None, required=True, metadata=described("First code point of the claim."))
    end = WholeNumber(0, None, required=True, metadata=described("The code point after its last."))
    utf16_start = WholeNumber(0, None, required=True, metadata=described("`start` in UTF-16 units."))
    utf16_end = WholeNumber(0, None, required=True, metadata=described("`end` in UTF-16 units."))
    prefix = fields.String(required=True, metadata=described("Up to 32 characters of the text before the claim."))
    suffix = fields.String(required=True, metadata=described("Up to 32 characters of the text after the claim."))


class AttributionSchema(Answer):
    """Who says it, dumped from an `Attribution`."""

    description = "Who asserts the claim, where that is a speaker and not the outlet itself."
    example: ClassVar[dict[str, Any]] = examples.ATTRIBUTION

    speaker = fields.String(required=True, metadata=described("The speaker, in the article's words."))
    cue = fields.String(required=True, metadata=described("The word that says so.", "said", "according to"))
    kind = fields.String(
        required=True,
        metadata=described("Whether the words are in quotation marks or told.", enum=["quoted", "reported"]),
    )


class EntitySchema(Answer):
    """A name in a claim, dumped from an `Entity`."""

    description = "A name in a claim."
    example: ClassVar[dict[str, Any]] = examples.ENTITY

    text = fields.String(required=True, metadata=described("The name as it is written."))
    label = fields.String(
        required=True, metadata=described("Its type, as OntoNotes names them.", "ORG", "PERSON", "GPE")
    )
    canonical = fields.String(
        required=True, metadata=described("The name under which it is compared; the `entity` filters take it.")
    )


class QuantitySchema(Answer):
    """A number in a claim, dumped from a `Quantity`."""

    description = "A number in a claim, with what it counts."
    example: ClassVar[dict[str, Any]] = examples.QUANTITY

    text = fields.String(required=True, metadata=described("The quantity as it is written."))
    value = fields.Float(
        required=True, metadata=described("Its value after magnitude words: 3.2 million is 3200000.", 3200000.0)
    )
    unit = fields.String(required=True, metadata=described("Its unit; empty for a bare count.", "USD", "percent", ""))
    comparator = Choice(Comparator, required=True, metadata=described("How the stated number stands to the true one."))


class ClaimSchema(Answer):
    """A claim, dumped from a `Claim`. A claim of no article (of a text that was only read) has no source."""

    description = (
        "A checkable statement, verbatim. `text` is always the article's text from `span.start` to `span.end`. "
        "`attribution` is left out where the outlet itself asserts the claim, `source` where the text has none."
    )
    example: ClassVar[dict[str, Any]] = examples.CLAIM
    left_out = frozenset({"source", "attribution"})

    id = fields.String(required=True, metadata=described("The claim's id."))
    article_id = fields.String(
        required=True,
        allow_none=True,
        metadata=described("The article it is in; null where the text was not sent as an article."),
    )
    source = fields.Nested(SourceSchema, metadata=described("The outlet that published it."))
    text = fields.String(required=True, metadata=described("The claim, verbatim."))
    standalone_text = fields.String(
        required=True,
        metadata=described("The claim worded so that it stands on its own: pronouns replaced by what they stand for."),
    )
    span = fields.Nested(SpanSchema, required=True, metadata=described("Where it stands in the article's text."))
    check_worthiness = Score(
        required=True, metadata=described("How much it is worth checking, from 0 to 1; 0.5 and more is a claim.")
    )
    certainty = Choice(Certainty, required=True, metadata=described("What the outlet commits itself to."))
    attribution = fields.Nested(AttributionSchema, metadata=described("Who says it, where not the outlet itself."))
    entities = fields.List(fields.Nested(EntitySchema), required=True, metadata=described("The names in it."))
    quantities = fields.List(fields.Nested(QuantitySchema), required=True, metadata=described("The numbers in it."))
    published_at = Timestamp(
        required=True, allow_none=True, metadata=described("When its article was published, in UTC.")
    )

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The value to dump. A claim of no source is of no article either: its text was only sent to be read."""
        value = super().get_attribute(obj, attr, default)
        if attr in ("source", "article_id") and obj.source == Source("", ""):
            return default if attr == "source" else None
        return value


class CheckedClaimSchema(ClaimSchema):
    """A claim with the published fact-checks that review it, dumped from a `CheckedClaim`."""

    description = (
        "A checkable statement, verbatim, with the published fact-checks that review it. `text` is always the article's "
        "text from `span.start` to `span.end`. `attribution` is left out where the outlet itself asserts the claim."
    )
    example: ClassVar[dict[str, Any]] = examples.CLAIM_WITH_FACTCHECKS

    factchecks = fields.List(fields.Nested(FactCheckMatchSchema), required=True, metadata=FACTCHECKS)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The value to dump: the fact-checks beside the claim, everything else of the claim."""
        return obj.factchecks if attr == "factchecks" else super().get_attribute(obj.claim, attr, default)
