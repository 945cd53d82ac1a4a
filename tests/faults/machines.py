"""Everything that a service consists of, each part to be killed by SIGKILL in the middle of its work."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.caching import eventually
from tests.e2e.running import RunningService, running_service
from tests.postgresql import PostgreSQL
from tests.processes import command_of, descendants

_GUNICORN, _WORKER, _VALKEY = "gunicorn", "service.cli worker", "valkey-server"


@dataclass(frozen=True)
class Machine:
    """A service that runs, and its database where that is a server."""

    service: RunningService
    postgresql: PostgreSQL | None

    def kills(self) -> Mapping[str, Callable[[], None]]:
        """What can be killed here, by name."""
        ways = {
            "gunicorn worker": self.kill_web_worker,
            "queue worker": lambda: self._kill(self._processes(_WORKER)),
            "Valkey": lambda: self._kill(self._processes(_VALKEY)),
        }
        return ways if self.postgresql is None else {**ways, "PostgreSQL": self.restart_postgresql}

    def kill_web_worker(self) -> None:
        """End one of the processes that answer requests; which one, chance says."""
        # The first is the master, which was there before the others.
        self._kill([random.choice(self._processes(_GUNICORN)[1:])])  # noqa: S311

    def restart_postgresql(self) -> None:
        """End the database server, and start it again."""
        assert self.postgresql is not None
        self.postgresql.kill()
        self.postgresql.start()

    def whole(self) -> bool:
        """Whether every part runs and the service finds all that it depends on."""
        try:
            ready = self.service.call("GET", "/health/ready")["status"] == "ready"
        except (OSError, http.client.HTTPException):
            return False
        return ready and len(self._processes(_GUNICORN)) > 1 and len(self._processes(_WORKER)) == 1

    def _processes(self, part: str) -> list[int]:
        return [pid for pid in descendants(self.service.pid) if part in command_of(pid)]

    def _kill(self, pids: Sequence[int]) -> None:
        assert pids
        for pid in pids:
            os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def machine(folder: Path, postgresql: PostgreSQL | None = None, **settings: str) -> Iterator[Machine]:
    """A service as `crosscheck serve` starts it, over SQLite or over a new database of a server."""
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        database = {"database_url": stack.enter_context(postgresql.database())} if postgresql else {}
        running = stack.enter_context(running_service(folder, **database, **settings))
        started = Machine(running, postgresql)
        assert eventually(started.whole, 60), (folder / "service.log").read_text()
        yield started
