"""Cursors: what was made is read, anything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.store.cursors import cursor_after, key_of
from service.store.errors import InvalidCursor


@given(
    st.integers(0, 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
)
def test_a_cursor_gives_its_key_back(number: int, share: float, name: str) -> None:
    cursor = cursor_after("claims", number, share, name)
    assert key_of(cursor, "claims", int, float, str) == (number, share, name)


@given(st.text(max_size=60))
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        key_of(text, "claims", int)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "=",
        "%00",
        "AAAA\n",
        "A" * 100_000,
        cursor_after("articles", 1),
        cursor_after("claims", 1, 2),
        cursor_after("claims", "1"),
        cursor_after("claims", -1),
        cursor_after("claims", 2**63),
        cursor_after("claims", 1) + "=",
        cursor_after("claims", 1)[:-1],
    ],
)
def test_a_cursor_of_another_list_or_form_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        key_of(cursor, "claims", int)
