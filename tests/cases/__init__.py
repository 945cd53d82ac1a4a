"""Cases as data: one TOML file a subject."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def cases(name: str) -> dict[str, Any]:
    """The parsed content of `tests/cases/<name>.toml`."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
