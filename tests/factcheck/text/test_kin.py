"""Which words may stand for which, after WordNet's commonest meanings."""

from __future__ import annotations

import pytest

from factcheck.models import Token
from factcheck.text.kin import base, covers, is_word


def _token(word: str, pos: str) -> Token:
    return Token(text=word, lemma=word, pos=pos, tag="", dep="", head=0, start=0, end=len(word))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("person", "NOUN"), ("lady", "NOUN"), True),
        (("lady", "NOUN"), ("person", "NOUN"), False),
        (("buy", "VERB"), ("purchase", "VERB"), True),
        (("die", "VERB"), ("death", "NOUN"), True),
        (("death", "NOUN"), ("die", "VERB"), True),
        (("dog", "NOUN"), ("cat", "NOUN"), False),
        (("Paris", "PROPN"), ("city", "NOUN"), False),
    ],
)
def test_a_word_covers_synonyms_narrower_words_and_its_own_derivations(
    one: tuple[str, str], other: tuple[str, str], expected: bool
) -> None:
    assert covers(_token(*one), _token(*other)) is expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Denies", "deny"), ("Stopped", "stop"), ("Released", "release"), ("Releasing", "release"), ("Zorbax", "zorbax")],
)
def test_a_heading_s_capitals_do_not_hide_a_word(word: str, expected: str) -> None:
    assert base(_token(word, "PROPN")) == expected


def test_a_name_is_no_word() -> None:
    assert not is_word(_token("Zorbax", "PROPN"))
    assert is_word(_token("Denies", "PROPN"))
