"""Questions about texts are answered, and nothing of them is stored."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from factcheck.models import Article, Relation, Source, Verdict
from service.operations import Operations, Statement
from service.store import Store
from tests.service.operations import stories
from tests.service.operations.stories import post


@pytest.fixture(autouse=True)
def nothing_is_written(operations: Operations, store: Store):  # type: ignore[no-untyped-def]
    post(operations, stories.OPEN, "The Courier")
    post(operations, stories.OPEN_TOO, "Posten")
    post(operations, stories.PROPRIETARY, "Tidende")
    before = store.generation()
    yield
    assert store.generation() == before


def test_a_claim_is_looked_up_among_what_is_stored(operations: Operations) -> None:
    answer = operations.checks.check("Quillon is a proprietary language model.")
    assert answer.verdict is Verdict.DISPUTED
    assert (answer.supporting_sources, answer.contradicting_sources) == (1, 2)
    assert {finding.b.source.name for finding in answer.contradicting} == {"The Courier", "Posten"}


@pytest.mark.parametrize("text", ["Penguins breed on Bouvet Island.", "?", "🚢", "x" * 5000])
def test_a_claim_that_nothing_speaks_of_has_no_evidence(operations: Operations, text: str) -> None:
    assert operations.checks.check(text).verdict is Verdict.NO_EVIDENCE


def test_claims_are_extracted(operations: Operations) -> None:
    text = f"{stories.TWELVE} Is that many?"
    (claim,) = operations.checks.extract(text)
    assert text[claim.span.start : claim.span.end] == claim.text == stories.TWELVE


def test_articles_are_compared(operations: Operations) -> None:
    articles = [
        Article(id=str(number), source=Source(name, name), text=text, origin=str(number))
        for number, (name, text) in enumerate([("a", stories.COLLAPSED), ("b", stories.STOOD)], 1)
    ]
    report = operations.checks.compare(articles)
    assert [found.relation for found in report.inconsistencies] == [Relation.CONTRADICTION]
    assert {claim.article_id for claim in report.claims} == {"1", "2"}


def test_pairs_are_compared_in_order(operations: Operations) -> None:
    moment = datetime(2025, 3, 4, tzinfo=UTC)
    one, other = Statement(stories.OPEN, "The Courier", moment), Statement(stories.PROPRIETARY)
    bakers = Statement(stories.ALONE)
    findings = operations.checks.compare_pairs([(one, other), (other, bakers), (other, one)])
    assert [finding.relation for finding in findings] == [
        Relation.CONTRADICTION,
        Relation.UNRELATED,
        Relation.CONTRADICTION,
    ]
    assert (findings[0].a.source.name, findings[0].a.published_at) == ("The Courier", moment)
    assert findings[0].b.source == Source("", "")
