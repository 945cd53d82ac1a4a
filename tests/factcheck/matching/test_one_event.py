"""What articles are about, and what claims of articles about one event are compared on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from factcheck.checker import Checker
from factcheck.matching.alignment import match
from factcheck.matching.one_event import of_one_event
from factcheck.models import Article, Relation, Source

_MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)

_FIRST = (
    "Firefighters in Tollin fought a blaze at the Varga paper mill on Sunday night. The alarm went off at once. "
    "Workers of the Varga mill left through a side door."
)
_SECOND = (
    "The Varga paper mill in Tollin stood empty on Monday after a blaze. No alarm sounded during the blaze. "
    "Firefighters had come within minutes."
)
_ELSEWHERE = (
    "A school in Brenk was closed on Monday after a burst pipe. No alarm sounded in the building. "
    "Pupils in Brenk were sent home."
)


def _article(name: str, text: str, *, after: timedelta = timedelta()) -> Article:
    return Article(id=name, source=Source(name, name), text=text, published_at=_MONDAY + after)


def test_a_setting_begins_with_the_names_of_the_lead_and_holds_the_nouns_that_come_again(checker: Checker) -> None:
    about = checker.extract(_article("a", _FIRST))[0].setting

    assert "tollin" in about[:2]
    assert {"~mill", "~fire"} <= set(about)


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        (_SECOND, timedelta(hours=8), True),
        (_SECOND, timedelta(days=60), False),
        (_ELSEWHERE, timedelta(hours=8), False),
    ],
)
def test_two_articles_are_of_one_event_by_what_they_are_about_and_when(
    checker: Checker, text: str, after: timedelta, expected: bool
) -> None:
    one, other = checker.extract(_article("a", _FIRST)), checker.extract(_article("b", text, after=after))

    assert of_one_event(match(one[0], other[0])) is expected


def test_what_an_event_has_one_of_is_one_thing_in_all_its_articles(checker: Checker) -> None:
    report = checker.compare_articles([_article("a", _FIRST), _article("b", _SECOND), _article("c", _ELSEWHERE)])

    found = [each for each in report.inconsistencies if each.relation is Relation.CONTRADICTION]
    assert [each.point for each in found] == ["opposed_concept:alarm:~alarm"]
    assert {claim.article_id for position in found[0].positions for claim in position.claims} == {"a", "b"}


def test_claims_that_stand_alone_have_no_event(checker: Checker) -> None:
    one, other = checker.claim("The alarm went off."), checker.claim("No alarm sounded.")

    assert not of_one_event(match(one, other))
