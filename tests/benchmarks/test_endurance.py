"""The hour of mixed load: what it calls growth, what it calls slower, and a few seconds of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.endurance import WINDOWS, Sample, growth, report, sizes_by_window, verdicts

MINUTES = 6.0
READINGS = [(minute * 60.0, {"web worker 1": 200.0, "Valkey": 10.0}) for minute in range(6)]
SAMPLES = [Sample("check a claim", second, 0.02) for second in range(360)]


def test_memory_is_judged_after_the_warm_up() -> None:
    assert growth([100.0, 200.0, 205.0, 202.0]) == pytest.approx(0.01)
    assert growth([200.0, 100.0, 105.0, 110.0]) == pytest.approx(0.1)


def test_a_process_that_was_started_anew_has_gaps() -> None:
    sizes = sizes_by_window([(0.0, {"a": 1.0}), (70.0, {"a": 2.0}), (80.0, {"a": 4.0}), (350.0, {"b": 3.0})], MINUTES)
    assert sizes == {"a": [1.0, 3.0, None, None, None, None], "b": [None, None, None, None, None, 3.0]}
    assert growth(sizes["b"]) == 0.0


def test_a_steady_run_passes() -> None:
    assert not [line for line in verdicts(SAMPLES, READINGS, MINUTES) if "FAILED" in line]


@pytest.mark.parametrize(
    ("samples", "readings", "failing"),
    [
        ([*SAMPLES, Sample("check a claim", 5.0, 0.02, "GET /v1/check 500")], READINGS, "errors"),
        (SAMPLES, [*READINGS, *((300.0 + n, {"web worker 1": 220.0}) for n in range(5))], "memory"),
        ([*SAMPLES, *(Sample("check a claim", 300.0 + n, 0.4) for n in range(5))], READINGS, "p99"),
    ],
    ids=["an error", "growth", "slower answers"],
)
def test_each_way_of_failing_is_said(
    samples: list[Sample], readings: list[tuple[float, dict[str, float]]], failing: str
) -> None:
    [line] = [line for line in verdicts(samples, readings, MINUTES) if "FAILED" in line]
    assert line.startswith(f"- {failing}")


def test_what_the_databases_take_is_not_judged() -> None:
    readings = [(minute * 60.0, {"web worker 1": 200.0, "Valkey": 10.0 * (minute + 1)}) for minute in range(6)]
    assert not [line for line in verdicts(SAMPLES, readings, MINUTES) if "FAILED" in line]


@pytest.mark.server
def test_a_few_seconds_of_it_are_without_errors(tmp_path: Path) -> None:
    said = report(tmp_path, 0.03, "sqlite", 8.0, print)
    assert ", 0 errors;" in said
    assert sum(" min | " in line and " / " in line for line in said.splitlines()) == WINDOWS
    assert "| web worker 1 | " in said
    assert "- errors: 0 (none)" in said
