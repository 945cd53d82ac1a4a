"""The curl lines of docs/access.md run against the real service, and are answered as the page shows."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.caching import eventually
from tests.contract.service import key_in
from tests.docs.readme import commands
from tests.docs.test_readme_commands import difference
from tests.e2e.running import running_service


@pytest.mark.server
def test_the_commands_of_the_page_are_answered_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = commands("docs/access.md")
    assert [command.name for command in shown] == ["bearer", "without"]
    with running_service(tmp_path, workers="1") as service:
        monkeypatch.setenv("KEY", key_in(tmp_path, "read", "write"))
        assert eventually(lambda: _status(f"{service.url}/v1/sources") == 401)
        for command in shown:
            answered = command.run(service)
            found = difference(command.shown, answered)
            assert found is None, f"{command.name}: {found}\n{json.dumps(answered, indent=2)[:6000]}"


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
