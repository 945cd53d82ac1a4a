"""How often the verdict on two sentences is right, on files of labelled pairs."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from factcheck.checker import Checker
from factcheck.models import Relation

ROWS = 1000
"""At most so many rows of a file are judged, drawn with a fixed seed."""


def report(folder: Path | None, say: Callable[[str], None]) -> str:
    """A table of precision and recall of the verdict "contradiction", or the reason why there is none.

    A file has one JSON object a line: `a`, `b`, and `label`, which is "contradiction", "agreement" or "neutral".
    """
    if folder is None:
        return "Quality was not measured: give a folder of labelled pairs with --pairs."
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        return f"Quality was not measured: {folder} has no *.jsonl file."
    checker = Checker.load()
    lines = ["| pairs | rows | contradictions | P | R | F1 | kinds, right of named |", "|---|---|---|---|---|---|---|"]
    for file in files:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        rows = [row for row in rows if {"a", "b", "label"} <= row.keys()]
        if not rows:
            say(f"  {file.name}: no labelled pairs, left out")
            continue
        random.Random(7).shuffle(rows)  # noqa: S311 - a fixed draw
        rows = rows[:ROWS]
        lines.append(_line(checker, file.name, rows))
        say("  " + lines[-1])
    return "\n".join(lines)


def _line(checker: Checker, name: str, rows: list[dict[str, str]]) -> str:
    hits = said = wanted = 0
    right: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for row in rows:
        finding = checker.compare_pair(checker.claim(row["a"], claim_id="a"), checker.claim(row["b"], claim_id="b"))
        is_one, called = row["label"] == "contradiction", finding.relation is Relation.CONTRADICTION
        wanted += is_one
        said += called
        hits += is_one and called
        if called:
            named[str(finding.kind)] += 1
            right[str(finding.kind)] += is_one
    precision, recall = hits / max(1, said), hits / max(1, wanted)
    score = 2 * precision * recall / max(1e-9, precision + recall)
    kinds = ", ".join(f"{kind} {right[kind]}/{count}" for kind, count in named.most_common())
    return f"| {name} | {len(rows)} | {wanted} | {precision:.2f} | {recall:.2f} | {score:.2f} | {kinds} |"
