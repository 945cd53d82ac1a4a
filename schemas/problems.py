"""Errors as RFC 9457 has them, and the way from marshmallow's messages to JSON pointers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from marshmallow import fields

from schemas import examples
from schemas.base import Answer
from schemas.fields import WholeNumber, described

MOST_ERRORS = 50
_LONGEST_KEY = 200


class FieldErrorSchema(Answer):
    """One field that is not valid."""

    description = "A field that is not valid."
    example: ClassVar[dict[str, Any]] = examples.FIELD_ERROR

    pointer = fields.String(
        required=True,
        metadata=described(
            "The field as a JSON pointer (RFC 6901) into the body: `/articles/0/text`; empty for the body as a whole. "
            "A query parameter is written the same way, `/limit`, and `detail` begins with the words Query parameter.",
            "/text",
        ),
    )
    detail = fields.String(required=True, metadata=described("What is wrong with it.", "Must not be blank."))


class ProblemSchema(Answer):
    """The body of every error."""

    description = "What went wrong, as RFC 9457 has it."
    example: ClassVar[dict[str, Any]] = examples.PROBLEM
    left_out = frozenset({"errors"})

    type = fields.String(
        required=True, metadata=described("Where this kind of error is described.", format="uri-reference")
    )
    title = fields.String(required=True, metadata=described("The kind of error, in a few words."))
    status = WholeNumber(400, 599, required=True, metadata=described("The HTTP status."))
    detail = fields.String(required=True, metadata=described("What went wrong this time."))
    code = fields.String(required=True, metadata=described("The kind of error, for programs.", "validation_failed"))
    request_id = fields.String(
        required=True, metadata=described("The id under which the service logged the request; also in `X-Request-ID`.")
    )
    errors = fields.List(
        fields.Nested(FieldErrorSchema),
        metadata=described(f"The fields that are not valid, {MOST_ERRORS} at most; left out for other errors."),
    )


def field_errors(messages: Mapping[Any, Any], prefix: str = "") -> list[dict[str, str]]:
    """The messages of a marshmallow `ValidationError` as pointers with details, in the order of the schema."""
    flat: list[dict[str, str]] = []
    for pointer, detail in _flatten(messages, ""):
        if len(flat) == MOST_ERRORS:
            break
        flat.append({"pointer": pointer, "detail": prefix + detail})
    return flat


def in_one_line(messages: Mapping[Any, Any]) -> str:
    """The messages of a marshmallow `ValidationError` in one line: each place and its complaint."""
    return " ".join(f"{each['pointer']}: {each['detail']}".removeprefix(": ") for each in field_errors(messages))


def _flatten(messages: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flatten(inner, pointer if key == "_schema" else f"{pointer}/{_token(key)}")
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flatten(inner, pointer)
    else:
        yield pointer, str(messages)


def _token(key: Any) -> str:
    """A key as RFC 6901 writes it. A key is the client's own: it may be long, and hold what UTF-8 cannot."""
    token = str(key).encode("utf-8", "backslashreplace").decode("utf-8")
    if len(token) > _LONGEST_KEY:
        token = token[:_LONGEST_KEY] + "…"
    return token.replace("~", "~0").replace("/", "~1")
