"""One job from its taking to its end, on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from service.background.runner import Progress, Refused, Runner, Stopped, TryAgain, Work
from service.operations.jobs import JobOperations
from service.store import Store, Transaction
from service.store.errors import StoreUnavailable
from service.store.jobs import MOST_ATTEMPTS
from service.store.records import Complaint, Job, JobDraft, JobPart
from service.store.tables import jobs as jobs_table

DRAFT = JobDraft(kind="import", payload={"note": "harbour"}, total=3)


class Ended:
    """Keeps the jobs that ended, with their status."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def __call__(self, _transaction: Transaction, job: Job) -> None:
        self.seen.append((job.id, job.status))


def _runner(store: Store, work: Work, ended: Ended | None = None, worker: str = "one") -> Runner:
    return Runner(store, {"import": work}, worker, ended=ended or Ended())


def _jobs(store: Store) -> JobOperations:
    return JobOperations(store, announce=lambda _id: None, ended=Ended())


def _counts_to_three(_job: Job, progress: Progress) -> Mapping[str, Any]:
    for step in range(1, 4):
        progress.advance(step, result={"created": step})
    return {"created": 3}


def test_a_job_that_is_done_has_succeeded_with_its_result(store: Store) -> None:
    jobs, ended = _jobs(store), Ended()
    job = jobs.submit(DRAFT)
    assert (job.status, job.done, job.total, job.attempts) == ("queued", 0, 3, 0)

    assert _runner(store, _counts_to_three, ended).run(job.id)

    done = jobs.get(job.id)
    assert (done.status, done.done, done.total, done.attempts) == ("succeeded", 3, 3, 1)
    assert done.result == {"created": 3}
    assert done.finished_at is not None
    assert ended.seen == [(job.id, "succeeded")]
    assert not _runner(store, _counts_to_three).run(job.id)


def test_each_change_that_a_reader_can_see_raises_the_version(store: Store) -> None:
    jobs = _jobs(store)
    seen: list[int] = []

    def work(job: Job, progress: Progress) -> Mapping[str, Any]:
        progress.advance(1)
        seen.append(jobs.get(job.id).version)
        progress.advance(1)
        seen.append(jobs.get(job.id).version)
        return {}

    job = jobs.submit(DRAFT)
    _runner(store, work).run()
    assert job.version < seen[0] == seen[1] < jobs.get(job.id).version


def test_a_job_that_cannot_be_done_has_failed_and_says_why(store: Store) -> None:
    def work(_job: Job, _progress: Progress) -> Mapping[str, Any]:
        raise Refused("The page holds no text to read.")

    jobs, ended = _jobs(store), Ended()
    job = jobs.submit(DRAFT)
    _runner(store, work, ended).run()
    failed = jobs.get(job.id)
    assert (failed.status, failed.problem) == ("failed", "The page holds no text to read.")
    assert ended.seen == [(job.id, "failed")]


@pytest.mark.parametrize("error", [TryAgain("The site does not answer.", timedelta(0)), RuntimeError("hunter2")])
def test_a_job_that_could_be_done_later_is_queued_again(store: Store, error: Exception) -> None:
    def work(_job: Job, _progress: Progress) -> Mapping[str, Any]:
        raise error

    jobs = _jobs(store)
    job = jobs.submit(DRAFT)
    _runner(store, work).run()
    again = jobs.get(job.id)
    assert (again.status, again.attempts) == ("queued", 1)
    assert again.problem is not None
    assert "hunter2" not in again.problem


def test_a_job_is_begun_a_bounded_number_of_times(store: Store) -> None:
    def work(_job: Job, _progress: Progress) -> Mapping[str, Any]:
        raise TryAgain("The site does not answer.", timedelta(0))

    jobs, ended = _jobs(store), Ended()
    job = jobs.submit(DRAFT)
    runner = _runner(store, work, ended)
    for _ in range(MOST_ATTEMPTS):
        assert runner.run()
    assert not runner.run()
    assert (jobs.get(job.id).status, jobs.get(job.id).problem) == ("failed", "The site does not answer.")
    assert ended.seen == [(job.id, "failed")]


def test_a_job_that_comes_further_goes_on_however_often_its_workers_die(store: Store) -> None:
    jobs, steps = _jobs(store), 2 * MOST_ATTEMPTS
    job = jobs.submit(JobDraft(kind="import", payload={}, total=steps + 1))

    def work(job: Job, progress: Progress) -> Mapping[str, Any]:
        if job.done < steps:
            progress.advance(job.done + 1)
        raise StoreUnavailable("It has the job no more, and nobody hears of it.")

    for step in range(1, steps + 1):
        assert _runner(store, work, worker=f"number {step}").run()
        assert (jobs.get(job.id).done, jobs.get(job.id).attempts) == (step, 1)
        _lease_of(store, job, "-1 second")

    for attempt in range(2, MOST_ATTEMPTS + 1):
        assert _runner(store, work).run()
        assert jobs.get(job.id).attempts == attempt
        _lease_of(store, job, "-1 second")
    assert not _runner(store, work).run()
    assert jobs.get(job.id).status == "failed"


def test_a_job_that_was_left_because_the_database_went_away_is_soon_begun_again(store: Store) -> None:
    def work(_job: Job, _progress: Progress) -> Mapping[str, Any]:
        raise StoreUnavailable("It went away.")

    jobs = _jobs(store)
    job = jobs.submit(DRAFT)
    runner = _runner(store, work)
    assert runner.run()
    assert jobs.get(job.id).status == "running"
    with store.read() as transaction:
        before = transaction.jobs.now()

    runner.put_back_left()

    left = jobs.get(job.id)
    assert (left.status, left.attempts, left.worker) == ("queued", 0, None)
    with store.read() as transaction:
        row = transaction.connection.execute(jobs_table.select()).one()
        assert before < row.not_before - timedelta(seconds=2) <= transaction.jobs.now()


def test_what_was_left_and_taken_again_is_not_put_back(store: Store) -> None:
    jobs, seen = _jobs(store), [""]

    def work(job: Job, _progress: Progress) -> Mapping[str, Any]:
        if job.attempts == 1:
            raise StoreUnavailable("It went away.")
        runner.put_back_left()
        seen.append(jobs.get(job.id).status)
        return {}

    runner = _runner(store, work)
    job = jobs.submit(DRAFT)
    assert runner.run()
    _lease_of(store, job, "-1 second")
    assert runner.run()
    assert seen[-1] == "running"
    assert jobs.get(job.id).status == "succeeded"


def test_no_two_workers_take_one_job(store: Store) -> None:
    jobs = _jobs(store)
    first, second = jobs.submit(DRAFT), jobs.submit(DRAFT)
    with store.note() as one:
        taken = one.jobs.claim("one")
    with store.note() as two:
        other = two.jobs.claim("two")
        assert two.jobs.claim("two") is None
    assert taken is not None
    assert other is not None
    assert (taken.id, other.id) == (first.id, second.id)


def test_a_job_of_a_worker_that_died_is_taken_by_another_when_its_lease_has_run_out(store: Store) -> None:
    jobs = _jobs(store)
    job = jobs.submit(DRAFT)
    with store.note() as transaction:
        assert transaction.jobs.claim("dead") is not None
    runner = _runner(store, lambda _job, _progress: {}, worker="alive")
    assert not runner.run()

    _lease_of(store, job, "-1 second")

    assert runner.run()
    assert (jobs.get(job.id).status, jobs.get(job.id).attempts) == ("succeeded", 2)


def test_a_lease_given_before_the_clock_was_put_back_does_not_hold_for_ever(store: Store) -> None:
    jobs = _jobs(store)
    job = jobs.submit(DRAFT)
    with store.note() as transaction:
        assert transaction.jobs.claim("dead") is not None
    _lease_of(store, job, "1 day")
    assert _runner(store, _counts_to_three).run()


def test_a_worker_that_lost_its_lease_changes_nothing_any_more(store: Store) -> None:
    jobs = _jobs(store)
    job = jobs.submit(DRAFT)

    def work(job: Job, progress: Progress) -> Mapping[str, Any]:
        _lease_of(store, job, "-1 second")
        _runner(store, _counts_to_three, worker="faster").run(job.id)
        with pytest.raises(Stopped):
            progress.advance(1)
        return {"created": 99}

    _runner(store, work, worker="slow").run()
    assert jobs.get(job.id).result == {"created": 3}


def test_a_job_whose_end_is_asked_for_stops_at_its_next_step(store: Store) -> None:
    jobs, ended = _jobs(store), Ended()
    job = jobs.submit(DRAFT)

    def work(job: Job, progress: Progress) -> Mapping[str, Any]:
        progress.advance(1)
        assert jobs.cancel(job.id).job.status == "running"
        progress.advance(2)
        raise AssertionError("it went on")

    _runner(store, work, ended).run()
    assert (jobs.get(job.id).status, jobs.get(job.id).done) == ("cancelled", 1)
    assert ended.seen == [(job.id, "cancelled")]


def test_a_job_that_nobody_works_on_is_cancelled_at_once(store: Store) -> None:
    jobs = _jobs(store)
    job = jobs.submit(DRAFT)
    assert jobs.cancel(job.id).job.status == "cancelled"
    assert not _runner(store, _counts_to_three).run(job.id)
    assert jobs.cancel(job.id).job.status == "cancelled"


def test_a_worker_that_is_asked_to_stop_puts_its_job_back_as_if_it_had_not_begun_it(store: Store) -> None:
    jobs = _jobs(store)
    job = jobs.submit(DRAFT)

    def work(_job: Job, progress: Progress) -> Mapping[str, Any]:
        runner.stop()
        progress.advance(1)
        raise AssertionError("it went on")

    runner = _runner(store, work)
    runner.run()
    assert (jobs.get(job.id).status, jobs.get(job.id).attempts) == ("queued", 0)
    assert not runner.run()


def test_parts_of_an_import_are_there_until_it_has_ended_and_its_complaints_stay(store: Store) -> None:
    jobs = _jobs(store)
    job = jobs.submit(DRAFT)
    with store.note() as transaction:
        transaction.jobs.add_part(job.id, JobPart(number=0, first_line=1, lines=3, content=b"packed"))

    def work(_job: Job, progress: Progress) -> Mapping[str, Any]:
        part = progress.part(0)
        assert part is not None
        assert part.content == b"packed"
        assert progress.part(1) is None
        progress.complain([Complaint(2, "not JSON")])
        progress.complain([Complaint(2, "not JSON: unexpected end"), Complaint(3, "/source: Required.")])
        return {}

    _runner(store, work).run()
    with store.read() as transaction:
        assert transaction.jobs.part(job.id, 0) is None
    assert jobs.complaints(job.id) == (Complaint(2, "not JSON: unexpected end"), Complaint(3, "/source: Required."))


def _lease_of(store: Store, job: Job, distance: str) -> None:
    """Have the lease of a job end so far from now."""
    number, unit = distance.split()
    step = timedelta(**{unit.rstrip("s") + "s": int(number)})
    with store.note() as transaction:
        moment = transaction.jobs.now() + step
        transaction.connection.execute(jobs_table.update().where(jobs_table.c.id == job.id).values(lease_until=moment))
