from __future__ import annotations

from factcheck.checker import Checker
from factcheck.matching.blocking import Blocks, likest


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


def test_of_the_claims_offered_those_with_the_same_words_move_up(checker: Checker) -> None:
    claim = checker.claim("The ferry sank off Norwick on Monday.")
    offered = [checker.claim(f"Norwick sold {number} tons of milk.", claim_id=str(number)) for number in range(10)]
    offered.append(checker.claim("On Monday a ferry sank off Norwick, police said.", claim_id="ferry"))
    assert [other.id for other in likest(claim, offered, 4)] == ["0", "1", "2", "ferry"]
    assert likest(claim, offered, 20) == tuple(offered)
    assert likest(claim, [], 2) == ()


def test_claims_that_are_equally_alike_keep_their_order(checker: Checker) -> None:
    claim = checker.claim("The ferry sank off Norwick on Monday.")
    offered = [checker.claim("The ferry sank off Norwick.", claim_id=str(number)) for number in range(6)]
    assert [other.id for other in likest(claim, offered, 3)] == ["0", "1", "2"]
