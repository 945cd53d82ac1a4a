"""The vectors of published fact-checks, each with the encoder that made it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "factcheck_embeddings",
        sa.Column("seq", _Key, primary_key=True, autoincrement=True),
        sa.Column("factcheck_seq", _Key, nullable=False),
        sa.Column("encoder", sa.Text, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["factcheck_seq"],
            ["factchecks.seq"],
            ondelete="CASCADE",
            name="fk_factcheck_embeddings_factcheck_seq_factchecks",
        ),
        sa.UniqueConstraint("factcheck_seq", name="uq_factcheck_embeddings_factcheck_seq"),
        sqlite_autoincrement=True,
    )
