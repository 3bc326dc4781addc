"""Funders' projects of a programme, and the groups that belong to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotFoundError, Problem
from vsla.domain.reader import Reader
from vsla.services.access import Role, group_for, programme_for
from vsla.store.models import Group, Project, Zone

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

KEEPERS = (Role.OFFICER, Role.ADMINISTRATOR)
NAME_MAX = 80


def list_projects(session: Session, programme_id: int) -> list[Project]:
    """List the projects of a programme that the actor may see, by name."""
    query = select(Project).where(Project.programme_id == programme_id)
    return list(session.scalars(query.order_by(Project.name, Project.project_id)))


def find_project(session: Session, programme_id: int, project_id: int) -> Project:
    """Find a project of a programme.

    Raises:
        NotFoundError: the programme has no such project.
    """
    project = session.get(Project, project_id)
    if project is None or project.programme_id != programme_id:
        raise NotFoundError
    return project


def add_project(
    session: Session, actor: Actor, *, programme_id: int, name: str, funder: str
) -> Project:
    """Add a project.

    Args:
        session: inside ``transaction()``.
        actor: an officer of the programme, or an administrator.
        programme_id: which programme.
        name: unique within it.
        funder: who pays; may be empty.

    Returns:
        The project.

    Raises:
        InvalidDocumentError: the name is missing, too long, or taken.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor is neither officer nor administrator.
    """
    programme_for(session, actor, programme_id, *KEEPERS)
    r = Reader({"name": name, "funder": funder})
    said, pays = r.text("name", NAME_MAX, needed=True), r.text("funder", NAME_MAX)
    if said in {each.name for each in list_projects(session, programme_id)}:
        r.problems.append(Problem("name", Code.NAME_TAKEN))
    if r.problems:
        raise InvalidDocumentError(r.problems)
    project = Project(programme_id=programme_id, name=said, funder=pays)
    session.add(project)
    session.flush()
    return project


def assign_group(session: Session, actor: Actor, *, group_id: int, project_id: int | None) -> Group:
    """Let a group belong to a project, or to none.

    Args:
        session: inside ``transaction()``.
        actor: an officer.
        group_id: which group.
        project_id: of the group's programme; None for none.

    Returns:
        The group.

    Raises:
        NotFoundError: the group is not the actor's, or its programme has no such project.
        NotAllowedError: the actor is no officer.
    """
    group = group_for(session, actor, group_id, Role.OFFICER)
    if project_id is not None:
        find_project(session, group.programme_id, project_id)
    group.project_id = project_id
    session.flush()
    return group


def assign_zone(
    session: Session, actor: Actor, *, programme_id: int, project_id: int, zone_id: int
) -> int:
    """Let all groups of a zone belong to a project.

    Args:
        session: inside ``transaction()``.
        actor: an officer of the programme, or an administrator.
        programme_id: which programme.
        project_id: one of its projects.
        zone_id: one of its zones.

    Returns:
        How many groups the zone has.

    Raises:
        NotFoundError: the programme is not the actor's, or has no such project or zone.
        NotAllowedError: the actor is neither officer nor administrator.
    """
    programme_for(session, actor, programme_id, *KEEPERS)
    find_project(session, programme_id, project_id)
    zone = session.get(Zone, zone_id)
    if zone is None or zone.programme_id != programme_id:
        raise NotFoundError
    here = select(Group.group_id).where(Group.zone_id == zone_id)
    ids = list(session.scalars(here))
    session.execute(update(Group).where(Group.zone_id == zone_id).values(project_id=project_id))
    return len(ids)
