"""The lines that greet a newcomer."""

from __future__ import annotations

import json
from typing import Any

from service.serving.welcome import disagreement, example_articles


def claim(text: str, source: str) -> dict[str, Any]:
    return {"text": text, "source": {"id": source.lower(), "name": source}}


FERRY = {
    "topic": "number of passengers",
    "kind": "quantity",
    "positions": [
        {
            "summary": "214 passengers",
            "independent_sources": 2,
            "claims": [claim("The ferry carried\n214 passengers.", "Courier"), claim("214 were aboard.", "Gazette")],
        },
        {"summary": "241 passengers", "independent_sources": 1, "claims": [claim("It carried 241 people.", "Herald")]},
    ],
}


def test_a_disagreement_is_shown_with_one_quote_and_the_number_of_sources_of_each_side() -> None:
    assert disagreement(FERRY).splitlines() == [
        "They disagree on: number of passengers  (quantity)",
        "",
        "  2 independent sources: 214 passengers",
        "    “The ferry carried 214 passengers.” — Courier",
        "",
        "  1 independent source: 241 passengers",
        "    “It carried 241 people.” — Herald",
    ]


def test_a_long_quote_is_wrapped_to_the_width() -> None:
    assert max(len(line) for line in disagreement(FERRY, width=40).splitlines()[2:]) <= 40


def test_the_examples_are_bodies_of_posts_in_a_fixed_order() -> None:
    articles = example_articles()

    assert len(articles) >= 12
    assert articles == sorted(articles)
    assert all({"source", "text"} <= json.loads(article.read_text(encoding="utf-8")).keys() for article in articles)
