"""What a use case can refuse; none of these knows HTTP."""

from __future__ import annotations

from service.store.errors import InvalidCursor, NotFound, StoreBusy, StoreFull, StoreUnavailable

__all__ = [
    "InvalidCursor",
    "NotAnArticle",
    "NotFound",
    "NothingToImport",
    "PreconditionFailed",
    "StoreBusy",
    "StoreFull",
    "StoreUnavailable",
    "TargetRefused",
    "TextTooLong",
    "TooManyLines",
]


class PreconditionFailed(Exception):
    """The record is no longer the one that the caller wanted to change."""


class NothingToImport(Exception):
    """The body of an import has no line."""

    def __init__(self) -> None:
        super().__init__("The body has no line.")


class TooManyLines(Exception):
    """The body of an import has more lines than this."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body has more than {limit:,} lines.")


class NotAnArticle(Exception):
    """The submitted HTML holds nothing to read."""


class TextTooLong(Exception):
    """The text that the submitted HTML holds is over the limit, in characters."""

    def __init__(self, characters: int, limit: int) -> None:
        super().__init__(f"The readable text of this page has {characters} characters; {limit} are allowed.")
        self.characters = characters
        self.limit = limit


class TargetRefused(Exception):
    """A webhook may not point to this address; the message says why."""
