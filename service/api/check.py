"""The look-up: what do stored articles say about a claim."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.comparisons import CheckSchema
from schemas.filters import CheckQuery
from service.api.blueprint import CACHED, NOT_MODIFIED, STORED, Answer, Blueprint
from service.api.context import operations
from service.api.responding import respond

check = Blueprint("check", __name__, description="Looking a claim up among those that are stored.")


@check.operation(
    "GET",
    "/v1/check",
    query=CheckQuery,
    answers={200: Answer("What the stored claims say.", CheckSchema, headers=CACHED), 304: NOT_MODIFIED},
    problems=STORED,
)
def check_claim(query: dict[str, Any]) -> Response:
    """Look a claim up.

    Says whether stored claims of independent sources corroborate or dispute it, and shows them, and the published
    fact-checks that review it, which do not change the verdict. Nothing is stored.
    """
    return respond(CheckSchema(), operations().checks.check(query["claim"]))
