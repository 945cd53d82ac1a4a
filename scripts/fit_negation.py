"""Fit the weights with which `factcheck.contradictions.negation` weighs a denial in other words.

    python scripts/fit_negation.py FILE.jsonl:WEIGHT[:FIRST_ROWS] ...

Each file has rows `{"a", "b", "label"}` (gzip by its suffix), label "contradiction" for pairs that cannot both be true;
a row counts WEIGHT times. Of FIRST_ROWS, only so many rows after a fixed shuffle are taken, so that the others can
tell whether the weights carry over. Of a pair with several negated clauses the likeliest counts (four rounds).
Prints the lines for `factcheck/thresholds.py`.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from factcheck.checker import Checker
from factcheck.contradictions.negation import features
from factcheck.matching.alignment import match
from factcheck.matching.arguments import View
from factcheck.matching.denied import FEATURES
from factcheck.text.clauses import clauses_of

ROUNDS, STEPS, RIDGE, SEED = 4, 30, 3.0, 7

Numbers = NDArray[np.float64]


def _rows(source: str) -> Iterator[tuple[str, str, bool, float]]:
    path, weight, *first = source.split(":")
    content = Path(path).read_bytes()
    text = gzip.decompress(content) if path.endswith(".gz") else content
    rows = [json.loads(line) for line in text.decode().splitlines() if line.strip()]
    random.Random(SEED).shuffle(rows)  # noqa: S311 - a fixed draw
    for row in rows[: int(first[0])] if first else rows:
        yield row["a"], row["b"], row["label"] == "contradiction", float(weight)


def _candidates(checker: Checker, sources: list[str]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """One line a negated clause: its numbers, which pair it is of, whether that contradicts, and what it counts."""
    found, pairs, labels, weights = [], [], [], []
    for source in sources:
        for a, b, contradicts, weight in _rows(source):
            pair = match(checker.claim(a, claim_id="a"), checker.claim(b, claim_id="b"))
            for view in View.of(pair):
                for clause in clauses_of(view.near):
                    numbers = features(view, clause)
                    if numbers is not None:
                        found.append([1.0, *(numbers[name] for name in FEATURES)])
                        pairs.append(hash((a, b)))
                        labels.append(contradicts)
                        weights.append(weight)
    return np.array(found), np.array(pairs), np.array(labels, dtype=float), np.array(weights)


def _fitted(lines: Numbers, labels: Numbers, weights: Numbers) -> Numbers:
    """Logistic weights by Newton's method."""
    found = np.zeros(lines.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-lines @ found))
        slope = lines.T @ (weights * (likely - labels)) + RIDGE * found
        curve = (lines * (weights * likely * (1 - likely))[:, None]).T @ lines + RIDGE * np.eye(len(found))
        found -= np.linalg.solve(curve, slope)
    return found


def main(sources: list[str]) -> None:
    """Fit and print."""
    lines, pairs, labels, weights = _candidates(Checker.load(), sources)
    centre, spread = lines.mean(axis=0), lines.std(axis=0) + 1e-9
    centre[0], spread[0] = 0.0, 1.0
    even = (lines - centre) / spread
    likeliest, found = lines[:, 1], np.zeros(lines.shape[1])
    for _ in range(ROUNDS):
        order = np.lexsort((-likeliest, pairs))
        first = np.concatenate(([True], pairs[order][1:] != pairs[order][:-1]))
        chosen = order[first]
        found = _fitted(even[chosen], labels[chosen], weights[chosen])
        likeliest = even @ found
    raw = found / spread
    raw[0] = found[0] - float((raw[1:] * centre[1:]).sum())
    named = zip(("intercept", *FEATURES), raw, strict=True)
    sys.stdout.write(
        "NEGATION_WEIGHTS = {\n" + "".join(f'    "{name}": {weight:.2f},\n' for name, weight in named) + "}\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
