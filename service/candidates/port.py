"""What an index of candidates does, whatever database it lives in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import sqlalchemy as sa

Terms = Collection[str]


class CandidateIndex(Protocol):
    """Finds stored claims, by number, through the terms of a claim.

    All of it happens in the transaction of the connection. Numbers grow with the order in which claims were stored.
    """

    def add(self, connection: sa.Connection, claims: Mapping[int, Terms]) -> None:
        """Index the terms of new claims, given by number."""

    def remove(self, connection: sa.Connection, claims: Mapping[int, Terms]) -> None:
        """Take claims out again; the terms must be those that were added."""

    def search(
        self, connection: sa.Connection, queries: Sequence[Terms], *, limit: int, after: int = 0
    ) -> tuple[tuple[int, ...], ...]:
        """For each claim's terms, the numbers of the claims most like it, the likest first.

        At most `limit` that fill the same slot (share a `point:` term), the newest first; then at most `limit` more
        that share its rarest terms. Only claims with a number above `after` are found. Ties go to the earlier claim.
        """
