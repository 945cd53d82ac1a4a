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

factcheck_embeddings = sa.Table(
    "factcheck_embeddings",
    metadata,
    # A vector that is made anew gets a new number, so that "those made after this one" means what it says.
    _key(),
    _reference("factcheck_seq", "factchecks"),
    # The version of the encoder that made it: vectors of two encoders have nothing to do with each other.
    sa.Column("encoder", sa.Text, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("factcheck_seq"),
    sqlite_autoincrement=True,
)

jobs = sa.Table(
    "jobs",
    metadata,
    _key(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    # What is to be done, and what came of it, as JSON.
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("result", sa.Text),
    sa.Column("problem", sa.Text),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer),
    sa.Column("attempts", sa.Integer, nullable=False),
    # Raised by every change that a reader can see, so that a stream of events can be taken up where it broke off.
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("cancel_requested", sa.Boolean, nullable=False),
    sa.Column("worker", sa.Text),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("not_before", UtcTime, nullable=False),
    sa.Column("started_at", UtcTime),
    sa.Column("heartbeat_at", UtcTime),
    sa.Column("lease_until", UtcTime),
    sa.Column("finished_at", UtcTime, index=True),
    sa.Index(None, "status", "not_before"),
    sqlite_autoincrement=True,
)

job_parts = sa.Table(
    "job_parts",
    metadata,
    _reference("job_seq", "jobs", primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("first_line", sa.Integer, nullable=False),
    sa.Column("lines", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

job_complaints = sa.Table(
    "job_complaints",
    metadata,
    _reference("job_seq", "jobs", primary_key=True),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("detail", sa.Text, nullable=False),
)

feeds = sa.Table(
    "feeds",
    metadata,
    _key(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("url", sa.Text, nullable=False, unique=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("interval_seconds", sa.Integer, nullable=False),
    # What the server said of the version it sent last, for asking whether there is a newer one.
    sa.Column("etag", sa.Text),
    sa.Column("last_modified", sa.Text),
    sa.Column("next_poll_at", UtcTime, nullable=False),
    sa.Column("last_polled_at", UtcTime),
    sa.Column("last_succeeded_at", UtcTime),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("problem", sa.Text),
    sa.Column("article_count", sa.Integer, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    # The job that polls it, or did so last: there are never two.
    sa.Column("job_id", sa.Text),
    sa.Index(None, "status", "next_poll_at"),
    sqlite_autoincrement=True,
)

feed_entries = sa.Table(
    "feed_entries",
    metadata,
    _reference("feed_seq", "feeds", primary_key=True),
    sa.Column("entry", sa.Text, primary_key=True),
    sa.Column("seen_at", UtcTime, nullable=False),
)

api_keys = sa.Table(
    "api_keys",
    metadata,
    _key(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("scopes", sa.Text, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("expires_at", UtcTime),
    sa.Column("revoked_at", UtcTime),
    sa.Column("last_used_at", UtcTime),
    sqlite_autoincrement=True,
)

repeatable_requests = sa.Table(
    "repeatable_requests",
    metadata,
    # Of the caller and the Idempotency-Key that came with the request.
    sa.Column("identity", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False),
    # The answer, as soon as there is one.
    sa.Column("status", sa.Integer),
    sa.Column("headers", sa.Text),
    sa.Column("body", sa.LargeBinary),
    sa.Column("created_at", UtcTime, nullable=False, index=True),
    sa.Column("held_until", UtcTime, nullable=False),
)

webhooks = sa.Table(
    "webhooks",
    metadata,
    _key(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("kinds", sa.Text),
    sa.Column("sources", sa.Text),
    sa.Column("min_confidence", sa.Double),
    sa.Column("status", sa.Text, nullable=False),
    # Deliveries given up since the last success, and since when nothing succeeds.
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("failing_since", UtcTime),
    sa.Column("problem", sa.Text),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("disabled_at", UtcTime),
    # Until when a worker has it in hand; in the past, when it was served last.
    sa.Column("busy_until", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

webhook_deliveries = sa.Table(
    "webhook_deliveries",
    metadata,
    _key(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    _reference("webhook_seq", "webhooks"),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False, index=True),
    sa.Column("last_attempt_at", UtcTime),
    sa.Column("next_attempt_at", UtcTime),
    sa.Column("delivered_at", UtcTime),
    sa.Column("response_status", sa.Integer),
    sa.Column("problem", sa.Text),
    sa.Index(None, "webhook_seq", "seq"),
    sa.Index(None, "webhook_seq", "status", "next_attempt_at"),
    sqlite_autoincrement=True,
)

generation = sa.Table(
    "generation",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, nullable=False),
)

# Empty but while another database is being copied into this one: how far each table has come.
copying = sa.Table(
    "copying",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("place", sa.Text),
    sa.Column("source_state", sa.BigInteger),
)
