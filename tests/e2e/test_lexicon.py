"""A service with names and frames of its user: they hold in what it answers, and a mistake stops the start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.e2e.running import ROOT, running_service
from tests.factcheck.lexicon.test_lexicon_folder import FRAME


def test_a_frame_of_the_user_finds_a_conflict(tmp_path: Path) -> None:
    lexicon = tmp_path / "lexicon"
    lexicon.mkdir()
    (lexicon / "frames.toml").write_text(FRAME, encoding="utf-8")
    pairs = {
        "pairs": [{"a": {"text": "Kestrel Farm is organic."}, "b": {"text": "Kestrel Farm is conventionally farmed."}}]
    }

    with running_service(tmp_path, workers="1", lexicon_dir=str(lexicon)) as service:
        answer = service.call("POST", "/v1/compare/pairs", pairs)

    (finding,) = answer["results"]
    assert (finding["relation"], finding["kind"]) == ("contradiction", "opposed_concept")


def test_a_mistake_in_the_folder_stops_the_start_and_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "frames.toml").write_text(FRAME.replace('"things"', '"animals"'), encoding="utf-8")

    ended = subprocess.run(
        [sys.executable, "-m", "service.cli", "serve"],
        cwd=ROOT,
        env={"HOME": str(tmp_path), "CROSSCHECK_LEXICON_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 2
    assert "CROSSCHECK_LEXICON_DIR: must name" in ended.stderr
    assert "frames.toml: frame 1 (organic): bearers must be one of people, things, any" in ended.stderr
