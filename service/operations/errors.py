"""What a use case can refuse; none of these knows HTTP."""

from __future__ import annotations

from service.store.errors import InvalidCursor, NotFound, StoreUnavailable

__all__ = ["InvalidCursor", "NotAnArticle", "NotFound", "PreconditionFailed", "StoreUnavailable", "TextTooLong"]


class PreconditionFailed(Exception):
    """The record is no longer the one that the caller wanted to change."""


class NotAnArticle(Exception):
    """The submitted HTML holds nothing to read."""


class TextTooLong(Exception):
    """The text that the submitted HTML holds is over the limit, in characters."""

    def __init__(self, characters: int, limit: int) -> None:
        super().__init__(f"The readable text of this page has {characters} characters; {limit} are allowed.")
        self.characters = characters
        self.limit = limit
