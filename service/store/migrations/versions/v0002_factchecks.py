"""Published fact-checks, and the index that finds them: the same tables in both databases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "factchecks",
        sa.Column("seq", _Key, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text),
        sa.Column("claim_reviewed", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("publisher_name", sa.Text, nullable=False),
        sa.Column("publisher_site", sa.Text),
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
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dated_on", sa.Date, nullable=False),
        sa.UniqueConstraint("id", name="uq_factchecks_id"),
        sa.UniqueConstraint("identity", name="uq_factchecks_identity"),
        sqlite_autoincrement=True,
    )
    for column in ("dated_on", "publisher_folded", "publisher_host"):
        op.create_index(f"ix_factchecks_{column}_seq", "factchecks", [column, "seq"])
    op.create_table(
        "factcheck_postings",
        sa.Column("term", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("factcheck_seq", _Key, primary_key=True, autoincrement=False),
        sa.Column("weight", sa.Double, nullable=False),
        sa.ForeignKeyConstraint(["factcheck_seq"], ["factchecks.seq"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_factcheck_postings_factcheck_seq", "factcheck_postings", ["factcheck_seq"])
    op.create_table(
        "factcheck_terms",
        sa.Column("term", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("factchecks", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
