"""Why something could not be fetched, in words for whoever asked for it."""

from __future__ import annotations


class FetchRefused(Exception):
    """It will not be fetched, now or later: a forbidden address, what robots.txt says, the wrong sort of answer.

    `status` is what the server answered, where it was asked.
    """

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class FetchFailed(Exception):
    """It could not be fetched now; `retry_after` is how many seconds the server asked to be left alone, if it did."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
