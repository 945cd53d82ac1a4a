"""Imports: many articles in one request."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response

from schemas.articles import ArticleSubmissionSchema
from schemas.examples import JOB_IMPORT_QUEUED
from schemas.jobs import JobSchema
from service.api.blueprint import ACCEPTED, STORED, Answer, Blueprint
from service.api.context import operations
from service.api.responding import prefers_async, respond_accepted

imports = Blueprint("imports", __name__, description="Many articles in one request.")


@imports.operation(
    "POST",
    "/v1/imports",
    lines=ArticleSubmissionSchema,
    answers={
        202: Answer(
            "The articles will be stored, by the job at `Location`.",
            JobSchema,
            headers=ACCEPTED,
            example=JOB_IMPORT_QUEUED,
        )
    },
    problems=STORED,
)
def import_articles(chunks: Iterator[bytes]) -> Response:
    """Import up to 100,000 articles.

    The body has an article on each line (NDJSON), with its `text` or its `html`, as `POST /v1/articles` takes it. It is
    accepted when all of it is there; a client that hangs up before leaves nothing. Lines that are not valid are left
    out, and named with their number in the `errors` of the job; the rest goes in.
    """
    applied = {"Preference_Applied": "respond-async"} if prefers_async() else {}
    return respond_accepted(JobSchema(), operations().imports.submit(chunks), **applied)
