"""`python -m benchmarks [--quick] [--only NAME] [--claims N] [--articles N] [--workers N] [--pairs FOLDER] [--retrieval FOLDER]`.

`--only endurance [--minutes N] [--database postgresql|sqlite] [--rate N]` is the one hour of mixed load.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks import endurance, hostile, measures, quality, retrieval

MEASURES = {
    "start": measures.starting,
    "cached": measures.cached,
    "sizes": measures.sizes,
    "imports": measures.imports,
    "hostile": hostile.hostile,
}


def main() -> int:
    """Run what is asked for; the exit status is 0 when everything could be measured, whatever the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, about a minute")
    parser.add_argument("--only", choices=[*sorted(MEASURES), "endurance", "quality"], help="one group of measurements")
    parser.add_argument("--claims", type=int, metavar="N", help="so many stored claims, for sizes and imports (SQLite)")
    parser.add_argument("--articles", type=int, metavar="N", help="so many imported articles instead of 1,000")
    parser.add_argument("--workers", type=int, metavar="N", help="import with so many workers instead of one, then two")
    parser.add_argument("--pairs", type=Path, metavar="FOLDER", help="also judge the pair files (*.jsonl) of a folder")
    parser.add_argument("--retrieval", type=Path, metavar="FOLDER", help="also search the published claims of a folder")
    parser.add_argument("--minutes", type=float, default=60.0, metavar="N", help="how long the mixed load lasts")
    parser.add_argument("--database", choices=["postgresql", "sqlite"], help="for imports (sqlite) and the mixed load")
    parser.add_argument("--rate", type=float, metavar="N", help="requests a second instead of half the capacity")
    chosen = parser.parse_args()
    if chosen.only == "imports" and chosen.claims and chosen.database == "postgresql":
        parser.error("--claims fills a SQLite store, and --database asks for PostgreSQL")
    extent = measures.QUICK if chosen.quick else measures.FULL
    if chosen.claims:
        extent = replace(extent, sizes=(chosen.claims,), before=chosen.claims if chosen.only == "imports" else 0)
    if chosen.database:
        extent = replace(extent, database=chosen.database)
    if chosen.articles:
        extent = replace(extent, imported=chosen.articles)
    if chosen.workers:
        extent = replace(extent, workers=(chosen.workers,))

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    # Told to stop, it stops what it started too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    rows: list[measures.Row] = []
    began = time.monotonic()
    for name, measure in MEASURES.items():
        if chosen.only in (None, name):
            say(f"{name} ...")
            with tempfile.TemporaryDirectory(prefix="crosscheck-bench-") as folder:
                rows += measure(Path(folder), extent, say)
    print(f"{platform.machine()}, {_cores()}, Python {platform.python_version()}, {platform.system()}")
    if chosen.only == "endurance":
        with tempfile.TemporaryDirectory(prefix="crosscheck-bench-") as folder:
            print(endurance.report(Path(folder), chosen.minutes, chosen.database or "postgresql", chosen.rate, say))
        return 0
    if rows:
        print(table(rows))
    print()
    print(quality.report(chosen.pairs, say))
    print()
    print(retrieval.report(chosen.retrieval, say))
    say(f"took {time.monotonic() - began:.0f} s")
    return 0


def table(rows: list[measures.Row]) -> str:
    """The rows as a Markdown table, with columns that line up in a terminal too."""
    cells = [("measured", "on", "figure", "aim"), *((row.what, row.size, row.figure, row.aim) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cores() -> str:
    try:
        names = {
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        }
        model = ", ".join(sorted(names))
    except OSError:
        model = ""
    return f"{len(os.sched_getaffinity(0))} cores {model}".strip()


if __name__ == "__main__":
    sys.exit(main())
