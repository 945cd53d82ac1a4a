"""A model folder is used only where its files are what its card says, and a session runs on the caller's thread."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from factcheck.learned.loading import ModelError, open_session, read_card, run
from tests.factcheck.learned.folders import tiny_encoder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_encoder(tmp_path / "model")


def _rewritten(folder: Path, **fields: object) -> None:
    card = folder / "card.json"
    card.write_text(json.dumps({**json.loads(card.read_text()), **fields}))


def test_a_card_is_read_with_all_that_it_says(folder: Path) -> None:
    _rewritten(folder, labels=["agreement", "neutral"], licence="Apache-2.0")
    card = read_card(folder, "encoder")
    assert (card.name, card.kind, card.max_tokens, card.labels) == ("tiny-1", "encoder", 16, ("agreement", "neutral"))
    assert set(card.files) == {"model.onnx", "tokenizer.json"}


def test_a_version_tells_models_apart_by_their_files_and_by_how_they_are_used(folder: Path, tmp_path: Path) -> None:
    version = read_card(folder, "encoder").version
    assert version == read_card(tiny_encoder(tmp_path / "again"), "encoder").version
    assert version != read_card(tiny_encoder(tmp_path / "other", seed=2), "encoder").version
    _rewritten(folder, max_tokens=8)
    assert version != read_card(folder, "encoder").version


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_not_what_the_card_says_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    with pytest.raises(ModelError, match=rf"^{name} is not the file that card.json describes"):
        read_card(folder, "encoder")


def test_a_file_that_is_missing_is_named(folder: Path) -> None:
    (folder / "model.onnx").unlink()
    with pytest.raises(ModelError, match=r"^model.onnx cannot be read: No such file"):
        read_card(folder, "encoder")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": None}, "has no name"),
        ({"kind": "oracle"}, "has no kind that is one of encoder, judge"),
        ({"files": {"model.onnx": "00"}}, "does not give the SHA-256 of model.onnx and tokenizer.json"),
        (
            {"files": {"model.onnx": "", "tokenizer.json": "", "../key": ""}},
            "names '../key', which is no file of its own",
        ),
        ({"labels": "agreement"}, "has labels that are not a list of words"),
        ({"max_tokens": 1_000_000}, "has no max_tokens from 2 to 512"),
        ({"articles": "no"}, "says of articles neither true nor false"),
    ],
)
def test_a_card_that_says_too_little_is_refused_with_what_is_missing(folder: Path, fields: dict, problem: str) -> None:
    _rewritten(folder, **fields)
    with pytest.raises(ModelError, match=f"^card.json {problem}"):
        read_card(folder, "encoder")


@pytest.mark.parametrize(("written", "problem"), [("{", "is not JSON"), ("[]", "is not a JSON object")])
def test_a_card_that_is_no_object_is_refused(folder: Path, written: str, problem: str) -> None:
    (folder / "card.json").write_text(written)
    with pytest.raises(ModelError, match=f"^card.json {problem}"):
        read_card(folder, "encoder")


def test_a_model_of_another_kind_is_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match="describes a model of kind encoder, and one of kind judge is needed"):
        read_card(folder, "judge")


def test_a_model_that_is_none_is_refused_when_it_is_opened(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError, match=r"^model.onnx cannot be run: "):
        open_session(folder)


def test_a_model_that_wants_other_inputs_is_refused_when_it_is_run(folder: Path) -> None:
    with pytest.raises(ModelError, match=r"^model.onnx cannot read texts: "):
        run(open_session(folder), {"pixels": np.zeros((1, 2), dtype=np.int64)})


def test_a_session_starts_no_thread_and_serves_the_children_of_a_fork(folder: Path) -> None:
    # A library that starts a thread of its own would leave the children waiting for it when they end.
    program = f"""
import os, sys
from pathlib import Path
import numpy as np
from factcheck.learned.loading import open_session, run
before = len(os.listdir("/proc/self/task"))
session = open_session(Path({str(folder)!r}))
inputs = {{name: np.ones((2, 3), dtype=np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}}
expected = run(session, inputs)
assert len(os.listdir("/proc/self/task")) == before
for child in range(2):
    if not os.fork():
        sys.exit(0 if np.array_equal(run(session, inputs), expected) else 1)
print(*[os.waitstatus_to_exitcode(os.wait()[1]) for child in range(2)])
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stdout, ended.stderr) == ("0 0\n", "")
