"""A database of an earlier version is brought forward with what is in it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from service.store import create_store, migrations
from service.store.records import FactCheckFilter, PageRequest
from service.store.tables import metadata
from tests.service.store.builders import a_claim, an_article, keep


def _migrated_to(database_url: str, revision: str) -> None:
    store = create_store(database_url)
    with store.engine.connect() as connection, connection.begin():
        config = Config()
        config.set_main_option("script_location", "service:store/migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    store.dispose()


def test_articles_of_the_first_version_are_there_after_the_step_to_fact_checks(database_url: str) -> None:
    _migrated_to(database_url, "0001")
    store = create_store(database_url)
    assert store.schema_state() == "behind"
    article = an_article()
    keep(store, article, [a_claim(article)])
    before = store.generation()

    store.migrate()

    assert store.schema_state() == "current"
    assert store.generation() == before
    with store.read() as transaction:
        assert transaction.articles.get(article.id) is not None
        assert transaction.factchecks.list(FactCheckFilter(), PageRequest()).items == ()
    store.dispose()


_STEPS = ["0001", "0002", "0003", "0004"]


def test_the_steps_are_those_that_are_tried_here() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert [step.revision for step in script.walk_revisions()] == _STEPS[::-1]


@pytest.mark.parametrize(("before", "after"), list(pairwise(_STEPS)))
def test_the_version_before_goes_on_working_over_the_tables_of_the_next(
    database_url: str, before: str, after: str
) -> None:
    """What a machine does that has not been upgraded yet: read and write the tables as it knows them."""
    _migrated_to(database_url, before)
    store = create_store(database_url)
    known = sa.MetaData()
    with store.read() as transaction:
        names = [name for name in sa.inspect(transaction.connection).get_table_names() if name in metadata.tables]
        known.reflect(transaction.connection, only=names)
    _migrated_to(database_url, after)

    with store.read() as transaction:
        now = sa.inspect(transaction.connection)
        for table in known.sorted_tables:
            columns = {column["name"]: column for column in now.get_columns(table.name)}
            assert set(table.c.keys()) <= set(columns)
            for name, column in columns.items():
                if name in table.c:
                    assert column["nullable"] or not table.c[name].nullable
                else:
                    assert column["nullable"] or column["default"] is not None
            transaction.connection.execute(sa.select(table)).all()
    with store.write() as transaction:
        row = {"id": "src_1", "name": "The Courier", "folded": "the courier"}
        transaction.connection.execute(sa.insert(known.tables["sources"]).values(**row))
        stored = transaction.connection.execute(sa.select(known.tables["sources"])).one()
    assert stored.name == "The Courier"
    store.dispose()
