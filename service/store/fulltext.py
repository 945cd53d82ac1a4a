"""Words in titles and texts: an FTS5 table in SQLite, a `tsvector` under a GIN index in PostgreSQL.

Both fold case and take words as they are written, in whatever language: no stemming, no stop words. All words of a
query must occur.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Literal

import sqlalchemy as sa

Index = Literal["article_words", "claim_words"]

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 32


def words(query: str) -> list[str]:
    """The words of a query, at most 32; what is neither letter nor digit parts them."""
    return _WORD.findall(unicodedata.normalize("NFC", query))[:_MOST_WORDS]


def add(connection: sa.Connection, index: Index, rows: Iterable[tuple[int, str]]) -> None:
    """Index the text of each numbered row."""
    parameters = [{"seq": seq, "words": _searched(text)} for seq, text in rows]
    if not parameters:
        return
    if connection.dialect.name == "sqlite":
        statement = f"INSERT INTO {index} (rowid, words) VALUES (:seq, :words)"  # noqa: S608 - a Literal, as below
    else:
        statement = f"INSERT INTO {index} (seq, words) VALUES (:seq, to_tsvector('simple', :words))"  # noqa: S608
    connection.execute(sa.text(statement), parameters)


def remove(connection: sa.Connection, index: Index, rows: Iterable[tuple[int, str]]) -> None:
    """Take each numbered row out again; its text must be the one that was added."""
    gone = list(rows)
    if not gone:
        return
    if connection.dialect.name == "sqlite":
        # The table keeps no text of its own, so it has to be told which words to forget.
        statement = f"INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', :seq, :words)"  # noqa: S608
        connection.execute(sa.text(statement), [{"seq": seq, "words": _searched(text)} for seq, text in gone])
    else:
        statement = f"DELETE FROM {index} WHERE seq = :seq"  # noqa: S608
        connection.execute(sa.text(statement), [{"seq": seq} for seq, _ in gone])


def matches(connection: sa.Connection, index: Index, query: str) -> sa.Subquery | None:
    """The numbers (`seq`) of the rows in which all words of the query occur; None where it has no word."""
    wanted = words(query)
    if not wanted:
        return None
    if connection.dialect.name == "sqlite":
        condition = sa.text(f"{index} MATCH :searched").bindparams(searched=" ".join(f'"{word}"' for word in wanted))
        seq: sa.ColumnElement[Any] = sa.literal_column("rowid", sa.BigInteger)
    else:
        condition = sa.text("words @@ plainto_tsquery('simple', :searched)").bindparams(searched=" ".join(wanted))
        seq = sa.literal_column("seq", sa.BigInteger)
    return sa.select(seq.label("seq")).select_from(sa.table(index)).where(condition).subquery()


_MOST_CHARACTERS = 150_000
"""PostgreSQL refuses a `tsvector` over 1 MiB; even the longest words of four-byte letters stay below."""


def _searched(text: str) -> str:
    return unicodedata.normalize("NFC", text)[:_MOST_CHARACTERS]
