"""The Valkey server that the launcher starts."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from service.serving.valkey import OwnValkey, ValkeyError
from tests.caching import connect, eventually, running_valkey

pytestmark = pytest.mark.server


def test_it_keeps_nothing_on_disk_and_lets_the_answers_used_least_make_way() -> None:
    with running_valkey() as server, connect(server.url) as client:
        settings = client.config_get("*")

    assert settings["save"] == ""
    assert settings["appendonly"] == "no"
    assert settings["maxmemory"] == str(16 * 2**20)
    assert settings["maxmemory-policy"] == "allkeys-lru"
    assert settings["port"] == "0"


def test_nobody_else_may_open_its_socket() -> None:
    with running_valkey() as server:
        socket = Path(server.url.removeprefix("unix://"))
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700


def test_a_long_path_for_temporary_files_is_avoided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = tmp_path / ("x" * 120)
    long.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))

    with running_valkey() as server:
        assert len(server.url) < 107


def test_stopping_leaves_no_process_and_no_folder() -> None:
    server = OwnValkey(16).start()
    process, folder = server.pid, Path(server.url.removeprefix("unix://")).parent

    server.stop()

    assert not folder.exists()
    assert process is not None
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_it_dies_with_a_launcher_that_is_killed() -> None:
    script = (
        "import time; from service.serving.valkey import OwnValkey;"
        "print(OwnValkey(16).start().pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        server = int(launcher.stdout.readline())
        launcher.kill()

    assert eventually(lambda: not Path(f"/proc/{server}").exists() or is_zombie(server))


def is_zombie(process: int) -> bool:
    return "State:\tZ" in Path(f"/proc/{process}/status").read_text()


def test_one_that_dies_is_started_again_at_once_and_then_with_pauses() -> None:
    with running_valkey() as server:
        waited = []
        for _ in range(2):
            assert server.pid is not None
            dead = server.pid
            os.kill(dead, signal.SIGKILL)
            started = time.monotonic()
            assert eventually(lambda dead=dead: server.keep_alive() or server.pid != dead, 10)  # type: ignore[misc]
            waited.append(time.monotonic() - started)

    assert waited[0] < 0.5
    assert waited[1] > 1.5


def test_a_server_that_does_not_start_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.serving.valkey.server_program", lambda: "/bin/false")

    with pytest.raises(ValkeyError, match=r"^/bin/false does not start; set CROSSCHECK_REDIS_URL"):
        OwnValkey(16).start()
