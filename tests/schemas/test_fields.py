"""The kinds of value: what is accepted, what is refused, and that the document says the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError

from schemas.fields import MAX_TEXT_CHARACTERS, LongText, QueryScore, Text, Timestamp, Url, WholeNumber, is_url


class _Sample(Schema):
    text = Text(20, metadata={})
    free = Text(20, blank=True, metadata={})
    long = LongText(metadata={})
    at = Timestamp()
    url = Url(metadata={})
    number = WholeNumber(1, 100, metadata={})
    share = QueryScore(metadata={})


def _loaded(name: str, value: Any) -> Any:
    return _Sample().load({name: value})[name]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-07-23T15:00:00Z", datetime(2024, 7, 23, 15, tzinfo=UTC)),
        ("2024-07-23t15:00:00z", datetime(2024, 7, 23, 15, tzinfo=UTC)),
        ("2024-07-23T17:30:00+02:30", datetime(2024, 7, 23, 15, tzinfo=UTC)),
        ("2024-07-23T15:00:00.25Z", datetime(2024, 7, 23, 15, 0, 0, 250_000, tzinfo=UTC)),
        ("2024-07-23T15:00:00.123456789Z", datetime(2024, 7, 23, 15, 0, 0, 123_456, tzinfo=UTC)),
        ("2024-07-23T15:00:00-00:00", datetime(2024, 7, 23, 15, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_time_with_an_offset_is_read_as_the_moment_it_is(written: str, moment: datetime) -> None:
    assert _loaded("at", written) == moment


@pytest.mark.parametrize(
    "written",
    [
        "2024-07-23",
        "2024-07-23T15:00:00",
        "2024-07-23 15:00:00Z",
        "2024-07-23T15:00Z",
        "2024-07-23T25:00:00Z",
        "2024-13-01T00:00:00Z",
        "20240723T150000Z",
        "2024-W30-2T15:00:00Z",
        "9999-12-31T23:59:59-01:00",
        "２０２４-07-23T15:00:00Z",
        "2024-07-23T15:00:00Z\n",
        "",
        1721746800,
        True,
        ["2024-07-23T15:00:00Z"],
    ],
)
def test_anything_else_is_no_time(written: Any) -> None:
    with pytest.raises(ValidationError, match="RFC 3339"):
        _loaded("at", written)


@given(
    st.datetimes(
        min_value=datetime(2, 1, 1),  # noqa: DTZ001 - the zone is drawn
        max_value=datetime(9998, 12, 31),  # noqa: DTZ001 - the zone is drawn
        timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    )
)
def test_a_time_comes_back_as_the_same_moment_in_utc(moment: datetime) -> None:
    written = _Sample().dump({"at": moment})["at"]

    assert written.endswith("Z")
    assert _loaded("at", written) == moment


@given(st.text(st.characters(exclude_categories=[]), max_size=30))
def test_a_text_is_accepted_exactly_where_its_pattern_and_length_say_so(text: str) -> None:
    for name in ("text", "free"):
        shape = _Sample().fields[name].metadata
        surrogate = any("\ud800" <= character <= "\udfff" for character in text)
        # JSON Schema has no way to speak of lone surrogates.
        allowed = (
            not surrogate
            and shape.get("minLength", 0) <= len(text) <= shape["maxLength"]
            and re.search(shape["pattern"], text) is not None
        )
        try:
            assert _loaded(name, text) == text
            accepted = True
        except ValidationError:
            accepted = False
        assert accepted == allowed


def test_the_limit_of_long_texts_is_a_setting() -> None:
    token = MAX_TEXT_CHARACTERS.set(5)
    try:
        assert _loaded("long", "12345") == "12345"
        with pytest.raises(ValidationError, match="6 characters; at most 5"):
            _loaded("long", "123456")
    finally:
        MAX_TEXT_CHARACTERS.reset(token)


@pytest.mark.parametrize(
    "written",
    [
        "https://ledger.example",
        "http://ledger.example:8080/a?b=c&d=%C3%A9#part",
        "https://ledger.example/a_(b)/~c;d=1,2",
    ],
)
def test_a_web_address_is_accepted(written: str) -> None:
    assert _loaded("url", written) == written
    assert is_url(written)


@pytest.mark.parametrize(
    "written",
    [
        "ftp://ledger.example/",
        "javascript:alert(1)",
        "//ledger.example",
        "https://",
        "https:///a",
        "https://ledger.example/ä",
        "https://ledger.example/a b",
        "https://ledger.example/%zz",
        "https://ledger.example/#a#b",
        "https://user:secret@ledger.example/",
        "https://ledger.example/\n",
        "https://ledger.example/" + "a" * 2048,
    ],
)
def test_anything_else_is_no_web_address(written: str) -> None:
    with pytest.raises(ValidationError):
        _loaded("url", written)
    assert not is_url(written)


@pytest.mark.parametrize("written", ["1", "100", "007"])
def test_whole_numbers_of_a_query_are_ascii_digits(written: str) -> None:
    assert _loaded("number", written) == int(written)


@pytest.mark.parametrize("written", ["0", "101", "1_0", " 7", "٣", "1.0", "1e1", "", "9" * 30, "-1"])
def test_other_spellings_of_whole_numbers_are_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        _loaded("number", written)


@pytest.mark.parametrize("written", ["nan", "inf", "-0.1", "1.1", "0,5", "1_0", "", " 0.5"])
def test_a_share_is_a_number_from_0_to_1(written: str) -> None:
    with pytest.raises(ValidationError):
        _loaded("share", written)
    assert _loaded("share", "0.25") == 0.25
