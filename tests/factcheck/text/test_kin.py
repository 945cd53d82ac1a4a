"""Which words may stand for which."""

from __future__ import annotations

from itertools import combinations

import pytest

from factcheck.contradictions.antonym import opposites
from factcheck.lexicon import load
from factcheck.models import Token
from factcheck.text.kin import base, covers, is_word, roots, said_by
from factcheck.text.vocabulary import is_known, uninflected


def _token(word: str, pos: str) -> Token:
    return Token(text=word, lemma=word, pos=pos, tag="", dep="", head=0, start=0, end=len(word))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("person", "NOUN"), ("lady", "NOUN"), True),
        (("lady", "NOUN"), ("person", "NOUN"), False),
        (("vehicle", "NOUN"), ("lorry", "NOUN"), True),
        (("buy", "VERB"), ("purchase", "VERB"), True),
        (("cut", "VERB"), ("slice", "VERB"), True),
        (("beat", "VERB"), ("defeat", "VERB"), True),
        (("die", "VERB"), ("death", "NOUN"), True),
        (("death", "NOUN"), ("die", "VERB"), True),
        (("deny", "VERB"), ("denial", "NOUN"), True),
        (("resignation", "NOUN"), ("resign", "VERB"), True),
        (("quick", "ADJ"), ("quickly", "ADV"), True),
        (("Defeats", "PROPN"), ("beat", "VERB"), True),
        (("dog", "NOUN"), ("cat", "NOUN"), False),
        (("kill", "VERB"), ("injure", "VERB"), False),
        (("Paris", "PROPN"), ("city", "NOUN"), False),
        (("department", "NOUN"), ("depart", "VERB"), False),
        (("killer", "NOUN"), ("killing", "NOUN"), False),
    ],
)
def test_a_word_covers_synonyms_narrower_words_and_its_own_derivations(
    one: tuple[str, str], other: tuple[str, str], expected: bool
) -> None:
    assert covers(_token(*one), _token(*other)) is expected


@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("denial", "deny"),
        ("resignation", "resign"),
        ("accusation", "accuse"),
        ("approval", "approve"),
        ("announcement", "announce"),
        ("explosion", "explode"),
        ("clarification", "clarify"),
        ("discovery", "discover"),
        ("failure", "fail"),
        ("winner", "win"),
        ("running", "run"),
        ("theft", "steal"),
        ("bombing", "bomb"),
    ],
)
def test_a_noun_leads_to_the_verb_that_it_is_made_of(noun: str, verb: str) -> None:
    assert roots(("NOUN", noun)) & roots(("VERB", verb))


@pytest.mark.parametrize("noun", ["mission", "station", "number", "policy", "offer", "river"])
def test_chance_likeness_is_no_derivation(noun: str) -> None:
    assert roots(("NOUN", noun)) == {noun}


def test_broader_words_reach_up_through_synonyms() -> None:
    assert ("NOUN", "disaster") in said_by(("NOUN", "quake"))
    assert ("NOUN", "quake") not in said_by(("NOUN", "disaster"))


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Denies", "deny"), ("Stopped", "stop"), ("Released", "release"), ("Releasing", "release"), ("Zorbax", "zorbax")],
)
def test_a_heading_s_capitals_do_not_hide_a_word(word: str, expected: str) -> None:
    assert base(_token(word, "PROPN")) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("found", "find"),
        ("dies", "die"),
        ("children", "child"),
        ("hoaxes", "hoax"),
        ("meeting", "meeting"),
        ("of", "of"),
    ],
)
def test_an_inflected_form_leads_to_its_base(form: str, expected: str) -> None:
    assert uninflected(form) == expected


def test_a_word_is_known_as_the_part_of_speech_that_it_is() -> None:
    assert is_known("deny", "VERB")
    assert not is_known("deny", "NOUN")
    assert is_known("deny")


def test_a_name_is_no_word() -> None:
    assert not is_word(_token("Zorbax", "PROPN"))
    assert is_word(_token("Denies", "PROPN"))


def test_no_group_of_near_synonyms_holds_opposites() -> None:
    parts = {"verbs": "VERB", "nouns": "NOUN", "adjectives": "ADJ"}
    groups = [
        (part, group.split())
        for name, field in load("kin").items()
        if name != "derivation"
        for key, part in parts.items()
        for group in field.get(key, ())
    ]
    assert all(len(group) > 1 for _, group in groups)
    assert not [
        (one, other) for part, group in groups for one, other in combinations(group, 2) if other in opposites(part, one)
    ]
