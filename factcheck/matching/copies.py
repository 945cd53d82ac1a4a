"""Wire copies and near-duplicates of one text, by MinHash over runs of five words.

After Broder, On the resemblance and containment of documents (1997). Two texts whose signatures agree in half of their
64 values share about half of their five-word runs: independent reports of one event share under a tenth.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from factcheck.models import Article
from factcheck.thresholds import COPY_RESEMBLANCE, SHORTEST_COPY

_WORD = re.compile(r"\w+")
_RUN = 5
_SIZE = 64
_BANDS = 16
_PRIME = np.uint64((1 << 31) - 1)
_SEEDS = np.random.default_rng(1997).integers(1, (1 << 31) - 1, size=(2, _SIZE), dtype=np.uint64)


def signature(text: str) -> tuple[int, ...]:
    """64 MinHash values below 2**31; empty for a text of fewer than SHORTEST_COPY words, which says too little."""
    spoken = [word.lower() for word in _WORD.findall(text)]
    if len(spoken) < SHORTEST_COPY:
        return ()
    runs = {" ".join(spoken[i : i + _RUN]) for i in range(len(spoken) - _RUN + 1)}
    hashes = (
        np.fromiter(
            (int.from_bytes(hashlib.blake2b(run.encode(), digest_size=4).digest()) for run in runs),
            dtype=np.uint64,
            count=len(runs),
        )
        % _PRIME
    )
    lowest = np.full(_SIZE, _PRIME, dtype=np.uint64)
    for first in range(0, len(hashes), 1024):
        part = hashes[first : first + 1024, None]
        lowest = np.minimum(lowest, ((part * _SEEDS[0] + _SEEDS[1]) % _PRIME).min(axis=0))
    return tuple(int(value) for value in lowest)


def bands(values: tuple[int, ...]) -> tuple[int, ...]:
    """16 keys of a signature, each fitting a signed 64-bit column: of two copies at least one is equal.

    With four values a key, two texts that resemble each other by 0.5 meet with a probability of 0.64, by 0.7 of 0.99.
    """
    rows = _SIZE // _BANDS
    return tuple(
        int.from_bytes(
            hashlib.blake2b(repr((first, values[first : first + rows])).encode(), digest_size=8).digest(), signed=True
        )
        for first in range(0, len(values), rows)
    )


def is_copy(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two signatures are of one text, copied or lightly edited."""
    if not one or not other:
        return False
    return sum(a == b for a, b in zip(one, other, strict=True)) / _SIZE >= COPY_RESEMBLANCE


def with_origins(articles: Sequence[Article]) -> tuple[Article, ...]:
    """The articles, each with the id of the first of them that it is a copy of (its own id where it is none)."""
    seen: list[tuple[tuple[int, ...], str]] = []
    found = []
    for article in articles:
        own = signature(article.text)
        origin = next((name for other, name in seen if is_copy(own, other)), article.id)
        seen.append((own, origin))
        found.append(replace(article, origin=origin))
    return tuple(found)
