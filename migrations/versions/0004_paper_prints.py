"""What was printed when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_print",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by", sa.Integer(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["savings_group.group_id"],
            name=op.f("fk_paper_print_group_id_savings_group"),
        ),
        sa.ForeignKeyConstraint(
            ["printed_by"], ["app_user.user_id"], name=op.f("fk_paper_print_printed_by_app_user")
        ),
        sa.PrimaryKeyConstraint("group_id", "number", name=op.f("pk_paper_print")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_paper_print_by_subject",
        "paper_print",
        ["group_id", "kind", "subject", "entry_number"],
    )


def downgrade() -> None:
    op.drop_index("ix_paper_print_by_subject", table_name="paper_print")
    op.drop_table("paper_print")
