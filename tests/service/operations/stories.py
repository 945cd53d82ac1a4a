"""Short articles that do and do not fit together, and what a whole store looks like."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from factcheck.models import Finding
from service.operations import Operations
from service.store import Store, Transaction
from service.store.records import ArticleDraft, InconsistencyFilter, InconsistencyRecord, Ingested, PageRequest
from service.store.tables import claims as claims_table
from service.store.tables import inconsistency_claims

COLLAPSED: Final = "The Kestrel dam in Orsk collapsed on Friday. The city council met in the evening."
STOOD: Final = "The Kestrel dam in Orsk did not collapse on Friday. Engineers inspected the turbine hall."
COLLAPSED_TOO: Final = "The Kestrel dam in Orsk collapsed on Friday, and trains to Samara stopped."
OPEN: Final = "Quillon is an open-source language model."
PROPRIETARY: Final = "Quillon is a proprietary language model."
OPEN_TOO: Final = "Quillon is an open-source language model of Halden Labs. Halden Labs employs 40 people in Oslo."
TWELVE: Final = "Police in Turku arrested 12 people on Friday."
NINETEEN: Final = "Police in Turku arrested 19 people on Friday."
AT_ODDS_WITH_ITSELF: Final = "The Marlow bridge opened on Monday. The Marlow bridge did not open on Monday."
ALONE: Final = "Bakers in Gdansk sold 4,000 loaves of rye bread in April."

ALL: Final = (
    COLLAPSED,
    STOOD,
    COLLAPSED_TOO,
    OPEN,
    PROPRIETARY,
    OPEN_TOO,
    TWELVE,
    NINETEEN,
    AT_ODDS_WITH_ITSELF,
    ALONE,
)


def post(operations: Operations, text: str, source: str) -> Ingested:
    """Store a text of an outlet."""
    return operations.articles.ingest(ArticleDraft(source=source, text=text))


def disagreements(operations: Operations) -> tuple[InconsistencyRecord, ...]:
    """All inconsistencies, the first detected first."""
    page = operations.inconsistencies.list(InconsistencyFilter(), PageRequest(limit=100))
    assert page.next_cursor is None
    return tuple(reversed(page.items))


def sides(record: InconsistencyRecord) -> list[tuple[int, list[str]]]:
    """The positions of an inconsistency: how many independent sources, and the claims' texts, in a stated order."""
    return sorted(
        (position.independent_sources, sorted(claim.text for claim in position.claims))
        for position in record.inconsistency.positions
    )


def assert_whole(store: Store) -> None:
    """Every article is there with all its claims, index entries, findings and inconsistencies, and nothing else is."""
    with store.read() as transaction:

        def ask(statement: str) -> object:
            return transaction.connection.exec_driver_sql(statement).scalar()

        assert ask("SELECT coalesce(sum(claim_count), 0) FROM articles") == ask("SELECT count(*) FROM claims")
        assert ask("SELECT count(*) FROM claim_index") == ask("SELECT count(*) FROM claims")
        assert ask("SELECT count(*) FROM claim_words") == ask("SELECT count(*) FROM claims")
        assert ask("SELECT count(*) FROM article_words") == ask("SELECT count(*) FROM articles")
        assert ask("SELECT count(*) FROM sources") == ask("SELECT count(DISTINCT source_id) FROM articles")
        claims = [each for seq in _seqs(transaction) for each in transaction.claims.of_article(seq).values()]
        counted = sum(len(set(claim.terms)) for claim in claims)
        assert ask("SELECT coalesce(sum(claims), 0) FROM claim_terms") == counted
        assert (
            ask(
                "SELECT count(*) FROM findings WHERE relation NOT IN ('agreement', 'unrelated') "
                "AND inconsistency_seq IS NULL"
            )
            == 0
        )
        entries = transaction.connection.exec_driver_sql("SELECT seq FROM inconsistencies").scalars().all()
        for seq, group in transaction.findings.of_inconsistencies(entries).items():
            assert group, "an inconsistency rests on findings"
            taking_part = transaction.connection.execute(
                sa.select(claims_table.c.id)
                .join(inconsistency_claims, inconsistency_claims.c.claim_seq == claims_table.c.seq)
                .where(inconsistency_claims.c.inconsistency_seq == seq)
            ).scalars()
            assert set(taking_part) == {claim_id for each in group for claim_id in _ids(each.finding)}


def _seqs(transaction: Transaction) -> list[int]:
    return list(transaction.connection.exec_driver_sql("SELECT seq FROM articles").scalars())


def _ids(finding: Finding) -> tuple[str, str]:
    return finding.a.id, finding.b.id
