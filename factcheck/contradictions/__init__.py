"""One file per way of conflicting; none imports another.

Each says which `KIND` it is and has `compare(match) -> Reading`. Where claims of the kind fill a slot ("the owner of
ChatGPT is ..."), it also has `read(claim, preceding) -> tuple[Assertion, ...]`, which is run once when the claim is
extracted. A new file in this folder is a new way of conflicting; nothing else has to be told. `learned.py` alone compares
nothing by itself: it says what to make of a judge's word.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

from factcheck.models import Assertion, Claim, Kind, Match, Reading


class Detector(Protocol):
    """A module of this folder."""

    KIND: Kind

    def compare(self, match: Match) -> Reading:
        """What the pair says on this way of conflicting; NOT_COMPARABLE where it says nothing."""


class Reader(Protocol):
    """A module of this folder whose kind fills slots."""

    def read(self, claim: Claim, preceding: Claim | None) -> tuple[Assertion, ...]:
        """The slots that a claim fills; `preceding` is the claim before it in the same paragraph."""


@cache
def detectors() -> tuple[Detector, ...]:
    """Every way of conflicting, in the order in which `Kind` lists them."""
    modules = [importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    found = [cast(Detector, module) for module in modules if hasattr(module, "compare")]
    return tuple(sorted(found, key=lambda detector: list(Kind).index(detector.KIND)))


@cache
def readers() -> tuple[Reader, ...]:
    """Those of them that fill slots."""
    return tuple(cast(Reader, detector) for detector in detectors() if hasattr(detector, "read"))
