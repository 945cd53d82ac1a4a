"""The sentence pairs of docs/contradictions.md are answered as the page says."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from factcheck.checker import Checker
from factcheck.models import Claim, Relation, Source
from tests.docs.pages import page, rows, sections

PAIRS = [
    pytest.param(*cells, id=f"{heading}: {cells[0][:60]} / {cells[1][:60]}")
    for chapter in ("The kinds", "The guards")
    for heading, text in sections(sections(page("docs/contradictions.md"), 2)[chapter], 3).items()
    for cells in rows(text)
]


def _claim(checker: Checker, written: str, outlet: str) -> Claim:
    dated = re.fullmatch(r"\[(\d{4}-\d{2}-\d{2})\] (.+)", written)
    published_at = datetime.fromisoformat(dated[1]).replace(tzinfo=UTC) if dated else None
    return checker.claim(
        dated[2] if dated else written, source=Source(outlet, outlet), published_at=published_at, claim_id=outlet
    )


@pytest.mark.parametrize(("one", "other", "answer"), PAIRS)
def test_a_pair_of_the_page_is_answered_as_it_says(checker: Checker, one: str, other: str, answer: str) -> None:
    finding = checker.compare_pair(_claim(checker, one, "one"), _claim(checker, other, "other"))
    said = f"{finding.relation}/{finding.kind}: {finding.explanation}"
    relation, _, kind = answer.partition(", ")
    if relation == "no contradiction":
        assert finding.relation != Relation.CONTRADICTION, said
    else:
        assert finding.relation == relation, said
        assert not kind or finding.kind == kind, said


def test_every_kind_but_the_reserved_one_shows_a_conflict_and_a_near_miss() -> None:
    for heading, text in sections(sections(page("docs/contradictions.md"), 2)["The kinds"], 3).items():
        answers = [cells[2] for cells in rows(text)]
        if heading != "learned":
            assert f"contradiction, {heading}" in answers, heading
            assert "no contradiction" in answers, heading
