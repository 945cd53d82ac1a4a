"""The stories are sound, and what is found in them does not fall off."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from tests.gold.telling import Story, stories, summary, tell

ALL = [(part, story) for part in ("tuning", "measured") for story in stories(part)]


@pytest.mark.parametrize("story", [story for _, story in ALL], ids=[f"{part}: {story.name}" for part, story in ALL])
def test_what_is_planted_stands_in_two_articles_of_the_story(story: Story) -> None:
    assert len(story.articles) >= 3
    assert len({article.source.id for article in story.articles}) >= 2
    for conflict in story.conflicts:
        holders = [
            [article.id for article in story.articles if sentence in article.text]
            for sentence in (conflict.a, conflict.b)
        ]
        assert all(holders)
        assert set(holders[0]) != set(holders[1])


# Planted conflicts found (at least), and other contradictions reported (at most); `python -m tests.gold --stories` prints them.
FLOORS = {"tuning": (7, 1), "measured": (6, 4)}


@pytest.mark.parametrize("part", FLOORS)
def test_conflicts_are_found_in_stories_and_little_else(part: str, checker: Checker) -> None:
    told = tell(checker, stories(part))
    found, others = sum(len(each.found) for each in told), sum(len(each.others) for each in told)
    assert found >= FLOORS[part][0], summary(told)
    assert others <= FLOORS[part][1], summary(told)
