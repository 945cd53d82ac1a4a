"""What a claim says of a thing in one of the opposed-concept frames: the words, the thing, and how directly."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.lexicon.frames import Pole

STATED, DESCRIBED, DONE, UNDONE = 0.95, 0.85, 0.9, 0.5
"""How directly a predicate, an attribute, the name of a happening, and an act that did not happen put a thing at a pole,
0 to 1.

Who was not killed may have died otherwise, what was not approved need not be rejected: below a report, unless the
frame says that there is nothing between its poles.
"""


@dataclass(frozen=True, slots=True)
class Mention:
    """A pole that a claim speaks of: the words that say so and the word that the pole is put on.

    `doer` is the word for who put it there, where somebody did; `loosely` says that the words stand in a clause or
    phrase beside the statement ("who had been missing"). `objects` are those that could stand beside a light verb.
    """

    pole: Pole
    of: frozenset[str]
    first: int
    last: int
    anchor: int
    bearer: int | None
    weight: float
    negated: bool
    attributive: bool = False
    doer: int | None = None
    loosely: bool = False
    objects: frozenset[tuple[str, ...]] = frozenset()

    @property
    def value(self) -> str:
        """The pole that the bearer is put at: negation turns it round."""
        return self.pole.opposite if self.negated else self.pole.name
