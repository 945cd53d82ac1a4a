"""The way to the database: SQLite in a file, or PostgreSQL, by URL.

Every read sees one moment of the database. Writes happen one at a time, which is what lets an article be compared with
exactly the claims that were stored before it; each raises the generation number that cached answers are filed under.
What was committed survives the death of the process, and, as both databases write through, of the machine.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
import weakref
from collections import deque
from collections.abc import Iterator
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy import event, exc

from service.store.errors import StoreBusy, StoreFull, StoreUnavailable
from service.store.tables import copying, generation
from service.store.transaction import Transaction

BUSY_SECONDS: Final = 10
"""How long a write waits for the one before it, and a transaction for a connection."""

BRIEF_SECONDS: Final = 3.0
"""How long a write waits where as many of its process as may be patient wait already: the other threads are for readers.

Long enough for a dozen writes of a quarter of a second each; with one second, an hour of mixed load at half the capacity
(benchmarks/README.md) refused 7 of 4,000 articles."""

_PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",  # a commit is on the disk before it is answered
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -8000",
    "mmap_size = 268435456",
)

_WRITES: Final = "crosscheck_writes"
_PATIENCE: Final = "crosscheck_patience"
_WRITE_LOCK: Final = 0x63726F7373  # "cross": any number will do, as long as every writer locks the same one

_READ_GENERATION: Final = "SELECT number FROM generation WHERE id = 1"


class Store:
    """Where articles, claims, findings and inconsistencies are kept.

    Connections are opened when they are needed. Before a fork the idle ones are closed, so that no two processes ever
    share one.
    """

    def __init__(self, engine: sa.Engine, patience: float = BUSY_SECONDS, patient_writers: int | None = None) -> None:
        self.engine = engine
        self._patience = patience
        self._patient_writers = patient_writers
        self._waiting = 0
        self._line = threading.Lock()
        self._gauges: deque[Any] = deque()
        _open_stores.add(self)

    @property
    def dialect(self) -> str:
        """Which database this is: "sqlite" or "postgresql"."""
        return self.engine.dialect.name

    @contextlib.contextmanager
    def read(self) -> Iterator[Transaction]:
        """One moment of the database, to read from."""
        with _translated(), self.engine.connect() as connection:
            if self.dialect == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield Transaction(connection)

    @contextlib.contextmanager
    def write(self) -> Iterator[Transaction]:
        """The only write transaction at this time; all of it is stored at the end, or, on any error, none of it."""
        with _translated(), self._begun(alone=True) as connection:
            yield Transaction(connection)
            # The time, not just one more: a database put back from a backup, or started anew, must not come to
            # numbers under which a Redis that lived on has kept the answers of another past.
            now = time.time_ns() // 1000
            number = sa.case((generation.c.number < now, now), else_=generation.c.number + 1)
            connection.execute(sa.update(generation).values(number=number))

    @contextlib.contextmanager
    def note(self) -> Iterator[Transaction]:
        """A write of what no cached answer shows, such as the progress of a job: the generation stays what it is.

        In PostgreSQL it runs beside other writes, so it has to lock the rows that it reads in order to change them.
        """
        with _translated(), self._begun(alone=False) as connection:
            yield Transaction(connection)

    @contextlib.contextmanager
    def _begun(self, *, alone: bool) -> Iterator[sa.Connection]:
        """A transaction to write in; `alone` where no other is to write meanwhile, which in SQLite none ever does."""
        with self.engine.connect() as connection, contextlib.ExitStack() as transaction:
            connection.execution_options(**{_WRITES: True})
            if self.dialect == "sqlite":
                with self._in_line() as patience:
                    connection.execution_options(**{_PATIENCE: patience})
                    transaction.enter_context(connection.begin())
            else:
                transaction.enter_context(connection.begin())
                patience = 0.0
                if alone:
                    with self._in_line() as patience:
                        connection.exec_driver_sql(_lock_timeout(patience))
                        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
                if patience != self._patience:
                    connection.exec_driver_sql(_lock_timeout(self._patience))
            yield connection

    @contextlib.contextmanager
    def _in_line(self) -> Iterator[float]:
        """While the lock is waited for: for how many seconds that may be.

        Without a bound, requests that write would end up in all threads of a process, and no reader would be answered.
        """
        with self._line:
            patient = self._patient_writers is None or self._waiting < self._patient_writers
            self._waiting += 1
        try:
            yield self._patience if patient else min(self._patience, BRIEF_SECONDS)
        finally:
            with self._line:
                self._waiting -= 1

    def generation(self) -> int:
        """How many writes there have been; read before an answer is made, it tells later whether that is still true.

        Each request asks, so its connections are kept apart from the pool's, whose care costs three times the question.
        """
        with _translated(), self._driver_errors_translated():
            while True:
                try:
                    connection, new = self._gauges.pop(), False
                except IndexError:
                    connection, new = self._gauge(), True
                try:
                    cursor = connection.cursor()
                    cursor.execute(_READ_GENERATION)
                    row = cursor.fetchone()
                    cursor.close()
                except BaseException as problem:
                    _drop(connection)
                    # One that has lain here may have outlived its server.
                    if new or not isinstance(problem, self._driver_error):
                        raise
                    continue
                self._gauges.append(connection)
                break
        if row is None:
            raise StoreUnavailable("The database has no generation number.")
        return int(row[0])

    def _gauge(self) -> Any:
        """A connection of the driver's, on which each statement is a transaction by itself."""
        taken = self.engine.raw_connection()
        taken.detach()
        connection: Any = taken.dbapi_connection
        if self.dialect == "postgresql":
            connection.autocommit = True
        return connection

    @property
    def _driver_error(self) -> type[Exception]:
        driver: Any = self.engine.dialect.dbapi
        error: type[Exception] = driver.Error
        return error

    @contextlib.contextmanager
    def _driver_errors_translated(self) -> Iterator[None]:
        """For what goes past SQLAlchemy, which then does not wrap what the driver raises."""
        try:
            yield
        except self._driver_error as error:
            raise _unavailable(error) from error

    def ping(self) -> None:
        """Return if the database answers; StoreUnavailable if not."""
        with _translated(), self.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")

    def migrate(self) -> None:
        """Bring the tables to the form that this version needs; done by one process at a time, all or nothing."""
        from service.store.migrations import upgrade  # Alembic takes a fifth of a second that a worker has no use for

        with _translated(), self.engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                if self.dialect == "postgresql":
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
                upgrade(connection)

    def schema_state(self) -> Literal["current", "behind", "newer"]:
        """Whether the tables are those of this version, of an older one (or not there), or of one it does not know."""
        from service.store.migrations import state

        with _translated(), self.engine.connect() as connection:
            return state(connection)

    def is_incomplete(self) -> bool:
        """Whether another database was being copied into this one, and is not there as a whole."""
        with self.read() as transaction:
            return transaction.connection.execute(sa.select(copying.c.name).limit(1)).first() is not None

    def dispose(self) -> None:
        """Close the idle connections; later ones are opened anew."""
        self.engine.dispose()
        while self._gauges:
            with contextlib.suppress(IndexError):  # another thread took it
                _drop(self._gauges.pop())


def _lock_timeout(seconds: float) -> str:
    return f"SET LOCAL lock_timeout = {round(seconds * 1000)}"


_open_stores: weakref.WeakSet[Store] = weakref.WeakSet()


def _close_idle_connections() -> None:
    for store in list(_open_stores):
        store.dispose()


os.register_at_fork(before=_close_idle_connections)


def create_store(database_url: str, *, patience: float = BUSY_SECONDS, patient_writers: int | None = None) -> Store:
    """The store at this URL (`sqlite:///path`, `postgresql://user@host/name`); ValueError for any other database.

    Nothing is opened yet. `patience` is for how many seconds it waits for a lock or a connection. Where
    `patient_writers` wait to write already, the next of this process wait BRIEF_SECONDS at most.
    """
    try:
        url = sa.make_url(database_url)
    except exc.ArgumentError as error:
        raise ValueError("The database URL cannot be read.") from error
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        engine = _create_postgresql(url.set(drivername="postgresql+psycopg"), patience)
        return Store(engine, patience, patient_writers)
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        if url.database in (None, "", ":memory:"):
            raise ValueError("A SQLite database has to be a file: several processes share it.")
        return Store(_create_sqlite(url, patience), patience, patient_writers)
    raise ValueError(f"The database must be SQLite or PostgreSQL, not {url.drivername!r}.")


def _create_postgresql(url: sa.URL, patience: float) -> sa.Engine:
    if "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": "5"})
    return sa.create_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_timeout=patience,
        pool_pre_ping=True,
        # A prepared statement soon gets one plan for all values, and rare and common terms need different ones.
        connect_args={"prepare_threshold": None},
    )


def _create_sqlite(url: sa.URL, patience: float) -> sa.Engine:
    engine = sa.create_engine(url, pool_size=16, max_overflow=16, pool_timeout=patience)
    pragmas = (_busy_timeout(patience), *_PRAGMAS)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions on its own: it would begin them as readers, and a reader that
        # wants to write after somebody else did is refused at once, whatever the time-out.
        connection.isolation_level = None
        try:
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()  # the pool has not taken it yet, so nobody else would
            raise

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if _PATIENCE in options:
            connection.exec_driver_sql(f"PRAGMA {_busy_timeout(options[_PATIENCE])}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES, False) else "BEGIN")

    return engine


def _busy_timeout(seconds: float) -> str:
    return f"busy_timeout = {round(seconds * 1000)}"


def _drop(connection: Any) -> None:
    with contextlib.suppress(Exception):  # it may be closed already
        connection.close()


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """The one place where a driver's complaint becomes ours; mistakes in a statement stay what they are."""
    try:
        yield
    except exc.TimeoutError as error:
        raise StoreBusy("All connections to the database are in use.") from error
    except exc.DBAPIError as error:
        if error.connection_invalidated or isinstance(error, _UNAVAILABLE) or type(error) is exc.DatabaseError:
            raise _unavailable(error.orig) from error
        raise


def _unavailable(error: BaseException | None) -> StoreUnavailable:
    """What the driver says, as one of ours: by the codes of SQLite, or of PostgreSQL."""
    said = " ".join(str(error).split())
    # Of SQLite's code, the low byte is the kind.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    state = getattr(error, "sqlstate", None) or ""
    if code == sqlite3.SQLITE_FULL or state == _DISK_FULL:
        return StoreFull(said)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or state in _LOCKED:
        return StoreBusy(said)
    return StoreUnavailable(said)


_UNAVAILABLE: Final = (exc.OperationalError, exc.InterfaceError, exc.InternalError)
_DISK_FULL: Final = "53100"
_LOCKED: Final = ("55P03", "53300")
"""PostgreSQL: a lock is not to be had in time; there are too many connections."""
