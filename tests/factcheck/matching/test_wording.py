"""Texts put side by side that are the same but for one stretch, and what that stretch comes to."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.matching.alignment import match
from factcheck.matching.closed_lists import one_more
from factcheck.matching.contrasts import contrasted
from factcheck.matching.minimal_denials import denied_in_words
from factcheck.matching.minimal_names import name_exchanged
from factcheck.matching.paired_lists import given_another
from factcheck.models import Article, Kind, Match, Outcome, Reading, Source

NAMES = [
    ("The keeper was replaced by Ida Holm in May.", "The keeper was replaced by Petra Dahl in May.", Kind.ROLE),
    ("It was a Danish ferry with two funnels.", "It was a Norwegian ferry with two funnels.", Kind.AFFILIATION),
    ("He was born in Norway as a smith's son.", "He was born in Chile as a smith's son.", Kind.AFFILIATION),
]
NO_NAMES = [
    ("The film stars Ida Holm in a small part.", "The film stars Petra Dahl in a small part."),
    ("He was a member of Holmgard in the nineties.", "He was a member of Pellam in the nineties."),
    ("Ida Holm opened the new bridge in the rain.", "Petra Dahl opened the new bridge in the rain."),
    ("The tune was written by Holm or Dahl in May.", "The tune was written by Renn or Dahl in May."),
    ("He was replaced by Merkel after the defeat.", "He was replaced by Angela Merkel after the defeat."),
    ("They gave a concert in Norway to great applause.", "They gave a concert in Chile to great applause."),
    ("The house that burned down stood in Hackney.", "The house that burned down stood in London."),
]
DENIED = [
    ("He is neither a monk nor a priest of the order.", "He is a monk of the order."),
    ("Neither Holm nor Dahl was at the wedding in Corle.", "Dahl was at the wedding in Corle."),
    ("She ran for mayor, but was not elected.", "She ran for mayor, but was elected."),
    ("The ferry did not sink.", "The old ferry that left for Corle on Monday sank in the storm."),
]
NOT_DENIED = [
    ("He is neither a monk nor a priest of the order.", "He is a baker of the order."),
    ("Many islanders did not vote in the spring.", "Many islanders did vote in the spring."),
    ("The ferry did not sink.", "The ferry may have sunk."),
    ("She sang not only at home but abroad.", "She sang at home."),
    ("I did not see the fire in the hall.", "You saw the fire in the hall."),
]
CONTRASTS = [
    ("The paper is a weekly that is read on the island.", "The paper is a daily that is read on the island."),
    ("It is a white powder without any smell.", "It is a yellow powder without any smell."),
    ("The children were playing outside all afternoon.", "The children were playing indoors all afternoon."),
    ("The old man was walking his dog alone.", "The old man was walking his dog with other men."),
]
NO_CONTRASTS = [
    ("A white dog sleeps on the mat.", "A black dog sleeps on the mat."),
    ("The red car hit the wall of the barn.", "The blue car hit the wall of the barn."),
    ("The plant has white or red flowers in May.", "The plant has yellow or red flowers in May."),
    ("She won a gold medal at the games in Corle.", "She won a silver medal at the games in Corle."),
    ("He read it in the Daily Herald that winter.", "He read it in the Weekly Herald that winter."),
]


def _both_ways(checker: Checker, a: str, b: str) -> tuple[Match, Match]:
    return match(checker.claim(a), checker.claim(b)), match(checker.claim(b), checker.claim(a))


def _mirrored(there: Reading, back: Reading) -> bool:
    return (there.outcome, there.point, there.confidence, there.side_a) == (
        back.outcome,
        back.point,
        back.confidence,
        back.side_b,
    )


@pytest.mark.parametrize(("a", "b", "kind"), NAMES)
def test_one_other_name_in_a_place_for_one_is_a_conflict(checker: Checker, a: str, b: str, kind: Kind) -> None:
    pair, _ = _both_ways(checker, a, b)
    for each in (Kind.ROLE, Kind.AFFILIATION):
        assert name_exchanged(pair, each).outcome is (Outcome.CONFLICTS if each is kind else Outcome.NOT_COMPARABLE)


@pytest.mark.parametrize(("a", "b"), NO_NAMES)
def test_a_place_that_takes_many_names_makes_none(checker: Checker, a: str, b: str) -> None:
    for pair in _both_ways(checker, a, b):
        assert name_exchanged(pair, Kind.ROLE).outcome is Outcome.NOT_COMPARABLE
        assert name_exchanged(pair, Kind.AFFILIATION).outcome is Outcome.NOT_COMPARABLE


@pytest.mark.parametrize(("a", "b"), DENIED)
def test_a_denial_in_the_same_words_is_a_conflict(checker: Checker, a: str, b: str) -> None:
    there, back = map(denied_in_words, _both_ways(checker, a, b))
    assert there.outcome is Outcome.CONFLICTS
    assert _mirrored(there, back)


@pytest.mark.parametrize(("a", "b"), NOT_DENIED)
def test_what_is_denied_of_something_else_is_none(checker: Checker, a: str, b: str) -> None:
    for pair in _both_ways(checker, a, b):
        assert denied_in_words(pair).outcome is Outcome.NOT_COMPARABLE


@pytest.mark.parametrize(("a", "b"), CONTRASTS)
def test_two_words_that_exclude_each_other_are_a_conflict(checker: Checker, a: str, b: str) -> None:
    there, back = map(contrasted, _both_ways(checker, a, b))
    assert there.outcome is Outcome.CONFLICTS
    assert _mirrored(there, back)


@pytest.mark.parametrize(("a", "b"), NO_CONTRASTS)
def test_two_words_that_tell_two_things_apart_are_none(checker: Checker, a: str, b: str) -> None:
    for pair in _both_ways(checker, a, b):
        assert contrasted(pair).outcome is Outcome.NOT_COMPARABLE


def test_respectively_gives_each_his_own(checker: Checker) -> None:
    row = "Oslo and Bergen have 700,000 and 290,000 inhabitants, respectively."
    there, back = map(given_another, _both_ways(checker, row, "Bergen has 700,000 inhabitants."))
    assert there.outcome is Outcome.CONFLICTS
    assert (there.side_a, there.side_b) == ("290,000", "700,000")
    assert (back.side_a, back.side_b) == ("700,000", "290,000")
    for pair in _both_ways(checker, row, "Bergen has 290,000 inhabitants."):
        assert given_another(pair).outcome is Outcome.NOT_COMPARABLE


def test_a_complete_list_leaves_out_what_it_does_not_name(checker: Checker) -> None:
    for kind, a, b in (
        (Kind.AFFILIATION, "The board consists of Holm, Dahl and Renn.", "The board consists of Holm, Dahl."),
        (
            Kind.QUANTITY,
            "The combined output of Ede and Asker was 40 tonnes.",
            "The combined output of Ede was 40 tonnes.",
        ),
    ):
        there, back = (one_more(pair, kind) for pair in _both_ways(checker, a, b))
        assert there.outcome is Outcome.CONFLICTS
        assert _mirrored(there, back)
    for pair in _both_ways(checker, "The board met Holm, Dahl and Renn.", "The board met Holm, Dahl."):
        assert one_more(pair, Kind.AFFILIATION).outcome is Outcome.NOT_COMPARABLE


def test_sentences_of_two_articles_are_not_put_side_by_side(checker: Checker) -> None:
    more = " The roof of the town hall was mended in spring."
    one, other = (
        checker.extract(
            Article(id=n, source=Source(n, n), text=f"The keeper was replaced by {name} in May in Corle." + more)
        )[0]
        for n, name in (("a", "Ida Holm"), ("b", "Petra Dahl"))
    )
    assert name_exchanged(match(one, other), Kind.ROLE).outcome is Outcome.NOT_COMPARABLE
