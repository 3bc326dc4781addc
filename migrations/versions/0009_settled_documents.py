"""How two versions of a meeting were settled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contested_document", sa.Column("outcome", sa.Text(), nullable=True))
    op.add_column("contested_document", sa.Column("entry_number", sa.Integer(), nullable=True))
    op.create_index(
        "ix_contested_document_by_settled", "contested_document", ["settled_at", "received_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_contested_document_by_settled", table_name="contested_document")
    op.drop_column("contested_document", "entry_number")
    op.drop_column("contested_document", "outcome")
