"""What values leave open, and how they are printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.models import Comparator, Quantity
from factcheck.text.values import allowed, printed


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
