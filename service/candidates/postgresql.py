"""The index in PostgreSQL: an array of term numbers under a GIN index, ranked by how rare the shared terms are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from service.candidates.port import Found, Terms
from service.candidates.terms import COMMON, Question, counted, number_of, ordered, question

_ADD: Final = "INSERT INTO claim_index (claim_seq, terms) VALUES (%s, %s::bigint[])"
_REMOVE: Final = "DELETE FROM claim_index WHERE claim_seq = ANY(%s::bigint[])"
_COUNT: Final = (
    "INSERT INTO claim_terms (term, claims) SELECT * FROM unnest(%s::bigint[], %s::integer[]) "
    "ON CONFLICT (term) DO UPDATE SET claims = claim_terms.claims + excluded.claims"
)
_DISCOUNT: Final = (
    "UPDATE claim_terms SET claims = claim_terms.claims - gone.claims "
    "FROM unnest(%s::bigint[], %s::integer[]) AS gone(term, claims) WHERE claim_terms.term = gone.term"
)
_FORGET: Final = "DELETE FROM claim_terms WHERE claims <= 0 AND term = ANY(%s::bigint[])"
_FREQUENCIES: Final = "SELECT term, claims FROM claim_terms WHERE term = ANY(%s::bigint[])"

# Few claims: all are fetched through the GIN index, and then put in order. The planner would guess, and where it
# guesses wrong it walks through all claims by number.
_NEWEST_OF_FEW: Final = (
    "WITH hit AS MATERIALIZED (SELECT claim_seq FROM claim_index WHERE terms && %s::bigint[] AND claim_seq > %s) "
    "SELECT claim_seq FROM hit ORDER BY claim_seq DESC LIMIT %s"
)
# Many claims: walking backwards by number comes upon enough of them soon.
_NEWEST_OF_MANY: Final = (
    "SELECT claim_seq FROM claim_index WHERE terms && %s::bigint[] AND claim_seq > %s ORDER BY claim_seq DESC LIMIT %s"
)
_NEWEST_WITH_ALL: Final = (
    "SELECT claim_seq FROM claim_index WHERE terms @> %s::bigint[] AND claim_seq > %s ORDER BY claim_seq DESC LIMIT %s"
)
_LIKEST: Final = (
    "WITH hit AS MATERIALIZED "
    "(SELECT claim_seq, terms FROM claim_index WHERE terms && %s::bigint[] AND claim_seq > %s) "
    "SELECT claim_seq FROM hit ORDER BY ("
    "SELECT sum(asked.weight) FROM unnest(%s::bigint[], %s::double precision[]) AS asked(term, weight) "
    "WHERE asked.term = ANY(hit.terms)) / (cardinality(hit.terms) + 20) DESC, claim_seq LIMIT %s"
)


class PostgresqlIndex:
    """The port over GIN."""

    def add(self, connection: sa.Connection, claims: Mapping[int, Terms]) -> None:
        """Index the terms of new claims."""
        if not claims:
            return
        connection.exec_driver_sql(_ADD, [(seq, ordered(terms)) for seq, terms in claims.items()])
        counts = sorted(counted(claims.values()).items())
        connection.exec_driver_sql(_COUNT, ([term for term, _ in counts], [count for _, count in counts]))

    def remove(self, connection: sa.Connection, claims: Mapping[int, Terms]) -> None:
        """Take claims out again."""
        connection.exec_driver_sql(_REMOVE, (list(claims),))
        counts = sorted(counted(claims.values()).items())
        terms = [term for term, _ in counts]
        connection.exec_driver_sql(_DISCOUNT, (terms, [count for _, count in counts]))
        connection.exec_driver_sql(_FORGET, (terms,))

    def search(
        self, connection: sa.Connection, queries: Sequence[Terms], *, limit: int, after: int = 0
    ) -> tuple[Found, ...]:
        """The claims most like each of these."""
        asked = sorted({number_of(term) for terms in queries for term in terms})
        rows = connection.exec_driver_sql(_FREQUENCIES, (asked,))
        frequencies: dict[int, int] = {row.term: row.claims for row in rows}
        return tuple(_search(connection, question(terms, frequencies), limit, after) for terms in queries)


def _search(connection: sa.Connection, asked: Question, limit: int, after: int) -> Found:
    same_slot: tuple[int, ...] = ()
    likest: tuple[int, ...] = ()
    if asked.points:
        newest = _NEWEST_OF_FEW if sum(asked.points.values()) <= COMMON else _NEWEST_OF_MANY
        same_slot = _numbers(connection, newest, (list(asked.points), after, limit))
    enough = limit + len(same_slot)
    if asked.ranked:
        ranked, weights = list(asked.ranked), [1 / math.log2(1 + count) for count in asked.ranked.values()]
        likest = _numbers(connection, _LIKEST, (ranked, after, ranked, weights, enough))
    elif asked.together:
        likest = _numbers(connection, _NEWEST_WITH_ALL, (list(asked.together), after, enough))
    return Found(same_slot, tuple(seq for seq in likest if seq not in same_slot)[:limit])


def _numbers(connection: sa.Connection, statement: str, parameters: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(row[0] for row in connection.exec_driver_sql(statement, parameters))
