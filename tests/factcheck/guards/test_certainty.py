"""The guard on certainty: the cases of the table, through the whole pipeline."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from factcheck.checker import Checker

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "certainty.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['a']} | {case['b']}")
def test_the_pipeline_says_of_the_pair_what_the_table_says(checker: Checker, case: dict[str, str]) -> None:
    a, b = checker.claim(case["a"], claim_id="a"), checker.claim(case["b"], claim_id="b")
    assert checker.compare_pair(a, b).relation == case["relation"]
    assert checker.compare_pair(b, a).relation == case["relation"]
