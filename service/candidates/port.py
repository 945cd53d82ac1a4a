"""What an index of candidates does, whatever database it lives in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

Terms = Collection[str]


@dataclass(frozen=True, slots=True)
class Found:
    """Numbers of claims: those that fill the same slot, the newest first, and others, the likest first."""

    same_slot: tuple[int, ...] = ()
    likest: tuple[int, ...] = ()


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
    ) -> tuple[Found, ...]:
        """For each claim's terms, the claims most like it: at most `limit` of each sort, none in both.

        Claims fill the same slot where they share a `point:` term; the likest are found by the claim's rarest terms,
        ties going to the earlier. Only claims with a number above `after` are found.
        """
