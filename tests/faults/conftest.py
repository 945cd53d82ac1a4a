"""The databases of the service's tests, for faults too."""

from __future__ import annotations

from tests.service.conftest import (
    administration,
    database_place,
    database_url,
    migrated_database,
    migrated_file,
    postgresql,
    store,
)

__all__ = [
    "administration",
    "database_place",
    "database_url",
    "migrated_database",
    "migrated_file",
    "postgresql",
    "store",
]
