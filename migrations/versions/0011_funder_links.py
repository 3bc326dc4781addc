"""Links under which funders read a report."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "funder_link",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.programme_id"],
            name=op.f("fk_funder_link_programme_id_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.user_id"], name=op.f("fk_funder_link_created_by_app_user")
        ),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_funder_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_funder_link_token_hash")),
    )
    op.create_index(op.f("ix_funder_link_programme_id"), "funder_link", ["programme_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_funder_link_programme_id"), table_name="funder_link")
    op.drop_table("funder_link")
