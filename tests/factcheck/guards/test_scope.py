"""The guard on scope: the cases of the table, through the whole pipeline."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from factcheck.checker import Checker

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "scope.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_pipeline_says_of_the_pair_what_the_table_says(checker: Checker, case: dict[str, Any]) -> None:
    a = checker.claim(case["a"], claim_id="a", published_at=case.get("published_a"))
    b = checker.claim(case["b"], claim_id="b", published_at=case.get("published_b"))
    there, back = checker.compare_pair(a, b), checker.compare_pair(b, a)
    assert (there.relation, back.relation) == (case["relation"], case["relation"])
    assert there.explanation.endswith(".")
