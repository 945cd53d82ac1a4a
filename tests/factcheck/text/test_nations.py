"""Countries, parts and continents."""

from __future__ import annotations

import pytest

from factcheck.text import nations


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("norway", "asia", True),
        ("texas", "canada", True),
        ("scotland", "europe", False),
        ("scotland", "england", True),
        ("turkey", "asia", False),
        ("russia", "europe", False),
        ("chile", "chile", False),
    ],
)
def test_places_are_apart_unless_one_is_part_of_the_other(one: str, other: str, apart: bool) -> None:
    assert nations.is_apart(one, other) is nations.is_apart(other, one) is apart


def test_the_longest_name_is_found() -> None:
    assert [name for *_, name in nations.named(["from", "South", "Korea", "to", "the", "United", "Kingdom"])] == [
        "south korea",
        "united kingdom",
    ]
    assert nations.described(["a", "South", "African", "singer"]) == ((1, 3, "south africa"),)


def test_a_name_that_is_also_something_else_says_nothing() -> None:
    assert not nations.named(["Jordan", "met", "Georgia", "in", "Chad"])
    assert nations.people("Danish") == "denmark"
    assert nations.people("great") is None
