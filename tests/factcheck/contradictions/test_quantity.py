"""Quantity: what its table of cases (see test_detectors) does not say."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.contradictions import quantity
from factcheck.matching.alignment import match
from factcheck.models import Outcome
from factcheck.thresholds import REPORT


@pytest.mark.parametrize(
    ("first", "second"), [("At least 12", "At least 300"), ("More than 12", "At least 30"), ("Up to 12", "At most 3")]
)
def test_two_bounds_open_in_one_direction_never_conflict(checker: Checker, first: str, second: str) -> None:
    a, b = (checker.claim(f"{each} people died in the landslide near Medan.") for each in (first, second))
    assert quantity.compare(match(a, b)).outcome is Outcome.NOT_COMPARABLE


def test_hours_tell_events_of_one_article_apart(checker: Checker) -> None:
    one, other, elsewhere = (
        checker.claim(f"A quake of magnitude {size} shook Sonoma at {hour} a.m.", claim_id=article)
        for size, hour, article in (("4.6", "9:30", "a"), ("2.7", "7:30", "a"), ("2.7", "7:30", "b"))
    )
    assert quantity.compare(match(one, other)).outcome is Outcome.NOT_COMPARABLE
    assert quantity.compare(match(one, elsewhere)).outcome is Outcome.CONFLICTS


def test_an_equal_number_alone_is_no_agreement(checker: Checker) -> None:
    a = checker.claim(
        "The blast at the Izmir mill killed 12 people, three of whom had come from Ankara to repair a boiler."
    )
    b = checker.claim("Ministers visited Izmir, where 12 people were killed, to open a school, a clinic and two parks.")
    reading = quantity.compare(match(a, b))
    assert reading.outcome is not Outcome.AGREES or reading.confidence < REPORT


def test_the_same_lower_bound_agrees(checker: Checker) -> None:
    a = checker.claim("At least 12 people died in the landslide near Medan.", claim_id="a")
    b = checker.claim("More than 12 people died in the landslide near Medan.", claim_id="b")
    assert quantity.compare(match(a, b)).outcome is Outcome.AGREES


def test_a_number_far_above_a_lower_bound_neither_agrees_nor_conflicts(checker: Checker) -> None:
    a = checker.claim("More than 10 people died in the landslide near Medan.", claim_id="a")
    b = checker.claim("Sixty people died in the landslide near Medan.", claim_id="b")
    assert quantity.compare(match(a, b)).outcome is Outcome.NOT_COMPARABLE
