"""Feeds: which are polled for articles."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.feeds import FeedChangeSchema, FeedSchema, FeedSubmissionSchema
from schemas.pages import FeedListSchema, PageQuery
from service.api.blueprint import FEED_ID, STORED, Answer, Blueprint
from service.api.context import operations
from service.api.responding import address_of, page_and_filter, respond, respond_page
from service.store.records import FeedDraft

feeds = Blueprint("feeds", __name__, description="Feeds that are polled for new articles.")


@feeds.operation(
    "POST",
    "/v1/feeds",
    body=FeedSubmissionSchema,
    answers={
        201: Answer("The feed is polled from now on; `Location` is its address.", FeedSchema, headers=("Location",)),
        200: Answer("This address was added before; the feed stays as it is.", FeedSchema, headers=("Location",)),
    },
    problems=STORED,
)
def add_feed(body: dict[str, Any]) -> Response:
    """Add a feed.

    It is polled at once and then regularly: each entry that was not there before becomes an article, stored by a job.
    """
    feed, created = operations().feeds.submit(FeedDraft(**{**body, "source": body["source"] or ""}))
    return respond(FeedSchema(), feed, 201 if created else 200, Location=address_of(f"/v1/feeds/{feed.id}"))


@feeds.operation(
    "GET",
    "/v1/feeds",
    query=PageQuery,
    answers={200: Answer("A page of feeds.", FeedListSchema, headers=("Link",))},
    problems=STORED,
)
def list_feeds(query: dict[str, Any]) -> Response:
    """List feeds.

    The last added comes first.
    """
    page, _ = page_and_filter(query)
    return respond_page(FeedListSchema(), operations().feeds.list(page), Cache_Control="no-store")


@feeds.operation(
    "GET",
    "/v1/feeds/<id>",
    parameters=[FEED_ID],
    answers={200: Answer("The feed as it stands.", FeedSchema)},
    problems=(404, *STORED),
)
def get_feed(id: str) -> Response:  # noqa: A002 - the word of the API
    """Get a feed.

    `problem` and `failures` say how polling it goes.
    """
    return respond(FeedSchema(), operations().feeds.get(id), Cache_Control="no-store")


@feeds.operation(
    "PATCH",
    "/v1/feeds/<id>",
    parameters=[FEED_ID],
    body=FeedChangeSchema,
    answers={200: Answer("The feed as it stands now.", FeedSchema)},
    problems=(404, *STORED),
)
def change_feed(id: str, body: dict[str, Any]) -> Response:  # noqa: A002 - the word of the API
    """Change a feed.

    Pause it, take it up again, or change how often it is polled or under which source its articles are stored.
    """
    return respond(FeedSchema(), operations().feeds.change(id, body))


@feeds.operation(
    "DELETE",
    "/v1/feeds/<id>",
    parameters=[FEED_ID],
    answers={204: Answer("The feed is polled no more.")},
    problems=(404, *STORED),
)
def delete_feed(id: str) -> Response:  # noqa: A002 - the word of the API
    """Delete a feed.

    Its articles stay.
    """
    operations().feeds.delete(id)
    return Response(status=204)
