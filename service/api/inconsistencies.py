"""Inconsistencies: the points on which articles do not fit, and what a reader decides about them."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from schemas.filters import InconsistencyQuery
from schemas.inconsistencies import InconsistencySchema, ReviewSchema
from schemas.pages import InconsistencyListSchema
from service.api.blueprint import CACHED, IF_MATCH, INCONSISTENCY_ID, NOT_MODIFIED, STORED, Answer, Blueprint
from service.api.context import operations
from service.api.responding import page_and_filter, render, respond, respond_bytes, respond_page
from service.cache.etag import etag
from service.problems import PreconditionMissing
from service.store.records import UNSET, InconsistencyFilter, InconsistencyRecord

inconsistencies = Blueprint("inconsistencies", __name__, description="Points on which claims do not fit.")


@inconsistencies.operation(
    "GET",
    "/v1/inconsistencies",
    query=InconsistencyQuery,
    answers={
        200: Answer("A page of inconsistencies.", InconsistencyListSchema, headers=(*CACHED, "Link")),
        304: NOT_MODIFIED,
    },
    problems=STORED,
)
def list_inconsistencies(query: dict[str, Any]) -> Response:
    """List inconsistencies.

    Every filter that is given must hold; `article_id`, `source` and `entity` ask for at least one such claim.
    """
    page, wanted = page_and_filter(query)
    return respond_page(
        InconsistencyListSchema(), operations().inconsistencies.list(InconsistencyFilter(**wanted), page)
    )


@inconsistencies.operation(
    "GET",
    "/v1/inconsistencies/<id>",
    parameters=[INCONSISTENCY_ID],
    answers={200: Answer("The inconsistency.", InconsistencySchema, headers=CACHED), 304: NOT_MODIFIED},
    problems=(404, *STORED),
)
def get_inconsistency(id: str) -> Response:  # noqa: A002 - the word of the API
    """Get an inconsistency.

    With its positions, their claims, and how many independent sources hold each. `ETag` is what a review sends back.
    """
    return respond(InconsistencySchema(), operations().inconsistencies.get(id))


@inconsistencies.operation(
    "PATCH",
    "/v1/inconsistencies/<id>",
    parameters=[INCONSISTENCY_ID, IF_MATCH],
    body=ReviewSchema,
    answers={200: Answer("The inconsistency as it is now.", InconsistencySchema, headers=("ETag",))},
    problems=(404, 412, 428, *STORED),
)
def review_inconsistency(id: str, body: dict[str, Any]) -> Response:  # noqa: A002 - the word of the API
    """Confirm, dismiss or reopen an inconsistency.

    `If-Match` carries the `ETag` of the version that the reader saw, so that of two decisions the second is not made
    on what the first has changed.
    """
    expected = request.if_match
    if not expected:
        raise PreconditionMissing

    def is_current(record: InconsistencyRecord) -> bool:
        return expected.contains(etag(render(InconsistencySchema(), record)).strip('"'))

    record = operations().inconsistencies.review(id, body["status"], body.get("note", UNSET), is_current)
    rendered = render(InconsistencySchema(), record)
    return respond_bytes(rendered, "application/json", ETag=etag(rendered))
