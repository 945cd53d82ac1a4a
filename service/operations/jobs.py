"""Jobs: what is done in the background, asked for here and done by the workers of `service.background`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import msgspec

from service.operations.errors import NotFound
from service.store import Store, Transaction
from service.store.identity import is_well_formed, new_id
from service.store.records import (
    ArticleDraft,
    Complaint,
    Job,
    JobDraft,
    JobFilter,
    JobPart,
    JobRecord,
    Page,
    PageRequest,
)

Announce = Callable[[str], object]
"""Tells the workers that there is a job of this id; it may get lost, and raises nothing."""
Ended = Callable[[Transaction, Job], None]
"""Is told of a job that ends, within the transaction that ends it."""

MOST_COMPLAINTS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Load:
    """How many jobs wait and are in hand, and for how many seconds the oldest of those that wait could have begun."""

    queued: int
    running: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class JobOperations:
    """What can be asked about jobs, and done with them."""

    store: Store
    announce: Announce
    ended: Ended

    def get(self, id: str) -> Job:  # noqa: A002 - the word of the API
        """The job of this id; NotFound."""
        if is_well_formed(id):
            with self.store.read() as transaction:
                job = transaction.jobs.get(id)
            if job is not None:
                return job
        raise NotFound("job", id)

    def complaints(self, id: str) -> tuple[Complaint, ...]:  # noqa: A002 - the word of the API
        """What is wrong with the first lines of an import that are not valid."""
        with self.store.read() as transaction:
            return transaction.jobs.complaints(id, MOST_COMPLAINTS_SHOWN)

    def report(self, id: str) -> JobRecord:  # noqa: A002 - the word of the API
        """The job of this id, with what is wrong with the first lines that are not valid; NotFound."""
        if is_well_formed(id):
            with self.store.read() as transaction:
                job = transaction.jobs.get(id)
                if job is not None:
                    return JobRecord(job, transaction.jobs.complaints(id, MOST_COMPLAINTS_SHOWN))
        raise NotFound("job", id)

    def list(self, wanted: JobFilter, page: PageRequest) -> Page[JobRecord]:
        """Jobs, the last asked for first; without complaints."""
        with self.store.read() as transaction:
            found = transaction.jobs.list(wanted, page)
        return Page(tuple(JobRecord(job, None) for job in found.items), found.next_cursor)

    def load(self) -> Load:
        """How much there is to do now. StoreUnavailable."""
        with self.store.read() as transaction:
            counts = transaction.jobs.counts()
            return Load(counts["queued"], counts["running"], transaction.jobs.oldest_waiting_seconds())

    def submit(self, draft: JobDraft, parts: Iterable[JobPart] = ()) -> Job:
        """Have something done, with what it works on; once this returns, it will be, whatever dies."""
        with self.store.note() as transaction:
            job = transaction.jobs.add(new_id("job"), draft)
            for part in parts:
                transaction.jobs.add_part(job.id, part)
        self.announce(job.id)
        return job

    def submit_article(self, draft: ArticleDraft) -> JobRecord:
        """Have an article stored, of which the text is known; what was submitted is kept until the job has ended."""
        submitted = JobPart(number=0, first_line=1, lines=1, content=msgspec.json.encode(draft))
        return JobRecord(self.submit(JobDraft(kind="article", payload={}, total=1), [submitted]), ())

    def submit_fetch(self, draft: ArticleDraft) -> JobRecord:
        """Have an article fetched from its URL and stored."""
        submitted = JobPart(number=0, first_line=1, lines=1, content=msgspec.json.encode(draft))
        return JobRecord(self.submit(JobDraft(kind="fetch", payload={}, total=1), [submitted]), ())

    def cancel(self, id: str) -> JobRecord:  # noqa: A002 - the word of the API
        """Ask for the end of a job, which keeps what it has done; one that has ended stays as it is. NotFound."""
        if is_well_formed(id):
            with self.store.note() as transaction:
                job = transaction.jobs.cancel(id)
                if job is not None:
                    if transaction.jobs.ended:
                        self.ended(transaction, job)
                    return JobRecord(job, transaction.jobs.complaints(id, MOST_COMPLAINTS_SHOWN))
        raise NotFound("job", id)
