"""Ranking published fact-checks for a text."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.matching.ranking import Published, asked_terms, published_level, rank
from factcheck.matching.ranking_terms import indexed_terms, search_terms, spoken, stems
from factcheck.thresholds import ASKED_ENTRIES, ASKED_TERMS

PUBLISHED = (
    Published("The mayor of Lund banned bicycles from the old harbour.", "Did Lund Ban Bikes at the Harbour?"),
    Published("A video shows a walrus asleep on the deck of a ferry.", "Did a Walrus Board a Ferry?"),
    Published("The ferry to Vardo was cancelled because of a walrus."),
    Published("Corn flakes were invented to calm patients.", "Why Corn Flakes Were Invented"),
    Published("The mayor of Vardo was arrested for selling the harbour to himself."),
)


def ranked(query: str, published: tuple[Published, ...] = PUBLISHED) -> tuple[float, ...]:
    frequencies: dict[str, int] = {}
    for one in published:
        for term in indexed_terms(one.text):
            frequencies[term] = frequencies.get(term, 0) + 1
    return rank(query, published, frequencies, len(published))


def first(query: str) -> Published:
    scores = ranked(query)
    return PUBLISHED[scores.index(max(scores))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Look: https://example.org/a?b=c pic.twitter.com/xYz www.example.org", ("look",)),
        (
            "#FyreFestival and #AOCTown by @some_Body2",
            ("fyre", "festival", "and", "aoc", "town", "by", "some", "body", "2"),
        ),
        ("Tom &amp; Ann’s dog doesn't bark", ("tom", "ann", "dog", "doesnt", "bark")),
        ("1,099 people, 2.5 tons, 1,2", ("1099", "people", "2.5", "tons", "1", "2")),
        ("Zoë’s CAFÉ 😀👍", ("zoe", "cafe")),
        ("", ()),
    ],
)
def test_links_tags_and_accents_of_a_post_are_dealt_with(text: str, said: tuple[str, ...]) -> None:
    assert spoken(text) == said


def test_function_words_are_left_out_and_endings_taken_off() -> None:
    assert stems("The elections were about the elected countries, and the glasses") == (
        "electi",
        "electe",
        "countr",
        "glasse",
    )
    assert stems("It was not for the 1,000,000 of them") == ("1000000",)


def test_words_written_as_one_meet_words_written_as_two() -> None:
    assert set(search_terms("#cornflakes")) & set(indexed_terms("Corn flakes are cereal"))
    assert first("why were #cornflakes invented???") is PUBLISHED[3]


def test_terms_are_given_once() -> None:
    assert len(set(indexed_terms("ferry ferry ferries ferry"))) == len(indexed_terms("ferry ferry ferries ferry"))
    assert search_terms("ship ship ships") == ("ship",)


def test_only_the_rarest_known_terms_are_asked_for() -> None:
    frequencies = {"walrus": 2, "ferry": 7, "mayor": 9}
    assert asked_terms(["ferry", "mayor", "unheard", "walrus", "ferry"], frequencies) == ("walrus", "ferry", "mayor")
    many = {f"term{number}": 1 for number in range(100)}
    assert len(asked_terms(many, many)) == ASKED_TERMS


def test_common_terms_are_not_asked_for_beside_rare_ones() -> None:
    assert asked_terms(["say", "walrus"], {"walrus": 3, "say": ASKED_ENTRIES}) == ("walrus",)
    assert asked_terms(["say", "do"], {"say": ASKED_ENTRIES * 2, "do": ASKED_ENTRIES * 3}) == ("say",)
    assert asked_terms([], {}) == ()


@pytest.mark.parametrize(
    ("post", "right"),
    [
        ("OMG Lund is BANNING bikes from its #oldharbour 😡 https://t.co/x", 0),
        ("a walrus fell asleep on our ferry today!!", 1),
        ("No ferry to Vardó, there's a walrus in the way", 2),
        ("Vardo's mayor sold the harbour... to himself. Arrested.", 4),
    ],
)
def test_the_fact_check_of_what_a_post_says_comes_first(post: str, right: int) -> None:
    assert first(post) is PUBLISHED[right]


def test_the_same_words_score_high_and_other_words_nothing() -> None:
    same = ranked("The ferry to Vardo was cancelled because of a walrus.")
    assert same[2] > 0.9
    assert max(ranked("Interest rates rose again yesterday")) < 0.15
    assert ranked("the of and") == (0.0,) * len(PUBLISHED)
    assert ranked("") == (0.0,) * len(PUBLISHED)
    assert rank("walrus", (), {}, 0) == ()


def test_a_spelling_error_costs_little() -> None:
    scores = ranked("a wallrus asleep on the deck of a fery")
    assert scores.index(max(scores)) == 1


@pytest.mark.parametrize(
    ("text", "score", "level"),
    [
        (
            "The mayor of Vardo sold the old harbour to himself last week and was arrested by police at home",
            0.41,
            "same",
        ),
        (
            "The mayor of Vardo sold the old harbour to himself last week and was arrested by police at home",
            0.39,
            "related",
        ),
        ("The mayor of Vardo sold the old harbour to himself last week and was arrested by police at home", 0.2, None),
        ("The mayor sold it", 0.6, "related"),
        ("The mayor sold the harbour", 0.9, "same"),
        ("It was him, the mayor", 1.0, None),
        ("", 1.0, None),
    ],
)
def test_short_texts_need_more_to_match(text: str, score: float, level: str | None) -> None:
    assert published_level(text, score) == level


_WORDS = st.sampled_from(
    ["the", "walrus", "Walruses", "ferry", "Vardo", "#VardoFerry", "12", "1,200", "harbour's", "—", "😀", "@mayor"]
)
_TEXT = st.lists(_WORDS, max_size=12).map(" ".join) | st.text(max_size=40)


@given(_TEXT, st.lists(st.tuples(_TEXT, st.none() | _TEXT), max_size=8), st.randoms(use_true_random=False))
def test_scores_lie_between_0_and_1_whatever_the_order_of_what_is_offered(
    query: str, texts: list[tuple[str, str | None]], chance: random.Random
) -> None:
    published = [Published(claim, title) for claim, title in texts]
    frequencies = {term: 1 + len(term) for term in search_terms(query)}
    scores = rank(query, published, frequencies, 50)
    assert len(scores) == len(published)
    assert all(0 <= score <= 1 and math.isfinite(score) for score in scores)
    assert scores == rank(query, published, frequencies, 50)
    order = list(range(len(published)))
    chance.shuffle(order)
    shuffled = rank(query, [published[number] for number in order], frequencies, 50)
    assert shuffled == pytest.approx([scores[number] for number in order], abs=1e-9)
