"""Ties the life of a process to that of its parent, so that a SIGKILL of the launcher leaves nothing behind.

Run as a program (`python lifeline.py PARENT SIGNAL COMMAND...`) it ties itself and becomes the command: the tie
outlives the change of program. It imports nothing of the service, so that this takes no time.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def tie(parent: int, signal_number: int) -> None:
    """Have the kernel send this process the signal when `parent` dies; at once where it is dead already.

    Linux only; elsewhere nothing happens. The kernel watches the thread that started this process, so the parent has to
    start it from a thread that lives as long as the parent does.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    # The parent may have died before the line above, and then nobody sends the signal any more.
    if os.getppid() != parent:
        os.kill(os.getpid(), signal_number)


def command(parent: int, signal_number: int, program: list[str]) -> list[str]:
    """The command line that runs a program tied to `parent`."""
    return [sys.executable, "-I", "-S", __file__, str(parent), str(int(signal_number)), *program]


if __name__ == "__main__":
    # The interpreter has made SIGINT and SIGPIPE its own; the program shall find them as they were.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    tie(int(sys.argv[1]), int(sys.argv[2]))
    os.execv(sys.argv[3], sys.argv[3:])  # noqa: S606 - the launcher's own command line, no shell
