"""The tables, as the migrations leave them; a test compares the two.

The indexes that find text and candidates are made by the migrations alone, because each database has its own kind:
see `fulltext.py` and `service.candidates`.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa


class UtcTime(sa.TypeDecorator[datetime]):
    """A moment; what has no time zone is taken for UTC, and UTC is what comes back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Turn a moment into what the driver takes."""
        if value is None:
            return None
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Turn what the driver gives into a moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


# SQLite numbers rows by itself only where the key is exactly INTEGER.
Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> sa.Column[int]:
    return sa.Column("seq", Key, primary_key=True, autoincrement=True)


def _reference(name: str, target: str, *, primary_key: bool = False) -> sa.Column[int]:
    foreign = sa.ForeignKey(f"{target}.seq", ondelete="CASCADE")
    return sa.Column(name, Key, foreign, primary_key=primary_key, nullable=False, autoincrement=False)


sources = sa.Table(
    "sources",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("folded", sa.Text, nullable=False, index=True),
)

articles = sa.Table(
    "articles",
    metadata,
    _key(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("source_id", sa.Text, sa.ForeignKey("sources.id"), nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("author", sa.Text),
    sa.Column("published_at", UtcTime),
    sa.Column("language", sa.Text),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("claim_count", sa.Integer, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("dated_at", UtcTime, nullable=False, index=True),
    sa.UniqueConstraint("source_id", "content_hash"),
    sa.Index(None, "source_id", "seq"),
    sqlite_autoincrement=True,
)

article_bands = sa.Table(
    "article_bands",
    metadata,
    sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
    _reference("article_seq", "articles", primary_key=True),
    sa.Index(None, "article_seq"),
)

claims = sa.Table(
    "claims",
    metadata,
    # Never used twice, so that "claims added after this one" means what it says.
    _key(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    _reference("article_seq", "articles"),
    sa.Column("source_id", sa.Text, sa.ForeignKey("sources.id"), nullable=False),
    sa.Column("check_worthiness", sa.Double, nullable=False),
    sa.Column("wording", sa.BigInteger, nullable=False),
    sa.Column("codec", sa.Integer, nullable=False),
    sa.Column("analysis", sa.LargeBinary, nullable=False),
    sa.Index(None, "article_seq", "seq"),
    sa.Index(None, "source_id", "seq"),
    sqlite_autoincrement=True,
)

claim_entities = sa.Table(
    "claim_entities",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    _reference("claim_seq", "claims", primary_key=True),
    sa.Index(None, "claim_seq"),
)

inconsistencies = sa.Table(
    "inconsistencies",
    metadata,
    _key(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("relation", sa.Text, nullable=False),
    sa.Column("kind", sa.Text),
    sa.Column("confidence", sa.Double, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("explanation", sa.Text, nullable=False),
    sa.Column("point", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("detected_at", UtcTime, nullable=False, index=True),
    sqlite_autoincrement=True,
)

findings = sa.Table(
    "findings",
    metadata,
    _key(),
    _reference("claim_a", "claims"),
    _reference("claim_b", "claims"),
    sa.Column("inconsistency_seq", Key, sa.ForeignKey("inconsistencies.seq", ondelete="SET NULL")),
    sa.Column("relation", sa.Text, nullable=False),
    sa.Column("kind", sa.Text),
    sa.Column("confidence", sa.Double, nullable=False),
    sa.Column("similarity", sa.Double, nullable=False),
    sa.Column("explanation", sa.Text, nullable=False),
    sa.Column("point", sa.Text, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("side_a", sa.Text, nullable=False),
    sa.Column("side_b", sa.Text, nullable=False),
    sa.Column("evidence_a_start", sa.Integer, nullable=False),
    sa.Column("evidence_a_end", sa.Integer, nullable=False),
    sa.Column("evidence_b_start", sa.Integer, nullable=False),
    sa.Column("evidence_b_end", sa.Integer, nullable=False),
    sa.Column("contradiction_score", sa.Double, nullable=False),
    sa.Column("agreement_score", sa.Double, nullable=False),
    sa.Column("neutral_score", sa.Double, nullable=False),
    sa.UniqueConstraint("claim_a", "claim_b", "point"),
    sa.Index(None, "claim_b"),
    sa.Index(None, "inconsistency_seq"),
    sa.Index(None, "point"),
    sqlite_autoincrement=True,
)

inconsistency_claims = sa.Table(
    "inconsistency_claims",
    metadata,
    _reference("inconsistency_seq", "inconsistencies", primary_key=True),
    _reference("claim_seq", "claims", primary_key=True),
    _reference("article_seq", "articles"),
    sa.Column("source_id", sa.Text, nullable=False),
    sa.Index(None, "claim_seq"),
    sa.Index(None, "article_seq", "inconsistency_seq"),
    sa.Index(None, "source_id", "inconsistency_seq"),
)

factchecks = sa.Table(
    "factchecks",
    metadata,
    _key(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    # Of URL and claim, which together tell a fact-check from every other.
    sa.Column("identity", sa.Text, nullable=False, unique=True),
    sa.Column("external_id", sa.Text),
    sa.Column("claim_reviewed", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("publisher_name", sa.Text, nullable=False),
    sa.Column("publisher_site", sa.Text),
    # The two in the form in which they are asked for.
    sa.Column("publisher_folded", sa.Text, nullable=False),
    sa.Column("publisher_host", sa.Text),
    sa.Column("claimant", sa.Text),
    sa.Column("claim_date", sa.Date),
    sa.Column("review_date", sa.Date),
    sa.Column("rating_text", sa.Text, nullable=False),
    sa.Column("rating_value", sa.Double),
    sa.Column("rating_best", sa.Double),
    sa.Column("rating_worst", sa.Double),
    sa.Column("language", sa.Text),
    sa.Column("created_at", UtcTime, nullable=False),
    # The day of the review, or of storing where that is unknown.
    sa.Column("dated_on", sa.Date, nullable=False),
    sa.Index(None, "dated_on", "seq"),
    sa.Index(None, "publisher_folded", "seq"),
    sa.Index(None, "publisher_host", "seq"),
    sqlite_autoincrement=True,
)

generation = sa.Table(
    "generation",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, nullable=False),
)
