"""The job that fetches one article from the web and stores it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import msgspec

from service.background.runner import Progress, Refused, Stopped, TryAgain
from service.fetching.errors import FetchFailed, FetchRefused
from service.fetching.pages import Pages
from service.operations.articles import ArticleOperations
from service.operations.errors import NotAnArticle, TextTooLong
from service.store.identity import host_of
from service.store.records import ArticleDraft, Job

_SHORTEST_PAUSE: Final = 2.0


class ArticleFetching:
    """Fetches the article of a job, and stores it under the address where it was found; twice is one article."""

    def __init__(self, articles: ArticleOperations, pages: Pages) -> None:
        self._articles = articles
        self._pages = pages

    def __call__(self, _job: Job, progress: Progress) -> Mapping[str, Any]:
        """Fetch and store it, and say under which id it is found."""
        submitted = progress.part(0)
        if submitted is None:  # the job was ended in this moment, and its parts with it
            raise Stopped
        draft = msgspec.json.decode(submitted.content, type=ArticleDraft)
        try:
            page = self._pages.read(draft.url or "")
            progress.advance(0)
            self._judge(page.text)
            source = draft.source or host_of(page.url)
            ingested = self._articles.ingest(
                replace(draft, url=page.url, source=source, html=page.html, text=page.text)
            )
        except FetchFailed as failed:
            raise TryAgain(str(failed), pause(failed)) from failed
        except (FetchRefused, NotAnArticle, TextTooLong) as error:
            raise Refused(str(error)) from error
        return {
            "article_id": ingested.record.article.id,
            "created": int(ingested.created),
            "unchanged": int(not ingested.created),
        }

    def _judge(self, text: str | None) -> None:
        """Raise where a page of plain text is empty or too long; one of HTML is judged when it is read."""
        if text is None:
            return
        if not text.strip():
            raise NotAnArticle("The page holds no text to read.")
        if len(text) > self._articles.max_text_characters:
            raise TextTooLong(len(text), self._articles.max_text_characters)


def pause(failed: FetchFailed) -> timedelta | None:
    """For how long a server asked to be left alone; None where it did not."""
    return None if failed.retry_after is None else timedelta(seconds=max(failed.retry_after, _SHORTEST_PAUSE))
