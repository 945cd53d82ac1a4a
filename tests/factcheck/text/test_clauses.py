"""Sentences taken apart: who does what to whom, and whether it is said to be so."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.text.clauses import Clause, clauses

CASES = [
    # sentence, predicate, subject, object, negated, mode
    ("The mayor signed the bill.", "signed", "mayor", "bill", False, "fact"),
    ("The bill was signed by the mayor.", "signed", "mayor", "bill", False, "fact"),
    ("The mayor did not sign the bill.", "sign", "mayor", "bill", True, "fact"),
    ("The mayor failed to sign the bill.", "sign", "mayor", "bill", True, "fact"),
    ("The mayor did not fail to sign the bill.", "sign", "mayor", "bill", False, "fact"),
    ("The mayor refused to sign the bill.", "sign", "mayor", "bill", True, "fact"),
    ("The mayor did not refuse to sign the bill.", "sign", "mayor", "bill", False, "unreal"),
    ("The mayor wanted to sign the bill.", "sign", "mayor", "bill", False, "unreal"),
    ("The mayor will sign the bill.", "sign", "mayor", "bill", False, "planned"),
    ("The mayor may sign the bill.", "sign", "mayor", "bill", False, "possible"),
    ("The mayor must sign the bill.", "sign", "mayor", "bill", False, "bound"),
    ("The mayor was unable to sign the bill.", "sign", None, "bill", True, "fact"),
    ("Neither the mayor nor the council signed the bill.", "signed", "mayor", "bill", True, "fact"),
    ("Nobody signed the bill.", "signed", "Nobody", "bill", True, "fact"),
    ("Not only the mayor signed the bill.", "signed", "mayor", "bill", False, "fact"),
    ("There is no doubt that the mayor signed the bill.", "signed", "mayor", "bill", False, "fact"),
    ("It is not true that the mayor signed the bill.", "signed", "mayor", "bill", True, "fact"),
    ("The rumour that the mayor signed the bill is false.", "signed", "mayor", "bill", True, "fact"),
    ("Police do not believe that the mayor signed the bill.", "signed", "mayor", "bill", True, "fact"),
    ("The mayor left without signing the bill.", "signing", "mayor", "bill", True, "fact"),
    ("If the mayor signs the bill, the council will resign.", "signs", "mayor", "bill", False, "unreal"),
    ("The mayor did not sign the bill until Friday.", "sign", "mayor", "bill", False, "fact"),
    ("The bridge is open.", "open", "bridge", "open", False, "fact"),
    ("There is no man playing the flute.", "playing", "man", "flute", True, "fact"),
    ("It is a myth that the mayor signed the bill.", "signed", "mayor", "bill", True, "fact"),
    ("It is impossible that the mayor signed the bill.", "signed", "mayor", "bill", True, "fact"),
    ("The mayor's failure to sign the bill angered the council.", "sign", "failure", "bill", True, "unreal"),
    ("The council stopped to sign the bill.", "sign", "council", "bill", False, "fact"),
    ("The mayor seems likely to sign the bill.", "sign", None, "bill", False, "planned"),
    ("The ship was not sailing north, carrying coal.", "carrying", "ship", "coal", False, "unreal"),
    ("The mayor is in trouble.", "trouble", "mayor", None, False, "fact"),
    ("According to the council, the mayor signed the bill.", "signed", "mayor", "bill", False, "fact"),
]


def _clause(checker: Checker, text: str, predicate: str) -> tuple[Clause, list[str]]:
    tokens = checker.claim(text).tokens
    found = next(clause for clause in clauses(tokens) if tokens[clause.predicate].text == predicate)
    return found, [token.text for token in tokens]


@pytest.mark.parametrize(
    ("text", "predicate", "subject", "thing", "negated", "mode"), CASES, ids=lambda each: str(each)
)
def test_a_clause_names_its_parts_its_polarity_and_its_mode(
    checker: Checker, text: str, predicate: str, subject: str | None, thing: str | None, negated: bool, mode: str
) -> None:
    clause, words = _clause(checker, text, predicate)
    assert (None if clause.subject is None else words[clause.subject]) == subject
    assert (None if clause.object is None else words[clause.object]) == thing
    assert (clause.negated, clause.mode) == (negated, mode)


def test_a_sentence_without_a_verb_has_the_noun_it_hangs_on_as_its_clause(checker: Checker) -> None:
    assert clauses(checker.claim("A storm over the bay").tokens)


def test_no_words_have_no_clauses() -> None:
    assert clauses(()) == ()
