"""A database that is full, locked or in use: clients are told so, nothing that was acknowledged is lost, and it passes."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from werkzeug.test import Client, TestResponse

from factcheck.checker import Checker
from service.app import create_app
from service.operations.imports import ImportOperations
from service.store import Store, create_store
from service.store.errors import StoreFull
from tests.contract.service import settings_in

PATIENCE_SECONDS = 0.3
SMALL_DISK = 24 * 2**20


@dataclass(frozen=True)
class Desk:
    """A service, and what it has acknowledged to its clients."""

    store: Store
    client: Client
    acknowledged: list[str]

    def submit(self) -> TestResponse:
        """Ask for an article to be stored, with some 100 kB that cannot be packed; nobody reads it here."""
        text = os.urandom(50_000).hex()
        answer = self.client.post(
            "/v1/articles", json={"source": "Coastal Wire", "text": text}, headers={"Prefer": "respond-async"}
        )
        if answer.status_code == 202:
            self.acknowledged.append(str(answer.get_json()["id"]))
        return answer

    def kept(self) -> list[str]:
        """The jobs that are there, the oldest first."""
        found: list[str] = []
        address = "/v1/jobs?limit=100"
        while True:
            page = self.client.get(address)
            assert page.status_code == 200, page.text
            found += [job["id"] for job in page.get_json()["items"]]
            if page.get_json()["next_cursor"] is None:
                return found[::-1]
            address = f"/v1/jobs?limit=100&cursor={page.get_json()['next_cursor']}"

    def check_that_it_was_told(self, refused: TestResponse, code: str) -> None:
        """The answer is a problem that says when to come again."""
        problem = refused.get_json()
        assert (refused.status_code, problem["code"]) == (503, code), problem
        assert refused.content_type == "application/problem+json"
        assert int(refused.headers["Retry-After"]) >= 1


def a_desk(store: Store, folder: Path, checker: Checker) -> Desk:
    store.migrate()
    return Desk(store, Client(create_app(settings_in(folder), store=store, checker=checker)), [])


# Full.


class Disk(Protocol):
    """A database with little room."""

    store: Store

    def fill(self) -> None:
        """Take the room away."""

    def make_room(self) -> None:
        """Give it back."""


class Quota:
    """SQLite with as many pages as it has: the same error as of a full disk, wherever the tests run."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._full = False
        event.listen(store.engine, "checkout", lambda connection, *_: self._limit(connection))

    def _limit(self, connection: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0] if self._full else 2**31 - 2
        connection.execute(f"PRAGMA max_page_count = {pages}").close()

    def fill(self) -> None:
        self._full = True

    def make_room(self) -> None:
        self._full = False


class SmallDisk:
    """A file system of its own, and a file that takes what the database leaves."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with self._ballast.open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
            while True:
                ballast.write(b"\0" * 4096)

    def make_room(self) -> None:
        self._ballast.unlink()


@contextlib.contextmanager
def small_file_system(folder: Path) -> Iterator[Path]:
    """A file system in memory with 24 MiB; the test is skipped where none can be mounted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no program here to mount a small file system with")
    if mounted.returncode:
        pytest.skip(f"no small file system can be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def sqlite_quota(tmp_path: Path) -> Iterator[Disk]:
    store = create_store(f"sqlite:///{tmp_path / 'crosscheck.db'}")
    yield Quota(store)
    store.dispose()


@contextlib.contextmanager
def sqlite_on_a_small_disk(tmp_path: Path) -> Iterator[Disk]:
    with small_file_system(tmp_path / "small") as folder:
        store = create_store(f"sqlite:///{folder / 'crosscheck.db'}")
        yield SmallDisk(store, folder)
        store.dispose()


@contextlib.contextmanager
def postgresql_on_a_small_disk(server: sa.URL) -> Iterator[Disk]:
    administration = sa.create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    name = f"small_{uuid4().hex}"
    # Where the user of the server can reach it.
    place = Path(tempfile.gettempdir()) / f"crosscheck-{name}"
    with administration.connect() as connection, small_file_system(place) as folder:
        owner = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one()).stat()
        (folder / "space").mkdir()
        for path in (folder, folder / "space"):
            os.chown(path, owner.st_uid, owner.st_gid)
        connection.exec_driver_sql(f"CREATE TABLESPACE {name} LOCATION '{folder}/space'")
        connection.exec_driver_sql(f"CREATE DATABASE {name} TABLESPACE {name}")
        store = create_store(server.set(database=name).render_as_string(hide_password=False))
        try:
            yield SmallDisk(store, folder)
        finally:
            store.dispose()
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
            connection.exec_driver_sql(f"DROP TABLESPACE {name}")
    place.rmdir()
    administration.dispose()


@pytest.fixture(
    params=[
        "sqlite with a quota",
        "sqlite on a small disk",
        pytest.param("postgresql on a small disk", marks=pytest.mark.server),
    ]
)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    if request.param == "sqlite with a quota":
        opened = sqlite_quota(tmp_path)
    elif request.param == "sqlite on a small disk":
        opened = sqlite_on_a_small_disk(tmp_path)
    else:
        opened = postgresql_on_a_small_disk(request.getfixturevalue("postgresql"))
    with opened as disk:
        yield disk


def test_a_full_disk_refuses_writes_keeps_what_it_has_and_takes_more_when_there_is_room(
    disk: Disk, tmp_path: Path, checker: Checker
) -> None:
    desk = a_desk(disk.store, tmp_path, checker)
    for _ in range(3):
        assert desk.submit().status_code == 202

    disk.fill()
    # What the database has set aside for itself is used up first.
    refused = next((answer for answer in (desk.submit() for _ in range(200)) if answer.status_code != 202), None)

    assert refused is not None
    desk.check_that_it_was_told(refused, "store_full")
    for _ in range(3):
        desk.check_that_it_was_told(desk.submit(), "store_full")
    assert desk.kept() == desk.acknowledged
    assert desk.client.get("/v1/articles").status_code == 200
    assert desk.client.get("/health/live").status_code == 200
    assert desk.client.get("/health/ready").status_code == 200

    disk.make_room()

    assert desk.submit().status_code == 202
    assert desk.kept() == desk.acknowledged
    if disk.store.dialect == "sqlite":
        with disk.store.read() as transaction:
            assert transaction.connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_an_import_for_which_the_disk_has_no_room_is_refused_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_file_system(tmp_path / "small") as folder:
        monkeypatch.setattr("tempfile.tempdir", str(folder))
        lines = (os.urandom(500_000).hex().encode() + b"\n" for _ in range(100))
        # It does not get as far as to the jobs.
        imports = ImportOperations(jobs=None, max_line_bytes=2**21)  # type: ignore[arg-type]

        with pytest.raises(StoreFull, match="No space left"):
            imports.submit(lines)

        assert os.statvfs(folder).f_bavail * 4096 > SMALL_DISK * 0.9


# Locked, or in use.


@pytest.fixture
def impatient(database_url: str) -> Iterator[Store]:
    """A store that does not wait long."""
    store = create_store(database_url, patience=PATIENCE_SECONDS)
    store.migrate()
    yield store
    store.dispose()


@contextlib.contextmanager
def another_writer(database_url: str) -> Iterator[None]:
    """Somebody else in the middle of a write: another program, or another service."""
    other = create_store(database_url)
    with other.write():
        yield
    other.dispose()


def _article(desk: Desk, source: str) -> TestResponse:
    return desk.client.post("/v1/articles", json={"source": source, "text": "The ferry carried 214 passengers."})


def test_while_somebody_else_holds_the_lock_writes_are_refused_and_reads_answered(
    impatient: Store, database_url: str, tmp_path: Path, checker: Checker
) -> None:
    desk = a_desk(impatient, tmp_path, checker)
    stored = _article(desk, "Coastal Wire")
    assert stored.status_code == 201

    with another_writer(database_url):
        for _ in range(2):
            desk.check_that_it_was_told(_article(desk, "Dispatch"), "store_busy")
        assert desk.client.get(stored.headers["Location"]).status_code == 200
        assert desk.client.get("/health/ready").status_code == 200

    assert _article(desk, "Dispatch").status_code == 201
    assert len(desk.client.get("/v1/articles").get_json()["items"]) == 2


def test_while_all_connections_are_in_use_clients_are_told_and_then_served(
    impatient: Store, tmp_path: Path, checker: Checker
) -> None:
    desk = a_desk(impatient, tmp_path, checker)
    assert desk.submit().status_code == 202
    with contextlib.ExitStack() as stack:
        pool = impatient.engine.pool
        assert isinstance(pool, sa.pool.QueuePool)
        for _ in range(pool.size() + pool._max_overflow):
            stack.enter_context(impatient.engine.connect())

        desk.check_that_it_was_told(desk.submit(), "store_busy")
        desk.check_that_it_was_told(desk.client.get("/v1/articles"), "store_busy")
        assert desk.client.get("/health/live").status_code == 200
        assert desk.client.get("/health/ready").status_code == 503

    assert desk.client.get("/health/ready").status_code == 200
    assert desk.submit().status_code == 202
    assert desk.kept() == desk.acknowledged
