"""What can go wrong in the store, in words that know no driver and no HTTP."""

from __future__ import annotations


class NotFound(Exception):
    """Nothing is stored under this id."""

    def __init__(self, resource: str, id: str) -> None:  # noqa: A002 - the word of the API
        super().__init__(f"There is no {resource} {id!r}.")
        self.resource = resource
        self.id = id


class InvalidCursor(Exception):
    """The cursor was not made by this list."""


class StoreUnavailable(Exception):
    """The database cannot be reached, or refuses to work."""


class StoreBusy(StoreUnavailable):
    """The database stays locked, or all connections to it are in use."""


class StoreFull(StoreUnavailable):
    """There is no room on the disk for what is to be written."""
