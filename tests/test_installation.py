"""The Makefile and the locked requirements hold what they promise."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=;\s]", name, maxsplit=1)[0]).lower()


def locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return {normal(line): line for line in text.splitlines() if line.strip()}


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_locked_package_has_one_version_with_hashes_and_no_address(name: str) -> None:
    for package, line in locked(name).items():
        assert re.match(r"[a-z0-9-]+(\[\w+\])?==\S+ ", line), package
        assert "--hash=sha256:" in line, package
        assert "://" not in line, package


def test_every_dependency_is_locked() -> None:
    needed = {normal(name) for name in PROJECT["dependencies"]}
    tools = {normal(name) for name in PROJECT["optional-dependencies"]["dev"]}

    assert needed - locked("run.txt").keys() == set()
    assert (needed | tools) - locked("dev.txt").keys() == set()
    assert "setuptools" in locked("run.txt"), "the editable install builds without isolation"


def test_what_the_service_needs_is_the_same_version_for_the_tests() -> None:
    run, dev = locked("run.txt"), locked("dev.txt")

    assert {name: line for name, line in dev.items() if name in run} == run


def test_make_alone_prints_the_menu() -> None:
    menu = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    for target in ("run", "install", "test", "check", "bench", "openapi"):
        assert re.search(rf"^  make {target} +\S", menu, flags=re.MULTILINE), target


def test_ci_runs_make_check() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")

    assert script.rstrip().endswith("exec make check")
    subprocess.run(["bash", "-n", ROOT / ".ci/run"], check=True)
