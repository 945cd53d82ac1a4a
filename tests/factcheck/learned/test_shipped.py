"""The models that come with the service are whole, small enough, described, and do what they are there for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from factcheck.learned.encoder import Encoder
from factcheck.learned.judge import Judge
from factcheck.learned.loading import CARD, SHIPPED, Kind, read_card

FOLDERS = sorted(folder for folder in SHIPPED.iterdir() if folder.is_dir())
LARGEST_FILE = 25_000_000
EVERY_MODEL = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)

PARAPHRASES = [
    (
        "The hospital ran out of beds on Tuesday.",
        "No more patients could be admitted to the clinic.",
        "A football club sold every ticket in a day.",
    ),
    (
        "Drinking bleach does not cure the infection.",
        "Swallowing a disinfectant is no remedy for the virus.",
        "Drinking water is cheap in the capital.",
    ),
    (
        "The prime minister resigned.",
        "The head of government stepped down.",
        "The prime number was found.",
    ),
    (
        "Wind turbines froze in the cold and caused the blackout.",
        "The power cut happened because the windmills iced up.",
        "Wind and cold caused a delay of the regatta.",
    ),
    (
        "A photo shows sharks swimming on a flooded motorway.",
        "Picture of big fish in a highway under water",
        "A photo shows cars on a new motorway.",
    ),
]
"""A text, the same in other words, and another matter, in some cases with words of the first."""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load(SHIPPED / "encoder")


def test_a_model_of_every_kind_is_shipped_and_nothing_else() -> None:
    assert {folder.name for folder in FOLDERS} == set(get_args(Kind))


@EVERY_MODEL
def test_the_files_of_a_model_are_those_that_its_card_has_the_sha_256_of(folder: Path) -> None:
    card = read_card(folder, folder.name)
    assert {file.name for file in folder.iterdir()} == {CARD, "README.md", *card.files}


@EVERY_MODEL
def test_no_file_of_a_model_is_larger_than_a_repository_should_hold(folder: Path) -> None:
    assert {file.name: file.stat().st_size for file in folder.iterdir() if file.stat().st_size > LARGEST_FILE} == {}


@EVERY_MODEL
def test_a_model_says_its_licence_to_programs_and_what_it_is_bad_at_to_people(folder: Path) -> None:
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert card["licence"]
    for heading in ("## Licence", "## Data", "## Figures", "## What it is bad at", "## How it was made"):
        assert f"\n{heading}\n" in page
    for digest in card["files"].values():
        assert digest not in page, "the card alone says it, so that the two cannot differ"


def test_a_judge_that_is_shipped_tells_a_contradiction_from_an_agreement() -> None:
    judge = Judge.load(SHIPPED / "judge")
    bridge = "The bridge is open to traffic."
    opposed, alike = judge.judgements([(bridge, "The bridge is closed to traffic."), (bridge, "Traffic may use it.")])
    assert opposed.contradiction > alike.contradiction
    assert alike.agreement > opposed.agreement


@pytest.mark.parametrize(("text", "same", "other"), PARAPHRASES)
def test_the_same_in_other_words_is_nearer_than_another_matter(
    encoder: Encoder, text: str, same: str, other: str
) -> None:
    one, near, far = encoder.encode([text, same, other])
    assert one @ near > one @ far


def test_its_vectors_have_384_numbers_and_the_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode(["The ferry was cancelled.", "", "word " * 1_000, "\N{PILE OF POO}\u202e\x00"])
    assert vectors.shape == (4, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
