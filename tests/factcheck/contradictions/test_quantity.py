"""Quantity: the cases of the table, the laws that hold for every pair, and what values allow."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.checker import Checker
from factcheck.contradictions import quantity
from factcheck.contradictions.quantity import allowed, printed
from factcheck.matching.alignment import match
from factcheck.models import Comparator, Outcome, Quantity

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "quantity.toml").read_text(encoding="utf-8"))["case"]
TEXTS = sorted({case[side] for case in CASES for side in ("a", "b")})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_detector_reads_the_pair_as_the_table_says(checker: Checker, case: dict[str, str]) -> None:
    a, b = checker.claim(case["a"], id="a"), checker.claim(case["b"], id="b")
    assert quantity.compare(match(a, b)).outcome == case["expect"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_order_of_the_claims_does_not_matter(checker: Checker, case: dict[str, str]) -> None:
    a, b = checker.claim(case["a"], id="a"), checker.claim(case["b"], id="b")
    there, back = quantity.compare(match(a, b)), quantity.compare(match(b, a))
    assert (there.outcome, there.confidence, there.point) == (back.outcome, back.confidence, back.point)
    assert (there.side_a, there.side_b) == (back.side_b, back.side_a)
    assert (there.evidence_a, there.evidence_b) == (back.evidence_b, back.evidence_a)


@pytest.mark.parametrize("text", TEXTS)
def test_a_claim_never_contradicts_itself(checker: Checker, text: str) -> None:
    a, b = checker.claim(text, id="a"), checker.claim(text, id="b")
    assert quantity.compare(match(a, b)).outcome is not Outcome.CONFLICTS


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["expect"] == "conflicts"], ids=lambda case: case["name"]
)
def test_a_conflict_says_what_conflicts_and_where(checker: Checker, case: dict[str, str]) -> None:
    a, b = checker.claim(case["a"], id="a"), checker.claim(case["b"], id="b")
    reading = quantity.compare(match(a, b))
    assert 0.5 < reading.confidence <= 1
    assert reading.point.startswith("quantity:")
    assert reading.topic
    assert reading.side_a != reading.side_b
    assert reading.side_a in reading.explanation
    assert reading.side_b in reading.explanation
    assert a.text[reading.evidence_a.start : reading.evidence_a.end]
    assert b.text[reading.evidence_b.start : reading.evidence_b.end]


def test_two_lower_bounds_far_apart_are_a_weak_conflict(checker: Checker) -> None:
    a = checker.claim("At least 12 people died in the landslide near Medan.", id="a")
    b = checker.claim("At least 30 people died in the landslide near Medan.", id="b")
    firm = checker.claim("Exactly 30 people died in the landslide near Medan, and 12 were hurt.", id="c")
    weak = quantity.compare(match(a, b))
    assert weak.outcome is Outcome.CONFLICTS
    assert (
        weak.confidence
        < quantity.compare(match(checker.claim("Some 12 people died in the landslide near Medan."), firm)).confidence
    )


def test_the_same_lower_bound_agrees(checker: Checker) -> None:
    a = checker.claim("At least 12 people died in the landslide near Medan.", id="a")
    b = checker.claim("More than 12 people died in the landslide near Medan.", id="b")
    assert quantity.compare(match(a, b)).outcome is Outcome.AGREES


def test_a_number_far_above_a_lower_bound_neither_agrees_nor_conflicts(checker: Checker) -> None:
    a = checker.claim("More than 10 people died in the landslide near Medan.", id="a")
    b = checker.claim("Sixty people died in the landslide near Medan.", id="b")
    assert quantity.compare(match(a, b)).outcome is Outcome.NOT_COMPARABLE


def stated(
    value: float,
    unit: str = "",
    comparator: Comparator = Comparator.EXACTLY,
    upper: float | None = None,
    text: str = "12",
) -> Quantity:
    return Quantity(text, value, unit, comparator, 0, len(text), upper)


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        (stated(12), stated(13), False),
        (stated(12000), stated(12400), True),
        (stated(3e9, "USD"), stated(3.2e9, "USD"), True),
        (stated(3e9, "USD"), stated(5e9, "USD"), False),
        (stated(40, "percent"), stated(60, "percent"), False),
        (stated(5, "percent"), stated(5.3, "percent"), True),
        (stated(10, comparator=Comparator.MORE_THAN), stated(12), True),
        (stated(10, comparator=Comparator.AT_MOST), stated(12), False),
        (stated(12, "year"), stated(15, "year"), False),
        (stated(5, upper=9, comparator=Comparator.BETWEEN), stated(7), True),
        (stated(24, upper=99, comparator=Comparator.BETWEEN, text="dozens"), stated(12), True),
        (stated(12, comparator=Comparator.ABOUT, text="about a dozen"), stated(14), True),
    ],
)  # fmt: skip
def test_values_fit_as_far_as_their_wording_allows(one: Quantity, other: Quantity, fit: bool) -> None:
    first, second = allowed(one), allowed(other)
    assert (first.low <= second.high and second.low <= first.high) is fit


@given(
    st.floats(min_value=0, max_value=1e12, allow_nan=False),
    st.sampled_from(Comparator),
    st.sampled_from(["", "USD", "km", "percent", "degF"]),
)
def test_a_value_is_always_among_those_that_it_allows(value: float, comparator: Comparator, unit: str) -> None:
    said = stated(value, unit, comparator, upper=value + 1 if comparator is Comparator.BETWEEN else None)
    bounds = allowed(said)
    assert bounds.low <= bounds.high
    assert bounds.soft_low <= bounds.soft_high


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (stated(12), "12"),
        (stated(1500, comparator=Comparator.AT_LEAST), "at least 1,500"),
        (stated(3.2e9, "USD"), "$3.2 billion"),
        (stated(4.5, "percent"), "4.5 percent"),
        (stated(80, "USD/barrel"), "$80 per barrel"),
        (stated(100, "km/h"), "100 km/h"),
        (stated(3, "score", upper=1), "3-1"),
        (stated(1, "year"), "1 year"),
        (stated(5, "year", upper=7), "5 to 7 years"),
    ],
)
def test_a_quantity_is_printed_in_one_spelling(said: Quantity, text: str) -> None:
    assert printed(said) == text
