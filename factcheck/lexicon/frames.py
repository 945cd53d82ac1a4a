"""The opposed-concept frames of `frames.toml`, as values, indexed by the words that call them up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from factcheck.lexicon import load, words


@dataclass(frozen=True, slots=True)
class Pole:
    """One end of a frame, with the words that put something there."""

    slot: str
    topic: str
    name: str
    opposite: str
    bearers: str
    transparent: frozenset[str]
    classes: frozenset[str]
    versus: frozenset[str]
    coverage: float
    describes: frozenset[tuple[str, ...]]
    predicates: frozenset[tuple[str, ...]]
    does: frozenset[str]
    undergoes: frozenset[str]
    acts: tuple[tuple[frozenset[str], frozenset[str], float], ...]


def vocabulary(*keys: str) -> frozenset[str]:
    """A word list of `frames.toml` that all frames share: `vocabulary("holding", "verbs")`."""
    return words("frames", *keys)


@cache
def poles() -> tuple[Pole, ...]:
    """Every pole of every frame."""
    return tuple(pole for frame in load("frames")["frame"] for pole in _poles(frame))


def _poles(frame: dict[str, Any]) -> Iterator[Pole]:
    names = list(frame["poles"])
    for name, listed in frame["poles"].items():
        yield Pole(
            slot=frame["slot"],
            topic=frame["topic"],
            name=name,
            opposite=names[1 - names.index(name)],
            bearers=frame["bearers"],
            transparent=frozenset(frame["transparent"]),
            classes=frozenset(frame["classes"]),
            versus=frozenset(frame.get("versus", ())),
            coverage=frame["coverage"],
            describes=frozenset(tuple(each.split()) for each in listed.get("describes", ())),
            predicates=frozenset(tuple(each.split()) for each in listed.get("predicates", ())),
            does=frozenset(listed.get("does", ())),
            undergoes=frozenset(listed.get("undergoes", ())),
            acts=tuple(
                (frozenset(act["verbs"]), frozenset(act["objects"]), act["weight"]) for act in listed.get("acts", ())
            ),
        )


@cache
def by_first_word() -> dict[str, tuple[tuple[tuple[str, ...], Pole, bool], ...]]:
    """Descriptive phrases by their first word: (phrase, pole, only as a predicate)."""
    found: dict[str, list[tuple[tuple[str, ...], Pole, bool]]] = {}
    for pole in poles():
        for phrases, only_predicate in ((pole.describes, False), (pole.predicates, True)):
            for phrase in phrases:
                found.setdefault(phrase[0], []).append((phrase, pole, only_predicate))
    return {
        first: tuple(sorted(each, key=lambda entry: (-len(entry[0]), entry[1].name))) for first, each in found.items()
    }


@cache
def by_verb() -> dict[str, tuple[Pole, ...]]:
    found: dict[str, list[Pole]] = {}
    for pole in poles():
        for verb in {*pole.does, *pole.undergoes, *(verb for verbs, _, _ in pole.acts for verb in verbs)}:
            found.setdefault(verb, []).append(pole)
    return {verb: tuple(each) for verb, each in found.items()}
