"""Feeds: which are polled, when they are due, and what becomes of their entries."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import msgspec

from service.fetching.feeds import FeedDocument, FeedEntry, Polled
from service.operations.errors import NotFound
from service.operations.jobs import Announce
from service.store import Store
from service.store.identity import host_of, is_well_formed, new_id
from service.store.records import ArticleDraft, Feed, FeedDraft, JobDraft, JobPart, Page, PageRequest

MOST_ENTRIES: Final = 100
"""How many new entries of a feed are taken at each poll; the others are taken the next time."""
LONGEST_PAUSE: Final = timedelta(days=1)
"""How long a feed that fails again and again is left alone at most."""
KEPT: Final = timedelta(days=30)
"""How long an entry is remembered that is no longer in its feed."""
_QUEUED_AT_ONCE: Final = 100
_chance: Final = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class FeedOperations:
    """What can be asked about feeds, and done with them."""

    store: Store
    announce: Announce

    def submit(self, draft: FeedDraft) -> tuple[Feed, bool]:
        """Have a feed polled; one of this address that is there stays as it is. Also whether it is new."""
        named = draft if draft.source else FeedDraft(draft.url, host_of(draft.url), draft.interval_seconds)
        with self.store.note() as transaction:
            return transaction.feeds.add(new_id("feed"), named, transaction.jobs.now())

    def get(self, id: str) -> Feed:  # noqa: A002 - the word of the API
        """The feed of this id; NotFound."""
        if is_well_formed(id):
            with self.store.read() as transaction:
                feed = transaction.feeds.get(id)
            if feed is not None:
                return feed
        raise NotFound("feed", id)

    def list(self, page: PageRequest) -> Page[Feed]:
        """Feeds, the last added first."""
        with self.store.read() as transaction:
            return transaction.feeds.list(page)

    def change(self, id: str, changes: Mapping[str, Any]) -> Feed:  # noqa: A002 - the word of the API
        """Change `status`, `interval_seconds` or `source`; one that is made active again is due at once. NotFound."""
        if is_well_formed(id):
            with self.store.note() as transaction:
                feed = transaction.feeds.get(id, to_change=True)
                if feed is not None:
                    now = transaction.jobs.now()
                    values = dict(changes)
                    if values.get("status") == "active" and feed.status != "active":
                        values |= {"failures": 0, "problem": None, "next_poll_at": now}
                    elif "interval_seconds" in values:
                        soon = now + timedelta(seconds=values["interval_seconds"])
                        values["next_poll_at"] = min(feed.next_poll_at, soon)
                    return transaction.feeds.change(id, **values) if values else feed
        raise NotFound("feed", id)

    def delete(self, id: str) -> None:  # noqa: A002 - the word of the API
        """Poll a feed no more; its articles stay. NotFound."""
        if is_well_formed(id):
            with self.store.note() as transaction:
                if transaction.feeds.remove(id):
                    return
        raise NotFound("feed", id)

    def queue_due(self) -> None:
        """Queue a job for each feed that is due; one that is polled already is not."""
        with self.store.read() as transaction:
            if not transaction.feeds.any_due(transaction.jobs.now()):
                return
        with self.store.note() as transaction:
            now = transaction.jobs.now()
            queued = []
            for feed in transaction.feeds.due(now, _QUEUED_AT_ONCE):
                job = transaction.jobs.add(new_id("job"), JobDraft(kind="poll", payload={"feed": feed.id}))
                again = now + timedelta(seconds=feed.interval_seconds)
                transaction.feeds.change(feed.id, job_id=job.id, next_poll_at=again)
                queued.append(job.id)
        for job_id in queued:
            self.announce(job_id)

    def succeeded(self, feed_id: str, polled: Polled) -> int:
        """Note what a poll has brought, with a job for each new entry, all of it or nothing; how many these are."""
        queued: list[str] = []
        with self.store.note() as transaction:
            feed = transaction.feeds.get(feed_id, to_change=True)
            if feed is None:
                return 0
            now = transaction.jobs.now()
            document = polled.document or FeedDocument(None, ())
            keys = [entry.key for entry in document.entries]
            known = transaction.feeds.known(feed_id, keys, now)
            new = [entry for entry in document.entries if entry.key not in known]
            taken = new[:MOST_ENTRIES]
            for entry in taken:
                draft = _article(feed, entry)
                job = transaction.jobs.add(new_id("job"), JobDraft("fetch" if draft.html is None else "article", {}, 1))
                transaction.jobs.add_part(job.id, JobPart(0, 1, 1, msgspec.json.encode(draft)))
                queued.append(job.id)
            transaction.feeds.remember(feed_id, [entry.key for entry in taken], now)
            transaction.feeds.forget_entries_not_seen_since(feed_id, now - KEPT)
            # Where entries were left over, the same document is wanted again.
            whole = len(taken) == len(new)
            transaction.feeds.change(
                feed_id,
                title=document.title or feed.title,
                etag=polled.etag if whole else None,
                last_modified=polled.last_modified if whole else None,
                last_polled_at=now,
                last_succeeded_at=now,
                next_poll_at=now + timedelta(seconds=feed.interval_seconds) * _chance.uniform(0.95, 1.05),
                failures=0,
                problem=None,
                article_count=feed.article_count + len(taken),
            )
        for job_id in queued:
            self.announce(job_id)
        return len(queued)

    def failed(self, feed_id: str, problem: str, *, retry_after: float | None = None, gone: bool = False) -> None:
        """Note that a poll failed: the feed is left alone the longer, the oftener it fails; one that is `gone` is paused."""
        with self.store.note() as transaction:
            feed = transaction.feeds.get(feed_id, to_change=True)
            if feed is None:
                return
            now = transaction.jobs.now()
            pause = timedelta(seconds=feed.interval_seconds) * 2 ** min(feed.failures + 1, 16)
            pause = max(min(pause, LONGEST_PAUSE) * _chance.uniform(0.8, 1.0), timedelta(seconds=retry_after or 0))
            transaction.feeds.change(
                feed_id,
                last_polled_at=now,
                next_poll_at=now + pause,
                failures=feed.failures + 1,
                problem=problem,
                **({"status": "paused"} if gone else {}),
            )


def _article(feed: Feed, entry: FeedEntry) -> ArticleDraft:
    return ArticleDraft(
        source=feed.source,
        html=entry.html,
        url=entry.url,
        title=entry.title,
        author=entry.author,
        published_at=entry.published_at,
        language=entry.language,
    )
