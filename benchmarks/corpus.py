"""A news corpus of any size, from templates: enough like news for an index, and the same in every run.

Words come in ranks, and rank r is drawn with a weight of 1/r (Zipf): a few names and nouns stand in thousands of
sentences, most in a handful. The words of one slot have one length, so that an analysed article can be turned into
another by exchanging words, without moving a single offset; that is how a million claims come out of two thousand that
the language model has read.
"""

from __future__ import annotations

import bisect
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from factcheck.models import Article, Claim, Source
from service.store import codec
from service.store.claims import names_of

SEED = 20261121
_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]

SLOTS = {"name": (4000, 3), "firm": (3000, 4), "town": (2500, 4), "thing": (6000, 3)}
"""Slot -> how many different words, of how many syllables."""

TEMPLATES = (
    "{name} told reporters in {town} that the {thing} had cost {n3} million euros.",
    "{firm} opened its new {thing} in {town} on {day} {month} {year}.",
    "The {thing} near {town} was closed after {n2} people fell ill.",
    "{firm} bought the {thing} business of {firm2} for {n3} million dollars.",
    "{name} was elected mayor of {town} with {n2} percent of the vote.",
    "The city council of {town} rejected a plan by {firm} to build a {thing}.",
    "{firm} employs {n4} people in {town} and makes {thing} parts there.",
    "A court in {town} found {name} guilty of stealing a {thing}.",
    "Sales of the {thing} rose by {n2} percent in {town} last year.",
    "{name} left {firm} in {month} {year} and now teaches in {town}.",
    "Police in {town} arrested {n2} people at a {thing} market on {weekday}.",
    "The {thing} festival in {town} drew {n4} visitors in {month} {year}.",
    "{firm} denied that its {thing} had failed a test in {town}.",
    "{name} won the {thing} race in {town} ahead of {name2} on {weekday}.",
    "Engineers from {firm} repaired the {thing} in {town} within {n2} days.",
    "{name}, the chief executive of {firm}, sold {n4} shares in {month} {year}.",
    "The hospital in {town} received {n2} {thing} machines from {firm}.",
    "Prices of {thing} oil fell by {n2} percent after {firm} cut its forecast.",
    "{firm} will move its {thing} factory from {town} to {town2} in {year}.",
    "The {thing} bridge in {town} is {n3} metres long and was designed by {name}.",
)
_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "October", "November", "December")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


class Vocabulary:
    """Words for every slot, drawn with Zipf's weights from one stream of random numbers."""

    def __init__(self, seed: int = SEED) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a benchmark, no secret
        made = random.Random(SEED)  # noqa: S311 - the same words in every run, whatever the stream
        self.words: dict[str, list[str]] = {}
        self._weights: dict[str, list[float]] = {}
        self._slots: dict[str, str] = {}
        for slot, (count, syllables) in SLOTS.items():
            found: list[str] = []
            while len(found) < count:
                word = "".join(made.choice(_SYLLABLES) for _ in range(syllables)) + ("n" if slot == "town" else "")
                word = word if slot == "thing" else word.capitalize()
                if word.lower() not in self._slots:
                    self._slots[word.lower()] = self._slots[word] = slot
                    found.append(word)
            self.words[slot] = found
            self._weights[slot] = list(accumulate(1 / rank for rank in range(1, count + 1)))

    def draw(self, slot: str) -> str:
        """A word for this slot."""
        weights = self._weights[slot]
        return self.words[slot][bisect.bisect_left(weights, self._random.uniform(0, weights[-1]))]

    def sentence(self, template: str) -> str:
        """The template with words in its slots."""
        number = self._random.randint
        return template.format(
            **{slot: self.draw(slot) for slot in SLOTS},
            **{f"{slot}2": self.draw(slot) for slot in SLOTS if slot != "thing"},
            n2=number(10, 99),
            n3=number(100, 999),
            n4=number(1100, 9900),
            day=number(10, 28),
            year=number(2015, 2025),
            month=self._random.choice(_MONTHS),
            weekday=self._random.choice(_DAYS),
        )

    def text(self, count: int) -> str:
        """An article of so many sentences."""
        return " ".join(self.sentence(self._random.choice(TEMPLATES)) for _ in range(count))

    def other_words(self, words: Iterable[str]) -> dict[str, str]:
        """For each of some invented words another of the same slot and length."""
        return {word: self.draw(self._slots[word]) for word in words}

    def invented(self, text: str) -> list[str]:
        """The invented words of a text, each once."""
        return [word for word in sorted(set(re.findall(r"\w+", text))) if word in self._slots]


@dataclass(frozen=True, slots=True)
class CastClaim:
    """A claim as the store writes it: `packed` is the value before compressing, the rest is what lists and indexes take."""

    id: str
    packed: bytes
    text: str
    standalone_text: str
    terms: tuple[str, ...]
    names: tuple[str, ...]
    check_worthiness: float


@dataclass(frozen=True, slots=True)
class Cast:
    """An article that came out of a mould."""

    id: str
    source: Source
    text: str
    claims: tuple[CastClaim, ...]


class Mould:
    """An article that the pipeline has read, from which others are cast: other words of the same length in their places.

    All that is stored of an article is laid end to end, and its words are found once. No length changes, so what is
    packed stays well packed, and every offset, of tokens and names too, stays right. Numbers stay as they are.
    """

    ARTICLE, OUTLET = "mould-{:07d}", "outlet-of"
    CAST_ARTICLE, CAST_OUTLET = "bench-{:07d}", "outlet-{:02d}"

    def __init__(self, article: Article, claims: Sequence[Claim], vocabulary: Vocabulary) -> None:
        self._own = vocabulary.invented(article.text)
        self._claims = claims
        self._marks = [article.id, article.source.id]
        self._shapes = [(len(claim.terms), len(names_of(claim))) for claim in claims]
        pieces = [article.text.encode()]
        for claim in claims:
            texts = (claim.id, claim.text, claim.standalone_text, *claim.terms, *names_of(claim))
            pieces += [codec.pack(claim), *(text.encode() for text in texts)]
        self._ends = list(accumulate(len(piece) + 1 for piece in pieces))
        words = [word.encode() for own in self._own for word in dict.fromkeys((own, own.lower()))]
        exchanged = [*(mark.encode() for mark in self._marks), *words]
        # Where a word begins: after what is no letter, or after the byte that tells how long a string is.
        pattern = rb"(?:(?<![A-Za-z])|(?<=\xd9.))(" + b"|".join(map(re.escape, exchanged)) + rb")(?![A-Za-z])"
        # In turns what stays and a word that is exchanged.
        self._parts = re.split(pattern, b"\0".join(pieces) + b"\0", flags=re.DOTALL)

    def cast(self, vocabulary: Vocabulary, number: int, sources: int) -> Cast:
        """Article `number`, of one of so many outlets."""
        outlet, article_id = self.CAST_OUTLET.format(number % sources), self.CAST_ARTICLE.format(number)
        exchanged = vocabulary.other_words(self._own)
        both_cases = exchanged | {old.lower(): new.lower() for old, new in exchanged.items()}
        both_cases |= dict(zip(self._marks, (article_id, outlet), strict=True))
        new = {old.encode(): word.encode() for old, word in both_cases.items()}
        parts = self._parts.copy()
        parts[1::2] = [new[word] for word in self._parts[1::2]]
        laid = b"".join(parts)
        pieces = (laid[start : end - 1] for start, end in pairwise([0, *self._ends]))
        text = next(pieces).decode()
        claims = []
        for claim, (terms, names) in zip(self._claims, self._shapes, strict=True):
            packed = next(pieces)
            claim_id, verbatim, standalone, *rest = (next(pieces).decode() for _ in range(3 + terms + names))
            claims.append(
                CastClaim(
                    claim_id,
                    packed,
                    verbatim,
                    standalone,
                    tuple(dict.fromkeys(rest[:terms])),
                    tuple(dict.fromkeys(rest[terms:])),
                    claim.check_worthiness,
                )
            )
        return Cast(article_id, Source(outlet, outlet), text, tuple(claims))
