"""Pairs of sentences with a label, how they are read, and which public sets may teach the judge.

Every set comes with a cap: how many of its rows are taken at most, chosen by their SHA-256, so that the choice is the
same on every machine. A row that shares a text with a file that measures is dropped, and so is one of NegNLI whose
premise is a measured one but for a "not".
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, get_args

if TYPE_CHECKING:
    import numpy.typing as npt

Label = Literal["agreement", "contradiction", "neutral"]
Tokens = TypeVar("Tokens", bound="Sequence[Any] | npt.NDArray[Any]")
LABELS: Final[tuple[Label, ...]] = get_args(Label)
"""The judge's classes, in the order of its output."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and how they stand to each other; `source` is the set or the generator's law that it comes from."""

    a: str
    b: str
    label: Label
    source: str

    @property
    def digest(self) -> str:
        """SHA-256 of the pair in hexadecimal digits: its identity, and its place in any order."""
        return hashlib.sha256(f"{self.a}\n{self.b}\n{self.label}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """A public set: its file below the data folder, its licence, and how many of its rows are taken at most."""

    file: str
    licence: str
    cap: int

    @property
    def name(self) -> str:
        """The file's name without its endings."""
        return Path(self.file).name.split(".")[0]


SOURCES: Final = (
    Source("train/snli_train_part.jsonl.gz", "CC BY-SA 4.0", 26_000),
    Source("train/snli_dev.jsonl.gz", "CC BY-SA 4.0", 5_000),
    Source("train/mnli_dev_matched_other_half.jsonl.gz", "OANC and CC", 5_000),
    Source("train/taxinli_mnli.jsonl.gz", "C-UDA 1.0", 7_000),
    Source("train/fever_train_part.jsonl.gz", "CC BY-SA 3.0", 20_000),
    Source("train/fever_nli_dev.jsonl.gz", "CC BY-SA 3.0", 5_000),
    Source("train/feverous_dev.jsonl.gz", "CC BY-SA 3.0", 3_000),
    Source("train/counterfactual_nli.jsonl.gz", "Apache-2.0", 11_000),
    Source("train/breaking_nli.jsonl.gz", "CC BY-SA 4.0", 2_000),
    Source("train/wikiresnli.jsonl.gz", "CC BY 4.0", 1_000),
    Source("train/tracie.jsonl.gz", "Apache-2.0", 1_000),
    Source("train/help_and_or.jsonl.gz", "CC BY-SA 4.0", 2_500),
    Source("train/check_covid.jsonl.gz", "MIT", 1_500),
    Source("train/factcheck_gpt.jsonl.gz", "Apache-2.0", 800),
    Source("train/semiauto_wiki.jsonl.gz", "CC BY-SA 3.0", 5_000),
    Source("train/wikifactcheck_negatives.jsonl.gz", "CC BY-SA 3.0", 2_500),
    Source("pairs/conjnli_train.jsonl", "MIT", 15_000),
    Source("pairs/negnli.jsonl", "MIT", 3_000),
)
"""What may train a model that is given away (the data folder's README), capped where a set is templated or lopsided."""

MEASURED: Final = (
    "ambient",
    "climate_fever",
    "conjnli_dev",
    "emergent_headlines_dev",
    "fever_symmetric_dev",
    "fm2_dev",
    "mnli_dev_matched_half",
    "sick_trial_eval_only",
)
"""Files below `pairs` that only measure: nothing that shares a text with them is trained on."""

NEGATION: Final = frozenset(
    {"not", "no", "never", "n", "t", "nobody", "nothing", "none", "do", "does", "did", "is", "was"}
)


def read(file: Path, source: str = "") -> Iterator[Pair]:
    """The pairs of a file of JSON lines, plain or compressed."""
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        for line in lines:
            row = json.loads(line)
            if row["label"] not in LABELS:
                raise ValueError(f"{file.name} has the unknown label {row['label']!r}")
            yield Pair(row["a"], row["b"], row["label"], row.get("source") or source or file.name.split(".")[0])


def write(file: Path, pairs: Iterable[Pair]) -> str:
    """Writes pairs as JSON lines and gives the file's SHA-256."""
    lines = (
        json.dumps({"a": pair.a, "b": pair.b, "label": pair.label, "source": pair.source}, ensure_ascii=False) + "\n"
        for pair in pairs
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with file.open("wb") as opened:
        for line in lines:
            opened.write(line.encode())
            digest.update(line.encode())
    return digest.hexdigest()


def key(text: str) -> str:
    """A text as its words alone, by which two copies of it are known as the same."""
    return " ".join(_words(text))


class Measured:
    """The texts that measure, and what comes too near to one of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._keys = {key(text) for text in texts}
        self._bags: dict[frozenset[str], None] = {}
        self._holding: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        for text in self._keys:
            bag = self._bag(text)
            if len(bag) > 2 and bag not in self._bags:
                self._bags[bag] = None
                for word in bag:
                    self._holding[word].append(bag)

    def has(self, text: str) -> bool:
        """Whether the text is measured, by its words."""
        return key(text) in self._keys

    def nearly_has(self, text: str) -> bool:
        """Whether a measured text is the same but for negation and at most three tenths of the words."""
        bag = self._bag(text)
        shared: Counter[frozenset[str]] = Counter()
        for word in bag:
            if len(self._holding[word]) < 500:
                shared.update(self._holding[word])
        return any(len(bag & other) >= 0.7 * len(bag | other) for other, _ in shared.most_common(5))

    @staticmethod
    def _bag(text: str) -> frozenset[str]:
        return frozenset(word.removesuffix("s") for word in _words(text)) - NEGATION


def measured(folder: Path) -> Measured:
    """The texts of every file below the data folder that measures."""
    files = (folder / "pairs" / f"{name}.jsonl" for name in MEASURED)
    return Measured(text for file in files for pair in read(file) for text in (pair.a, pair.b))


def licensed(folder: Path) -> Iterator[tuple[Source, list[Pair]]]:
    """Each public set with the rows that are trained on, in an order that is the same everywhere."""
    forbidden = measured(folder)
    for source in SOURCES:
        rows = {pair.digest: pair for pair in read(folder / source.file)}
        kept = []
        for _, pair in sorted(rows.items()):
            if forbidden.has(pair.a) or forbidden.has(pair.b):
                continue
            if source.name == "negnli" and (forbidden.nearly_has(pair.a) or forbidden.nearly_has(pair.b)):
                continue
            kept.append(pair)
            if len(kept) == source.cap:
                break
        yield source, kept


def cut(first: Tokens, second: Tokens, room: int) -> tuple[Tokens, Tokens]:
    """The beginnings of two texts that have room together, so many tokens: the longer is cut, neither below half the room."""
    kept = min(len(second), max(room // 2, room - len(first)))
    return first[: room - kept], second[:kept]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())
