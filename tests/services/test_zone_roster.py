"""Who the members are adds up the same from zones as from members, in whatever programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select, update

from tests.builders import a_group, a_programme, meet
from tests.services.test_correct_meeting import RULES
from tests.store.builders import a_cycle, a_member, a_new_entry, statements
from tests.store.builders import a_group as a_stored_group
from tests.store.builders import a_programme as an_empty_programme
from vsla.domain.constitution import Need
from vsla.domain.roster import Category, Gender, LeavingReason, Post
from vsla.services import zone_sums
from vsla.store.gender_queries import Terms
from vsla.store.journal import append
from vsla.store.models import (
    CommitteeTerm,
    Cycle,
    Group,
    GroupStatus,
    HelpGiven,
    MeetingSummary,
    Member,
    Project,
    RosterMark,
    Zone,
    ZoneMark,
    ZoneRoster,
)
from vsla.store.monitor_queries import RareCounts
from vsla.store.position import Position, write
from vsla.store.scope import Scope
from vsla.store.zone_roster import HAPPENED, STANDING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

TODAY = date(2023, 4, 10)
PERIODS = (
    (date(2021, 12, 1), date(2022, 1, 31), date(2022, 1, 31)),
    (date(2022, 6, 1), date(2022, 12, 31), date(2022, 12, 31)),
    (date(2023, 1, 1), date(2023, 3, 31), date(2023, 3, 31)),
    (date(2023, 2, 1), date(2023, 4, 30), TODAY),
    (date(2023, 5, 1), date(2023, 5, 31), date(2023, 5, 1)),
)
"""First and last day, and the day as of which people are counted."""


class Chance:
    """Draws whatever a programme may hold."""

    def __init__(self, seed: int) -> None:
        """Begin from a number."""
        self.random = Random(seed)  # noqa: S311 - for tests

    def one(self, *of: Any) -> Any:
        """Draw one."""
        return self.random.choice(of)

    def day(self, after: date = date(2021, 10, 1)) -> date:
        """Draw a day, not before another."""
        last = max(date(2023, 5, 20), after)
        return after + timedelta(days=self.random.randint(0, (last - after).days))

    def period(self, after: date) -> tuple[date, date | None]:
        """Draw a first day and a last one, which may be open."""
        first = self.day(after)
        return first, self.one(None, self.day(first))


def a_random_programme(session: Session, chance: Chance) -> int:
    """Fill a programme whose groups were formed, elected and parted from on any day."""
    programme_id = an_empty_programme(session)
    project = Project(programme_id=programme_id, name="Amka", funder="Fund")
    session.add(project)
    session.flush()
    for number in range(12):
        facts: dict[str, Any] = {
            "currency": chance.one("CDF", "USD"),
            "formed_on": chance.day(),
            "status": chance.one(*GroupStatus, GroupStatus.ACTIVE),
            "project_id": chance.one(None, project.project_id),
        }
        group_id = a_stored_group(session, programme_id, f"R-{number}", **facts)
        append(session, a_new_entry(group_id, uuid=f"random-{number}", movements=()), last=None)
        _fill(session, group_id, facts["status"], chance)
    other = Zone(programme_id=programme_id, name="Kilo")
    session.add(other)
    session.flush()
    moved = update(Group).where(Group.group_id % 2 == 0).values(zone_id=other.zone_id)
    session.execute(moved)
    return programme_id


def _fill(session: Session, group_id: int, status: GroupStatus, chance: Chance) -> None:
    """Give a group members, terms, cycles, help and meetings."""
    entry = {"group_id": group_id, "entry_number": 1}
    members, opened = [], sorted(chance.day() for _ in range(2))
    for member_id in range(3, 12):
        joined, left = chance.period(chance.one(date(2021, 10, 1), opened[0]))
        born = chance.one(None, *(date(2022, 1, 1).year - age for age in (17, 18, 34, 35, 44, 45)))
        facts = {"joined_on": joined, "left_on": left, "birth_year": born}
        facts["leaving_reason"] = None if left is None else chance.one(None, *LeavingReason)
        facts["category"] = chance.one(*Category)
        members.append(a_member(group_id, member_id, chance.one(*Gender), **facts))
    session.add_all(members)
    session.execute(update(Cycle).where(Cycle.group_id == group_id).values(opened_on=opened[0]))
    second = a_cycle(group_id, 2)
    second.opened_on = opened[1]
    session.add(second)
    session.flush()
    terms = []
    for line in range(1, 9):
        elected, ended = chance.period(date(2021, 10, 1))
        term = {"post": chance.one(*Post), "member_id": chance.one(3, 4, 5, 6)}
        days = {"elected_on": elected, "ended_on": ended, "votes_for": 5, "votes_against": 0}
        terms.append({"group_id": group_id, "line": line, **term, **days})
    session.execute(insert(CommitteeTerm), terms)
    helps = [
        {
            **entry,
            "line": line,
            "member_id": chance.one(3, 4, 5),
            "need": chance.one(Need.ILLNESS, Need.DEATH),
            "amount": chance.one(500, 10**12),
            "as_loan": bool(chance.one(0, 0, 1)),
            "given_on": chance.day(),
        }
        for line in range(1, 9)
    ]
    session.execute(insert(HelpGiven), helps)
    met = chance.one(0, 3, 7)
    plain = dict.fromkeys(_PLAIN, 0)
    meetings = [
        {**entry, **plain, "cycle": 2, "number": number, "held_on": chance.day(), "attended": 5}
        | {"expected": 5 + number}
        for number in range(met + 1)
    ]
    session.execute(insert(MeetingSummary), meetings)
    # A group that has met is past its set-up.
    held_on = None if status is GroupStatus.SETTING_UP else chance.one(None, chance.day())
    position = Position._make((group_id, 2, 1, met, held_on, met, *[0] * 12, "{}"))
    write(session, position)


_PLAIN = (
    *("shares_count", "savings", "solidarity", "loans_count", "loans_amount", "repaid"),
    *("fines_paid", "grants", "difference", "breaches_count"),
)


def told(session: Session, scope: Scope) -> list[object]:
    """Count everything in every period; what is nowhere is left out."""
    found: list[object] = []
    for from_on, to_on, on in PERIODS:
        days: dict[str, Any] = {"from_on": from_on, "to_on": to_on}
        roster = zone_sums.count_roster(session, scope, on=on, **days)
        terms = {of: each for of, each in roster.terms.items() if each != Terms()}
        rare = zone_sums.count_rare(session, scope, on)
        rare = {of: each for of, each in rare.items() if each != RareCounts()}
        one = zone_sums.count(session, scope, on=on, **days)
        people = {of: each for of, each in one.people.items() if any(each.members.values())}
        needs = zone_sums.count_needs(session, scope, **days)
        found += [replace(roster, terms=terms), needs, rare, dict(one.standing), people]
    last = zone_sums.last_meeting_on(session, scope.programme_id or 0)
    return [*found, last]


def test_zones_and_members_tell_the_same_of_any_programme(session: Session) -> None:
    # Any other number holds too; one keeps the test short.
    programme_id = a_random_programme(session, Chance(20_230_410))
    whole = Scope(programme_id=programme_id)
    zones = list(session.scalars(select(Zone.zone_id).where(Zone.programme_id == programme_id)))
    project_id = session.scalars(select(Project.project_id)).one()
    scopes = [whole, Scope(programme_id=programme_id, project_id=project_id)]
    scopes.append(Scope(programme_id=programme_id, zone_id=zones[0]))
    from_members = [told(session, scope) for scope in scopes]

    assert zone_sums.freshen(session, programme_id, today=TODAY) == sorted(zones)

    for scope, before in zip(scopes, from_members, strict=True):
        for place, (one, other) in enumerate(zip(told(session, scope), before, strict=True)):
            assert one == other, (scope, place)
    assert zone_sums.differing(session, zones, today=TODAY) == []
    later = date(2024, 1, 5)
    assert zone_sums.differing(session, zones, today=later) == [], "months that passed since"


@pytest.fixture
def group(session: Session) -> GroupWorld:
    """Give a group that met, whose sums are fresh."""
    world = a_group(session, a_programme(session), members=8, women=4, constitution=RULES)
    meet(world, 1)
    freshen(world)
    return world


def freshen(world: GroupWorld) -> None:
    """Bring the sums up to date."""
    zone_sums.freshen(world.session, world.programme.programme_id, today=TODAY)


def marked(world: GroupWorld) -> tuple[int, int]:
    """Count the marks for what meetings change, and for the roster."""
    of_meetings, of_people = (
        len(world.session.scalars(select(mark.group_id)).all()) for mark in (ZoneMark, RosterMark)
    )
    return of_meetings, of_people


def test_a_meeting_marks_no_roster_unless_somebody_leaves(group: GroupWorld) -> None:
    meet(group, 2)
    assert marked(group) == (1, 0)

    meet(group, 3, departures=[{"member": 6, "reason": "moved"}])
    assert marked(group) == (1, 1)


def test_what_says_who_people_are_marks_the_roster_alone(group: GroupWorld) -> None:
    here = group.group_id
    changes = [
        update(Member).where(Member.group_id == here).values(birth_year=1990),
        update(Member).where(Member.group_id == here).values(category=Category.OTHER),
        update(Member).where(Member.group_id == here).values(joined_on=date(2023, 1, 3)),
        update(CommitteeTerm).where(CommitteeTerm.group_id == here).values(ended_on=None),
        update(Cycle).where(Cycle.group_id == here).values(opened_on=date(2023, 1, 3)),
    ]
    for change in changes:
        group.session.execute(change)
        assert marked(group) == (0, 1), str(change)
        freshen(group)
    rename = update(Member).where(Member.group_id == here).values(name="Neema")
    group.session.execute(rename)
    assert marked(group) == (0, 0)

    for both in (
        update(Member).where(Member.group_id == here).values(gender=Gender.WOMAN),
        update(Group).where(Group.group_id == here).values(formed_on=date(2023, 1, 1)),
    ):
        group.session.execute(both)
        assert marked(group) == (1, 1), str(both)
        freshen(group)


def test_what_meetings_change_is_made_anew_without_the_people(group: GroupWorld) -> None:
    def cost() -> int:
        with statements(group.session) as sent:
            freshen(group)
        assert sum("member" in one for one in sent if "zone_people" in one) <= 1
        return len(sent)

    meet(group, 2)
    after_a_meeting = cost()
    group.session.execute(update(Member).values(birth_year=1991))

    assert (after_a_meeting, cost()) == (11, 7)


def test_every_age_category_post_and_reason_has_its_column() -> None:
    keys = {"programme_id", "zone_id", "project_id", "currency", "day", "since", "gender"}
    columns = {column.name for column in ZoneRoster.__table__.columns}

    assert columns - keys == {*STANDING, *HAPPENED}
