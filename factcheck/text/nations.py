"""Countries, their parts and continents, what their people are called, and whether two of them exclude each other.

A table of the world (`lexicon/nations.toml`), so that "an Austrian composer" and "a composer from Vienna's rival Prague"
are never guessed at: what the table does not hold says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from factcheck.lexicon import load, words

LONGEST_NAME = 4
"""Words of the longest name in the table that is common in running text."""


def people(phrase: str) -> str | None:
    """The place whose people or things an adjective names: "Danish" -> "denmark"."""
    return _adjectives().get(phrase.lower())


def is_country(name: str) -> bool:
    """Whether a name is that of a place with a people of its own: "Denmark" and "Scotland", not "Malmö"."""
    found = _names().get(name.lower())
    return found is not None and found in _peoples()


def named(tokens: Iterable[str]) -> tuple[tuple[int, int, str], ...]:
    """The places that a row of words names, longest first at each word: (first, last + 1, place)."""
    return _found(tuple(tokens), _names())


def place(name: str) -> str | None:
    """The place of a whole name: "Holland" -> "netherlands"."""
    return _names().get(name.lower())


def described(tokens: Iterable[str]) -> tuple[tuple[int, int, str], ...]:
    """The same for adjectives: "a South Korean singer"."""
    return _found(tuple(tokens), _adjectives())


def around(name: str) -> frozenset[str]:
    """A place with all that it is part of: Scotland, the United Kingdom, Europe."""
    found = {name}
    for each in _wholes().get(name, ()):
        found |= around(each)
    return frozenset(found)


def is_apart(one: str, other: str) -> bool:
    """Whether two places of the table have nothing in common.

    Hit: Norway and Asia; Texas and Canada. Near miss: Scotland and Europe; Turkey and Asia.
    """
    return one not in around(other) and other not in around(one)


def _found(tokens: tuple[str, ...], table: dict[str, str]) -> tuple[tuple[int, int, str], ...]:
    found = []
    i = 0
    while i < len(tokens):
        for size in range(min(LONGEST_NAME, len(tokens) - i), 0, -1):
            name = table.get(" ".join(tokens[i : i + size]).lower())
            if name is not None and tokens[i][:1].isupper():
                found.append((i, i + size, name))
                i += size
                break
        else:
            i += 1
    return tuple(found)


@cache
def _entries() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...]:
    """Every place: its key, its names, its adjectives and what it is part of."""
    table = load("nations")
    found = [(name.lower(), (name,), tuple(adjectives), "") for name, adjectives in table["continents"].items()]
    for group in ("countries", "parts"):
        for whole, entries in table[group].items():
            for entry in entries:
                called, _, adjectives = entry.partition(":")
                names = tuple(part.strip() for part in called.split("="))
                found.append(
                    (
                        names[0].lower(),
                        names,
                        tuple(a.strip() for a in adjectives.split(",") if a.strip()),
                        whole.lower(),
                    )
                )
    return tuple(found)


@cache
def _names() -> dict[str, str]:
    ambiguous = words("nations", "ambiguous", "names")
    return {name.lower(): key for key, names, _, _ in _entries() for name in names if name not in ambiguous}


@cache
def _adjectives() -> dict[str, str]:
    return {adjective.lower(): key for key, _, adjectives, _ in _entries() for adjective in adjectives}


@cache
def _peoples() -> frozenset[str]:
    return frozenset(_adjectives().values())


@cache
def _wholes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, _, _, whole in _entries():
        if whole:
            found[key] = (*found.get(key, ()), whole)
    return found
