"""How high the right published fact-check stands for a post, on files of claims and queries."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.load import quantile
from factcheck.learned.loading import SHIPPED
from factcheck.matching.ranking import published_level
from factcheck.models import FactCheck, Publisher, Rating
from service.candidates.factchecks import FactCheckIndex
from service.operations.factchecks import FactCheckOperations
from service.operations.nearest import load_meaning
from service.store import create_store
from service.store.records import FactCheckFilter, FactCheckRecord, PageRequest

_AT_ONCE = 500
_FIRST = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found: which of the first twenty are right, the level of the first, and how long it took in seconds."""

    right: tuple[bool, ...]
    wanted: int
    shown: bool
    seconds: float


def report(folder: Path | None, say: Callable[[str], None]) -> str:
    """A table of how high the right fact-check stands, or the reason why there is none.

    The folder has one `*_claims.jsonl` (`id`, `claim`, `title`) and files `*_queries*.jsonl` (`query`, and `gold`, the ids
    of the right claims). MAP@5 is the mean of average precision over the first five, R@20 the share of queries with a
    right one among the first twenty. "Shown" are queries whose first result passes for the same claim, which words alone
    decide. Each file is searched by words alone, and with the encoder that is shipped.
    """
    if folder is None:
        return "Retrieval was not measured: give a folder of claims and queries with --retrieval."
    claims, queries = next(iter(sorted(folder.glob("*_claims.jsonl"))), None), sorted(folder.glob("*_queries*.jsonl"))
    if claims is None or not queries:
        return f"Retrieval was not measured: {folder} has no *_claims.jsonl with *_queries*.jsonl beside it."
    lines = [
        "| queries | n | MAP@5 | P@1 | R@20 | shown | right of shown | p50 | p95 |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory(prefix="crosscheck-bench-") as place:
        store = create_store(f"sqlite:///{place}/crosscheck.db")
        store.migrate()
        ways = {
            "words and encoder": FactCheckOperations(store, FactCheckIndex(), load_meaning(SHIPPED / "encoder")),
            "words": FactCheckOperations(store, FactCheckIndex()),
        }
        reviewed = [_factcheck(row) for row in _rows(claims)]
        began = time.perf_counter()
        for first in range(0, len(reviewed), _AT_ONCE):
            ways["words and encoder"].submit_all(reviewed[first : first + _AT_ONCE])
        say(f"  {len(reviewed):,} fact-checks stored in {time.perf_counter() - began:.1f} s")
        for file in queries:
            for way, operations in ways.items():
                answers = [_answer(operations, row) for row in _rows(file)]
                lines.append(_line(f"{file.stem}: {way}", answers, decides=operations.meaning is None))
                say("  " + lines[-1])
        store.dispose()
    return "\n".join(lines)


def _answer(operations: FactCheckOperations, row: dict[str, Any]) -> Answer:
    began = time.perf_counter()
    page = operations.list(FactCheckFilter(q=row["query"]), PageRequest(limit=_FIRST))
    seconds = time.perf_counter() - began
    found: tuple[FactCheckRecord, ...] = page.items
    right = tuple(record.factcheck.external_id in row["gold"] for record in found)
    shown = bool(found) and published_level(row["query"], found[0].score or 0.0) == "same"
    return Answer(right, len(row["gold"]), shown, seconds)


def _line(name: str, answers: list[Answer], *, decides: bool) -> str:
    """A row of the table; `decides` says whether these scores decide what is shown."""
    count = max(1, len(answers))
    precision = sum(_average_precision(answer) for answer in answers) / count
    first = sum(any(answer.right[:1]) for answer in answers) / count
    recall = sum(any(answer.right) for answer in answers) / count
    shown = [answer for answer in answers if answer.shown]
    times = [answer.seconds for answer in answers]
    right = sum(any(answer.right[:1]) for answer in shown)
    return (
        f"| {name} | {len(answers)} | {precision:.3f} | {first:.3f} | {recall:.3f} "
        f"| {len(shown) if decides else '-'} | {right if decides else '-'} "
        f"| {quantile(times, 0.5) * 1000:.0f} ms | {quantile(times, 0.95) * 1000:.0f} ms |"
    )


def _average_precision(answer: Answer) -> float:
    hits = total = 0.0
    for place, right in enumerate(answer.right[:5], 1):
        if right:
            hits += 1
            total += hits / place
    return total / max(1, min(answer.wanted, 5))


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        yield row


def _factcheck(row: dict[str, Any]) -> FactCheck:
    return FactCheck(
        id="",
        claim_reviewed=row["claim"],
        url=f"https://factcheck.invalid/{row['id']}",
        publisher=Publisher("Benchmark"),
        rating=Rating("unrated"),
        external_id=row["id"],
        title=row["title"],
    )
