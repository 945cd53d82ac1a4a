"""The lines that the service logs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SCRIPT = """
import logging, structlog
from service.serving import logs
logs.configure({level!r})
structlog.get_logger().warning("cache_unavailable", reason="refused")
structlog.get_logger().info("quiet")
logging.getLogger("gunicorn.error").warning("Worker %s", "was sent SIGKILL")
logging.getLogger("gunicorn.error").info("Booting")
logging.getLogger("another.library").error("failed")
logging.getLogger("trafilatura.utils").error("parsed tree length: 1, wrong data type or not valid HTML")
"""


def lines(level: str) -> list[dict[str, str]]:
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(level=level)], capture_output=True, text=True, check=True
    )
    assert ended.stdout == ""
    return [json.loads(line) for line in ended.stderr.splitlines()]


def test_lines_of_the_service_and_of_libraries_have_one_form() -> None:
    own, gunicorn, library = lines("warning")

    assert (own["event"], own["level"], own["reason"]) == ("cache_unavailable", "warning", "refused")
    assert (gunicorn["event"], gunicorn["level"]) == ("Worker was sent SIGKILL", "warning")
    assert (library["event"], library["level"]) == ("failed", "error")
    assert all(line["timestamp"].endswith("Z") for line in (own, gunicorn, library))


@pytest.mark.parametrize(("level", "count"), [("debug", 5), ("info", 5), ("warning", 3), ("error", 1)])
def test_the_level_decides_what_is_said(level: str, count: int) -> None:
    assert len(lines(level)) == count
