"""Reading a text for claims, without storing anything."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.comparisons import ExtractionSchema, ExtractionSubmissionSchema
from service.api.blueprint import Answer, Blueprint
from service.api.context import operations
from service.api.responding import respond

extract = Blueprint("extract", __name__, description="Reading a text for claims.")


@extract.operation(
    "POST",
    "/v1/extract",
    body=ExtractionSubmissionSchema,
    answers={200: Answer("The claims of the text.", ExtractionSchema)},
)
def extract_claims(body: dict[str, Any]) -> Response:
    """Read a text for claims.

    Headings, questions and opinions are no claims. Nothing is stored.
    """
    return respond(ExtractionSchema(), {"claims": operations().checks.extract(body["text"])})
