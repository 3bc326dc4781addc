"""Documents of the journal are kept packed: a sixteenth of the space, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

from vsla.store.packed import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

GUARD = """
CREATE TRIGGER journal_entry_no_update BEFORE update ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END
"""


def upgrade() -> None:
    _rewrite(sa.LargeBinary(), pack)


def downgrade() -> None:
    _rewrite(sa.Text(), lambda kept: unpack(bytes(kept)))


def _rewrite(kind: sa.types.TypeEngine[Any], change: Callable[[Any], Any]) -> None:
    """Keep every document in another way; chain and hashes are of the text and stay as they are."""
    _guard(on=False)
    op.add_column("journal_entry", sa.Column("kept", kind, nullable=True))
    bind = op.get_bind()
    groups = bind.execute(sa.text("SELECT DISTINCT group_id FROM journal_entry")).scalars().all()
    table = sa.table("journal_entry", *(sa.column(n) for n in ("group_id", "number", "document")))
    write = sa.text("UPDATE journal_entry SET kept = :kept WHERE group_id = :g AND number = :n")
    for group in groups:
        rows = bind.execute(
            sa.select(table.c.number, table.c.document).where(
                table.c.group_id == group, table.c.document.is_not(None)
            )
        ).all()
        if rows:
            told = [{"kept": change(kept), "g": group, "n": number} for number, kept in rows]
            bind.execute(write, told)
    op.drop_column("journal_entry", "document")
    op.alter_column("journal_entry", "kept", new_column_name="document")
    _guard(on=True)


def _guard(*, on: bool) -> None:
    """Lift and set the trigger that refuses change."""
    if op.get_bind().dialect.name == "postgresql":
        verb = "ENABLE" if on else "DISABLE"
        op.execute(f"ALTER TABLE journal_entry {verb} TRIGGER journal_entry_append_only")
        return
    op.execute(GUARD if on else "DROP TRIGGER journal_entry_no_update")
