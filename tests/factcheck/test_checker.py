"""The whole pipeline over several articles: what nobody put side by side is found, counted and explained."""

from __future__ import annotations

from factcheck.checker import Checker
from factcheck.models import Article, Kind, Relation, Report, Source, Verdict

_WIRE = (
    "The ferry Calder Rose hit the pier of Norwick on Monday morning in thick fog. "
    "The ferry was carrying 241 passengers when it hit the pier. Nobody was badly hurt, and the harbour opened again at noon."
)


def _report(checker: Checker, *texts: tuple[str, str]) -> Report:
    return checker.compare_articles(
        [
            Article(id=str(number), source=Source(outlet, outlet), text=text)
            for number, (outlet, text) in enumerate(texts)
        ]
    )


def test_outlets_that_differ_are_set_against_each_other_with_their_tallies(checker: Checker) -> None:
    report = _report(
        checker,
        ("Gazette", "The ferry Calder Rose was carrying 214 passengers when it hit the pier of Norwick."),
        ("Courier", "The Calder Rose was carrying 241 passengers when it hit the pier of Norwick on Monday."),
        ("Herald", "When it hit the pier of Norwick, the Calder Rose was carrying 241 passengers and ten cars."),
    )
    (found,) = [each for each in report.inconsistencies if each.kind is Kind.QUANTITY]
    assert found.relation is Relation.CONTRADICTION
    assert [position.independent_sources for position in found.positions] == [2, 1]
    assert "214" in found.explanation
    assert "241" in found.explanation


def test_a_copied_text_is_one_source_and_corroborates_nothing(checker: Checker) -> None:
    report = _report(checker, ("Gazette", _WIRE), ("Courier", _WIRE), ("Herald", _WIRE.replace("Nobody", "No one")))
    assert {claim.origin for claim in report.claims} == {"0"}
    assert report.agreements == ()
    assert report.inconsistencies == ()


def test_an_article_that_disagrees_with_itself_is_reported_as_one_source_on_each_side(checker: Checker) -> None:
    text = (
        "The Tarn Bridge in Norwick is 840 metres long. It was painted in May.\n\nThe Tarn Bridge is 480 metres long."
    )
    (found,) = _report(
        checker, ("Gazette", text), ("Courier", "Farmers in the valley sold more milk in spring.")
    ).inconsistencies
    assert [position.independent_sources for position in found.positions] == [1, 1]
    assert {claim.source.name for position in found.positions for claim in position.claims} == {"Gazette"}


def test_independent_outlets_that_say_the_same_agree(checker: Checker) -> None:
    report = _report(
        checker,
        ("Gazette", "The council of Norwick closed the Tarn Bridge on Monday."),
        ("Courier", "On Monday the council of Norwick closed the Tarn Bridge."),
    )
    (agreement,) = report.agreements
    assert agreement.independent_sources == 2
    assert report.inconsistencies == ()


def test_a_claim_is_looked_up_among_others(checker: Checker) -> None:
    asked = checker.claim("Borel leads open-source software.", claim_id="asked")
    stored = [
        checker.claim("Borel keeps its models proprietary.", source=Source("g", "G"), claim_id="a"),
        checker.claim("Borel is at the forefront of open-source software.", source=Source("c", "C"), claim_id="b"),
        checker.claim("Farmers sold more milk in spring.", source=Source("h", "H"), claim_id="c"),
    ]
    found = checker.look_up(asked, stored)
    assert found.verdict is Verdict.DISPUTED
    assert [each.b.id for each in found.contradicting] == ["a"]
    assert [each.b.id for each in found.supporting] == ["b"]


def test_the_same_articles_give_the_same_report_twice(checker: Checker) -> None:
    texts = (("Gazette", _WIRE), ("Courier", _WIRE.replace("241", "214")), ("Herald", "Borel keeps its models closed."))
    assert _report(checker, *texts) == _report(checker, *texts)


def test_a_review_holds_for_a_claim_unless_the_two_differ_in_a_fact(checker: Checker) -> None:
    claim = checker.claim("The pier of Norwick is 900 metres long and was closed on Monday.")
    assert checker.is_reviewed(claim, "The pier of Norwick, which is 900 metres long, was closed on Monday.")
    assert not checker.is_reviewed(claim, "The pier of Norwick is 90 metres long and was closed on Monday.")
    assert not checker.is_reviewed(claim, "The pier of Norwick is 900 metres long and was not closed on Monday.")
    assert not checker.is_reviewed(claim, "The pier of Halden is 900 metres long and was closed on Monday.")
