"""The job that stores one article, for a client that did not want to wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from service.background.runner import Progress, Refused, Stopped
from service.operations.articles import ArticleOperations
from service.operations.errors import NotAnArticle, TextTooLong
from service.store.records import ArticleDraft, Job


class ArticleStoring:
    """Stores the article of a job; the same one twice is one article."""

    def __init__(self, articles: ArticleOperations) -> None:
        self._articles = articles

    def __call__(self, _job: Job, progress: Progress) -> Mapping[str, Any]:
        """Store it, and say under which id it is found."""
        submitted = progress.part(0)
        if submitted is None:  # the job was ended in this moment, and its parts with it
            raise Stopped
        try:
            ingested = self._articles.ingest(msgspec.json.decode(submitted.content, type=ArticleDraft))
        except (NotAnArticle, TextTooLong) as error:
            raise Refused(str(error)) from error
        return {
            "article_id": ingested.record.article.id,
            "created": int(ingested.created),
            "unchanged": int(not ingested.created),
        }
