"""Bytes are read in the encoding that they are written in, whatever was said of it."""

from __future__ import annotations

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.fetching.charsets import decoded

_WORD = "Größe"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (_WORD.encode(), ""),
        (_WORD.encode(), "text/html; charset=UTF-8"),
        (_WORD.encode("latin-1"), ""),
        (_WORD.encode("latin-1"), "text/html; charset=ISO-8859-1"),
        (_WORD.encode("latin-1"), 'text/html; charset="us-ascii"'),
        (_WORD.encode("utf-16-le"), "text/html; charset=utf-16le"),
        (codecs.BOM_UTF16_BE + _WORD.encode("utf-16-be"), "text/html; charset=utf-8"),
        (codecs.BOM_UTF8 + _WORD.encode(), "text/html; charset=latin-1"),
        (_WORD.encode(), "text/html; charset=of-the-house"),
        (_WORD.encode(), "text/html; charset=punycode"),
        (_WORD.encode(), "text/html; charset=zip"),
        (_WORD.encode(), "text/html; charset="),
        (_WORD.encode(), "text/html; charset*=utf-8''koi8-r"),
    ],
)
def test_a_word_is_read(body: bytes, content_type: str) -> None:
    assert decoded(body, content_type) == _WORD


def test_a_document_says_how_it_is_written() -> None:
    page = '<html><head><meta name="a"><META http-equiv=x content="text/html; charset=koi8-r">Паром'
    assert decoded(page.encode("koi8-r")).endswith("Паром")
    feed = '<?xml version="1.0" encoding="windows-1251"?><rss>Паром</rss>'
    assert "Паром" in decoded(feed.encode("windows-1251"), "application/rss+xml")
    said_wrong = '<?xml version="1.0" encoding="utf-16"?><rss>Größe</rss>'
    assert _WORD in decoded(said_wrong.encode())


def test_windows_1252_is_what_latin_1_means() -> None:
    assert decoded("“quoted”".encode("cp1252"), "text/html; charset=iso-8859-1") == "“quoted”"


@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_bytes_become_a_text_that_can_be_stored(body: bytes, content_type: str) -> None:
    text = decoded(body, content_type)
    assert "\0" not in text
    text.encode()


def test_five_megabytes_take_a_moment() -> None:
    begun = time.monotonic()
    for body in (b"\xff" * 5_000_000, b"<meta " * 800_000, b"<?xml " * 800_000, b" " * 5_000_000):
        decoded(body)
    assert time.monotonic() - begun < 10
