"""The answers that a worker keeps in its own memory."""

from __future__ import annotations

import time

from service.cache.entries import Entry
from service.cache.recent import Recent


def answer(size: int) -> Entry:
    return Entry("200 OK", [], b"x" * size, '"t"')


def test_the_oldest_makes_way() -> None:
    recent = Recent(40_000, seconds=60)

    for number in range(10):
        recent.put(bytes([number]), answer(8_000))

    assert [number for number in range(10) if recent.get(bytes([number]))] == [6, 7, 8, 9]


def test_putting_the_same_answer_again_takes_no_more_place() -> None:
    recent = Recent(40_000, seconds=60)
    recent.put(b"first", answer(8_000))

    for _ in range(10):
        recent.put(b"second", answer(8_000))

    assert recent.get(b"first") is not None


def test_an_answer_runs_out() -> None:
    recent = Recent(40_000, seconds=0.01)
    recent.put(b"first", answer(10))
    time.sleep(0.02)

    assert recent.get(b"first") is None


def test_an_answer_that_would_take_a_quarter_of_the_place_is_not_kept() -> None:
    recent = Recent(40_000, seconds=60)
    recent.put(b"first", answer(9_000))

    assert recent.get(b"first") is None


def test_no_place_keeps_nothing() -> None:
    recent = Recent(0, seconds=60)
    recent.put(b"first", answer(0))

    assert recent.get(b"first") is None
