"""Doing one job: take it, do it, say how far it is, end it, whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol

import structlog

from service import metrics
from service.store import Store, Transaction
from service.store.errors import StoreUnavailable
from service.store.jobs import LEASE
from service.store.records import Complaint, Job, JobKind, JobPart

_FIRST_PAUSE: Final = timedelta(seconds=2)

_log = structlog.get_logger(__name__)


class Refused(Exception):
    """The job cannot be done, now or later; the message says why in words for whoever asked for it."""


class TryAgain(Exception):
    """The job cannot be done now; the message says why. `pause` is for how long not to try, None for the usual."""

    def __init__(self, reason: str, pause: timedelta | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class Stopped(Exception):
    """The job is no longer to be done here: its end was asked for, another worker has it, or this one is ending."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a job in hand can ask of its runner."""

    _runner: Runner
    _job: Job

    def advance(self, done: int, *, total: int | None = None, result: Mapping[str, Any] | None = None) -> None:
        """Say that so many steps are done. Raises Stopped where no more are to be."""
        self._runner.renew(self._job, done=done, total=total, result=result)

    def part(self, number: int) -> JobPart | None:
        """A part of what the job works on; None after the last."""
        with self._runner.store.read() as transaction:
            return transaction.jobs.part(self._job.id, number)

    def complain(self, complaints: list[Complaint]) -> None:
        """Note what is wrong with some lines."""
        with self._runner.store.note() as transaction:
            transaction.jobs.complain(self._job.id, complaints)


class Work(Protocol):
    """What a kind of job does: returns what came of it, or raises Refused, TryAgain or Stopped.

    It may be begun again after it was broken off anywhere, and must then leave what doing it once would have left.
    """

    def __call__(self, job: Job, progress: Progress, /) -> Mapping[str, Any]:
        """Do the job."""


class Runner:
    """Does jobs under the name of one worker, each in the thread that calls `run`.

    `ended` is told of each job that ends, within the transaction that ends it.
    """

    def __init__(
        self,
        store: Store,
        works: Mapping[JobKind, Work],
        worker: str,
        *,
        ended: Callable[[Transaction, Job], None],
        lease: timedelta = LEASE,
    ) -> None:
        self.store = store
        self.worker = worker
        self._works = works
        self._ended = ended
        self._lease = lease
        self._stopping = threading.Event()
        self._in_hand = 0
        self._left: set[str] = set()
        self._put_down = threading.Condition()

    @property
    def kinds(self) -> Collection[JobKind]:
        """What it knows how to do; during an upgrade there may be jobs of a newer version that it does not."""
        return self._works.keys()

    def run(self, job_id: str | None = None) -> bool:
        """Do this job, or the one that has waited longest; False where there is nothing to do."""
        with self._put_down:
            if self._stopping.is_set():
                return False
            self._in_hand += 1
        try:
            return self._take_and_do(job_id)
        finally:
            with self._put_down:
                self._in_hand -= 1
                self._put_down.notify_all()

    def stop(self, seconds: float = 0.0) -> None:
        """Have jobs in hand broken off at their next step; they are put back, for another worker or the next start.

        It waits for so long at most until that is done.
        """
        with self._put_down:
            self._stopping.set()
            self._put_down.wait_for(lambda: self._in_hand == 0, seconds)

    def release(self) -> None:
        """Put back what is still in hand; to be called when no thread works any more."""
        with self.store.note() as transaction:
            transaction.jobs.release(self.worker)

    def put_back_left(self) -> None:
        """Put back what was left because the database went away, to be begun again soon. StoreUnavailable."""
        with self._put_down:
            left = tuple(self._left)
        for job_id in left:
            with self.store.note() as transaction:
                transaction.jobs.release(self.worker, job_id, pause=_FIRST_PAUSE)
            with self._put_down:
                self._left.discard(job_id)

    def renew(self, job: Job, *, done: int, total: int | None, result: Mapping[str, Any] | None) -> None:
        """Keep the lease with what is new of the job. Raises Stopped."""
        if self._stopping.is_set():
            raise Stopped
        with self.store.note() as transaction:
            held = transaction.jobs.renew(job.id, self.worker, done=done, total=total, result=result, lease=self._lease)
        if not held:
            raise Stopped

    def _take_and_do(self, job_id: str | None) -> bool:
        try:
            with self.store.note() as transaction:
                job = transaction.jobs.claim(self.worker, job_id, kinds=self.kinds, lease=self._lease)
                self._tell(transaction)
        except StoreUnavailable as error:
            _log.warning("job_not_taken", job=job_id, reason=str(error))
            return False
        if job is None:
            return False
        with self._put_down:
            self._left.discard(job.id)
        renewing = threading.Event()
        beat = threading.Thread(target=self._beat, args=(job, renewing), daemon=True)
        beat.start()
        try:
            self._do(job)
        except StoreUnavailable as error:
            # It is put back when the database answers; where this process is gone by then, the lease runs out.
            with self._put_down:
                self._left.add(job.id)
            _log.warning("job_left", job=job.id, kind=job.kind, reason=str(error))
        finally:
            renewing.set()
            beat.join()
        return True

    def _do(self, job: Job) -> None:
        _log.info("job_begun", job=job.id, kind=job.kind, attempt=job.attempts)
        try:
            result = self._works[job.kind](job, Progress(self, job))
        except Stopped:
            self._stopped(job)
        except Refused as reason:
            self._failed(job, str(reason), final=True)
        except TryAgain as reason:
            self._failed(job, str(reason), pause=reason.pause)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a job raises, its end has to be written down
            _log.error("job_broke", job=job.id, kind=job.kind, exc_info=error)
            self._failed(job, "A fault of the service; the log of the worker has it under this job's id.")
        else:
            with self.store.note() as transaction:
                transaction.jobs.succeed(job.id, self.worker, result)
                self._tell(transaction)

    def _stopped(self, job: Job) -> None:
        with self.store.note() as transaction:
            if not transaction.jobs.stop(job.id, self.worker):
                transaction.jobs.release(self.worker, job.id)
            self._tell(transaction)

    def _failed(self, job: Job, reason: str, *, final: bool = False, pause: timedelta | None = None) -> None:
        with self.store.note() as transaction:
            wait = _FIRST_PAUSE * 2 ** min(job.attempts, 10) if pause is None else pause
            again_at = None if final else transaction.jobs.now() + wait
            transaction.jobs.fail(job.id, self.worker, reason, again_at=again_at)
            self._tell(transaction)

    def _tell(self, transaction: Transaction) -> None:
        for job_id in transaction.jobs.ended:
            job = transaction.jobs.get(job_id)
            if job is not None:
                _log.info("job_ended", job=job.id, kind=job.kind, status=job.status, attempts=job.attempts)
                metrics.JOBS_ENDED.labels(job.kind, job.status).inc()
                self._ended(transaction, job)

    def _beat(self, job: Job, ended: threading.Event) -> None:
        """Keep the lease while a step takes long."""
        while not ended.wait(self._lease.total_seconds() / 3):
            try:
                with self.store.note() as transaction:
                    held = transaction.jobs.renew(job.id, self.worker, lease=self._lease)
                if not held:
                    return
            except StoreUnavailable as error:
                _log.warning("lease_not_renewed", job=job.id, reason=str(error))
