"""Where all processes of a service count, and what becomes of that folder when the service is killed.

The folder is in memory, which nothing empties before the machine starts anew. So whoever makes one holds a lock in it for as
long as the process lives, and first removes those whose lock nobody holds.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "crosscheck-counts-"
_MAKING = "crosscheck-new-counts-"
_LOCK = "owner"


class CountingFolder:
    """A new folder of this process; `path` is where it is."""

    def __init__(self, parent: Path) -> None:
        """Makes it below `parent`. Raises OSError where that cannot be written."""
        remove_abandoned(parent)
        made = Path(tempfile.mkdtemp(prefix=_MAKING, dir=parent))
        self._lock = os.open(made / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        # Under its name only once it is locked: another service that starts just now would remove it.
        self.path = made.rename(parent / made.name.replace(_MAKING, PREFIX))

    def remove(self) -> None:
        """Removes it with what is in it; what cannot be removed stays."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def remove_abandoned(parent: Path) -> int:
    """Removes the folders below `parent` whose process is gone; how many those were. Those of other users stay."""
    removed = 0
    for folder in parent.glob(f"{PREFIX}*"):
        try:
            if folder.stat().st_uid != os.getuid():
                continue
            lock = os.open(folder / _LOCK, os.O_RDWR)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
        except BlockingIOError:
            pass
        finally:
            os.close(lock)
    return removed
