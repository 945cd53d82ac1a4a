"""The stories of examples/ as the tests read them: articles to post, and what a careful reader finds in them."""

from __future__ import annotations

import itertools
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one outlet's article."""

    source: str
    words: str


@dataclass(frozen=True, slots=True)
class Side:
    """One position that an answer has to show, with the count of independent sources it has to give."""

    independent_sources: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A point of disagreement: what it may be called (best word first) and its sides."""

    story: str
    why: str
    relations: tuple[str, ...]
    kinds: tuple[str, ...]
    sides: tuple[Side, ...]
    known_gap: str | None


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Claims that must not be held against each other as a contradiction."""

    story: str
    why: str
    quotes: tuple[Quote, ...]
    known_gap: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """A folder of examples/: `bodies` are what is posted, in order."""

    name: str
    bodies: tuple[dict[str, Any], ...]
    disagreements: tuple[Disagreement, ...]
    lookalikes: tuple[Lookalike, ...]


def stories() -> tuple[Story, ...]:
    """Every story of examples/, in the order of their names."""
    return tuple(_story(path.parent) for path in sorted(EXAMPLES.glob("*/expected.toml")))


def _story(folder: Path) -> Story:
    written = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    return Story(
        name=folder.name,
        bodies=tuple(json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))),
        disagreements=tuple(
            Disagreement(
                story=folder.name,
                why=entry["why"],
                relations=tuple(entry["relations"]),
                kinds=tuple(entry["kinds"]),
                sides=tuple(Side(side["independent_sources"], _quotes(side["claims"])) for side in entry["position"]),
                known_gap=entry.get("known_gap"),
            )
            for entry in written["inconsistency"]
        ),
        lookalikes=tuple(
            Lookalike(folder.name, entry["why"], _quotes(entry["claims"]), entry.get("known_gap"))
            for entry in written.get("never", [])
        ),
    )


def _quotes(claims: list[dict[str, str]]) -> tuple[Quote, ...]:
    return tuple(Quote(claim["source"], claim["quote"]) for claim in claims)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the service said after all stories were stored.

    `articles` maps an article's id to (story, source, text); `inconsistencies` are the items of /v1/inconsistencies.
    """

    articles: dict[str, tuple[str, str, str]]
    inconsistencies: tuple[dict[str, Any], ...]

    def shows(self, claim: dict[str, Any], story: str, quote: Quote) -> bool:
        """Whether the claim stands in that outlet's article of the story and overlaps the quoted words."""
        of, source, text = self.articles[claim["article_id"]]
        if of != story or source != quote.source:
            return False
        start = text.index(quote.words)
        return bool(claim["span"]["start"] < start + len(quote.words) and start < claim["span"]["end"])

    def found(self, expected: Disagreement) -> list[tuple[dict[str, Any], tuple[dict[str, Any], ...]]]:
        """The inconsistencies that hold the sides against each other, each with its positions in the sides' order."""
        hits = []
        for inconsistency in self.inconsistencies:
            for positions in itertools.permutations(inconsistency["positions"], len(expected.sides)):
                if all(
                    any(
                        self.shows(claim, expected.story, quote)
                        for claim in position["claims"]
                        for quote in side.quotes
                    )
                    for position, side in zip(positions, expected.sides, strict=True)
                ):
                    hits.append((inconsistency, positions))
                    break
        return hits

    def opposed(self, lookalike: Lookalike) -> list[dict[str, Any]]:
        """The contradictions in which two of the look-alike claims stand on different sides."""
        hits = []
        for inconsistency in self.inconsistencies:
            if inconsistency["relation"] != "contradiction":
                continue
            sides = [
                {
                    n
                    for n, quote in enumerate(lookalike.quotes)
                    for claim in position["claims"]
                    if self.shows(claim, lookalike.story, quote)
                }
                for position in inconsistency["positions"]
            ]
            if any(one != other for left, right in itertools.combinations(sides, 2) for one in left for other in right):
                hits.append(inconsistency)
        return hits

    def describe(self, inconsistency: dict[str, Any]) -> str:
        """One inconsistency in a few lines, for a failing test's message."""
        called = f"{inconsistency['relation']}/{inconsistency.get('kind')} {inconsistency['confidence']:.2f}"
        lines = [f"{called}: {inconsistency['explanation']}"]
        for position in inconsistency["positions"]:
            lines.append(f"  [{position['independent_sources']}] {position['summary']}")
            lines += [f"      {claim['source']['name']}: {claim['text']}" for claim in position["claims"]]
        return "\n".join(lines)
