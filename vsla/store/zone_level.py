"""Bring the sums of zones up to date: whole zones are made anew, and only those marked.

Triggers mark a zone in the transaction that changes one of its groups (migration 0012); no
writer waits for another, and nobody adds to a shared sum. Whoever reads asks for ``is_fresh``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Date,
    Integer,
    and_,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.elements import SQLCoreOperations

from vsla.domain.facts import COUNTER_NAMES
from vsla.domain.roster import Gender, Post
from vsla.store.days_in_sql import later, month_end, month_number
from vsla.store.models import (
    CommitteeTerm,
    Group,
    GroupPosition,
    GroupStatus,
    HelpGiven,
    Member,
    Programme,
    RollupMonth,
    Zone,
    ZoneHelped,
    ZoneMark,
    ZoneMonth,
    ZoneStanding,
)
from vsla.store.models.base import table_of
from vsla.store.rollups import sum_minor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import CTE, ColumnElement, Select, Table
    from sqlalchemy.orm import Session

    from vsla.store.scope import Scope

    Rows = Select[*tuple[Any, ...]]

Said = SQLCoreOperations[Any]
ZONES_AT_ONCE = 20
_GENDERS = tuple(Gender)
_WORDS = {
    Gender.WOMAN: "woman",
    Gender.MAN: "man",
    Gender.OTHER: "other",
    Gender.UNSAID: "unsaid",
}
MEMBERS = tuple(f"members_{_WORDS[gender]}" for gender in _GENDERS)
"""Columns of ``ZoneStanding`` with members, in the order of ``Gender``."""

POSTS = tuple(f"posts_{_WORDS[gender]}" for gender in _GENDERS)
"""The same of posts on committees."""

KINDS = ("women_only", "both", "men_only", "mixed", "female_majority", "chairs", "chairs_female")
"""Kinds of groups and of committees, in the order of ``report_queries.People``."""

OF_GROUPS = ("groups", "disengaged", "late", "later", "graduated")
"""Counts of groups, in the order of ``report_queries.GroupsStanding``."""

_CELL = (
    Group.programme_id,
    Group.zone_id,
    func.coalesce(Group.project_id, 0).label("project_id"),
    Group.currency,
)


def is_fresh(session: Session, scope: Scope) -> bool:
    """Tell whether the sums of all zones of a scope are as new as their groups, in one statement.

    Args:
        session: any.
        scope: of a programme; False where it is narrower than zones and projects.
    """
    if not scope.is_of_zones:
        return False
    marked = (
        select(ZoneMark.zone_id)
        .join(Zone, Zone.zone_id == ZoneMark.zone_id)
        .where(Zone.programme_id == scope.programme_id)
        .limit(1)
    )
    if scope.zone_id is not None:
        marked = marked.where(ZoneMark.zone_id == scope.zone_id)
    return session.execute(marked).first() is None


def refresh(
    session: Session, programme_id: int, *, today: date, silent: int, mute: int
) -> list[int]:
    """Make the sums of all marked zones of a programme anew.

    Marks are deleted first: what is written meanwhile leaves a mark of its own.

    Args:
        session: inside ``transaction()``.
        programme_id: whose zones.
        today: changes before its month are kept by month.
        silent: days after which an active group that sent nothing is late.
        mute: days after which it is later still.

    Returns:
        The zones, in order.
    """
    locked = select(Programme.programme_id).where(Programme.programme_id == programme_id)
    session.execute(locked.with_for_update(key_share=True))
    own = select(Zone.zone_id).where(Zone.programme_id == programme_id)
    gone = delete(ZoneMark).where(ZoneMark.zone_id.in_(own)).returning(ZoneMark.zone_id)
    zones = sorted({row[0] for row in session.execute(gone)})
    for start in range(0, len(zones), ZONES_AT_ONCE):
        _write(session, zones[start : start + ZONES_AT_ONCE], today, (silent, mute))
    return zones


def make_anew(
    session: Session, zones: Sequence[int], *, today: date, silent: int, mute: int
) -> None:
    """Make the sums of some zones anew, marked or not; arguments are those of ``refresh``.

    Args:
        session: inside ``transaction()``.
        zones: of one programme, ``ZONES_AT_ONCE`` at most.
        today: changes before its month are kept by month.
        silent: days after which an active group that sent nothing is late.
        mute: days after which it is later still.
    """
    programme = select(Zone.programme_id).where(Zone.zone_id.in_(zones))
    locked = select(Programme.programme_id).where(Programme.programme_id.in_(programme))
    session.execute(locked.with_for_update(key_share=True))
    session.execute(delete(ZoneMark).where(ZoneMark.zone_id.in_(zones)))
    _write(session, zones, today, (silent, mute))


def _write(session: Session, zones: Sequence[int], today: date, silence: tuple[int, int]) -> None:
    for table, rows in sums_of(zones, today, silence):
        _rewrite(session, table, zones, rows)


def sums_of(
    zones: Sequence[int], today: date, silence: tuple[int, int]
) -> tuple[tuple[Table, Rows], ...]:
    """Say what each table of sums is to hold of some zones."""
    return (
        (table_of(ZoneMonth), _months(zones)),
        (table_of(ZoneStanding), _standing(zones, today, silence)),
        (table_of(ZoneHelped), _helped(zones)),
    )


def _rewrite(session: Session, table: Table, zones: Sequence[int], rows: Rows) -> None:
    session.execute(delete(table).where(table.c.zone_id.in_(zones)))
    names = [column.name for column in rows.selected_columns]
    session.execute(insert(table).from_select(names, rows))


def _months(zones: Sequence[int]) -> Rows:
    keys = (*_CELL, RollupMonth.month, RollupMonth.gender)
    sums = [sum_minor(getattr(RollupMonth, name)).label(name) for name in COUNTER_NAMES]
    return (
        select(*keys, *sums)
        .join_from(RollupMonth, Group, Group.group_id == RollupMonth.group_id)
        .where(Group.zone_id.in_(zones))
        .group_by(*keys)
    )


def _helped(zones: Sequence[int]) -> Rows:
    """Count members by the month of their help and the one before it."""
    month = cast(month_number(HelpGiven.given_on), Integer)
    each = (
        select(HelpGiven.group_id, HelpGiven.member_id, month.label("month"))
        .join(Group, Group.group_id == HelpGiven.group_id)
        .where(Group.zone_id.in_(zones), HelpGiven.as_loan.is_(False))
        .distinct()
        .cte("helps")
    )
    before = func.lag(each.c.month, 1, 0).over(
        partition_by=(each.c.group_id, each.c.member_id), order_by=each.c.month
    )
    told = select(each, before.label("month_before")).cte("told")
    keys = (*_CELL, told.c.month, told.c.month_before, Member.gender)
    same = and_(Member.group_id == told.c.group_id, Member.member_id == told.c.member_id)
    return (
        select(*keys, func.count().label("members"))
        .join_from(told, Member, same)
        .join(Group, Group.group_id == told.c.group_id)
        .group_by(*keys)
    )


def _later_of(one: Said, other: Said) -> ColumnElement[Any]:
    return case((one < other, other), else_=one)


def _standing(zones: Sequence[int], today: date, silence: tuple[int, int]) -> Rows:
    """Say every change of a count with its day, added up over the groups of a cell."""
    changes = union_all(_kinds(zones, today), *_of_groups(zones, today, silence)).cte("changes")
    keys = [Group.programme_id, Group.zone_id, _CELL[2], Group.currency, changes.c.day]
    names = (*MEMBERS, *POSTS, *KINDS, *OF_GROUPS)
    return (
        select(
            *keys,
            *(sum_minor(changes.c[name]).label(name) for name in names),
            func.max(changes.c.last_held_on).label("last_held_on"),
        )
        .join_from(changes, Group, Group.group_id == changes.c.group_id)
        .group_by(*keys)
    )


def _on(day: Said, today: date) -> ColumnElement[Any]:
    """Move a day that has passed to the end of its month, and none to before the group's time."""
    counted = _later_of(day, Group.formed_on)
    return case((counted < today.replace(day=1), month_end(counted)), else_=counted).label("day")


def _row(day: Said, counts: Mapping[str, Any], last: Said | None = None) -> Rows:
    """Select a change of some counts and none of the others, in the order of all."""
    names = (*MEMBERS, *POSTS, *KINDS, *OF_GROUPS)
    held = type_coerce(null() if last is None else last, Date())
    columns = [cast(counts.get(name, literal(0)), Integer).label(name) for name in names]
    return select(Group.group_id, day, *columns, held.label("last_held_on"))


def _counted(zones: Sequence[int]) -> ColumnElement[bool]:
    return and_(Group.zone_id.in_(zones), Group.status != GroupStatus.SETTING_UP)


def _of_groups(zones: Sequence[int], today: date, silence: tuple[int, int]) -> list[Rows]:
    """Say when groups were formed, parted from, and fell silent."""
    last, none = GroupPosition.last_held_on, literal(0)
    first = cast(case((GroupPosition.cycle > 1, 1), else_=0), Integer)
    formed = _row(
        _on(Group.formed_on, today), {"groups": literal(1), "graduated": first}, last
    ).outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id)
    gone = _row(_on(Group.disengaged_on, today), {"disengaged": literal(1)})
    found = [
        formed.where(_counted(zones)),
        gone.where(_counted(zones), Group.disengaged_on.is_not(None)),
    ]
    for name, days in zip(("late", "later"), silence, strict=True):
        since = case((last.is_(None), Group.formed_on), else_=later(last, days + 1))
        silent = _row(_on(since, today), {name: literal(1) + none})
        found.append(
            silent.outerjoin(GroupPosition, GroupPosition.group_id == Group.group_id).where(
                _counted(zones), Group.disengaged_on.is_(None)
            )
        )
    return found


def _people_changes(zones: Sequence[int], today: date) -> CTE:
    """Say when people joined and left groups and committees, a row for each group and day."""
    holder = and_(
        Member.group_id == CommitteeTerm.group_id, Member.member_id == CommitteeTerm.member_id
    )
    kept = and_(_counted(zones), CommitteeTerm.post != Post.KEY_HOLDER)
    names = ("members", "posts", "chairs")

    def change(day: Said, **counts: ColumnElement[int]) -> Rows:
        columns = [counts.get(name, literal(0)).label(name) for name in names]
        return select(Group.group_id, _on(day, today), Member.gender.label("gender"), *columns)

    of_group = Member.group_id == Group.group_id
    of_post = CommitteeTerm.group_id == Group.group_id
    chair = cast(case((CommitteeTerm.post == Post.CHAIR, 1), else_=0), Integer)
    joined = change(Member.joined_on, members=literal(1)).join(Member, of_group)
    left = change(later(Member.left_on, 1), members=literal(-1)).join(Member, of_group)
    begun = change(CommitteeTerm.elected_on, posts=literal(1), chairs=chair)
    ended = change(CommitteeTerm.ended_on, posts=literal(-1), chairs=-chair)
    every = union_all(
        joined.where(_counted(zones)),
        left.where(_counted(zones), Member.left_on.is_not(None)),
        begun.join(CommitteeTerm, of_post).join(Member, holder).where(kept),
        ended.join(CommitteeTerm, of_post)
        .join(Member, holder)
        .where(kept, CommitteeTerm.ended_on.is_not(None)),
    ).cte("people")

    def of(gender: Gender, name: str) -> ColumnElement[int]:
        return sum_minor(case((every.c.gender == gender.value, every.c[name]), else_=0))

    return (
        select(
            every.c.group_id,
            every.c.day,
            *(of(g, "members").label(name) for g, name in zip(_GENDERS, MEMBERS, strict=True)),
            *(of(g, "posts").label(name) for g, name in zip(_GENDERS, POSTS, strict=True)),
            sum_minor(every.c.chairs).label("chairs"),
            of(Gender.WOMAN, "chairs").label("chairs_female"),
        )
        .group_by(every.c.group_id, every.c.day)
        .cte("days")
    )


def _kinds(zones: Sequence[int], today: date) -> Rows:
    """Say of which kind a group was after each change of its people, less what it was before."""
    days = _people_changes(zones, today)
    window: dict[str, Any] = {"partition_by": days.c.group_id, "order_by": days.c.day}
    added = (*MEMBERS, *POSTS, "chairs", "chairs_female")
    running = select(
        days.c.group_id,
        days.c.day,
        *(days.c[name].label(f"new_{name}") for name in MEMBERS),
        *(func.sum(days.c[name]).over(**window).label(name) for name in added),
    ).cte("running")
    c = running.c
    women, men = c.members_woman, c.members_man
    others = c.members_other + c.members_unsaid
    anybody = women + men + others > 0
    seats = c.posts_woman + c.posts_man + c.posts_other + c.posts_unsaid
    both = and_(women > 0, men > 0)
    mixed = and_(both, seats > 0)
    states: dict[str, Any] = {name: case((anybody, c[name]), else_=0) for name in POSTS}
    flags = {
        "women_only": and_(women > 0, men + others == 0),
        "both": both,
        "men_only": and_(men > 0, women + others == 0),
        "mixed": mixed,
        "female_majority": and_(mixed, seats < c.posts_woman * 2),
        "chairs": and_(anybody, c.chairs > 0),
        "chairs_female": and_(anybody, c.chairs_female > 0),
    }
    states |= {name: case((flag, 1), else_=0) for name, flag in flags.items()}
    stated = select(
        c.group_id,
        c.day,
        *(c[f"new_{name}"].label(name) for name in MEMBERS),
        *(cast(state, Integer).label(name) for name, state in states.items()),
    ).cte("stated")
    s = stated.c
    over: dict[str, Any] = {"partition_by": s.group_id, "order_by": s.day}
    changed = {name: s[name] - func.lag(s[name], 1, 0).over(**over) for name in states}
    whole = {**{name: s[name] for name in MEMBERS}, **changed}
    names = (*MEMBERS, *POSTS, *KINDS, *OF_GROUPS)
    return select(
        s.group_id,
        s.day,
        *(cast(whole.get(name, literal(0)), Integer).label(name) for name in names),
        type_coerce(null(), Date()).label("last_held_on"),
    )
