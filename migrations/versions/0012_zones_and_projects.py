"""Sums of zones for programmes of many groups, and the funders' projects groups belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COUNTERS = (
    "meetings_expected",
    "meetings_attended",
    "came_late",
    "came_by_proxy",
    "excused",
    "shares_count",
    "savings_minor",
    "solidarity_minor",
    "grants_count",
    "grants_minor",
    "solidarity_loans_count",
    "solidarity_loans_minor",
    "fines_charged_minor",
    "fines_paid_minor",
    "loans_count",
    "loans_minor",
    "principal_repaid_minor",
    "interest_paid_minor",
    "written_off_minor",
    "left_count",
    "payout_minor",
    "meetings_count",
    "written_off_count",
    "capital_out_minor",
    "gain_out_minor",
    "loss_out_minor",
    "savings_change_minor",
    "shares_change",
    "savers_change",
    "loans_change_minor",
    "loans_change_count",
    "borrowers_change",
    "arrears_change_minor",
    "cash_change_minor",
    "solidarity_change_minor",
    "debts_change_minor",
)
COUNTS = (
    *("groups", "disengaged", "late", "later", "graduated"),
    *(
        f"{what}_{of}"
        for what in ("members", "posts")
        for of in ("woman", "man", "other", "unsaid")
    ),
    *("women_only", "both", "men_only", "mixed", "female_majority", "chairs", "chairs_female"),
)
WATCHED = {
    "group_position": ("INSERT", "UPDATE", "DELETE"),
    "help_given": ("INSERT", "DELETE"),
    "committee_term": ("INSERT", "UPDATE", "DELETE"),
    "member": ("INSERT", "UPDATE OF gender, joined_on, left_on", "DELETE"),
}
OF_GROUP = "zone_id, project_id, currency, status, formed_on, disengaged_on"
MARK = (
    "INSERT INTO zone_mark (group_id, zone_id, stamp) "
    "SELECT g.group_id, g.zone_id, {stamp} FROM savings_group g WHERE g.group_id = {group}"
)
MARK_OLD = (
    "INSERT OR IGNORE INTO zone_mark (group_id, zone_id, stamp) "
    "VALUES (OLD.group_id, OLD.zone_id, 0)"
)
NOT_YET = (
    " AND NOT EXISTS (SELECT 1 FROM zone_mark m "
    "WHERE m.group_id = g.group_id AND m.zone_id = g.zone_id)"
)
SQLITE_TRIGGER = "CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {body}; END"
POSTGRES_FUNCTION = """
CREATE FUNCTION mark_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'savings_group' AND TG_OP = 'UPDATE' THEN
    INSERT INTO zone_mark (group_id, zone_id, stamp)
    VALUES (OLD.group_id, OLD.zone_id, txid_current()) ON CONFLICT DO NOTHING;
  END IF;
  {mark}
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$
"""
POSTGRES_TRIGGER = (
    "CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION mark_zone()"
)


def upgrade() -> None:
    _create_project()
    op.create_table(
        "zone_mark",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zone_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "zone_id", "stamp", name=op.f("pk_zone_mark")),
        sqlite_with_rowid=False,
    )
    counters = [_count(name, big=name.endswith("_minor")) for name in COUNTERS]
    _create_sums("rollup_zone_month", [_number("month"), _gender()], counters)
    day, last = sa.Column("day", sa.Date(), nullable=False), sa.Column("last_held_on", sa.Date())
    _create_sums("zone_standing", [day], [*(_count(name) for name in COUNTS), last])
    keys = [_number("month"), _number("month_before"), _gender()]
    _create_sums("zone_helped", keys, [_count("members")])
    _watch()
    op.execute(
        "INSERT INTO zone_mark (group_id, zone_id, stamp) "
        "SELECT group_id, zone_id, 0 FROM savings_group"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION mark_zone() CASCADE")
    else:
        for name, _event, _table in _triggers():
            op.execute(f"DROP TRIGGER {name}")
    for table in ("zone_helped", "zone_standing", "rollup_zone_month", "zone_mark"):
        op.drop_table(table)
    with op.batch_alter_table("savings_group") as group:
        group.drop_column("project_id")
    op.drop_table("project")


def _create_project() -> None:
    op.create_table(
        "project",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("funder", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.programme_id"],
            name=op.f("fk_project_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project")),
        sa.UniqueConstraint("programme_id", "name", name=op.f("uq_project_programme_id_name")),
    )
    # One statement that both databases know; SQLite adds no constraint afterwards.
    op.execute(
        "ALTER TABLE savings_group ADD COLUMN project_id INTEGER "
        "CONSTRAINT fk_savings_group_project_id_project REFERENCES project (project_id)"
    )
    op.execute(
        "ALTER TABLE funder_link ADD COLUMN project_id INTEGER "
        "CONSTRAINT fk_funder_link_project_id_project REFERENCES project (project_id)"
    )


def _count(name: str, *, big: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger() if big else sa.Integer(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _gender() -> sa.Column[str]:
    return sa.Column("gender", sa.Text(), nullable=False)


def _create_sums(
    table: str, keys: Sequence[sa.Column[Any]], more: Sequence[sa.Column[Any]]
) -> None:
    names = ["programme_id", "zone_id", "project_id", "currency", *(key.name for key in keys)]
    op.create_table(
        table,
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        *keys,
        *more,
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.programme_id"],
            name=op.f(f"fk_{table}_programme_id_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["zone.zone_id"], name=op.f(f"fk_{table}_zone_id_zone")
        ),
        sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )


def _triggers() -> list[tuple[str, str, str]]:
    """Name every trigger with its event and its table."""
    found = [
        (f"{table}_marks_zone_{event[0:6].lower()}", event, table)
        for table, events in WATCHED.items()
        for event in events
    ]
    group = "savings_group"
    return [
        *found,
        (f"{group}_marks_zone_insert", "INSERT", group),
        (f"{group}_marks_zone_update", f"UPDATE OF {OF_GROUP}", group),
    ]


def _watch() -> None:
    """Mark the zone of a group in the transaction that changes the group, and lock nothing."""
    if op.get_bind().dialect.name == "postgresql":
        mark = MARK.format(stamp="txid_current()", group="COALESCE(NEW.group_id, OLD.group_id)")
        op.execute(POSTGRES_FUNCTION.replace("{mark}", mark))
        for name, event, table in _triggers():
            op.execute(POSTGRES_TRIGGER.format(name=name, event=event, table=table))
        return
    for name, event, table in _triggers():
        of = "OLD" if event == "DELETE" else "NEW"
        body = MARK.format(stamp=0, group=f"{of}.group_id") + NOT_YET
        if table == "savings_group" and event != "INSERT":
            body = f"{MARK_OLD}; {body}"
        op.execute(SQLITE_TRIGGER.format(name=name, event=event, table=table, body=body))
