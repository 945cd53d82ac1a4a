"""Whether two texts say the same, exclude each other or neither, as a small cross-encoder reads them.

Rule: a model of entailment reads both texts at once, in either order, and the mean of the two readings counts, so that it
never matters which text comes first. Which of its outputs means what is read from `id2label` of its own `config.json`: models
differ in that, and a guess would turn agreement into contradiction.

Each pair is a run of its own with its two orders, which are of one length. Larger batches are hardly faster on one thread,
and a quantized model answers a little differently in other company: a pair would be judged by its neighbours.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from factcheck.learned.loading import CARD, MODEL, Card, ModelError, open_session, read_card, read_json, run
from factcheck.learned.tokens import Tokenizer
from factcheck.models import Judgement

if TYPE_CHECKING:
    import onnxruntime

CONFIG: Final = "config.json"
"""Where the names of a model's classes are."""

AGREEMENT, CONTRADICTION, NEUTRAL = range(3)
"""The columns of what a judge answers."""

NAMES: Final = {
    "agreement": AGREEMENT,
    "entailment": AGREEMENT,
    "entail": AGREEMENT,
    "contradiction": CONTRADICTION,
    "contradict": CONTRADICTION,
    "neutral": NEUTRAL,
}
"""What models of entailment call their classes."""

KEPT: Final = 16_384
"""Pairs whose judgement a process keeps, some 250 bytes each."""

MOST_TOKENS: Final = 128
"""Tokens that are read of a pair where the model's folder does not say: two long sentences of news have 120."""

_SENTENCES: Final = (
    "The regional council approved the new tram line on Tuesday after a debate of six hours and two adjournments.",
    "Councillors put off their vote on the tram line, which opponents say would cost far more than was planned.",
)
_TRIAL: Final = ("The gate is open.", "The gate is not open.")


class Judge:
    """A cross-encoder with three classes; may be used by several threads."""

    def __init__(
        self,
        name: str,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        columns: tuple[int, int, int],
        kept: int,
        *,
        articles: bool = True,
    ) -> None:
        """`columns` are the places of agreement, contradiction and neutral in the model's output; `articles` as a card has it."""
        self.name = name
        self.articles = articles
        self._session = session
        self._tokenizer = tokenizer
        self._columns = list(columns)
        self._most_kept = kept
        self._kept: OrderedDict[bytes, Judgement] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def load(cls, folder: Path, *, kept: int = KEPT) -> Judge:
        """The judge of a folder: `model.onnx`, `tokenizer.json`, `config.json` and, where there is one, `card.json`.

        The judgements of the last `kept` pairs are kept. Files that a card names are held against their SHA-256. Raises
        ModelError where anything is missing, where the classes are not the three that are needed, or where the model
        cannot read a pair.
        """
        card = read_card(folder, "judge") if (folder / CARD).exists() else None
        columns = columns_of(folder, card)
        tokenizer = Tokenizer(folder, card.max_tokens if card else MOST_TOKENS)
        session = open_session(folder)
        name, articles = (card.name, card.articles) if card else (folder.name, True)
        judge = cls(name, session, tokenizer, columns, kept, articles=articles)
        judge._try()
        return judge

    def judge(self, pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.float32]:
        """Probabilities of agreement, contradiction and neutral, a row a pair, in order; they do not depend on the order
        of a pair's texts. Of a pair that was judged before the answer is kept. Raises ModelError."""
        rows = [(each.agreement, each.contradiction, each.neutral) for each in self.judgements(pairs)]
        return np.array(rows, dtype=np.float32).reshape(-1, 3)

    def judgements(self, pairs: Iterable[tuple[str, str]]) -> tuple[Judgement, ...]:
        """The same as values."""
        return tuple(map(self._judgement, pairs))

    def contradicting(self, pairs: Iterable[tuple[str, str]]) -> tuple[float, ...]:
        """How likely each pair contradicts itself when read in the order given, 0 to 1: half the work, and not kept.

        For asking what becomes of a judgement when words are left out.
        """
        return tuple(float(self._read([pair])[0, CONTRADICTION]) for pair in pairs)

    def speed(self) -> float:
        """Pairs of sentences of news, some 45 tokens both, that one thread judges in a second; takes a second to tell."""
        started, judged = time.perf_counter(), 0
        while time.perf_counter() - started < 1:
            self._read([_SENTENCES, _SENTENCES[::-1]])
            judged += 1
        return judged / (time.perf_counter() - started)

    def _judgement(self, pair: tuple[str, str]) -> Judgement:
        first, second = sorted(pair)
        key = hashlib.blake2b(f"{len(first)} {first}{second}".encode("utf-8", "replace"), digest_size=16).digest()
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        agreement, contradiction, neutral = self._read([(first, second), (second, first)]).mean(axis=0).tolist()
        judged = Judgement(agreement, contradiction, neutral)
        with self._lock:
            self._kept[key] = judged
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)
        return judged

    def _read(self, texts: Sequence[tuple[str, str]]) -> npt.NDArray[np.float32]:
        """The probabilities of each text pair as it stands."""
        read = np.empty((len(texts), 3), dtype=np.float32)
        for batch in self._tokenizer.batches(texts):
            logits = run(self._session, batch.inputs)
            if logits.shape != (len(batch.places), 3):
                raise ModelError(
                    MODEL, f"has an output of shape {list(logits.shape)} where three classes a pair are needed"
                )
            powers = np.exp(logits - logits.max(axis=1, keepdims=True))
            read[list(batch.places)] = (powers / powers.sum(axis=1, keepdims=True))[:, self._columns]
        return read

    def _try(self) -> None:
        """Raises ModelError where the model cannot read a pair of sentences."""
        inputs = {each.name for each in self._session.get_inputs()}
        wanted = {"input_ids", "attention_mask", "token_type_ids"}
        if not {"input_ids"} <= inputs <= wanted:
            raise ModelError(MODEL, f"takes {', '.join(sorted(inputs))}, not input_ids, attention_mask, token_type_ids")
        if not np.isfinite(self._read([_TRIAL])).all():
            raise ModelError(MODEL, "does not answer with numbers")


def hears_articles(folder: Path) -> bool:
    """Whether the judge of a folder is asked when articles are read, as its card has it. Raises ModelError."""
    return not (folder / CARD).exists() or read_card(folder, "judge").articles


def columns_of(folder: Path, card: Card | None = None) -> tuple[int, int, int]:
    """The places of agreement, contradiction and neutral in a model's output, as `id2label` of its config has them.

    Raises ModelError where they are not said, not these three, or said otherwise on the card.
    """
    written = read_json(folder, CONFIG).get("id2label")
    if not isinstance(written, dict) or not written:
        raise ModelError(CONFIG, "has no id2label: nothing says which output means what")
    if set(written) != {str(place) for place in range(len(written))}:
        raise ModelError(CONFIG, "has an id2label that does not number its classes from 0")
    labels = [str(written[str(place)]) for place in range(len(written))]
    classes = [NAMES.get(label.strip().lower()) for label in labels]
    if sorted(-1 if each is None else each for each in classes) != [AGREEMENT, CONTRADICTION, NEUTRAL]:
        raise ModelError(
            CONFIG, f"names the classes {', '.join(labels)[:200]}; needed are entailment, contradiction, neutral"
        )
    if card is not None and card.labels and [NAMES.get(label.strip().lower()) for label in card.labels] != classes:
        raise ModelError(CARD, f"has its labels in another order than {CONFIG}")
    return classes.index(AGREEMENT), classes.index(CONTRADICTION), classes.index(NEUTRAL)
