"""`crosscheck import`: files of articles and fact-checks go into a real database, and what is wrong is told by its line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from factcheck.checker import Checker
from schemas import examples
from service.candidates import index_for
from service.candidates.factchecks import FactCheckIndex
from service.cli import main
from service.importing import Imported, Importer, files_in
from service.operations.articles import ArticleOperations
from service.operations.factchecks import FactCheckOperations
from service.store import Store, create_store
from service.store.records import ArticleFilter, FactCheckFilter, PageRequest
from tests.e2e.running import ROOT, running_service


def ours(number: int, **fields: Any) -> dict[str, Any]:
    return {**examples.FACTCHECK_SUBMISSION, "url": f"https://kestrelchecks.example/{number}", **fields}


def linked(number: int, **fields: Any) -> dict[str, Any]:
    return {**examples.CLAIM_REVIEW, "url": f"https://kestrelchecks.example/{number}", **fields}


def lines(*values: Any) -> bytes:
    return b"".join((each if isinstance(each, bytes) else json.dumps(each).encode()) + b"\n" for each in values)


def importer(store: Store, checker: Checker, source: str | None = None) -> Importer:
    articles = ArticleOperations(store, checker, index_for(store.dialect), 2_000)
    return Importer(FactCheckOperations(store, FactCheckIndex()), lambda: articles, 2_000, source)


def imported(store: Store, checker: Checker, content: bytes, source: str | None = None) -> tuple[Imported, list[str]]:
    said: list[str] = []
    reading = importer(store, checker, source)
    answer = reading.stream(BytesIO(content), report=said.append, advance=lambda _size: None)
    return answer, said


def article(number: int, **fields: Any) -> dict[str, Any]:
    return {"source": "Coastal Wire", "text": f"The ferry carried {number} passengers on Monday.", **fields}


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
def test_all_that_is_valid_goes_in(
    store: Store, checker: Checker, content: bytes, expected: Imported, said: list[str]
) -> None:
    answer, complaints = imported(store, checker, content)

    assert answer == expected
    assert len(complaints) == len(said)
    assert all(complaint.startswith(start) for complaint, start in zip(complaints, said, strict=True)), complaints


def test_a_file_that_was_imported_changes_nothing_when_it_is_again(store: Store, checker: Checker) -> None:
    content = lines(*(ours(number) for number in range(1100)))
    first, _ = imported(store, checker, content)
    generation = store.generation()

    second, _ = imported(store, checker, content)

    assert (first, second) == (Imported(1100, 0, 0, 0), Imported(0, 0, 1100, 0))
    assert store.generation() == generation


def test_the_bar_moves_over_the_whole_file(store: Store, checker: Checker) -> None:
    for content in (lines(ours(1), b"", b"{", ours(2)), json.dumps(FEED, indent=2).encode()):
        moved: list[int] = []
        importer(store, checker).stream(BytesIO(content), report=lambda _line: None, advance=moved.append)
        assert sum(moved) == len(content)


@pytest.mark.parametrize(
    ("content", "source", "expected", "said"),
    [
        (lines(article(1), article(2), article(1)), None, Imported(2, 0, 1, 0), []),
        (lines(article(1), ours(1), linked(2)), None, Imported(3, 0, 0, 0), []),
        (json.dumps({"items": [article(1), ours(1)]}, indent=1).encode(), None, Imported(2, 0, 0, 0), []),
        (lines([article(1), {"text": "x"}]), None, Imported(1, 0, 0, 1), ["line 1: /1/source: Missing"]),
        (lines({"text": "The ferry was late."}, article(1)), "Post", Imported(2, 0, 0, 0), []),
        (lines(article(1, html="<p>Both.</p>")), None, Imported(0, 0, 0, 1), ["line 1: /html: Give either"]),
        (lines(article(1, text="x" * 2_001)), None, Imported(0, 0, 0, 1), ["line 1: /text: 2,001 characters"]),
        (lines({"source": "a", "html": "<p></p>"}), None, Imported(0, 0, 0, 1), ["line 1: The page holds no text"]),
    ],
)
def test_articles_and_factchecks_are_told_apart(
    store: Store, checker: Checker, content: bytes, source: str | None, expected: Imported, said: list[str]
) -> None:
    answer, complaints = imported(store, checker, content, source)

    assert answer == expected
    assert all(complaint.startswith(start) for complaint, start in zip(complaints, said, strict=True)), complaints


def test_a_folder_is_imported_file_by_file(store: Store, checker: Checker, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    (folder / "2024").mkdir(parents=True)
    (folder / "2024" / "a.txt").write_bytes(b"\xef\xbb\xbfThe ferry was late on Monday.")
    (folder / "b.HTML").write_text(
        "<html><body><article><p>The pier was closed for nine days.</p></article></body></html>"
    )
    (folder / "c.ndjson").write_bytes(lines(article(1), b"{", ours(1)))
    (folder / "d.txt").write_bytes(b"Gr\xf6\xdfe")
    (folder / "e.jpg").write_bytes(b"no article")
    moved: list[int] = []
    said: list[str] = []

    answer = importer(store, checker, "Harbour Post").folder(folder, report=said.append, advance=moved.append)

    assert answer == Imported(4, 0, 0, 2)
    assert [line.split(":")[0] for line in said] == ["c.ndjson, line 2", "d.txt"]
    assert sum(moved) == sum(file.stat().st_size for file in files_in(folder))
    with store.read() as transaction:
        stored = transaction.articles.list(ArticleFilter(), PageRequest()).items
    assert {(each.article.source.name, each.article.text[:9]) for each in stored} == {
        ("Harbour Post", "The ferry"),
        ("Harbour Post", "The pier "),
        ("Coastal Wire", "The ferry"),
    }
    _, complaints = _folder(store, checker, folder)
    assert sum("--source" in line for line in complaints) == 2


def _folder(store: Store, checker: Checker, folder: Path) -> tuple[Imported, list[str]]:
    said: list[str] = []
    answer = importer(store, checker).folder(folder, report=said.append, advance=lambda _size: None)
    return answer, said


def test_the_command_imports_articles(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'crosscheck.db'}"
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "a.txt").write_text("The ferry was late on Monday.")

    done = _run(url, tmp_path, str(tmp_path / "archive"), "--source", "Harbour Post")

    assert (done.returncode, done.stdout) == (0, b"1 created, 0 updated, 0 unchanged, 0 not valid\n"), done.stderr


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
