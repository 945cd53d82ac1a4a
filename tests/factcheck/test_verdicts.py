from __future__ import annotations

import itertools

from factcheck import verdicts
from factcheck.checker import Checker
from factcheck.confidence import probability
from factcheck.independence import independent_sources
from factcheck.matching.alignment import match
from factcheck.models import Kind, Outcome, Reading, Relation, Span, Verdict
from tests.factcheck.builders import claim, finding


def test_pairs_that_share_a_claim_become_one_inconsistency_with_two_positions() -> None:
    a, b, c = claim("a"), claim("b"), claim("c")
    (found,) = verdicts.assemble([finding(a, b), finding(c, b)])
    assert [(each.summary, each.independent_sources, [one.id for one in each.claims]) for each in found.positions] == [
        ("the number of deaths: 12", 2, ["a", "c"]),
        ("the number of deaths: 19", 1, ["b"]),
    ]


def test_pairs_about_other_stories_stay_apart_unless_the_point_is_a_slot() -> None:
    a, b, c, d = (claim(name) for name in "abcd")
    assert len(verdicts.assemble([finding(a, b), finding(c, d)])) == 2
    slot = {"kind": Kind.OPPOSED_CONCEPT, "point": "opposed_concept:openness:borel", "sides": ("open", "closed")}
    assert len(verdicts.assemble([finding(a, b, **slot), finding(c, d, **slot)])) == 1  # type: ignore[arg-type]


def test_the_order_of_the_findings_does_not_matter() -> None:
    a, b, c = claim("a"), claim("b"), claim("c")
    pairs = [finding(a, b), finding(c, b, confidence=0.7), finding(a, c, Relation.UPDATE, sides=("12", "15"))]
    answers = {
        tuple(
            (each.relation, each.explanation, tuple(position.summary for position in each.positions))
            for each in verdicts.assemble(order)
        )
        for order in itertools.permutations(pairs)
    }
    assert len(answers) == 1


def test_agreements_and_unrelated_pairs_are_no_inconsistency() -> None:
    pairs = [finding(claim("a"), claim("b"), Relation.AGREEMENT), finding(claim("c"), claim("d"), Relation.UNRELATED)]
    assert verdicts.assemble(pairs) == ()


def test_positions_without_names_take_the_sides_that_their_claims_already_took() -> None:
    a, b, c = claim("a"), claim("b"), claim("c")
    pairs = [
        finding(a, b, sides=("", "")),
        finding(b, c, sides=("", ""), confidence=0.6),
        finding(c, b, sides=("", ""), confidence=0.55),
    ]
    (found,) = verdicts.assemble(pairs)
    assert [sorted(one.id for one in each.claims) for each in found.positions] == [["a", "c"], ["b"]]


def test_claims_of_a_position_come_by_confidence_then_time_then_id() -> None:
    hub = claim("z")
    early, late, sure = claim("early", day=1), claim("late", day=9), claim("sure", day=20)
    (found,) = verdicts.assemble([finding(late, hub), finding(early, hub), finding(sure, hub, confidence=0.9)])
    assert [one.id for one in found.positions[0].claims] == ["sure", "early", "late"]


def test_copies_one_outlet_and_a_repeated_sentence_count_once() -> None:
    sentence = "Twelve passengers of the night ferry were taken to the hospital in Norwick."
    assert independent_sources([claim("a"), claim("b")]) == 2
    assert independent_sources([claim("a", source="Gazette"), claim("b", source="Gazette")]) == 1
    assert independent_sources([claim("a", origin="wire"), claim("b", origin="wire")]) == 1
    assert independent_sources([claim("a", text=sentence), claim("b", text=sentence)]) == 1
    assert independent_sources([claim("a", text="It sank."), claim("b", text="It sank.")]) == 2
    assert independent_sources([]) == 0


def test_dependence_is_passed_on() -> None:
    chain = [claim("a", source="Gazette"), claim("b", origin="wire"), claim("c", source="Gazette", origin="wire")]
    assert independent_sources(chain) == 1


def test_what_only_one_source_says_is_not_corroborated() -> None:
    a, b, c = claim("a", source="Gazette"), claim("b", source="Gazette"), claim("c")
    same = {"kind": None, "point": ""}
    assert verdicts.corroborations([finding(a, b, Relation.AGREEMENT, **same)]) == ()  # type: ignore[arg-type]
    (found,) = verdicts.corroborations(
        [finding(a, c, Relation.AGREEMENT, **same), finding(a, b, Relation.AGREEMENT, **same)]
    )  # type: ignore[arg-type]
    assert (found.independent_sources, len(found.claims)) == (2, 3)


def test_a_look_up_says_who_supports_and_who_disputes() -> None:
    asked, a, b, c = claim("asked"), claim("a"), claim("b"), claim("c")
    agrees = [finding(asked, each, Relation.AGREEMENT, kind=None) for each in (a, b)]
    cases = {
        Verdict.NO_EVIDENCE: [],
        Verdict.SINGLE_SOURCE: agrees[:1],
        Verdict.CORROBORATED: agrees,
        Verdict.DISPUTED: [*agrees, finding(asked, c)],
    }
    for verdict, findings in cases.items():
        found = verdicts.look_up(asked, findings)
        assert found.verdict is verdict
        assert found.explanation
    related = verdicts.look_up(asked, [finding(asked, a, Relation.UPDATE)])
    assert (related.verdict, len(related.related)) == (Verdict.NO_EVIDENCE, 1)


def test_a_conflict_below_the_threshold_is_not_reported_but_ranked(checker: Checker) -> None:
    one, other = checker.claim("Farmers sold more milk."), checker.claim("The ferry sank on Monday.")
    doubt = Reading(Kind.DATE, Outcome.CONFLICTS, 0.4, "p", "t", "x", "y", Span(0, 1), Span(0, 1), "Doubtful.")
    found = verdicts.judge(match(one, other), [doubt])
    assert found.relation is Relation.UNRELATED
    assert found.scores.contradiction == round(probability(Kind.DATE, 0.4), 3)


def test_the_surest_conflict_decides_and_an_agreeing_detector_cannot_undo_it(checker: Checker) -> None:
    one, other = checker.claim("The ferry sank."), checker.claim("The ferry sank.")
    readings = [
        Reading(Kind.DATE, Outcome.CONFLICTS, 0.6, "p", "t", "x", "y", explanation="The days differ."),
        Reading(Kind.ROLE, Outcome.CONFLICTS, 0.9, "q", "t", "x", "y", explanation="The roles differ."),
        Reading(Kind.QUANTITY, Outcome.AGREES, 0.95, "r", "t", "x", "x", explanation="The numbers agree."),
    ]
    found = verdicts.judge(match(one, other), readings)
    assert (found.relation, found.kind, found.explanation) == (Relation.CONTRADICTION, Kind.ROLE, "The roles differ.")
    assert found.evidence_a == Span(one.span.start, one.span.end)


def test_the_same_words_without_a_conflict_agree(checker: Checker) -> None:
    one = checker.claim("The council of Norwick closed the bridge on Monday.")
    found = verdicts.judge(match(one, one), [])
    assert found.relation is Relation.AGREEMENT
    assert found.kind is None


def test_a_difference_of_scope_is_told_of_one_story_only(checker: Checker) -> None:
    paris, rome = (checker.claim(f"Police arrested 12 people in {town}.") for town in ("Paris", "Rome"))
    nowhere = checker.claim("Police arrested 40 people.")
    assert not verdicts.is_of_one_story(finding(paris, rome, Relation.SCOPE_DIFFERENCE))
    assert verdicts.is_of_one_story(finding(paris, paris, Relation.SCOPE_DIFFERENCE))
    assert verdicts.is_of_one_story(finding(paris, nowhere, Relation.UPDATE))
    assert verdicts.is_of_one_story(finding(paris, rome, Relation.CONTRADICTION))
    assert not verdicts.is_of_one_story(finding(paris, paris, Relation.UNRELATED))
