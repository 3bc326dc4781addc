"""Groups that came from another server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_arrival",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("origin_group_id", sa.Integer(), nullable=False),
        sa.Column("origin_hash", sa.Text(), nullable=False),
        sa.Column("entries_count", sa.Integer(), nullable=False),
        sa.Column("recorders", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["savings_group.group_id"],
            name=op.f("fk_group_arrival_group_id_savings_group"),
        ),
        sa.ForeignKeyConstraint(
            ["arrived_by"], ["app_user.user_id"], name=op.f("fk_group_arrival_arrived_by_app_user")
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_group_arrival")),
    )


def downgrade() -> None:
    op.drop_table("group_arrival")
