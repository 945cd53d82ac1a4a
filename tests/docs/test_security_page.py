"""docs/security.md goes through the whole list, and names tests that exist."""

from __future__ import annotations

import re

from tests.docs.pages import ROOT, page, rows


def test_every_entry_of_the_list_has_a_sentence_and_a_test_that_exists() -> None:
    entries = list(rows(page("docs/security.md")))

    assert [entry.split()[0] for entry, _, _ in entries] == [f"API{number}" for number in range(1, 11)]
    for entry, sentence, shown in entries:
        assert sentence.endswith("."), entry
        named = re.findall(r"`(tests/[\w./]+)`", shown)
        assert named, entry
        assert [path for path in named if not (ROOT / path).exists()] == []
