"""Strength becomes confidence on a rising curve between 0 and 1."""

from __future__ import annotations

import pytest

from factcheck.confidence import log_odds, probability
from factcheck.models import Kind


@pytest.mark.parametrize("kind", Kind)
def test_a_stronger_reading_is_never_less_sure(kind: Kind) -> None:
    strengths = [step / 100 for step in range(101)]
    confidences = [probability(kind, strength) for strength in strengths]
    assert confidences == sorted(confidences)
    assert all(0 <= confidence < 1 for confidence in confidences)


def test_no_strength_is_no_confidence() -> None:
    assert probability(Kind.QUANTITY, 0.0) == 0.0


def test_log_odds_are_even_at_a_half_and_bounded() -> None:
    assert log_odds(0.5) == 0
    assert log_odds(1.0) == pytest.approx(-log_odds(0.0))
    assert log_odds(1.0) < 4
