"""`crosscheck import`: a file of fact-checks goes into a real database, and what is wrong is told by its line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from schemas import examples
from service.candidates.factchecks import FactCheckIndex
from service.cli import main
from service.importing import Imported, import_factchecks
from service.operations.factchecks import FactCheckOperations
from service.store import Store, create_store
from service.store.records import FactCheckFilter, PageRequest
from tests.e2e.running import ROOT, running_service


def ours(number: int, **fields: Any) -> dict[str, Any]:
    return {**examples.FACTCHECK_SUBMISSION, "url": f"https://kestrelchecks.example/{number}", **fields}


def linked(number: int, **fields: Any) -> dict[str, Any]:
    return {**examples.CLAIM_REVIEW, "url": f"https://kestrelchecks.example/{number}", **fields}


def lines(*values: Any) -> bytes:
    return b"".join((each if isinstance(each, bytes) else json.dumps(each).encode()) + b"\n" for each in values)


def imported(store: Store, content: bytes) -> tuple[Imported, list[str]]:
    said: list[str] = []
    operations = FactCheckOperations(store, FactCheckIndex())
    answer = import_factchecks(operations, BytesIO(content), report=said.append, advance=lambda _size: None)
    return answer, said


FEED = {
    "@type": "DataFeed",
    "dataFeedElement": [{"item": [linked(1), linked(2)]}, {"item": linked(3, url="mailto:k")}, {"item": None}],
}


@pytest.mark.parametrize(
    ("content", "expected", "said"),
    [
        (b"", Imported(0, 0, 0, 0), []),
        (b"\n \n", Imported(0, 0, 0, 0), []),
        (lines(ours(1), ours(2)), Imported(2, 0, 0, 0), []),
        (lines(ours(1), linked(2), b"", ours(3)), Imported(3, 0, 0, 0), []),
        (b"\xef\xbb\xbf" + lines(ours(1), ours(2)).replace(b"\n", b"\r\n"), Imported(2, 0, 0, 0), []),
        (lines(ours(1)).rstrip(), Imported(1, 0, 0, 0), []),
        (lines(ours(1), ours(1, title="Another"), ours(1, title="Another")), Imported(1, 1, 1, 0), []),
        (lines({"items": [ours(1), ours(2)]}, [ours(3)], {"@graph": [linked(4), linked(5)]}), Imported(5, 0, 0, 0), []),
        (
            lines(ours(1), b'{"claim', ours(2, url="no"), b"", {"@type": "Thing"}, [ours(3), {}], ours(4)),
            Imported(3, 0, 0, 4),
            ["line 2: not JSON", "line 3: /url: Must", "line 5: This is neither", "line 6: /1/claim_reviewed: Missing"],
        ),
        (lines(b'{"claim', ours(1), ours(2)), Imported(2, 0, 0, 1), ["line 1: not JSON"]),
        (lines(FEED), Imported(2, 0, 0, 1), ["line 1: /dataFeedElement/1/item/url: Must"]),
        (json.dumps(FEED, indent=2).encode(), Imported(2, 0, 0, 1), ["entry 3: /dataFeedElement/1/item/url: Must"]),
        (json.dumps([ours(1), ours(2)], indent=1).encode(), Imported(2, 0, 0, 0), []),
        (b"[\n{\n", Imported(0, 0, 0, 1), ["line 2: not JSON"]),
        (b"url,claim\nhttps://a.example/,One\n", Imported(0, 0, 0, 1), ["line 1: not JSON"]),
    ],
)
def test_all_that_is_valid_goes_in(store: Store, content: bytes, expected: Imported, said: list[str]) -> None:
    answer, complaints = imported(store, content)

    assert answer == expected
    assert len(complaints) == len(said)
    assert all(complaint.startswith(start) for complaint, start in zip(complaints, said, strict=True)), complaints


def test_a_file_that_was_imported_changes_nothing_when_it_is_again(store: Store) -> None:
    content = lines(*(ours(number) for number in range(1100)))
    first, _ = imported(store, content)
    generation = store.generation()

    second, _ = imported(store, content)

    assert (first, second) == (Imported(1100, 0, 0, 0), Imported(0, 0, 1100, 0))
    assert store.generation() == generation


def test_the_bar_moves_over_the_whole_file(store: Store) -> None:
    for content in (lines(ours(1), b"", b"{", ours(2)), json.dumps(FEED, indent=2).encode()):
        moved: list[int] = []
        operations = FactCheckOperations(store, FactCheckIndex())
        import_factchecks(operations, BytesIO(content), report=lambda _line: None, advance=moved.append)
        assert sum(moved) == len(content)


def _run(database_url: str, folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CROSSCHECK_")}
    environment |= {"CROSSCHECK_DATABASE_URL": database_url, "CROSSCHECK_DATA_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "service.cli", "import", *arguments],
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_the_command_imports_into_a_new_database_and_says_what_it_did(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "checks.ndjson"
    file.write_bytes(lines(ours(1), linked(2), b"{"))

    first = _run(database_url, tmp_path, str(file))
    second = _run(database_url, tmp_path, "-", stdin=lines(ours(1), linked(2)))

    assert (first.returncode, first.stdout) == (1, b"2 created, 0 updated, 0 unchanged, 1 not valid\n")
    assert first.stderr.startswith(b"line 3: not JSON")
    assert first.stderr.count(b"\n") == 1, "no progress bar where there is no terminal"
    assert (second.returncode, second.stdout, second.stderr) == (
        0,
        b"0 created, 0 updated, 2 unchanged, 0 not valid\n",
        b"",
    )
    store = create_store(database_url)
    with store.read() as transaction:
        assert len(transaction.factchecks.list(FactCheckFilter(), PageRequest()).items) == 2
    store.dispose()


def test_a_file_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CROSSCHECK_DATA_DIR", str(tmp_path))

    assert main(["import", str(tmp_path / "nothing.ndjson")]) == 2

    assert capsys.readouterr().err == f"crosscheck: cannot read {tmp_path}/nothing.ndjson (No such file or directory)\n"


@pytest.mark.server
def test_a_running_service_shows_at_once_what_was_imported(tmp_path: Path) -> None:
    with running_service(tmp_path, workers="1") as service:
        assert service.call("GET", "/v1/factchecks?q=flood")["items"] == []
        done = _run(f"sqlite:///{tmp_path / 'crosscheck.db'}", tmp_path, "-", stdin=lines(ours(1)))
        assert done.returncode == 0, done.stderr
        assert len(service.call("GET", "/v1/factchecks?q=flood")["items"]) == 1
