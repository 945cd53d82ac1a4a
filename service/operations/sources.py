"""The outlets."""

from __future__ import annotations

from dataclasses import dataclass

from service.store import Store
from service.store.records import Page, PageRequest, SourceRecord


@dataclass(frozen=True, slots=True)
class SourceOperations:
    """What can be asked about outlets."""

    store: Store

    def list(self, page: PageRequest) -> Page[SourceRecord]:
        """Outlets by name, with counts of their articles, claims and inconsistencies."""
        with self.store.read() as transaction:
            return transaction.sources.list(page)
