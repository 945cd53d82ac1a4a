"""An encoder gives each text a direction, the same one whenever and beside whatever it is asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from onnx import helper

from factcheck.learned.encoder import Encoder
from factcheck.learned.loading import ModelError
from factcheck.learned.vectors import pack, unpack
from tests.factcheck.learned.folders import VOCABULARY, tiny_encoder, write_card, write_model, write_tokenizer


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return Encoder.load(tiny_encoder(tmp_path_factory.mktemp("models") / "tiny"))


def test_texts_that_mean_the_same_point_the_same_way(encoder: Encoder) -> None:
    ferry, vessel, council = encoder.encode(["ferry closed", "vessel shut", "council leads"])
    assert float(ferry @ vessel) > 0.99
    assert abs(float(ferry @ council)) < 0.3


def test_vectors_have_the_length_one_and_the_order_of_the_texts(encoder: Encoder) -> None:
    texts = ["the ferry", "the council said the harbour closed", "bridge", ""]
    vectors = encoder.encode(texts)
    assert vectors.shape == (4, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert np.array_equal(encoder.encode([text])[0], vector)


def test_nothing_has_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape[0] == 0


def test_a_vector_is_kept_in_a_byte_a_number_and_points_the_same_way(encoder: Encoder) -> None:
    vectors = encoder.encode(["the ferry closed the harbour", "twelve dead"])
    packed = pack(vectors)
    assert [len(each) for each in packed] == [384, 384]
    assert ((unpack(packed) * vectors).sum(axis=1) > 0.9999).all()
    assert unpack([]).shape[0] == 0


def test_a_model_without_a_vector_for_each_token_is_refused(tmp_path: Path) -> None:
    write_tokenizer(tmp_path)
    table = np.ones((len(VOCABULARY), 4), dtype=np.float32)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["each"]),
        helper.make_node("ReduceMean", ["each"], ["output"], axes=[1], keepdims=0),
    ]
    write_model(tmp_path, nodes, {"table": table}, ["n", 4])
    write_card(tmp_path, kind="encoder")
    with pytest.raises(ModelError, match="gives no vector for each token"):
        Encoder.load(tmp_path)


def test_a_model_that_gives_no_numbers_is_refused(tmp_path: Path) -> None:
    write_tokenizer(tmp_path)
    table = np.full((len(VOCABULARY), 4), np.nan, dtype=np.float32)
    write_model(
        tmp_path, [helper.make_node("Gather", ["table", "input_ids"], ["output"])], {"table": table}, ["n", "t", 4]
    )
    write_card(tmp_path, kind="encoder")
    with pytest.raises(ModelError, match="gives vectors that are not numbers"):
        Encoder.load(tmp_path)
