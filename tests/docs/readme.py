"""The commands of a page and the answers it shows; `python -m tests.docs.readme` puts today's answers into the README.

A shown answer leaves parts out: three dots stand for them. Which parts are shown is kept when the values are
renewed, so what a reader sees is chosen by hand and filled in by the service.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.docs.pages import ROOT, page
from tests.e2e.running import RunningService, running_service

_BLOCK = re.compile(r"(<!-- run: (\w+) -->\n```console\n\$ (.*?)```\n.*?```json\n)(.*?)(```)", flags=re.DOTALL)
_INDENT = "  "
_SHORT = 80


@dataclass(frozen=True, slots=True)
class Command:
    """A shell command of a page and the answer that it shows."""

    name: str
    line: str
    shown: Any

    def run(self, service: RunningService) -> Any:
        """The first JSON value that the command prints when it is sent to this service."""
        line = self.line.replace("http://127.0.0.1:8000", service.url)
        done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
        return json.JSONDecoder().raw_decode(done.stdout)[0]


def commands(name: str = "README.md") -> tuple[Command, ...]:
    """The commands that a page marks to be run, in its order."""
    return tuple(Command(found[2], found[3], _shown(found[4])) for found in _BLOCK.finditer(page(name)))


def _shown(answer: str) -> Any:
    return json.loads(re.sub(r",\s*\.\.\.(?=\s*[}\]])", "", answer))


def rendered(shown: Any, answered: Any, indent: str = "") -> str:
    """The answer, cut down to the parts that are shown, with three dots for the rest."""
    if isinstance(shown, dict) and isinstance(answered, dict) and shown:
        names = [key for key in answered if key in shown]
        parts = [f"{json.dumps(key)}: {rendered(shown[key], answered[key], indent + _INDENT)}" for key in names]
        opened, closed = "{", "}"
    elif isinstance(shown, list) and isinstance(answered, list) and shown:
        parts = [rendered(part, whole, indent + _INDENT) for part, whole in zip(shown, answered, strict=False)]
        opened, closed = "[", "]"
    else:
        return json.dumps(answered, ensure_ascii=False)
    if len(parts) < len(answered):
        parts.append("...")
    in_one_line = opened + ", ".join(parts) + closed
    if len(in_one_line) < _SHORT and "\n" not in in_one_line:
        return in_one_line
    return f"{opened}\n" + ",\n".join(indent + _INDENT + part for part in parts) + f"\n{indent}{closed}"


def renew() -> None:
    """Run every command against an empty service, the posting one first, and write the answers into the README."""
    text = page("README.md")
    with tempfile.TemporaryDirectory() as folder, running_service(Path(folder), workers="1") as service:
        in_order = sorted(commands(), key=lambda command: command.name != "post")
        answers = {command.name: rendered(command.shown, command.run(service)) for command in in_order}
    (ROOT / "README.md").write_text(
        _BLOCK.sub(lambda found: found[1] + answers[found[2]] + "\n" + found[5], text), encoding="utf-8"
    )


if __name__ == "__main__":
    renew()
