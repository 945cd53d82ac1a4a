"""schemathesis, with all its checks, finds nothing in a bounded run against the running service."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.contract.document import ROOT
from tests.e2e.running import running_service


@pytest.mark.server
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    program = Path(sysconfig.get_path("scripts")) / "schemathesis"

    with running_service(tmp_path, workers="2") as service:
        run = subprocess.run(
            [
                program,
                *("--config-file", ROOT / "schemathesis.toml"),
                *("run", f"{service.url}/openapi.json"),
                # One worker: what ast.parse of Python 3.11 counts is shared by threads, and schemathesis parses its own source.
                *("--max-examples", "5", "--workers", "1", "--seed", "20240723"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
