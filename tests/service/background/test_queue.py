"""The queue with a real Valkey: what is announced is done at once, and what is not heard of is done all the same."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest
import redis

from service.background.queue import JobQueue
from service.background.runner import Progress
from service.serving.valkey import OwnValkey
from service.store import Store
from service.store.records import Job
from tests.caching import eventually, running_valkey
from tests.service.background.working import DRAFT, THREADS, Counted, all_succeeded, operations, worker

pytestmark = pytest.mark.server

PATIENCE = 30
"""Seconds that a busy machine may take for what should take one or a few."""


@pytest.fixture
def valkey() -> Iterator[OwnValkey]:
    with running_valkey() as server:
        yield server


def _kill(server: OwnValkey) -> None:
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)


def test_what_is_announced_is_done_once_by_one_of_several_workers(store: Store, valkey: OwnValkey) -> None:
    jobs, work = operations(store, JobQueue(valkey.url)), Counted()
    with worker(store, JobQueue(valkey.url), work).working(), worker(store, JobQueue(valkey.url), work).working():
        ids = [jobs.submit(DRAFT).id for _ in range(12)]
        assert eventually(lambda: all_succeeded(jobs, ids), PATIENCE)
    assert sorted(work.done) == sorted(ids)


def test_a_job_is_taken_up_before_anybody_could_miss_it(store: Store, valkey: OwnValkey) -> None:
    jobs = operations(store, JobQueue(valkey.url))
    begun = threading.Event()
    queue = JobQueue(valkey.url)
    with worker(store, queue, Counted(lambda _job, _progress: begun.set())).working():
        time.sleep(1)  # until the worker has found nothing and goes to sleep
        started = time.monotonic()
        jobs.submit(DRAFT)
        assert begun.wait(PATIENCE)
        # The rounds would not look at it before three seconds have passed.
        assert time.monotonic() - started < 2.5


def test_a_job_whose_message_was_lost_is_done_all_the_same(store: Store, valkey: OwnValkey) -> None:
    jobs, work = operations(store, JobQueue(valkey.url)), Counted()
    ids = [jobs.submit(DRAFT).id for _ in range(3)]
    redis.Redis.from_url(valkey.url).flushall()
    with worker(store, JobQueue(valkey.url), work).working():
        assert eventually(lambda: all_succeeded(jobs, ids), PATIENCE)
    assert sorted(work.done) == sorted(ids)


def test_a_valkey_that_is_killed_in_the_middle_costs_no_job(store: Store, valkey: OwnValkey) -> None:
    halfway = threading.Event()

    def step(_job: Job, _progress: Progress) -> None:
        halfway.set()
        time.sleep(0.05)

    jobs, work = operations(store, JobQueue(valkey.url)), Counted(step)
    with worker(store, JobQueue(valkey.url), work).working():
        ids = [jobs.submit(DRAFT).id for _ in range(10)]
        assert halfway.wait(PATIENCE)
        _kill(valkey)
        ids += [jobs.submit(DRAFT).id for _ in range(10)]
        assert eventually(lambda: all_succeeded(jobs, ids), PATIENCE)
    assert sorted(work.done) == sorted(ids)


def test_a_valkey_that_comes_back_empty_is_used_again(store: Store, valkey: OwnValkey) -> None:
    jobs, work = operations(store, JobQueue(valkey.url)), Counted()
    with worker(store, JobQueue(valkey.url), work).working():
        _kill(valkey)
        ids = [jobs.submit(DRAFT).id]
        assert eventually(lambda: all_succeeded(jobs, ids), PATIENCE)
        valkey.keep_alive()
        queue = JobQueue(valkey.url)
        assert eventually(lambda: queue.length() == 0)
        assert eventually(lambda: queue.announce("job_of_the_test") and queue.length() == 0, PATIENCE)
        ids.append(jobs.submit(DRAFT).id)
        assert eventually(lambda: all_succeeded(jobs, ids), PATIENCE)


def test_messages_too_many_do_nothing_twice(store: Store, valkey: OwnValkey) -> None:
    queue, work = JobQueue(valkey.url), Counted()
    jobs = operations(store, queue)
    ids = [jobs.submit(DRAFT).id for _ in range(3)]
    for _ in range(20):
        queue.announce(ids[0])
    with worker(store, JobQueue(valkey.url), work).working():
        assert eventually(lambda: queue.length() == 0 and all_succeeded(jobs, ids), PATIENCE)
    assert sorted(work.done) == sorted(ids)


def test_without_a_queue_as_many_jobs_are_in_hand_as_with_one(store: Store) -> None:
    both = threading.Barrier(THREADS, timeout=PATIENCE)
    jobs, work = operations(store, None), Counted(lambda _job, _progress: both.wait())
    with worker(store, None, work).working():
        ids = [jobs.submit(DRAFT).id for _ in range(2 * THREADS)]
        assert eventually(lambda: all_succeeded(jobs, ids), PATIENCE)
    assert sorted(work.done) == sorted(ids)


def test_a_worker_that_stops_puts_back_what_it_has_in_hand(store: Store) -> None:
    begun = threading.Event()

    def step_by_step(_job: Job, progress: Progress) -> None:
        begun.set()
        for step in range(10_000):
            progress.advance(step)
            time.sleep(0.01)

    jobs = operations(store, None)
    job = jobs.submit(DRAFT)
    with worker(store, None, Counted(step_by_step)).working():
        assert begun.wait(PATIENCE)
    left = jobs.get(job.id)
    assert (left.status, left.attempts, left.worker) == ("queued", 0, None)

    work = Counted()
    with worker(store, None, work).working():
        assert eventually(lambda: all_succeeded(jobs, [job.id]), PATIENCE)
    assert work.done == [job.id]


def test_a_queue_that_cannot_be_reached_says_so_and_raises_nothing() -> None:
    queue = JobQueue("redis://127.0.0.1:9/0")
    assert queue.announce("job_of_the_test") is False
    assert queue.length() is None
