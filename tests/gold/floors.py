"""The floors of the gate: `floors.toml`, written by `python -m tests.gold --update`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from tests.gold import FOLDER, PARTS, WAYS

FLOORS = FOLDER / "floors.toml"


def _read() -> dict[str, Any]:
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def floors() -> dict[str, dict[str, dict[str, float]]]:
    """The lowest allowed figures by part, way and name."""
    read = _read()
    return {part: {way: read.get(part, {}).get(way, {}) for way in WAYS} for part in PARTS}


def pinned_fingerprint(part: str) -> str:
    """The state of the set that the floors were taken from."""
    return str(_read().get(part, {}).get("sha256", ""))


def written(figures: Mapping[str, Mapping[str, Mapping[str, float]]], fingerprints: Mapping[str, str]) -> str:
    """The floors as TOML."""
    lines = [
        "# Written by `python -m tests.gold --update`; a floor falls only with `--lower`, and the commit says why."
    ]
    for part in PARTS:
        lines += ["", f"[{part}]", f'sha256 = "{fingerprints[part]}"']
        for way in WAYS:
            lines += ["", f"[{part}.{way}]"]
            lines += [f'"{name}" = {figure}' for name, figure in figures[part][way].items()]
    return "\n".join(lines) + "\n"
