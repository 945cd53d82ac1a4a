"""A folder with a model: what its card says, whether the files are those, and a session that runs it.

A session has no threads of its own unless asked for some: it runs on the thread that calls it, so that workers do not
fight for cores, and it may be made before a process forks and used in each of the children, which then share the weights.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import onnxruntime

CARD: Final = "card.json"
MODEL: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"

SHIPPED: Final = Path(__file__).parent / "shipped"
"""Where the models are that come with the service, a folder each."""

MOST_TOKENS: Final = 512
"""Tokens that a text is cut to at most, whatever a card says: attention costs the square of them."""

Kind = Literal["encoder", "judge"]


class ModelError(ValueError):
    """A model that cannot be used: which file of its folder, and what is wrong with it."""

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"{file} {problem}")
        self.file = file
        self.problem = problem


@dataclass(frozen=True)
class Card:
    """What `card.json` says of the model beside it; other keys of the file are for people.

    `files` has the SHA-256 of every file of the model in hexadecimal digits. `labels` are the classes in the order of
    the model's output, empty where it has none. `max_tokens` is how much of a text the model reads, from 2 to 512. `articles`
    is whether a judge may also be asked about sentences out of articles, and not only about texts put side by side.
    """

    name: str
    kind: Kind
    files: Mapping[str, str]
    max_tokens: int
    labels: tuple[str, ...] = ()
    articles: bool = True

    @cached_property
    def version(self) -> str:
        """What tells this model from any other in 16 letters: what it computed is of use beside nothing else."""
        known = [f"{name} {digest}" for name, digest in sorted(self.files.items())]
        return hashlib.sha256("\n".join([*known, str(self.max_tokens), *self.labels]).encode()).hexdigest()[:16]


def read_card(folder: Path, kind: Kind) -> Card:
    """The card of a folder, once every file that it names is found to be what it says. Raises ModelError."""
    card = _card(folder)
    if card.kind != kind:
        raise ModelError(CARD, f"describes a model of kind {card.kind}, and one of kind {kind} is needed")
    for name, digest in card.files.items():
        if _digest(folder / name) != digest:
            raise ModelError(name, f"is not the file that {CARD} describes: its SHA-256 is another")
    return card


def open_session(folder: Path, *, threads: int = 1) -> onnxruntime.InferenceSession:
    """The model of a folder, ready to run. Raises ModelError.

    With one thread it runs on the caller's and starts none; with more, they sleep between calls. Only a session of one
    thread may be taken across a fork.
    """
    import onnxruntime  # it takes time to load, which reading a card does not need

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Every length of text is another shape: memory laid out for each would be kept for all of them.
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(folder / MODEL, options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # noqa: BLE001 - the runtime raises classes of its own for each way of being wrong
        raise ModelError(MODEL, f"cannot be run: {_first_line(problem)}") from None


def run(session: onnxruntime.InferenceSession, inputs: Mapping[str, npt.NDArray[np.int64]]) -> npt.NDArray[np.float32]:
    """The first output of a model for these inputs; those that it does not take are left out. Raises ModelError."""
    taken = {each.name for each in session.get_inputs()}
    try:
        first = session.run(None, {name: array for name, array in inputs.items() if name in taken})[0]
    except Exception as problem:  # noqa: BLE001 - as above
        raise ModelError(MODEL, f"cannot read texts: {_first_line(problem)}") from None
    output: npt.NDArray[np.float32] = first.astype("float32", copy=False)
    return output


def _card(folder: Path) -> Card:
    written = read_json(folder, CARD)
    files, labels, most = written.get("files"), written.get("labels", []), written.get("max_tokens")
    if not isinstance(written.get("name"), str):
        raise ModelError(CARD, "has no name")
    if written.get("kind") not in get_args(Kind):
        raise ModelError(CARD, f"has no kind that is one of {', '.join(get_args(Kind))}")
    if not isinstance(files, dict) or not {MODEL, TOKENIZER} <= files.keys():
        raise ModelError(CARD, f"does not give the SHA-256 of {MODEL} and {TOKENIZER}")
    for name, digest in files.items():
        if Path(name).name != name or not isinstance(digest, str):
            raise ModelError(CARD, f"names {name!r}, which is no file of its own folder with a SHA-256")
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise ModelError(CARD, "has labels that are not a list of words")
    if not isinstance(most, int) or not 2 <= most <= MOST_TOKENS:
        raise ModelError(CARD, f"has no max_tokens from 2 to {MOST_TOKENS}")
    articles = written.get("articles", True)
    if not isinstance(articles, bool):
        raise ModelError(CARD, "says of articles neither true nor false")
    return Card(written["name"], written["kind"], {**files}, most, tuple(labels), articles)


def read_json(folder: Path, name: str) -> dict[str, Any]:
    """An object out of a JSON file of a folder. Raises ModelError."""
    try:
        written = json.loads((folder / name).read_bytes())
    except OSError as problem:
        raise ModelError(name, f"cannot be read: {problem.strerror}") from None
    except ValueError:
        raise ModelError(name, "is not JSON") from None
    if not isinstance(written, dict):
        raise ModelError(name, "is not a JSON object")
    return written


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as problem:
        raise ModelError(file.name, f"cannot be read: {problem.strerror}") from None


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0][:200]
