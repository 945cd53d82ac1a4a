from __future__ import annotations

from datetime import UTC, datetime

from factcheck.checker import Checker
from factcheck.models import Article, Source


def test_quantities_and_times_carry_the_characters_of_the_article(checker: Checker) -> None:
    text = "The mill’s owner paid “€40\u00a0million” on 3\u00a0May\u00a02024, and 12\u2009per\u2009cent more in May."
    article = Article("a", Source("s", "S"), text, published_at=datetime(2024, 5, 4, tzinfo=UTC))
    (claim,) = checker.extract(article)
    found = [(each.text, text[each.start : each.end]) for each in claim.quantities]
    found += [(each.text, text[each.start : each.end]) for each in claim.times]
    assert len(claim.quantities) == 2
    assert claim.times
    assert all(said == written for said, written in found)
    assert any("\u00a0" in said for said, _ in found)
