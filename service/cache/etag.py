"""Entity tags: the strong validator of an answer, and how a client's `If-None-Match` is read (RFC 9110, section 13)."""

from __future__ import annotations

from hashlib import blake2b


def etag(body: bytes) -> str:
    """The strong entity tag of these bytes, quoted as it stands in the header."""
    return f'"{blake2b(body, digest_size=16).hexdigest()}"'


def matches(if_none_match: str, tag: str) -> bool:
    """Whether the header names the tag: `*`, or a list in which `W/` makes no difference (weak comparison)."""
    if if_none_match == tag:
        return True
    if if_none_match.strip() == "*":
        return True
    wanted = tag.removeprefix("W/")
    # A tag of ours holds no comma, so cutting at commas cannot make one appear that is not in the list.
    return any(listed.strip().removeprefix("W/") == wanted for listed in if_none_match.split(","))
