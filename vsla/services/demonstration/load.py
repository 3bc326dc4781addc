"""Make the demonstration programme through the services, as people would, group by group."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from vsla.services.access import Role, actor_of, system_actor
from vsla.services.demonstration import courses_of, office_of
from vsla.services.demonstration.lives import afternoon, live
from vsla.services.demonstration.names import ZONES
from vsla.services.demonstration.plan import FACILITATORS
from vsla.services.passwords import hash_password
from vsla.services.programmes import add_programme, add_zone, list_zones, set_rate
from vsla.services.users import add_user
from vsla.store.models import Group, Programme, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.services.demonstration.shape import GroupPlan, Plan, UserPlan

CODE = "DEMO"
NAME = "AFECCOR, Ituri (démonstration)"
PASSWORD = "carnet-et-cadenas"  # noqa: S105 - printed for everybody who tries the programme
LOGINS = ("facilitator", "officer", "trainer", "administrator")
"""One login of each role, to be shown."""


class Password(NamedTuple):
    """The password of all logins, and its hash."""

    words: str
    hashed: str


_FOUNDED_ON = date(2017, 2, 1)
_PLANNED = {"groups": 50, "women": 750, "men": 650, "facilitators": FACILITATORS}
_RATES = (
    (date(2017, 3, 1), 1_350),
    (date(2017, 6, 1), 1_430),
    (date(2017, 9, 1), 1_560),
    (date(2017, 12, 1), 1_575),
    (date(2018, 1, 2), 1_590),
    (date(2018, 2, 27), 1_600),
)
"""Francs for a dollar from a day on; the last one is the one the plan reckons with."""


def loaded(session: Session) -> Programme | None:
    """Find the demonstration programme, or None before it is loaded."""
    return session.scalar(select(Programme).where(Programme.code == CODE, Programme.is_demo))


def waiting(session: Session, plan: Plan) -> list[GroupPlan]:
    """List the groups of the plan that are not there yet; an interrupted load goes on with them.

    Args:
        session: to read with.
        plan: the same as before.

    Returns:
        Groups in the order of the plan.
    """
    programme = loaded(session)
    if programme is None:
        return list(plan.groups)
    query = select(Group.name).where(Group.programme_id == programme.programme_id)
    there = set(session.scalars(query))
    return [group for group in plan.groups if group.name not in there]


def found(session: Session, plan: Plan, *, password: str = PASSWORD) -> Programme:
    """Found the programme: its area, its people with a login and its exchange rates.

    Args:
        session: inside ``transaction()``.
        plan: whose people.
        password: of every login.

    Returns:
        The programme, or the one that is there already.
    """
    programme = loaded(session)
    if programme is not None:
        return programme
    actor, now = system_actor(), afternoon(_FOUNDED_ON)
    programme = add_programme(
        session,
        actor,
        code=CODE,
        name=NAME,
        reporting_currency="USD",
        planned=_PLANNED,
        is_demo=True,
        now=now,
    )
    here = programme.programme_id
    for zone in ZONES:
        add_zone(session, actor, programme_id=here, name=zone)
    for rate_on, francs in _RATES:
        set_rate(
            session,
            actor,
            programme_id=here,
            currency="CDF",
            rate_on=rate_on,
            per_unit_minor=francs * 100,
            source="Taux inventé pour la démonstration",
        )
    # Everybody is told the one password, so one hash hides as much as one a login would.
    shared = Password(password, hash_password(password))
    for person in (*plan.facilitators, *plan.office):
        _add(session, person, here, shared, now)
    return programme


def _add(
    session: Session, person: UserPlan, programme_id: int, shared: Password, now: datetime
) -> None:
    add_user(
        session,
        system_actor(),
        login=person.login,
        name=person.name,
        role=person.role,
        programme_id=programme_id,
        password=shared.words,
        locale="fr",
        gender=person.gender.value,
        now=now,
        hashed=shared.hashed,
    )


def make_group(session: Session, plan: Plan, group: GroupPlan) -> None:
    """Make one group with its whole life.

    Args:
        session: inside ``transaction()``; one group a transaction is enough.
        plan: the whole.
        group: one of it, not made yet.
    """
    programme = loaded(session)
    assert programme is not None, "the programme is founded first"
    zones = {zone.name: zone.zone_id for zone in list_zones(session, programme.programme_id)}
    facilitator = _user_id(session, plan.facilitators[group.facilitator].login)
    officer = next(person.login for person in plan.office if person.role == Role.OFFICER)
    live(
        session,
        group,
        facilitator_id=facilitator,
        officer=actor_of(session, _user_id(session, officer)),
        zone_id=zones[ZONES[group.zone]],
    )


def is_whole(session: Session, plan: Plan) -> bool:
    """Tell whether nothing of the plan is missing, its courses included."""
    programme = loaded(session)
    if programme is None or waiting(session, plan):
        return False
    here = programme.programme_id
    missing = courses_of.courses_missing(session, here) or office_of.office_missing(session, here)
    return not missing


def make_courses(session: Session, plan: Plan) -> None:
    """Make the courses, once all groups are there; courses that are there stay.

    Args:
        session: inside ``transaction()``.
        plan: the whole.
    """
    programme = loaded(session)
    assert programme is not None, "the programme is founded first"
    if courses_of.courses_missing(session, programme.programme_id):
        courses_of.make_courses(session, plan, programme.programme_id)


def make_office(session: Session, plan: Plan) -> None:
    """Make visits and samples of passbooks, once all groups are there; those there stay.

    Args:
        session: inside ``transaction()``.
        plan: the whole.
    """
    programme = loaded(session)
    assert programme is not None, "the programme is founded first"
    if office_of.office_missing(session, programme.programme_id):
        login = next(person.login for person in plan.office if person.role == Role.OFFICER)
        officer = actor_of(session, _user_id(session, login))
        office_of.make_office(session, plan, officer)


def _user_id(session: Session, login: str) -> int:
    return session.scalars(select(User.user_id).where(User.login == login)).one()
