"""The job that stores one article, for a client that did not want to wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from service.background.runner import Progress, Refused
from service.operations.articles import ArticleOperations
from service.operations.errors import NotAnArticle, TextTooLong
from service.store.records import ArticleDraft, Job, JobDraft


def storing(draft: ArticleDraft) -> JobDraft:
    """The job that stores this article."""
    return JobDraft(kind="article", payload=msgspec.to_builtins(draft), total=1)


class ArticleStoring:
    """Stores the article of a job; the same one twice is one article."""

    def __init__(self, articles: ArticleOperations) -> None:
        self._articles = articles

    def __call__(self, job: Job, _progress: Progress) -> Mapping[str, Any]:
        """Store it, and say under which id it is found."""
        draft = msgspec.convert(job.payload, ArticleDraft)
        try:
            ingested = self._articles.ingest(draft)
        except (NotAnArticle, TextTooLong) as error:
            raise Refused(str(error)) from error
        return {"article_id": ingested.record.article.id, "created": int(ingested.created)}
