"""Clients made from openapi.yaml compile, and post, list and check with the running service; Spectral is content."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contract.document import ROOT
from tests.e2e.running import RunningService, running_service

pytestmark = pytest.mark.server


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    folder = tmp_path / "service"
    folder.mkdir()
    with running_service(folder, workers="2") as running:
        yield running


def _run(*command: Any, folder: Path, **environment: str) -> str:
    run = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-4000:]
    return run.stdout


def test_a_python_client_posts_lists_and_checks(
    service: RunningService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = sysconfig.get_path("scripts")
    settings = tmp_path / "generator.yaml"
    # The generator has no way to read YAML; what it makes for /openapi.yaml returns text. Nor does it know lines of JSON, of
    # which it sends one.
    overrides = "  application/yaml: application/json\n  application/x-ndjson: application/json\n"
    settings.write_text(f"content_type_overrides:\n{overrides}")
    said = _run(
        Path(scripts) / "openapi-python-client",
        "generate",
        *("--path", ROOT / "openapi.yaml", "--output-path", tmp_path / "crosscheck_client"),
        *("--meta", "none", "--config", settings, "--fail-on-warning"),
        folder=tmp_path,
        PATH=f"{scripts}{os.pathsep}{os.environ['PATH']}",
    )
    assert "WARNING" not in said
    _run(sys.executable, "-W", "error", "-m", "compileall", "-q", "crosscheck_client", folder=tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))

    def part(name: str) -> Any:
        return importlib.import_module(f"crosscheck_client.{name}")

    models = part("models")
    client = part("client").Client(base_url=service.url)
    with client:
        for source, text in (
            ("Morning Ledger", "OpenAI leads open-source AI, and its models are free for anyone to download."),
            ("Dispatch", "OpenAI keeps its models proprietary."),
        ):
            body = models.ArticleSubmission(source=source, text=text)
            article = part("api.articles.store_article").sync(client=client, body=body)
            assert (article.source.name, article.text) == (source, text)

        one_line = models.ArticleSubmission(source="Dispatch", text="The ferry was late on Monday.")
        accepted = part("api.imports.import_articles").sync(client=client, body=one_line)
        assert (accepted.kind, accepted.progress.total) == ("import", 1)

        blank = models.ArticleSubmission(source="Dispatch", text=" ")
        refused = part("api.articles.store_article").sync(client=client, body=blank)
        assert (refused.code, refused.errors[0].pointer) == ("validation_failed", "/text")

        (found,) = part("api.inconsistencies.list_inconsistencies").sync(client=client, limit=5).items
        assert (found.relation, found.kind) == ("contradiction", "opposed_concept")
        reviewed = part("api.inconsistencies.review_inconsistency").sync(
            found.id, client=client, if_match="*", body=models.Review(status=models.ReviewStatus.CONFIRMED)
        )
        assert reviewed.status == "confirmed"

        looked_up = part("api.check.check_claim").sync(client=client, claim="OpenAI leads open-source AI.")
        assert looked_up.independent_sources.contradicting == 1
        deleted = part("api.articles.delete_article").sync_detailed(article.id, client=client)
        assert deleted.status_code == 204


def test_a_typescript_client_posts_lists_and_checks(service: RunningService, node_folder: Path) -> None:
    programs = node_folder / "node_modules" / ".bin"
    _run(programs / "openapi-typescript", ROOT / "openapi.yaml", "-o", "crosscheck.d.ts", folder=node_folder)

    _run(programs / "tsc", folder=node_folder)
    verdict = _run("node", "built/post_list_check.js", service.url, folder=node_folder)

    assert verdict.strip() in {"disputed", "corroborated", "single_source"}


def test_spectral_finds_nothing_in_the_document(node_folder: Path) -> None:
    spectral = node_folder / "node_modules" / ".bin" / "spectral"

    said = _run(
        spectral,
        *("lint", ROOT / "openapi.yaml", "--ruleset", ROOT / ".spectral.yaml", "--fail-severity", "hint"),
        folder=node_folder,
    )

    assert "No results" in said
