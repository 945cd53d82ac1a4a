"""The job that looks what is new in a feed."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from service.background.runner import Progress, Refused
from service.fetching.errors import FetchFailed, FetchRefused
from service.fetching.feeds import WebFeeds
from service.operations.errors import NotFound
from service.operations.feeds import FeedOperations
from service.store.records import Job


class FeedPolling:
    """Asks for the feed of a job, and has its new entries fetched; the same entry twice is one.

    A poll that fails is not begun again: the feed says when it is due the next time.
    """

    def __init__(self, feeds: FeedOperations, web: WebFeeds) -> None:
        self._feeds = feeds
        self._web = web

    def __call__(self, job: Job, progress: Progress) -> Mapping[str, Any]:
        """Poll it, and say how many entries were new."""
        feed_id = str(job.payload["feed"])
        try:
            feed = self._feeds.get(feed_id)
            polled = self._web.poll(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        except NotFound as gone:
            raise Refused("The feed was deleted.") from gone
        except FetchFailed as failed:
            self._feeds.failed(feed_id, str(failed), retry_after=failed.retry_after)
            raise Refused(str(failed)) from failed
        except FetchRefused as refused:
            self._feeds.failed(feed_id, str(refused), gone=refused.status == HTTPStatus.GONE)
            raise Refused(str(refused)) from refused
        progress.advance(0, total=1)
        return {"new_entries": self._feeds.succeeded(feed_id, polled)}
