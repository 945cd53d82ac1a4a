"""Sources: which outlets are stored, and how much of each."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.pages import PageQuery, SourceListSchema
from service.api.blueprint import CACHED, NOT_MODIFIED, STORED, Answer, Blueprint
from service.api.context import operations
from service.api.responding import page_and_filter, respond_page

sources = Blueprint("sources", __name__, description="Outlets.")


@sources.operation(
    "GET",
    "/v1/sources",
    query=PageQuery,
    answers={200: Answer("A page of sources.", SourceListSchema, headers=(*CACHED, "Link")), 304: NOT_MODIFIED},
    problems=STORED,
)
def list_sources(query: dict[str, Any]) -> Response:
    """List sources.

    Each with how many articles, claims and inconsistencies are stored of it.
    """
    page, _ = page_and_filter(query)
    return respond_page(SourceListSchema(), operations().sources.list(page))
