"""Which public pairs are trained on: never one that measures, nor what comes too near to it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.pairs import MEASURED, SOURCES, Measured, Pair, cut, licensed, read, write

ROW = {"a": "The lift is broken.", "b": "The lift works.", "label": "contradiction"}


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    for name in MEASURED:
        _put(
            tmp_path / "pairs" / f"{name}.jsonl",
            [{"a": f"Only {name} has this one.", "b": "A cyclist rests below the old oak tree.", "label": "neutral"}],
        )
    for source in SOURCES:
        _put(
            tmp_path / source.file,
            [ROW | {"a": f"{number} lifts are broken, {source.name} says."} for number in range(3)],
        )
    return tmp_path


def _put(file: Path, rows: list[dict[str, str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows).encode()
    file.write_bytes(gzip.compress(text) if file.suffix == ".gz" else text)


def _taken(sets: Path, name: str) -> list[Pair]:
    return next(pairs for source, pairs in licensed(sets) if source.name == name)


def test_a_pair_that_shares_a_text_with_a_measuring_file_is_dropped(sets: Path) -> None:
    shared = {"a": "Someone sleeps.", "b": "a cyclist rests below the old oak tree", "label": "neutral"}
    _put(sets / "train/snli_dev.jsonl.gz", [ROW, shared])
    assert [pair.a for pair in _taken(sets, "snli_dev")] == [ROW["a"]]


def test_a_negated_copy_of_a_measured_premise_is_dropped(sets: Path) -> None:
    negated = {"a": "A cyclist does not rest below the old oak tree.", "b": "Nobody rests.", "label": "neutral"}
    _put(sets / "pairs/negnli.jsonl", [ROW, negated])
    assert [pair.a for pair in _taken(sets, "negnli")] == [ROW["a"]]


def test_a_set_gives_no_more_than_its_cap_and_the_same_rows_in_any_order(sets: Path) -> None:
    rows = [ROW | {"a": f"Lift number {number} is broken."} for number in range(2_100)]
    _put(sets / "train/breaking_nli.jsonl.gz", rows)
    taken = _taken(sets, "breaking_nli")
    assert len(taken) == 2_000
    _put(sets / "train/breaking_nli.jsonl.gz", rows[::-1])
    assert _taken(sets, "breaking_nli") == taken


def test_no_file_that_measures_is_a_source() -> None:
    assert not {source.name for source in SOURCES} & {*MEASURED}


def test_an_unknown_label_is_refused(tmp_path: Path) -> None:
    _put(tmp_path / "odd.jsonl", [ROW | {"label": "entailment"}])
    with pytest.raises(ValueError, match="unknown label 'entailment'"):
        list(read(tmp_path / "odd.jsonl"))


def test_what_is_written_is_read_again_and_has_one_digest(tmp_path: Path) -> None:
    pairs = [Pair("Äpfel, 3", "b", "neutral", "x"), Pair("c", "d", "agreement", "law:same")]
    assert write(tmp_path / "one.jsonl", pairs) == write(tmp_path / "two.jsonl", pairs)
    assert list(read(tmp_path / "one.jsonl")) == pairs


def test_near_copies_are_told_from_other_sentences() -> None:
    known = Measured(["A cyclist rests below the old oak tree."])
    assert known.nearly_has("The cyclist doesn't rest below the old oak tree")
    assert not known.nearly_has("A cyclist repairs a bike beside the road")


@given(st.integers(0, 300), st.integers(0, 300), st.integers(2, 200))
def test_two_texts_are_cut_to_the_room_and_neither_below_half_of_it(one: int, other: int, room: int) -> None:
    first, second = cut(list(range(one)), list(range(other)), room)
    assert len(first) + len(second) == min(room, one + other)
    assert len(first) >= min(one, room // 2) and len(second) >= min(other, room // 2)
    assert first == list(range(len(first))) and second == list(range(len(second)))
