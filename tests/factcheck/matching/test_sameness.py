from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.matching import sameness
from factcheck.matching.alignment import match
from factcheck.models import Relation, Source, Verdict

_SAME = [
    ("The quake struck the coast at night.", "At night the quake hit the coast."),
    ("The council closed the Tarn Bridge on Monday.", "The Tarn Bridge was closed by the council on Monday."),
    ("Two ferries collided in the harbour.", "Two ferries collided inside the harbour."),
]

_OTHERWISE = {
    "another name": ("The minister flew to Lisbon for the talks.", "The minister flew to Madrid for the talks."),
    "another figure": ("The depot holds 40 trams and 12 buses.", "The depot holds 40 trams and 15 buses."),
    "one figure more often": (
        "Sales open in 2027 and end in 2028 or in 2028.",
        "Sales open in 2027 and end in 2027 or in 2028.",
    ),
    "another act": ("The crew painted the old lighthouse.", "The crew photographed the old lighthouse."),
    "another thing": ("The museum lent the painting to a school.", "The museum lent the statue to a school."),
    "exchanged parts": ("The reporter questioned the general.", "The general questioned the reporter."),
    "another side of it": ("The van stopped behind the court.", "The van stopped near the court."),
    "another share": ("All pupils passed the exam in June.", "Most pupils passed the exam in June."),
    "another kind of list": ("The shop takes coins and cards.", "The shop takes coins or cards."),
    "a negation": ("The pilot saw the runway lights.", "The pilot did not see the runway lights."),
}


@pytest.mark.parametrize(("a", "b"), _SAME)
def test_claims_in_other_words_and_another_order_say_the_same(checker: Checker, a: str, b: str) -> None:
    assert not sameness.differ(match(checker.claim(a), checker.claim(b)))
    assert not sameness.differ(match(checker.claim(b), checker.claim(a)))


@pytest.mark.parametrize("difference", _OTHERWISE)
def test_a_claim_that_says_something_else_is_no_agreement(checker: Checker, difference: str) -> None:
    a, b = (checker.claim(text, claim_id=text) for text in _OTHERWISE[difference])
    assert sameness.differ(match(a, b))
    assert sameness.differ(match(b, a))
    assert checker.compare_pair(a, b).relation is not Relation.AGREEMENT


def test_a_longer_report_agrees_with_a_shorter_one_and_bears_it_out_but_not_the_other_way_round(
    checker: Checker,
) -> None:
    shorter = checker.claim("The airline cancelled its flights.", source=Source("g", "G"), claim_id="shorter")
    longer = checker.claim(
        "The airline cancelled its flights and closed two offices.", source=Source("c", "C"), claim_id="longer"
    )
    assert checker.compare_pair(shorter, longer).relation is Relation.AGREEMENT
    assert sameness.bears_out(match(shorter, longer))
    assert not sameness.bears_out(match(longer, shorter))


def test_what_speaks_for_a_part_of_a_claim_is_related_and_does_not_support_it(checker: Checker) -> None:
    shorter = checker.claim("The airline cancelled its flights.", source=Source("g", "G"), claim_id="shorter")
    longer = checker.claim(
        "The airline cancelled its flights and closed two offices.", source=Source("c", "C"), claim_id="longer"
    )
    assert checker.look_up(shorter, [longer]).verdict is Verdict.SINGLE_SOURCE
    asked = checker.look_up(longer, [shorter])
    assert (asked.verdict, [each.b.id for each in asked.related]) == (Verdict.NO_EVIDENCE, ["shorter"])
