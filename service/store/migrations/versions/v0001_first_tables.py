"""The first tables, and the indexes that each database has in its own form."""

from __future__ import annotations

import time

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Time = sa.DateTime(timezone=True)

_SQLITE_INDEXES = (
    # No table keeps its words: what was indexed can be told from the rows themselves.
    "CREATE VIRTUAL TABLE article_words USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE claim_words USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE claim_index USING fts5(terms, content='', tokenize='ascii')",
)

# Without fast updates: a search must not pay for the entries that earlier writes left unsorted.
_POSTGRESQL_INDEXES = (
    "CREATE TABLE article_words (seq bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_article_words_words ON article_words USING gin (words) WITH (fastupdate = off)",
    "CREATE TABLE claim_words (seq bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_claim_words_words ON claim_words USING gin (words) WITH (fastupdate = off)",
    "CREATE TABLE claim_index (claim_seq bigint PRIMARY KEY, terms bigint[] NOT NULL)",
    "CREATE INDEX ix_claim_index_terms ON claim_index USING gin (terms) WITH (fastupdate = off)",
)


def upgrade() -> None:
    """Take the step."""
    _create_articles()
    _create_claims()
    _create_findings()
    op.create_table(
        "generation",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    # By the clock, as each write raises it: a new database must not meet a cache's answers from the one before.
    op.execute(f"INSERT INTO generation (id, number) VALUES (1, {time.time_ns() // 1000})")  # noqa: S608 - a number
    op.create_table(
        "claim_terms",
        sa.Column("term", _Key, primary_key=True, autoincrement=False),
        sa.Column("claims", sa.Integer, nullable=False),
    )
    for statement in _SQLITE_INDEXES if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_INDEXES:
        op.execute(statement)


def _reference(name: str, target: str, *, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{target}.seq"], ondelete=ondelete)


def _create_articles() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
    )
    op.create_index("ix_sources_folded", "sources", ["folded"])
    op.create_table(
        "articles",
        sa.Column("seq", _Key, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("published_at", _Time),
        sa.Column("language", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("claim_count", sa.Integer, nullable=False),
        sa.Column("created_at", _Time, nullable=False),
        sa.Column("dated_at", _Time, nullable=False),
        sa.UniqueConstraint("id", name="uq_articles_id"),
        sa.UniqueConstraint("source_id", "content_hash", name="uq_articles_source_id_content_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_dated_at", "articles", ["dated_at"])
    op.create_index("ix_articles_source_id_seq", "articles", ["source_id", "seq"])
    op.create_table(
        "article_bands",
        sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article_seq", _Key, primary_key=True, autoincrement=False),
        _reference("article_seq", "articles"),
    )
    op.create_index("ix_article_bands_article_seq", "article_bands", ["article_seq"])


def _create_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("seq", _Key, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("article_seq", _Key, nullable=False),
        sa.Column("source_id", sa.Text, sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("check_worthiness", sa.Double, nullable=False),
        sa.Column("wording", sa.BigInteger, nullable=False),
        sa.Column("codec", sa.Integer, nullable=False),
        sa.Column("analysis", sa.LargeBinary, nullable=False),
        _reference("article_seq", "articles"),
        sa.UniqueConstraint("id", name="uq_claims_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_claims_article_seq_seq", "claims", ["article_seq", "seq"])
    op.create_index("ix_claims_source_id_seq", "claims", ["source_id", "seq"])
    op.create_table(
        "claim_entities",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("claim_seq", _Key, primary_key=True, autoincrement=False),
        _reference("claim_seq", "claims"),
    )
    op.create_index("ix_claim_entities_claim_seq", "claim_entities", ["claim_seq"])


def _create_findings() -> None:
    op.create_table(
        "inconsistencies",
        sa.Column("seq", _Key, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("relation", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("explanation", sa.Text, nullable=False),
        sa.Column("point", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("detected_at", _Time, nullable=False),
        sa.UniqueConstraint("id", name="uq_inconsistencies_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inconsistencies_detected_at", "inconsistencies", ["detected_at"])
    op.create_table(
        "findings",
        sa.Column("seq", _Key, primary_key=True, autoincrement=True),
        sa.Column("claim_a", _Key, nullable=False),
        sa.Column("claim_b", _Key, nullable=False),
        sa.Column("inconsistency_seq", _Key),
        sa.Column("relation", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
        *(sa.Column(name, sa.Double, nullable=False) for name in ("confidence", "similarity")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("explanation", "point", "topic", "side_a", "side_b")),
        *(sa.Column(f"evidence_a_{end}", sa.Integer, nullable=False) for end in ("start", "end")),
        *(sa.Column(f"evidence_b_{end}", sa.Integer, nullable=False) for end in ("start", "end")),
        *(sa.Column(f"{name}_score", sa.Double, nullable=False) for name in ("contradiction", "agreement", "neutral")),
        _reference("claim_a", "claims"),
        _reference("claim_b", "claims"),
        _reference("inconsistency_seq", "inconsistencies", ondelete="SET NULL"),
        sa.UniqueConstraint("claim_a", "claim_b", "point", name="uq_findings_claim_a_claim_b_point"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_findings_claim_b", "findings", ["claim_b"])
    op.create_index("ix_findings_inconsistency_seq", "findings", ["inconsistency_seq"])
    op.create_index("ix_findings_point", "findings", ["point"])
    op.create_table(
        "inconsistency_claims",
        sa.Column("inconsistency_seq", _Key, primary_key=True, autoincrement=False),
        sa.Column("claim_seq", _Key, primary_key=True, autoincrement=False),
        sa.Column("article_seq", _Key, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        _reference("inconsistency_seq", "inconsistencies"),
        _reference("claim_seq", "claims"),
        _reference("article_seq", "articles"),
    )
    for column in ("article_seq", "source_id"):
        name = f"ix_inconsistency_claims_{column}_inconsistency_seq"
        op.create_index(name, "inconsistency_claims", [column, "inconsistency_seq"])
    op.create_index("ix_inconsistency_claims_claim_seq", "inconsistency_claims", ["claim_seq"])
