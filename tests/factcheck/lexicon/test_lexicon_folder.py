"""Names and frames of a user's folder: what is read, what is refused and with which words, and where they take effect."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.lexicon import additions
from factcheck.lexicon.errors import LexiconError
from factcheck.lexicon.frames import poles, read_folder, read_frames

FRAME = """
[[frame]]
slot = "organic"
topic = "the farming of"
bearers = "things"
coverage = 0.0
[frame.poles.organic]
predicates = ["organic"]
[frame.poles.conventional]
predicates = ["conventionally farmed"]
"""

ALIASES = """
[[alias]]
name = "Pellam Dairy"
aliases = ["Pellam Creameries"]
"""

WRONG_FRAMES = [
    ("[[frame]]", "frame 1: slot must be"),
    ("[[frames]]", "frames is no such table"),
    ("frame = 3", "frame must be written as [[frame]] tables"),
    (FRAME + FRAME, "frame 2 (organic): slot is the slot of an earlier frame"),
    (FRAME.replace('"things"', '"animals"'), "frame 1 (organic): bearers must be one of people, things, any"),
    (FRAME.replace('"the farming of"', '""'), "frame 1 (organic): topic must be words"),
    (FRAME.replace("coverage = 0.0", ""), "frame 1 (organic): coverage must be a number from 0 to 1"),
    (FRAME.replace("coverage = 0.0", "coverage = 2"), "frame 1 (organic): coverage must be a number from 0 to 1"),
    (FRAME.replace("coverage = 0.0", "coverage = 0.0\nclases = []"), "frame 1 (organic): clases is no such field"),
    (FRAME.replace("coverage = 0.0", "coverage = 0.0\nclasses = [1]"), "classes must be a list of words"),
    (FRAME.replace("coverage = 0.0", "coverage = 0.0\neither = 1"), "either must be true or false"),
    (FRAME.replace("coverage = 0.0", 'coverage = 0.0\nthen = ["x"]'), "then must name poles of the frame"),
    (FRAME.replace("frame.poles.conventional", "frame.other"), "other is no such field"),
    (FRAME[: FRAME.index("[frame.poles.conventional]")], "poles must be two tables"),
    (FRAME.replace('predicates = ["organic"]', ""), "poles must each have at least one wording"),
    (
        FRAME.replace('predicates = ["organic"]', 'adjectives = ["organic"]'),
        "poles.organic.adjectives is no such field",
    ),
    (FRAME.replace('["organic"]', '"organic"'), "poles.organic.predicates must be a list"),
    (FRAME.replace('["organic"]', "[7]"), "poles.organic.predicates must hold words or tables, not 7"),
    (FRAME.replace('["organic"]', "[{ words = [] }]"), "poles.organic.predicates must name at least one word"),
    (FRAME.replace('["organic"]', '[{ word = ["organic"] }]'), "poles.organic.predicates.word is no such field"),
    (FRAME.replace('["organic"]', '[{ words = ["organic"], weight = 3 }]'), "predicates.weight must be a number"),
    (FRAME.replace('predicates = ["organic"]', 'acts = ["win"]'), "poles.organic.acts must hold tables, not 'win'"),
    (FRAME.replace('predicates = ["organic"]', 'acts = [{ verbs = ["win"] }]'), "acts must name at least one object"),
]

WRONG_ALIASES = [
    ('[[alias]]\naliases = ["A"]', "alias 1: name must be a name"),
    ('[[alias]]\nname = "A"', "alias 1 (A): aliases must be a list of other names"),
    ('[[alias]]\nname = "A"\naliases = ["B"]\nkind = "firm"', "alias 1: kind is no such field"),
    ('[[alias]]\nname = "A"\naliases = ["B"]\n[[alias]]\nname = "C"\naliases = ["B"]', "'B' is a name of 'A' already"),
    ("[[names]]", "names is no such table"),
    ("alias = 1", "alias must be written as [[alias]] tables"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "frames.toml").write_text(FRAME, encoding="utf-8")
    (tmp_path / "aliases.toml").write_text(ALIASES, encoding="utf-8")
    return tmp_path


def test_a_folder_is_read_as_it_is_written(folder: Path) -> None:
    added = read_folder(folder)

    assert added.names == (("Pellam Creameries", "Pellam Dairy"),)
    assert [frame["slot"] for frame in added.frames] == ["organic"]
    assert {pole.name for pole in read_frames(added.frames, "frames.toml")} == {"organic", "conventional"}


@pytest.mark.parametrize("name", additions.FILES)
def test_either_file_may_be_missing(folder: Path, name: str) -> None:
    (folder / name).unlink()

    assert read_folder(folder) != additions.Additions()


@pytest.mark.parametrize(("written", "problem"), WRONG_FRAMES, ids=[problem for _, problem in WRONG_FRAMES])
def test_a_mistake_in_a_frame_is_named_with_its_place(folder: Path, written: str, problem: str) -> None:
    (folder / "frames.toml").write_text(written, encoding="utf-8")

    with pytest.raises(LexiconError) as refused:
        read_folder(folder)

    assert refused.value.file == "frames.toml"
    assert problem in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("written", "problem"), WRONG_ALIASES, ids=[problem for _, problem in WRONG_ALIASES])
def test_a_mistake_in_an_alias_is_named_with_its_place(folder: Path, written: str, problem: str) -> None:
    (folder / "aliases.toml").write_text(written, encoding="utf-8")

    with pytest.raises(LexiconError, match=r"^aliases\.toml: ") as refused:
        read_folder(folder)

    assert problem in str(refused.value)


def test_a_file_that_is_no_toml_and_a_folder_without_files_are_refused(folder: Path) -> None:
    (folder / "frames.toml").write_text("[[", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"frames\.toml cannot be read"):
        read_folder(folder)
    with pytest.raises(LexiconError, match="is no folder"):
        read_folder(folder / "missing")
    (folder / "empty").mkdir()
    with pytest.raises(LexiconError, match=r"holds neither aliases\.toml nor frames\.toml"):
        read_folder(folder / "empty")


def test_other_additions_are_refused_once_the_lexicon_is_in_use() -> None:
    assert poles()
    additions.install(additions.current())

    with pytest.raises(RuntimeError, match="in use"):
        additions.install(additions.Additions(names=(("B", "A"),)))


PROGRAM = """
import sys
from pathlib import Path
from factcheck.checker import Checker
checker = Checker.load(Path(sys.argv[1]))
for one, other in (
    ("Kestrel Farm is organic.", "Kestrel Farm is conventionally farmed."),
    ("Pellam Creameries has 300 employees in Lund.", "Pellam Dairy has 410 employees in Lund."),
):
    finding = checker.compare_pair(checker.claim(one), checker.claim(other))
    print(finding.relation, finding.kind, finding.point)
"""


def test_a_checker_that_is_given_a_folder_reads_with_it(folder: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)], capture_output=True, text=True, check=True, timeout=120
    ).stdout.splitlines()

    assert said[0] == "contradiction opposed_concept opposed_concept:organic:kestrel farm"
    assert said[1].startswith("contradiction quantity")
