"""The documentation as the tests read it: pages, their links, headings and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = ("", "docs", "docs/adr", "examples", "benchmarks", "factcheck/learned/shipped/*")


def pages() -> tuple[Path, ...]:
    """Every Markdown page of the project."""
    return tuple(sorted(page for folder in _FOLDERS for page in ROOT.glob(f"{folder}/*.md".lstrip("/"))))


def page(name: str) -> str:
    """The text of one page, by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def links(text: str) -> tuple[str, ...]:
    """The targets of a page's links."""
    return tuple(re.findall(r"\]\(([^)\s]+)\)", text))


def anchors(text: str) -> frozenset[str]:
    """The names under which a page's headings can be linked to."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def sections(text: str, level: int) -> dict[str, str]:
    """Heading -> what stands below it, for the headings of one level."""
    parts = re.split(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(text: str) -> Iterator[tuple[str, ...]]:
    """The cells of every table row of a text; headings and rules of tables are left out."""
    lines = text.splitlines()
    for before, line in zip(["", *lines], lines, strict=False):
        if not line.startswith("|") or set(line) <= set("|-: "):
            continue
        if not before.startswith("|"):  # the first row of a table names its columns
            continue
        yield tuple(cell.strip() for cell in line.strip("|").split("|"))
