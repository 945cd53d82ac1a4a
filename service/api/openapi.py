"""The OpenAPI document, made from the operations and schemas: no database, no language model, no settings needed.

`python -m service.api.openapi` prints what openapi.yaml holds.
"""

from __future__ import annotations

import functools
import sys
from importlib.metadata import version
from typing import Any

import flask_smorest
import orjson
import yaml
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask

from schemas.base import Described, Submission
from schemas.fields import Day, Timestamp
from schemas.problems import ProblemSchema
from service import problems
from service.api.articles import articles
from service.api.blueprint import PROBLEM_RESPONSES
from service.api.check import check
from service.api.claims import claims
from service.api.compare import compare
from service.api.docs import EXTENSION as DOCUMENT
from service.api.docs import Document, assets, docs
from service.api.extract import extract
from service.api.factchecks import factchecks
from service.api.feeds import feeds
from service.api.health import health
from service.api.imports import imports
from service.api.inconsistencies import inconsistencies
from service.api.jobs import jobs
from service.api.metrics import metrics
from service.api.sources import sources
from service.api.webhooks import webhooks

BLUEPRINTS = (
    articles,
    imports,
    feeds,
    claims,
    inconsistencies,
    sources,
    factchecks,
    check,
    extract,
    compare,
    jobs,
    webhooks,
    health,
    metrics,
    docs,
)

_DESCRIPTION = """\
Crosscheck reads what several sources say and shows where they disagree: which claims conflict, how, in which words,
and how many independent sources stand on each side.

Times are RFC 3339 in UTC. Ids are opaque. Unknown fields and unknown query parameters are refused. A list is answered
as `items` and `next_cursor`, with a `Link` to the next page. A nested object without a value is left out; a single
value that is not there is null. Errors are `application/problem+json`; every `code` is described at `/docs/errors`.

Keys: while the service has no API key, requests of its own machine need none, unless the operator chose otherwise. Else
every operation but health and documentation takes a key, in `Authorization: Bearer` or `X-API-Key`, with the scope that
`x-scope` names: `read`, `write`, `review`, or `admin`, which includes the others.

Limits: requests of other machines are counted, for each key or address, reads and writes apart; answers to them carry
`RateLimit` and `RateLimit-Policy`, and over the limit the answer is 429.

What is wrong before an operation can be told is answered in the same form, and listed with no operation: 400
`bad_request` for a request line or a header that cannot be read, 404 `no_such_address`, 408 `request_too_slow` for a head
that does not come, 417 `expectation_failed` and 501 `unsupported_transfer_coding`.
"""

_HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-ID": {
        "description": "The id under which the service logged the request: the client's own, where it sent a usable "
        "one (1 to 128 letters, digits, `.`, `_`, `:`, `-`).",
        "schema": {"type": "string"},
        "example": "0b8f8a3c5d1e4f0a9c6b7d2e1f3a4b5c",
    },
    "ETag": {
        "description": "The strong validator of the answer, for `If-None-Match` and `If-Match`.",
        "schema": {"type": "string"},
        "example": '"5f1d0a6e2c9b48373a1f0e4d2c6b5a98"',
    },
    "Cache-Status": {
        "description": "Where the answer came from (RFC 9211).",
        "schema": {"type": "string"},
        "example": "crosscheck; hit",
    },
    "Location": {
        "description": "The address of what is stored, or of the job that does it.",
        "schema": {"type": "string", "format": "uri-reference"},
        "example": "/v1/articles/art_0190df4f2a3b5f2c9a1e7b3d4c60",
    },
    "Link": {
        "description": "The address of the next page (RFC 8288); absent on the last one.",
        "schema": {"type": "string"},
        "example": '</v1/articles?limit=20&cursor=k8RhcnRz>; rel="next"',
    },
    "Allow": {
        "description": "The methods that the address takes.",
        "schema": {"type": "string"},
        "example": "GET, HEAD, OPTIONS",
    },
    "Accept": {
        "description": "The type that the body must have, where the type was wrong.",
        "schema": {"type": "string"},
        "example": "application/json",
    },
    "Accept-Encoding": {
        "description": "The encoding that the body must have, where the encoding was wrong.",
        "schema": {"type": "string"},
        "example": "identity",
    },
    "Preference-Applied": {
        "description": "Which preference the service has followed (RFC 7240).",
        "schema": {"type": "string"},
        "example": "respond-async",
    },
    "WWW-Authenticate": {
        "description": "How to send a key, and what is wrong with the one that was sent (RFC 6750).",
        "schema": {"type": "string"},
        "example": 'Bearer realm="crosscheck", error="insufficient_scope", scope="write"',
    },
    "Idempotency-Replayed": {
        "description": "`true` where the request was answered before, and this is that answer.",
        "schema": {"type": "string"},
        "example": "true",
    },
    "RateLimit": {
        "description": "How many requests are left, `r`, and in how many seconds there will be more, `t`.",
        "schema": {"type": "string"},
        "example": '"reads";r=0;t=3',
    },
    "RateLimit-Policy": {
        "description": "How many requests are allowed, `q`, in how many seconds, `w`.",
        "schema": {"type": "string"},
        "example": '"reads";q=1200;w=60',
    },
    "Retry-After": {
        "description": "After how many seconds to try, or to ask, again.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
        "example": "2",
    },
}

_ERROR_HEADERS = {
    401: ("WWW-Authenticate",),
    403: ("WWW-Authenticate",),
    405: ("Allow",),
    409: ("Retry-After",),
    415: ("Accept", "Accept-Encoding"),
    429: ("RateLimit", "RateLimit-Policy", "Retry-After"),
    503: ("Retry-After",),
}

_ERROR_DESCRIPTIONS = {
    400: "The body cannot be read.",
    401: "An API key is needed, and none that is valid was sent.",
    403: "The API key lacks the scope that `x-scope` names.",
    404: "There is nothing with this id, or no page at this cursor.",
    405: "The address takes other methods than the one that was used.",
    408: "The body did not come within 20 seconds, or at 32 KiB a second. The connection is closed.",
    409: "The same request, under the same `Idempotency-Key`, is being answered.",
    412: "`If-Match` does not name the current version.",
    413: "The body is over the limit, 2 MiB unless the operator chose another; an import has limits of its own.",
    414: "The request line is over 8,190 bytes. Sent by the server before routing.",
    415: "The body has another type than the operation reads, or is encoded.",
    422: "A field or a query parameter is not valid; `errors` names each.",
    428: "`If-Match` is missing.",
    429: "The key, or the address, has used up what it may ask in a time.",
    431: "A header is over 8,190 bytes, or there are more than 100. Sent by the server before routing.",
    500: "A fault of the service.",
    503: "The database cannot be reached, is busy or full, and nothing was stored; or all streams of events, or the "
    "threads for large bodies, are taken.",
}


_SECURITY_SCHEMES: dict[str, dict[str, Any]] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "cck_<id>_<secret>",
        "description": "An API key, made with `crosscheck keys create`.",
    },
    "api_key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The same key, for clients that cannot set `Authorization`.",
    },
}
# The empty one stands for a service without keys.
_SECURITY: list[dict[str, list[str]]] = [{}, {"bearer": []}, {"api_key": []}]


class _Converter(OpenAPIConverter):
    """Schemas with their description and example; what clients send is closed, what they get may grow."""

    def schema2jsonschema(self, schema: Any) -> dict[str, Any]:
        rules: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        rules.pop("additionalProperties", None)
        described: Described = schema if isinstance(schema, Described) else schema()
        if isinstance(described, Submission):
            rules["additionalProperties"] = False
        return {"description": described.description, **rules, **described.extra_rules, "examples": [described.example]}

    def field2default(self, field: Any, **options: Any) -> dict[str, Any]:
        """The default, unless it is null: generators take a field with a default for one that is always there."""
        found: dict[str, Any] = super().field2default(field, **options)
        return found if found.get("default") is not None else {}


class _Marshmallow(MarshmallowPlugin):
    Converter = _Converter


class _Api(flask_smorest.Api):  # type: ignore[misc] # flask-smorest has no types
    """flask-smorest without its own errors: ours are problems, made and registered by `service.problems`."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        problems.register(self._app)

    def _register_pagination_header(self) -> None:
        """Lists are paged by cursor here, not by flask-smorest's page numbers."""

    def _register_etag_headers(self) -> None:
        """The response cache makes the entity tags."""

    def _register_responses(self) -> None:
        for name, header in _HEADERS.items():
            self.spec.components.header(name, header)
        for name, scheme in _SECURITY_SCHEMES.items():
            self.spec.components.security_scheme(name, scheme)
        for status, name in PROBLEM_RESPONSES.items():
            self.spec.components.response(name, _problem_response(status))


def install(app: Flask) -> None:
    """Put every operation, and the handling of every error, into the application; `document_of` then knows them."""
    marshmallow = _Marshmallow()
    api = _Api(
        app,
        spec_kwargs={
            "title": "Crosscheck",
            "version": version("crosscheck"),
            "openapi_version": "3.1.0",
            "marshmallow_plugin": marshmallow,
            "info": {
                "description": _DESCRIPTION,
                "contact": {"name": "The Crosscheck project"},
                "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
            },
            "security": _SECURITY,
            "servers": [{"url": "/", "description": "The service that answers this document."}],
        },
    )
    marshmallow.map_to_openapi_type(Timestamp, "string", "date-time")  # type: ignore[no-untyped-call]
    marshmallow.map_to_openapi_type(Day, "string", "date")  # type: ignore[no-untyped-call]
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.register_blueprint(assets)
    app.extensions[DOCUMENT] = Document(yaml=lambda: dump_yaml().encode(), json=lambda: orjson.dumps(document()))


def document_of(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of an application that went through `install`."""
    spec = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec
    # There and back again: without the shared parts that YAML would show as anchors, and with text for every key.
    document: dict[str, Any] = orjson.loads(orjson.dumps(spec.to_dict(), option=orjson.OPT_NON_STR_KEYS))
    for parts in document["components"].values():
        for name in sorted(parts):
            parts[name] = parts.pop(name)
    for address, path in document["paths"].items():
        # Each operation lists its own parameters, the path's included; flask-smorest would repeat those beside them.
        path.pop("parameters", None)
        document["paths"][address] = {method: _in_order(operation) for method, operation in path.items()}
    return {**{name: document[name] for name in ("openapi", "info", "servers", "security", "tags")}, **document}


def _in_order(operation: dict[str, Any]) -> dict[str, Any]:
    """The parts of an operation as a reader wants them; the docstring's full stop does not belong in a summary."""
    parts = (
        "operationId",
        "summary",
        "description",
        "tags",
        "x-scope",
        "security",
        "parameters",
        "requestBody",
        "responses",
    )
    ordered = {part: operation[part] for part in parts if operation.get(part) or part == "security" in operation}
    ordered["summary"] = ordered["summary"].rstrip(".")
    ordered["responses"] = {status: ordered["responses"][status] for status in sorted(ordered["responses"])}
    return ordered


@functools.cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    app = Flask("crosscheck", static_folder=None)
    install(app)
    return document_of(app)


@functools.cache
def dump_yaml() -> str:
    """The OpenAPI document as openapi.yaml holds it."""
    return yaml.dump(document(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


class _Dumper(yaml.SafeDumper):
    """YAML with indented lists, and blocks for texts of several lines."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _problem_response(status: int) -> dict[str, Any]:
    examples: dict[str, Any] = {}
    for problem in problems.PROBLEMS:
        if problem.status == status and problem.code != "no_such_address":
            examples[problem.code] = {"summary": problem.title, "value": _problem_example(problem)}
    names = (*_ERROR_HEADERS.get(status, ()), "X-Request-ID")
    return {
        "description": _ERROR_DESCRIPTIONS[status],
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names},
        "content": {problems.MEDIA_TYPE: {"schema": ProblemSchema, "examples": examples}},
    }


def _problem_example(problem: problems.Problem) -> dict[str, Any]:
    example = {
        "type": f"/docs/errors#{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.meaning.partition(". ")[0].rstrip(".") + ".",
        "code": problem.code,
        "request_id": ProblemSchema.example["request_id"],
    }
    if problem.code == ProblemSchema.example["code"]:
        return dict(ProblemSchema.example)
    return example


if __name__ == "__main__":
    sys.stdout.write(dump_yaml())
