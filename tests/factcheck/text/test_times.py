"""Reading times: what is found, what is not, and the laws that hold for any text."""

from __future__ import annotations

import time
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.text.time_values import stretch
from factcheck.text.times import time_spans, times
from tests.factcheck.text.samples import annotator, sentence

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "times.toml").read_text(encoding="utf-8"))["case"]
PUBLISHED = datetime(2024, 5, 16, 9, 30, tzinfo=UTC)
SCRAPS = st.lists(
    st.sampled_from(
        [
            "12",
            "May",
            "2024",
            "March",
            "(",
            ")",
            ",",
            "-",
            "–",
            "to",
            "between",
            "and",
            "from",
            "since",
            "1990s",
            "'80s",
            "Q2",
            "first",
            "quarter",
            "of",
            "last",
            "week",
            "ago",
            "three",
            "days",
            "on",
            "Tuesday",
            "5/6/2024",
            "2024-05-12",
            "the",
            "in",
            "by",
            "next",
        ]
    ),
    max_size=40,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_sentence_gives_the_times_of_the_table(case: dict[str, Any]) -> None:
    found = annotator().annotate_whole(case["text"], PUBLISHED).times
    assert [[t.text, t.earliest.isoformat(), t.latest.isoformat()] for t in found] == case["found"]
    assert all(case["text"][t.start : t.end] == t.text for t in found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_what_needs_the_day_of_publication_is_left_out_without_it(case: dict[str, Any]) -> None:
    found = sentence(case["text"]).times
    assert len(found) == case["undated"]
    assert not any(t.anchored for t in found)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(max_size=200), SCRAPS.map(" ".join), SCRAPS.map("".join)),
    st.integers(0, 1000),
    st.sampled_from([None, PUBLISHED]),
)
def test_any_text_gives_spans_that_slice_back_in_order(text: str, offset: int, published: datetime | None) -> None:
    for found in times(text, (), offset, published):
        assert text[found.start - offset : found.end - offset] == found.text
        assert found.earliest <= found.latest
    spans = time_spans(text, (), offset)
    assert list(spans) == sorted(spans, key=lambda span: span.start)


@given(
    st.dates(min_value=date(1000, 1, 1), max_value=date(2100, 1, 1)),
    st.sampled_from(["day", "week", "month", "quarter", "year", "decade", "century"]),
)
def test_a_stretch_holds_its_day(day: date, grain: str) -> None:
    first, last = stretch(day, grain)
    assert first <= day <= last
    assert stretch(first, grain) == stretch(last, grain) == (first, last)


@pytest.mark.parametrize(
    "unit",
    [
        "12 May ",
        "between 1990 and ",
        "2024-",
        "1,2024 ",
        "Monday, ",
        "first quarter of ",
        "the last ",
        "12:30:",
        "May 1-",
    ],
)
def test_the_cost_grows_with_the_length(unit: str) -> None:
    def cost(repeats: int) -> float:
        start = time.process_time()
        times(unit * repeats, (), 0, PUBLISHED)
        return time.process_time() - start

    # A quadratic step would take 64 times as long for 8 times the length; the clock is the process's own.
    short = min(cost(500) for _ in range(3))
    assert any(cost(4000) < 32 * short + 0.1 for _ in range(3))
