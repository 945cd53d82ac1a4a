"""The documentation pages: they render in a browser, from the service's own files alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from werkzeug.test import Client

from factcheck.checker import Checker
from tests.contract.service import service_in
from tests.e2e.running import running_service

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture
def client(tmp_path: Path, checker: Checker) -> Client:
    return Client(service_in(tmp_path, checker))


@pytest.mark.parametrize("page", ["/docs", "/docs/errors"])
def test_a_page_may_load_from_nowhere_else_and_names_only_files_that_are_there(client: Client, page: str) -> None:
    answer = client.get(page)

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "http" not in re.sub(r"'self'", "", answer.headers["Content-Security-Policy"])
    addresses = re.findall(r'(?:src|href)="([^"#]+)"', answer.text)
    assert addresses
    base = page.rpartition("/")[0]
    for address in addresses:
        assert client.get(f"{base}/{address}").status_code == 200, address


def test_the_files_of_the_pages_can_be_kept_by_browsers(client: Client) -> None:
    first = client.get("/docs/assets/swagger-ui.css")

    again = client.get("/docs/assets/swagger-ui.css", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.mimetype, again.status_code) == ("text/css", 304)


def test_other_files_are_not_shown(client: Client) -> None:
    for name in ("docs.html", "LICENSE", "..%2fdocs.py", "index.css"):
        assert client.get(f"/docs/assets/{name}").status_code == 404


@pytest.mark.server
def test_the_operations_are_shown_in_chromium(tmp_path: Path) -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("Chromium is not installed, so that no page can be rendered")
    (tmp_path / "service").mkdir()
    with running_service(tmp_path / "service", workers="1") as service:
        run = subprocess.run(
            [
                browser,
                *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
                *(f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=20000", "--dump-dom"),
                f"{service.url}/docs",
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )

    for operation in ("store_article", "check_claim", "compare_pairs"):
        assert f"-{operation}" in run.stdout
    assert "Store an article and compare it" in run.stdout
    assert "OAS 3.1" in run.stdout
    assert "Failed to load" not in run.stdout
