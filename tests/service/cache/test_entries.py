"""The frame that an answer is kept in."""

from __future__ import annotations

import pytest

from service.cache.entries import Entry, decode, encode

DIGEST = bytes(range(20))
ENTRY = Entry(
    "200 OK", [("Content-Type", "application/json"), ("Link", '</v1/claims?q=a:b>; rel="next"')], b"\0\n\xff", '"t"'
)


def test_an_entry_comes_back_as_it_was() -> None:
    assert decode(encode(ENTRY, DIGEST), DIGEST) == ENTRY


def test_an_entry_without_headers_and_body_comes_back_too() -> None:
    empty = Entry("200 OK", [], b"", '"t"')

    assert decode(encode(empty, DIGEST), DIGEST) == empty


@pytest.mark.parametrize("length", [0, 3, 31, 32, 40, -1])
def test_an_entry_that_was_cut_short_is_none(length: int) -> None:
    assert decode(encode(ENTRY, DIGEST)[:length], DIGEST) is None


def test_an_entry_of_another_key_is_none() -> None:
    assert decode(encode(ENTRY, DIGEST), bytes(20)) is None


def test_bytes_of_another_format_are_none() -> None:
    frame = encode(ENTRY, DIGEST)

    assert decode(b"CCR0" + frame[4:], DIGEST) is None
    assert decode(frame + b"!", DIGEST) is None
