"""A version of a meeting that did not count stays readable for ever."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

POSTGRES_FUNCTION = """
CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is kept', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER contested_document_kept BEFORE DELETE OR TRUNCATE ON contested_document
FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()
"""
SQLITE_TRIGGER = """
CREATE TRIGGER contested_document_kept BEFORE DELETE ON contested_document
BEGIN SELECT RAISE(ABORT, 'contested_document is kept'); END
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_FUNCTION)
        op.execute(POSTGRES_TRIGGER)
    else:
        op.execute(SQLITE_TRIGGER)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_removal() CASCADE")
    else:
        op.execute("DROP TRIGGER contested_document_kept")
