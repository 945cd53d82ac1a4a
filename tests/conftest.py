"""What many tests share."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from factcheck.checker import Checker

# How fast a machine is that day is no property of the code.
settings.register_profile("crosscheck", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("crosscheck")


@pytest.fixture(scope="session")
def checker() -> Checker:
    """The pipeline with the real language model, loaded once."""
    return Checker.load()
