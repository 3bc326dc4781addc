"""Data quality: what the office measures by, samples of passbooks, and what they said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_rules",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("bands", sa.Text(), nullable=False),
        sa.Column("members_each", sa.Integer(), nullable=True),
        sa.Column("groups_each", sa.Integer(), nullable=True),
        sa.Column("visit_days", sa.Integer(), nullable=False),
        _to("office_rules", "programme_id", "programme", "programme_id"),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_office_rules")),
    )
    _create_passbook_sample()
    _create_passbook_check()


def downgrade() -> None:
    op.drop_index("ix_passbook_check_by_sample", table_name="passbook_check")
    op.drop_table("passbook_check")
    op.drop_index("ix_passbook_sample_programme_id", table_name="passbook_sample")
    op.drop_table("passbook_sample")
    op.drop_table("office_rules")


def _to(table: str, column: str, other: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _create_passbook_sample() -> None:
    table = "passbook_sample"
    op.create_table(
        table,
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("groups_asked", sa.Integer(), nullable=False),
        sa.Column("passbooks_each", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Text(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        _to(table, "programme_id", "programme", "programme_id"),
        _to(table, "zone_id", "zone", "zone_id"),
        _to(table, "drawn_by", "app_user", "user_id"),
        sa.PrimaryKeyConstraint("sample_id", name=op.f("pk_passbook_sample")),
    )
    op.create_index("ix_passbook_sample_programme_id", table, ["programme_id"])


def _create_passbook_check() -> None:
    table = "passbook_check"
    op.create_table(
        table,
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("book_shares", sa.Integer(), nullable=False),
        sa.Column("book_owed", sa.BigInteger(), nullable=False),
        sa.Column("behind", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["member.group_id", "member.member_id"],
            name=op.f("fk_passbook_check_group_id_member"),
        ),
        _to(table, "sample_id", "passbook_sample", "sample_id"),
        _to(table, "checked_by", "app_user", "user_id"),
        sa.PrimaryKeyConstraint(
            "group_id", "sample_id", "member_id", "line", name=op.f("pk_passbook_check")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_passbook_check_by_sample", table, ["sample_id"])
