"""One transaction, and the repositories that work in it."""

from __future__ import annotations

from functools import cached_property

import sqlalchemy as sa

from service.store.articles import ArticleRepository
from service.store.claims import ClaimRepository
from service.store.embeddings import EmbeddingRepository
from service.store.factchecks import FactCheckRepository
from service.store.feeds import FeedRepository
from service.store.findings import FindingRepository
from service.store.inconsistencies import InconsistencyRepository
from service.store.jobs import JobRepository
from service.store.keys import ApiKeyRepository
from service.store.repeats import RepeatRepository
from service.store.sources import SourceRepository
from service.store.tables import generation
from service.store.webhooks import WebhookRepository


class Transaction:
    """What `Store.read` and `Store.write` hand out; of no use after their block."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def generation(self) -> int:
        """How many writes there had been before this moment of the database."""
        return int(self.connection.execute(sa.select(generation.c.number)).scalar_one())

    @cached_property
    def sources(self) -> SourceRepository:
        """The outlets."""
        return SourceRepository(self.connection)

    @cached_property
    def articles(self) -> ArticleRepository:
        """The articles."""
        return ArticleRepository(self.connection)

    @cached_property
    def claims(self) -> ClaimRepository:
        """The claims of the articles."""
        return ClaimRepository(self.connection)

    @cached_property
    def findings(self) -> FindingRepository:
        """The judged pairs of claims."""
        return FindingRepository(self.connection, self.claims)

    @cached_property
    def inconsistencies(self) -> InconsistencyRepository:
        """The points on which claims do not fit."""
        return InconsistencyRepository(self.connection)

    @cached_property
    def factchecks(self) -> FactCheckRepository:
        """The published fact-checks."""
        return FactCheckRepository(self.connection)

    @cached_property
    def embeddings(self) -> EmbeddingRepository:
        """The vectors of published fact-checks."""
        return EmbeddingRepository(self.connection)

    @cached_property
    def feeds(self) -> FeedRepository:
        """The feeds that are polled."""
        return FeedRepository(self.connection)

    @cached_property
    def jobs(self) -> JobRepository:
        """What is done in the background."""
        return JobRepository(self.connection)

    @cached_property
    def keys(self) -> ApiKeyRepository:
        """The API keys."""
        return ApiKeyRepository(self.connection)

    @cached_property
    def repeats(self) -> RepeatRepository:
        """The requests that can be repeated."""
        return RepeatRepository(self.connection)

    @cached_property
    def webhooks(self) -> WebhookRepository:
        """Who is told of what happens, and what is to be sent to them."""
        return WebhookRepository(self.connection)
