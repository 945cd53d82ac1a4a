"""How good a judge is by itself on pairs that it was not trained on: contradiction against everything else."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import tokenizers

from training.pairs import LABELS, MEASURED, Pair, read


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision and recall of contradiction where it is the likeliest class, the best F1 of any threshold, average
    precision, and accuracy over three classes, each in [0, 1]; NaN where nothing was called a contradiction."""

    pairs: int
    contradictions: int
    precision: float
    recall: float
    best_f1: float
    average_precision: float
    accuracy: float


class Reader:
    """A judge's folder, run as the service runs it: a pair at a time, both orders, averaged."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(folder / "model.onnx", options)
        self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(json.loads((folder / "card.json").read_text())["max_tokens"])
        named = json.loads((folder / "config.json").read_text())["id2label"]
        self._order = [next(int(place) for place, name in named.items() if name == label) for label in LABELS]

    def probabilities(self, a: str, b: str) -> npt.NDArray[np.float64]:
        """Of agreement, contradiction and neutral."""
        both = [self._tokenizer.encode(a, b), self._tokenizer.encode(b, a)]
        inputs = {
            "input_ids": np.asarray([known.ids for known in both]),
            "attention_mask": np.asarray([known.attention_mask for known in both]),
            "token_type_ids": np.asarray([known.type_ids for known in both]),
        }
        logits = np.asarray(self._session.run(None, inputs)[0], dtype=np.float64)[:, self._order]
        powers = np.exp(logits - logits.max(1, keepdims=True))
        mean: npt.NDArray[np.float64] = (powers / powers.sum(1, keepdims=True)).mean(0)
        return mean


def score(answers: Sequence[npt.NDArray[np.float64]], labels: Sequence[str]) -> Figures:
    """The figures of some answers."""
    probabilities = np.asarray(answers)
    wrong = np.asarray([label == "contradiction" for label in labels])
    verdicts = probabilities.argmax(1)
    said = verdicts == 1
    hits = int((said & wrong).sum())
    order = np.argsort(-probabilities[:, 1], kind="stable")
    found = np.cumsum(wrong[order])
    precision = found / np.arange(1, len(order) + 1)
    total = int(wrong.sum())
    f1 = 2 * found / (np.arange(1, len(order) + 1) + total)
    right = [LABELS[verdict] == label for verdict, label in zip(verdicts, labels, strict=True)]
    return Figures(
        len(labels),
        total,
        hits / int(said.sum()) if said.any() else math.nan,
        hits / total if total else math.nan,
        float(f1.max()),
        float(precision[wrong[order]].mean()) if total else math.nan,
        sum(right) / len(right),
    )


def gold(folder: Path) -> list[Pair]:
    """The pairs of the gold set's tuning part; what is no contradiction and no agreement counts as neutral."""
    pairs = []
    for file in sorted(folder.glob("*.toml")):
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["pair"]:
            label = row["relation"] if row["relation"] in LABELS else "neutral"
            pairs.append(Pair(row["a"], row["b"], label, f"gold:{file.stem}"))
    return pairs


def table(judge: Path, sets: Path, gold_folder: Path | None, most: int | None = None) -> str:
    """A table in Markdown with the figures on every set that measures, `most` pairs of each."""
    reader = Reader(judge)
    lines = ["| set | pairs | P | R | best F1 | AP | accuracy |", "|---|---|---|---|---|---|---|"]
    parts = {name: list(read(sets / "pairs" / f"{name}.jsonl")) for name in MEASURED}
    if gold_folder:
        parts["own gold set, tuning part"] = gold(gold_folder)
    for name, pairs in parts.items():
        chosen = sorted(pairs, key=lambda pair: pair.digest)[:most]
        known = score([reader.probabilities(pair.a, pair.b) for pair in chosen], [pair.label for pair in chosen])
        numbers = (known.precision, known.recall, known.best_f1, known.average_precision, known.accuracy)
        lines.append(f"| {name} | {known.pairs} | " + " | ".join(f"{number:.2f}" for number in numbers) + " |")
    return "\n".join(lines)
