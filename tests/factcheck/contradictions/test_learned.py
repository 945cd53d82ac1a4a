"""A judge beside the rules: it speaks where they are silent, never over them, and says that it is a model that speaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from factcheck.checker import Checker
from factcheck.confidence import probability
from factcheck.learned.judge import Judge
from factcheck.learned.loading import CARD
from factcheck.models import Article, Finding, Judgement, Kind, Relation, Source
from factcheck.text.annotate import Annotator
from factcheck.thresholds import LEARNED_REPORT, LEARNED_STORY_REPORT
from tests.cases import cases
from tests.factcheck.learned.judges import small_judge

CASES = cases("learned")["case"]
NAMES = [f"{case['a']} | {case['b']}" for case in CASES]


@pytest.fixture(scope="module")
def advised(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """The pipeline with a small judge."""
    return Checker(Annotator.load(), Judge.load(small_judge(tmp_path_factory.mktemp("judge"))))


def _verdict(checker: Checker, a: str, b: str) -> Finding:
    return checker.compare_pair(checker.claim(a, claim_id="a"), checker.claim(b, claim_id="b"))


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_pair_that_a_judge_hears_is_read_as_its_case_says_in_either_order(
    advised: Checker, case: dict[str, Any]
) -> None:
    there, back = _verdict(advised, case["a"], case["b"]), _verdict(advised, case["b"], case["a"])
    for found in (there, back):
        assert (found.relation, found.kind) == (Relation(case["relation"]), case.get("kind"))
    assert (there.confidence, there.scores, there.point) == (back.confidence, back.scores, back.point)
    assert (there.evidence_a, there.evidence_b) == (back.evidence_b, back.evidence_a)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_without_a_judge_the_rules_decide_alone(checker: Checker, case: dict[str, Any]) -> None:
    found = _verdict(checker, case["a"], case["b"])
    assert found.relation is Relation(case["alone"])
    assert found.kind is not Kind.LEARNED


def test_a_learned_conflict_says_that_a_model_judged_it_and_which_words_weighed(advised: Checker) -> None:
    found = _verdict(advised, *(CASES[0][side] for side in "ab"))
    assert found.explanation == (
        "A trained model, not a rule, judges that the two claims contradict each other; "
        'what weighs most for it: "thriving" in the first, "failing" in the second.'
    )
    assert _evidence(found) == ("thriving", "failing")


def test_the_words_that_weighed_stand_before_what_a_guard_says_of_the_speakers(advised: Checker) -> None:
    found = _verdict(advised, "Ordell is thriving in Velburg.", "Ordell, a bakery chain, is failing, said Marta Quill.")
    assert found.relation is Relation.ATTRIBUTED_DISAGREEMENT
    assert found.explanation.index('"failing"') < found.explanation.index("Marta Quill")


def test_what_a_guard_turns_into_no_disagreement_is_told_without_the_words_that_weighed(advised: Checker) -> None:
    found = _verdict(advised, "Ordell is thriving in Velburg.", "Ordell is failing in Lund.")
    assert found.relation is Relation.SCOPE_DIFFERENCE
    assert "different places" in found.explanation and '"failing"' not in found.explanation


def test_the_judge_makes_the_conflict_of_a_rule_surer_or_less_sure(checker: Checker, advised: Checker) -> None:
    bought = "Ordell, which is {}, bought the mill for ${} million."
    alone = _verdict(checker, bought.format("thriving", "3.2"), bought.format("thriving", "2.3"))
    confirmed = _verdict(advised, bought.format("thriving", "3.2"), bought.format("failing", "2.3"))
    weakened = _verdict(advised, bought.format("thriving", "3.2"), bought.format("flourishing", "2.3"))
    assert weakened.scores.contradiction < confirmed.scores.contradiction
    assert weakened.relation is not Relation.AGREEMENT
    assert confirmed.explanation == alone.explanation


def test_where_a_judge_is_not_believed_the_scores_carry_its_view(checker: Checker, advised: Checker) -> None:
    apart = "A thriving bakery opened in Velburg.", "A failing pipe flooded the mill of Perrin."
    alone, asked = _verdict(checker, *apart), _verdict(advised, *apart)
    assert asked.relation is alone.relation is Relation.UNRELATED
    assert asked.scores.contradiction > 0.5 > alone.scores.contradiction


@pytest.mark.parametrize("kind", list(Kind))
def test_a_judge_that_is_surer_never_lowers_the_probability(kind: Kind) -> None:
    heard = [probability(kind, 0.8, Judgement(1 - share, share, 0.0)) for share in (0.0, 0.01, 0.3, 0.7, 0.99, 1.0)]
    assert heard == sorted(heard)
    if kind is Kind.LEARNED:
        strengths = [probability(kind, share) for share in (0.01, 0.3, 0.7, 0.99, 1.0)]
        assert strengths == sorted(strengths)


def test_in_articles_the_judge_hears_only_what_is_of_one_matter(advised: Checker) -> None:
    told = _told(advised, "The bakery chain Ordell is failing after years of growth.")
    assert [each.kind for each in told] == [Kind.LEARNED]
    assert not list(_told(advised, "A failing pipe flooded one of the shops of Ordell."))
    assert not list(_told(advised, "The bakery chain Perrin is failing after years of growth."))


def test_of_articles_a_judge_is_told_only_where_it_is_surer_than_of_texts_side_by_side(tmp_path: Path) -> None:
    unsure = Checker(Annotator.load(), Judge.load(small_judge(tmp_path, steepness=1.2)))
    texts = (
        "The bakery chain Ordell is thriving after years of growth.",
        "The bakery chain Ordell is failing after all.",
    )
    found = _verdict(unsure, *texts)
    assert LEARNED_REPORT <= found.strength < LEARNED_STORY_REPORT
    assert found.kind is Kind.LEARNED
    assert not list(_told(unsure, texts[1]))


def test_of_articles_a_judge_is_not_asked_where_its_card_says_so(tmp_path: Path) -> None:
    model = small_judge(tmp_path)
    card = json.loads((model / CARD).read_text(encoding="utf-8"))
    (model / CARD).write_text(json.dumps(card | {"articles": False}), encoding="utf-8")
    apart = Checker(Annotator.load(), Judge.load(model))
    texts = (
        "The bakery chain Ordell is thriving after years of growth.",
        "The bakery chain Ordell is failing after all.",
    )
    assert _verdict(apart, *texts).kind is Kind.LEARNED
    assert not list(_told(apart, texts[1]))


def test_a_judge_must_be_surer_where_nobody_is_named(tmp_path: Path) -> None:
    unsure = Checker(Annotator.load(), Judge.load(small_judge(tmp_path, steepness=1.2)))
    assert (
        _verdict(unsure, "The bakery in Velburg is thriving.", "The bakery in Velburg is failing.").kind is Kind.LEARNED
    )
    assert _verdict(unsure, "The bakery is thriving.", "The bakery is failing.").relation is Relation.UNRELATED


def _told(checker: Checker, other: str) -> Iterator[Finding]:
    texts = ("The bakery chain Ordell is thriving after years of growth.", other)
    articles = [Article(str(i), Source(f"s{i}", f"s{i}"), text) for i, text in enumerate(texts)]
    for each in checker.compare_articles(articles).inconsistencies:
        yield from each.findings


def _evidence(found: Finding) -> tuple[str, ...]:
    return tuple(
        claim.text[span.start - claim.span.start : span.end - claim.span.start]
        for claim, span in ((found.a, found.evidence_a), (found.b, found.evidence_b))
    )
