"""What is derived from the ledger, and what waits for a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_group_position()
    _create_rollup_month()
    _create_meeting()
    _create_attendance()
    _create_fine_charged()
    _create_help_given()
    _create_breach()
    _create_loan()
    _create_contested_document()
    _create_share_out_proposal()


def downgrade() -> None:
    for table in (
        "share_out_proposal",
        "contested_document",
        "loan",
        "breach",
        "help_given",
        "fine_charged",
        "attendance",
        "meeting",
        "rollup_month",
        "group_position",
    ):
        op.drop_table(table)


def _create_group_position() -> None:
    op.create_table(
        "group_position",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("last_meeting", sa.Integer(), nullable=False),
        sa.Column("last_held_on", sa.Date(), nullable=True),
        sa.Column("meetings_count", sa.Integer(), nullable=False),
        sa.Column("cash_loan_fund", sa.BigInteger(), nullable=False),
        sa.Column("cash_solidarity", sa.BigInteger(), nullable=False),
        sa.Column("bank", sa.BigInteger(), nullable=False),
        sa.Column("loans_out", sa.BigInteger(), nullable=False),
        sa.Column("loans_count", sa.Integer(), nullable=False),
        sa.Column("arrears", sa.BigInteger(), nullable=False),
        sa.Column("shares_count", sa.Integer(), nullable=False),
        sa.Column("savings", sa.BigInteger(), nullable=False),
        sa.Column("members_f", sa.Integer(), nullable=False),
        sa.Column("members_m", sa.Integer(), nullable=False),
        sa.Column("members_x", sa.Integer(), nullable=False),
        sa.Column("members_unknown", sa.Integer(), nullable=False),
        sa.Column("books", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["savings_group.group_id"],
            name=op.f("fk_group_position_group_id_savings_group"),
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_group_position")),
    )


def _create_rollup_month() -> None:
    op.create_table(
        "rollup_month",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gender", sa.Text(), nullable=False),
        sa.Column("meetings_expected", sa.Integer(), nullable=False),
        sa.Column("meetings_attended", sa.Integer(), nullable=False),
        sa.Column("came_late", sa.Integer(), nullable=False),
        sa.Column("came_by_proxy", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Integer(), nullable=False),
        sa.Column("shares_count", sa.Integer(), nullable=False),
        sa.Column("savings_minor", sa.BigInteger(), nullable=False),
        sa.Column("solidarity_minor", sa.BigInteger(), nullable=False),
        sa.Column("grants_count", sa.Integer(), nullable=False),
        sa.Column("grants_minor", sa.BigInteger(), nullable=False),
        sa.Column("solidarity_loans_count", sa.Integer(), nullable=False),
        sa.Column("solidarity_loans_minor", sa.BigInteger(), nullable=False),
        sa.Column("fines_charged_minor", sa.BigInteger(), nullable=False),
        sa.Column("fines_paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("loans_count", sa.Integer(), nullable=False),
        sa.Column("loans_minor", sa.BigInteger(), nullable=False),
        sa.Column("principal_repaid_minor", sa.BigInteger(), nullable=False),
        sa.Column("interest_paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("written_off_minor", sa.BigInteger(), nullable=False),
        sa.Column("left_count", sa.Integer(), nullable=False),
        sa.Column("payout_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["savings_group.group_id"],
            name=op.f("fk_rollup_month_group_id_savings_group"),
        ),
        sa.PrimaryKeyConstraint(
            "group_id", "cycle", "month", "gender", name=op.f("pk_rollup_month")
        ),
        sqlite_with_rowid=False,
    )


def _create_meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cycle", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("shares_count", sa.Integer(), nullable=False),
        sa.Column("savings", sa.BigInteger(), nullable=False),
        sa.Column("solidarity", sa.BigInteger(), nullable=False),
        sa.Column("loans_count", sa.Integer(), nullable=False),
        sa.Column("loans_amount", sa.BigInteger(), nullable=False),
        sa.Column("repaid", sa.BigInteger(), nullable=False),
        sa.Column("fines_paid", sa.BigInteger(), nullable=False),
        sa.Column("grants", sa.BigInteger(), nullable=False),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        sa.Column("breaches_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "entry_number"],
            ["journal_entry.group_id", "journal_entry.number"],
            name=op.f("fk_meeting_group_id_entry_number_journal_entry"),
        ),
        sa.PrimaryKeyConstraint("group_id", "cycle", "number", name=op.f("pk_meeting")),
        sqlite_with_rowid=False,
    )


def _create_attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by_representative", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "entry_number"],
            ["journal_entry.group_id", "journal_entry.number"],
            name=op.f("fk_attendance_group_id_entry_number_journal_entry"),
        ),
        sa.PrimaryKeyConstraint(
            "group_id", "entry_number", "member_id", name=op.f("pk_attendance")
        ),
        sqlite_with_rowid=False,
    )


def _create_fine_charged() -> None:
    op.create_table(
        "fine_charged",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("offence", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "entry_number"],
            ["journal_entry.group_id", "journal_entry.number"],
            name=op.f("fk_fine_charged_group_id_entry_number_journal_entry"),
        ),
        sa.PrimaryKeyConstraint("group_id", "entry_number", "line", name=op.f("pk_fine_charged")),
        sqlite_with_rowid=False,
    )


def _create_help_given() -> None:
    op.create_table(
        "help_given",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("as_loan", sa.Boolean(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "entry_number"],
            ["journal_entry.group_id", "journal_entry.number"],
            name=op.f("fk_help_given_group_id_entry_number_journal_entry"),
        ),
        sa.PrimaryKeyConstraint("group_id", "entry_number", "line", name=op.f("pk_help_given")),
        sqlite_with_rowid=False,
    )


def _create_breach() -> None:
    op.create_table(
        "breach",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"],
            ["app_user.user_id"],
            name=op.f("fk_breach_acknowledged_by_app_user"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "entry_number"],
            ["journal_entry.group_id", "journal_entry.number"],
            name=op.f("fk_breach_group_id_entry_number_journal_entry"),
        ),
        sa.PrimaryKeyConstraint("group_id", "entry_number", "line", name=op.f("pk_breach")),
        sqlite_with_rowid=False,
    )


def _create_loan() -> None:
    op.create_table(
        "loan",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("loan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("solidarity", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("charge", sa.Text(), nullable=False),
        sa.Column("penalty", sa.Text(), nullable=False),
        sa.Column("principal_left", sa.BigInteger(), nullable=False),
        sa.Column("interest_paid", sa.BigInteger(), nullable=False),
        sa.Column("penalty_paid", sa.BigInteger(), nullable=False),
        sa.Column("written_off", sa.BigInteger(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["member.group_id", "member.member_id"],
            name=op.f("fk_loan_group_id_member_id_member"),
        ),
        sa.PrimaryKeyConstraint("group_id", "loan_id", name=op.f("pk_loan")),
        sqlite_with_rowid=False,
    )


def _create_contested_document() -> None:
    op.create_table(
        "contested_document",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["savings_group.group_id"],
            name=op.f("fk_contested_document_group_id_savings_group"),
        ),
        sa.ForeignKeyConstraint(
            ["received_by"],
            ["app_user.user_id"],
            name=op.f("fk_contested_document_received_by_app_user"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["app_user.user_id"],
            name=op.f("fk_contested_document_settled_by_app_user"),
        ),
        sa.PrimaryKeyConstraint(
            "group_id", "uuid", "body_hash", name=op.f("pk_contested_document")
        ),
    )


def _create_share_out_proposal() -> None:
    op.create_table(
        "share_out_proposal",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cycle", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by"],
            ["app_user.user_id"],
            name=op.f("fk_share_out_proposal_confirmed_by_app_user"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "cycle"],
            ["cycle.group_id", "cycle.number"],
            name=op.f("fk_share_out_proposal_group_id_cycle_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["app_user.user_id"],
            name=op.f("fk_share_out_proposal_proposed_by_app_user"),
        ),
        sa.PrimaryKeyConstraint("group_id", "cycle", "number", name=op.f("pk_share_out_proposal")),
    )
