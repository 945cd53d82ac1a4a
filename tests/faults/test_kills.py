"""Everything is killed while articles come in: what was acknowledged is there once, with all that there is to find in it.

The same with 2,000 articles is `python -m tests.faults`; its figures stand in benchmarks/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from factcheck.checker import Checker
from tests.faults.killing import Outcome, disturbed, one_by_one
from tests.postgresql import PostgreSQL, running_postgresql

pytestmark = pytest.mark.server

ARTICLES = 80


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgreSQL]:
    with running_postgresql() as server:
        yield server


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, as_installed: Checker) -> Outcome:
    return one_by_one(tmp_path_factory.mktemp("plain"), ARTICLES, as_installed)


def test_there_is_something_to_find_and_to_lose(plain: Outcome) -> None:
    assert plain.complaints(plain) == {}
    assert plain.points.total() >= ARTICLES // 8


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_is_lost_or_doubled_when_every_part_is_killed(
    database: str, postgresql: PostgreSQL, plain: Outcome, tmp_path: Path
) -> None:
    server = postgresql if database == "postgresql" else None

    outcome = disturbed(tmp_path, ARTICLES, server, job_lease_seconds="2")

    assert outcome.complaints(plain) == {}
    assert len(outcome.recoveries) == 3 + (server is not None)
