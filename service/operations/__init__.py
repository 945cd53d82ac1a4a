"""The use cases, without HTTP: take an article in, list what is stored, review a finding, look a claim up,
keep published fact-checks."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.checker import Checker
from service.candidates import index_for
from service.candidates.factchecks import FactCheckIndex
from service.fetching.addresses import Rules
from service.operations.articles import ArticleOperations
from service.operations.checks import CheckOperations, Statement
from service.operations.claims import ClaimOperations
from service.operations.factchecks import FactCheckOperations
from service.operations.feeds import FeedOperations
from service.operations.imports import ImportOperations
from service.operations.inconsistencies import InconsistencyOperations
from service.operations.jobs import Announce, Ended, JobOperations
from service.operations.nearest import Meaning
from service.operations.reviews import Reviews
from service.operations.sources import SourceOperations
from service.operations.webhooks import WebhookOperations
from service.store import Store

__all__ = ["Operations", "Statement", "build_operations"]


@dataclass(frozen=True, slots=True)
class Operations:
    """All use cases, by what they are about. Safe to use from several threads, and in processes forked later."""

    articles: ArticleOperations
    claims: ClaimOperations
    inconsistencies: InconsistencyOperations
    sources: SourceOperations
    checks: CheckOperations
    factchecks: FactCheckOperations
    jobs: JobOperations
    imports: ImportOperations
    feeds: FeedOperations
    webhooks: WebhookOperations


def build_operations(
    store: Store,
    checker: Checker,
    *,
    max_text_characters: int = 200_000,
    max_line_bytes: int = 2 * 2**20,
    targets: Rules = Rules(),  # noqa: B008 - it is frozen
    announce: Announce = lambda _job_id: None,
    ended: Ended = lambda _transaction, _job: None,
    meaning: Meaning | None = None,
) -> Operations:
    """The use cases over a store and a checker; the limits are for texts that are read out of HTML and for the lines of
    an import.

    `targets` says where to webhooks may point, `announce` tells the workers of a job, and `ended` is told of one that ends.
    `meaning` finds published fact-checks by an encoder too.
    """
    index = index_for(store.dialect)
    factchecks = FactCheckOperations(store, FactCheckIndex(), meaning)
    reviews = Reviews(factchecks, checker)
    jobs = JobOperations(store, announce, ended)
    return Operations(
        articles=ArticleOperations(store, checker, index, max_text_characters),
        claims=ClaimOperations(store, reviews),
        inconsistencies=InconsistencyOperations(store),
        sources=SourceOperations(store),
        checks=CheckOperations(store, checker, index, reviews),
        factchecks=factchecks,
        jobs=jobs,
        imports=ImportOperations(jobs, max_line_bytes),
        feeds=FeedOperations(store, announce),
        webhooks=WebhookOperations(store, targets),
    )
