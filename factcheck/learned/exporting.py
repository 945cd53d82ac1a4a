"""A cross-encoder as it comes from a model hub, made into a folder that can be the judge.

What does this is not installed with the service: `pip install 'crosscheck[models]'`. The folder gets `model.onnx`,
`tokenizer.json`, the model's own `config.json`, and a `card.json` with their SHA-256.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import tempfile
from pathlib import Path
from typing import Any, Final

from factcheck.learned.judge import CONFIG, MOST_TOKENS, columns_of
from factcheck.learned.loading import CARD, MODEL, TOKENIZER

NEEDED: Final = ("torch", "transformers", "onnx")

_INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")


class CannotExport(Exception):
    """A model that could not be exported; the message is one line that says why and what to do."""


def export(name: str, folder: Path, *, quantized: bool = True) -> None:
    """Get a model by its name, or from the folder of a saved one, and write it to a new folder.

    `quantized` stores weights in 8 bits, a scale for each output. Raises CannotExport, ModelError.
    """
    torch, transformers, _ = (_needed(each) for each in NEEDED)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotExport(f"{folder} is there already and not empty; name a new folder")
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(name, use_fast=True)
        model = transformers.AutoModelForSequenceClassification.from_pretrained(name).eval().float()
    except Exception as problem:  # noqa: BLE001 - each part of the library raises its own
        raise CannotExport(
            f"cannot be had ({_first_line(problem)}); is there internet, and is it a classifier with a tokenizer?"
        ) from None
    if not getattr(tokenizer, "is_fast", False):
        raise CannotExport("has no tokenizer that runs without Python (tokenizer.json)")
    folder.mkdir(parents=True, exist_ok=True)
    model.config.to_json_file(str(folder / CONFIG), use_diff=False)
    columns_of(folder)
    with tempfile.TemporaryDirectory() as beside:
        tokenizer.save_pretrained(beside)
        (folder / TOKENIZER).write_bytes((Path(beside) / TOKENIZER).read_bytes())
        whole = Path(beside) / MODEL
        _write(torch, model, tokenizer, whole)
        if quantized:
            _quantize(whole, folder / MODEL)
        else:
            (folder / MODEL).write_bytes(whole.read_bytes())
    files = {each: hashlib.sha256((folder / each).read_bytes()).hexdigest() for each in (MODEL, TOKENIZER, CONFIG)}
    most = min(MOST_TOKENS, int(getattr(tokenizer, "model_max_length", MOST_TOKENS)))
    card = {"name": name, "kind": "judge", "max_tokens": most, "files": files}
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def _needed(package: str) -> Any:
    try:
        return importlib.import_module(package)
    except ImportError:
        raise CannotExport(
            f"exporting needs the package {package}, which the service runs without: pip install 'crosscheck[models]'"
        ) from None


def _write(torch: Any, model: Any, tokenizer: Any, file: Path) -> None:
    """The model as ONNX, for any number of pairs of any length."""
    read = tokenizer(["A first text."], ["And a second."], return_tensors="pt")
    taken = [each for each in _INPUTS if each in read]
    try:
        torch.onnx.export(
            _logits(torch, model, taken),
            tuple(read[each] for each in taken),
            str(file),
            input_names=taken,
            output_names=["logits"],
            dynamic_axes={**{each: {0: "n", 1: "t"} for each in taken}, "logits": {0: "n"}},
            opset_version=17,
            dynamo=False,
        )
    except Exception as problem:  # noqa: BLE001 - the exporter raises its own for each kind of layer
        raise CannotExport(f"cannot be written as ONNX ({_first_line(problem)})") from None


def _logits(torch: Any, model: Any, taken: list[str]) -> Any:
    """The model with its inputs by position and its logits alone as output."""

    class Logits(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *inputs: Any) -> Any:
            return self.model(**dict(zip(taken, inputs, strict=True))).logits

    return Logits()


def _quantize(whole: Path, file: Path) -> None:
    quantization = importlib.import_module("onnxruntime.quantization")
    quantization.quantize_dynamic(whole, file, weight_type=quantization.QuantType.QInt8, per_channel=True)


def _first_line(problem: Exception) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0][:160]
