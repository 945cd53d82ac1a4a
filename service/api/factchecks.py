"""Published fact-checks: storing, finding and deleting them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Response

from factcheck.models import FactCheck
from schemas.claimreviews import ClaimReviewSchema, ClaimReviewsSchema
from schemas.factchecks import (
    FactCheckBatchAnswerSchema,
    FactCheckBatchSchema,
    FactCheckSchema,
    FactCheckSubmissionSchema,
    StorageStatus,
)
from schemas.filters import FactCheckQuery
from schemas.pages import FactCheckListSchema
from service.api.blueprint import CACHED, FACTCHECK_ID, NOT_MODIFIED, STORED, Answer, Blueprint
from service.api.context import operations
from service.api.responding import address_of, page_and_filter, respond, respond_page
from service.store.records import FactCheckFilter

factchecks = Blueprint("factchecks", __name__, description="Reviews of claims that fact-checkers published.")


@factchecks.operation(
    "POST",
    "/v1/factchecks",
    body=FactCheckSubmissionSchema,
    linked=ClaimReviewSchema,
    answers={
        201: Answer("The fact-check was stored; `Location` is its address.", FactCheckSchema, headers=("Location",)),
        200: Answer(
            "This claim was stored with this URL before. The newer version is stored now; nothing was doubled.",
            FactCheckSchema,
            headers=("Location",),
        ),
    },
    problems=STORED,
)
def store_factcheck(body: FactCheck) -> Response:
    """Store a published fact-check.

    The same claim at the same URL is the same fact-check. What is sent replaces what is stored, a changed rating for
    instance, unless both say when they were reviewed and the stored one was reviewed later. As `application/ld+json` it
    is a ClaimReview of schema.org, as pages carry it.
    """
    record, created = operations().factchecks.submit(body)
    location = address_of(f"/v1/factchecks/{record.factcheck.id}")
    return respond(FactCheckSchema(), record, 201 if created else 200, Location=location)


@factchecks.operation(
    "POST",
    "/v1/factchecks/batch",
    body=FactCheckBatchSchema,
    linked=ClaimReviewsSchema,
    answers={200: Answer("What became of each fact-check.", FactCheckBatchAnswerSchema)},
    problems=STORED,
)
def store_factchecks(body: dict[str, Any]) -> Response:
    """Store up to 500 published fact-checks.

    Each is stored as `POST /v1/factchecks` does, all of them or, if one is not valid, none. As `application/ld+json`
    they are ClaimReviews in a list, an `@graph` or a DataFeed.
    """
    stored = operations().factchecks.submit_all(body["items"])
    counts = Counter(each.status for each in stored)
    answer = {"items": stored, **{status.value: counts[status.value] for status in StorageStatus}}
    return respond(FactCheckBatchAnswerSchema(), answer)


@factchecks.operation(
    "GET",
    "/v1/factchecks",
    query=FactCheckQuery,
    answers={200: Answer("A page of fact-checks.", FactCheckListSchema, headers=(*CACHED, "Link")), 304: NOT_MODIFIED},
    problems=STORED,
)
def list_factchecks(query: dict[str, Any]) -> Response:
    """List or search published fact-checks.

    With `q` those that review something like it, the likest first, 200 at most; without it the newest review first.
    Every filter that is given must hold.
    """
    page, wanted = page_and_filter(query)
    return respond_page(FactCheckListSchema(), operations().factchecks.list(FactCheckFilter(**wanted), page))


@factchecks.operation(
    "GET",
    "/v1/factchecks/<id>",
    parameters=[FACTCHECK_ID],
    answers={200: Answer("The fact-check.", FactCheckSchema, headers=CACHED), 304: NOT_MODIFIED},
    problems=(404, *STORED),
)
def get_factcheck(id: str) -> Response:  # noqa: A002 - the word of the API
    """Get a published fact-check.

    As it was submitted last.
    """
    return respond(FactCheckSchema(), operations().factchecks.get(id))


@factchecks.operation(
    "DELETE",
    "/v1/factchecks/<id>",
    parameters=[FACTCHECK_ID],
    answers={204: Answer("The fact-check is gone.")},
    problems=(404, *STORED),
)
def delete_factcheck(id: str) -> Response:  # noqa: A002 - the word of the API
    """Delete a published fact-check.

    No claim shows it any more.
    """
    operations().factchecks.delete(id)
    return Response(status=204)
