"""The command line, as far as it does not serve (tests/e2e/test_serve.py does)."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.cli import main

ROOT = Path(__file__).parents[2]


def test_openapi_prints_what_is_checked_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["openapi"]) == 0
    assert capsys.readouterr().out == (ROOT / "openapi.yaml").read_text(encoding="utf-8")


def test_an_unknown_setting_is_a_warning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CROSSCHECK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CROSSCHECK_WORKER", "2")

    assert main(["db", "upgrade"]) == 0

    said = capsys.readouterr()
    assert said.err == (
        "crosscheck: warning: CROSSCHECK_WORKER: there is no such setting (did you mean CROSSCHECK_WORKERS?); "
        "it has no effect\n"
    )
    assert said.out == "the database is current\n"


@pytest.mark.parametrize("arguments", [[], ["fly"], ["db"], ["db", "drop"], ["serve", "--example=yes"]])
def test_a_command_that_does_not_exist_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
