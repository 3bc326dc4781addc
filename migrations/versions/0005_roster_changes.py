"""Which changes of the roster came from phones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_change",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["savings_group.group_id"],
            name=op.f("fk_roster_change_group_id_savings_group"),
        ),
        sa.ForeignKeyConstraint(
            ["received_by"],
            ["app_user.user_id"],
            name=op.f("fk_roster_change_received_by_app_user"),
        ),
        sa.PrimaryKeyConstraint("group_id", "uuid", name=op.f("pk_roster_change")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("roster_change")
