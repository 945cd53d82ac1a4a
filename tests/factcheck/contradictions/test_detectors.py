"""Every way of conflicting reads its table of cases as it says, in either order, and says where and why.

The table of a kind is `tests/cases/<kind>.toml`; a kind without conflicts and near misses fails here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from factcheck.checker import Checker
from factcheck.contradictions import detectors
from factcheck.matching.alignment import match
from factcheck.models import Claim, Kind, Outcome
from tests.cases import cases, published

Reading = Callable[[dict[str, Any], str], Claim]

DETECTORS = {detector.KIND: detector for detector in detectors()}
CASES = [
    pytest.param(kind, case, id=f"{kind}: {case['a']} | {case['b']}")
    for kind in DETECTORS
    for case in cases(kind.value)["case"]
]
CONFLICTS = [each for each in CASES if each.values[1]["expect"] == "conflicts"]  # type: ignore[index]


@pytest.fixture(scope="module")
def read(checker: Checker) -> Reading:
    """Reads the text of one side of a case, once for all tests."""

    @cache
    def claim(text: str, side: str, published_at: datetime | None) -> Claim:
        return checker.claim(text, claim_id=side, published_at=published_at)

    return lambda case, side: claim(case[side], side, published(case, side))


def test_every_kind_but_the_learned_one_compares_by_itself() -> None:
    assert set(DETECTORS) == set(Kind) - {Kind.LEARNED}


@pytest.mark.parametrize("kind", DETECTORS)
def test_every_kind_has_conflicts_and_near_misses_in_plenty(kind: Kind) -> None:
    listed = [case["expect"] for case in cases(kind.value)["case"]]
    assert len(listed) >= 25
    assert listed.count("conflicts") >= 8
    assert listed.count("not_comparable") + listed.count("agrees") >= 8


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_a_pair_is_read_as_its_case_says_in_either_order(read: Reading, kind: Kind, case: dict[str, Any]) -> None:
    a, b = read(case, "a"), read(case, "b")
    there, back = DETECTORS[kind].compare(match(a, b)), DETECTORS[kind].compare(match(b, a))
    assert there.outcome is Outcome(case["expect"])
    assert (there.outcome, there.confidence, there.point) == (back.outcome, back.confidence, back.point)
    assert (there.side_a, there.side_b) == (back.side_b, back.side_a)
    assert (there.evidence_a, there.evidence_b) == (back.evidence_b, back.evidence_a)


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_a_claim_never_contradicts_itself(read: Reading, kind: Kind, case: dict[str, Any]) -> None:
    for claim in (read(case, "a"), read(case, "b")):
        assert DETECTORS[kind].compare(match(claim, claim)).outcome is not Outcome.CONFLICTS


@pytest.mark.parametrize(("kind", "case"), CONFLICTS)
def test_a_conflict_says_what_conflicts_and_where(read: Reading, kind: Kind, case: dict[str, Any]) -> None:
    a, b = read(case, "a"), read(case, "b")
    reading = DETECTORS[kind].compare(match(a, b))
    assert 0 < reading.confidence <= 1
    assert reading.point.startswith(f"{kind}:")
    assert reading.topic
    assert reading.side_a != reading.side_b
    assert reading.explanation.endswith(".")
    assert a.text[reading.evidence_a.start : reading.evidence_a.end]
    assert b.text[reading.evidence_b.start : reading.evidence_b.end]
