"""Small real values for tests that need no language model."""

from __future__ import annotations

from datetime import UTC, datetime

from factcheck.models import AnchoredSpan, Certainty, Claim, Finding, Kind, Relation, Scores, Source, Span


def claim(name: str, *, source: str = "", origin: str = "", text: str = "", day: int | None = None) -> Claim:
    """A claim of an article of its own, or of `origin`'s text."""
    words = text or f"This is claim {name}."
    return Claim(
        id=name,
        article_id=origin or f"article-{name}",
        source=Source(source or f"source-{name}", source or f"Source {name}"),
        text=words,
        span=AnchoredSpan(0, len(words), 0, len(words), "", ""),
        standalone_text=words,
        check_worthiness=0.5,
        certainty=Certainty.ASSERTED,
        published_at=datetime(2026, 5, day, tzinfo=UTC) if day else None,
        origin=origin or f"article-{name}",
    )


def finding(
    a: Claim,
    b: Claim,
    relation: Relation = Relation.CONTRADICTION,
    *,
    kind: Kind | None = Kind.QUANTITY,
    confidence: float = 0.8,
    point: str = "quantity:death",
    sides: tuple[str, str] = ("12", "19"),
) -> Finding:
    """A judged pair."""
    return Finding(
        a=a,
        b=b,
        relation=relation,
        kind=kind,
        confidence=confidence,
        similarity=0.5,
        explanation="They differ.",
        scores=Scores(0.8, 0.1, 0.2),
        evidence_a=Span(0, 1),
        evidence_b=Span(0, 1),
        point=point,
        topic="the number of deaths",
        side_a=sides[0],
        side_b=sides[1],
    )
