"""`crosscheck worker` as a process: it does jobs, and one that is killed in the middle of a job loses none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.operations.jobs import JobOperations
from service.store import Store
from service.store.records import ArticleDraft
from tests.caching import eventually
from tests.service.background.working import operations

pytestmark = pytest.mark.server

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 90
"""Seconds that a busy machine may take to load the language model and to read an article."""

# Long enough to be killed while it is read.
_TEXT = " ".join(
    f"On day {day} the ferry Aurora carried {day + 200} passengers from Port Ellery to Tarnmouth, the Coastal Line said."
    for day in range(1, 120)
)


def _environment(folder: Path, database_url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CROSSCHECK_")}
    own = {"DATA_DIR": str(folder), "DATABASE_URL": database_url, "JOB_LEASE_SECONDS": "1", "STOP_TIMEOUT_SECONDS": "5"}
    return {**kept, **{f"CROSSCHECK_{name}": value for name, value in own.items()}}


@contextmanager
def _worker(folder: Path, database_url: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "service.cli", "worker"]
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=_environment(folder, database_url), stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _is(jobs: JobOperations, job_id: str, status: str) -> bool:
    return jobs.get(job_id).status == status


def test_a_job_whose_worker_is_killed_is_done_once_by_the_next(store: Store, database_url: str, tmp_path: Path) -> None:
    jobs = operations(store, None)
    job = jobs.submit_article(ArticleDraft(source="Coastal Wire", text=_TEXT)).job

    with _worker(tmp_path, database_url) as first:
        assert eventually(lambda: _is(jobs, job.id, "running"), PATIENCE), (tmp_path / "worker.log").read_text()
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    left = jobs.get(job.id)
    assert (left.status, left.attempts) == ("running", 1)

    with _worker(tmp_path, database_url) as second:
        assert eventually(lambda: _is(jobs, job.id, "succeeded"), PATIENCE), (tmp_path / "worker.log").read_text()
        done = jobs.get(job.id)
        assert (done.attempts, done.result is not None and done.result["created"]) == (2, 1)
        with store.read() as transaction:
            assert transaction.connection.exec_driver_sql("SELECT count(*) FROM articles").scalar_one() == 1
        second.terminate()
        assert second.wait(20) == 0


def test_a_database_that_is_behind_is_left_alone(database_url: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "service.cli", "worker"]
    ended = subprocess.run(
        command, cwd=ROOT, env=_environment(tmp_path, database_url), capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr == ("crosscheck: the database has to be brought to this version first: crosscheck db upgrade\n")
