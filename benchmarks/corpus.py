"""A news corpus of any size, from templates: enough like news for an index, and the same in every run.

Words come in ranks, and rank r is drawn with a weight of 1/r (Zipf): a few names and nouns stand in thousands of
sentences, most in a handful. The words of one slot have one length, so that an analysed article can be turned into
another by exchanging words, without moving a single offset; that is how 100,000 claims come out of a few thousand that
the language model has read.
"""

from __future__ import annotations

import bisect
import itertools
import random
import re
from dataclasses import dataclass, replace

from factcheck.matching.terms import NUMBER
from factcheck.models import Article, Assertion, Claim, Quantity, Source, Token

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
            self._weights[slot] = list(itertools.accumulate(1 / rank for rank in range(1, count + 1)))

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

    def other_words(self, article: Article) -> dict[str, str]:
        """For every invented word and every number of an article, another of the same slot and length."""
        exchanged: dict[str, str] = {}
        for word in sorted(set(re.findall(r"\w+", article.text))):
            if word.isascii() and word.isdigit() and len(word) == 3:
                exchanged[word] = str(self._random.randint(100, 999))
            elif (slot := self._slots.get(word)) is not None:
                exchanged[word] = self.draw(slot)
        return exchanged


@dataclass(frozen=True, slots=True)
class Analysed:
    """An article and what the pipeline has read in it."""

    article: Article
    claims: tuple[Claim, ...]

    def varied(self, exchanged: dict[str, str], article_id: str, source: Source) -> Analysed:
        """The same article with other words of the same length in the same places; every offset stays right."""
        both_cases = {old.lower(): new.lower() for old, new in exchanged.items()} | exchanged
        pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, both_cases)) + r")\b")

        def swap(text: str) -> str:
            return pattern.sub(lambda found: both_cases[found[0]], text)

        def token(one: Token) -> Token:
            new = exchanged.get(one.text)
            return one if new is None else replace(one, text=new, lemma=swap(one.lemma))

        def quantity(one: Quantity) -> Quantity:
            old = next((word for word in one.text.split() if word in exchanged), None)
            if old is None:
                return one
            return replace(one, text=swap(one.text), value=one.value * int(exchanged[old]) / int(old))

        def assertion(one: Assertion) -> Assertion:
            return replace(one, subject=swap(one.subject), value=swap(one.value), phrase=swap(one.phrase))

        def claim(number: int, one: Claim) -> Claim:
            quantities = tuple(map(quantity, one.quantities))
            words = [swap(term) for term in one.terms if not term.startswith(NUMBER)]
            numbers = [NUMBER + format(counted.value, "g") for counted in quantities]
            return replace(
                one,
                id=f"{article_id}-{number}",
                article_id=article_id,
                origin=article_id,
                source=source,
                text=swap(one.text),
                standalone_text=swap(one.standalone_text),
                tokens=tuple(map(token, one.tokens)),
                entities=tuple(
                    replace(name, text=swap(name.text), canonical=swap(name.canonical)) for name in one.entities
                ),
                quantities=quantities,
                referents=tuple(
                    replace(named, text=swap(named.text), canonical=swap(named.canonical)) for named in one.referents
                ),
                assertions=tuple(map(assertion, one.assertions)),
                terms=tuple(dict.fromkeys(words + numbers)),
            )

        article = replace(self.article, id=article_id, origin=article_id, source=source, text=swap(self.article.text))
        return Analysed(article, tuple(claim(number, one) for number, one in enumerate(self.claims, 1)))
