"""Where a group stands at the end of each month, by sex, as changes in its slices.

Slices written before know no changes: run ``vsla rebuild`` once after this migration.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COUNTS = (
    "meetings_count",
    "written_off_count",
    "shares_change",
    "savers_change",
    "loans_change_count",
    "borrowers_change",
)
_MONEY = (
    "capital_out_minor",
    "gain_out_minor",
    "loss_out_minor",
    "savings_change_minor",
    "loans_change_minor",
    "arrears_change_minor",
    "cash_change_minor",
    "solidarity_change_minor",
    "debts_change_minor",
)


def upgrade() -> None:
    columns = [(name, sa.Integer()) for name in _COUNTS]
    columns += [(name, sa.BigInteger()) for name in _MONEY]
    for name, kind in columns:
        op.add_column(
            "rollup_month", sa.Column(name, kind, nullable=False, server_default=sa.text("0"))
        )


def downgrade() -> None:
    for name in (*_COUNTS, *_MONEY):
        op.drop_column("rollup_month", name)
