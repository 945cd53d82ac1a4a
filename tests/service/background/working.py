"""Workers for the tests: real ones, in threads of the test, with work that the test hands them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from service.background.process import Worker, worker_name
from service.background.queue import JobQueue
from service.background.rounds import job_duties
from service.background.runner import Progress, Runner, Work
from service.operations.jobs import JobOperations
from service.store import Store, Transaction
from service.store.records import Job, JobDraft

DRAFT = JobDraft(kind="import", payload={}, total=1)
THREADS = 2


class Ended:
    """Keeps the jobs that ended, with their status."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def __call__(self, _transaction: Transaction, job: Job) -> None:
        """Note one."""
        self.seen.append((job.id, job.status))


class Counted:
    """Work that notes whose job it did, after what `before` does."""

    def __init__(self, before: Callable[[Job, Progress], object] = lambda _job, _progress: None) -> None:
        self._before = before
        self._lock = threading.Lock()
        self.done: list[str] = []

    def __call__(self, job: Job, progress: Progress) -> Mapping[str, Any]:
        """Do a job."""
        self._before(job, progress)
        with self._lock:
            self.done.append(job.id)
        return {"created": 1}


def operations(store: Store, queue: JobQueue | None) -> JobOperations:
    """What clients ask for jobs with."""
    return JobOperations(store, queue.announce if queue else lambda _id: None, Ended())


def worker(store: Store, queue: JobQueue | None, work: Work, *, lease: timedelta = timedelta(seconds=30)) -> Worker:
    """A worker with a name of its own that does jobs of the kind "import"."""
    runner = Runner(store, {"import": work}, worker_name(), ended=Ended(), lease=lease)
    return Worker(runner, queue, job_duties(store, queue, runner, THREADS), THREADS, stop_seconds=5)


def all_succeeded(jobs: JobOperations, ids: list[str]) -> bool:
    """Whether all of these jobs are done."""
    return all(jobs.get(each).status == "succeeded" for each in ids)
