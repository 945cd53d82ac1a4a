"""Opaque cursors of keyset pagination: the sort key of the last item shown, with the name of its list."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import msgspec

from service.store.errors import InvalidCursor

_LARGEST_KEY = 2**63 - 1
_LONGEST_CURSOR = 2000


def cursor_after(listing: str, *key: int | float | str) -> str:
    """The cursor that continues `listing` after the item with this sort key."""
    packed = msgspec.msgpack.encode((listing, *key))
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def key_of(cursor: str, listing: str, *types: type) -> tuple[Any, ...]:
    """The sort key in a cursor; InvalidCursor unless `cursor_after` made it for this listing with these types."""
    if len(cursor) > _LONGEST_CURSOR:
        raise InvalidCursor
    try:
        packed = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        name, *key = msgspec.msgpack.decode(packed, type=list[int | float | str])
    except (ValueError, binascii.Error, msgspec.DecodeError, UnicodeError) as error:
        raise InvalidCursor from error
    sound = name == listing and len(key) == len(types) and all(map(_is_sound, key, types))
    # Only the form that we make is taken, so that one place in a list has one address.
    if not sound or cursor_after(listing, *key) != cursor:
        raise InvalidCursor
    return tuple(key)


def _is_sound(part: int | float | str, kind: type) -> bool:
    if type(part) is not kind:
        return False
    if isinstance(part, int):
        return 0 <= part <= _LARGEST_KEY
    if isinstance(part, float):
        return part == part
    return "\x00" not in part
