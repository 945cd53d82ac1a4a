"""The index in SQLite: an FTS5 table of term numbers, ranked by BM25, and a table of how many claims have each term."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from service.candidates.port import Found, Terms
from service.candidates.terms import Question, counted, number_of, ordered, question

_ADD: Final = "INSERT INTO claim_index (rowid, terms) VALUES (?, ?)"
_REMOVE: Final = "INSERT INTO claim_index (claim_index, rowid, terms) VALUES ('delete', ?, ?)"
_COUNT: Final = "INSERT INTO claim_terms (term, claims) VALUES (?, ?) ON CONFLICT DO UPDATE SET claims = claims + ?"
_DISCOUNT: Final = "UPDATE claim_terms SET claims = claims - ? WHERE term = ?"
_FORGET: Final = "DELETE FROM claim_terms WHERE claims <= 0 AND term IN (SELECT value FROM json_each(?))"
_FREQUENCIES: Final = "SELECT term, claims FROM claim_terms WHERE term IN (SELECT value FROM json_each(?))"
_NEWEST: Final = "SELECT rowid FROM claim_index WHERE claim_index MATCH ? AND rowid > ? ORDER BY rowid DESC LIMIT ?"
_LIKEST: Final = (
    "SELECT rowid FROM claim_index WHERE claim_index MATCH ? AND rowid > ? ORDER BY bm25(claim_index), rowid LIMIT ?"
)


class SqliteIndex:
    """The port over FTS5."""

    def add(self, connection: sa.Connection, claims: Mapping[int, Terms]) -> None:
        """Index the terms of new claims."""
        _many(connection, _ADD, [(seq, _document(terms)) for seq, terms in claims.items()])
        counts = counted(claims.values())
        _many(connection, _COUNT, [(term, count, count) for term, count in sorted(counts.items())])

    def remove(self, connection: sa.Connection, claims: Mapping[int, Terms]) -> None:
        """Take claims out again."""
        # The table keeps no terms of its own, so it has to be told which ones to forget.
        _many(connection, _REMOVE, [(seq, _document(terms)) for seq, terms in claims.items()])
        counts = counted(claims.values())
        _many(connection, _DISCOUNT, [(count, term) for term, count in sorted(counts.items())])
        connection.exec_driver_sql(_FORGET, (json.dumps(sorted(counts)),))

    def search(
        self, connection: sa.Connection, queries: Sequence[Terms], *, limit: int, after: int = 0
    ) -> tuple[Found, ...]:
        """The claims most like each of these."""
        asked = sorted({number_of(term) for terms in queries for term in terms})
        rows = connection.exec_driver_sql(_FREQUENCIES, (json.dumps(asked),))
        frequencies: dict[int, int] = {row.term: row.claims for row in rows}
        return tuple(_search(connection, question(terms, frequencies), limit, after) for terms in queries)


def _search(connection: sa.Connection, asked: Question, limit: int, after: int) -> Found:
    same_slot = _numbers(connection, _NEWEST, _any(asked.points), after, limit) if asked.points else ()
    likest: tuple[int, ...] = ()
    if asked.ranked:
        likest = _numbers(connection, _LIKEST, _any(asked.ranked), after, limit + len(same_slot))
    elif asked.together:
        likest = _numbers(connection, _NEWEST, _all(asked.together), after, limit + len(same_slot))
    return Found(same_slot, tuple(seq for seq in likest if seq not in same_slot)[:limit])


def _numbers(connection: sa.Connection, statement: str, match: str, after: int, limit: int) -> tuple[int, ...]:
    return tuple(row[0] for row in connection.exec_driver_sql(statement, (match, after, limit)))


def _many(connection: sa.Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, rows)


def _token(number: int) -> str:
    return f"{number:016x}"


def _document(terms: Terms) -> str:
    return " ".join(map(_token, ordered(terms)))


def _any(numbers: Iterable[int]) -> str:
    return " OR ".join(f'"{_token(number)}"' for number in numbers)


def _all(numbers: Iterable[int]) -> str:
    return " AND ".join(f'"{_token(number)}"' for number in numbers)
