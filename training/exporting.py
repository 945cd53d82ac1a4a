"""From a trained network to a folder that the service loads: ONNX in int8, tokenizer, card.

Rule: weights are rounded per output channel, activations per tensor while it runs. One text, or pair, a run: the scale of a
tensor is that of all that is in the batch. Evening out the channels before rounding (SmoothQuant) was tried and won nothing:
cosines to float32 of 0.990, against 0.993 without.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import tokenizers
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.bert import LAYERS, Bert, Judge, base_folder, load_base
from training.pairs import LABELS

MODEL, TOKENIZER, CARD, CONFIG = "model.onnx", "tokenizer.json", "card.json", "config.json"
INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")
MOST_BYTES: Final = 25_000_000

Text = str | tuple[str, str]


class Named(nn.Module):
    """A network under the names of inputs that models of this kind have everywhere."""

    def __init__(self, network: Bert | Judge) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Hidden states of an encoder, logits of a judge."""
        return self.network(input_ids, token_type_ids, attention_mask)


def export_encoder(out: Path, texts: Sequence[str]) -> dict[str, float]:
    """The base model as the service's encoder; texts, plain news sentences, check the outcome."""
    figures = _export(load_base(Bert()), out, texts, "last_hidden_state")
    card = {
        "name": "all-MiniLM-L6-v2, int8",
        "kind": "encoder",
        "licence": "Apache-2.0",
        "max_tokens": 256,
        "pooling": "mean over the attention mask, then L2",
    }
    _finish(out, card | {"checked": figures})
    return figures


def export_judge(model: Judge, out: Path, pairs: Sequence[tuple[str, str]], about: dict[str, Any]) -> dict[str, float]:
    """A trained judge; pairs check the outcome, about says what it was trained with."""
    figures = _export(model, out, pairs, "logits")
    config = {"id2label": {str(place): label for place, label in enumerate(LABELS)}, "model_type": "bert"}
    (out / CONFIG).write_text(json.dumps(config, indent=1) + "\n")
    card = {
        "name": "crosscheck judge, int8",
        "kind": "judge",
        "licence": "CC BY-SA 4.0 (trained on texts of that licence); base weights Apache-2.0",
        "max_tokens": 128,
        "labels": list(LABELS),
        # Between articles most of what it calls a conflict is none (docs/models.md).
        "articles": False,
        "training": about,
    }
    _finish(out, card | {"checked": figures})
    return figures


def read_judge(folder: Path) -> Judge:
    """The network of an exported judge, its weights as near to those it was trained to as 8 bits leave them.

    By it a run can begin with the judge that is shipped, where the checkpoint that it came from is gone.
    """
    graph = onnx.load(folder / MODEL).graph
    stored = {each.name: onnx.numpy_helper.to_array(each) for each in graph.initializer}
    weights = {name.removeprefix("network."): value for name, value in stored.items() if name.startswith("network.")}
    # The exporter keeps no names for the four products of a layer, but their order.
    products = sorted(
        (
            name.removesuffix("_quantized")
            for name in stored
            if name.startswith("onnx::") and name.endswith("_quantized")
        ),
        key=lambda name: int(name.rpartition("_")[2]),
    )
    parts = ("query_key_value", "attended", "wide", "narrow")
    names = [f"bert.layers.{layer}.{part}.weight" for layer in range(LAYERS) for part in parts]
    origin = dict(zip(names, products, strict=True)) | {
        f"{name}.weight": f"network.{name}.weight" for name in ("dense", "out")
    }
    tables = {f"bert.{name}.weight": f"network.bert.{name}.weight" for name in ("words", "positions", "sides")}
    model = Judge()
    state = {}
    for name in model.state_dict():
        if name in weights:
            value = weights[name]
        else:
            own = (origin | tables)[name]
            value = (stored[f"{own}_quantized"].astype(np.float32) - stored[f"{own}_zero_point"]) * stored[
                f"{own}_scale"
            ]
            value = value.T if name in origin else value
        state[name] = torch.from_numpy(np.array(value, dtype=np.float32))
    model.load_state_dict(state)
    return model.eval()


def _export(network: Bert | Judge, out: Path, texts: Sequence[Text], output: str) -> dict[str, float]:
    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)  # texts are read one by one: a second thread would mostly wait
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = tokenizers.Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(out / TOKENIZER), pretty=False)
    tokenizer.enable_truncation(128)
    network = network.eval()
    encoded = [_inputs(tokenizer, text) for text in texts]
    with torch.no_grad():
        before = [Named(network)(*inputs).numpy() for inputs in encoded]
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        axes = {name: {0: "batch", 1: "tokens"} for name in INPUTS}
        axes[output] = {0: "batch", 1: "tokens"} if output == "last_hidden_state" else {0: "batch"}
        torch.onnx.export(
            Named(network),
            _inputs(tokenizer, texts[0]),
            str(plain),
            input_names=list(INPUTS),
            output_names=[output],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            plain,
            out / MODEL,
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    size = (out / MODEL).stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{MODEL} has {size} bytes, more than {MOST_BYTES}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(out / MODEL, options)
    after = [
        session.run(None, {name: tensor.numpy() for name, tensor in zip(INPUTS, inputs, strict=True)})[0]
        for inputs in encoded
    ]
    return _compared(before, after) | {"bytes": size}


def _inputs(tokenizer: tokenizers.Tokenizer, text: Text) -> tuple[Tensor, Tensor, Tensor]:
    known = tokenizer.encode(*text) if isinstance(text, tuple) else tokenizer.encode(text)
    return torch.tensor([known.ids]), torch.tensor([known.attention_mask]), torch.tensor([known.type_ids])


def _compared(before: Sequence[npt.NDArray[np.float32]], after: Sequence[npt.NDArray[np.float32]]) -> dict[str, float]:
    """How near int8 is to float32: cosines of mean vectors, or the distance of probabilities and shared verdicts."""
    if before[0].ndim == 3:
        cosines = [_cosine(one.mean(1)[0], other.mean(1)[0]) for one, other in zip(before, after, strict=True)]
        return {
            "texts": len(cosines),
            "cosine_mean": round(float(np.mean(cosines)), 4),
            "cosine_min": round(min(cosines), 4),
        }
    one, other = (_softmax(np.concatenate(list(part))) for part in (before, after))
    return {
        "pairs": len(one),
        "largest_difference": round(float(np.abs(one - other).max()), 4),
        "mean_difference": round(float(np.abs(one - other).mean()), 4),
        "same_verdict": round(float((one.argmax(1) == other.argmax(1)).mean()), 4),
    }


def _cosine(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def _softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def _finish(out: Path, card: dict[str, Any]) -> None:
    files = [name for name in (MODEL, TOKENIZER, CONFIG) if (out / name).exists()]
    digests = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in files}
    (out / CARD).write_text(json.dumps(card | {"files": digests}, indent=1, ensure_ascii=False) + "\n")
