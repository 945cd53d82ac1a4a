"""What many tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from factcheck.checker import Checker
from factcheck.learned.loading import SHIPPED
from service.serving import logs

# How fast a machine is that day is no property of the code.
settings.register_profile("crosscheck", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("crosscheck")

MOST_PROCESSES = 8
"""Each has the language model, and the tests of some start servers: half a gigabyte and more."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many processes run the tests: as many as there are cores for this one, where a container may have fewer."""
    cores = float(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    limit = Path("/sys/fs/cgroup/cpu.max")
    if limit.exists():
        quota, period = limit.read_text(encoding="ascii").split()
        cores = cores if quota == "max" else min(cores, int(quota) / int(period))
    return max(1, min(MOST_PROCESSES, round(cores)))


@pytest.fixture(scope="session", autouse=True)
def _lines_of_the_log() -> None:
    """What is logged has the form that it has in the service; structlog's own takes a second for each error."""
    logs.configure("info")


@pytest.fixture(scope="session")
def checker() -> Checker:
    """The pipeline with the real language model and the rules alone, loaded once."""
    return Checker.load()


@pytest.fixture(scope="session")
def as_installed() -> Checker:
    """The pipeline with the judge that is shipped, as a service has it that is told nothing else."""
    return Checker.load(judge=SHIPPED / "judge")
