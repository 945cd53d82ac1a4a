"""The gold set: pairs of claims in news English with the relation that a careful editor would give them.

`tuning/` may be read while rules are written; `measured/` may not, it only says how good they are; the confidence is fitted on
`calibration/`. README.md has the rest.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from factcheck.models import Kind, Relation

FOLDER = Path(__file__).parent
PARTS = ("tuning", "measured")
WAYS = ("rules", "advised")
"""How the set is judged: by the rules alone, and by them with the judge that is shipped."""
GUARDS = (
    "time_succession",
    "part_and_whole",
    "alias_and_synonym",
    "same_name_other_entity",
    "other_measure",
    "approximate_exact",
    "plan_outcome",
    "reported_asserted",
    "conditional",
    "exception",
    "corrected_article",
    "debunking",
)
"""The guards that DESIGN names, each a file of pairs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims, what they are to each other, and what they were written for.

    `topic` is the file: a kind, or a guard. `relations` are all that are right, the best first. `kinds` are the right names of a
    conflict. `guard` is set where a guard has to keep an alarm from being raised.
    """

    name: str
    topic: str
    a: str
    b: str
    relations: tuple[Relation, ...]
    kinds: tuple[Kind, ...]
    guard: str | None
    published_a: datetime | None
    published_b: datetime | None

    @property
    def conflicts(self) -> bool:
        """Whether the two contradict each other."""
        return self.relations[0] is Relation.CONTRADICTION


@cache
def pairs(part: str) -> tuple[Pair, ...]:
    """The pairs of a part, by file and in the order of each file."""
    return tuple(
        Pair(
            name=entry["name"],
            topic=file.stem,
            a=entry["a"],
            b=entry["b"],
            relations=tuple(Relation(each) for each in (entry["relation"], *entry.get("accept", ()))),
            kinds=tuple(Kind(each) for each in entry.get("kinds", [entry["kind"]] if "kind" in entry else [])),
            guard=entry.get("guard"),
            published_a=entry.get("published_a"),
            published_b=entry.get("published_b"),
        )
        for file in sorted((FOLDER / part).glob("*.toml"))
        for entry in tomllib.loads(file.read_text(encoding="utf-8"))["pair"]
    )


def fingerprint(part: str) -> str:
    """SHA-256 over the files of a part: figures belong to one state of the set."""
    content = hashlib.sha256()
    for file in sorted((FOLDER / part).glob("*.toml")):
        content.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return content.hexdigest()
