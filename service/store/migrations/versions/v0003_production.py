"""Jobs, feeds, API keys, repeated requests, webhooks with what is to be sent to them, and the state of a copy."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Moment = sa.DateTime(timezone=True)


def _seq() -> sa.Column[int]:
    return sa.Column("seq", _Key, primary_key=True, autoincrement=True)


def _owner(name: str, *, primary_key: bool = True) -> sa.Column[int]:
    return sa.Column(name, _Key, primary_key=primary_key, nullable=False, autoincrement=False)


def _owned(column: str, table: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.seq"], ondelete="CASCADE", name=f"fk_{table}_{column}_{target}"
    )


def upgrade() -> None:
    """Take the step."""
    _jobs()
    _feeds()
    _access()
    _webhooks()
    op.create_table(
        "copying",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("source_state", sa.BigInteger),
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        _seq(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("result", sa.Text),
        sa.Column("problem", sa.Text),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("cancel_requested", sa.Boolean, nullable=False),
        sa.Column("worker", sa.Text),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("not_before", _Moment, nullable=False),
        sa.Column("started_at", _Moment),
        sa.Column("heartbeat_at", _Moment),
        sa.Column("lease_until", _Moment),
        sa.Column("finished_at", _Moment),
        sa.UniqueConstraint("id", name="uq_jobs_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_status_not_before", "jobs", ["status", "not_before"])
    op.create_index("ix_jobs_finished_at", "jobs", ["finished_at"])
    op.create_table(
        "job_parts",
        _owner("job_seq"),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("first_line", sa.Integer, nullable=False),
        sa.Column("lines", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        _owned("job_seq", "job_parts", "jobs"),
    )
    op.create_table(
        "job_complaints",
        _owner("job_seq"),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("detail", sa.Text, nullable=False),
        _owned("job_seq", "job_complaints", "jobs"),
    )


def _feeds() -> None:
    op.create_table(
        "feeds",
        _seq(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("interval_seconds", sa.Integer, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("next_poll_at", _Moment, nullable=False),
        sa.Column("last_polled_at", _Moment),
        sa.Column("last_succeeded_at", _Moment),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("problem", sa.Text),
        sa.Column("article_count", sa.Integer, nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("job_id", sa.Text),
        sa.UniqueConstraint("id", name="uq_feeds_id"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feeds_status_next_poll_at", "feeds", ["status", "next_poll_at"])
    op.create_table(
        "feed_entries",
        _owner("feed_seq"),
        sa.Column("entry", sa.Text, primary_key=True),
        sa.Column("seen_at", _Moment, nullable=False),
        _owned("feed_seq", "feed_entries", "feeds"),
    )


def _access() -> None:
    op.create_table(
        "api_keys",
        _seq(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("expires_at", _Moment),
        sa.Column("revoked_at", _Moment),
        sa.Column("last_used_at", _Moment),
        sa.UniqueConstraint("id", name="uq_api_keys_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "repeatable_requests",
        sa.Column("identity", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("headers", sa.Text),
        sa.Column("body", sa.LargeBinary),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("held_until", _Moment, nullable=False),
    )
    op.create_index("ix_repeatable_requests_created_at", "repeatable_requests", ["created_at"])


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        _seq(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("events", sa.Text, nullable=False),
        sa.Column("kinds", sa.Text),
        sa.Column("sources", sa.Text),
        sa.Column("min_confidence", sa.Double),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failing_since", _Moment),
        sa.Column("problem", sa.Text),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("disabled_at", _Moment),
        sa.Column("busy_until", _Moment, nullable=False),
        sa.UniqueConstraint("id", name="uq_webhooks_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "webhook_deliveries",
        _seq(),
        sa.Column("id", sa.Text, nullable=False),
        _owner("webhook_seq", primary_key=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("last_attempt_at", _Moment),
        sa.Column("next_attempt_at", _Moment),
        sa.Column("delivered_at", _Moment),
        sa.Column("response_status", sa.Integer),
        sa.Column("problem", sa.Text),
        sa.UniqueConstraint("id", name="uq_webhook_deliveries_id"),
        _owned("webhook_seq", "webhook_deliveries", "webhooks"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhook_deliveries_webhook_seq_seq", "webhook_deliveries", ["webhook_seq", "seq"])
    op.create_index("ix_webhook_deliveries_created_at", "webhook_deliveries", ["created_at"])
    op.create_index(
        "ix_webhook_deliveries_webhook_seq_status_next_attempt_at",
        "webhook_deliveries",
        ["webhook_seq", "status", "next_attempt_at"],
    )
