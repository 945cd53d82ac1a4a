"""What holds for every text: spans, symmetry, no claim against itself, linear time, the same answer twice."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.checker import Checker
from factcheck.models import Article, Relation, Source
from factcheck.text.sentences import sentences

_TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=400)
_NAMES = st.sampled_from(["Acme", "Borel", "Maria Keller", "The council", "Norland", "The ferry"])
_VERBS = st.sampled_from(
    ["approved", "rejected", "did not approve", "may close", "denies buying", "was sold to", "opened", "raised"]
)
_TAILS = st.sampled_from(
    [
        "the bridge on Monday.",
        "12 branches in Norwick.",
        "19 branches in Norwick.",
        "Lumen for $3 million.",
        "the plan in May 2024.",
    ]
)
_SENTENCE = st.builds("{} {} {}".format, _NAMES, _VERBS, _TAILS)


@settings(max_examples=60, deadline=None)
@given(_TEXT)
def test_every_span_slices_back_to_its_text(checker: Checker, text: str) -> None:
    for claim in checker.extract(Article(id="a", source=Source("s", "S"), text=text)):
        assert text[claim.span.start : claim.span.end] == claim.text
        for part in (*claim.entities, *claim.quantities, *claim.times, *claim.assertions):
            assert claim.span.start <= part.start < part.end <= claim.span.end
        assert 0 <= claim.check_worthiness <= 1


@settings(max_examples=200, deadline=None)
@given(_TEXT)
def test_sentences_neither_overlap_nor_begin_with_white_space(text: str) -> None:
    end = 0
    for _, span in sentences(text):
        assert end <= span.start < span.end
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        end = span.end


@settings(max_examples=80, deadline=None)
@given(_SENTENCE, _SENTENCE)
def test_a_verdict_is_the_same_from_either_side(checker: Checker, a: str, b: str) -> None:
    one, other = checker.claim(a), checker.claim(b)
    there, back = checker.compare_pair(one, other), checker.compare_pair(other, one)
    assert (there.relation, there.kind) == (back.relation, back.kind)
    assert there.confidence == pytest.approx(back.confidence, abs=0.02)


@settings(max_examples=60, deadline=None)
@given(_SENTENCE)
def test_a_claim_never_contradicts_itself(checker: Checker, text: str) -> None:
    claim = checker.claim(text)
    assert checker.compare_pair(claim, claim).relation is Relation.AGREEMENT


@pytest.mark.parametrize(
    "pattern",
    [
        "word ",
        "A",
        "1,",
        "(",
        "“",
        "said that ",
        "$1 million and ",
        "- ",
        "not ",
        "Mr. ",
        "\n",
        "a.b.",
        "😀",
        "12 May ",
        "שלום ",
    ],
)
def test_doubling_a_text_about_doubles_the_time(checker: Checker, pattern: str) -> None:
    """A bound that only a super-linear step breaks: 8 times the text in under 32 times the time."""

    def seconds(size: int) -> float:
        text = (pattern * (size // len(pattern) + 1))[:size]
        started = time.process_time()
        checker.extract(Article(id="a", source=Source("s", "S"), text=text))
        return time.process_time() - started

    seconds(5_000)
    assert seconds(40_000) < max(0.5, 32 * seconds(5_000))
