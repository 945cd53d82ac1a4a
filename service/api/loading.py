"""Reading what a client sent: the body as JSON, the query, both through their schemas.

Everything that can be wrong with them ends here, as an exception that the catalogue of `service.problems` knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import orjson
from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from schemas.fields import MAX_TEXT_CHARACTERS
from schemas.problems import field_errors
from service.problems import (
    InvalidRequest,
    MalformedJson,
    NestedTooDeep,
    UnsupportedContentEncoding,
    UnsupportedMediaType,
)
from service.settings import Settings


def load_body(schema: Schema, settings: Settings) -> Any:
    """The request's body, loaded. Raises what is wrong with it, the nearest to the wire first."""
    encoding = request.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity"):
        raise UnsupportedContentEncoding
    if request.mimetype != "application/json" or request.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise UnsupportedMediaType
    limit = MAX_TEXT_CHARACTERS.set(settings.max_text_characters)
    try:
        return schema.load(parse(_body(settings.max_body_bytes), settings.max_json_depth))
    except ValidationError as invalid:
        raise InvalidRequest(field_errors(invalid.messages_dict)) from None
    finally:
        MAX_TEXT_CHARACTERS.reset(limit)


def load_query(schema: Schema) -> Any:
    """The request's query parameters, loaded; one that is given twice is refused like one that is not known."""
    repeated = {name: ["Given more than once."] for name, values in request.args.lists() if len(values) > 1}
    try:
        if repeated:
            raise ValidationError(repeated)
        return schema.load(request.args.to_dict())
    except ValidationError as invalid:
        raise InvalidRequest(field_errors(invalid.messages_dict, "Query parameter: ")) from None


def _body(max_bytes: int) -> bytes:
    """All of the body; RequestEntityTooLarge where it has more bytes than that."""
    body = request.get_data(cache=False)
    # Werkzeug refuses a body that says so itself; one in chunks it cuts off without a word, a byte over the limit.
    if len(body) > max_bytes:
        raise RequestEntityTooLarge
    return body


def parse(body: bytes, max_depth: int) -> Any:
    """JSON as RFC 8259 has it: UTF-8, no NaN, no byte order mark. Raises MalformedJson or NestedTooDeep.

    Lone surrogates come through, so that the schema can name the field that holds one.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        value = _with_surrogates(body, error)
    _refuse_deeper_than(max_depth, value)
    return value


def _with_surrogates(body: bytes, error: orjson.JSONDecodeError) -> Any:
    if error.msg.startswith("depth limit"):
        raise NestedTooDeep("The body is nested deeper than the limit.") from None
    if "surrogate" in error.msg:
        try:
            # orjson stops at a surrogate without saying where in the tree it stands; the slower parser goes on.
            return json.loads(body.decode("utf-8", "surrogatepass"), parse_constant=_refuse_constant)
        except RecursionError:
            raise NestedTooDeep("The body is nested deeper than the limit.") from None
        except ValueError:
            pass
    raise MalformedJson(f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _refuse_deeper_than(max_depth: int, value: Any) -> None:
    depth = 0
    level = [value]
    while level := [container for container in level if isinstance(container, dict | list)]:
        depth += 1
        if depth > max_depth:
            raise NestedTooDeep(f"The body is nested deeper than {max_depth} levels.")
        level = [inner for container in level for inner in _inside(container)]


def _inside(container: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return container.values() if isinstance(container, dict) else container
