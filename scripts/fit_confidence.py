"""Fits what a detector's strength is worth as a probability: `CALIBRATION` in factcheck/thresholds.py.

Usage:

    python -m scripts.fit_confidence [LABELLED_PAIRS.jsonl ...]

Takes the calibration part of the gold set (tests/gold), which no rule was written against, and files of labelled pairs (`a`,
`b`, `label` on each line), a fixed draw of ROWS from each. Every conflict that is reported is an example: its strength, and
whether the pair is labelled a contradiction. Per kind a logistic curve over the log-odds of the strength is fitted by Newton's
method. A pull towards the curve of all kinds together, and of that one towards the identity, keeps a kind with few examples
from wild answers. The files together weigh as much as the gold set, so that a large file does not decide alone. No random
choice but the fixed draw; runs in a few minutes.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from factcheck.checker import Checker
from factcheck.confidence import log_odds
from factcheck.models import Kind, Relation
from tests.gold import pairs
from tests.gold.figures import judge

ROWS = 1000
PULL = 8.0
"""Weight of the pull towards the common curve, in examples."""

Example = tuple[Kind, float, bool, float]
"""Kind, strength, whether it is right, weight."""


def examples(checker: Checker, files: Sequence[Path]) -> list[Example]:
    """The reported conflicts of each source, which together weigh as much as the gold set's."""
    gold = [
        (each.finding.kind, each.finding.strength, each.pair.conflicts)
        for each in judge(checker, pairs("calibration"))
        if each.finding.kind and each.alarmed
    ]
    found = [(kind, strength, right, 1.0) for kind, strength, right in gold]
    for file in files:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        random.Random(7).shuffle(rows)  # noqa: S311 - a fixed draw
        reported = []
        for row in rows[:ROWS]:
            finding = checker.compare_pair(checker.claim(row["a"], claim_id="a"), checker.claim(row["b"], claim_id="b"))
            if finding.relation is Relation.CONTRADICTION and finding.kind:
                reported.append((finding.kind, finding.strength, row["label"] == "contradiction"))
        weight = len(gold) / len(files) / max(1, len(reported))
        found += [(*each, min(1.0, weight)) for each in reported]
        print(f"{file.name}: {len(reported)} reported, {sum(right for _, _, right in reported)} right", file=sys.stderr)
    return found


def curve(fitted: Iterable[tuple[float, bool, float]], towards: tuple[float, float]) -> tuple[float, float]:
    """Offset and slope of the logistic curve through weighted (strength, right) examples."""
    points = [(log_odds(strength), float(right), weight) for strength, right, weight in fitted]
    offset, slope = towards
    for _ in range(50):
        pull_offset, pull_slope = PULL * (offset - towards[0]) / 4, PULL * (slope - towards[1])
        gradient = [pull_offset, pull_slope]
        matrix = [PULL / 4, 0.0, PULL]
        for x, right, weight in points:
            said = 1 / (1 + math.exp(-(offset + slope * x)))
            gradient[0] += weight * (said - right)
            gradient[1] += weight * (said - right) * x
            bend = weight * said * (1 - said)
            matrix = [matrix[0] + bend, matrix[1] + bend * x, matrix[2] + bend * x * x]
        determinant = matrix[0] * matrix[2] - matrix[1] ** 2
        offset -= (matrix[2] * gradient[0] - matrix[1] * gradient[1]) / determinant
        slope -= (matrix[0] * gradient[1] - matrix[1] * gradient[0]) / determinant
    return offset, max(slope, 0.05)


def main() -> None:
    """Print the table."""
    found = examples(Checker.load(), [Path(each) for each in sys.argv[1:]])
    common = curve(((strength, right, weight) for _, strength, right, weight in found), (0.0, 1.0))
    print("CALIBRATION = {")
    for kind in Kind:
        own = [(strength, right, weight) for other, strength, right, weight in found if other is kind]
        offset, slope = curve(own, common)
        print(f'    "{kind}": ({offset:.2f}, {slope:.2f}),  # {sum(right for _, right, _ in own)} of {len(own)} right')
    print("}")


if __name__ == "__main__":
    main()
