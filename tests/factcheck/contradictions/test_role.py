"""Role: the cases of the table, and the laws that hold for every pair."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from factcheck.checker import Checker
from factcheck.contradictions import role
from factcheck.matching.alignment import match
from factcheck.models import Outcome

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "role.toml").read_text(encoding="utf-8"))["case"]
TEXTS = sorted({case[side] for case in CASES for side in ("a", "b")})


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['a']} | {case['b']}")
def test_the_detector_reads_the_pair_as_the_table_says(checker: Checker, case: dict[str, str]) -> None:
    a, b = checker.claim(case["a"], claim_id="a"), checker.claim(case["b"], claim_id="b")
    assert role.compare(match(a, b)).outcome == case["expect"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['a']} | {case['b']}")
def test_the_order_of_the_claims_does_not_matter(checker: Checker, case: dict[str, str]) -> None:
    a, b = checker.claim(case["a"], claim_id="a"), checker.claim(case["b"], claim_id="b")
    there, back = role.compare(match(a, b)), role.compare(match(b, a))
    assert (there.outcome, there.confidence, there.point) == (back.outcome, back.confidence, back.point)
    assert (there.side_a, there.side_b) == (back.side_b, back.side_a)
    assert (there.evidence_a, there.evidence_b) == (back.evidence_b, back.evidence_a)


@pytest.mark.parametrize("text", TEXTS)
def test_a_claim_never_contradicts_itself(checker: Checker, text: str) -> None:
    a, b = checker.claim(text, claim_id="a"), checker.claim(text, claim_id="b")
    assert role.compare(match(a, b)).outcome is not Outcome.CONFLICTS


@pytest.mark.parametrize("case", [case for case in CASES if case["expect"] == "conflicts"], ids=lambda case: case["a"])
def test_a_conflict_says_what_conflicts_and_where(checker: Checker, case: dict[str, str]) -> None:
    a, b = checker.claim(case["a"], claim_id="a"), checker.claim(case["b"], claim_id="b")
    reading = role.compare(match(a, b))
    assert 0 < reading.confidence <= 1
    assert reading.point.startswith("role:")
    assert reading.side_a != reading.side_b
    assert reading.explanation.endswith(".")
    assert a.text[reading.evidence_a.start : reading.evidence_a.end]
    assert b.text[reading.evidence_b.start : reading.evidence_b.end]
