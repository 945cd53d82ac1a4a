"""What the service finds in the stories of examples/, held against what a careful reader finds in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import running_service
from tests.e2e.stories import Answers, Disagreement, Lookalike, Quote, Story, stories

STORIES = stories()
DISAGREEMENTS = [found for story in STORIES for found in story.disagreements]
LOOKALIKES = [alike for story in STORIES for alike in story.lookalikes]


def _cases(entries: list[Any]) -> list[Any]:
    return [
        pytest.param(
            entry,
            id=f"{entry.story}: {entry.why}",
            marks=[pytest.mark.xfail(reason=entry.known_gap, strict=True)] if entry.known_gap else [],
        )
        for entry in entries
    ]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    with running_service(tmp_path_factory.mktemp("examples"), workers="1") as service:
        articles = {}
        for story in STORIES:
            for body in story.bodies:
                article = service.call("POST", "/v1/articles", body)
                articles[article["id"]] = (story.name, body["source"], body["text"])
        yield Answers(articles, tuple(service.pages("/v1/inconsistencies")))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_story_quotes_its_articles_word_for_word(story: Story) -> None:
    texts = {body["source"]: body["text"] for body in story.bodies}
    quotes: list[Quote] = [quote for found in story.disagreements for side in found.sides for quote in side.quotes]
    quotes += [quote for alike in story.lookalikes for quote in alike.quotes]
    for quote in quotes:
        assert texts[quote.source].count(quote.words) == 1, quote


def test_the_stories_cover_what_their_readme_promises() -> None:
    kinds = {kind for found in DISAGREEMENTS for kind in found.kinds[:1]}
    relations = {relation for found in DISAGREEMENTS for relation in found.relations[:1]}
    assert len(STORIES) >= 5
    assert all(len(story.bodies) >= 3 for story in STORIES)
    assert kinds == {
        "negation",
        "denial",
        "antonym",
        "quantity",
        "date",
        "role",
        "superlative",
        "opposed_concept",
        "affiliation",
    }
    assert relations == {"contradiction", "update", "scope_difference", "attributed_disagreement", "uncertain"}


@pytest.mark.server
@pytest.mark.parametrize("expected", _cases(DISAGREEMENTS))
def test_a_disagreement_is_found_with_its_sides_and_tallies(answers: Answers, expected: Disagreement) -> None:
    hits = answers.found(expected)
    assert hits, "not found"
    inconsistency, positions = hits[0]
    described = answers.describe(inconsistency)
    assert inconsistency["relation"] in expected.relations, described
    assert inconsistency["kind"] in expected.kinds, described
    tallies = [position["independent_sources"] for position in positions]
    assert tallies == [side.independent_sources for side in expected.sides], described


@pytest.mark.server
@pytest.mark.parametrize("alike", _cases(LOOKALIKES))
def test_claims_that_only_look_alike_are_not_held_against_each_other(answers: Answers, alike: Lookalike) -> None:
    assert not answers.opposed(alike), "\n".join(answers.describe(hit) for hit in answers.opposed(alike))


@pytest.mark.server
def test_every_contradiction_is_one_that_a_reader_finds_too(answers: Answers) -> None:
    wanted = [inconsistency["id"] for expected in DISAGREEMENTS for inconsistency, _ in answers.found(expected)]
    surplus = [
        found for found in answers.inconsistencies if found["relation"] == "contradiction" and found["id"] not in wanted
    ]
    assert not surplus, "\n".join(answers.describe(found) for found in surplus)


@pytest.mark.server
def test_a_claim_of_one_story_is_never_held_against_another_story(answers: Answers) -> None:
    for inconsistency in answers.inconsistencies:
        told = {
            answers.articles[claim["article_id"]][0]
            for position in inconsistency["positions"]
            for claim in position["claims"]
        }
        assert len(told) == 1, answers.describe(inconsistency)


def test_every_story_stands_in_the_readme_of_the_examples() -> None:
    readme = (Path(__file__).resolve().parents[2] / "examples" / "README.md").read_text(encoding="utf-8")
    for story in STORIES:
        assert f"[{story.name}]({story.name}) | {len(story.bodies)} |" in readme
