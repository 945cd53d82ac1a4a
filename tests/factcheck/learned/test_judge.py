"""The judge reads a pair in both orders, reads its labels, keeps what it judged, and refuses a model that is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from factcheck.checker import Checker
from factcheck.learned.judge import Judge, hears_articles
from factcheck.learned.loading import ModelError
from tests.factcheck.learned.folders import tiny_encoder, write_card
from tests.factcheck.learned.judges import LABELS, small_judge

APART = ("The firm is thriving.", "The firm is failing.")
ALIKE = ("The firm is thriving.", "The firm is flourishing.")
OTHER = ("The firm is thriving.", "The firm has 40 shops.")


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Judge.load(small_judge(tmp_path_factory.mktemp("judge")))


@pytest.mark.parametrize(("pair", "likeliest"), [(ALIKE, 0), (APART, 1), (OTHER, 2)])
def test_a_judge_gives_agreement_contradiction_and_neutral_in_this_order(
    judge: Judge, pair: tuple[str, str], likeliest: int
) -> None:
    (row,) = judge.judge([pair])
    assert row.argmax() == likeliest
    assert row.sum() == pytest.approx(1)


def test_it_never_matters_which_text_comes_first(judge: Judge) -> None:
    assert judge.contradicting([APART]) != judge.contradicting([APART[::-1]])  # the model itself minds
    assert (judge.judge([APART, OTHER]) == judge.judge([APART[::-1], OTHER[::-1]])).all()


def test_a_pair_is_judged_the_same_whatever_is_judged_beside_it(tmp_path: Path) -> None:
    folder = small_judge(tmp_path)
    alone = [Judge.load(folder).judge([pair])[0] for pair in (ALIKE, APART, OTHER)]
    assert (Judge.load(folder).judge([ALIKE, APART, OTHER]) == np.array(alone)).all()
    assert Judge.load(folder).judge([]).shape == (0, 3)


@pytest.mark.parametrize("labels", list(permutations(LABELS)))
def test_the_order_of_the_labels_is_read_from_the_model(tmp_path: Path, judge: Judge, labels: tuple[str, ...]) -> None:
    other = Judge.load(small_judge(tmp_path, labels=labels))
    assert other.judge([ALIKE, APART, OTHER]) == pytest.approx(judge.judge([ALIKE, APART, OTHER]))


def test_names_of_labels_are_known_in_capitals_and_without_a_card(tmp_path: Path, judge: Judge) -> None:
    folder = small_judge(tmp_path, card=False)
    _config(folder, [each.upper() for each in LABELS])
    assert (Judge.load(folder).judge([APART]) == judge.judge([APART])).all()


def test_a_pair_judged_once_is_kept_in_either_order(judge: Judge) -> None:
    (first,) = judge.judgements([APART])
    assert judge.judgements([APART[::-1]])[0] is first


def test_two_pairs_of_the_same_letters_are_two_pairs(judge: Judge) -> None:
    one, other = judge.judgements([("thriving failing", "x"), ("thriving", " failingx")])
    assert one is not other


def test_no_more_pairs_are_kept_than_asked_for_and_the_oldest_go_first(tmp_path: Path) -> None:
    judge = Judge.load(small_judge(tmp_path), kept=2)
    apart, alike = judge.judgements([APART, ALIKE])
    assert judge.judgements([APART])[0] is apart
    judge.judgements([OTHER])
    assert judge.judgements([APART])[0] is apart
    assert judge.judgements([ALIKE])[0] is not alike


def _config(folder: Path, labels: list[str]) -> None:
    (folder / "config.json").write_text(json.dumps({"id2label": dict(enumerate(labels))}))


def _unsay(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"architectures": ["BertForSequenceClassification"]}))


def _change(folder: Path) -> None:
    with (folder / "config.json").open("a") as file:
        file.write("\n")


def _swap_card(folder: Path) -> None:
    write_card(folder, kind="judge", max_tokens=64, labels=["contradiction", "neutral", "entailment"])


def _misnumber(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"id2label": {str(i + 1): each for i, each in enumerate(LABELS)}}))


def _other_model(folder: Path) -> None:
    (folder / "model.onnx").write_bytes((tiny_encoder(folder / "encoder") / "model.onnx").read_bytes())


def _two_outputs(folder: Path) -> None:
    small_judge(folder, labels=["entailment", "contradiction"], card=False)
    _config(folder, list(LABELS))


REFUSED: list[tuple[str, Callable[[Path], object], str]] = [
    ("no folder", lambda folder: [each.unlink() for each in folder.iterdir()], "config.json cannot be read"),
    ("no names", _unsay, "config.json has no id2label"),
    ("numbers for names", lambda folder: _config(folder, ["LABEL_0", "LABEL_1", "LABEL_2"]), "LABEL_0, LABEL_1, LABEL_2"),
    ("two classes", lambda folder: _config(folder, ["entailment", "contradiction"]), "needed are entailment"),
    ("a class twice", lambda folder: _config(folder, ["entailment", "neutral", "entail"]), "needed are entailment"),
    ("four classes", lambda folder: _config(folder, [*LABELS, "other"]), "needed are entailment"),
    ("counted from 1", _misnumber, "does not number its classes from 0"),
    ("a config that is no JSON", lambda folder: (folder / "config.json").write_text("{"), "config.json is not JSON"),
    ("no tokenizer", lambda folder: (folder / "tokenizer.json").unlink(), "tokenizer.json is no tokenizer"),
    ("no model", lambda folder: (folder / "model.onnx").unlink(), "model.onnx cannot be run"),
    ("a model that is none", lambda folder: (folder / "model.onnx").write_bytes(b"torch"), "model.onnx cannot be run"),
    ("an encoder", _other_model, "model.onnx has an output of shape"),
    ("two outputs", _two_outputs, "model.onnx has an output of shape [1, 2]"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "problem"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_a_wrong_model_is_refused_in_one_line(tmp_path: Path, spoil: Callable[[Path], object], problem: str) -> None:
    folder = small_judge(tmp_path, card=False)
    spoil(folder)
    with pytest.raises(ModelError) as refused:
        Judge.load(folder)
    assert problem in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (_change, "config.json is not the file that card.json describes"),
        (_swap_card, "card.json has its labels in another order"),
        (lambda folder: write_card(folder, kind="encoder"), "of kind judge is needed"),
    ],
    ids=["another checksum", "another order of labels", "another kind"],
)
def test_a_model_that_is_not_what_its_card_says_is_refused(
    tmp_path: Path, spoil: Callable[[Path], object], problem: str
) -> None:
    folder = small_judge(tmp_path)
    spoil(folder)
    with pytest.raises(ModelError, match=problem):
        Judge.load(folder)


@pytest.mark.parametrize(("written", "heard"), [({}, True), ({"articles": True}, True), ({"articles": False}, False)])
def test_who_only_reads_articles_loads_a_judge_that_may_hear_them_and_no_other(
    tmp_path: Path, written: dict[str, bool], heard: bool
) -> None:
    folder = small_judge(tmp_path, card=False)
    write_card(folder, kind="judge", max_tokens=64, labels=list(LABELS), **written)

    assert hears_articles(folder) is heard
    assert (Checker.load(judge=folder, of_articles=True).judge is not None) is heard
    assert Checker.load(judge=folder).judge is not None


def test_a_judge_without_a_card_may_hear_articles(tmp_path: Path) -> None:
    assert hears_articles(small_judge(tmp_path, card=False))
