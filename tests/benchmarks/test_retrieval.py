"""The benchmark of retrieval measures what it is given, and says why where it is given nothing."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.retrieval import report


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")


def test_without_files_the_reason_is_said(tmp_path: Path) -> None:
    assert "--retrieval" in report(None, print)
    assert str(tmp_path) in report(tmp_path, print)


def test_the_right_claim_in_the_first_place_counts_in_full(tmp_path: Path) -> None:
    claims = (
        "A walrus slept on the ferry to Vardo.",
        "The mayor of Lund banned bicycles.",
        "Corn flakes calm patients.",
    )
    write(
        tmp_path / "few_claims.jsonl", [{"id": str(n), "claim": claim, "title": None} for n, claim in enumerate(claims)]
    )
    queries = [{"query": "a walrus on the #VardoFerry!!", "gold": ["0"]}, {"query": "snow in Norwick", "gold": ["1"]}]
    write(tmp_path / "few_queries_dev.jsonl", [dict(query) for query in queries])
    mixed, words = report(tmp_path, print).splitlines()[-2:]
    assert words.startswith("| few_queries_dev: words | 2 | 0.500 | 0.500 | 0.500 | ")
    assert mixed.startswith("| few_queries_dev: words and encoder | 2 | 0.500 | 0.500 | 0.500 | - | - | ")
