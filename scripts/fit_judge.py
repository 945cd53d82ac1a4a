"""Fits what a learned judge's word is worth as a probability, alone and beside a rule's: `JUDGED` in factcheck/thresholds.py.

Usage:

    python -m scripts.fit_judge FOLDER_OF_THE_JUDGE [LABELLED_PAIRS.jsonl ...]

Takes the calibration part of the gold set (tests/gold), which no rule was written against and no model is trained on, and
files of labelled pairs (`a`, `b`, `label` on each line) that the judge was not trained on, a fixed draw of ROWS from each. The
files together weigh as much as the gold set.

Two logistic curves by Newton's method, each pulled towards a prior so that few examples give no wild answer: where a rule reads
a conflict, over its own calibrated log-odds and the judge's; where no rule does and the judge hears a conflict that no guard
objects to, over the judge's. Prints the table to paste, and for the second how many reports would be right from each
threshold on. No random choice but the fixed draw.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from factcheck.checker import Checker
from factcheck.confidence import judged_odds, log_odds, probability
from factcheck.learned.judge import Judge
from factcheck.models import Claim, Finding, Kind, Relation
from factcheck.text.annotate import Annotator
from tests.gold import pairs

ROWS = 800
PULL = 4.0
"""Weight of the pull towards the prior, in examples."""

Floats = npt.NDArray[np.float64]
Example = tuple[list[float], bool, float]
"""Features, whether the pair is a contradiction, weight."""


def labelled(checker: Checker, files: Sequence[Path]) -> Iterator[tuple[str, Claim, Claim, bool]]:
    """The pairs of every source, with its name."""
    for pair in pairs("calibration"):
        a = checker.claim(pair.a, claim_id="a", published_at=pair.published_a)
        yield "gold", a, checker.claim(pair.b, claim_id="b", published_at=pair.published_b), pair.conflicts
    for file in files:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        random.Random(7).shuffle(rows)  # noqa: S311 - a fixed draw
        for row in rows[:ROWS]:
            a, b = checker.claim(row["a"], claim_id="a"), checker.claim(row["b"], claim_id="b")
            yield file.name, a, b, row["label"] == "contradiction"


def ruled(finding: Finding) -> float | None:
    """The log-odds of a conflict that a rule reads and no guard objects to; None where there is none."""
    if finding.relation is not Relation.CONTRADICTION or finding.kind in {None, Kind.LEARNED}:
        return None
    return log_odds(probability(Kind(finding.kind), finding.strength))


def fitted(examples: Sequence[Example], prior: Sequence[float]) -> list[float]:
    """Weights of the features that explain the labels best, near the prior."""
    x = np.array([each[0] for each in examples], dtype=float).reshape(-1, len(prior))
    y = np.array([each[1] for each in examples], dtype=float)
    weight = np.array([each[2] for each in examples], dtype=float)
    start = np.array(prior, dtype=float)
    found = start.copy()
    for _ in range(50):
        said = 1 / (1 + np.exp(-x @ found))
        gradient = x.T @ (weight * (said - y)) + PULL * (found - start)
        bend = (x.T * (weight * said * (1 - said))) @ x + PULL * np.eye(len(prior))
        found -= np.linalg.solve(bend, gradient)
    return [round(float(each), 2) for each in found]


def main() -> None:
    """Print the tables."""
    folder, files = Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]]
    annotator, judge = Annotator.load(), Judge.load(folder)
    alone, advised = Checker(annotator), Checker(annotator, judge)
    typed: list[Example] = []
    unnamed: list[tuple[str, float, bool]] = []
    sources: dict[str, int] = {}
    for source, a, b, conflicts in labelled(alone, files):
        sources[source] = sources.get(source, 0) + 1
        weight = 1.0 if source == "gold" else min(1.0, sources["gold"] / len(files) / ROWS)
        by_rule = ruled(alone.compare_pair(a, b))
        if by_rule is not None:
            heard = judge.judgements([(a.standalone_text, b.standalone_text)])[0]
            typed.append(([1.0, by_rule, judged_odds(heard.contradiction)], conflicts, weight))
            continue
        found = advised.compare_pair(a, b)
        if found.relation is Relation.CONTRADICTION and found.kind is Kind.LEARNED:
            unnamed.append((source, found.strength, conflicts))
    weights = {"gold": 1.0} | {file.name: min(1.0, sources["gold"] / len(files) / ROWS) for file in files}
    learned = [([1.0, judged_odds(share)], right, weights[source]) for source, share, right in unnamed]
    offset, slope = fitted(learned, (0.0, 0.5))
    _print(f"typed: {len(typed)} conflicts, {sum(each[1] for each in typed)} right")
    _print(f"learned: {len(learned)} conflicts, {sum(each[1] for each in learned)} right")
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97):
        kept = [(source, right) for source, share, right in unnamed if share >= threshold]
        by_source = ", ".join(
            f"{source} {sum(right for other, right in kept if other == source)}/{sum(other == source for other, _ in kept)}"
            for source in weights
        )
        _print(f"  from {threshold}: {by_source}")
    _print("JUDGED = {")
    _print(f'    "typed": {tuple(fitted(typed, (0.0, 1.0, 0.2)))},')
    _print(f'    "learned": {(offset, 0.0, slope)},')
    _print("}")


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
