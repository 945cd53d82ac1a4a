"""Jobs: what is done in the background, asked for here and done by the workers of `service.background`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from service.operations.errors import NotFound
from service.store import Store, Transaction
from service.store.identity import is_well_formed, new_id
from service.store.records import Complaint, Job, JobDraft, JobFilter, Page, PageRequest

Announce = Callable[[str], object]
"""Tells the workers that there is a job of this id; it may get lost, and raises nothing."""
Ended = Callable[[Transaction, Job], None]
"""Is told of a job that ends, within the transaction that ends it."""

MOST_COMPLAINTS_SHOWN = 100


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

    def list(self, wanted: JobFilter, page: PageRequest) -> Page[Job]:
        """Jobs, the last asked for first."""
        with self.store.read() as transaction:
            return transaction.jobs.list(wanted, page)

    def submit(self, draft: JobDraft) -> Job:
        """Have something done; once this returns, it will be, whatever dies."""
        with self.store.note() as transaction:
            job = transaction.jobs.add(new_id("job"), draft)
        self.announce(job.id)
        return job

    def cancel(self, id: str) -> Job:  # noqa: A002 - the word of the API
        """Ask for the end of a job, which keeps what it has done; one that has ended stays as it is. NotFound."""
        job = None
        if is_well_formed(id):
            with self.store.note() as transaction:
                job = transaction.jobs.cancel(id)
                if job is not None and transaction.jobs.ended:
                    self.ended(transaction, job)
        if job is None:
            raise NotFound("job", id)
        return job
