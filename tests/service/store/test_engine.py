"""The database as a whole: its schema, its generation number, what it does when it is not there."""

from __future__ import annotations

import contextlib
import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from service.store import Store, create_store, engine
from service.store.errors import StoreBusy, StoreUnavailable
from service.store.identity import source_named
from service.store.tables import metadata
from tests.caching import eventually
from tests.service.store.builders import an_article, keep

_BY_HAND = (
    "article_words",
    "claim_words",
    "claim_index",
    "claim_terms",
    "factcheck_postings",
    "factcheck_terms",
    "alembic_version",
)


def test_a_new_database_is_behind_until_it_is_migrated(database_url: str) -> None:
    store = create_store(database_url)
    assert store.schema_state() == "behind"
    store.migrate()
    assert store.schema_state() == "current"
    store.migrate()
    assert store.schema_state() == "current"
    store.dispose()


def test_a_database_of_a_later_version_is_known_as_newer(store: Store) -> None:
    with store.write() as transaction:
        transaction.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert store.schema_state() == "newer"


def test_the_migrations_make_the_tables_that_the_code_names(store: Store) -> None:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or not (name or "").startswith(_BY_HAND)

    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_several_processes_may_migrate_at_once(database_url: str) -> None:
    stores = [create_store(database_url) for _ in range(3)]
    threads = [threading.Thread(target=store.migrate) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [store.schema_state() for store in stores] == ["current"] * 3
    for store in stores:
        store.dispose()


def test_each_write_raises_the_generation(store: Store) -> None:
    before = store.generation()
    keep(store, an_article())
    first = store.generation()
    with store.write():
        pass
    assert before < first < store.generation()


def test_a_write_that_fails_leaves_nothing_and_does_not_raise_the_generation(store: Store) -> None:
    before = store.generation()
    article = an_article()
    with pytest.raises(ZeroDivisionError), store.write() as transaction:
        transaction.sources.add(article.source)
        raise ZeroDivisionError
    assert store.generation() == before
    with store.read() as transaction:
        assert transaction.sources.get(article.source.id) is None


def test_a_reader_sees_one_moment_while_others_write(store: Store) -> None:
    article = an_article()
    with store.read() as transaction:
        assert transaction.articles.get(article.id) is None
        keep(store, article)
        assert transaction.articles.get(article.id) is None
    with store.read() as transaction:
        assert transaction.articles.get(article.id) is not None


def test_writers_wait_for_each_other(store: Store) -> None:
    running = 0
    most = 0

    def write() -> None:
        nonlocal running, most
        with store.write() as transaction:
            running += 1
            most = max(most, running)
            transaction.connection.exec_driver_sql("SELECT count(*) FROM articles")
            running -= 1

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_the_generation_is_told_while_all_connections_of_the_pool_are_taken(store: Store) -> None:
    before = store.generation()
    pool = store.engine.pool
    assert isinstance(pool, sa.QueuePool)
    with contextlib.ExitStack() as taken:
        for _ in range(pool.size() + pool._max_overflow):
            taken.enter_context(store.read())
        assert store.generation() == before


def test_the_generation_is_told_after_the_server_has_hung_up(store: Store) -> None:
    if store.dialect != "postgresql":
        pytest.skip("nobody hangs up on a file")
    before = store.generation()
    with store.read() as transaction:
        hung_up = transaction.connection.exec_driver_sql(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        ).scalar()
    assert hung_up
    assert store.generation() == before


def test_a_database_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    store = create_store(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    for question in (store.ping, store.generation, store.migrate, store.schema_state):
        with pytest.raises(StoreUnavailable):
            question()


def test_a_server_that_is_not_there_is_unavailable() -> None:
    store = create_store("postgresql://crosscheck@127.0.0.1:1/crosscheck")
    for question in (store.ping, store.generation):
        with pytest.raises(StoreUnavailable):
            question()


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear editor, " * 200)
    with pytest.raises(StoreUnavailable):
        create_store(f"sqlite:///{path}").ping()


def test_a_database_that_stays_locked_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "crosscheck.db"
    store = create_store(f"sqlite:///{path}")
    store.migrate()
    impatient = sa.event.listens_for(store.engine, "checkout")
    impatient(lambda connection, *_: connection.execute("PRAGMA busy_timeout = 0").close())
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable), store.write():
        pass
    assert store.generation() > 0, "readers go on"
    holder.execute("ROLLBACK")
    holder.close()
    with store.write():
        pass
    store.dispose()


def test_a_mistake_in_a_statement_is_not_taken_for_an_outage(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError), store.write() as transaction:
        transaction.connection.exec_driver_sql("INSERT INTO sources (id, name, folded) VALUES ('s', NULL, 's')")


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_a_url_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="database"):
        create_store(url)


def test_sqlite_is_set_up_to_keep_what_was_acknowledged(tmp_path: Path) -> None:
    store = create_store(f"sqlite:///{tmp_path / 'crosscheck.db'}")
    store.migrate()
    with store.read() as transaction:
        pragmas = {
            name: transaction.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    store.dispose()


# From Python 3.12 on, forking beside threads (those of the numeric libraries) warns.
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_process_forked_later_opens_connections_of_its_own(store: Store) -> None:
    keep(store, an_article("Before the fork."))
    fork = multiprocessing.get_context("fork")
    failed = fork.Queue()

    def work(number: int) -> None:
        try:
            for turn in range(5):
                keep(store, an_article(f"Child {number} writes its line {turn}."))
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent shows it
            failed.put(repr(error))
        store.dispose()

    children = [fork.Process(target=work, args=(number,)) for number in range(2)]
    for child in children:
        child.start()
    for turn in range(5):
        keep(store, an_article(f"The parent writes its line {turn}."))
    for child in children:
        child.join()
    assert failed.empty(), failed.get()
    with store.read() as transaction:
        assert transaction.connection.exec_driver_sql("SELECT count(*) FROM articles").scalar() == 16


def test_where_many_of_a_process_wait_to_write_the_next_wait_briefly(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BRIEF_SECONDS", 0.05)
    holder, store = create_store(database_url), create_store(database_url, patience=60, patient_writers=2)
    store.migrate()
    stored: list[str] = []

    def write(name: str) -> None:
        with store.write() as transaction:
            transaction.sources.add(source_named(name))
        stored.append(name)

    patient = [threading.Thread(target=write, args=(f"patient {number}",)) for number in range(2)]
    with holder.write():
        for thread in patient:
            thread.start()
        assert eventually(lambda: store._waiting == 2)
        for _ in range(3):
            with pytest.raises(StoreBusy):
                write("brief")
        # Readers do not wait at all.
        with store.read() as transaction:
            assert transaction.generation()
    for thread in patient:
        thread.join()
    # Those who have had their turn are waited for no longer.
    write("later")

    assert sorted(stored) == ["later", "patient 0", "patient 1"]
    for each in (holder, store):
        each.dispose()
