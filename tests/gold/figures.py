"""What the pipeline says of the gold set, as figures per kind and per guard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.checker import Checker
from factcheck.models import Finding, Kind, Relation
from tests.gold import GUARDS, Pair

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
"""Edges of the reliability table; little below 0.5 is reported."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair and the verdict on it."""

    pair: Pair
    finding: Finding

    @property
    def alarmed(self) -> bool:
        """Whether the pipeline calls it a contradiction."""
        return self.finding.relation is Relation.CONTRADICTION


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with the counts it comes from; a share of nothing is `whole`."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1, rounded down to three digits, so that a figure never looks better than it is."""
        return self.right * 1000 // self.of / 1000 if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.share:.2f} ({self.right}/{self.of})"


def judge(checker: Checker, gold: Iterable[Pair]) -> tuple[Judged, ...]:
    """The verdict on each pair."""
    return tuple(
        Judged(
            pair,
            checker.compare_pair(
                checker.claim(pair.a, claim_id="a", published_at=pair.published_a),
                checker.claim(pair.b, claim_id="b", published_at=pair.published_b),
            ),
        )
        for pair in gold
    )


def precision(judged: Iterable[Judged], kind: Kind | None = None) -> Rate:
    """Of the contradictions reported (of a kind), those that are some."""
    reported = [each for each in judged if each.alarmed and kind in {None, each.finding.kind}]
    return Rate(sum(each.pair.conflicts for each in reported), len(reported))


def recall(judged: Iterable[Judged], kind: Kind | None = None) -> Rate:
    """Of the contradictions (of a kind), those that are reported, under whatever name."""
    wanted = [each for each in judged if each.pair.conflicts and (kind is None or kind in each.pair.kinds)]
    return Rate(sum(each.alarmed for each in wanted), len(wanted))


def named(judged: Iterable[Judged], kind: Kind) -> Rate:
    """Of the contradictions of a kind that are reported, those that are reported under a right name."""
    found = [each for each in judged if each.alarmed and each.pair.conflicts and kind in each.pair.kinds]
    return Rate(sum(each.finding.kind in each.pair.kinds for each in found), len(found))


def silent(judged: Iterable[Judged], guard: str) -> Rate:
    """Of the pairs that a guard must keep from being reported, those that are not: one less the false alarms."""
    guarded = [each for each in judged if each.pair.guard == guard]
    return Rate(sum(not each.alarmed for each in guarded), len(guarded))


def understood(judged: Iterable[Judged], guard: str) -> Rate:
    """Of the pairs of a guard, those whose relation is one that an editor accepts."""
    guarded = [each for each in judged if each.pair.guard == guard]
    return Rate(sum(each.finding.relation in each.pair.relations for each in guarded), len(guarded))


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Every pinned figure by name, each better when higher."""
    pinned = {"precision": precision(judged).share, "recall": recall(judged).share}
    for kind in Kind:
        if kind is not Kind.LEARNED:
            pinned[f"{kind}.precision"] = precision(judged, kind).share
            pinned[f"{kind}.recall"] = recall(judged, kind).share
    for guard in GUARDS:
        pinned[f"{guard}.silent"] = silent(judged, guard).share
        pinned[f"{guard}.understood"] = understood(judged, guard).share
    return pinned


def table(judged: Sequence[Judged]) -> str:
    """The figures for people, in Markdown."""
    lines = [
        "| kind | precision | recall | named right |",
        "|---|---|---|---|",
        *(
            f"| `{kind}` | {precision(judged, kind)} | {recall(judged, kind)} | {named(judged, kind)} |"
            for kind in Kind
            if kind is not Kind.LEARNED
        ),
        f"| all | {precision(judged)} | {recall(judged)} | |",
        "",
        "| guard | no false alarm | relation as an editor has it |",
        "|---|---|---|",
        *(f"| {guard} | {silent(judged, guard)} | {understood(judged, guard)} |" for guard in GUARDS),
    ]
    return "\n".join(lines)


def reliability(judged: Sequence[Judged]) -> str:
    """Of the contradictions reported with a confidence, how many are right, in Markdown."""
    lines = ["| confidence | reported | mean confidence | right |", "|---|---|---|---|"]
    for low, high in pairwise(BINS):
        inside = [each for each in judged if each.alarmed and low <= each.finding.confidence < high]
        mean = sum(each.finding.confidence for each in inside) / max(1, len(inside))
        lines.append(
            f"| {low:.1f} to {min(high, 1.0):.1f} | {len(inside)} | {mean:.2f} | {precision(inside)} |"
            if inside
            else f"| {low:.1f} to {min(high, 1.0):.1f} | 0 | | |"
        )
    return "\n".join(lines)
