"""Articles: storing, reading and deleting them, and what was found in one."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.articles import ArticleSchema, ArticleSubmissionSchema
from schemas.examples import JOB_QUEUED
from schemas.filters import ArticleQuery
from schemas.jobs import JobSchema
from schemas.pages import ArticleListSchema, ClaimListSchema, InconsistencyListSchema, PageQuery
from service.api.blueprint import ACCEPTED, ARTICLE_ID, CACHED, NOT_MODIFIED, PREFER, STORED, Answer, Blueprint
from service.api.context import operations
from service.api.responding import (
    address_of,
    page_and_filter,
    prefers_async,
    respond,
    respond_accepted,
    respond_page,
)
from service.store.records import ArticleDraft, ArticleFilter, ClaimFilter, InconsistencyFilter

articles = Blueprint("articles", __name__, description="Texts of sources, and what was found in them.")


@articles.operation(
    "POST",
    "/v1/articles",
    body=ArticleSubmissionSchema,
    parameters=[PREFER],
    answers={
        201: Answer("The article was stored; `Location` is its address.", ArticleSchema, headers=("Location",)),
        200: Answer(
            "This source's article with this content was stored before; nothing was doubled.",
            ArticleSchema,
            headers=("Location",),
        ),
        202: Answer(
            "The article will be stored, by the job at `Location`: `Prefer: respond-async` wanted it so, or it has to be "
            "fetched first.",
            JobSchema,
            headers=ACCEPTED,
            example=JOB_QUEUED,
        ),
    },
    problems=STORED,
)
def store_article(body: dict[str, Any]) -> Response:
    """Store an article and compare it.

    The article is read for claims, and each is compared with the claims that are stored: what does not fit is found
    under its inconsistencies when this operation answers. All of it is stored, or nothing. With `Prefer: respond-async`
    the article is only judged, and a job does the rest. With a `url` and neither `text` nor `html` a job fetches it.
    """
    draft = ArticleDraft(**body)
    applied = {"Preference_Applied": "respond-async"} if prefers_async() else {}
    if draft.text is None and draft.html is None:
        return respond_accepted(JobSchema(), operations().jobs.submit_fetch(draft), **applied)
    if applied:
        record = operations().jobs.submit_article(operations().articles.readable(draft))
        return respond_accepted(JobSchema(), record, **applied)
    ingested = operations().articles.ingest(draft)
    location = address_of(f"/v1/articles/{ingested.record.article.id}")
    return respond(ArticleSchema(), ingested.record, 201 if ingested.created else 200, Location=location)


@articles.operation(
    "GET",
    "/v1/articles",
    query=ArticleQuery,
    answers={200: Answer("A page of articles.", ArticleListSchema, headers=(*CACHED, "Link")), 304: NOT_MODIFIED},
    problems=STORED,
)
def list_articles(query: dict[str, Any]) -> Response:
    """List articles.

    The latest come first. Every filter that is given must hold.
    """
    page, wanted = page_and_filter(query)
    return respond_page(ArticleListSchema(), operations().articles.list(ArticleFilter(**wanted), page))


@articles.operation(
    "GET",
    "/v1/articles/<id>",
    parameters=[ARTICLE_ID],
    answers={200: Answer("The article.", ArticleSchema, headers=CACHED), 304: NOT_MODIFIED},
    problems=(404, *STORED),
)
def get_article(id: str) -> Response:  # noqa: A002 - the word of the API
    """Get an article.

    `text` is what the spans of its claims count in.
    """
    return respond(ArticleSchema(), operations().articles.get(id))


@articles.operation(
    "DELETE",
    "/v1/articles/<id>",
    parameters=[ARTICLE_ID],
    answers={204: Answer("The article is gone.")},
    problems=(404, *STORED),
)
def delete_article(id: str) -> Response:  # noqa: A002 - the word of the API
    """Delete an article.

    Its claims go with it, and every inconsistency that no longer has two sides without them.
    """
    operations().articles.delete(id)
    return Response(status=204)


@articles.operation(
    "GET",
    "/v1/articles/<id>/claims",
    parameters=[ARTICLE_ID],
    query=PageQuery,
    answers={200: Answer("A page of claims.", ClaimListSchema, headers=(*CACHED, "Link")), 304: NOT_MODIFIED},
    problems=(404, *STORED),
)
def list_article_claims(id: str, query: dict[str, Any]) -> Response:  # noqa: A002 - the word of the API
    """List the claims of an article.

    They come in the order of the text.
    """
    article_id = operations().articles.get(id).article.id
    page, _ = page_and_filter(query)
    return respond_page(ClaimListSchema(), operations().claims.list(ClaimFilter(article_id=article_id), page))


@articles.operation(
    "GET",
    "/v1/articles/<id>/inconsistencies",
    parameters=[ARTICLE_ID],
    query=PageQuery,
    answers={
        200: Answer("A page of inconsistencies.", InconsistencyListSchema, headers=(*CACHED, "Link")),
        304: NOT_MODIFIED,
    },
    problems=(404, *STORED),
)
def list_article_inconsistencies(id: str, query: dict[str, Any]) -> Response:  # noqa: A002 - the word of the API
    """List the inconsistencies that an article has a part in.

    At least one claim of each is from this article.
    """
    article_id = operations().articles.get(id).article.id
    page, _ = page_and_filter(query)
    wanted = InconsistencyFilter(article_id=article_id)
    return respond_page(InconsistencyListSchema(), operations().inconsistencies.list(wanted, page))
