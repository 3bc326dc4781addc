"""Sums of people by zone, made anew when the roster changes and not after every meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

GROUPS = ("groups", "disengaged", "late", "later", "graduated")
RECENT = ("attended_recent", "expected_recent")
PEOPLE = (
    *(
        f"{what}_{of}"
        for what in ("members", "posts")
        for of in ("woman", "man", "other", "unsaid")
    ),
    *("women_only", "both", "men_only", "mixed", "female_majority", "chairs", "chairs_female"),
)
OPENED = tuple(f"opened_{rest}" for rest in range(7))
AGES = ("age_under_18", "age_18_34", "age_35_44", "age_45_up", "age_unknown")
CATEGORIES = tuple(f"category_{of}" for of in ("miner", "miner_spouse", "gold_chain", "other"))
POSTS = tuple(f"post_{of}" for of in ("chair", "secretary", "treasurer", "counter", "key_holder"))
LEFT = tuple(f"left_{why}" for why in ("left", "moved", "expelled", "died", "dropped_out"))
BIG = {"opened_weeks", "held_since", "amount"}

OF_GROUP = "UPDATE OF zone_id, project_id, currency, status, formed_on, disengaged_on"
OF_MEMBER = "UPDATE OF gender, birth_year, category, joined_on, left_on, leaving_reason"
WATCHED = {
    "member": ("INSERT", OF_MEMBER, "DELETE"),
    "committee_term": ("INSERT", "UPDATE", "DELETE"),
    "cycle": ("INSERT", "UPDATE OF opened_on", "DELETE"),
    "savings_group": ("INSERT", OF_GROUP),
}
BEFORE = {
    "member": ("INSERT", "UPDATE OF gender, joined_on, left_on", "DELETE"),
    "committee_term": ("INSERT", "UPDATE", "DELETE"),
}
"""What marked a zone before and no longer does, but for the sex of a member who may be helped."""

SEX = {"member": ("UPDATE OF gender", "DELETE")}
MARK = (
    "INSERT INTO {mark} (group_id, zone_id, stamp) "
    "SELECT g.group_id, g.zone_id, {stamp} FROM savings_group g WHERE g.group_id = {group}"
)
MARK_OLD = (
    "INSERT OR IGNORE INTO roster_mark (group_id, zone_id, stamp) "
    "VALUES (OLD.group_id, OLD.zone_id, 0)"
)
NOT_YET = (
    " AND NOT EXISTS (SELECT 1 FROM {mark} m "
    "WHERE m.group_id = g.group_id AND m.zone_id = g.zone_id)"
)
SQLITE_TRIGGER = "CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {body}; END"
POSTGRES_FUNCTION = """
CREATE FUNCTION mark_roster() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'savings_group' AND TG_OP = 'UPDATE' THEN
    INSERT INTO roster_mark (group_id, zone_id, stamp)
    VALUES (OLD.group_id, OLD.zone_id, txid_current()) ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO roster_mark (group_id, zone_id, stamp)
  SELECT g.group_id, g.zone_id, txid_current() FROM savings_group g
  WHERE g.group_id = COALESCE(NEW.group_id, OLD.group_id)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$
"""
POSTGRES_TRIGGER = (
    "CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
)


def upgrade() -> None:
    _create_mark()
    last = sa.Column("last_held_on", sa.Date())
    op.drop_table("zone_standing")
    _create_sums("zone_standing", [_day("day")], [*_counts(*GROUPS, *RECENT), last])
    _create_sums("zone_people", [_day("day")], _counts(*PEOPLE, *OPENED, "opened_weeks"))
    more = (*AGES, *CATEGORIES, *POSTS, "held_since", "at_start", "began", "again", *LEFT)
    keys = [_day("day"), _day("since"), _text("gender")]
    _create_sums("zone_roster", keys, _counts(*more))
    keys = [_text("need"), _number("month"), _number("month_before"), _text("gender")]
    _create_sums("zone_need", keys, _counts("members", "amount"))
    _drop_triggers("zone", BEFORE)
    _watch("zone", SEX)
    _watch("roster", WATCHED)
    _mark_all("zone_mark")
    _mark_all("roster_mark")


def downgrade() -> None:
    _drop_triggers("roster", WATCHED)
    _drop_triggers("zone", SEX)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION mark_roster()")
    _watch("zone", BEFORE)
    for table in ("zone_need", "zone_roster", "zone_people", "zone_standing", "roster_mark"):
        op.drop_table(table)
    last = sa.Column("last_held_on", sa.Date())
    _create_sums("zone_standing", [_day("day")], [*_counts(*GROUPS, *PEOPLE), last])
    _mark_all("zone_mark")


def _create_mark() -> None:
    op.create_table(
        "roster_mark",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zone_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "zone_id", "stamp", name=op.f("pk_roster_mark")),
        sqlite_with_rowid=False,
    )


def _mark_all(mark: str) -> None:
    op.execute(f"DELETE FROM {mark}")  # noqa: S608 - names of tables
    op.execute(
        f"INSERT INTO {mark} (group_id, zone_id, stamp) "  # noqa: S608
        "SELECT group_id, zone_id, 0 FROM savings_group"
    )


def _counts(*names: str) -> list[sa.Column[int]]:
    return [
        sa.Column(name, sa.BigInteger() if name in BIG else sa.Integer(), nullable=False)
        for name in names
    ]


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _create_sums(
    table: str, keys: Sequence[sa.Column[Any]], more: Sequence[sa.Column[Any]]
) -> None:
    names = ["programme_id", "zone_id", "project_id", "currency", *(key.name for key in keys)]
    op.create_table(
        table,
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        _number("project_id"),
        _text("currency"),
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


def _triggers(what: str, watched: dict[str, tuple[str, ...]]) -> list[tuple[str, str, str]]:
    """Name every trigger with its event and its table."""
    return [
        (f"{table}_marks_{what}_{event[0:6].lower()}", event, table)
        for table, events in watched.items()
        for event in events
    ]


def _drop_triggers(what: str, watched: dict[str, tuple[str, ...]]) -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for name, _event, table in _triggers(what, watched):
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgres else f"DROP TRIGGER {name}")


def _watch(what: str, watched: dict[str, tuple[str, ...]]) -> None:
    """Mark the zone of a group in the transaction that changes the group, and lock nothing."""
    mark = f"{what}_mark"
    if op.get_bind().dialect.name == "postgresql":
        if what == "roster":
            op.execute(POSTGRES_FUNCTION)
        for name, event, table in _triggers(what, watched):
            values = {"name": name, "event": event, "table": table, "function": f"mark_{what}"}
            op.execute(POSTGRES_TRIGGER.format(**values))
        return
    for name, event, table in _triggers(what, watched):
        of = "OLD" if event == "DELETE" else "NEW"
        body = (MARK + NOT_YET).format(mark=mark, stamp=0, group=f"{of}.group_id")
        if table == "savings_group" and event != "INSERT":
            body = f"{MARK_OLD}; {body}"
        op.execute(SQLITE_TRIGGER.format(name=name, event=event, table=table, body=body))
