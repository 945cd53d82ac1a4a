"""`crosscheck serve` as somebody runs it: it starts, says what is wrong in one line, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.caching import eventually, running_valkey
from tests.e2e.running import START_SECONDS, free_port

pytestmark = pytest.mark.server

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).with_name("crosscheck")
TEXT = {"source": "Harbour Courier", "text": "The ferry carried 214 passengers when it struck the pier on Monday."}


@dataclass
class Launched:
    """A running `crosscheck serve`."""

    process: subprocess.Popen[str]
    url: str
    folder: Path
    runtime: Path

    def ask(
        self, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], Any]:
        """Status, headers and JSON of an answer."""
        content = None if body is None else json.dumps(body).encode()
        typed = {"Content-Type": "application/json"} if body is not None else {}
        request = urllib.request.Request(self.url + path, content, {**typed, **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=START_SECONDS) as answer:
                return answer.status, dict(answer.headers), json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, dict(refused.headers), json.loads(refused.read())

    def events(self, path: str, seen: str) -> list[tuple[str, str, Any]]:
        """Id, name and data of each server-sent event of a stream, read to its end."""
        headers = {"Last-Event-ID": seen} if seen else {}
        with urllib.request.urlopen(
            urllib.request.Request(self.url + path, headers=headers), timeout=START_SECONDS
        ) as answer:
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            text = answer.read().decode()
        found = re.findall(r"id: (\d+)\nevent: (\w+)\ndata: (.*)\n\n", text)
        return [(number, name, json.loads(body)) for number, name, body in found]

    def until_ready(self) -> Launched:
        """Wait for it."""
        assert eventually(self._is_ready, START_SECONDS), self.process.communicate(timeout=5)
        return self

    def _is_ready(self) -> bool:
        try:
            return self.ask("/health/ready")[0] == 200
        except OSError:
            return self.process.poll() is not None

    def family(self) -> set[int]:
        """The processes that it consists of: those that know its data folder, and the Valkey on its socket."""
        mark = f"CROSSCHECK_DATA_DIR={self.folder}".encode()
        found = set()
        for process in Path("/proc").iterdir():
            try:
                if not process.name.isdigit():
                    continue
                # Valkey writes its title over its environment.
                ours = mark in (process / "environ").read_bytes().split(b"\0")
                if ours or str(self.runtime).encode() in (process / "cmdline").read_bytes():
                    state = (process / "stat").read_text().rpartition(")")[2].split()[0]
                    found |= {int(process.name)} if state != "Z" else set()
            except OSError:
                continue
        return found

    def member(self, word: str) -> list[int]:
        """Those of the family whose command line holds the word."""
        return [pid for pid in self.family() if word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def end(self, number: int) -> int:
        """Send a signal and wait for the launcher's end; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=20)


def environment(folder: Path, port: int, **settings: str) -> dict[str, str]:
    runtime = Path(tempfile.gettempdir()) / f"run-{port}"
    runtime.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CROSSCHECK_")}
    own = {"BIND": f"127.0.0.1:{port}", "DATA_DIR": str(folder), "WORKERS": "2", **settings}
    return {**kept, "XDG_RUNTIME_DIR": str(runtime), **{f"CROSSCHECK_{name}": value for name, value in own.items()}}


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Any]:
    """Starts services on free ports; whatever the test leaves is ended."""
    launched: list[Launched] = []

    def start(*options: str, folder: Path = tmp_path / "data", in_a_shell: bool = False, **settings: str) -> Launched:
        port = free_port()
        variables = environment(folder, port, **settings)
        command = [str(PROGRAM), "serve", *options]
        process = subprocess.Popen(
            ["sh", "-c", '"$@"; :', "sh", *command] if in_a_shell else command,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # What is started in the background of a script ignores Ctrl-C; the launcher must hear it all the same.
            start_new_session=True,
        )
        runtime = Path(variables["XDG_RUNTIME_DIR"])
        launched.append(Launched(process, f"http://127.0.0.1:{port}", folder, runtime))
        return launched[-1]

    yield start
    for service in launched:
        if service.process.poll() is None:
            service.process.kill()
        service.process.communicate()
        eventually(lambda service=service: not service.family())
        for folder in service.runtime.glob("*"):
            for left in folder.iterdir():
                left.unlink()
            folder.rmdir()
        service.runtime.rmdir()


def refuse(folder: Path, **settings: str) -> str:
    """What a start says that does not succeed; it is one line, and the exit code is 2."""
    port = free_port()
    variables = environment(folder, port, **settings)
    ended = subprocess.run([PROGRAM, "serve"], env=variables, capture_output=True, text=True, timeout=30, check=False)
    Path(variables["XDG_RUNTIME_DIR"]).rmdir()
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout == ""
    line, _, rest = ended.stderr.partition("\n")
    assert rest == ""
    assert line.startswith("crosscheck: ")
    return line


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_serves_and_stops_quickly_leaving_nothing(launch: Any, number: int) -> None:
    service = launch().until_ready()
    assert service.ask("/v1/articles", TEXT)[0] == 201
    # The launcher, Valkey, gunicorn's master and two workers, and the worker for jobs, which is started last.
    assert eventually(lambda: len(service.family()) == 6, START_SECONDS)
    for pid in [*service.member("gunicorn"), *service.member("worker")]:
        assert b"MALLOC_ARENA_MAX=2" in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")

    started = time.monotonic()
    assert service.end(number) == 0

    assert (
        time.monotonic() - started < 10
    )  # it takes under a second, unless the signal meets a worker that is just starting
    assert service.family() == set()
    assert list(service.runtime.iterdir()) == []


def test_an_open_stream_ends_when_the_service_stops_and_says_when_to_come_back(launch: Any) -> None:
    service = launch(WORKERS="1", JOB_WORKERS="0", STOP_TIMEOUT_SECONDS="100").until_ready()
    _, headers, _ = service.ask("/v1/articles", TEXT, {"Prefer": "respond-async"})
    with urllib.request.urlopen(f"{service.url}{headers['Location']}/events", timeout=START_SECONDS) as stream:
        begun = b"".join(stream.readline() for _ in range(5))
        assert b"event: progress" in begun

        service.process.send_signal(signal.SIGTERM)

        # Read to the end that HTTP gives it: an answer that is cut off raises IncompleteRead.
        assert stream.read().endswith(b"retry: 1000\n\n")
    assert service.process.wait(timeout=90) == 0


def test_a_worker_for_jobs_that_dies_comes_back_and_goes_on(launch: Any) -> None:
    service = launch().until_ready()

    def stored(text: str) -> dict[str, Any]:
        """The job that stores an article, at its end, as its stream of events gives it."""
        body = {"source": "Harbour Courier", "text": text}
        status, headers, job = service.ask("/v1/articles", body, {"Prefer": "respond-async"})
        assert (status, job["status"]) == (202, "queued")
        seen = ""
        for _ in range(5):
            events = service.events(f"{headers['Location']}/events", seen)
            if events and events[-1][1] == "finished":
                return events[-1][2]
            # The stream has ended before the job; it is taken up where it broke off.
            seen = events[-1][0] if events else seen
        raise AssertionError("the job does not end")

    first = stored("The ferry carried 214 passengers when it struck the pier on Monday.")
    (worker,) = service.member("service.cli\0worker")
    os.kill(worker, signal.SIGKILL)
    second = stored("The ferry carried 190 passengers when it struck the pier on Monday.")

    assert [job["status"] for job in (first, second)] == ["succeeded", "succeeded"]
    assert worker not in service.member("service.cli\0worker")
    assert service.ask(f"/v1/articles/{second['result']['article_id']}")[0] == 200
    assert service.end(signal.SIGTERM) == 0
    assert service.family() == set()


def test_a_sigkill_of_the_launcher_leaves_no_process(launch: Any) -> None:
    service = launch().until_ready()
    assert eventually(lambda: bool(service.member("service.cli\0worker")), START_SECONDS)

    service.end(signal.SIGKILL)

    assert eventually(lambda: service.family() == set(), 8)


def test_a_sigkill_of_whoever_started_it_stops_it_where_that_is_wanted(launch: Any) -> None:
    service = launch("--stop-with-parent", in_a_shell=True).until_ready()

    service.end(signal.SIGKILL)

    assert eventually(lambda: service.family() == set(), 12)


def test_a_sigkill_during_the_start_leaves_no_process(launch: Any) -> None:
    service = launch()
    assert eventually(lambda: bool(service.member("gunicorn")), 20)

    service.end(signal.SIGKILL)

    assert eventually(lambda: service.family() == set(), 8)


def test_a_sigkill_of_the_web_server_ends_the_service(launch: Any) -> None:
    service = launch().until_ready()
    masters = [pid for pid in service.member("gunicorn") if f"\nPPid:\t{service.process.pid}\n" in status(pid)]

    os.kill(masters[0], signal.SIGKILL)

    assert service.process.wait(timeout=10) == 2
    assert eventually(lambda: service.family() == set(), 5)


def status(pid: int) -> str:
    return Path(f"/proc/{pid}/status").read_text()


def test_the_next_start_removes_the_socket_of_a_launcher_that_was_killed(launch: Any) -> None:
    killed = launch()
    assert eventually(lambda: bool(list(killed.runtime.glob("*/valkey.sock"))), 20)
    killed.end(signal.SIGKILL)
    assert eventually(lambda: killed.family() == set(), 8)

    script = "from service.serving.valkey import OwnValkey; OwnValkey(16).start().stop()"
    subprocess.run([sys.executable, "-c", script], env={"XDG_RUNTIME_DIR": str(killed.runtime)}, check=True, cwd=ROOT)

    assert list(killed.runtime.iterdir()) == []


def test_the_second_start_still_has_the_data(launch: Any) -> None:
    first = launch().until_ready()
    _, headers, article = first.ask("/v1/articles", TEXT)
    first.end(signal.SIGINT)

    second = launch().until_ready()

    assert second.ask(headers["Location"])[2] == article


def test_an_answer_of_before_the_restart_is_not_served_from_a_redis_that_stayed(launch: Any, tmp_path: Path) -> None:
    with running_valkey() as redis:
        first = launch(REDIS_URL=redis.url).until_ready()
        first.ask("/v1/articles", TEXT)
        assert len(first.ask("/v1/articles")[2]["items"]) == 1
        first.end(signal.SIGINT)

        other = launch(REDIS_URL=redis.url, folder=tmp_path / "other").until_ready()

        assert other.ask("/v1/articles")[2]["items"] == []
        other.ask("/v1/articles", {**TEXT, "source": "Bay Evening Post"})
        assert [item["source"]["name"] for item in other.ask("/v1/articles")[2]["items"]] == ["Bay Evening Post"]


def test_its_own_valkey_is_started_again_where_it_dies(launch: Any) -> None:
    service = launch().until_ready()
    service.ask("/v1/sources")
    assert service.ask("/v1/sources")[1]["Cache-Status"] == "crosscheck; hit"

    [valkey] = service.member("valkey-server")
    os.kill(valkey, signal.SIGKILL)

    assert service.ask("/v1/sources")[0] == 200
    assert eventually(lambda: service.ask("/v1/sources")[1]["Cache-Status"] == "crosscheck; hit")
    assert service.member("valkey-server") != [valkey]


def test_a_worker_that_is_killed_is_replaced(launch: Any) -> None:
    service = launch(WORKERS="1").until_ready()
    [worker] = [pid for pid in service.member("gunicorn") if f"\nPPid:\t{service.process.pid}\n" not in status(pid)]

    os.kill(worker, signal.SIGKILL)

    assert eventually(lambda: service.ask("/v1/sources")[0] == 200)


def test_a_client_reads_its_own_writes_whichever_worker_answers(launch: Any) -> None:
    service = launch().until_ready()
    for number in range(1, 16):
        service.ask("/v1/articles", {"source": "Harbour Courier", "text": f"Message {number}: {TEXT['text']}"})
        assert {len(service.ask("/v1/articles?limit=100")[2]["items"]) for _ in range(3)} == {number}


def test_the_first_start_loads_the_examples_once(launch: Any) -> None:
    service = launch("--examples")
    assert service.process.stdout is not None
    lines: list[str] = []
    for line in service.process.stdout:
        lines.append(line)
        if any(last in line for last in ("independent source", "disagrees yet", "broken off")):
            break
    shown = "".join(lines)
    assert f"Crosscheck answers at {service.url}" in shown, shown
    assert shown.count("curl ") == 3
    assert "They disagree on:" in shown
    articles = service.ask("/v1/articles?limit=100")[2]["items"]
    assert len(articles) == len(list((ROOT / "examples").glob("*/[0-9]*.json")))
    for article in articles:
        request = urllib.request.Request(f"{service.url}/v1/articles/{article['id']}", method="DELETE")
        urllib.request.urlopen(request, timeout=START_SECONDS).close()
    service.end(signal.SIGINT)

    again = launch("--examples")
    assert again.process.stdout is not None
    assert "Nothing that is stored disagrees yet.\n" in again.process.stdout
    assert again.ask("/v1/articles")[2]["items"] == []


def test_it_does_not_open_itself_to_others_unless_told_to(launch: Any, tmp_path: Path) -> None:
    line = refuse(tmp_path / "data", BIND="0.0.0.0:8765")
    assert line.startswith("crosscheck: CROSSCHECK_BIND: others can reach 0.0.0.0:8765, and there is no API key; ")
    assert line.endswith("CROSSCHECK_ACCESS=open")
    port = free_port()

    told = launch(BIND=f"0.0.0.0:{port}", ACCESS="open", WORKERS="1")
    told.url = f"http://127.0.0.1:{port}"

    assert told.until_ready().ask("/v1/sources")[0] == 200


def test_the_first_key_closes_a_running_service_and_opens_it_to_whoever_has_it(launch: Any) -> None:
    service = launch().until_ready()
    assert service.ask("/v1/articles", TEXT)[0] == 201
    assert service.ask("/v1/articles")[0] == 200
    variables = {**os.environ, "CROSSCHECK_DATA_DIR": str(service.folder)}
    create = [PROGRAM, "keys", "create", "desk", "--scope", "read"]
    key = subprocess.run(create, env=variables, check=True, capture_output=True, text=True).stdout.strip()
    time.sleep(1)

    assert [service.ask("/v1/articles")[0] for _ in range(6)] == [401] * 6
    request = urllib.request.Request(f"{service.url}/v1/articles", headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request, timeout=START_SECONDS) as answer:
        assert (answer.status, len(json.loads(answer.read())["items"])) == (200, 1)

    subprocess.run([PROGRAM, "keys", "revoke", key.split("_")[1]], env=variables, check=True, capture_output=True)
    time.sleep(1)
    assert {service.ask("/v1/articles")[0] for _ in range(6)} == {200}


def test_a_service_that_asks_for_keys_says_how_to_get_one(launch: Any) -> None:
    service = launch("--examples", ACCESS="keys")
    assert service.process.stdout is not None
    shown = ""
    for line in service.process.stdout:
        shown += line
        if "only where no key is needed" in line:
            break
    assert "crosscheck keys create NAME --scope read" in shown
    assert service.ask("/v1/sources")[0] == 401


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = refuse(tmp_path, BIND=f"127.0.0.1:{port}")

    assert line.startswith(f"crosscheck: CROSSCHECK_BIND: port {port} is taken; ")


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_named(tmp_path: Path, host: str) -> None:
    assert refuse(tmp_path, BIND=f"{host}:8000").startswith("crosscheck: CROSSCHECK_BIND: ")


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    line = refuse(tmp_path / "file" / "data")

    assert line == f"crosscheck: CROSSCHECK_DATA_DIR: cannot write to {tmp_path}/file/data (Not a directory)"


def test_a_read_only_file_system_is_named() -> None:
    assert refuse(Path("/proc/crosscheck")).startswith("crosscheck: CROSSCHECK_DATA_DIR: cannot write to ")


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    variables = environment(tmp_path, free_port())
    subprocess.run([PROGRAM, "db", "upgrade"], env=variables, check=True, capture_output=True)
    Path(variables["XDG_RUNTIME_DIR"]).rmdir()
    with sqlite3.connect(tmp_path / "crosscheck.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()

    assert refuse(tmp_path).startswith("crosscheck: the database was written by a newer version of Crosscheck; ")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "crosscheck.db").write_text("Dear diary, " * 1000)

    assert refuse(tmp_path).startswith("crosscheck: CROSSCHECK_DATABASE_URL: the database cannot be used: ")


def test_a_database_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    line = refuse(tmp_path, DATABASE_URL=f"postgresql://reader:secret@127.0.0.1:{free_port()}/crosscheck")

    assert line.startswith("crosscheck: CROSSCHECK_DATABASE_URL: the database cannot be used: ")
    assert "secret" not in line


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    line = refuse(tmp_path, THREADS="many")

    assert line == "crosscheck: CROSSCHECK_THREADS: must be a whole number from 1 to 256, not 'many'"


def test_the_database_can_be_looked_after_without_serving(tmp_path: Path) -> None:
    variables = environment(tmp_path, free_port())
    Path(variables["XDG_RUNTIME_DIR"]).rmdir()

    def run(action: str) -> tuple[int, str]:
        ended = subprocess.run([PROGRAM, "db", action], env=variables, capture_output=True, text=True, check=False)
        return ended.returncode, ended.stdout

    assert run("check") == (1, "the database is behind\n")
    assert run("upgrade") == (0, "the database is current\n")
    assert run("check") == (0, "the database is current\n")
    assert run("upgrade") == (0, "the database is current\n")
