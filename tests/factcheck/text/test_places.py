from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.text.places import located


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Spain beat Italy in Lisbon.", {"lisbon"}),
        ("The mayor of Lisbon met the king of Spain.", set()),
        ("Twelve people died in the southern city of Murcia.", {"murcia"}),
        ("Twelve people died in Madrid's old town.", {"madrid"}),
        ("Unemployment in Norway fell in May.", {"norway"}),
    ],
)
def test_a_place_is_where_it_happens_not_who_does_it_and_no_month(
    checker: Checker, text: str, places: set[str]
) -> None:
    assert {name for name, _ in located(checker.claim(text))} == places
