"""The demonstration programme: planned alike every time, lived through the services."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from tests.builders import a_programme
from tests.conftest import ROOT
from tests.remembered_rows import copy_rows
from vsla.domain.codes import Code
from vsla.domain.roster import Gender, Post
from vsla.services.access import system_actor
from vsla.services.demonstration.load import (
    found,
    is_whole,
    loaded,
    make_courses,
    make_group,
    make_office,
    waiting,
)
from vsla.services.demonstration.names import ZONES
from vsla.services.demonstration.plan import build_plan
from vsla.services.demonstration.shape import FROM_ON, TO_ON, Mix, Oddity, Plan
from vsla.services.programme_report import first_results
from vsla.services.report_forms import headline
from vsla.services.verify_ledger import verify_group
from vsla.services.verify_totals import verify_totals
from vsla.store.models import (
    BreachRow,
    Course,
    Cycle,
    EntryKind,
    Group,
    GroupStatus,
    JournalEntry,
    LoanRow,
    Member,
    User,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from tests.conftest import CopyDatabase

TODAY = date(2026, 11, 23)
PUBLISHED = {
    "groups": 50,
    "groups_disengaged": 1,
    "members": 1456,
    "women": 806,
    "men": 650,
    "savings_usd": "18780.00",
    "savings_usd_per_head_month": "4.30",
    "mixed_groups_female_majority_committee_percent": "80.0",
    "solidarity_members_assisted": 157,
}


@cache
def the_plan() -> Plan:
    """Plan once; a group that lives uses its chance up, so tests take copies."""
    return build_plan()


def a_plan(*places: int) -> Plan:
    """Take some groups of the plan."""
    return replace(the_plan(), groups=tuple(deepcopy(the_plan().groups[at]) for at in places))


def load(session: Session, plan: Plan) -> None:
    """Make the programme and the groups that are not there."""
    found(session, plan)
    for group in waiting(session, plan):
        make_group(session, plan, group)


@pytest.fixture(scope="module")
def lived(sqlite_copy: CopyDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The whole programme, loaded once by the command that people call.

    Tests read it and leave it as it is. A process of its own is not slowed down by the counting of
    lines; the tests above run each of them here.
    """
    folder = tmp_path_factory.mktemp("demonstration")
    url = sqlite_copy(folder)
    environment = os.environ | {
        "VSLA_DATABASE_URL": url,
        "VSLA_INSTANCE": str(folder),
        "VSLA_SECRET_KEY": "a key that is long enough and only for tests",
    }
    command = [sys.executable, "-c", "from vsla.app import main; main()", "demo"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)  # noqa: S603 - our own command
    engine = create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.db)])
def whole(
    request: pytest.FixtureRequest, lived: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The whole programme on each kind of database; PostgreSQL gets the rows of the other.

    What the services write there is asked of some groups alone.
    """
    if request.param == "sqlite":
        yield lived
        return
    make: CopyDatabase = request.getfixturevalue("postgres_copy")
    engine = create_engine(make(tmp_path_factory.mktemp("demonstration-postgres")))
    with Session(lived) as source, Session(engine) as target:
        copy_rows(source, target)
    yield engine
    engine.dispose()


@pytest.fixture
def told(whole: Engine) -> Iterator[Session]:
    """A session that reads the whole programme."""
    with Session(whole) as session:
        yield session


def group_at(session: Session, place: int) -> Group:
    """Find the group of a place of the plan."""
    name = the_plan().groups[place].name
    return session.scalars(select(Group).where(Group.name == name)).one()


def kinds(session: Session, group: Group) -> Counter[EntryKind]:
    """Count the entries of each kind of a group."""
    here = JournalEntry.group_id == group.group_id
    return Counter(session.scalars(select(JournalEntry.kind).where(here)))


def test_the_same_seed_plans_the_same_programme() -> None:
    again = build_plan(the_plan().seed)

    assert [group.people for group in again.groups] == [g.people for g in the_plan().groups]
    assert [group.cycles for group in again.groups] == [g.cycles for g in the_plan().groups]


def test_another_seed_plans_other_people_with_the_same_sums() -> None:
    other = build_plan(7)

    people = [person for group in other.groups for person in group.people]
    helped = {
        (group.name, member)
        for group in other.groups
        for meeting in group.meetings
        if meeting.in_period
        for member in meeting.helped
    }
    assert people[0] != the_plan().groups[0].people[0]
    assert Counter(person.gender for person in people) == {Gender.WOMAN: 806, Gender.MAN: 650}
    assert len(helped) == 157


def test_fifty_groups_of_three_kinds_meet_in_six_communities() -> None:
    groups = the_plan().groups

    assert Counter(group.mix for group in groups) == {Mix.MIXED: 35, Mix.WOMEN: 10, Mix.MEN: 5}
    assert {group.zone for group in groups} == set(range(len(ZONES)))
    assert {group.facilitator for group in groups} == set(range(35))
    assert sum(group.currency == "CDF" for group in groups) >= 5
    assert {odd for g in groups for m in g.meetings for odd in m.oddities} == set(Oddity)


def test_nobody_has_the_name_of_another() -> None:
    names = [person.fields["name"] for group in the_plan().groups for person in group.people]

    assert len(set(names)) == len(names)


def test_meetings_are_weekly_and_end_with_the_published_months() -> None:
    for group in the_plan().groups:
        days = [meeting.held_on for meeting in group.meetings]
        gaps = {(after - before).days for before, after in pairwise(days)}
        assert gaps <= {7, 14, 21}
        assert days[0] <= date(2017, 9, 24)
        assert FROM_ON < days[-1] <= TO_ON


def test_the_second_cycle_follows_a_share_out_by_two_persons(told: Session) -> None:
    group = group_at(told, 0)

    query = select(Cycle).where(Cycle.group_id == group.group_id).order_by(Cycle.number)
    assert [cycle.closed_on for cycle in told.scalars(query)] == [date(2017, 11, 22), None]
    counted = kinds(told, group)
    assert (counted[EntryKind.SHARE_OUT], counted[EntryKind.OPENING]) == (1, 1)
    assert counted[EntryKind.CORRECTION] == 1


def test_mistakes_are_corrected_and_a_late_meeting_is_laid_in(told: Session) -> None:
    counted = kinds(told, group_at(told, 1))

    assert (counted[EntryKind.CORRECTION], counted[EntryKind.REPOSTING]) == (1, 1)
    assert counted[EntryKind.REVERSAL] == 2


def test_the_group_the_programme_parted_from_is_marked(told: Session) -> None:
    group = group_at(told, 38)

    assert (group.status, group.disengaged_on) == (GroupStatus.DISENGAGED, date(2018, 1, 20))


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (3, Code.TOO_MANY_SHARES),
        (5, Code.NO_QUORUM),
        (2, Code.CASH_DIFFERENCE_CLOSING),
        (6, Code.NOT_A_LOAN_MEETING),
        (11, Code.LOAN_ABOVE_CEILING),
        (14, Code.GRANT_ABOVE_LIMIT),
        (34, Code.OFFICER_IS_KEY_HOLDER),
    ],
)
def test_rules_are_broken_here_and_there(told: Session, place: int, code: Code) -> None:
    here = BreachRow.group_id == group_at(told, place).group_id

    assert code in set(told.scalars(select(BreachRow.code).where(here)))


def places_of_oddities() -> list[int]:
    """Find a group for each thing that goes otherwise than it should."""
    found: dict[Oddity, int] = {}
    for place, group in enumerate(the_plan().groups):
        for meeting in group.meetings:
            for oddity in meeting.oddities:
                found.setdefault(oddity, place)
    return sorted(set(found.values()))


def test_whatever_goes_otherwise_is_lived(app_session: Session) -> None:
    """Here, where the lines are counted; what became of it is read in the whole programme."""
    plan = a_plan(*places_of_oddities(), 38)

    load(app_session, plan)
    for _twice in range(2):
        make_courses(app_session, plan)
        make_office(app_session, plan)

    assert is_whole(app_session, plan)
    assert app_session.scalars(select(func.count()).select_from(BreachRow)).one() > 5
    held = dict(
        app_session.execute(select(Course.component, func.count()).group_by(Course.component)).all()
    )
    assert set(held) == {"literacy", "discussion", "business"}


@pytest.mark.uncounted
def test_an_interrupted_load_goes_on_where_it_stopped(session: Session) -> None:
    all_missing = waiting(session, a_plan(0, 1))
    load(session, a_plan(0))
    both = a_plan(0, 1)

    missing = [group.name for group in waiting(session, both)]
    load(session, both)

    assert len(all_missing) == 2
    assert missing == [both.groups[1].name]
    assert waiting(session, both) == []
    assert session.scalar(select(func.count()).select_from(User)) == 67


@pytest.mark.uncounted
def test_it_stands_beside_other_programmes(session: Session) -> None:
    a_programme(session)

    load(session, a_plan(4))

    programme = loaded(session)
    assert programme is not None
    assert programme.is_demo


def test_the_key_holders_are_not_on_the_committee_but_in_one_group() -> None:
    both = [
        place
        for place, group in enumerate(the_plan().groups)
        if {m for post, m in group.seats if post is Post.KEY_HOLDER}
        & {m for post, m in group.seats if post is not Post.KEY_HOLDER}
    ]

    assert both == [34]


def test_its_ledger_gives_the_figures_the_programme_published(told: Session) -> None:
    programme = loaded(told)
    assert programme is not None
    results = first_results(
        told,
        system_actor(),
        programme_id=programme.programme_id,
        from_on=FROM_ON,
        to_on=TO_ON,
        today=TODAY,
    )
    members, loans = (
        told.scalars(select(func.count()).select_from(t)).one() for t in (Member, LoanRow)
    )

    assert headline(results) == PUBLISHED
    assert members == 1456
    assert loans > 1000
    assert results.groups_late == 6


@pytest.mark.uncounted
def test_everything_in_it_follows_from_its_documents(told: Session) -> None:
    ids = told.scalars(select(Group.group_id)).all()

    assert [fault for group_id in ids for fault in verify_group(told, group_id)] == []


def test_all_of_it_adds_up_without_its_documents(told: Session) -> None:
    assert verify_totals(told, today=TO_ON) == (50, [])
