"""Short articles of many outlets with planted conflicts: the same in every run, and of as many events as are wanted.

An event has four articles: two outlets say one thing in different words, one says the opposite, and one speaks of something
else in the same place. Names are made up for each event, so that no two events have anything to do with each other.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

SEED: Final = 1122
EACH: Final = 4
"""Articles of an event."""

# Of one event: what two say, what the third says, and what the fourth speaks of.
_EVENTS: Final = (
    (
        "The {Name} dam near {Town} collapsed on Friday.",
        "The {Name} dam near {Town} collapsed on Friday, and the road to {Other} was closed.",
        "The {Name} dam near {Town} did not collapse on Friday.",
        "Trains between {Town} and {Other} were {number} minutes late on Friday.",
    ),
    (
        "Police in {Town} arrested {low} people at the {Name} market on Friday.",
        "On Friday police arrested {low} people at the {Name} market in {Town}.",
        "Police in {Town} arrested {high} people at the {Name} market on Friday.",
        "The {Name} market in {Town} has {number} stalls.",
    ),
    (
        "{Name} is an open-source language model.",
        "{Name} is an open-source language model of {Firm} Labs, which employs {number} people in {Town}.",
        "{Name} is a proprietary language model.",
        "{Firm} Labs moved from {Other} to {Town} in 2019.",
    ),
    (
        "The {Name} bridge in {Town} opened on 4 May 2024.",
        "On 4 May 2024 the {Name} bridge in {Town} opened.",
        "The {Name} bridge in {Town} opened on 19 May 2024.",
        "The {Name} bridge in {Town} is {number} metres long.",
    ),
)
_SYLLABLES: Final = tuple(c + v for c in "bdfgklmnprstvz" for v in "aeiou")


@dataclass(frozen=True, slots=True)
class Submission:
    """An article as a client sends it."""

    source: str
    text: str


def planted(count: int) -> list[Submission]:
    """So many articles, in an order in which those of one event are far apart."""
    made = list(islice(_made(random.Random(SEED)), count))  # noqa: S311 - made-up names, no secret
    random.Random(SEED).shuffle(made)  # noqa: S311
    return made


def _made(chance: random.Random) -> Iterator[Submission]:
    taken: set[str] = set()

    def name(syllables: int, ending: str = "") -> str:
        while True:
            made = ("".join(chance.choice(_SYLLABLES) for _ in range(syllables)) + ending).capitalize()
            if made not in taken:
                taken.add(made)
                return made

    event = 0
    while True:
        words = {
            "Name": name(3),
            "Town": name(3, "n"),
            "Other": name(3, "berg"),
            "Firm": name(4),
            "low": chance.randint(11, 49),
            "high": chance.randint(60, 98),
            "number": chance.randint(101, 989),
        }
        for number, wording in enumerate(_EVENTS[event % len(_EVENTS)]):
            yield Submission(f"Outlet {event % 7}{'ABCD'[number]}", wording.format(**words))
        event += 1
