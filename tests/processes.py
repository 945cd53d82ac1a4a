"""Which processes there are, for tests that end some of them; Linux only, as what they test is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def descendants(ancestor: int) -> list[int]:
    """The processes below this one, those that were started first coming first."""
    children: dict[int, list[int]] = {}
    for pid, parent in _running():
        children.setdefault(parent, []).append(pid)
    found: list[int] = []
    waiting = [ancestor]
    while waiting:
        below = sorted(children.get(waiting.pop(0), []))
        found += below
        waiting += below
    return found


def children(parent: int) -> list[int]:
    """The processes that this one started and that still run."""
    return sorted(pid for pid, its_parent in _running() if its_parent == parent)


def command_of(pid: int) -> str:
    """The command line of a process; empty where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _running() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            except (OSError, ValueError):
                continue  # it ended while we looked
            if state != "Z":
                yield int(folder.name), int(parent)
