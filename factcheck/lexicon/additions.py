"""What the user of the service adds to the lexicon: names that mean one thing, and frames; read from a folder.

Detectors look words up wherever they need them, so what is added is a matter of the whole process: it is put in place
once, by whoever puts the program together, before anything is looked up. A second, different one is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck.lexicon.errors import LexiconError

FILES = ("aliases.toml", "frames.toml")
_ALIAS_KEYS = frozenset({"name", "aliases"})


@dataclass(frozen=True, slots=True)
class Additions:
    """The added names, as (other name, name), and the added frames as they were written."""

    names: tuple[tuple[str, str], ...] = ()
    frames: tuple[Mapping[str, Any], ...] = ()


@dataclass(slots=True)
class _Place:
    """Where the additions of this process stand, and whether anything has been looked up."""

    held: Additions = Additions()
    settled: bool = False


_PLACE = _Place()


def current() -> Additions:
    """What was added; from the first call on, nothing else can be."""
    _PLACE.settled = True
    return _PLACE.held


def install(added: Additions) -> None:
    """Put additions in place. Raises RuntimeError where different ones are in use already."""
    if added == _PLACE.held:
        return
    if _PLACE.settled:
        raise RuntimeError("the lexicon is in use already; additions are put in place once, at the start")
    _PLACE.held, _PLACE.settled = added, True


def read(folder: Path) -> Additions:
    """The additions of a folder: `aliases.toml` and `frames.toml`, of which either may be missing.

    Raises LexiconError at the first mistake in a file. Frames are checked by `frames.read_frames`.
    """
    if not folder.is_dir():
        raise LexiconError(str(folder), "", "", "is no folder that can be read")
    present = [name for name in FILES if (folder / name).is_file()]
    if not present:
        raise LexiconError(str(folder), "", "", f"holds neither {' nor '.join(FILES)}")
    listed = {name: _parsed(folder / name) for name in present}
    return Additions(names=_names(listed.get("aliases.toml", {})), frames=_frames(listed.get("frames.toml", {})))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise LexiconError(path.name, "", "", f"cannot be read: {problem}") from None


def _names(parsed: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    _only(parsed, "alias", "aliases.toml")
    found: dict[str, str] = {}
    for number, each in enumerate(_tables(parsed, "alias", "aliases.toml"), 1):
        entry = f"alias {number}"
        unknown = sorted(set(each) - _ALIAS_KEYS)
        if unknown:
            raise LexiconError("aliases.toml", entry, unknown[0], "is no such field; there are aliases, name")
        name, others = each.get("name"), each.get("aliases")
        if not isinstance(name, str) or not name.strip():
            raise LexiconError("aliases.toml", entry, "name", "must be a name")
        if not isinstance(others, list) or not others or not all(isinstance(o, str) and o.strip() for o in others):
            raise LexiconError("aliases.toml", f"{entry} ({name})", "aliases", "must be a list of other names")
        for other in others:
            if found.get(other, name) != name:
                raise LexiconError(
                    "aliases.toml", f"{entry} ({name})", "aliases", f"{other!r} is a name of {found[other]!r} already"
                )
            found[other] = name
    return tuple(sorted(found.items()))


def _frames(parsed: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    _only(parsed, "frame", "frames.toml")
    return tuple(_tables(parsed, "frame", "frames.toml"))


def _only(parsed: Mapping[str, Any], key: str, file: str) -> None:
    unknown = sorted(set(parsed) - {key})
    if unknown:
        raise LexiconError(file, unknown[0], "", f"is no such table; the file holds [[{key}]] tables")


def _tables(parsed: Mapping[str, Any], key: str, file: str) -> list[Mapping[str, Any]]:
    listed = parsed.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(each, Mapping) for each in listed):
        raise LexiconError(file, key, "", f"must be written as [[{key}]] tables")
    return listed
