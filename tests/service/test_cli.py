"""The command line, as far as it does not serve (tests/e2e/test_serve.py does)."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from service.access.keys import KeyOperations
from service.cli import main
from service.serving.preflight import CannotStartError, refuse_half_a_copy
from service.store import create_store
from service.store.tables import copying
from tests.factcheck.learned.judges import small_judge
from tests.service.store.builders import an_article, keep

ROOT = Path(__file__).parents[2]
KEYS_REFUSED = [
    ["keys", "create", "desk"],
    ["keys", "create", "desk", "--scope", "root"],
    ["keys", "create", "desk", "--scope", "read", "--expires", "soon"],
    ["keys", "create", "desk", "--scope", "read", "--expires", "9999-12-31"],
]


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


@pytest.mark.parametrize(
    "arguments", [[], ["fly"], ["db"], ["db", "drop"], ["serve", "--example=yes"], ["keys"], *KEYS_REFUSED]
)
def test_a_command_that_does_not_exist_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2


def test_a_database_is_copied_into_the_one_that_is_set_and_not_twice(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    monkeypatch.setenv("CROSSCHECK_DATA_DIR", str(old))
    assert main(["db", "copy", f"sqlite:///{tmp_path / 'nothing.db'}"]) == 2
    assert "there is no database at" in capsys.readouterr().err
    assert not (tmp_path / "nothing.db").exists()
    assert main(["db", "upgrade"]) == 0
    store = create_store(f"sqlite:///{old / 'crosscheck.db'}")
    keep(store, an_article())
    store.dispose()
    capsys.readouterr()

    monkeypatch.setenv("CROSSCHECK_DATA_DIR", str(new))
    assert main(["db", "copy", f"sqlite:///{old / 'crosscheck.db'}"]) == 0
    assert capsys.readouterr().out == "2 rows copied; the database is whole\n"
    assert main(["db", "copy", f"sqlite:///{old / 'crosscheck.db'}"]) == 2
    assert "the new database is not empty" in capsys.readouterr().err
    assert main(["db", "copy", f"sqlite:///{new / 'crosscheck.db'}"]) == 2
    assert "this is the database to copy from" in capsys.readouterr().err
    assert main(["db", "copy", "mysql://localhost/x"]) == 2
    assert "must start with sqlite:// or postgresql://" in capsys.readouterr().err


def test_a_database_that_is_half_a_copy_is_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSCHECK_DATA_DIR", str(tmp_path))
    assert main(["db", "upgrade"]) == 0
    store = create_store(f"sqlite:///{tmp_path / 'crosscheck.db'}")
    with store.write() as transaction:
        transaction.connection.execute(copying.insert().values(name="", rows=0, source_state=1))
    with pytest.raises(CannotStartError, match="crosscheck db copy"):
        refuse_half_a_copy(store)
    store.dispose()


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("CROSSCHECK_DATA_DIR", str(tmp_path))
    return tmp_path


def test_a_key_is_printed_alone_and_listed_without_its_secret(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["keys", "create", "News desk", "--scope", "write", "--scope", "read", "--expires", "2099-01-31"]) == 0
    made = capsys.readouterr()
    key_id = made.out.split("_")[1]
    assert made.out.startswith(f"cck_{key_id}_")
    assert made.out.count("\n") == 1
    assert made.err == f"crosscheck: this is key {key_id}; it is shown this once and kept nowhere\n"

    assert main(["keys", "list"]) == 0
    listed = capsys.readouterr().out
    today = datetime.now(UTC).date().isoformat()
    assert listed.splitlines()[1].split(maxsplit=6) == [
        key_id,
        "usable",
        today,
        "2099-01-31",
        "never",
        "read,write",
        "News desk",
    ]
    assert made.out.strip().split("_", 2)[2] not in listed
    assert folder.joinpath("crosscheck.db").exists()

    store = create_store(f"sqlite:///{folder / 'crosscheck.db'}")
    KeyOperations(store).note_use(key_id, datetime(2026, 11, 22, 6, 45, 59, tzinfo=UTC))
    store.dispose()
    assert main(["keys", "list"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[4] == "2026-11-22T06:45Z"

    assert main(["keys", "revoke", key_id]) == 0
    assert main(["keys", "list"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[1] == "revoked"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["revoke", "nothing"], "there is no key with this id; see 'crosscheck keys list'"),
        (["create", " ", "--scope", "read"], "the name must have 1 to 100 printable characters"),
        (["create", "desk", "--scope", "read", "--expires", "2020-01-31"], "the key would have run out already"),
    ],
)
def test_a_key_that_cannot_be_made_or_revoked_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["keys", *arguments]) == 2
    assert capsys.readouterr().err == f"crosscheck: {said}\n"


def test_a_model_that_can_judge_is_found_fit(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["models", "check", str(small_judge(tmp_path))]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{tmp_path} can be the judge: tiny, ")
    assert said.endswith(f"set CROSSCHECK_JUDGE={tmp_path}\n")


def test_a_model_that_cannot_judge_is_refused_with_the_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["models", "check", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"crosscheck: {tmp_path}: config.json cannot be read: No such file or directory\n"
    )


@pytest.mark.skipif(find_spec("torch") is not None, reason="what exports models is installed here")
def test_exporting_a_model_says_what_has_to_be_installed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["models", "add", "ours/judge", str(tmp_path / "ours")]) == 2
    assert "ours/judge: exporting needs the package torch" in capsys.readouterr().err
    assert not (tmp_path / "ours").exists()
