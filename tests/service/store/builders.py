"""Real articles, claims and findings, with only what a test cares about spelled out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from factcheck.models import (
    AnchoredSpan,
    Article,
    Certainty,
    Claim,
    Entity,
    Finding,
    Kind,
    Relation,
    Scores,
    Span,
)
from service.candidates import index_for
from service.store import Store
from service.store.identity import new_id, source_named

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)


def an_article(
    text: str = "The harbour of Lund was closed on Monday.",
    *,
    source: str = "The Courier",
    id: str | None = None,  # noqa: A002 - the word of the API
    title: str | None = None,
    published_at: datetime | None = None,
    origin: str | None = None,
) -> Article:
    """An article of an outlet."""
    article_id = id or new_id("art")
    return Article(
        id=article_id,
        source=source_named(source),
        text=text,
        title=title,
        published_at=published_at,
        origin=origin or article_id,
    )


def a_claim(
    article: Article,
    number: int = 1,
    text: str = "The harbour of Lund was closed on Monday.",
    *,
    entities: Sequence[str] = (),
    terms: Sequence[str] = (),
    check_worthiness: float = 0.5,
) -> Claim:
    """A claim of an article; its terms are its words where none are given."""
    return Claim(
        id=f"{article.id}-{number}",
        article_id=article.id,
        source=article.source,
        text=text,
        span=AnchoredSpan(0, len(text), 0, len(text), "", ""),
        standalone_text=text,
        check_worthiness=check_worthiness,
        certainty=Certainty.ASSERTED,
        entities=tuple(Entity(name, "ORG", name.lower(), 0, len(name)) for name in entities),
        published_at=article.published_at,
        terms=tuple(terms) or tuple(dict.fromkeys(text.lower().rstrip(".").split())),
        origin=article.origin,
    )


def a_finding(
    a: Claim,
    b: Claim,
    *,
    relation: Relation = Relation.CONTRADICTION,
    kind: Kind | None = Kind.NEGATION,
    confidence: float = 0.8,
    point: str = "negation:close",
    sides: tuple[str, str] = ("yes", "no"),
) -> Finding:
    """A judged pair."""
    return Finding(
        a=a,
        b=b,
        relation=relation,
        kind=kind,
        confidence=confidence,
        similarity=0.6,
        explanation="One says that it was closed, the other that it was not.",
        scores=Scores(confidence, 0.1, 0.1),
        evidence_a=Span(0, 3),
        evidence_b=Span(4, 9),
        point=point,
        topic="the harbour of Lund",
        side_a=sides[0],
        side_b=sides[1],
    )


def keep(store: Store, article: Article, claims: Sequence[Claim] = (), findings: Sequence[Finding] = ()) -> None:
    """Store an article with its claims and findings, as one write; inconsistencies are not made."""
    with store.write() as transaction:
        transaction.sources.add(article.source)
        article_seq = transaction.articles.add(
            article, claim_count=len(claims), signature=(), bands=(), created_at=NOON
        )
        seqs = transaction.claims.add(article_seq, claims)
        index_for(store.dialect).add(transaction.connection, {seqs[claim.id]: claim.terms for claim in claims})
        wanted = {claim.id for finding in findings for claim in (finding.a, finding.b)}
        transaction.findings.add(findings, transaction.claims.seqs(wanted))
