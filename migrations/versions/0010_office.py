"""The programme office: what is set aside and aimed at, phones that came, small cells."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "programme",
        sa.Column("small_cell_least", sa.Integer(), nullable=False, server_default=sa.text("5")),
    )
    _create_attention_snooze()
    _create_pack_fetch()
    _create_target()


def downgrade() -> None:
    op.drop_index("ix_target_programme_id", table_name="target")
    for table in ("target", "pack_fetch", "attention_snooze"):
        op.drop_table(table)
    op.drop_column("programme", "small_cell_least")


def _of_group(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["group_id"], ["savings_group.group_id"], name=op.f(f"fk_{table}_group_id_savings_group")
    )


def _by_user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["app_user.user_id"], name=op.f(f"fk_{table}_{column}_app_user")
    )


def _create_attention_snooze() -> None:
    op.create_table(
        "attention_snooze",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("concern", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("snoozed_by", sa.Integer(), nullable=True),
        sa.Column("snoozed_at", sa.DateTime(timezone=True), nullable=False),
        _of_group("attention_snooze"),
        _by_user("attention_snooze", "snoozed_by"),
        sa.PrimaryKeyConstraint("group_id", "line", name=op.f("pk_attention_snooze")),
        sqlite_with_rowid=False,
    )


def _create_pack_fetch() -> None:
    op.create_table(
        "pack_fetch",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        _of_group("pack_fetch"),
        _by_user("pack_fetch", "user_id"),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_pack_fetch")),
        sqlite_with_rowid=False,
    )


def _create_target() -> None:
    op.create_table(
        "target",
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("women", sa.BigInteger(), nullable=True),
        sa.Column("men", sa.BigInteger(), nullable=True),
        sa.Column("everybody", sa.BigInteger(), nullable=True),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.programme_id"],
            name=op.f("fk_target_programme_id_programme"),
        ),
        _by_user("target", "set_by"),
        sa.PrimaryKeyConstraint("target_id", name=op.f("pk_target")),
    )
    op.create_index("ix_target_programme_id", "target", ["programme_id"])
