"""What is imported: lines with an article each, as `POST /v1/articles` takes it, and files of articles or fact-checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import orjson
from marshmallow import ValidationError

from factcheck.models import FactCheck
from schemas.articles import ArticleSubmissionSchema
from schemas.fields import MAX_TEXT_CHARACTERS
from schemas.files import factchecks_of, within

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


def entries_of(
    value: Any, *, source: str | None, max_text_characters: int
) -> Iterator[FactCheck | dict[str, Any] | ValidationError]:
    """Each fact-check and the fields of each article in a JSON value of a file, or what is wrong with it.

    An article has `text` or `html`; several may stand in a list or under `items`. Anything else is read as
    fact-checks. `source` is that of articles which do not name theirs.
    """
    inner = value.get("items") if isinstance(value, dict) else value
    if _is_article(value):
        yield _read(value, source, max_text_characters)
    elif isinstance(inner, list) and any(map(_is_article, inner)):
        for place, each in enumerate(inner):
            for read in entries_of(each, source=source, max_text_characters=max_text_characters):
                yield within(read, value, place) if isinstance(read, ValidationError) else read
    else:
        yield from factchecks_of(value)


def _is_article(value: Any) -> bool:
    """Whether this is meant to be an article: JSON-LD and our own fact-checks have other fields."""
    return isinstance(value, dict) and not value.keys().isdisjoint(("text", "html")) and "claim_reviewed" not in value


def _read(value: dict[str, Any], source: str | None, max_text_characters: int) -> dict[str, Any] | ValidationError:
    named = {"source": source, **value} if source is not None else value
    try:
        return article_fields(named, max_text_characters)
    except ValidationError as invalid:
        return invalid
