"""Texts, or pairs of texts, as the numbers a model reads, in batches of like length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from factcheck.learned.loading import TOKENIZER, ModelError

Text = str | tuple[str, str]
"""What is read at once: a text, or two that a model sees side by side."""

MOST_PADDED: Final = 2048
"""Tokens of one batch with what fills its shorter rows: larger ones leave the processor's cache and win no time."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some texts for one run: `places` says which of those that were given, a row each in every input."""

    places: tuple[int, ...]
    inputs: dict[str, npt.NDArray[np.int64]]


class Tokenizer:
    """Reads texts as numbers, cut to the length that a model can take; of a pair, the longer text is cut first.

    It starts no threads, and may be used by several.
    """

    def __init__(self, folder: Path, max_tokens: int) -> None:
        """Raises ModelError."""
        import tokenizers  # a service without a model does not spend time and memory on it

        try:
            self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / TOKENIZER))
        except Exception:  # noqa: BLE001 - it raises nothing narrower
            raise ModelError(TOKENIZER, "is no tokenizer that can be read") from None
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)

    def batches(self, texts: Sequence[Text]) -> Iterator[Batch]:
        """The texts in batches, the longest first, ties in the order given; each is in one of them."""
        # One by one: the library reads a list of texts with threads of its own, which workers would fight over.
        read = [
            self._tokenizer.encode(*text) if isinstance(text, tuple) else self._tokenizer.encode(text) for text in texts
        ]
        order = sorted(range(len(read)), key=lambda place: -len(read[place]))
        while order:
            longest = max(1, len(read[order[0]]))
            places, order = order[: max(1, MOST_PADDED // longest)], order[max(1, MOST_PADDED // longest) :]
            ids, mask, types = np.zeros((3, len(places), longest), dtype=np.int64)
            for row, place in enumerate(places):
                known = read[place]
                ids[row, : len(known)], types[row, : len(known)], mask[row, : len(known)] = known.ids, known.type_ids, 1
            yield Batch(tuple(places), {"input_ids": ids, "attention_mask": mask, "token_type_ids": types})
