"""Texts as directions: two texts that mean much the same point much the same way, whatever their words.

Rule: a text's vector is the mean of its tokens' vectors, of length 1. "The ferry was cancelled" and "no ship sails today"
lie close; so do "the ferry sails" and "the ferry does not sail": it says what a text is about, not what it says of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from factcheck.learned.loading import MODEL, Card, ModelError, open_session, read_card, run
from factcheck.learned.tokens import Tokenizer
from factcheck.learned.vectors import Vectors, unit

if TYPE_CHECKING:
    import onnxruntime

_TRIAL: Final = ("The ferry was cancelled.", "No ship sails today.")


class Encoder:
    """A model that turns texts into vectors; may be used by several threads, and by the children of a fork."""

    def __init__(self, card: Card, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self.name = card.name
        self.version = card.version
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path) -> Encoder:
        """The encoder of a folder: `card.json`, `model.onnx` and `tokenizer.json`. Raises ModelError where a file is not
        what the card says, or the model gives no vector for a text."""
        card = read_card(folder, "encoder")
        encoder = cls(card, open_session(folder), Tokenizer(folder, card.max_tokens))
        if not np.isfinite(encoder.encode(_TRIAL)).all():
            raise ModelError(MODEL, "gives vectors that are not numbers")
        return encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A vector of length 1 for each text, in order; the same text has the same vector, whatever is asked beside it.

        Raises ModelError.
        """
        # One by one: an int8 model measures its numbers anew for each run, so that a text would get another vector in
        # other company, and a batch is no faster on one thread.
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32)

    def _vector(self, text: str) -> Vectors:
        (batch,) = self._tokenizer.batches([text])
        tokens = run(self._session, batch.inputs)
        if tokens.ndim != 3 or tokens.shape[:2] != batch.inputs["input_ids"].shape:
            raise ModelError(MODEL, "gives no vector for each token")
        return unit(tokens[0].mean(axis=0))
