"""Planned dates that are moved."""

from __future__ import annotations

from factcheck.guards.succession.order import (
    STATE_CHANGES,
    first_phrase,
    in_words,
    order_by_words,
    published_apart,
    words_of,
)
from factcheck.models import Match, Reading
from factcheck.text.times import looks_ahead


def moved_plan(match: Match, reading: Reading) -> str | None:
    """A planned date that another article moves."""
    ahead = [
        any(looks_ahead(claim.tokens, i) for i in words_of(claim, evidence))
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
    ]
    word = first_phrase(match.a, "plans", "words") or first_phrase(match.b, "plans", "words")
    order = order_by_words(match)
    gap = published_apart(match)
    if word and (any(ahead) or order is not None or (gap is not None and abs(gap) >= STATE_CHANGES)):
        return f"The date was moved (“{word}”)."
    if all(ahead) and gap is not None and abs(gap) >= STATE_CHANGES:
        return f"The plan may have changed between the two articles, {in_words(gap)} apart."
    return None
