"""Texts become batches of like length, in which every text stands once, at its own place."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.learned.loading import ModelError
from factcheck.learned.tokens import MOST_PADDED, Tokenizer
from tests.factcheck.learned.folders import VOCABULARY, tiny_encoder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_encoder(tmp_path_factory.mktemp("models") / "tiny")


def test_a_text_is_read_as_numbers_with_its_ends(folder: Path) -> None:
    (batch,) = Tokenizer(folder, 16).batches(["The ferry zigzags"])
    assert batch.inputs["input_ids"].tolist() == [
        [VOCABULARY[word] for word in ("[CLS]", "the", "ferry", "[UNK]", "[SEP]")]
    ]
    assert batch.inputs["attention_mask"].tolist() == [[1, 1, 1, 1, 1]]


def test_the_two_texts_of_a_pair_are_told_apart(folder: Path) -> None:
    (batch,) = Tokenizer(folder, 16).batches([("ferry closed", "bridge")])
    assert batch.inputs["token_type_ids"].tolist() == [[0, 0, 0, 0, 1, 1]]


def test_what_fills_a_shorter_row_is_masked(folder: Path) -> None:
    (batch,) = Tokenizer(folder, 16).batches(["ferry", "the ferry closed"])
    assert batch.places == (1, 0)
    assert batch.inputs["attention_mask"].tolist() == [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]]


def test_a_text_is_cut_to_what_the_model_reads(folder: Path) -> None:
    (batch,) = Tokenizer(folder, 4).batches(["the ferry closed the harbour"])
    assert batch.inputs["input_ids"].shape == (1, 4)
    assert batch.inputs["input_ids"][0, -1] == VOCABULARY["[SEP]"]


def test_of_a_pair_the_longer_text_is_cut_first(folder: Path) -> None:
    (batch,) = Tokenizer(folder, 8).batches([("the ferry closed the harbour the council said", "bridge opened")])
    ids = batch.inputs["input_ids"][0].tolist()
    assert ids[-3:] == [VOCABULARY[word] for word in ("bridge", "opened", "[SEP]")]


def test_many_texts_are_parted_into_batches_of_like_length_and_none_is_lost(folder: Path) -> None:
    texts = ["ferry " * (1 + place % 13) for place in range(700)]
    batches = list(Tokenizer(folder, 16).batches(texts))
    assert sorted(place for batch in batches for place in batch.places) == list(range(700))
    assert len(batches) > 1
    assert all(batch.inputs["input_ids"].size <= MOST_PADDED for batch in batches)
    read = sum(int(batch.inputs["attention_mask"].sum()) for batch in batches)
    assert sum(batch.inputs["input_ids"].size for batch in batches) < 1.2 * read  # in the order given: 1.6


def test_nothing_makes_no_batch(folder: Path) -> None:
    assert list(Tokenizer(folder, 16).batches([])) == []


def test_a_tokenizer_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match=r"^tokenizer.json is no tokenizer"):
        Tokenizer(tmp_path, 16)
