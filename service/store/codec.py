"""Claims as bytes: msgpack of the frozen value, compressed, under a version number.

A claim carries its tokens, so that it can be compared again without reading its article again. Field names repeat for
each token, which is why compressing saves two thirds of the space for ten microseconds.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import msgspec

from factcheck.models import Claim

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class _Worded:
    """The one field of a claim by which it is chosen among many."""

    text: str


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Claim)
_text_decoder = msgspec.msgpack.Decoder(_Worded)

_KEPT: Final = 2_048
"""Decoded claims, about ten kilobytes each, that a process keeps under their bytes. New articles meet the claims of a
story again and again; and what comparing worked out for a claim is kept as long as it is the same object."""


@lru_cache(maxsize=_KEPT)
def _decode_first(analysis: bytes) -> Claim:
    return _decoder.decode(zlib.decompress(analysis))


def _text_of_first(analysis: bytes) -> str:
    return _text_decoder.decode(zlib.decompress(analysis)).text


# A change of `Claim` that msgspec cannot read old rows with gets the next number, and readers of the old ones here: of
# the whole claim and of its text.
_readers: Final[dict[int, tuple[Callable[[bytes], Claim], Callable[[bytes], str]]]] = {
    1: (_decode_first, _text_of_first)
}


def encode(claim: Claim) -> bytes:
    """The claim as bytes of codec `VERSION`."""
    return seal(pack(claim))


def pack(claim: Claim) -> bytes:
    """The claim as msgpack."""
    return _encoder.encode(claim)


def seal(packed: bytes) -> bytes:
    """What `pack` gave, as it is stored."""
    return zlib.compress(packed, 1)


def decode(codec: int, analysis: bytes) -> Claim:
    """The claim that `encode` of that codec's time was given; times come back in UTC."""
    return _readers[codec][0](analysis)


def decode_text(codec: int, analysis: bytes) -> str:
    """The text of that claim, for a quarter of the time."""
    return _readers[codec][1](analysis)
