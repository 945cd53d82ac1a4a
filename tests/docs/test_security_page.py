"""docs/security.md goes through the whole list, and names tests that exist."""

from __future__ import annotations

import re

from tests.docs.pages import ROOT, page, rows


def test_every_entry_of_the_list_has_a_sentence_and_a_test_that_exists() -> None:
    entries = list(rows(page("docs/security.md")))

    assert [entry.split()[0] for entry, _, _ in entries] == [f"API{number}" for number in range(1, 11)]
    for entry, sentence, shown in entries:
        assert sentence.endswith("."), entry
        named = re.findall(r"`(tests/[\w./]+)(?:::(\w+))?`", shown)
        # Nothing but names of tests stands there.
        assert len(named) == len(shown.split(", ")), entry
        assert [name for name in named if not _exists(*name)] == [], entry


def _exists(path: str, test: str) -> bool:
    if not (ROOT / path).exists():
        return False
    return not test or f"\ndef {test}(" in (ROOT / path).read_text(encoding="utf-8")
