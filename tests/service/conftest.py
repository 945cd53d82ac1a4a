"""The databases that the tests run on: SQLite in a file, and a real PostgreSQL server of their own.

The tables are made by the migrations once for each sort, and copied for each test: most tests are not about them.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from service.store import Store, create_store
from tests.postgresql import running_postgresql


@dataclass
class Place:
    """Where a test has its database, which is made when it is first asked for: empty, or with the tables."""

    url: str
    make: Callable[[bool], None]
    made: bool = False
    migrated: bool = False

    def with_a_database(self, *, migrated: bool) -> str:
        """The address; what is there already stays as it is."""
        if not self.made:
            self.make(migrated)
            self.made, self.migrated = True, migrated
        return self.url


def _migrate(url: str) -> None:
    store = create_store(url)
    store.migrate()
    store.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[sa.URL]:
    """The address of a PostgreSQL server with nothing in it, started for this session."""
    with running_postgresql() as server:
        yield server.url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the tables and nothing in them, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "crosscheck.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def administration(postgresql: sa.URL) -> Iterator[sa.Engine]:
    """Connections by which databases are made and removed."""
    engine = sa.create_engine(postgresql.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_database(postgresql: sa.URL, administration: sa.Engine) -> str:
    """The name of a PostgreSQL database with the tables and nothing in them, to be copied."""
    name = f"migrated_{uuid4().hex}"
    with administration.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    _migrate(postgresql.set(database=name).render_as_string(hide_password=False))
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def database_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place for a database, once of each sort."""
    if request.param == "sqlite":
        file = tmp_path / "crosscheck.db"

        def copy_file(migrated: bool) -> None:
            if migrated:
                shutil.copyfile(request.getfixturevalue("migrated_file"), file)

        yield Place(f"sqlite:///{file}", copy_file)
        return
    server: sa.URL = request.getfixturevalue("postgresql")
    administration: sa.Engine = request.getfixturevalue("administration")
    name = f"test_{uuid4().hex}"

    def create_database(migrated: bool) -> None:
        template = f" TEMPLATE {request.getfixturevalue('migrated_database')}" if migrated else ""
        with administration.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}{template}")

    yield Place(server.set(database=name).render_as_string(hide_password=False), create_database)
    with administration.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def database_url(database_place: Place) -> str:
    """The address of a database, empty unless the test has a store in it too."""
    return database_place.with_a_database(migrated=False)


@pytest.fixture
def store(database_place: Place) -> Iterator[Store]:
    """A store with its tables and nothing in them."""
    opened = create_store(database_place.with_a_database(migrated=True))
    if not database_place.migrated:
        opened.migrate()
    yield opened
    # What notes the use of a key is waited for by no request: its connection would be left open.
    for thread in threading.enumerate():
        if thread.name == "key-use":
            thread.join()
    opened.dispose()
