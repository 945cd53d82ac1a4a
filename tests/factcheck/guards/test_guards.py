"""Every guard answers its table of cases, through the whole pipeline and in either order."""

from __future__ import annotations

from typing import Any

import pytest

from factcheck.checker import Checker
from factcheck.guards import guards
from factcheck.models import Claim
from tests.cases import cases, published

NAMES = (
    "attribution",
    "certainty",
    "debunking",
    "exception",
    "matter",
    "measure",
    "namesake",
    "part",
    "scope",
    "succession",
)
CASES = [pytest.param(case, id=f"{name}: {case['a']} | {case['b']}") for name in NAMES for case in cases(name)["case"]]


def _claim(checker: Checker, case: dict[str, Any], side: str) -> Claim:
    return checker.claim(case[side], claim_id=side, published_at=published(case, side))


@pytest.mark.parametrize("case", CASES)
def test_the_pipeline_says_of_the_pair_what_the_table_says(checker: Checker, case: dict[str, Any]) -> None:
    a, b = _claim(checker, case, "a"), _claim(checker, case, "b")
    assert checker.compare_pair(a, b).relation == case["relation"]
    assert checker.compare_pair(b, a).relation == case["relation"]


def test_the_guards_are_asked_in_the_order_of_their_ranks() -> None:
    ranks = [guard.RANK for guard in guards()]
    assert ranks == sorted(ranks)
    assert len(ranks) == len(set(ranks)) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_guard_has_cases_in_plenty(name: str) -> None:
    assert len(cases(name)["case"]) >= 12
