"""The use cases over a real store and the real pipeline."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from service.operations import Operations, build_operations
from service.store import Store


@pytest.fixture
def operations(store: Store, checker: Checker) -> Operations:
    return build_operations(store, checker)
