"""The ledger, its append-only triggers and its view for accountants."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ACCOUNTS_OF = {
    "shares_bought": ("cash_loan_fund", "member_shares"),
    "solidarity_paid": ("cash_solidarity", "solidarity_fund"),
    "solidarity_grant": ("solidarity_fund", "cash_solidarity"),
    "solidarity_loan": ("solidarity_loans", "cash_solidarity"),
    "solidarity_repaid": ("cash_solidarity", "solidarity_loans"),
    "solidarity_written_off": ("solidarity_fund", "solidarity_loans"),
    "solidarity_expense": ("solidarity_fund", "cash_solidarity"),
    "solidarity_income": ("cash_solidarity", "solidarity_fund"),
    "fine_paid": ("cash_loan_fund", "fines_income"),
    "fine_paid_solidarity": ("cash_solidarity", "solidarity_fund"),
    "fine_arrears_paid": ("cash_loan_fund", "fines_owed"),
    "loan_disbursed": ("loans", "cash_loan_fund"),
    "principal_repaid": ("cash_loan_fund", "loans"),
    "interest_paid": ("cash_loan_fund", "interest_income"),
    "penalty_paid": ("cash_loan_fund", "fines_income"),
    "loan_written_off": ("loan_losses", "loans"),
    "expense": ("expenses", "cash_loan_fund"),
    "other_income": ("cash_loan_fund", "other_income"),
    "to_bank": ("bank", "cash_loan_fund"),
    "from_bank": ("cash_loan_fund", "bank"),
    "to_bank_solidarity": ("bank_solidarity", "cash_solidarity"),
    "from_bank_solidarity": ("cash_solidarity", "bank_solidarity"),
    "cash_over": ("cash_loan_fund", "cash_difference"),
    "cash_short": ("cash_difference", "cash_loan_fund"),
    "solidarity_over": ("cash_solidarity", "solidarity_fund"),
    "solidarity_short": ("solidarity_fund", "cash_solidarity"),
    "shareout_arrears_paid": ("shareout_payable", "cash_loan_fund"),
    "leaving_shares": ("member_shares", "shareout_payable"),
    "leaving_profit": ("expenses", "shareout_payable"),
    "leaving_rounded_off": ("shareout_payable", "other_income"),
    "leaving_paid": ("shareout_payable", "cash_loan_fund"),
    "principal_set_off": ("shareout_payable", "loans"),
    "interest_set_off": ("shareout_payable", "interest_income"),
    "penalty_set_off": ("shareout_payable", "fines_income"),
    "fine_set_off": ("shareout_payable", "fines_income"),
    "fine_arrears_set_off": ("shareout_payable", "fines_owed"),
    "held_for_solidarity": ("shareout_payable", "cash_loan_fund"),
    "interest_recognised": ("loans", "interest_income"),
    "penalty_recognised": ("loans", "fines_income"),
    "fine_recognised": ("fines_owed", "fines_income"),
    "close_interest": ("interest_income", "profit"),
    "close_fines": ("fines_income", "profit"),
    "close_other_income": ("other_income", "profit"),
    "close_expenses": ("profit", "expenses"),
    "close_loan_losses": ("profit", "loan_losses"),
    "close_cash_over": ("cash_difference", "profit"),
    "close_cash_short": ("profit", "cash_difference"),
    "close_retained": ("retained", "profit"),
    "solidarity_into_pool": ("solidarity_fund", "cash_solidarity"),
    "pool_from_solidarity": ("cash_loan_fund", "profit"),
    "shareout_shares": ("member_shares", "shareout_payable"),
    "shareout_profit": ("profit", "shareout_payable"),
    "shareout_loss": ("shareout_payable", "profit"),
    "shareout_rounded_off": ("shareout_payable", "profit"),
    "shareout_paid": ("shareout_payable", "cash_loan_fund"),
    "solidarity_shared": ("solidarity_fund", "cash_solidarity"),
    "remainder_kept": ("profit", "retained"),
    "remainder_out": ("profit", "cash_loan_fund"),
    "remainder_to_solidarity": ("cash_solidarity", "solidarity_fund"),
}

LEDGER_LINE = """
CREATE VIEW ledger_line AS
SELECT m.group_id, m.entry_number, m.line, 'debit' AS side,
       CASE WHEN m.reversed THEN k.credit ELSE k.debit END AS account,
       m.kind, m.member_id, m.loan_id, m.amount AS amount
  FROM movement m JOIN kind_account k ON k.kind = m.kind
UNION ALL
SELECT m.group_id, m.entry_number, m.line, 'credit' AS side,
       CASE WHEN m.reversed THEN k.debit ELSE k.credit END AS account,
       m.kind, m.member_id, m.loan_id, -m.amount AS amount
  FROM movement m JOIN kind_account k ON k.kind = m.kind
"""

APPEND_ONLY = ("journal_entry", "movement")

POSTGRES_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
SQLITE_TRIGGER = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def _fill_kind_account() -> None:
    table = sa.table(
        "kind_account",
        sa.column("kind", sa.Text),
        sa.column("debit", sa.Text),
        sa.column("credit", sa.Text),
    )
    rows = [{"kind": k, "debit": d, "credit": c} for k, (d, c) in ACCOUNTS_OF.items()]
    op.bulk_insert(table, rows)


def _protect() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_FUNCTION)
        for table in APPEND_ONLY:
            op.execute(POSTGRES_TRIGGER.format(table=table))
        return
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            op.execute(SQLITE_TRIGGER.format(table=table, verb=verb))


def _lift_protection() -> None:
    # SQLite empties a table before it drops it and would meet the triggers.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change() CASCADE")
        return
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")


def upgrade() -> None:
    _create_kind_account()
    _create_journal_entry()
    _create_movement()
    _fill_kind_account()
    _protect()
    op.execute(LEDGER_LINE)


def downgrade() -> None:
    op.execute("DROP VIEW ledger_line")
    _lift_protection()
    for table in ("movement", "journal_entry", "kind_account"):
        op.drop_table(table)


def _create_kind_account() -> None:
    op.create_table(
        "kind_account",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("debit", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_kind_account")),
        sqlite_with_rowid=False,
    )


def _create_journal_entry() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("uuid", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.Text(), nullable=True),
        sa.Column("constitution_version", sa.Integer(), nullable=True),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        # Last, so that SQLite reads the other columns without walking through it.
        sa.Column("document", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "constitution_version"],
            ["constitution_version.group_id", "constitution_version.number"],
            name="fk_journal_entry_constitution_version",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "cycle"],
            ["cycle.group_id", "cycle.number"],
            name=op.f("fk_journal_entry_group_id_cycle_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "replaces"],
            ["journal_entry.group_id", "journal_entry.number"],
            name="fk_journal_entry_replaces",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "reverses"],
            ["journal_entry.group_id", "journal_entry.number"],
            name="fk_journal_entry_reverses",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["app_user.user_id"],
            name=op.f("fk_journal_entry_recorded_by_app_user"),
        ),
        sa.PrimaryKeyConstraint("group_id", "number", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("group_id", "uuid", name=op.f("uq_journal_entry_group_id_uuid")),
    )
    op.create_index(
        "ix_journal_entry_by_meeting", "journal_entry", ["group_id", "cycle", "meeting"]
    )


def _create_movement() -> None:
    op.create_table(
        "movement",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("reversed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_movement_amount_above_zero")),
        sa.ForeignKeyConstraint(
            ["group_id", "entry_number"],
            ["journal_entry.group_id", "journal_entry.number"],
            name=op.f("fk_movement_group_id_entry_number_journal_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["member.group_id", "member.member_id"],
            name="fk_movement_member",
        ),
        sa.ForeignKeyConstraint(
            ["kind"], ["kind_account.kind"], name=op.f("fk_movement_kind_kind_account")
        ),
        sa.PrimaryKeyConstraint("group_id", "entry_number", "line", name=op.f("pk_movement")),
        sqlite_with_rowid=False,
    )
