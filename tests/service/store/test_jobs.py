"""The table of jobs, on both databases: what can be taken, what is counted, what is forgotten; and its laws."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.store import Store, create_store
from service.store.identity import new_id
from service.store.jobs import MOST_ATTEMPTS
from service.store.records import Job, JobDraft, JobKind
from service.store.tables import jobs as jobs_table

_ENDS = ("succeeded", "failed", "cancelled")


def _add(store: Store, kind: JobKind = "import", later: timedelta = timedelta(0)) -> Job:
    with store.note() as transaction:
        draft = JobDraft(kind=kind, payload={}, not_before=transaction.jobs.now() + later)
        return transaction.jobs.add(new_id("job"), draft)


def test_a_job_of_a_kind_that_a_worker_does_not_know_is_left_to_others(store: Store) -> None:
    _add(store, "poll")
    known = _add(store, "fetch")
    with store.note() as transaction:
        assert transaction.jobs.waiting(timedelta(0), 10, ("fetch",)) == [known.id]
        taken = transaction.jobs.claim("old", kinds=("fetch", "article"))
        assert taken is not None
        assert taken.id == known.id
        assert transaction.jobs.claim("old", kinds=("fetch", "article")) is None
        assert transaction.jobs.claim("new") is not None


def test_a_job_waits_for_its_time(store: Store) -> None:
    job = _add(store, later=timedelta(hours=1))
    with store.note() as transaction:
        assert transaction.jobs.claim("one") is None
        assert transaction.jobs.waiting(timedelta(0), 10) == []
        assert transaction.jobs.oldest_waiting_seconds() == 0
        assert transaction.jobs.counts() == {"queued": 1, "running": 0}
        assert transaction.jobs.cancel(job.id) is not None
        assert transaction.jobs.counts() == {"queued": 0, "running": 0}


def test_the_job_that_has_waited_longest_is_taken_first(store: Store) -> None:
    last, first = _add(store, later=timedelta(seconds=-1)), _add(store, later=timedelta(seconds=-60))
    with store.note() as transaction:
        assert 60 <= transaction.jobs.oldest_waiting_seconds() < 120
        assert transaction.jobs.waiting(timedelta(seconds=30), 10) == [first.id]
        taken = [transaction.jobs.claim("one"), transaction.jobs.claim("one")]
    assert [job.id for job in taken if job is not None] == [first.id, last.id]


def test_a_lease_is_as_long_as_the_worker_wants_it(store: Store) -> None:
    _add(store)
    with store.note() as transaction:
        held = transaction.jobs.claim("short", lease=timedelta(seconds=-1))
        assert held is not None
        assert transaction.jobs.renew(held.id, "short", lease=timedelta(seconds=50))
        assert transaction.jobs.claim("other") is None
        assert transaction.jobs.renew(held.id, "short", lease=timedelta(seconds=-1))
        assert transaction.jobs.claim("other") is not None
        assert not transaction.jobs.renew(held.id, "short")


def test_what_ended_long_ago_is_forgotten_and_nothing_else(store: Store) -> None:
    old, new, waiting = _add(store), _add(store), _add(store)
    with store.note() as transaction:
        for job in (old, new):
            transaction.jobs.cancel(job.id)
        now = transaction.jobs.now()
        transaction.connection.execute(
            jobs_table.update().where(jobs_table.c.id == old.id).values(finished_at=now - timedelta(days=8))
        )
        assert transaction.jobs.forget_ended_before(now - timedelta(days=7)) == 1
        assert transaction.jobs.get(old.id) is None
        assert transaction.jobs.get(new.id) is not None
        assert transaction.jobs.get(waiting.id) is not None


@contextmanager
def _fresh_store() -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        opened = create_store(f"sqlite:///{Path(folder) / 'crosscheck.db'}")
        opened.migrate()
        yield opened
        opened.dispose()


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "die", "advance", "succeed", "try again", "fail", "release", "cancel", "stop"]),
        st.sampled_from(["one", "two"]),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_STEPS)
def test_whatever_workers_do_a_job_ends_once_and_its_versions_grow(steps: list[tuple[str, str]]) -> None:
    with _fresh_store() as store:
        job, ended = _add(store), list[str]()
        for step, worker in steps:
            with store.note() as transaction:
                before = transaction.jobs.get(job.id)
                match step:
                    case "claim":
                        transaction.jobs.claim(worker)
                    case "die":  # whoever has it is not heard of again
                        gone = jobs_table.update().where(jobs_table.c.status == "running")
                        past = transaction.jobs.now() - timedelta(seconds=1)
                        transaction.connection.execute(gone.values(lease_until=past))
                    case "advance":
                        transaction.jobs.renew(job.id, worker, done=(before.done + 1) if before else 0)
                    case "succeed":
                        transaction.jobs.succeed(job.id, worker, {})
                    case "try again":
                        transaction.jobs.fail(job.id, worker, "Later.", again_at=transaction.jobs.now())
                    case "fail":
                        transaction.jobs.fail(job.id, worker, "Never.", again_at=None)
                    case "release":
                        transaction.jobs.release(worker)
                    case "cancel":
                        transaction.jobs.cancel(job.id)
                    case "stop":
                        transaction.jobs.stop(job.id, worker)
                after = transaction.jobs.get(job.id)
                ended.extend(transaction.jobs.ended)
            assert before is not None
            assert after is not None
            seen = [(each.status, each.done, each.attempts, each.cancel_requested) for each in (before, after)]
            assert after.version > before.version or seen[0] == seen[1]
            assert after.attempts <= MOST_ATTEMPTS
            assert (after.finished_at is not None) == (after.status in _ENDS)
            assert (after.worker is not None) == (after.status == "running")
            assert before.status not in _ENDS or after == before
        assert ended == [job.id] * (after.status in _ENDS if steps else 0)
