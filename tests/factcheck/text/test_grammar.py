from __future__ import annotations

import sys

import pytest

from factcheck.checker import Checker
from factcheck.models import Token
from factcheck.text import grammar


def _index(tokens: tuple[Token, ...], word: str) -> int:
    return next(i for i, token in enumerate(tokens) if token.text == word)


@pytest.mark.parametrize(
    ("sentence", "verb", "subject"),
    [
        ("Acme bought Borel.", "bought", "Acme"),
        ("Borel was bought by Acme.", "bought", "Borel"),
        ("Acme bought Borel and sold Lumen.", "sold", "Acme"),
        ("The firm that bought Borel is large.", "bought", "firm"),
        ("The firm leading the field is large.", "leading", "firm"),
        ("Acme wants to buy Borel.", "buy", "Acme"),
    ],
)
def test_a_verb_has_the_subject_that_a_reader_gives_it(
    checker: Checker, sentence: str, verb: str, subject: str
) -> None:
    tokens = checker.claim(sentence).tokens
    found = grammar.subject(tokens, _index(tokens, verb))
    assert found is not None
    assert tokens[found].text == subject


@pytest.mark.parametrize(
    ("sentence", "word", "negated"),
    [
        ("The mayor did not resign.", "resign", True),
        ("The mayor resigned.", "resigned", False),
        ("The mayor never resigned.", "resigned", True),
        ("The dam is not safe.", "safe", True),
        ("He did not resign, but she left.", "left", False),
    ],
)
def test_a_negation_covers_its_clause_and_no_more(checker: Checker, sentence: str, word: str, negated: bool) -> None:
    tokens = checker.claim(sentence).tokens
    assert grammar.negated(tokens, _index(tokens, word)) is negated


def test_who_does_it_in_a_passive_is_the_agent(checker: Checker) -> None:
    tokens = checker.claim("Borel was bought by Acme.").tokens
    agent = grammar.agent(tokens, _index(tokens, "bought"))
    assert agent is not None
    assert tokens[agent].text == "Acme"
    assert grammar.is_passive(tokens, _index(tokens, "bought"))
    assert grammar.agent(checker.claim("Acme bought Borel.").tokens, 1) is None


def test_joined_names_come_together(checker: Checker) -> None:
    tokens = checker.claim("Acme, Borel and Lumen merged.").tokens
    assert [tokens[i].text for i in grammar.conjuncts(tokens, 0)] == ["Acme", "Borel", "Lumen"]


def test_words_are_put_together_as_they_stand_in_the_text(checker: Checker) -> None:
    tokens = checker.claim("An open-source model won.").tokens
    model = _index(tokens, "model")
    assert grammar.words_of(tokens, grammar.phrase(tokens, model)) == "An open-source model"
    assert grammar.span(tokens, (1, 3)).start == 3


def test_an_empty_sentence_has_no_root() -> None:
    assert grammar.root(()) is None


def test_a_sentence_that_was_asked_about_is_not_kept_for_long() -> None:
    def sentence() -> tuple[Token, ...]:
        return (
            Token("Rain", "rain", "NOUN", "NN", "nsubj", 1, 0, 4),
            Token("fell", "fall", "VERB", "VBD", "ROOT", 1, 5, 9),
        )

    first = sentence()
    alone = sys.getrefcount(first)
    assert grammar.children(first, 1) == (0,)
    for _ in range(1_000):
        grammar.children(sentence(), 1)
    assert sys.getrefcount(first) == alone
