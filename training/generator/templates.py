"""What a sentence with slots has in it."""

from __future__ import annotations

from string import Formatter


def slots(template: str) -> tuple[str, ...]:
    """The names of a template's slots, in order and as they are written there."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)
