"""What many tests share."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker


@pytest.fixture(scope="session")
def checker() -> Checker:
    """The pipeline with the real language model, loaded once."""
    return Checker.load()
