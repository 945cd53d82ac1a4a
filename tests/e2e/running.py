"""Starts the real service, as `crosscheck serve` does, on a free port with a folder of its own, and talks to it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 240
"""A service takes 3 to 5; on a machine with thirty busy processes it has taken over a minute."""
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class RunningService:
    """The address of a service that answers, and the process that its others are below."""

    url: str
    pid: int

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Send JSON, return the answer's JSON (None for an empty one). Raises HTTPError for 4xx and 5xx."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"} if body is not None else {},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def pages(self, path: str) -> Iterator[Any]:
        """Every item of a list, over all its pages."""
        joint = "&" if "?" in path else "?"
        cursor = ""
        while True:
            page = self.call("GET", f"{path}{joint}limit=100{cursor}")
            yield from page["items"]
            if page["next_cursor"] is None:
                return
            cursor = f"&cursor={page['next_cursor']}"


def free_port() -> int:
    """A port of the loopback interface that nobody listens on right now.

    It is drawn from those that the system gives to no connection, and by chance: another process of the tests looks for
    one too, and some seconds pass until the service listens.
    """
    while True:
        port = 12_000 + secrets.randbelow(20_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def running_service(folder: Path, **settings: str) -> Iterator[RunningService]:
    """A service with its data in `folder`; `settings` are further variables without their prefix (`workers="1"`)."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CROSSCHECK_")}
    environment |= {"CROSSCHECK_BIND": f"127.0.0.1:{port}", "CROSSCHECK_DATA_DIR": str(folder)}
    environment |= {f"CROSSCHECK_{name.upper()}": value for name, value in settings.items()}
    with (folder / "service.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            service = RunningService(f"http://127.0.0.1:{port}", process.pid)
            _wait_until_ready(service, process, folder / "service.log")
            yield service
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait_until_ready(service: RunningService, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            service.call("GET", "/health/ready")
            return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise AssertionError("the service did not get ready:\n" + log.read_text(errors="replace")[-4000:])
