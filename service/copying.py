"""Copying a whole database into another, of the same sort or not: how a service moves from SQLite to PostgreSQL.

Tables are copied in batches, each with the place it ends at, in one transaction: a copy that is broken off goes on where
it stopped. Rows are copied as they are; the indexes, which each database has in its own form, are filled anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import orjson
import sqlalchemy as sa

from service.candidates import CandidateIndex, index_for
from service.store import Store, codec, fulltext
from service.store.articles import searched_text as searched_in_article
from service.store.claims import searched_text as searched_in_claim
from service.store.tables import articles, claims, copying, generation, metadata

_AT_ONCE: Final = 2000
_AT_ONCE_OF: Final = {"articles": 200, "job_parts": 10}
"""Rows of a batch; fewer where a row can be large."""

# The index of fact-checks is the same in every database.
_postings = sa.Table(
    "factcheck_postings",
    sa.MetaData(),
    sa.Column("term", sa.BigInteger, primary_key=True),
    sa.Column("factcheck_seq", sa.BigInteger, primary_key=True),
    sa.Column("weight", sa.Double),
)
_terms = sa.Table(
    "factcheck_terms",
    sa.MetaData(),
    sa.Column("term", sa.BigInteger, primary_key=True),
    sa.Column("factchecks", sa.Integer),
)


class CannotCopy(Exception):
    """The one database cannot be copied into the other; the message says why and what to do."""


def copy(source: Store, target: Store, *, begin: Callable[[int], object], advance: Callable[[int], object]) -> int:
    """Copy everything; the number of rows that were copied by this call.

    `begin` is told how many rows there are, and `advance` of each batch how many it had, those of an earlier call too.
    Both databases have the tables of this version; nothing else writes to either meanwhile. Raises CannotCopy where the
    target holds something else, or the source has changed since the copy was begun.
    """
    tables = [table for table in metadata.sorted_tables if table not in (generation, copying)] + [_postings, _terms]
    state = source.generation()
    _begin(target, state, tables)
    with source.read() as transaction:
        counts = {table.name: _count(transaction.connection, table) for table in tables}
    begin(sum(counts.values()))
    index = index_for(target.dialect)
    copied = 0
    for table in tables:
        before, place = _progress(target, table)
        advance(before)
        for rows in _batches(source, table, place):
            _write(target, index, table, rows)
            copied += len(rows)
            advance(len(rows))
    if source.generation() != state:
        raise CannotCopy("the database was written to while it was copied; stop the service, empty the new one, repeat")
    _end(source, target, tables)
    return copied


def _begin(target: Store, state: int, tables: Sequence[sa.Table]) -> None:
    with target.write() as transaction:
        begun = sa.select(copying.c.source_state).where(copying.c.name == "")
        known = transaction.connection.execute(begun).scalar_one_or_none()
        if known is None:
            filled = [table.name for table in tables if _count(transaction.connection, table)]
            if filled:
                raise CannotCopy(f"the new database is not empty ({', '.join(filled[:3])}); copy into an empty one")
            transaction.connection.execute(sa.insert(copying).values(name="", rows=0, source_state=state))
        elif known != state:
            raise CannotCopy("the database has changed since this copy was begun; empty the new one, and repeat")


def _progress(target: Store, table: sa.Table) -> tuple[int, list[Any] | None]:
    """How many rows of a table were copied, and the key of the last one."""
    with target.read() as transaction:
        row = transaction.connection.execute(sa.select(copying).where(copying.c.name == table.name)).one_or_none()
    return (0, None) if row is None else (row.rows, orjson.loads(row.place))


def _batches(source: Store, table: sa.Table, place: list[Any] | None) -> Iterator[Sequence[sa.Row[Any]]]:
    keys = list(table.primary_key.columns)
    at_once = _AT_ONCE_OF.get(table.name, _AT_ONCE)
    while True:
        statement = sa.select(table).order_by(*keys).limit(at_once)
        if place is not None:
            statement = statement.where(sa.tuple_(*keys) > sa.tuple_(*map(sa.literal, place)))
        with source.read() as transaction:
            rows = transaction.connection.execute(statement).all()
        if not rows:
            return
        yield rows
        place = [rows[-1]._mapping[key.name] for key in keys]


def _write(target: Store, index: CandidateIndex, table: sa.Table, rows: Sequence[sa.Row[Any]]) -> None:
    place = orjson.dumps([rows[-1]._mapping[key.name] for key in table.primary_key.columns]).decode()
    with target.write() as transaction:
        connection = transaction.connection
        connection.execute(sa.insert(table), [dict(row._mapping) for row in rows])
        if table is articles:
            fulltext.add(
                connection, "article_words", [(row.seq, searched_in_article(row.title, row.text)) for row in rows]
            )
        if table is claims:
            read = {row.seq: codec.decode(row.codec, row.analysis) for row in rows}
            fulltext.add(connection, "claim_words", [(seq, searched_in_claim(claim)) for seq, claim in read.items()])
            index.add(connection, {seq: claim.terms for seq, claim in read.items()})
        moved = sa.update(copying).where(copying.c.name == table.name)
        found = connection.execute(moved.values(rows=copying.c.rows + len(rows), place=place))
        if not found.rowcount:
            connection.execute(sa.insert(copying).values(name=table.name, rows=len(rows), place=place))


def _end(source: Store, target: Store, tables: Sequence[sa.Table]) -> None:
    """Let numbering go on where it stood, so that no number is given twice, and call the copy whole."""
    numbered = [table for table in tables if "seq" in table.c]
    with source.read() as origin:
        last = {table.name: _last_number(origin.connection, table) for table in numbered}
    with target.write() as transaction:
        for name, number in last.items():
            if number:
                _number_from(transaction.connection, name, number)
        transaction.connection.execute(sa.delete(copying))


def _last_number(connection: sa.Connection, table: sa.Table) -> int:
    """The last number that was given, which its row may not have outlived; 0 where none was."""
    if connection.dialect.name == "sqlite":
        statement = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return int(connection.execute(statement, {"name": table.name}).scalar() or 0)
    sequence = connection.execute(sa.select(sa.func.pg_get_serial_sequence(table.name, "seq"))).scalar_one()
    row = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608 - its own name
    return int(row.last_value) if row.is_called else 0


def _number_from(connection: sa.Connection, name: str, number: int) -> None:
    if connection.dialect.name == "sqlite":
        changed = connection.execute(
            sa.text("UPDATE sqlite_sequence SET seq = :number WHERE name = :name"), {"number": number, "name": name}
        )
        if not changed.rowcount:
            connection.execute(
                sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"),
                {"number": number, "name": name},
            )
        return
    connection.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(name, "seq"), number)))


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
