"""Conditions that take long lists of values."""

from __future__ import annotations

import json
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY


def among(
    connection: sa.Connection, column: sa.ColumnElement[int] | sa.ColumnElement[str], values: Collection[int | str]
) -> sa.ColumnElement[bool]:
    """That a column has one of these values, which go to the database as one parameter, however many they are.

    `in_` makes one of each, and the statement anew for every number of them: thrice the time of the query itself.
    """
    if connection.dialect.name == "sqlite":
        listed = sa.func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(sa.select(listed.c.value))
    return column == sa.any_(sa.literal(list(values), ARRAY(column.type)))
