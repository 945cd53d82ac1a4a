"""Which published fact-checks mean much the same as a text: their vectors, all compared with the text's.

Exact, and for the numbers there are the simplest thing that is fast enough (docs/adr/0009): each process keeps the vectors
in memory, a byte a number, and reads what is new of them when something was written since it last looked.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from factcheck.learned.vectors import Vectors, numbers, unpack
from factcheck.matching.ranking_terms import plain
from service.store import Transaction

if TYPE_CHECKING:
    from factcheck.learned.encoder import Encoder

MOST: Final = 200_000
"""Vectors that a process keeps, 396 bytes each: 80 MB. Where there are more, only what the index of words offers is ranked."""

_AT_ONCE: Final = 4_096


@dataclass(frozen=True, slots=True)
class Likenesses:
    """The cosines of fact-checks, by number in rising order, with one text."""

    seqs: npt.NDArray[np.int64]
    cosines: Vectors

    def of(self, seq: int) -> float | None:
        """That of this fact-check; None where it has no vector."""
        place = int(np.searchsorted(self.seqs, seq))
        known = place < len(self.seqs) and self.seqs[place] == seq
        return float(self.cosines[place]) if known else None

    def nearest(self, limit: int, least: float) -> tuple[int, ...]:
        """The fact-checks with the highest cosines, none below `least`; ties go to the earlier."""
        places = np.flatnonzero(self.cosines >= least)
        order = np.lexsort((places, -self.cosines[places]))[:limit]
        return tuple(int(seq) for seq in self.seqs[places[order]])


@dataclass(frozen=True, slots=True)
class _Known:
    """The vectors of one generation of the store, rows in the order of the fact-checks' numbers; `last` was made last."""

    generation: int = -1
    last: int = 0
    too_many: bool = False
    seqs: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    rows: npt.NDArray[np.int8] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int8))
    lengths: Vectors = field(default_factory=lambda: np.zeros(0, dtype=np.float32))


class Meaning:
    """Texts and published fact-checks as vectors of one encoder; may be used by several threads, and after a fork."""

    def __init__(self, encoder: Encoder) -> None:
        self.version = encoder.version
        self._encoder = encoder
        self._lock = threading.Lock()
        self._known = _Known()

    def vectors(self, texts: list[str]) -> Vectors:
        """A vector for each text; links and the signs of a post's tags are left out."""
        return self._encoder.encode([plain(text) for text in texts])

    def likenesses(self, transaction: Transaction, text: str, offered: tuple[int, ...]) -> Likenesses:
        """How much every fact-check that has a vector is like a text; where there are too many, only those offered.

        There may be numbers among them that this transaction does not know: another thread has seen a later moment.
        """
        (vector,) = self.vectors([text])
        generation = transaction.generation()
        with self._lock:
            if generation > self._known.generation:
                self._known = _refreshed(self._known, transaction, self.version, generation)
            known = self._known
        if known.too_many:
            few = dict(sorted(transaction.embeddings.of(self.version, offered).items()))
            cosines = unpack(list(few.values())) @ vector if few else np.zeros(0, dtype=np.float32)
            return Likenesses(np.fromiter(few, dtype=np.int64), cosines)
        cosines = np.empty(len(known.seqs), dtype=np.float32)
        for first in range(0, len(cosines), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            # As 32-bit numbers a part fits the processor's cache, and their product is the fast one.
            np.matmul(known.rows[part].astype(np.float32), vector, out=cosines[part])
        return Likenesses(known.seqs, cosines / known.lengths)


def load_meaning(folder: Path | None) -> Meaning | None:
    """The meaning of texts by the encoder in a folder; None where there is none. Raises ModelError."""
    if folder is None:
        return None
    # What runs a model takes time and memory to load, which a service without one does not spend.
    from factcheck.learned.encoder import Encoder

    return Meaning(Encoder.load(folder))


def _refreshed(known: _Known, transaction: Transaction, encoder: str, generation: int) -> _Known:
    made = transaction.embeddings.made(encoder)
    if made.count > MOST:
        return _Known(generation, too_many=True)
    if (made.count, made.last) == (len(known.seqs), known.last):
        return replace(known, generation=generation, too_many=False)
    new = transaction.embeddings.made_after(encoder, known.last)
    kept = ~np.isin(known.seqs, list(new))
    if int(kept.sum()) + len(new) != made.count:  # some were deleted: which, only the whole tells
        kept, new = np.zeros(len(known.seqs), dtype=bool), transaction.embeddings.made_after(encoder, 0)
    return _joined(known, kept, new, generation, made.last)


def _joined(known: _Known, kept: npt.NDArray[np.bool_], new: Mapping[int, bytes], generation: int, last: int) -> _Known:
    seqs, rows, lengths = known.seqs[kept], known.rows[kept], known.lengths[kept]
    if new:
        added = numbers(list(new.values()))
        long = np.linalg.norm(added.astype(np.float32), axis=1).astype(np.float32)
        seqs = np.concatenate([seqs, np.fromiter(new, dtype=np.int64, count=len(new))])
        rows = np.concatenate([rows, added]) if len(rows) else added
        lengths = np.concatenate([lengths, np.maximum(long, 1)])
    order = np.argsort(seqs, kind="stable")
    return _Known(generation, last, False, seqs[order], rows[order], lengths[order])
