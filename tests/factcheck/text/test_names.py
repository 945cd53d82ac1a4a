from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.models import Article, Source
from factcheck.text.names import aliases, canonical, same_name


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("Dr. Jane Smith", "PERSON", "jane smith"),
        ("the Acme Holdings Inc.", "ORG", "acme"),
        ("Acme’s", "ORG", "acme"),
        ("President", "PERSON", "president"),
        ("Company", "ORG", "company"),
        ("O'Neill", "PERSON", "o'neill"),
    ],
)
def test_a_name_is_compared_without_title_company_word_and_possessive(text: str, label: str, expected: str) -> None:
    assert canonical(text, label) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("angela merkel", "merkel", True),
        ("acme", "acme dairies", True),
        ("who", "world health organization", True),
        ("un", "united nations", True),
        ("john smith", "jane smith", False),
        ("smith", "smithson", False),
        ("acme", "borel", False),
        ("", "acme", False),
    ],
)
def test_a_short_form_is_the_same_name_and_a_namesake_is_not(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Norland Dairy Council (NDC) met.", {"ndc": "norland dairy council"}),
        ("Borel Systems Inc. (NASDAQ: BRLX) rose.", {"brlx": "borel systems"}),
        ("Lumen, formerly known as Candle, has grown.", {"candle": "lumen"}),
        ("The council (and others) met.", {}),
        ("The Dairy Council (XYZ) met.", {}),
    ],
)
def test_a_text_says_itself_what_else_a_thing_is_called(text: str, expected: dict[str, str]) -> None:
    assert aliases(text) == expected


def _names(checker: Checker, text: str) -> list[tuple[str, ...]]:
    article = Article(id="a", source=Source("s", "S"), text=text)
    return [tuple(entity.canonical for entity in claim.entities) for claim in checker.extract(article)]


def test_a_surname_stands_for_the_full_name_within_a_text(checker: Checker) -> None:
    found = _names(checker, "Maria Keller opened the bridge on Monday. Keller said that it was safe.")
    assert found == [("maria keller",), ("maria keller",)]


def test_two_people_of_one_surname_stay_two(checker: Checker) -> None:
    found = _names(checker, "Maria Keller met Thomas Keller in Berlin. Keller said that the bridge was safe.")
    assert found[1] == ("keller",)


def test_a_product_with_a_version_is_one_name(checker: Checker) -> None:
    assert ("llama 3.1",) in _names(checker, "Engineers at the company trained Llama 3.1 for several months.")


def test_a_stock_ticker_is_no_name(checker: Checker) -> None:
    assert _names(checker, "Apple (NASDAQ: AAPL) reported a profit on Tuesday.") == [("apple",)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Feyenoord beat Ajax 3-1 on Sunday.", {"feyenoord", "ajax"}),
        ("Feyenoord 3-1 Ajax was the score.", {"feyenoord", "ajax"}),
    ],
)
def test_a_result_belongs_to_no_name(checker: Checker, text: str, names: set[str]) -> None:
    assert {entity.canonical for entity in checker.claim(text).entities} == names
