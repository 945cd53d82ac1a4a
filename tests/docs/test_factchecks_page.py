"""The curl lines of docs/factchecks.md run against the real service, in order, and are answered as the page shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.docs.readme import commands
from tests.docs.test_readme_commands import difference
from tests.e2e.running import running_service


@pytest.mark.server
def test_the_commands_of_the_page_are_answered_as_shown(tmp_path: Path) -> None:
    shown = commands("docs/factchecks.md")
    assert [command.name for command in shown] == ["store", "linked", "search", "check"]
    with running_service(tmp_path, workers="1") as service:
        for command in shown:
            answered = command.run(service)
            found = difference(command.shown, answered)
            assert found is None, f"{command.name}: {found}\n{json.dumps(answered, indent=2)[:6000]}"
