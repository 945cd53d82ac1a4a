"""What numbers measure: the cases of the table, and numbers outside of any word."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from factcheck.checker import Checker
from factcheck.text.measures import measures

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "measures.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_the_numbers_of_a_sentence_measure_what_the_table_says(checker: Checker, case: dict[str, Any]) -> None:
    claim = checker.claim(case["text"])
    found = [
        [each.quantity.text, each.concept, each.role, "" if each.noun is None else claim.tokens[each.noun].text]
        for each in measures(claim)
    ]
    assert found == case["found"]


def test_a_quantity_outside_of_all_words_measures_nothing(checker: Checker) -> None:
    claim = checker.claim("The blast killed 12 people.")
    far = tuple(replace(each, start=each.start + 500, end=each.end + 500) for each in claim.quantities)
    assert measures(replace(claim, quantities=far)) == ()
