"""Lists: their query parameters, and the page they are answered in."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from schemas import examples
from schemas.articles import ArticleSchema
from schemas.base import Answer, Described, Query
from schemas.claims import ClaimSchema
from schemas.comparisons import ComparisonSchema
from schemas.factchecks import FactCheckSchema
from schemas.feeds import FeedSchema
from schemas.fields import WholeNumber, described
from schemas.inconsistencies import InconsistencySchema
from schemas.jobs import JobSchema
from schemas.sources import SourceSummarySchema
from schemas.webhooks import DeliverySchema, WebhookSchema


class PageQuery(Query):
    """The two parameters that every list takes."""

    description = "Which page of a list."

    limit = WholeNumber(
        1, 100, load_default=20, metadata=described("How many entries the page holds at most, 1 to 100.")
    )
    cursor = fields.String(
        load_default=None,
        allow_none=False,
        validate=validate.Length(1, 500),
        metadata=described("`next_cursor` of the page before, as it was answered; leave it out for the first page."),
    )


def _page(name: str, entry: type[Described], what: str, one: dict[str, Any]) -> type[Answer]:
    members: dict[str, Any] = {
        "__doc__": f"A page of {what}, dumped from a page with `items` and `next_cursor`.",
        "__module__": __name__,
        "description": f"A page of {what}.",
        "example": {"items": [one], "next_cursor": None},
        "items": fields.List(fields.Nested(entry), required=True, metadata=described(f"The {what} of this page.")),
        "next_cursor": fields.String(
            required=True,
            allow_none=True,
            metadata=described("What to send as `cursor` for the page after this one; null on the last page."),
        ),
    }
    return type(name, (Answer,), members)


ArticleListSchema = _page("ArticleListSchema", ArticleSchema, "articles", examples.ARTICLE)
ClaimListSchema = _page("ClaimListSchema", ClaimSchema, "claims", examples.CLAIM)
InconsistencyListSchema = _page(
    "InconsistencyListSchema", InconsistencySchema, "inconsistencies", examples.INCONSISTENCY
)
ComparisonListSchema = _page("ComparisonListSchema", ComparisonSchema, "comparisons", examples.COMPARISON)
FactCheckListSchema = _page("FactCheckListSchema", FactCheckSchema, "fact-checks", examples.FACTCHECK)
FeedListSchema = _page("FeedListSchema", FeedSchema, "feeds", examples.FEED)
DeliveryListSchema = _page("DeliveryListSchema", DeliverySchema, "deliveries", examples.DELIVERY)
JobListSchema = _page("JobListSchema", JobSchema, "jobs", examples.JOB_LISTED)
SourceListSchema = _page("SourceListSchema", SourceSummarySchema, "sources", examples.SOURCE_COUNTED)
WebhookListSchema = _page("WebhookListSchema", WebhookSchema, "webhooks", examples.WEBHOOK)
