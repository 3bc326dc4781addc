"""Lists of groups page by page, heads of pages, members, posts and constitutions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from tests.store.builders import (
    DAY,
    a_constitution,
    a_cycle,
    a_group,
    a_member,
    a_programme,
    a_user,
    statements,
)
from vsla.domain.roster import Gender, Post
from vsla.store import constitutions, groups, members
from vsla.store.groups import list_groups
from vsla.store.models import Assignment, CommitteeTerm, GroupStatus
from vsla.store.scope import Scope

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LATER = DAY + timedelta(days=30)


def test_pages_follow_each_other_without_gap_or_repetition(session: Session) -> None:
    programme_id = a_programme(session)
    names = ["Amani", "Baraka", "Baraka", "Baraka", "Furaha", "Tumaini", "Upendo"]
    for number, name in enumerate(reversed(names)):
        a_group(session, programme_id, f"G-{number}", name=name)
    scope = Scope(programme_id=programme_id)

    seen, after = [], None
    for _ in range(4):
        page = list_groups(session, scope, after=after, limit=2)
        seen += [(line.group.name, line.group.group_id) for line in page.lines]
        after = page.after

    assert [name for name, _ in seen] == names
    assert len(set(seen)) == len(names)
    assert after is None


def test_a_page_that_is_just_full_is_the_last(session: Session) -> None:
    programme_id = a_programme(session)
    for code in "AB":
        a_group(session, programme_id, code)

    assert list_groups(session, Scope(programme_id=programme_id), limit=2).after is None


def test_a_page_costs_one_statement_with_its_positions(session: Session) -> None:
    programme_id = a_programme(session)
    for number in range(5):
        a_group(session, programme_id, f"G-{number}")
    session.expire_all()

    with statements(session) as sent:
        page = list_groups(session, Scope(programme_id=programme_id))
        shown = [(line.group.name, line.zone_name, line.position) for line in page.lines]

    assert len(sent) == 1
    assert shown[0] == ("Group G-0", "Mongbwalu", None)


@pytest.mark.parametrize(
    ("search", "codes"),
    [
        ("amani", ["X-1"]),
        ("x-", ["X-1", "X-2"]),
        ("MARCHÉ", ["X-2"]),
        ("%", []),
        ("", ["X-1", "X-2"]),
    ],
)
def test_groups_are_found_by_name_code_or_place(
    session: Session, search: str, codes: list[str]
) -> None:
    programme_id = a_programme(session)
    a_group(session, programme_id, "X-1", name="Amani ya Mungu")
    a_group(session, programme_id, "X-2", name="Baraka", place="Grand MARCHÉ")

    page = list_groups(session, Scope(programme_id=programme_id), search=search)

    assert [line.group.code for line in page.lines] == codes


def test_the_list_keeps_to_its_scope(session: Session) -> None:
    programme_id, user_id = a_programme(session), a_user(session)
    mine = a_group(session, programme_id, "A")
    a_group(session, programme_id, "B", status=GroupStatus.DISENGAGED)
    session.add(Assignment(group_id=mine, user_id=user_id))
    session.flush()

    scopes = (Scope(facilitator_id=user_id), Scope(status=GroupStatus.ACTIVE))
    for scope in scopes:
        assert [line.group.group_id for line in list_groups(session, scope).lines] == [mine]
    assert groups.is_assigned(session, mine, user_id)
    assert not groups.is_assigned(session, mine, 0)


def test_a_code_is_given_once_in_a_programme(session: Session) -> None:
    programme_id = a_programme(session)
    group_id = a_group(session, programme_id, "A")
    a_group(session, a_programme(session, "OTHER"), "A")

    with pytest.raises(IntegrityError), session.begin_nested():
        a_group(session, programme_id, "A")

    found = groups.by_code(session, programme_id, "A")
    assert found is not None
    assert found.group_id == group_id
    assert groups.by_code(session, programme_id, "Z") is None


def test_the_head_of_a_group_costs_two_statements(session: Session) -> None:
    group_id, user_id = a_group(session, a_programme(session)), a_user(session)
    session.add(Assignment(group_id=group_id, user_id=user_id))
    session.add(a_cycle(group_id, 2))
    session.flush()
    session.expire_all()

    with statements(session) as sent:
        head = groups.header(session, group_id)

    assert head is not None
    assert len(sent) == 2
    assert head.cycle is not None
    assert head.cycle.number == 2
    assert (head.zone.name, head.position) == ("Mongbwalu", None)
    assert [user.login for user in head.facilitators] == ["furaha"]
    assert [cycle.number for cycle in groups.cycles(session, group_id)] == [1, 2]


def test_a_group_that_is_not_there_has_no_head(session: Session) -> None:
    assert groups.header(session, 4711) is None


def test_the_roster_is_read_in_two_statements(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    for line, post in enumerate((Post.CHAIR, Post.SECRETARY), start=1):
        session.add(
            CommitteeTerm(
                group_id=group_id, line=line, post=post, member_id=line,
                elected_on=DAY - timedelta(days=line), votes_for=2, votes_against=0,
            )
        )  # fmt: skip

    with statements(session) as sent:
        roster = members.roster(session, group_id)

    assert len(sent) == 2
    assert list(roster.members) == [1, 2]
    assert roster.gender_of(1) is Gender.WOMAN
    assert [term.post for term in roster.terms] == [Post.SECRETARY, Post.CHAIR]
    assert [term.line for term in members.terms(session, group_id)] == [2, 1]
    assert members.next_term_line(session, group_id) == 3


def test_members_are_listed_for_a_day_in_passbook_order(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    session.add(a_member(group_id, 3, Gender.OTHER, passbook_number=5, joined_on=LATER))
    session.add(a_member(group_id, 4, Gender.MAN, passbook_number=4, left_on=DAY))
    session.flush()

    def listed(**on: object) -> list[int]:
        found = members.list_members(session, group_id, **on)  # type: ignore[arg-type]
        return [one.member_id for one in found]

    assert listed() == [1, 2, 4, 3]
    assert listed(on=DAY) == [1, 2, 4]
    assert listed(on=LATER) == [1, 2, 3]
    assert members.next_numbers(session, group_id) == (5, 6)
    assert members.member(session, group_id, 9) is None


def test_a_passbook_number_is_given_once_in_a_group(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    session.add(a_member(group_id, 3, Gender.MAN, passbook_number=1))

    with pytest.raises(IntegrityError):
        session.flush()


def test_the_constitution_in_force_is_the_last_one_adopted_by_the_day(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    session.add_all([a_constitution(group_id, 2, LATER), a_constitution(group_id, 3, LATER)])
    session.flush()

    in_force = {
        day: constitutions.in_force(session, group_id, day)
        for day in (DAY - timedelta(days=1), DAY, LATER - timedelta(days=1), LATER)
    }

    assert [version and version.number for version in in_force.values()] == [None, 1, 1, 3]
    assert [version.number for version in constitutions.versions(session, group_id)] == [1, 2, 3]
