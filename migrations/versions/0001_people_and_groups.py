"""Programmes, users, groups and members."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_programme()
    _create_app_user()
    _create_zone()
    _create_exchange_rate()
    _create_savings_group()
    _create_assignment()
    _create_cycle()
    _create_constitution_version()
    _create_member()
    _create_committee_term()


def downgrade() -> None:
    for table in (
        "committee_term",
        "member",
        "constitution_version",
        "cycle",
        "assignment",
        "savings_group",
        "exchange_rate",
        "zone",
        "app_user",
        "programme",
    ):
        op.drop_table(table)


def _create_programme() -> None:
    op.create_table(
        "programme",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("reporting_currency", sa.Text(), nullable=False),
        sa.Column("second_person_share_out", sa.Boolean(), nullable=False),
        sa.Column("planned_groups", sa.Integer(), nullable=True),
        sa.Column("planned_women", sa.Integer(), nullable=True),
        sa.Column("planned_men", sa.Integer(), nullable=True),
        sa.Column("planned_facilitators", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )


def _create_app_user() -> None:
    op.create_table(
        "app_user",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("gender", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.programme_id"],
            name=op.f("fk_app_user_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_app_user")),
        sa.UniqueConstraint("login", name=op.f("uq_app_user_login")),
    )


def _create_zone() -> None:
    op.create_table(
        "zone",
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.programme_id"],
            name=op.f("fk_zone_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("zone_id", name=op.f("pk_zone")),
        sa.UniqueConstraint("programme_id", "name", name=op.f("uq_zone_programme_id_name")),
    )


def _create_exchange_rate() -> None:
    op.create_table(
        "exchange_rate",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate_on", sa.Date(), nullable=False),
        sa.Column("per_unit_minor", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.programme_id"],
            name=op.f("fk_exchange_rate_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint(
            "programme_id", "currency", "rate_on", name=op.f("pk_exchange_rate")
        ),
        sqlite_with_rowid=False,
    )


def _create_savings_group() -> None:
    op.create_table(
        "savings_group",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("cash_step", sa.BigInteger(), nullable=False),
        sa.Column("formed_on", sa.Date(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("disengaged_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.programme_id"],
            name=op.f("fk_savings_group_programme_id_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["zone.zone_id"], name=op.f("fk_savings_group_zone_id_zone")
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_savings_group")),
        sa.UniqueConstraint(
            "programme_id", "code", name=op.f("uq_savings_group_programme_id_code")
        ),
    )
    op.create_index(
        "ix_savings_group_by_name", "savings_group", ["programme_id", "name", "group_id"]
    )
    op.create_index(
        "ix_savings_group_by_zone", "savings_group", ["programme_id", "zone_id", "name", "group_id"]
    )


def _create_assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["savings_group.group_id"],
            name=op.f("fk_assignment_group_id_savings_group"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.user_id"], name=op.f("fk_assignment_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_assignment")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_assignment_by_user", "assignment", ["user_id", "group_id"])


def _create_cycle() -> None:
    op.create_table(
        "cycle",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("share_out_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("opening_books", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["savings_group.group_id"], name=op.f("fk_cycle_group_id_savings_group")
        ),
        sa.PrimaryKeyConstraint("group_id", "number", name=op.f("pk_cycle")),
    )


def _create_constitution_version() -> None:
    op.create_table(
        "constitution_version",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["savings_group.group_id"],
            name=op.f("fk_constitution_version_group_id_savings_group"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["app_user.user_id"],
            name=op.f("fk_constitution_version_recorded_by_app_user"),
        ),
        sa.PrimaryKeyConstraint("group_id", "number", name=op.f("pk_constitution_version")),
    )


def _create_member() -> None:
    op.create_table(
        "member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("passbook_number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("gender", sa.Text(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("category_text", sa.Text(), nullable=False),
        sa.Column("literacy", sa.Text(), nullable=False),
        sa.Column("disability", sa.Text(), nullable=False),
        sa.Column("head_of_household", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("never_message", sa.Boolean(), nullable=False),
        sa.Column("sign", sa.Text(), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("leaving_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["savings_group.group_id"], name=op.f("fk_member_group_id_savings_group")
        ),
        sa.PrimaryKeyConstraint("group_id", "member_id", name=op.f("pk_member")),
        sa.UniqueConstraint(
            "group_id", "passbook_number", name=op.f("uq_member_group_id_passbook_number")
        ),
    )


def _create_committee_term() -> None:
    op.create_table(
        "committee_term",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["member.group_id", "member.member_id"],
            name=op.f("fk_committee_term_group_id_member_id_member"),
        ),
        sa.PrimaryKeyConstraint("group_id", "line", name=op.f("pk_committee_term")),
        sqlite_with_rowid=False,
    )
