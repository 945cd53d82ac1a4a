"""`python -m tests.faults`: what is lost, doubled or not found when everything is killed under many posts and imports.

python -m tests.faults                        2,000 articles on SQLite, then on PostgreSQL
python -m tests.faults --articles 400         fewer
python -m tests.faults --database postgresql  on one of the two
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from factcheck.checker import Checker
from factcheck.learned.loading import SHIPPED
from service.serving import logs
from tests.faults.killing import Outcome, disturbed, one_by_one
from tests.postgresql import running_postgresql


def main() -> int:
    """Print a table for each database; 1 where something was lost, doubled, missing, or answered otherwise than it may be."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.faults", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--articles", type=int, default=2_000, metavar="N", help="how many are sent")
    asked.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each part is killed")
    asked.add_argument("--database", choices=["sqlite", "postgresql"], help="one of the two")
    options = asked.parse_args()
    logs.configure("warning")
    sound = True
    with tempfile.TemporaryDirectory(prefix="crosscheck-faults-") as folder, running_postgresql() as server:
        plain = one_by_one(Path(folder) / "plain", options.articles, Checker.load(judge=SHIPPED / "judge"))
        for database in [options.database] if options.database else ["sqlite", "postgresql"]:
            postgresql = server if database == "postgresql" else None
            outcome = disturbed(Path(folder) / database, options.articles, postgresql, rounds=options.rounds)
            print(f"\n{database}\n\n{table(plain, outcome)}", flush=True)
            complaints = outcome.complaints(plain)
            for name, what in complaints.items():
                print(f"{name}: {str(what)[:2000]}", flush=True)
            sound &= not complaints
    return 0 if sound else 1


def table(plain: Outcome, outcome: Outcome) -> str:
    """The figures as a Markdown table."""
    kinds = [kind for kind, _ in outcome.recoveries]
    rows = [
        ("articles sent", f"{len(outcome.sent):,}"),
        ("acknowledged", f"{len(outcome.seen.acknowledged):,}"),
        ("lost, doubled", f"{len(outcome.lost)}, {len(outcome.doubled)}"),
        ("inconsistencies undisturbed", f"{plain.points.total():,}"),
        (
            "missing, extra",
            f"{(plain.points - outcome.points).total()}, {(outcome.points - plain.points).total()}",
        ),
        ("answers", ", ".join(f"{status}: {count:,}" for status, count in sorted(outcome.seen.statuses.items()))),
        ("connections broken", str(outcome.seen.broken)),
        ("longest until an answer", f"{outcome.seen.longest_wait:.1f} s"),
        ("one after the other, undisturbed", f"{plain.seconds:.0f} s"),
        ("all of it, with the kills", f"{outcome.seconds:.0f} s"),
        *(
            (
                f"whole again after {name}",
                ", ".join(f"{seconds:.1f} s" for each, seconds in outcome.recoveries if each == name),
            )
            for name in dict.fromkeys(kinds)
        ),
    ]
    wide = max(len(name) for name, _ in rows)
    return "\n".join(
        ["| what | figure |", "|---|---|", *(f"| {name.ljust(wide)} | {figure} |" for name, figure in rows)]
    )


if __name__ == "__main__":
    sys.exit(main())
