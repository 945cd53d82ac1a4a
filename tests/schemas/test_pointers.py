"""From marshmallow's messages to JSON pointers."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.problems import MOST_ERRORS, field_errors


@pytest.mark.parametrize(
    ("messages", "pointers"),
    [
        ({"text": ["Not a valid string."]}, ["/text"]),
        ({"_schema": ["Invalid input type."]}, [""]),
        ({"articles": {1: {"text": ["Missing."]}}}, ["/articles/1/text"]),
        ({"articles": {0: {"_schema": ["Invalid input type."]}}}, ["/articles/0"]),
        ({"a/b": ["Unknown field."], "c~d": ["Unknown field."]}, ["/a~1b", "/c~0d"]),
        ({"": ["Unknown field."]}, ["/"]),
        ({"\ud800": ["Unknown field."]}, ["/\\ud800"]),
        ({"text": ["One.", "Two."]}, ["/text", "/text"]),
    ],
)
def test_each_message_is_told_by_its_pointer(messages: dict[Any, Any], pointers: list[str]) -> None:
    assert [error["pointer"] for error in field_errors(messages)] == pointers


def test_there_is_an_end_to_the_list_and_to_each_name() -> None:
    errors = field_errors({"a" * 10_000 + str(number): ["Unknown field."] for number in range(1000)})

    assert len(errors) == MOST_ERRORS
    assert max(len(error["pointer"]) for error in errors) < 210
