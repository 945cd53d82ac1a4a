"""Claims: searching them, and how one stands to others."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.claims import CheckedClaimSchema
from schemas.filters import ClaimQuery
from schemas.pages import ClaimListSchema, ComparisonListSchema, PageQuery
from service.api.blueprint import CACHED, CLAIM_ID, NOT_MODIFIED, STORED, Answer, Blueprint
from service.api.context import operations
from service.api.responding import page_and_filter, respond, respond_page
from service.store.records import ClaimFilter

claims = Blueprint("claims", __name__, description="Checkable statements of articles, verbatim.")


@claims.operation(
    "GET",
    "/v1/claims",
    query=ClaimQuery,
    answers={200: Answer("A page of claims.", ClaimListSchema, headers=(*CACHED, "Link")), 304: NOT_MODIFIED},
    problems=STORED,
)
def list_claims(query: dict[str, Any]) -> Response:
    """List claims.

    Every filter that is given must hold.
    """
    page, wanted = page_and_filter(query)
    return respond_page(ClaimListSchema(), operations().claims.list(ClaimFilter(**wanted), page))


@claims.operation(
    "GET",
    "/v1/claims/<id>",
    parameters=[CLAIM_ID],
    answers={200: Answer("The claim.", CheckedClaimSchema, headers=CACHED), 304: NOT_MODIFIED},
    problems=(404, *STORED),
)
def get_claim(id: str) -> Response:  # noqa: A002 - the word of the API
    """Get a claim.

    With where it stands in its article, who says it, the names and numbers in it, and the published fact-checks that
    review it.
    """
    return respond(CheckedClaimSchema(), operations().claims.get_checked(id))


@claims.operation(
    "GET",
    "/v1/claims/<id>/relations",
    parameters=[CLAIM_ID],
    query=PageQuery,
    answers={
        200: Answer("A page of comparisons.", ComparisonListSchema, headers=(*CACHED, "Link")),
        304: NOT_MODIFIED,
    },
    problems=(404, *STORED),
)
def list_claim_relations(id: str, query: dict[str, Any]) -> Response:  # noqa: A002 - the word of the API
    """List the claims that a claim was found to be related to.

    Agreements are among them; unrelated claims are not.
    """
    page, _ = page_and_filter(query)
    return respond_page(ComparisonListSchema(), operations().claims.relations(id, page))
