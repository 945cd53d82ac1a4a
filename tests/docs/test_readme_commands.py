"""The README's curl lines run against the real service and are answered as it shows.

What it shows has to be in the answer word for word, except ids, times, and numbers that every improvement moves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.docs.readme import Command, commands
from tests.e2e.running import RunningService, running_service

CHANGING = {
    "id",
    "article_id",
    "created_at",
    "detected_at",
    "confidence",
    "similarity",
    "claim_count",
    "inconsistency_count",
}
COMMANDS = commands()


def difference(shown: Any, answered: Any, where: str = "") -> str | None:
    """The first place where the answer does not hold what is shown; None where it does."""
    if isinstance(shown, dict) and isinstance(answered, dict):
        for key, part in shown.items():
            if key not in answered:
                return f"{where}/{key} is not in the answer"
            if key in CHANGING and type(part) is type(answered[key]):
                continue
            if found := difference(part, answered[key], f"{where}/{key}"):
                return found
        return None
    if isinstance(shown, list) and isinstance(answered, list):
        for n, part in enumerate(shown):
            tried = [difference(part, candidate, f"{where}/{n}") for candidate in answered]
            if None not in tried:
                return tried[0] if tried else f"{where} is empty"
        return None
    return None if shown == answered else f"{where}: shown {shown!r}, answered {answered!r}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(tmp_path_factory.mktemp("readme"), workers="1") as running:
        next(command for command in COMMANDS if command.name == "post").run(running)
        yield running


def test_the_readme_shows_commands_with_their_answers() -> None:
    assert [command.name for command in COMMANDS] == ["check", "post", "list", "compare"]


@pytest.mark.server
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_of_the_readme_is_answered_as_shown(service: RunningService, command: Command) -> None:
    answered = command.run(service)
    found = difference(command.shown, answered)
    assert found is None, f"{found}\n{json.dumps(answered, indent=2)[:6000]}"
