"""Articles, claims, findings, inconsistencies and published fact-checks, kept in SQLite or PostgreSQL."""

from __future__ import annotations

from service.store.engine import Store, create_store
from service.store.transaction import Transaction

__all__ = ["Store", "Transaction", "create_store"]
