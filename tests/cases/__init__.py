"""Cases as data: one TOML file a subject."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any


def cases(name: str) -> dict[str, Any]:
    """The parsed content of `tests/cases/<name>.toml`."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def published(case: dict[str, Any], side: str) -> datetime | None:
    """When the text of a side was published: `published_a`, or `published` for both; None where the case does not say."""
    stated: date | None = case.get(f"published_{side}", case.get("published"))
    if stated is None or isinstance(stated, datetime):
        return stated
    return datetime(stated.year, stated.month, stated.day, 12, tzinfo=UTC)
