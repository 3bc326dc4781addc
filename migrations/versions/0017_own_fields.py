"""Fields a programme adds to its members and groups, and what stands in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_field",
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        _to("own_field", "programme_id", "programme", "programme_id"),
        sa.PrimaryKeyConstraint("field_id", name=op.f("pk_own_field")),
    )
    op.create_index("ix_own_field_programme_id", "own_field", ["programme_id"])
    op.create_table(
        "member_value",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["member.group_id", "member.member_id"],
            name=op.f("fk_member_value_group_id_member"),
        ),
        _to("member_value", "field_id", "own_field", "field_id"),
        sa.PrimaryKeyConstraint("group_id", "member_id", "field_id", name=op.f("pk_member_value")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "group_value",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        _to("group_value", "group_id", "savings_group", "group_id"),
        _to("group_value", "field_id", "own_field", "field_id"),
        sa.PrimaryKeyConstraint("group_id", "field_id", name=op.f("pk_group_value")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("group_value")
    op.drop_table("member_value")
    op.drop_index("ix_own_field_programme_id", table_name="own_field")
    op.drop_table("own_field")


def _to(table: str, column: str, other: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}")
    )
