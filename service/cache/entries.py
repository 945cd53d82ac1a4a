"""A finished answer, and the bytes it is kept as.

The frame is: a mark, the digest of the key, the length of the head and of the body, the head (status, then one line a
header), the body. The digest stands inside so that an answer read under a wrong key is known for what it is.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_FRAME = struct.Struct("!4s20sII")
_MARK = b"CCR1"

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished answer: status line, headers (with the entity tag, without those of a single request) and body."""

    status: str
    headers: Headers
    body: bytes
    etag: str


def encode(entry: Entry, digest: bytes) -> bytes:
    """The entry as bytes to keep under the key of this digest (20 bytes)."""
    lines = [entry.status, entry.etag, *(f"{name}:{value}" for name, value in entry.headers)]
    head = "\n".join(lines).encode("latin-1")
    return b"".join((_FRAME.pack(_MARK, digest, len(head), len(entry.body)), head, entry.body))


def decode(kept: bytes, digest: bytes) -> Entry | None:
    """The entry again, or None where the bytes are cut short, of another format or kept for another key."""
    if len(kept) < _FRAME.size:
        return None
    mark, owner, head_length, body_length = _FRAME.unpack_from(kept)
    if mark != _MARK or owner != digest or len(kept) != _FRAME.size + head_length + body_length:
        return None
    head_end = _FRAME.size + head_length
    status, tag, *lines = kept[_FRAME.size : head_end].decode("latin-1").split("\n")
    headers = []
    for line in lines:
        name, _, value = line.partition(":")
        headers.append((name, value))
    return Entry(status, headers, kept[head_end:], tag)
