from __future__ import annotations

from factcheck.checker import Checker
from factcheck.matching.blocking import Blocks


def test_a_claim_meets_those_that_share_its_rare_words_first(checker: Checker) -> None:
    texts = [
        "The ferry sank off Norwick on Monday.",
        "The council met on Monday.",
        "A ferry sank near the harbour of Norwick.",
        "Farmers sold more milk in spring.",
    ]
    claims = [checker.claim(text) for text in texts]
    assert Blocks(claims).candidates(claims[0])[0] == 2
    assert Blocks(claims).candidates(claims[3]) == []


def test_claims_that_share_no_word_meet_in_the_slot_they_fill(checker: Checker) -> None:
    filler = [checker.claim(f"Farmer number {n} sold a great deal of milk.") for n in range(60)]
    one = checker.claim("Borel releases neither code nor weights.")
    other = checker.claim("Open tools have spread fast, and Borel is a leader in open-source software.")
    assert Blocks([*filler, one, other]).candidates(one) == [61]


def test_no_more_candidates_than_asked_for(checker: Checker) -> None:
    claims = [checker.claim("The ferry sank off Norwick on Monday.") for _ in range(9)]
    assert Blocks(claims).candidates(claims[0], limit=3) == [1, 2, 3]
