"""What several tests of the contract share."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CLIENTS = Path(__file__).parent / "clients"


@pytest.fixture(scope="session")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the TypeScript client and everything from npm that it and the linter need."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("Node.js is not installed, so that neither TypeScript nor Spectral can be run")
    folder = tmp_path_factory.mktemp("node") / "client"
    shutil.copytree(CLIENTS, folder)
    run = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=folder,
        env={**os.environ, "npm_config_cache": str(folder.parent / "cache")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if run.returncode != 0:
        pytest.skip(f"npm could not install what is needed: {run.stderr[-300:]}")
    return folder
