"""A service with a judge of the operator's: it is heard in what the service answers, and a wrong one stops the start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.running import ROOT, running_service
from tests.factcheck.learned.judges import small_judge

PAIRS = {
    "pairs": [
        {
            "a": {"text": "The bakery chain Ordell is thriving in Velburg."},
            "b": {"text": "Ordell, a bakery chain, is failing in Velburg."},
        }
    ]
}


def test_a_judge_of_the_operator_is_heard_by_every_worker_and_in_stored_articles(tmp_path: Path) -> None:
    model = small_judge(tmp_path / "model", labels=("contradiction", "entailment", "neutral"))

    with running_service(tmp_path, workers="2", judge=str(model)) as service:
        compared = [service.call("POST", "/v1/compare/pairs", PAIRS)["results"][0] for _ in range(4)]
        for number, side in enumerate("ab"):
            body = {
                "source": f"Source {side}",
                "text": PAIRS["pairs"][0][side]["text"],
                "url": f"https://{number}.example/",
            }
            service.call("POST", "/v1/articles", body)
        stored = service.call("GET", "/v1/inconsistencies?kind=learned")

    assert {(each["relation"], each["kind"]) for each in compared} == {("contradiction", "learned")}
    assert compared[0]["explanation"].startswith("A trained model, not a rule, judges")
    assert [each["kind"] for each in stored["items"]] == ["learned"]


@pytest.mark.parametrize("command", [["serve"], ["worker"], ["import", "-"]])
def test_a_wrong_model_stops_the_start_with_one_line_that_names_the_setting(tmp_path: Path, command: list[str]) -> None:
    model = small_judge(tmp_path / "model", labels=("LABEL_0", "LABEL_1", "LABEL_2"))

    ended = subprocess.run(
        [sys.executable, "-m", "service.cli", *command],
        cwd=ROOT,
        env={"HOME": str(tmp_path), "CROSSCHECK_JUDGE": str(model)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 2
    assert ended.stderr == (
        f"crosscheck: CROSSCHECK_JUDGE: {model}: config.json names the classes LABEL_0, LABEL_1, LABEL_2; "
        "needed are entailment, contradiction, neutral\n"
    )
