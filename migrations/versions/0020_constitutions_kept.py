"""A version of the rules stays as it was adopted, closed over by a hash."""

from __future__ import annotations

import hashlib
import json
from itertools import groupby

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

POSTGRES_TRIGGER = """
CREATE TRIGGER constitution_version_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON constitution_version
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
SQLITE_TRIGGER = """
CREATE TRIGGER constitution_version_no_{verb} BEFORE {verb} ON constitution_version
BEGIN SELECT RAISE(ABORT, 'constitution_version is append-only'); END
"""
TOLD = ("number", "adopted_on", "present", "votes_for", "votes_against", "body")
VERSIONS = sa.table(
    "constitution_version",
    *(sa.column(name) for name in ("group_id", *TOLD, "hash") if name != "adopted_on"),
    sa.column("adopted_on", sa.Date),
)


def upgrade() -> None:
    op.add_column(
        "constitution_version", sa.Column("hash", sa.Text(), nullable=False, server_default="")
    )
    _close_over()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_TRIGGER)
        return
    for verb in ("update", "delete"):
        op.execute(SQLITE_TRIGGER.format(verb=verb))


def _close_over() -> None:
    """Take the versions as they stand today for those adopted."""
    bind, c = op.get_bind(), VERSIONS.c
    told = [c.group_id, *(c[name] for name in TOLD)]
    rows = bind.execute(sa.select(*told).order_by(c.group_id, c.number)).all()
    hashes = []
    for group, versions in groupby(rows, key=lambda row: row.group_id):
        previous = ""
        for row in versions:
            number, adopted_on, *rest = row[1:]
            text = json.dumps(
                [previous, number, adopted_on.isoformat(), *rest],
                ensure_ascii=False,
                separators=(",", ":"),
            )
            previous = hashlib.sha256(text.encode()).hexdigest()
            hashes.append({"of": group, "which": number, "closed": previous})
    if hashes:
        here = (c.group_id == sa.bindparam("of")) & (c.number == sa.bindparam("which"))
        bind.execute(sa.update(VERSIONS).where(here).values(hash=sa.bindparam("closed")), hashes)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER constitution_version_append_only ON constitution_version")
    else:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER constitution_version_no_{verb}")
    op.drop_column("constitution_version", "hash")
