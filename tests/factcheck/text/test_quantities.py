"""Reading quantities: what is found, what is not, and the laws that hold for any text."""

from __future__ import annotations

import math
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.checker import Checker
from factcheck.text.numerals import lexemes, numeral
from factcheck.text.quantities import quantities
from factcheck.text.units import dimension, in_base_units
from tests.factcheck.text.samples import sentence

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "quantities.toml").read_text(encoding="utf-8"))["case"]
SCRAPS = st.lists(
    st.sampled_from(
        [
            "12",
            "1,204",
            "3.2",
            "bn",
            "million",
            "a",
            "dozen",
            "two",
            "hundred",
            "and",
            "half",
            "of",
            "$",
            "€",
            "%",
            "-",
            "–",
            "to",
            "between",
            "from",
            "about",
            "at",
            "least",
            "or",
            "more",
            "one",
            "in",
            "5",
            "people",
            "km",
            "2019",
            "May",
            "(",
            ")",
            ",",
            ".",
            "the",
            "killed",
            "3-1",
            "'tens",
            "of",
            "thousands'",
            "old",
            "year",
            "per",
            "100,000",
            "100",
            "000",
            "+",
        ]
    ),
    max_size=40,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_sentence_gives_the_quantities_of_the_table(case: dict[str, Any]) -> None:
    found = sentence(case["text"]).quantities
    assert [[q.text, q.value, q.unit, q.comparator.value, q.counted] for q in found] == case["found"]
    assert [q.upper for q in found if q.upper is not None] == case.get("upper", [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_the_span_of_a_quantity_is_its_text(case: dict[str, Any]) -> None:
    for quantity in sentence(case["text"]).quantities:
        assert case["text"][quantity.start : quantity.end] == quantity.text


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), SCRAPS.map(" ".join), SCRAPS.map("".join)), st.integers(0, 1000))
def test_any_text_gives_spans_that_slice_back_and_do_not_overlap(text: str, offset: int) -> None:
    found = quantities(text, (), offset)
    end = offset
    for quantity in found:
        assert text[quantity.start - offset : quantity.end - offset] == quantity.text
        assert quantity.start >= end
        assert math.isfinite(quantity.value)
        end = quantity.end


@pytest.mark.parametrize(
    "unit",
    ["12 ", "1 in ", "two hundred and ", "1,111,", "$3 to ", "between 5 and ", "tens of ", "a dozen ", "3-1-", "12"],
)
def test_the_cost_grows_with_the_length(unit: str) -> None:
    def cost(times: int) -> float:
        start = time.process_time()
        quantities(unit * times, ())
        return time.process_time() - start

    # A quadratic step would take 64 times as long for 8 times the length; the clock is the process's own.
    short = min(cost(1000) for _ in range(3))
    assert any(cost(8000) < 32 * short + 0.1 for _ in range(3))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("1,204", 1204), ("3.2bn", 3.2e9), ("45k", 45000), ("twenty-three", 23), ("two and a half million", 2.5e6),
        ("a dozen", 12), ("two dozen", 24), ("a hundred", 100), ("half a million", 5e5), ("three hundred thousand", 3e5),
        ("12,34,567", 1234567), ("170, 000", 170000), ("1 in 4", 0.25), ("two-thirds", 2 / 3), ("a quarter of", 0.25), ("5 crore", 5e7),
    ],
)  # fmt: skip
def test_a_numeral_is_read_as_people_mean_it(text: str, value: float) -> None:
    read = numeral(lexemes(text), 0)
    assert read is not None
    assert read.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["quarter", "third", "the third quarter", "million", "and", "-"])
def test_a_word_that_is_no_number_gives_none(text: str) -> None:
    assert numeral(lexemes(text), 0) is None


@pytest.mark.parametrize(
    ("value", "unit", "base"),
    [
        (1.2, "km", 1200),
        (1, "mi", 1609.344),
        (68, "degF", 20),
        (3, "", 3),
        (25, "basis_point", 0.25),
        (2, "t", 2000),
        (80, "USD/bbl", 80),
    ],
)
def test_values_convert_to_the_base_unit_of_their_dimension(value: float, unit: str, base: float) -> None:
    assert in_base_units(value, unit) == pytest.approx(base)


def test_a_rate_is_a_dimension_of_its_own() -> None:
    assert dimension("USD") == "USD"
    assert dimension("USD/barrel") == "USD/barrel"
    assert dimension("km/h") == dimension("mph") == "speed"
    assert dimension("person") == dimension("") == "count"


def test_a_letter_after_a_blank_is_no_temperature_and_one_second_no_length_of_time(checker: Checker) -> None:
    assert [each.unit for each in checker.claim("The kitchen used 5 C batteries in March.").quantities] == [""]
    assert [each.unit for each in checker.claim("One second later the lamp went out.").quantities if each.unit] == []


@pytest.mark.parametrize(
    "text", ["It runs 24/7 in the mill.", "The odds are 3:2 in Leeds.", "Version 3.1.2 of the parser is out."]
)
def test_numbers_with_another_number_glued_on_count_nothing(checker: Checker, text: str) -> None:
    assert checker.claim(text).quantities == ()
