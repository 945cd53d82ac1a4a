"""The opposed-concept frames of `frames.toml`, as values, indexed by the words that call them up.

The same reading checks the frames that a user adds, so every mistake is reported with its entry and field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from factcheck.lexicon import additions, load, words
from factcheck.lexicon.additions import Additions
from factcheck.lexicon.errors import LexiconError

PHRASES = ("describes", "predicates")
VERBS = ("does", "undergoes")
LIGHT = ("acts", "grants")
WAYS = (*PHRASES, *VERBS, *LIGHT, "nouns")
"""The ways in which a word puts a thing at a pole; `frames.toml` says what each means."""

BEARERS = ("people", "things", "any")

_LISTS = ("transparent", "broad", "classes", "versus", "matters")
_FLAGS = ("decided", "either", "transitive", "names", "one")
_FRAME_KEYS = frozenset({"slot", "topic", "bearers", "coverage", "then", "poles", *_LISTS, *_FLAGS})
_WORDING_KEYS = frozenset({"words", "of", "weight"})
_LIGHT_KEYS = frozenset({"verbs", "objects", "of", "weight"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A question with two answers that exclude each other; `frames.toml` says what each field means."""

    slot: str
    topic: str
    bearers: str
    coverage: float
    transparent: frozenset[str]
    broad: frozenset[str]
    classes: frozenset[str]
    versus: frozenset[str]
    matters: frozenset[str]
    decided: bool
    either: bool
    transitive: bool
    names: bool
    one: bool
    then: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of putting a thing at a pole; `of` names the nouns it is limited to, empty where it fits all bearers."""

    way: str
    words: tuple[str, ...]
    objects: frozenset[tuple[str, ...]]
    of: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Pole:
    """One end of a frame, with the words that put something there."""

    frame: Frame
    name: str
    opposite: str
    wordings: tuple[Wording, ...]

    @property
    def slot(self) -> str:
        """The slot of the frame."""
        return self.frame.slot


Entry = tuple[Wording, Pole]


def vocabulary(*keys: str) -> frozenset[str]:
    """A word list of `frames.toml` that all frames share: `vocabulary("holding", "verbs")`."""
    return words("frames", *keys)


@cache
def poles() -> tuple[Pole, ...]:
    """Every pole of every frame, our own and those that were added; an added frame takes the place of ours of its slot."""
    own = read_frames(load("frames")["frame"], "frames.toml")
    added = additions.current().frames
    replaced = {frame["slot"] for frame in added}
    return (
        *(pole for pole in own if pole.slot not in replaced),
        *read_frames(added, "frames.toml"),
    )


@cache
def pole(slot: str, name: str) -> Pole | None:
    """A pole by its slot and name; None where the frame is not (any more) among those that are loaded."""
    return next((each for each in poles() if each.slot == slot and each.name == name), None)


@cache
def by_first_word() -> dict[str, tuple[Entry, ...]]:
    """Descriptive phrases by their first word."""
    return _indexed(PHRASES, 0)


@cache
def by_verb() -> dict[str, tuple[Entry, ...]]:
    """What a verb's subject or object may bear, by the lemma of the verb."""
    return _indexed((*VERBS, *LIGHT), 0)


@cache
def by_noun() -> dict[str, tuple[Entry, ...]]:
    """Nouns of happenings ("acquittal") by the last of their words."""
    return _indexed(("nouns",), -1)


def alike(noun: str) -> str:
    """The first noun of the group of nouns that mean one thing ("blaze" -> "fire"); the noun itself without a group."""
    return _groups().get(noun, noun)


@cache
def _groups() -> dict[str, str]:
    return {noun: group.split()[0] for group in load("frames")["alike"]["groups"] for noun in group.split()}


def _indexed(ways: tuple[str, ...], place: int) -> dict[str, tuple[Entry, ...]]:
    """The wordings of some ways by their first or last word, longest first."""
    found: dict[str, list[Entry]] = {}
    for each in poles():
        for wording in each.wordings:
            if wording.way in ways:
                found.setdefault(wording.words[place], []).append((wording, each))
    return {key: tuple(sorted(entries, key=lambda entry: -len(entry[0].words))) for key, entries in found.items()}


# -- reading -----------------------------------------------------------------------------------------------------------


def read_folder(folder: Path) -> Additions:
    """What a user's folder adds, every frame checked. Raises LexiconError at the first mistake."""
    added = additions.read(folder)
    read_frames(added.frames, "frames.toml")
    return added


def read_frames(listed: Any, file: str) -> tuple[Pole, ...]:
    """The poles of a list of frames. Raises LexiconError, with entry and field, at the first mistake."""
    if not isinstance(listed, list | tuple) or not all(isinstance(each, Mapping) for each in listed):
        raise LexiconError(file, "frame", "", "must be written as [[frame]] tables")
    slots: set[str] = set()
    found: list[Pole] = []
    for number, frame in enumerate(listed, 1):
        entry = f"frame {number}"
        slot = frame.get("slot")
        if not isinstance(slot, str) or not slot.strip():
            raise LexiconError(file, entry, "slot", 'must be a name such as "safety"')
        entry = f"frame {number} ({slot})"
        if slot in slots:
            raise LexiconError(file, entry, "slot", "is the slot of an earlier frame")
        slots.add(slot)
        found.extend(_Reader(file, entry).poles(frame))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one frame; knows which, for the errors."""

    file: str
    entry: str

    def wrong(self, field: str, problem: str) -> LexiconError:
        return LexiconError(self.file, self.entry, field, problem)

    def poles(self, frame: Mapping[str, Any]) -> Iterator[Pole]:
        self.known(frame, _FRAME_KEYS, "")
        if frame.get("bearers") not in BEARERS:
            raise self.wrong("bearers", f"must be one of {', '.join(BEARERS)}")
        if not isinstance(frame.get("topic"), str) or not frame["topic"].strip():
            raise self.wrong("topic", 'must be words that a name can follow, such as "the safety of"')
        for flag in _FLAGS:
            if not isinstance(frame.get(flag, False), bool):
                raise self.wrong(flag, "must be true or false")
        lists = {key: frozenset(self.strings(frame, key)) for key in _LISTS}
        shared = Frame(
            slot=frame["slot"],
            topic=frame["topic"],
            bearers=frame["bearers"],
            coverage=self.share(frame, "coverage", ""),
            decided=frame.get("decided", False),
            either=frame.get("either", False),
            transitive=frame.get("transitive", False),
            names=frame.get("names", True),
            one=frame.get("one", False),
            then=frozenset(self.strings(frame, "then")),
            **lists,
        )
        sides = frame.get("poles")
        if (
            not isinstance(sides, Mapping)
            or len(sides) != 2
            or not all(isinstance(each, Mapping) for each in sides.values())
        ):
            raise self.wrong("poles", "must be two tables, [frame.poles.<name>]")
        names = list(sides)
        if not shared.then <= set(names):
            raise self.wrong("then", f"must name poles of the frame: {', '.join(names)}")
        read = {name: tuple(self.wordings(name, sides[name], shared)) for name in names}
        if any(not read[name] for name in names):
            raise self.wrong("poles", "must each have at least one wording")
        for name, other in ((names[0], names[1]), (names[1], names[0])):
            yield Pole(shared, name, other, read[name])

    def wordings(self, name: str, listed: Mapping[str, Any], frame: Frame) -> Iterator[Wording]:
        self.known(listed, frozenset(WAYS), f"poles.{name}")
        for way in WAYS:
            field = f"poles.{name}.{way}"
            entries = listed.get(way, [])
            if not isinstance(entries, list | tuple):
                raise self.wrong(field, "must be a list")
            for each in entries:
                yield from self.wording(way, field, each, frame)

    def wording(self, way: str, field: str, written: Any, frame: Frame) -> Iterator[Wording]:
        if isinstance(written, str) and way not in LIGHT:
            written = {"words": [written]}
        if not isinstance(written, Mapping):
            raise self.wrong(field, f"must hold {'tables' if way in LIGHT else 'words or tables'}, not {written!r}")
        light = way in LIGHT
        self.known(written, _LIGHT_KEYS if light else _WORDING_KEYS, field)
        weight = self.share(written, "weight", field) if "weight" in written else 1.0
        of = self.limits(written, field, frame)
        said = self.strings(written, "verbs" if light else "words", field)
        if not said:
            raise self.wrong(field, "must name at least one " + ("verb" if light else "word"))
        if light:
            objects = frozenset(tuple(each.split()) for each in self.strings(written, "objects", field))
            if not objects:
                raise self.wrong(field, "must name at least one object")
        else:
            objects = frozenset()
        yield from (Wording(way, tuple(each.split()), objects, of, weight) for each in said)

    def limits(self, written: Mapping[str, Any], field: str, frame: Frame) -> frozenset[str]:
        if written.get("of") == "classes":
            return frame.classes
        listed = frozenset(self.strings(written, "of", field))
        return listed | frame.classes if "classes" in listed else listed

    def known(self, table: Mapping[str, Any], keys: frozenset[str], field: str) -> None:
        unknown = sorted(set(table) - keys)
        if unknown:
            raise self.wrong(
                f"{field}.{unknown[0]}".lstrip("."), f"is no such field; there are {', '.join(sorted(keys))}"
            )

    def strings(self, table: Mapping[str, Any], key: str, field: str = "") -> list[str]:
        listed = table.get(key, [])
        if not isinstance(listed, list | tuple) or not all(isinstance(each, str) and each.split() for each in listed):
            raise self.wrong(f"{field}.{key}".lstrip("."), "must be a list of words")
        if key == "then":
            return list(listed)
        return [" ".join(each.lower().replace("-", " ").split()) for each in listed]

    def share(self, table: Mapping[str, Any], key: str, field: str) -> float:
        number = table.get(key)
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
            raise self.wrong(f"{field}.{key}".lstrip("."), "must be a number from 0 to 1")
        return float(number)
