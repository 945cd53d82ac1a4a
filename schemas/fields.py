# ruff: noqa: ARG002 - marshmallow hands every field more than it needs
"""The kinds of value that requests and answers are made of, each with its rule and its JSON Schema.

A field that refuses something says so in its schema too (pattern, format, bounds), so that whatever the OpenAPI
document allows is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, validate

MAX_TEXT_CHARACTERS: ContextVar[int] = ContextVar("max_text_characters", default=200_000)
"""The longest article text that is read, in code points; the service sets it from its settings for each request."""

_NUL = "\0"
_SURROGATE = re.compile("[\ud800-\udfff]")
# JSON Schema has no "not blank, and no NUL" but a pattern; the line says the same as `Text._deserialize`.
_NOT_BLANK = r"^[^\u0000]*[^\u0000\s][^\u0000]*$"
_NO_NUL = r"^[^\u0000]*$"


class Text(fields.String):
    """A string without NUL and lone surrogates, at most `longest` code points, and not blank unless `blank` is True.

    Databases and most other programs cut a text at NUL or refuse it; a lone surrogate cannot be written as UTF-8.
    """

    def __init__(self, longest: int, *, blank: bool = False, metadata: Mapping[str, Any], **options: Any) -> None:
        self.longest = longest
        self.blank = blank
        shape = {"maxLength": longest, "pattern": _NO_NUL if blank else _NOT_BLANK}
        if not blank:
            shape["minLength"] = 1
        super().__init__(metadata={**shape, **metadata}, **options)

    def _limit(self) -> int:
        return self.longest

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **options))
        if _NUL in text:
            raise ValidationError(f"The character U+0000 is not accepted (offset {text.index(_NUL)}).")
        surrogate = _SURROGATE.search(text)
        if surrogate:
            raise ValidationError(f"A lone surrogate is no character (offset {surrogate.start()}).")
        if len(text) > self._limit():
            raise ValidationError(f"{len(text):,} characters; at most {self._limit():,} are accepted.")
        if not self.blank and not text.strip():
            raise ValidationError("Must not be blank.")
        return text


class LongText(Text):
    """A text that is read for claims: as long as the service's setting allows, 200,000 code points by default."""

    def __init__(self, *, metadata: Mapping[str, Any], **options: Any) -> None:
        super().__init__(200_000, metadata=metadata, **options)

    def _limit(self) -> int:
        return MAX_TEXT_CHARACTERS.get()


class Choice(fields.String):
    """One of the values of an enumeration, by its value."""

    def __init__(self, choices: type[StrEnum], *, metadata: Mapping[str, Any], **options: Any) -> None:
        values = [choice.value for choice in choices]
        super().__init__(validate=validate.OneOf(values), metadata=metadata, **options)


class _Shape:
    """A validator that wants the whole of a string to match; apispec reads the pattern from `regex`."""

    def __init__(self, pattern: str, complaint: str) -> None:
        self.regex = re.compile(pattern)
        self._complaint = complaint

    def __call__(self, value: str) -> str:
        if not self.regex.fullmatch(value):
            raise ValidationError(self._complaint)
        return value


_URL_CHARACTER = r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_URL = rf"^https?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:[/?]{_URL_CHARACTER}*)?(?:#{_URL_CHARACTER}*)?$"


def is_url(written: str) -> bool:
    """Whether `Url` accepts this."""
    return len(written) <= 2048 and re.fullmatch(_URL, written) is not None


class Url(fields.String):
    """An http or https address in ASCII, as browsers send it; other characters are percent-encoded by the client."""

    def __init__(self, *, metadata: Mapping[str, Any], **options: Any) -> None:
        shape = _Shape(_URL, "Must be an absolute http or https URL, other characters than ASCII percent-encoded.")
        super().__init__(
            validate=[validate.Length(max=2048, error="At most 2,048 characters are accepted."), shape],
            metadata={"format": "uri", **metadata},
            **options,
        )


_LANGUAGE_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$"


def is_language_tag(written: str) -> bool:
    """Whether `LanguageTag` accepts this."""
    return re.fullmatch(_LANGUAGE_TAG, written) is not None


class LanguageTag(fields.String):
    """A language tag in the form of BCP 47: "en", "en-GB"."""

    def __init__(self, *, metadata: Mapping[str, Any], **options: Any) -> None:
        shape = _Shape(_LANGUAGE_TAG, 'Must be a language tag such as "en" or "en-GB".')
        super().__init__(validate=shape, metadata=metadata, **options)


_RFC_3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}):(\d{2})(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)


_NO_TIME = 'Must be a time in the form of RFC 3339 with its offset, such as "2024-07-23T15:00:00Z".'


class Timestamp(fields.Field[datetime]):
    """A moment: RFC 3339 with its offset in, the same in UTC with a "Z" out.

    A time without an offset is refused, since nobody can say which moment it is. Digits beyond microseconds are cut;
    a leap second is the second before it.
    """

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **options: Any) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> datetime:
        parts = _RFC_3339.fullmatch(value) if isinstance(value, str) else None
        if parts is None:
            raise ValidationError(_NO_TIME)
        day, minute, second, fraction, offset = parts.groups()
        written = f"{day}T{minute}:{min(int(second), 59) if second == '60' else second}"
        written += f".{(fraction or '0')[:6].ljust(6, '0')}{offset.upper().replace('Z', '+00:00')}"
        try:
            return datetime.fromisoformat(written).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError(_NO_TIME) from None


class Day(fields.Field[date]):
    """A calendar day, "2024-07-23"; of a moment in the form of RFC 3339 the day that is written there is taken."""

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **options: Any) -> str | None:
        return None if value is None else value.isoformat()

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> date:
        written = value if isinstance(value, str) else ""
        moment = _RFC_3339.fullmatch(written)
        if moment is not None:
            written = moment[1]
        try:
            return date.fromisoformat(written if _DAY.fullmatch(written) else "")
        except ValueError:
            raise ValidationError('Must be a day such as "2024-07-23".') from None


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Number(fields.Float):
    """A JSON number; a string of digits is none."""

    def _validated(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        try:
            return super()._validated(value)
        except OverflowError:
            raise self.make_error("too_large", input=value) from None


class Score(fields.Float):
    """A number from 0 to 1, answered with four decimals."""

    def __init__(self, *, metadata: Mapping[str, Any], **options: Any) -> None:
        super().__init__(validate=validate.Range(0, 1), metadata=metadata, **options)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> float | None:
        return None if value is None else round(float(value), 4)


class WholeNumber(fields.Integer):
    """A whole number between two bounds, in ASCII digits where it comes from a query."""

    def __init__(self, least: int, most: int | None, *, metadata: Mapping[str, Any], **options: Any) -> None:
        super().__init__(validate=validate.Range(least, most), metadata=metadata, **options)

    def _validated(self, value: Any) -> int:
        # int() also takes "1_0", " 7 " and digits of other scripts.
        if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,18}", value):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class JsonWholeNumber(WholeNumber):
    """A whole number between two bounds as JSON: 60 or 60.0; a string of digits is none."""

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float) or value % 1:
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class QueryScore(Score):
    """A number from 0 to 1 in a query, in plain digits."""

    def _validated(self, value: Any) -> float:
        if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,40})?([eE][-+]?[0-9]{1,3})?", value):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


def described(text: str, *examples: Any, **shape: Any) -> dict[str, Any]:
    """The metadata of a field: what it means, examples, and anything else that its JSON Schema says."""
    said: dict[str, Any] = {"description": text, **shape}
    if examples:
        said["examples"] = list(examples)
    return said


def strings(choices: Iterable[StrEnum]) -> str:
    """The values of an enumeration, for a description."""
    return ", ".join(f"`{choice.value}`" for choice in choices)
