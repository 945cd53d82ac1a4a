"""A database of an earlier version is brought forward with what is in it."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from service.store import create_store
from service.store.records import FactCheckFilter, PageRequest
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
