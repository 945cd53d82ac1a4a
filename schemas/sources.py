"""Sources: the outlets that articles come from."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import fields

from schemas import examples
from schemas.base import Answer
from schemas.fields import WholeNumber, described


class SourceSchema(Answer):
    """The outlet of an article or a claim, dumped from a `Source`."""

    description = "An outlet. Two articles of one source are never independent of each other."
    example: ClassVar[dict[str, Any]] = examples.SOURCE

    id = fields.String(
        required=True, metadata=described("The source's id; `source` filters take it.", "src_c41e8a06f3d97b25e0f8")
    )
    name = fields.String(required=True, metadata=described("The source's name as it was sent first.", "Dispatch"))


class SourceSummarySchema(Answer):
    """A source with what is stored of it, dumped from a record with `source` and the three counts."""

    description = "A source with how much of it is stored."
    example: ClassVar[dict[str, Any]] = examples.SOURCE_COUNTED

    id = fields.String(attribute="source.id", required=True, metadata=described("The source's id."))
    name = fields.String(attribute="source.name", required=True, metadata=described("The source's name."))
    article_count = WholeNumber(0, None, required=True, metadata=described("Stored articles of this source."))
    claim_count = WholeNumber(0, None, required=True, metadata=described("Claims in those articles."))
    inconsistency_count = WholeNumber(
        0, None, required=True, metadata=described("Inconsistencies with a claim of this source.")
    )
