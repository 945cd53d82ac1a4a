"""Word lists and frames as data: one TOML file a subject, each beginning with where its entries come from."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The parsed content of `factcheck/lexicon/<name>.toml`, read once per process; treat it as read-only."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, *keys: str) -> frozenset[str]:
    """One word list of a lexicon file, as a set: `words("opinion", "adjectives")`."""
    entry: Any = load(name)
    for key in keys:
        entry = entry[key]
    return frozenset(entry)
