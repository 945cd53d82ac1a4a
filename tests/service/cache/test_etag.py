"""Entity tags and how `If-None-Match` is read."""

from __future__ import annotations

import pytest

from service.cache.etag import etag, matches

TAG = etag(b"Emma")

CASES = [
    (TAG, True),
    ("*", True),
    (" * ", True),
    (f"W/{TAG}", True),
    (f'"other", {TAG}', True),
    (f'"other",W/{TAG} ,"third"', True),
    ('"other"', False),
    ("", False),
    (TAG.strip('"'), False),
    (f"w/{TAG}", False),
    ('"*"', False),
]


def test_a_tag_is_quoted_and_depends_on_nothing_but_the_bytes() -> None:
    assert TAG.startswith('"')
    assert TAG.endswith('"')
    assert etag(b"Emma") == TAG
    assert etag(b"Emma ") != TAG


@pytest.mark.parametrize(("header", "expected"), CASES, ids=[header or "empty" for header, _ in CASES])
def test_if_none_match_is_compared_weakly(header: str, expected: bool) -> None:
    assert matches(header, TAG) is expected
