"""The one decorator that makes a function an operation: its route, what it loads, and what the document says of it.

An operation's id is the name of its function; its summary and description are the docstring.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import flask_smorest
from flask import Response
from marshmallow import Schema

from schemas.base import Described
from schemas.filters import NoQuery
from schemas.pages import PageQuery
from service.access.scopes import OPEN, ROUTES, is_repeatable
from service.api.context import context
from service.api.loading import JSON, JSON_LD, LINES, load_body, load_lines, load_query

View = Callable[..., Response]

PROBLEM_RESPONSES = {
    400: "BadRequest",
    401: "KeyRequired",
    403: "InsufficientScope",
    404: "NotFound",
    405: "MethodNotAllowed",
    408: "RequestTooSlow",
    409: "Conflict",
    412: "PreconditionFailed",
    413: "BodyTooLarge",
    414: "AddressTooLong",
    415: "UnsupportedMediaType",
    422: "ValidationFailed",
    428: "PreconditionRequired",
    429: "RateLimited",
    431: "HeadersTooLarge",
    500: "InternalError",
    503: "StoreUnavailable",
}
"""The component of the OpenAPI document that describes each status of an error."""

STORED = (503,)
"""What an operation can answer that asks the database."""
_BODY = (400, 408, 413, 415)
_PAGED = (404,)
_ALWAYS = (405, 414, 422, 431, 500)
_GUARDED = (401, 403, 429, 503)
"""What an operation can answer that needs a key: the keys are in the database."""
_REPEATABLE = (400, 409)
"""What an operation can answer that takes an Idempotency-Key."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A way in which an operation succeeds; `headers` are names of header components, beside X-Request-ID."""

    description: str
    schema: type[Described] | None = None
    headers: Sequence[str] = ()
    media_type: str = "application/json"
    example: Any = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the path or a header, as the document shows it."""

    name: str
    place: str
    description: str
    example: str
    shape: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    required: bool = True


ARTICLE_ID = Parameter("id", "path", "The article's id.", "art_0190df4f2a3b5f2c9a1e7b3d4c60")
CLAIM_ID = Parameter("id", "path", "The claim's id.", "art_0190df4f2a3b5f2c9a1e7b3d4c60-1")
FACTCHECK_ID = Parameter("id", "path", "The fact-check's id.", "fc_0190df4f2a3b5f2c9a1e7b3d4c60")
FEED_ID = Parameter("id", "path", "The feed's id.", "feed_0190df4f2a3b5f2c9a1e7b3d4c60")
JOB_ID = Parameter("id", "path", "The job's id.", "job_0190e8c1b8047d2f6a1c94e05b38")
WEBHOOK_ID = Parameter("id", "path", "The webhook's id.", "wh_0190e8c1b8047d2f6a1c94e05b38")
INCONSISTENCY_ID = Parameter("id", "path", "The inconsistency's id.", "inc_0190e8c1b8042b7e60d1f4a8935c")
IF_MATCH = Parameter(
    "If-Match", "header", "The `ETag` of the version that the change is made for.", '"5f1d0a6e2c9b48373a1f0e4d2c6b5a98"'
)
LAST_EVENT_ID = Parameter(
    "Last-Event-ID", "header", "The `id` of the last event that the client has seen.", "7", required=False
)
PREFER = Parameter(
    "Prefer",
    "header",
    "`respond-async`: answer at once, with the job that does it (RFC 7240).",
    "respond-async",
    required=False,
)
IDEMPOTENCY_KEY = Parameter(
    "Idempotency-Key",
    "header",
    "A key of the client's own: within 24 hours, the same request under the same key is done once, and answered again as "
    "it was the first time.",
    "2f6b1c1e-8f7a-4c58-9a53-0c1d5e7b9a10",
    {"type": "string", "pattern": r'^"?[!#-+\--\[\]-~]{1,255}"?$'},
    required=False,
)

ACCEPTED = ("Location", "Retry-After", "Preference-Applied")
"""Headers of an answer that names the job by which it will be done."""
CACHED = ("ETag", "Cache-Status")
"""Headers of an answer that the response cache keeps."""

_REPLAYED = ("Idempotency-Replayed",)


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc] # flask-smorest has no types
    """A resource: its operations, its tag, and the sentence that describes the tag."""

    def operation(
        self,
        method: str,
        path: str,
        *,
        answers: Mapping[int, Answer],
        problems: Sequence[int] = (),
        parameters: Sequence[Parameter] = (),
        query: type[Schema] = NoQuery,
        body: type[Described] | None = None,
        linked: type[Described] | None = None,
        lines: type[Described] | None = None,
    ) -> Callable[[View], View]:
        """Make a function the operation `method path`.

        The function gets what the path holds, `query` where a schema of query parameters is given, and `body` where a
        schema of the body is; `linked` is the schema of a body in JSON-LD, which is loaded as the same value. Where
        `lines` is given, the schema of each line of the body, it gets the body as it comes, as `chunks`.
        `problems` are statuses beside those that every operation can answer.
        """
        scope = ROUTES.scope(method, path)
        statuses = {
            *problems,
            *_ALWAYS,
            *(_BODY if body or lines else ()),
            *(_PAGED if issubclass(query, PageQuery) else ()),
        }
        if scope is not OPEN:
            statuses.update(_GUARDED)
        repeatable = is_repeatable(method, path)
        if repeatable:
            statuses.update(_REPEATABLE)
            parameters = (*parameters, IDEMPOTENCY_KEY)
        query_schema = query()
        bodies = {media_type: schema for media_type, schema in ((JSON, body), (JSON_LD, linked)) if schema is not None}
        body_schemas = {media_type: schema() for media_type, schema in bodies.items()}

        def decorate(view: View) -> View:
            @functools.wraps(view)
            def load_and_call(**arguments: Any) -> Response:
                loaded = load_query(query_schema)
                if query is not NoQuery:
                    arguments["query"] = loaded
                if body_schemas:
                    arguments["body"] = load_body(body_schemas, context().settings)
                if lines is not None:
                    arguments["chunks"] = load_lines(context().settings)
                return view(**arguments)

            document: dict[str, Any] = {
                "operationId": view.__name__,
                "parameters": [_parameter(parameter) for parameter in parameters],
                "responses": {
                    **{
                        str(status): _answer(answer, *(_REPLAYED if repeatable else ()))
                        for status, answer in answers.items()
                    },
                    **{str(status): PROBLEM_RESPONSES[status] for status in sorted(statuses - set(answers))},
                },
            }
            # Who needs a key is said once for all operations, since a key is needed for all of these or for none.
            if scope is OPEN:
                document["security"] = []
            else:
                document["x-scope"] = scope
            if query is not NoQuery:
                document["parameters"].append({"in": "query", "schema": query})
            if body is not None:
                document["requestBody"] = {
                    "required": True,
                    "description": body.description,
                    "content": {
                        media_type: {"schema": schema, "example": schema.example}
                        for media_type, schema in bodies.items()
                    },
                }
            if lines is not None:
                document["requestBody"] = {
                    "required": True,
                    "description": f"One on each line: {lines.description}",
                    "content": {LINES: {"schema": lines, "example": lines.example}},
                }
            documented: View = self.doc(**document)(load_and_call)
            self.add_url_rule(path, endpoint=view.__name__, view_func=documented, methods=[method])
            return view

        return decorate


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "in": parameter.place,
        "name": parameter.name,
        "required": parameter.required,
        "description": parameter.description,
        "schema": dict(parameter.shape),
        "example": parameter.example,
    }


def _answer(answer: Answer, *more_headers: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": answer.description,
        "headers": {
            name: {"$ref": f"#/components/headers/{name}"} for name in (*answer.headers, *more_headers, "X-Request-ID")
        },
    }
    if answer.schema is not None:
        described["content"] = {
            answer.media_type: {"schema": answer.schema, "example": answer.example or answer.schema.example}
        }
    elif answer.example is not None:
        described["content"] = {answer.media_type: {"schema": {"type": "string"}, "example": answer.example}}
    return described


NOT_MODIFIED = Answer("The client's copy is current: `If-None-Match` names it.", headers=CACHED)
