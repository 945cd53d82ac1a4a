"""Headlines in capitals are read as a sentence would be written; nothing else changes."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.text.truecase import in_small_letters, is_in_capitals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mayor Denies Selling the Park", True),
        ("MAYOR DENIES SELLING THE PARK", True),
        ("Mayor Denies Selling the Old park in Secret Deal With Builder", True),
        ("Apple bought Beats Electronics", False),
        ("It is a member of the Group of Colleges and Universities", False),
        ("Mayor resigns", False),
        ("", False),
    ],
)
def test_a_headline_in_capitals_is_known_by_its_longer_words(text: str, expected: bool) -> None:
    assert is_in_capitals(text) is expected


def test_a_letter_that_would_become_two_stays() -> None:
    assert in_small_letters("İzmir ÀB") == "İzmir àb"
    assert len(in_small_letters("İİ")) == 2


def _read(checker: Checker, text: str) -> list[str]:
    claim = checker.claim(text)
    assert claim.text == text
    assert all(len(token.text) == token.end - token.start for token in claim.tokens)
    return [token.text for token in claim.tokens]


def test_words_lose_their_capital_and_names_keep_it(checker: Checker) -> None:
    assert " ".join(_read(checker, "Police Deny That Angela Merkel Was Arrested in Berlin")) == (
        "police deny that Angela Merkel was arrested in Berlin"
    )


def test_a_shouted_headline_gets_its_names_back(checker: Checker) -> None:
    words = _read(checker, "POLICE DENY THAT ANGELA MERKEL WAS ARRESTED IN BERLIN")
    assert words[:3] == ["police", "deny", "that"]
    assert {"Angela", "Merkel", "Berlin"} <= set(words)


def test_a_sentence_stays_as_it_is(checker: Checker) -> None:
    text = "Apple bought Beats Electronics in May"
    assert " ".join(_read(checker, text)) == text


def test_an_acronym_that_is_a_word_as_well_stays(checker: Checker) -> None:
    assert _read(checker, "US Minister Says Taxes Will Fall Next Year")[0] == "US"
