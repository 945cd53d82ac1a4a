"""The jobs: what is to be done in the background, who does it, and what came of it.

These tables are the truth; the queue only says that there is something to look for. A worker holds a job by a lease, which
it renews while it works; where it dies, the lease runs out and another worker takes the job. All work can be done twice
without harm, so a worker that was only slow does none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
import sqlalchemy as sa

from service.store.cursors import cursor_after, key_of
from service.store.records import (
    Complaint,
    Job,
    JobDraft,
    JobFilter,
    JobKind,
    JobPart,
    JobStatus,
    Page,
    PageRequest,
)
from service.store.tables import job_complaints, job_parts, jobs

LEASE: Final = timedelta(seconds=30)
"""How long a worker that says nothing keeps a job, unless it asks for another time, up to twice this."""
MOST_ATTEMPTS: Final = 5
"""How often a job is begun without coming any further before it counts as failed.

A job that kills its worker must not kill them all; one that comes further each time is not the one to blame.
"""

_OPEN: Final = ("queued", "running")


class JobRepository:
    """Jobs in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._ended: list[str] = []

    @property
    def ended(self) -> Sequence[str]:
        """The ids of jobs that were ended in this transaction, in whichever way."""
        return tuple(self._ended)

    def now(self) -> datetime:
        """The time that leases are counted in: the database's own where several machines share it."""
        if self._connection.dialect.name == "postgresql":
            moment: datetime = self._connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
            return moment.astimezone(UTC)
        return datetime.now(UTC)

    def add(self, job_id: str, draft: JobDraft) -> Job:
        """Store a job that is to be done."""
        now = self.now()
        self._connection.execute(
            sa.insert(jobs).values(
                id=job_id,
                kind=draft.kind,
                status="queued",
                payload=_json(draft.payload),
                done=0,
                total=draft.total,
                attempts=0,
                version=1,
                cancel_requested=False,
                created_at=now,
                not_before=draft.not_before or now,
            )
        )
        return self._one(jobs.c.id == job_id)

    def get(self, job_id: str) -> Job | None:
        """The job of this id."""
        row = self._connection.execute(sa.select(jobs).where(jobs.c.id == job_id)).one_or_none()
        return None if row is None else _job(row)

    def list(self, wanted: JobFilter, page: PageRequest) -> Page[Job]:
        """Jobs, the last asked for first."""
        statement = sa.select(jobs)
        if page.cursor is not None:
            (seq,) = key_of(page.cursor, "jobs", int)
            statement = statement.where(jobs.c.seq < seq)
        if wanted.status is not None:
            statement = statement.where(jobs.c.status == wanted.status)
        if wanted.kind is not None:
            statement = statement.where(jobs.c.kind == wanted.kind)
        rows = self._connection.execute(statement.order_by(jobs.c.seq.desc()).limit(page.limit + 1)).all()
        shown = rows[: page.limit]
        cursor = cursor_after("jobs", shown[-1].seq) if len(rows) > page.limit else None
        return Page(tuple(map(_job, shown)), cursor)

    def claim(
        self,
        worker: str,
        job_id: str | None = None,
        *,
        kinds: Collection[str] | None = None,
        lease: timedelta = LEASE,
    ) -> Job | None:
        """Take a job that nobody works on: this one, or the one that has waited longest; None where there is none.

        `kinds` are those that the worker knows how to do, None where that is all. A job that was begun too often, or
        whose end was asked for, is ended here instead of being taken.
        """
        while True:
            now = self.now()
            chosen = sa.select(jobs).where(_takeable(now)).order_by(*_longest_waiting(now)).limit(1)
            if job_id is not None:
                chosen = chosen.where(jobs.c.id == job_id)
            if kinds is not None:
                chosen = chosen.where(jobs.c.kind.in_(kinds))
            row = self._connection.execute(chosen.with_for_update(skip_locked=True)).one_or_none()
            if row is None:
                return None
            if row.cancel_requested:
                self._end(row.seq, "cancelled", now)
                continue
            if row.attempts >= MOST_ATTEMPTS:
                self._end(row.seq, "failed", now, problem=row.problem or "The workers that began it did not come back.")
                continue
            self._change(
                row.seq,
                status="running",
                worker=worker,
                attempts=row.attempts + 1,
                started_at=row.started_at or now,
                heartbeat_at=now,
                lease_until=now + lease,
            )
            return self._one(jobs.c.seq == row.seq)

    def renew(
        self,
        job_id: str,
        worker: str,
        *,
        done: int | None = None,
        total: int | None = None,
        result: Mapping[str, Any] | None = None,
        lease: timedelta = LEASE,
    ) -> bool:
        """Keep the lease, and say how far the work has come, with what came of it until now.

        Where it has come further, the beginnings before this one do not count any more. False where it is no longer this
        worker's to do.
        """
        now = self.now()
        row = self._held(job_id, worker)
        if row is None or row.cancel_requested:
            return False
        progress: dict[str, Any] = {
            name: value
            for name, value in (("done", done), ("total", total), ("result", None if result is None else _json(result)))
            if value is not None and value != getattr(row, name)
        }
        if progress.get("done", 0) > row.done:
            progress["attempts"] = 1
        if progress:
            self._change(row.seq, heartbeat_at=now, lease_until=now + lease, **progress)
        else:
            renewed = sa.update(jobs).where(jobs.c.seq == row.seq)
            self._connection.execute(renewed.values(heartbeat_at=now, lease_until=now + lease))
        return True

    def succeed(self, job_id: str, worker: str, result: Mapping[str, Any]) -> bool:
        """End a job with what came of it; False where it is no longer this worker's."""
        row = self._held(job_id, worker)
        if row is None:
            return False
        total = row.total if row.total is not None else row.done
        self._end(row.seq, "succeeded", self.now(), result=_json(result), done=max(row.done, total), total=total)
        return True

    def stop(self, job_id: str, worker: str) -> bool:
        """End a job whose end was asked for; False where it is no longer this worker's."""
        row = self._held(job_id, worker)
        if row is None or not row.cancel_requested:
            return False
        self._end(row.seq, "cancelled", self.now())
        return True

    def fail(self, job_id: str, worker: str, problem: str, *, again_at: datetime | None) -> bool:
        """Put a job back, to be begun again at this time, or, where that is None or it was begun too often, end it."""
        row = self._held(job_id, worker)
        if row is None:
            return False
        if again_at is None or row.attempts >= MOST_ATTEMPTS:
            self._end(row.seq, "failed", self.now(), problem=problem)
        else:
            self._change(row.seq, status="queued", worker=None, lease_until=None, not_before=again_at, problem=problem)
        return True

    def release(self, worker: str, job_id: str | None = None, *, pause: timedelta = timedelta(0)) -> None:
        """Put back this job, or all, that a worker has in hand and cannot go on with; the attempt does not count.

        They are begun again after the pause at the earliest.
        """
        held = (jobs.c.worker == worker) & (jobs.c.status == "running")
        if job_id is not None:
            held &= jobs.c.id == job_id
        for row in self._connection.execute(sa.select(jobs.c.seq, jobs.c.attempts).where(held)).all():
            attempts = max(0, row.attempts - 1)
            not_before = self.now() + pause
            self._change(
                row.seq, status="queued", worker=None, lease_until=None, attempts=attempts, not_before=not_before
            )

    def cancel(self, job_id: str) -> Job | None:
        """Ask for the end of a job; one that nobody works on ends at once. None where there is no such job."""
        row = self._connection.execute(sa.select(jobs).where(jobs.c.id == job_id).with_for_update()).one_or_none()
        if row is None:
            return None
        if row.status == "queued":
            self._end(row.seq, "cancelled", self.now(), cancel_requested=True)
        elif row.status == "running" and not row.cancel_requested:
            self._change(row.seq, cancel_requested=True)
        return self._one(jobs.c.seq == row.seq)

    def waiting(self, since: timedelta, limit: int, kinds: Collection[str] | None = None) -> Sequence[str]:
        """The ids of jobs that could have been taken for so long and were not, the oldest first."""
        now = self.now()
        statement = sa.select(jobs.c.id).where(_takeable(now, since)).order_by(*_longest_waiting(now))
        if kinds is not None:
            statement = statement.where(jobs.c.kind.in_(kinds))
        return self._connection.execute(statement.limit(limit)).scalars().all()

    def has_open(self, kind: JobKind) -> bool:
        """Whether a job of this kind waits or is in hand."""
        found = sa.select(jobs.c.seq).where(jobs.c.status.in_(_OPEN), jobs.c.kind == kind).limit(1)
        return self._connection.execute(found).first() is not None

    def counts(self) -> Mapping[JobStatus, int]:
        """How many jobs there are of each status that is no end."""
        counted = sa.select(jobs.c.status, sa.func.count()).where(jobs.c.status.in_(_OPEN)).group_by(jobs.c.status)
        found = {status: int(count) for status, count in self._connection.execute(counted)}
        return {"queued": found.get("queued", 0), "running": found.get("running", 0)}

    def oldest_waiting_seconds(self) -> float:
        """For how long the job that has waited longest could have been taken; 0 where none waits."""
        now = self.now()
        oldest = sa.select(sa.func.min(jobs.c.not_before)).where(jobs.c.status == "queued", jobs.c.not_before <= now)
        moment = self._connection.execute(oldest).scalar_one_or_none()
        return 0.0 if moment is None else max(0.0, (now - moment.astimezone(UTC)).total_seconds())

    def forget_ended_before(self, moment: datetime) -> int:
        """Remove jobs that ended before this; how many there were."""
        removed = self._connection.execute(sa.delete(jobs).where(jobs.c.finished_at < moment))
        return int(removed.rowcount)

    def add_part(self, job_id: str, part: JobPart) -> None:
        """Store a part of what a job works on."""
        self._connection.execute(
            sa.insert(job_parts).from_select(
                ["job_seq", "number", "first_line", "lines", "content"],
                sa.select(
                    jobs.c.seq,
                    sa.literal(part.number),
                    sa.literal(part.first_line),
                    sa.literal(part.lines),
                    sa.literal(part.content, sa.LargeBinary),
                ).where(jobs.c.id == job_id),
            )
        )

    def part(self, job_id: str, number: int) -> JobPart | None:
        """A part of what a job works on, by its number, from 0; None after the last."""
        statement = sa.select(job_parts).join(jobs, jobs.c.seq == job_parts.c.job_seq)
        row = self._connection.execute(statement.where(jobs.c.id == job_id, job_parts.c.number == number)).one_or_none()
        return None if row is None else JobPart(row.number, row.first_line, row.lines, row.content)

    def complain(self, job_id: str, complaints: Sequence[Complaint]) -> None:
        """Note what is wrong with lines of a job; the same line again replaces what was said of it."""
        if not complaints:
            return
        seq = self._connection.execute(sa.select(jobs.c.seq).where(jobs.c.id == job_id)).scalar_one()
        lines = [complaint.line for complaint in complaints]
        self._connection.execute(
            sa.delete(job_complaints).where(job_complaints.c.job_seq == seq, job_complaints.c.line.in_(lines))
        )
        rows = [{"job_seq": seq, "line": each.line, "detail": each.detail} for each in complaints]
        self._connection.execute(sa.insert(job_complaints), rows)

    def complaints(self, job_id: str, limit: int) -> tuple[Complaint, ...]:
        """The first complaints about lines of a job, in their order."""
        statement = sa.select(job_complaints.c.line, job_complaints.c.detail).join(
            jobs, jobs.c.seq == job_complaints.c.job_seq
        )
        rows = self._connection.execute(
            statement.where(jobs.c.id == job_id).order_by(job_complaints.c.line).limit(limit)
        )
        return tuple(Complaint(row.line, row.detail) for row in rows)

    def _held(self, job_id: str, worker: str) -> sa.Row[Any] | None:
        held = (jobs.c.id == job_id) & (jobs.c.worker == worker) & (jobs.c.status == "running")
        return self._connection.execute(sa.select(jobs).where(held).with_for_update()).one_or_none()

    def _end(self, seq: int, status: JobStatus, now: datetime, **values: Any) -> None:
        self._change(seq, status=status, worker=None, lease_until=None, finished_at=now, **values)
        self._connection.execute(sa.delete(job_parts).where(job_parts.c.job_seq == seq))
        self._ended.append(self._connection.execute(sa.select(jobs.c.id).where(jobs.c.seq == seq)).scalar_one())

    def _change(self, seq: int, **values: Any) -> None:
        changed = sa.update(jobs).where(jobs.c.seq == seq)
        self._connection.execute(changed.values(version=jobs.c.version + 1, **values))

    def _one(self, condition: sa.ColumnElement[bool]) -> Job:
        return _job(self._connection.execute(sa.select(jobs).where(condition)).one())


def _ahead(now: datetime) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(jobs.c.heartbeat_at, jobs.c.created_at) > now


def _longest_waiting(now: datetime) -> tuple[sa.ColumnElement[Any], ...]:
    return sa.case((_ahead(now), 0), else_=1), jobs.c.not_before, jobs.c.seq


def _takeable(now: datetime, since: timedelta = timedelta(0)) -> sa.ColumnElement[bool]:
    """Queued and due for so long, or left by its worker.

    What happened to it last, or a lease, lies ahead where the clock was put back since.
    """
    due = (jobs.c.status == "queued") & ((jobs.c.not_before <= now - since) | _ahead(now))
    lost = (jobs.c.lease_until < now - since) | (jobs.c.lease_until > now + 2 * LEASE)
    left = (jobs.c.status == "running") & lost
    return due | left


def _json(value: Mapping[str, Any]) -> str:
    return orjson.dumps(value).decode()


def _job(row: sa.Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        status=row.status,
        payload=orjson.loads(row.payload),
        result=None if row.result is None else orjson.loads(row.result),
        problem=row.problem,
        done=row.done,
        total=row.total,
        attempts=row.attempts,
        version=row.version,
        cancel_requested=row.cancel_requested,
        worker=row.worker,
        created_at=row.created_at.astimezone(UTC),
        started_at=_moment(row.started_at),
        heartbeat_at=_moment(row.heartbeat_at),
        finished_at=_moment(row.finished_at),
    )


def _moment(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)
