"""Visits to groups: the programme's checklist, visits with marks, and what was agreed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checklist_item",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        _to("checklist_item", "programme_id", "programme", "programme_id"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_checklist_item")),
    )
    op.create_index("ix_checklist_item_programme_id", "checklist_item", ["programme_id"])
    op.create_table(
        "visit",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("visited_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _to("visit", "group_id", "savings_group", "group_id"),
        _to("visit", "visited_by", "app_user", "user_id"),
        sa.PrimaryKeyConstraint("group_id", "number", name=op.f("pk_visit")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_visit_by_day", "visit", ["group_id", "visited_on"])
    _create_parts()


def _create_parts() -> None:
    op.create_table(
        "visit_mark",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("visit", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        _of_visit("visit_mark"),
        _to("visit_mark", "item_id", "checklist_item", "item_id"),
        sa.PrimaryKeyConstraint("group_id", "visit", "item_id", name=op.f("pk_visit_mark")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "visit_action",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        _of_visit("visit_action"),
        _to("visit_action", "done_by", "app_user", "user_id"),
        sa.PrimaryKeyConstraint("group_id", "number", name=op.f("pk_visit_action")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("visit_action")
    op.drop_table("visit_mark")
    op.drop_index("ix_visit_by_day", table_name="visit")
    op.drop_table("visit")
    op.drop_index("ix_checklist_item_programme_id", table_name="checklist_item")
    op.drop_table("checklist_item")


def _to(table: str, column: str, other: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _of_visit(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["group_id", "visit"],
        ["visit.group_id", "visit.number"],
        name=op.f(f"fk_{table}_group_id_visit"),
    )
