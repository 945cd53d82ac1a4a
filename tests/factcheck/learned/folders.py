"""Tiny model folders, made in a moment: a tokenizer of a few words and a model that looks its numbers up in a table."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

WORDS = (
    *("the", "ferry", "bridge", "harbour", "council", "opened", "closed", "said"),
    *("dead", "nineteen", "twelve", "open", "source", "leads", "proprietary", "vessel", "shut", "quay"),
)
VOCABULARY = {word: place for place, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}


def write_tokenizer(folder: Path) -> None:
    """A tokenizer that knows these words, sets [CLS] and [SEP], and reads pairs."""
    tokenizer = Tokenizer(models.WordLevel(VOCABULARY, unk_token="[UNK]"))  # noqa: S106 - a token of text
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", VOCABULARY["[CLS]"]), ("[SEP]", VOCABULARY["[SEP]"])],
    )
    tokenizer.save(str(folder / "tokenizer.json"))


def write_model(folder: Path, nodes: list[onnx.NodeProto], tables: dict[str, np.ndarray], shape: list[Any]) -> None:
    """A model of these nodes over `input_ids` and `attention_mask`, whose output is called `output`."""
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "t"]) for name in ("input_ids", "attention_mask")
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        inputs,
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(table, name) for name, table in tables.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(made, folder / "model.onnx")


def write_card(folder: Path, **fields: Any) -> None:
    """A card for the files that are in a folder."""
    files = {
        each.name: hashlib.sha256(each.read_bytes()).hexdigest()
        for each in folder.iterdir()
        if each.name != "card.json"
    }
    (folder / "card.json").write_text(json.dumps({"name": "tiny", "max_tokens": 16, "files": files, **fields}))


MEANT = {"vessel": "ferry", "shut": "closed", "quay": "harbour"}
"""Words that mean to the tiny encoder what others mean."""


def tiny_encoder(folder: Path, *, width: int = 384, seed: int = 1, meant: dict[str, str] = MEANT) -> Path:
    """A folder with an encoder: each word a direction of its own, so that texts are alike by the words they share."""
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(folder)
    table = np.random.default_rng(seed).normal(size=(len(VOCABULARY), width)).astype(np.float32)
    table[:4] = 0.01 * table[:4]
    for word, other in meant.items():
        table[VOCABULARY[word]] = table[VOCABULARY[other]]
    write_model(
        folder, [helper.make_node("Gather", ["table", "input_ids"], ["output"])], {"table": table}, ["n", "t", width]
    )
    write_card(folder, kind="encoder", name=f"tiny-{seed}")
    return folder
