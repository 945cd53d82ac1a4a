"""The databases of the service's tests, for faults too."""

from __future__ import annotations

from tests.service.conftest import database_url, postgresql, store

__all__ = ["database_url", "postgresql", "store"]
