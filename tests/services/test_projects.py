"""Groups belong to funders' projects, and reports can be narrowed to one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.builders import NOW, TODAY, a_group, a_programme, meet
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.services import zone_sums
from vsla.services.funder_links import make_link, open_link
from vsla.services.monitoring import Choice, monitor
from vsla.services.programme_report import Period
from vsla.services.projects import (
    add_project,
    assign_group,
    assign_zone,
    find_project,
    list_projects,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld
    from vsla.store.models import Project

JANUARY = Period(date(2023, 1, 1), date(2023, 1, 31))


@pytest.fixture
def programme(session: Session) -> ProgrammeWorld:
    """Two groups that saved one share and two."""
    world = a_programme(session)
    meet(a_group(session, world, members=6), 1, shares={1: 1})
    meet(a_group(session, world, members=6, name="Amani"), 1, shares={1: 2})
    return world


def add(session: Session, world: ProgrammeWorld, name: str = "Amka") -> Project:
    of, funder = world.programme_id, "Fund"
    return add_project(session, world.officer, programme_id=of, name=name, funder=funder)


def saved(session: Session, world: ProgrammeWorld, project: Project) -> int:
    choice = Choice(programme_id=world.programme_id, period=JANUARY, project_id=project.project_id)
    found = monitor(session, world.officer, choice, today=TODAY).boards.get("CDF")
    return 0 if found is None or found.all is None else found.all.saved


def test_the_board_of_a_project_counts_its_groups_from_either_level(
    session: Session, programme: ProgrammeWorld
) -> None:
    project, officer = add(session, programme), programme.officer
    group = a_group(session, programme, members=6, name="Tatu")
    meet(group, 1, shares={1: 4})
    assign_group(session, officer, group_id=group.group_id, project_id=project.project_id)

    by_groups = saved(session, programme, project)
    zone_sums.freshen(session, programme.programme_id, today=TODAY)

    assert saved(session, programme, project) == by_groups == 400_000
    assign_group(session, officer, group_id=group.group_id, project_id=None)
    assert saved(session, programme, project) == 0
    of, zone = programme.programme_id, programme.zone_id
    known = {"programme_id": of, "project_id": project.project_id}
    assert assign_zone(session, officer, zone_id=zone, **known) == 3
    session.expire_all()
    assert saved(session, programme, project) == 700_000
    with pytest.raises(NotFoundError):
        assign_zone(session, officer, zone_id=10**6, **known)


def test_a_project_has_a_name_of_its_own_and_belongs_to_one_programme(
    session: Session, programme: ProgrammeWorld
) -> None:
    project, other = add(session, programme), a_programme(session)
    group = a_group(session, other, members=6)

    for name in ("Amka", " ", "x" * 81):
        with pytest.raises(InvalidDocumentError):
            add(session, programme, name)
    of, number = programme.programme_id, project.project_id
    with pytest.raises(NotAllowedError):
        add_project(session, programme.facilitator, programme_id=of, name="B", funder="")
    assert list_projects(session, other.programme_id) == []
    with pytest.raises(NotFoundError):
        find_project(session, other.programme_id, project.project_id)
    with pytest.raises(NotFoundError):
        assign_group(session, other.officer, group_id=group.group_id, project_id=number)


def test_a_link_of_a_project_shows_its_groups_alone(
    session: Session, programme: ProgrammeWorld
) -> None:
    project = add(session, programme)

    made = make_link(
        session,
        programme.officer,
        programme_id=programme.programme_id,
        label="Fund",
        from_on=JANUARY.from_on,
        to_on=JANUARY.to_on,
        days=7,
        now=NOW,
        project_id=project.project_id,
    )

    assert open_link(session, made.token, now=NOW).project_id == project.project_id
