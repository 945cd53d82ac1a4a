"""Reading what a client sent: the body as JSON, the query, both through their schemas.

Everything that can be wrong with them ends here, as an exception that the catalogue of `service.problems` knows.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote_to_bytes

import orjson
from flask import request
from gunicorn.http.errors import ParseException
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

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

JSON: Final = "application/json"
JSON_LD: Final = "application/ld+json"
LINES: Final = "application/x-ndjson"
_CHUNK_BYTES: Final = 65536


def load_body(schemas: Mapping[str, Schema], settings: Settings) -> Any:
    """The request's body, loaded by the schema of its media type. Raises what is wrong, the nearest to the wire first.

    In JSON-LD, which is copied from pages as it stands there, of a name that an object has twice the last one counts.
    """
    _refuse_other_types(schemas)
    schema = schemas[request.mimetype]
    limit = MAX_TEXT_CHARACTERS.set(settings.max_text_characters)
    try:
        body = _body(settings.max_body_bytes)
        return schema.load(parse(body, settings.max_json_depth, repeated_names=request.mimetype == JSON_LD))
    except ValidationError as invalid:
        raise InvalidRequest(field_errors(invalid.messages_dict)) from None
    finally:
        MAX_TEXT_CHARACTERS.reset(limit)


def load_lines(settings: Settings) -> Iterator[bytes]:
    """The body as it comes, for what is too large to be held. Refuses at once what is of the wrong type or size.

    What it yields later can end in RequestEntityTooLarge, or in BadRequest where some of the body is missing.
    """
    _refuse_other_types((LINES,))
    # As for other bodies: a byte more, to tell one of just the limit from one that was cut off.
    request.max_content_length = settings.max_import_bytes + 1
    if (request.content_length or 0) > settings.max_import_bytes:
        raise RequestEntityTooLarge
    return _chunks(settings.max_import_bytes)


def _chunks(max_bytes: int) -> Iterator[bytes]:
    length = 0
    try:
        while chunk := request.stream.read(_CHUNK_BYTES):
            length += len(chunk)
            if length > max_bytes:
                raise RequestEntityTooLarge
            yield chunk
    except ParseException as malformed:
        raise BadRequest from malformed
    if length < (request.content_length or 0):
        raise BadRequest


def _refuse_other_types(accepted: Collection[str]) -> None:
    encoding = request.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity"):
        raise UnsupportedContentEncoding
    if request.mimetype not in accepted or request.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise UnsupportedMediaType(accepted)


def load_query(schema: Schema) -> Any:
    """The request's query parameters, loaded; one that is given twice is refused like one that is not known."""
    wrong = {name: ["Given more than once."] for name, values in request.args.lists() if len(values) > 1}
    wrong |= {name: ["Must be percent-encoded UTF-8."] for name in _not_utf8(request.query_string)}
    try:
        if wrong:
            raise ValidationError(wrong)
        return schema.load(request.args.to_dict())
    except ValidationError as invalid:
        raise InvalidRequest(field_errors(invalid.messages_dict, "Query parameter: ")) from None


def _not_utf8(query: bytes) -> Iterator[str]:
    """The names of the parameters that are not UTF-8, which Werkzeug would leave percent-encoded as if sent that way."""
    for parameter in query.split(b"&"):
        try:
            unquote_to_bytes(parameter).decode("utf-8")
        except UnicodeDecodeError:
            name = parameter.partition(b"=")[0].replace(b"+", b" ")
            yield unquote_to_bytes(name).decode("utf-8", "replace")


def _body(max_bytes: int) -> bytes:
    """All of the body. RequestEntityTooLarge where it has more bytes than that, BadRequest where some are missing."""
    try:
        body = request.get_data(cache=False)
    except ParseException as malformed:  # gunicorn decodes the chunks while they are read
        raise BadRequest from malformed
    # Werkzeug refuses a body that says so itself; one in chunks it cuts off without a word, a byte over the limit.
    if len(body) > max_bytes:
        raise RequestEntityTooLarge
    # gunicorn ends a body without a word where the client hung up, and half a body can be JSON too.
    if len(body) < (request.content_length or 0):
        raise BadRequest
    return body


def parse(body: bytes, max_depth: int, *, repeated_names: bool = False) -> Any:
    """JSON as RFC 8259 has it: UTF-8, no NaN, no byte order mark. Raises MalformedJson, NestedTooDeep or ValidationError.

    A name that an object has twice is a ValidationError, since one of its values would be lost in silence, unless
    `repeated_names` allows it.

    Lone surrogates come through, so that the schema can name the field that holds one.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        value = _with_surrogates(body, error)
    _refuse_deeper_than(max_depth, value)
    if not repeated_names:
        _refuse_repeated_names(body)
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


class _WithRepeatedName(dict[str, Any]):
    """An object of the body that has this name twice."""

    name: str


def _refuse_repeated_names(body: bytes) -> None:
    found = False

    def read(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal found
        read = _WithRepeatedName(pairs)
        if len(read) < len(pairs):
            names = [name for name, _ in pairs]
            read.name = next(name for name in read if names.count(name) > 1)
            found = True
            return read
        return dict(pairs)

    value = json.loads(body.decode("utf-8", "surrogatepass"), object_pairs_hook=read, parse_int=float)
    if found:
        raise ValidationError(_named(value))


def _named(value: Any) -> dict[Any, Any]:
    """The repeated names in a value, as marshmallow nests its messages; empty where there are none."""
    if isinstance(value, _WithRepeatedName):
        return {value.name: ["Given more than once."]}
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {key: messages for key, part in inner if (messages := _named(part))}


def _inside(container: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return container.values() if isinstance(container, dict) else container
