"""A whole database is copied into an empty one, from each sort into each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from factcheck.checker import Checker
from service import copying
from service.copying import CannotCopy, copy
from service.operations import Operations, build_operations
from service.store import Store, create_store
from service.store.records import ArticleDraft, ArticleFilter, ClaimFilter, InconsistencyFilter, PageRequest
from service.store.tables import metadata
from tests.service.store.builders import a_claim, a_finding, an_article, keep

ALL = PageRequest(limit=100)


@pytest.fixture
def target(postgresql: sa.URL, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty database of the sort that the test asks for."""
    if request.param == "sqlite":
        opened = create_store(f"sqlite:///{tmp_path / 'copy.db'}")
        opened.migrate()
        yield opened
        opened.dispose()
        return
    administration = sa.create_engine(
        postgresql.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with administration.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS copy_target WITH (FORCE)")
        connection.exec_driver_sql("CREATE DATABASE copy_target")
    opened = create_store(postgresql.set(database="copy_target").render_as_string(hide_password=False))
    opened.migrate()
    yield opened
    opened.dispose()


TARGETS = pytest.mark.parametrize(
    "target", ["sqlite", pytest.param("postgresql", marks=pytest.mark.server)], indirect=True
)


def _filled(store: Store, checker: Checker) -> Operations:
    operations = build_operations(store, checker)
    for source, text in (
        ("Dispatch", "Twelve people were injured when a tram derailed in Varnholm on Monday."),
        ("Courier", "Nineteen people were injured when a tram derailed in Varnholm on Monday."),
        ("Herald", "The mayor of Varnholm, Ilse Brandt, visited the tram depot."),
    ):
        operations.articles.ingest(ArticleDraft(source=source, text=text))
    return operations


def _copy(source: Store, target: Store) -> list[int]:
    steps: list[int] = []
    copy(source, target, begin=steps.append, advance=steps.append)
    return steps


def _rows(store: Store) -> dict[str, Any]:
    with store.read() as transaction:
        return {
            table.name: sorted(map(repr, transaction.connection.execute(sa.select(table)).all()))
            for table in metadata.sorted_tables
            if table.name not in ("generation", "copying")
        }


@TARGETS
def test_the_copy_answers_like_the_original_and_can_be_written_to(
    store: Store, target: Store, checker: Checker
) -> None:
    original = _filled(store, checker)
    steps = _copy(store, target)
    assert steps[0] == sum(steps[1:]) > 0
    assert _rows(target) == _rows(store)

    copied = build_operations(target, checker)
    for one, other in ((original, copied),):
        assert one.articles.list(ArticleFilter(q="tram"), ALL) == other.articles.list(ArticleFilter(q="tram"), ALL)
        assert one.claims.list(ClaimFilter(q="mayor"), ALL) == other.claims.list(ClaimFilter(q="mayor"), ALL)
        found = other.inconsistencies.list(InconsistencyFilter(), ALL)
        assert found.items
        assert one.inconsistencies.list(InconsistencyFilter(), ALL) == found
    # Its index finds what a new article disagrees with.
    copied.articles.ingest(
        ArticleDraft(source="Post", text="Seven people were injured when a tram derailed in Varnholm on Monday.")
    )
    sides = copied.inconsistencies.list(InconsistencyFilter(source="Post"), ALL).items
    assert sides
    assert not target.is_incomplete()


@TARGETS
def test_a_number_that_was_given_is_not_given_again(store: Store, target: Store, checker: Checker) -> None:
    operations = _filled(store, checker)
    last = operations.articles.list(ArticleFilter(), ALL).items[0].article.id
    with store.read() as transaction:
        number = transaction.articles.seq(last)
    operations.articles.delete(last)
    _copy(store, target)
    new = build_operations(target, checker).articles.ingest(ArticleDraft(source="Post", text="The bridge reopened."))
    with target.read() as transaction:
        seq = transaction.articles.seq(new.record.article.id)
    assert number is not None
    assert seq is not None
    assert seq > number


@TARGETS
def test_a_copy_that_was_broken_off_goes_on_where_it_stopped(
    store: Store, target: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(5):
        article = an_article(f"The harbour was closed for {day} days.", source=f"Outlet {day}")
        other = an_article(f"The harbour was open for {day} days.", source=f"Other {day}")
        one, two = a_claim(article), a_claim(other)
        keep(store, article, [one])
        keep(store, other, [two], [a_finding(one, two)])
    monkeypatch.setattr(copying, "_AT_ONCE", 2)
    monkeypatch.setattr(copying, "_AT_ONCE_OF", {})
    written = 0

    class Killed(Exception):
        pass

    def advance(rows: int) -> None:
        nonlocal written
        written += rows
        if written > 17:
            raise Killed

    with pytest.raises(Killed):
        copy(store, target, begin=lambda _rows: None, advance=advance)
    assert target.is_incomplete()
    rest = copy(store, target, begin=lambda _rows: None, advance=lambda _rows: None)
    assert 0 < rest < sum(map(len, _rows(store).values()))
    assert _rows(target) == _rows(store)
    assert not target.is_incomplete()


@TARGETS
def test_nothing_is_copied_over_what_is_there_already(store: Store, target: Store) -> None:
    keep(store, an_article())
    keep(target, an_article("Another text.", source="Herald"))
    before = _rows(target)
    with pytest.raises(CannotCopy, match="not empty"):
        _copy(store, target)
    assert _rows(target) == before


@TARGETS
def test_a_source_that_is_written_to_meanwhile_makes_no_copy(store: Store, target: Store) -> None:
    keep(store, an_article())

    def write_meanwhile(_rows: int) -> None:
        keep(store, an_article("Something new.", source="Herald"))

    with pytest.raises(CannotCopy, match="written to"):
        copy(store, target, begin=write_meanwhile, advance=lambda _rows: None)
    with pytest.raises(CannotCopy, match="has changed"):
        _copy(store, target)
