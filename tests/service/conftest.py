"""The databases that the tests run on: SQLite in a file, and a real PostgreSQL server of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from service.store import Store, create_store
from tests.postgresql import running_postgresql


@pytest.fixture(scope="session")
def postgresql() -> Iterator[sa.URL]:
    """The address of a PostgreSQL server with nothing in it, started for this session."""
    with running_postgresql() as server:
        yield server.url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once of each sort."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'crosscheck.db'}"
        return
    server: sa.URL = request.getfixturevalue("postgresql")
    name = f"test_{uuid4().hex}"
    administration = sa.create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield server.set(database=name).render_as_string(hide_password=False)
    with administration.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    administration.dispose()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store with its tables and nothing in them."""
    opened = create_store(database_url)
    opened.migrate()
    yield opened
    opened.dispose()
