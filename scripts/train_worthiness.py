"""Trains the model of check-worthiness and writes factcheck/lexicon/worthiness.tsv.

Usage, with two files of JSON lines {"text": ..., "label": true | false}, the second only measured:

    python scripts/train_worthiness.py train.jsonl dev.jsonl factcheck/lexicon/worthiness.tsv

The data are the English part of task 1 of CLEF CheckThat! 2024 (sentences of political debates, labelled worth checking
or not), which its organisers give out for research; no sentence of it is part of the weights. The features are those of
`factcheck.extraction.worthiness`, so that a sentence is read as the service reads it. A feature is kept where it occurs
in RAREST sentences or more and has no word in it that is mostly written with a capital: what names somebody or
something must not count. Logistic regression with an L2 penalty, fitted by L-BFGS: convex, without a random start, so
the same data give the same weights. About six minutes, nearly all of it parsing.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from factcheck.extraction.statements import is_claim
from factcheck.extraction.worthiness import features
from factcheck.models import Sentence
from factcheck.text.annotate import Annotator

RAREST = 14
"""Sentences in which a feature must occur."""

MOSTLY_CAPITAL = 0.3
"""Share of a word's occurrences within sentences with a capital, from which it is taken for a part of a name."""

PENALTY = 0.2
"""Of the L2 norm of the weights, against the sum of the logistic losses."""

CUT = 0.4
"""The probability that becomes 0.5: what is worth checking is a quarter of the data, and F1 is best below a half."""

ROUNDS = 200
"""Most steps of L-BFGS; it is done after fewer."""

Row = tuple[bool, list[Sentence]]


@dataclass(frozen=True)
class Matrix:
    """Rows of ones, each divided by the root of its length, as a list of columns and where each row begins."""

    columns: np.ndarray[Any, Any]
    starts: np.ndarray[Any, Any]
    values: np.ndarray[Any, Any]
    width: int

    def times(self, weights: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """One number a row."""
        return np.add.reduceat(self.values * weights[self.columns], self.starts)

    def transposed_times(self, rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """One number a column."""
        lengths = np.diff(np.append(self.starts, len(self.columns)))
        return np.bincount(self.columns, self.values * np.repeat(rows, lengths), self.width)


def parsed(path: Path, annotator: Annotator) -> list[Row]:
    """The rows of a file with their annotated sentences."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(bool(row["label"]), list(annotator.annotate(row["text"]))) for row in rows]


def capitalised(rows: Iterable[Row]) -> frozenset[str]:
    """The words that are mostly written with a capital where nothing but a name asks for one."""
    all_, upper = Counter[str](), Counter[str]()
    for _, sentences in rows:
        for sentence in sentences:
            for before, token in zip(sentence.tokens, sentence.tokens[1:], strict=False):
                if before.pos != "PUNCT" and token.text[0].isalpha() and token.text != "I":
                    for form in {token.text.lower(), token.lemma.lower()}:
                        all_[form] += 1
                        upper[form] += token.text[0].isupper()
    return frozenset(word for word, count in all_.items() if upper[word] >= MOSTLY_CAPITAL * count)


def matrix(rows: list[frozenset[str]], vocabulary: dict[str, int]) -> Matrix:
    """The rows as numbers; column 0 is the constant."""
    columns, starts, values = [], [], []
    for row in rows:
        found = sorted(vocabulary[each] for each in row if each in vocabulary)
        starts.append(len(columns))
        columns += [0, *found]
        values += [1.0, *[1 / len(found) ** 0.5] * len(found)]
    return Matrix(np.array(columns), np.array(starts), np.array(values), len(vocabulary) + 1)


def fitted(found: Matrix, labels: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The weights of least penalised loss."""
    signs = 2.0 * labels - 1

    def loss(weights: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        margins = signs * found.times(weights)
        penalised = np.concatenate([[0.0], weights[1:]])
        slopes = -signs / (1 + np.exp(margins))
        return (
            float(np.logaddexp(0, -margins).sum() + PENALTY / 2 * penalised @ penalised),
            found.transposed_times(slopes) + PENALTY * penalised,
        )

    return minimised(loss, np.zeros(found.width))


def minimised(
    loss: Callable[[np.ndarray[Any, Any]], tuple[float, np.ndarray[Any, Any]]], point: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """L-BFGS with ten remembered steps and a backtracking line search (Nocedal and Wright, algorithm 7.5)."""
    value, slope = loss(point)
    remembered: deque[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]] = deque(maxlen=10)
    for _ in range(ROUNDS):
        direction, shares = slope.copy(), []
        for step, change in reversed(remembered):
            share = step @ direction / (step @ change)
            direction -= share * change
            shares.append(share)
        if remembered:
            step, change = remembered[-1]
            direction *= step @ change / (change @ change)
        for (step, change), share in zip(remembered, reversed(shares), strict=True):
            direction += step * (share - change @ direction / (step @ change))
        size = 1.0 if remembered else 1 / max(1.0, float(np.linalg.norm(slope)))
        while True:
            following = point - size * direction
            new_value, new_slope = loss(following)
            if new_value <= value - 1e-4 * size * float(slope @ direction) or size < 1e-10:
                break
            size /= 2
        remembered.append((following - point, new_slope - slope))
        done = value - new_value < 1e-6 * value
        point, value, slope = following, new_value, new_slope
        if done:
            break
    return point


def figures(rows: list[Row], weights: dict[str, float]) -> str:
    """Precision, recall and F1 at 0.5 and average precision, a text without a claim scoring 0."""

    def score(sentence: Sentence) -> float:
        found = [weights[each] for each in features(sentence) if each in weights]
        logit = weights[""] + sum(found) / max(1, len(found)) ** 0.5
        worthiness = 1 / (1 + float(np.exp(-logit)))
        return worthiness if is_claim(sentence, worthiness) else 0.0

    ranked = sorted(
        ((max((score(each) for each in sentences), default=0.0), label) for label, sentences in rows),
        key=lambda each: -each[0],
    )
    all_ = sum(label for _, label in ranked)
    chosen = [label for worthiness, label in ranked if worthiness >= 0.5]
    precision, recall = sum(chosen) / len(chosen), sum(chosen) / all_
    hits, total = 0, 0.0
    for position, (_, label) in enumerate(ranked, 1):
        hits += label
        total += label * hits / position
    f1 = 2 * precision * recall / (precision + recall)
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}, average precision {total / all_:.3f}"


def main() -> None:
    """Trains, measures and writes."""
    train, dev, target = (Path(argument) for argument in sys.argv[1:4])
    annotator = Annotator.load()
    rows = parsed(train, annotator)
    read = [frozenset().union(*(features(each) for each in sentences)) for _, sentences in rows]
    names = capitalised(rows)
    counts = Counter(feature for row in read for feature in row)
    kept = sorted(
        feature for feature, count in counts.items() if count >= RAREST and not names & set(feature.split(" "))
    )
    found = fitted(
        matrix(read, {feature: n for n, feature in enumerate(kept, 1)}), np.array([label for label, _ in rows])
    )
    rounded = np.rint(100 * found).astype(int)
    constant = int(np.rint(100 * (found[0] + np.log((1 - CUT) / CUT))))
    weights = {"": constant, **{feature: int(n) for feature, n in zip(kept, rounded[1:], strict=True) if n}}
    real = {feature: n / 100 for feature, n in weights.items()}
    head = [
        "Weights of the features of factcheck.extraction.worthiness, in hundredths; the first, without a name, is the",
        "constant. Made by scripts/train_worthiness.py, which says what the data are and how it goes; not to be edited.",
        f"Training data: CLEF CheckThat! 2024, task 1, English, training part, {len(rows)} sentences; SHA-256",
        hashlib.sha256(train.read_bytes()).hexdigest(),
        "Licence: given out by the organisers for research; no sentence of the data is in this file.",
        f"Made on {datetime.now(UTC):%Y-%m-%d}; no random numbers are used, so there is no seed.",
        f"Kept: features in {RAREST} sentences or more; L2 penalty {PENALTY}; a probability of {CUT} becomes 0.5.",
    ]
    head.append(f"On the development part, not trained on: {figures(parsed(dev, annotator), real)}.")
    lines = [f"# {line}" for line in head] + [f"{feature}\t{n}" for feature, n in weights.items()]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
