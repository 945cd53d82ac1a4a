"""A small judge that a test can follow: two words of opposite sign, one on each side, are a contradiction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from tests.factcheck.learned.folders import write_card

SIGNS = {"thriving": 1.0, "flourishing": 1.0, "failing": -1.0, "struggling": -1.0}
"""Words that the judge knows; it has never seen any other."""

LABELS = ("entailment", "neutral", "contradiction")
_VOCABULARY = {word: place for place, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *SIGNS])}


def small_judge(folder: Path, *, labels: Sequence[str] = LABELS, card: bool = True, steepness: float = 4.0) -> Path:
    """A folder with a model over the difference `d` of the two sides' signs and the number `k` of known words.

    Contradiction has the logit s (d * d - 2) + d / 2, agreement s (k - d * d - 1), neutral 0, `s` being the steepness: what
    the order of the texts adds is small and must cancel. The outputs stand in the order of `labels`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_tokenizer(folder)
    order = [
        ("agreement", "neutral", "contradiction")[LABELS.index(each)] if each in LABELS else "neutral"
        for each in labels
    ]
    _write_model(folder / "model.onnx", order, steepness)
    (folder / "config.json").write_text(json.dumps({"id2label": {str(i): each for i, each in enumerate(labels)}}))
    if card:
        write_card(folder, kind="judge", max_tokens=64, labels=list(labels))
    return folder


def _write_tokenizer(folder: Path) -> None:
    tokenizer = Tokenizer(models.WordLevel(_VOCABULARY, unk_token="[UNK]"))  # noqa: S106 - a token of text
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", _VOCABULARY["[CLS]"]), ("[SEP]", _VOCABULARY["[SEP]"])],
    )
    tokenizer.save(str(folder / "tokenizer.json"))


def _write_model(file: Path, order: Sequence[str], steepness: float) -> None:
    table = np.zeros(len(_VOCABULARY), dtype=np.float32)
    for word, sign in SIGNS.items():
        table[_VOCABULARY[word]] = sign
    numbers = {"table": table, "one": 1.0, "two": 2.0, "steepness": steepness, "half": 0.5, "none": 0.0}
    node = helper.make_node
    nodes = [
        node("Gather", ["table", "input_ids"], ["sign"]),
        node("Cast", ["token_type_ids"], ["side"], to=TensorProto.FLOAT),
        node("Mul", ["side", "two"], ["sides"]),
        node("Sub", ["one", "sides"], ["way"]),
        node("Mul", ["sign", "way"], ["signed"]),
        node("ReduceSum", ["signed", "axis"], ["d"], keepdims=1),
        node("Abs", ["sign"], ["known"]),
        node("ReduceSum", ["known", "axis"], ["k"], keepdims=1),
        node("Mul", ["d", "d"], ["square"]),
        node("Sub", ["square", "two"], ["apart"]),
        node("Mul", ["apart", "steepness"], ["opposed"]),
        node("Mul", ["d", "half"], ["biased"]),
        node("Add", ["opposed", "biased"], ["contradiction"]),
        node("Sub", ["k", "square"], ["together"]),
        node("Sub", ["together", "one"], ["fewer"]),
        node("Mul", ["fewer", "steepness"], ["agreement"]),
        node("Mul", ["d", "none"], ["neutral"]),
        node("Concat", list(order), ["logits"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "small-judge",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "t"])
            for name in ("input_ids", "token_type_ids")
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", len(order)])],
        [
            *(numpy_helper.from_array(np.asarray(number, dtype=np.float32), name) for name, number in numbers.items()),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "axis"),
        ],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), file)
