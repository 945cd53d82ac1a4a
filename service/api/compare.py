"""Comparing texts with each other, without storing anything."""

from __future__ import annotations

from typing import Any

from flask import Response

from factcheck.models import Article
from schemas.comparisons import CompareSubmissionSchema, PairResultsSchema, PairsSubmissionSchema, ReportSchema
from service.api.blueprint import Answer, Blueprint
from service.api.context import operations
from service.api.responding import respond
from service.operations import Statement
from service.store.identity import source_named

compare = Blueprint("compare", __name__, description="Holding texts against each other.")


@compare.operation(
    "POST",
    "/v1/compare",
    body=CompareSubmissionSchema,
    answers={200: Answer("What the articles claim, and where they do and do not fit.", ReportSchema)},
)
def compare_articles(body: dict[str, Any]) -> Response:
    """Compare articles with each other.

    Nothing is stored, and nothing that is stored is looked at. `article_id` in the answer is the id that was sent.
    """
    sent = tuple(
        Article(
            id=article["id"],
            source=source_named(article["source"]),
            text=article["text"],
            title=article["title"],
            published_at=article["published_at"],
            origin=article["id"],
        )
        for article in body["articles"]
    )
    return respond(ReportSchema(), operations().checks.compare(sent))


@compare.operation(
    "POST",
    "/v1/compare/pairs",
    body=PairsSubmissionSchema,
    answers={200: Answer("How the texts of each pair stand to each other, in order.", PairResultsSchema)},
)
def compare_pairs(body: dict[str, Any]) -> Response:
    """Compare texts pair by pair.

    Each text is taken as one claim. Nothing is stored.
    """
    pairs = [(Statement(**pair["a"]), Statement(**pair["b"])) for pair in body["pairs"]]
    return respond(PairResultsSchema(), {"results": operations().checks.compare_pairs(pairs)})
