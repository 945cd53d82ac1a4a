"""Making answers: one way from a value and its schema to bytes, so that equal values are equal bytes."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, urlencode

import orjson
from flask import Response, request
from marshmallow import Schema
from werkzeug.http import parse_list_header

from service.store.records import Page, PageRequest

ASK_AGAIN_SECONDS: Final = 1
"""After how long somebody may ask how a job stands that was only just accepted."""


def render(schema: Schema, value: Any) -> bytes:
    """The JSON of a value: fields in the order of the schema, no spaces, UTF-8."""
    return orjson.dumps(schema.dump(value))


def respond(schema: Schema, value: Any, status: int = 200, **headers: str) -> Response:
    """An answer of JSON; an underscore in a header's name stands for a hyphen."""
    return respond_bytes(render(schema, value), "application/json", status, **headers)


def respond_bytes(body: bytes, media_type: str, status: int = 200, **headers: str) -> Response:
    """An answer of these bytes; an underscore in a header's name stands for a hyphen."""
    response = Response(body, status, content_type=media_type)
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def respond_accepted(schema: Schema, record: Any, **headers: str) -> Response:
    """The answer that something will be done: the record of a job, where to ask for it, and when."""
    location = address_of(f"/v1/jobs/{record.job.id}")
    headers |= {"Location": location, "Retry-After": str(ASK_AGAIN_SECONDS)}
    return respond(schema, record, 202, **headers)


def prefers_async() -> bool:
    """Whether the client would rather be told at once where the answer will be (RFC 7240)."""
    preferences = parse_list_header(",".join(request.headers.getlist("Prefer")))
    return any(each.partition(";")[0].strip().lower() == "respond-async" for each in preferences)


def respond_page(schema: Schema, page: Page[Any], **headers: str) -> Response:
    """A page of a list, with the address of the next one in a Link header."""
    if page.next_cursor is None:
        return respond(schema, page, 200, **headers)
    query = urlencode({**request.args.to_dict(), "cursor": page.next_cursor})
    headers["Link"] = f'<{address_of(request.path)}?{query}>; rel="next"'
    return respond(schema, page, 200, **headers)


def address_of(path: str) -> str:
    """The path as a client has to ask for it, below the prefix that the service is mounted at."""
    return quote(request.root_path.rstrip("/") + path, safe="/")


def page_and_filter(query: dict[str, Any]) -> tuple[PageRequest, dict[str, Any]]:
    """The loaded query of a list, taken apart into which page is asked for and what must hold."""
    wanted = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    return PageRequest(query["limit"], query["cursor"]), wanted
