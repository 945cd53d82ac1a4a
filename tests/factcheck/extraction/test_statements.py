from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.models import Article, Source
from tests.cases import cases

_CASES = cases("statements")


def _claims(checker: Checker, text: str) -> list[str]:
    return [claim.text for claim in checker.extract(Article(id="a", source=Source("s", "S"), text=text))]


@pytest.mark.parametrize("sentence", _CASES["claim"])
def test_a_statement_is_a_claim(checker: Checker, sentence: str) -> None:
    assert _claims(checker, sentence) == [sentence]


@pytest.mark.parametrize(
    ("what", "line"), [(what, line) for what in _CASES if what != "claim" for line in _CASES[what]]
)
def test_what_states_nothing_is_no_claim(checker: Checker, what: str, line: str) -> None:
    assert _claims(checker, line) == [], what


def test_lines_that_are_no_claims_do_not_swallow_the_claims_around_them(checker: Checker) -> None:
    text = "Bridge News\n\nThe bridge reopened on Monday after repairs.\nRead more about it\n\nTraffic doubled within a week."
    assert _claims(checker, text) == ["The bridge reopened on Monday after repairs.", "Traffic doubled within a week."]
