"""Date: the cases of the table, and the laws that hold for every pair."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from factcheck.checker import Checker
from factcheck.contradictions import date as dates
from factcheck.matching.alignment import match
from factcheck.models import Claim, Outcome, TimeExpression

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "date.toml").read_text(encoding="utf-8"))["case"]


def claims(checker: Checker, case: dict[str, Any]) -> tuple[Claim, Claim]:
    """The two claims of a case with their days of publication."""

    def published(side: str) -> datetime | None:
        day: date | None = case.get(f"published_{side}", case.get("published"))
        return None if day is None else datetime.combine(day, time(12), UTC)

    return (
        checker.claim(case["a"], claim_id="a", published_at=published("a")),
        checker.claim(case["b"], claim_id="b", published_at=published("b")),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_detector_reads_the_pair_as_the_table_says(checker: Checker, case: dict[str, Any]) -> None:
    assert dates.compare(match(*claims(checker, case))).outcome == case["expect"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_order_of_the_claims_does_not_matter(checker: Checker, case: dict[str, Any]) -> None:
    a, b = claims(checker, case)
    there, back = dates.compare(match(a, b)), dates.compare(match(b, a))
    assert (there.outcome, there.confidence, there.point) == (back.outcome, back.confidence, back.point)
    assert (there.side_a, there.side_b) == (back.side_b, back.side_a)
    assert (there.evidence_a, there.evidence_b) == (back.evidence_b, back.evidence_a)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_claim_never_contradicts_itself(checker: Checker, case: dict[str, Any]) -> None:
    for claim in claims(checker, case):
        assert dates.compare(match(claim, claim)).outcome is not Outcome.CONFLICTS


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["expect"] == "conflicts"], ids=lambda case: case["name"]
)
def test_a_conflict_says_what_conflicts_and_where(checker: Checker, case: dict[str, Any]) -> None:
    a, b = claims(checker, case)
    reading = dates.compare(match(a, b))
    assert 0.5 < reading.confidence <= 1
    assert reading.point.startswith("date:")
    assert reading.side_a != reading.side_b
    assert reading.side_a in reading.explanation
    assert reading.side_b in reading.explanation
    assert a.text[reading.evidence_a.start : reading.evidence_a.end]
    assert b.text[reading.evidence_b.start : reading.evidence_b.end]


@pytest.mark.parametrize(
    ("first", "last", "grain", "text"),
    [
        (date(2024, 5, 12), date(2024, 5, 12), "day", "12 May 2024"),
        (date(2024, 5, 1), date(2024, 5, 31), "month", "May 2024"),
        (date(2024, 4, 1), date(2024, 6, 30), "quarter", "quarter 2 of 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "year", "2024"),
        (date(1990, 1, 1), date(1999, 12, 31), "decade", "the 1990s"),
        (date(1800, 1, 1), date(1899, 12, 31), "century", "the 1800s"),
        (date(2024, 5, 12), date(2024, 5, 14), "day", "12 May 2024 to 14 May 2024"),
    ],
)
def test_a_time_is_printed_by_what_it_covers(first: date, last: date, grain: str, text: str) -> None:
    assert dates.printed(TimeExpression("then", 0, 4, first, last, grain, False)) == text


def test_a_pronoun_may_stand_for_the_name_but_is_not_enough_to_report(checker: Checker) -> None:
    a = checker.claim("It was founded in 1998.", claim_id="a")
    b = checker.claim("Ingria was founded in 2004.", claim_id="b")
    reading = dates.compare(match(a, b))
    assert reading.outcome is Outcome.CONFLICTS
    assert reading.confidence < 0.5
