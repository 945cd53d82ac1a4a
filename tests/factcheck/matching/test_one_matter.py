"""Whether two claims of articles are of one matter: what a learned judge may be asked about."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.matching.alignment import match
from factcheck.matching.one_matter import may_be_of_one_thing, of_one_matter

ONE = [
    ("The ferry Aurelia struck the pier at Kotka.", "The pier at Kotka was hit by the Aurelia."),
    ("Varnholt bought the dairy.", "The dairy was acquired by Varnholt on Monday."),
    ("Pellam Dairy employs 4,100 people.", "Some 1,900 people are employed by Pellam Dairy in Ireland."),
    ("Varnholt posted revenue of $3.2 billion.", "Varnholt's revenue was $2.3 billion."),
]
TWO = [
    ("The ferry Aurelia struck the pier at Kotka.", "The ferry Aurelia has 40 cabins."),
    ("The ferry Aurelia struck the pier at Kotka.", "The ferry Ondine struck the pier at Lund."),
    ("Varnholt bought the dairy.", "Varnholt said on Monday that its cheese had won a prize."),
    ("Milk prices rose in May.", "Milk prices fell in May."),
    ("Varnholt posted revenue of $3.2 billion.", "Revenue at Pellam was $2.3 billion, and Varnholt congratulated it."),
]

SIDE_BY_SIDE = [
    ("Night Ferry was shot in June.", "Night Ferry opens in Lund.", True),
    ("The film was shot in Montana.", "Night Ferry was shot in Nevada.", True),
    ("It was discovered by a dentist.", "Saturn's ring was discovered by Marta Quill.", True),
    ("His band plays jazz.", "Jonas Renn leads a rock band.", True),
    ("Milk is dear in Peru.", "A painter lives in Rome.", False),
    ("Marta Quill plays the organ.", "Jonas Renn wrote the song.", False),
]


@pytest.mark.parametrize(("a", "b", "expected"), SIDE_BY_SIDE)
def test_texts_put_side_by_side_are_of_one_thing_where_they_share_a_name_or_one_leaves_its_own_open(
    checker: Checker, a: str, b: str, *, expected: bool
) -> None:
    one, other = checker.claim(a, claim_id="a"), checker.claim(b, claim_id="b")
    assert may_be_of_one_thing(match(one, other)) is may_be_of_one_thing(match(other, one)) is expected


@pytest.mark.parametrize(("a", "b", "expected"), [*((*pair, True) for pair in ONE), *((*pair, False) for pair in TWO)])
def test_claims_are_of_one_matter_where_they_share_a_name_and_an_act_or_a_measure(
    checker: Checker, a: str, b: str, *, expected: bool
) -> None:
    one, other = checker.claim(a, claim_id="a"), checker.claim(b, claim_id="b")
    assert of_one_matter(match(one, other)) is of_one_matter(match(other, one)) is expected
