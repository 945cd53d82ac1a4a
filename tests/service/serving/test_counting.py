"""The folder in which processes count goes with its service, also where that was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.serving.counting import CountingFolder, remove_abandoned

OWNER = """
import sys, time
from pathlib import Path
from service.serving.counting import CountingFolder

print(CountingFolder(Path(sys.argv[1])).path, flush=True)
time.sleep(60)
"""


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another process with a folder, and where that is."""
    process = subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        yield process, Path(process.stdout.readline().strip())
    process.kill()
    process.wait()


def test_the_folder_of_a_killed_service_is_removed_by_the_next_one(
    tmp_path: Path, owner: tuple[subprocess.Popen[str], Path]
) -> None:
    process, folder = owner
    (folder / "counter_1.db").write_bytes(b"1")
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert folder.is_dir()
    mine = CountingFolder(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [mine.path.name]
    mine.remove()
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_service_that_runs_stays(tmp_path: Path, owner: tuple[subprocess.Popen[str], Path]) -> None:
    _, folder = owner
    assert remove_abandoned(tmp_path) == 0
    assert folder.is_dir()


def test_a_folder_that_has_no_owner_is_left_alone(tmp_path: Path) -> None:
    strange = tmp_path / "crosscheck-counts-of-an-older-version"
    strange.mkdir()
    assert remove_abandoned(tmp_path) == 0
    assert strange.is_dir()
