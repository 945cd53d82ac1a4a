from __future__ import annotations

import re
import time
from importlib import resources

import pytest

from factcheck import lexicon
from factcheck.checker import Checker
from factcheck.extraction.worthiness import check_worthiness, features, weights
from factcheck.text.annotate import Annotator
from tests.cases import cases

_CASES = cases("worthiness")


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.load()


@pytest.mark.parametrize("sentence", _CASES["worth_checking"])
def test_a_report_of_facts_is_worth_checking(checker: Checker, sentence: str) -> None:
    assert checker.claim(sentence).check_worthiness >= 0.5


@pytest.mark.parametrize("sentence", _CASES["not_worth_checking"])
def test_views_address_and_plans_of_the_speaker_are_not_worth_checking(checker: Checker, sentence: str) -> None:
    assert checker.claim(sentence).check_worthiness < 0.5


@pytest.mark.parametrize("name", ["Maria Keller", "Borel", "Denmark"])
def test_no_feature_holds_a_name(annotator: Annotator, name: str) -> None:
    found = features(annotator.annotate_whole(f"The council said {name} lost 12 million dollars in May 2019."))
    read = {word for feature in found for word in feature.lower().split()}
    assert not read & {*name.lower().split(), "12", "million", "may", "2019"}


def test_who_is_spoken_of_does_not_change_the_score(checker: Checker) -> None:
    scores = {
        checker.claim(f"{who} closed 40 schools in 2019.").check_worthiness
        for who in ("Maria Keller", "Thomas Reed", "Barack Obama", "Angela Merkel")
    }
    assert len(scores) == 1
    assert (
        checker.claim("She closed 40 schools.").check_worthiness
        == checker.claim("He closed 40 schools.").check_worthiness
    )


def test_every_weight_is_of_a_masked_feature() -> None:
    classes = {
        "PERSON", "ORG", "PLACE", "PEOPLE", "NAME", "NUMBER", "PERCENT", "MONEY", "SPAN", "DATE", "ROOT",
    }  # fmt: skip
    tags = re.compile(r"[A-Z]{2,4}\$?|-[LR]RB-")
    for feature in weights():
        for word in feature.split(" "):
            assert word == word.lower() or word in classes or tags.fullmatch(word), feature


def test_the_weights_are_small_and_say_where_they_come_from() -> None:
    stored = resources.files(lexicon).joinpath("worthiness.tsv").read_text(encoding="utf-8")
    assert len(stored.encode()) < 300_000
    head = [line for line in stored.splitlines() if line.startswith("#")]
    assert any("SHA-256" in line for line in head)
    assert any("train_worthiness.py" in line for line in head)


def test_scoring_a_sentence_takes_less_than_a_millisecond(annotator: Annotator) -> None:
    sentence = annotator.annotate_whole("The ministry in Norwick cut 12,000 jobs in 2023, which was more than in 2022.")
    check_worthiness(sentence)
    started = time.process_time()
    for _ in range(100):
        check_worthiness(sentence)
    assert (time.process_time() - started) / 100 < 0.001
