"""What the pipeline finds in whole stories: several outlets about one event, mostly in agreement, as news are.

A pair of claims is a question already; here nobody says which two sentences to compare. That is what users see.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from factcheck.checker import Checker
from factcheck.models import Article, Finding, Inconsistency, Kind, Relation, Source

FOLDER = Path(__file__).parent / "stories"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sentences of different outlets that cannot both be right."""

    kind: Kind
    a: str
    b: str

    def is_told_by(self, finding: Finding) -> bool:
        """Whether a finding is about these two."""
        one, other = finding.a.text, finding.b.text
        return (_meet(one, self.a) and _meet(other, self.b)) or (_meet(one, self.b) and _meet(other, self.a))


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event, and what their authors planted."""

    name: str
    articles: tuple[Article, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A story, the contradictions that are reported in it, and which of what was planted is among them."""

    story: Story
    right: tuple[Inconsistency, ...]
    others: tuple[Inconsistency, ...]
    found: tuple[Conflict, ...]


@cache
def stories(part: str) -> tuple[Story, ...]:
    """The stories of a part, by file."""
    return tuple(_story(path) for path in sorted((FOLDER / part).glob("*.toml")))


def tell(checker: Checker, told: Iterable[Story]) -> tuple[Told, ...]:
    """What is found in each story."""
    return tuple(_tell(checker, story) for story in told)


def summary(told: Sequence[Told]) -> str:
    """The figures in one line."""
    right, others = sum(len(each.right) for each in told), sum(len(each.others) for each in told)
    found, planted = sum(len(each.found) for each in told), sum(len(each.story.conflicts) for each in told)
    return (
        f"{len(told)} stories: {right + others} contradictions reported, {right} of them planted; "
        f"{found} of {planted} planted conflicts found"
    )


def _tell(checker: Checker, story: Story) -> Told:
    report = checker.compare_articles(story.articles)
    reported = [each for each in report.inconsistencies if each.relation is Relation.CONTRADICTION]
    found = {
        conflict: [each for each in reported if any(conflict.is_told_by(finding) for finding in each.findings)]
        for conflict in story.conflicts
    }
    right = [each for each in reported if any(each in telling for telling in found.values())]
    return Told(
        story,
        tuple(right),
        tuple(each for each in reported if each not in right),
        tuple(conflict for conflict, telling in found.items() if telling),
    )


def _story(path: Path) -> Story:
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    articles = tuple(
        Article(
            id=str(number),
            source=Source(article["source"], article["source"]),
            text=_line(article["text"]),
            published_at=article.get("published_at"),
        )
        for number, article in enumerate(read["article"], 1)
    )
    conflicts = tuple(
        Conflict(Kind(each["kind"]), _line(each["a"]), _line(each["b"])) for each in read.get("conflict", ())
    )
    return Story(read["title"], articles, conflicts)


def _line(text: str) -> str:
    return " ".join(text.split())


def _meet(claim: str, planted: str) -> bool:
    """Whether one holds the other: a claim can be a clause of the sentence, and what is planted two sentences."""
    return claim in planted or planted in claim
