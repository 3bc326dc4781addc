"""Photos of members, and kinds of movement for what an earlier share-out left open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KINDS = {
    "loan_carried": ("loans", "retained"),
    "solidarity_loan_carried": ("solidarity_loans", "solidarity_fund"),
    "fine_carried": ("fines_owed", "retained"),
    "payable_carried": ("retained", "shareout_payable"),
}
KIND_ACCOUNT = sa.table(
    "kind_account",
    sa.column("kind", sa.Text),
    sa.column("debit", sa.Text),
    sa.column("credit", sa.Text),
)


def upgrade() -> None:
    op.bulk_insert(
        KIND_ACCOUNT, [{"kind": k, "debit": d, "credit": c} for k, (d, c) in KINDS.items()]
    )
    op.create_table(
        "member_photo",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["member.group_id", "member.member_id"],
            name=op.f("fk_member_photo_group_id_member"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["app_user.user_id"], name=op.f("fk_member_photo_set_by_app_user")
        ),
        sa.PrimaryKeyConstraint("group_id", "member_id", name=op.f("pk_member_photo")),
    )
    op.add_column(
        "savings_group",
        sa.Column("photos_on_statements", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("savings_group", "photos_on_statements")
    op.drop_table("member_photo")
    op.execute(KIND_ACCOUNT.delete().where(KIND_ACCOUNT.c.kind.in_(list(KINDS))))
