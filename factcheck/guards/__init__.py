"""What keeps two claims that look like a conflict from being one; one file, or one folder, per guard.

Each has `ruling(match, reading) -> Ruling | None`: its objection to a conflict, with the relation that holds instead and
one sentence why, and `RANK`: where several object, the lowest rank decides.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

from factcheck.models import Match, Reading, Ruling


class Guard(Protocol):
    """A module of this folder."""

    RANK: int

    def ruling(self, match: Match, reading: Reading) -> Ruling | None:
        """The objection to a conflict, None where there is none."""


@cache
def guards() -> tuple[Guard, ...]:
    """Every guard, the one that is asked first first."""
    modules = [importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    return tuple(sorted((cast(Guard, module) for module in modules), key=lambda guard: guard.RANK))
