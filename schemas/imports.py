"""Lines of an import: an article each, as `POST /v1/articles` takes it."""

from __future__ import annotations

from typing import Any, Final

import orjson
from marshmallow import ValidationError

from schemas.articles import ArticleSubmissionSchema
from schemas.fields import MAX_TEXT_CHARACTERS

_SUBMISSION: Final = ArticleSubmissionSchema()


def article_fields(value: Any, max_text_characters: int) -> dict[str, Any]:
    """The fields of an article. ValidationError where it is none, or only an address, which no import fetches."""
    limit = MAX_TEXT_CHARACTERS.set(max_text_characters)
    try:
        fields: dict[str, Any] = _SUBMISSION.load(value)
    finally:
        MAX_TEXT_CHARACTERS.reset(limit)
    if fields["text"] is None and fields["html"] is None:
        raise ValidationError({"text": ["Give the article's text, or its html: an import fetches nothing."]})
    return fields


def line_fields(line: bytes, max_text_characters: int) -> dict[str, Any]:
    """The fields of the article on a line. ValidationError where it holds none."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ValidationError({"_schema": [f"not JSON: {error.msg}"]}) from None
    return article_fields(value, max_text_characters)
