"""Open a group, change what is known of it, and part from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError
from vsla.domain.money import CURRENCIES
from vsla.domain.reader import Reader
from vsla.services.access import RECORDERS, Role, group_for, require
from vsla.services.days import not_in_future
from vsla.services.programmes import read_currency
from vsla.store import constitutions, position
from vsla.store.models import Assignment, Group, GroupStatus, Zone

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

CODE_MAX = 20
NAME_MAX = 120
_PREFIX_LENGTH = 3
_FACTS = ("name", "zone_id", "place", "currency", "cash_step", "formed_on", "registered_on")


def open_group(
    session: Session,
    actor: Actor,
    *,
    name: str,
    zone_id: int,
    place: str,
    currency: str,
    cash_step: int,
    formed_on: date,
    now: datetime,
    code: str | None = None,
    registered_on: date | None = None,
) -> Group:
    """Open a group that is being set up; a facilitator who opens it accompanies it.

    Args:
        session: to write with.
        actor: a facilitator or officer.
        name: of the group.
        zone_id: a zone of the actor's programme.
        place: where it meets.
        currency: one of ``CURRENCIES``; stays once rules are adopted.
        cash_step: smallest note or coin in use, minor units.
        formed_on: the day the group was formed.
        now: when.
        code: short and unique in the programme; made from the zone when left out.
        registered_on: the day it was registered with an authority, if it was.

    Returns:
        The group.

    Raises:
        InvalidDocumentError: with every problem at once; paths are the names of the arguments.
        NotAllowedError: the actor neither accompanies groups nor directs a programme.
    """
    require(actor, *RECORDERS)
    if actor.programme_id is None:
        raise NotAllowedError
    group = Group(programme_id=actor.programme_id, status=GroupStatus.SETTING_UP, created_at=now)
    typed = {"name": name, "zone_id": zone_id, "place": place}
    r = Reader({**typed, "currency": currency, "cash_step": cash_step})
    group.currency = read_currency(r, "currency")
    group.formed_on, group.registered_on = formed_on, registered_on
    not_in_future(r, "formed_on", formed_on, now)
    zone = _read_facts(session, r, group)
    group.code = _code(session, r, group, zone, code)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    session.add(group)
    session.flush()
    if actor.group_ids is not None and actor.user_id is not None:
        session.add(Assignment(group_id=group.group_id, user_id=actor.user_id))
        session.flush()
    return group


def _read_facts(session: Session, r: Reader, group: Group) -> Zone | None:
    """Read what opening and changing have in common; give the zone, or None with a problem."""
    group.name = r.text("name", NAME_MAX, needed=True)
    group.place = r.text("place", NAME_MAX)
    group.zone_id = r.integer("zone_id", 1, 2**31 - 1)
    _read_cash_step(r, group)
    with session.no_autoflush:
        zone = session.get(Zone, group.zone_id)
    if zone is None or zone.programme_id != group.programme_id:
        r.note("zone_id", Code.UNKNOWN_CHOICE, choices="")
        return None
    return zone


def _read_cash_step(r: Reader, group: Group) -> None:
    """Read the smallest amount that is paid; it exists in notes and coins of the currency."""
    used = CURRENCIES.get(group.currency)
    if used is None:
        return
    known = len(r.problems)
    group.cash_step = r.integer("cash_step", 1, used.cash[0])
    if group.cash_step % used.cash[-1] and len(r.problems) == known:
        r.note("cash_step", Code.NOT_PAYABLE_IN_CASH, step_minor=used.cash[-1])


def _code(session: Session, r: Reader, group: Group, zone: Zone | None, typed: str | None) -> str:
    """Read the code, or make the next one of the zone, such as KAM-07."""
    taken = set(session.scalars(select(Group.code).where(Group.programme_id == group.programme_id)))
    if typed is None or not typed.strip():
        letters = re.sub(r"[^A-Z]", "", zone.name.upper() if zone else "")
        prefix = letters[:_PREFIX_LENGTH] or "AVC"
        number = 1
        while f"{prefix}-{number:02}" in taken:
            number += 1
        return f"{prefix}-{number:02}"
    part = Reader({"code": typed.strip().upper()}, problems=r.problems)
    code = part.text("code", CODE_MAX, needed=True)
    if code in taken:
        part.note("code", Code.CODE_TAKEN)
    return code


def change_group(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    name: str,
    zone_id: int,
    place: str,
    currency: str,
    cash_step: int,
    formed_on: date,
    now: datetime,
    registered_on: date | None = None,
    photos_on_statements: bool | None = None,
) -> Group:
    """Change what is known of a group; its code stays, for it stands on printed sheets.

    Args:
        session: to write with.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        name: of the group.
        zone_id: a zone of the programme.
        place: where it meets.
        currency: only the one it has, once rules are adopted.
        cash_step: smallest note or coin in use, minor units; the same holds.
        formed_on: the day the group was formed.
        now: when.
        registered_on: the day it was registered with an authority, if it was.
        photos_on_statements: whether photos that members agreed to are printed; None as it was.

    Returns:
        The group.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor only reads.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    typed = {"name": name, "zone_id": zone_id, "place": place}
    r = Reader({**typed, "currency": currency, "cash_step": cash_step})
    new = Group(programme_id=group.programme_id, formed_on=formed_on, registered_on=registered_on)
    new.currency = read_currency(r, "currency")
    not_in_future(r, "formed_on", formed_on, now)
    _read_facts(session, r, new)
    if group.status is not GroupStatus.SETTING_UP or constitutions.versions(session, group_id):
        _money_stays(r, group, new)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    for field in _FACTS:
        setattr(group, field, getattr(new, field))
    if photos_on_statements is not None:
        group.photos_on_statements = photos_on_statements
    session.flush()
    return group


def _money_stays(r: Reader, group: Group, new: Group) -> None:
    """Note another currency or cash step: rules and books would tell otherwise."""
    if new.currency != group.currency:
        r.note("currency", Code.UNKNOWN_CHOICE, choices=group.currency)
    if new.cash_step != group.cash_step:
        only = group.cash_step
        r.note("cash_step", Code.OUT_OF_RANGE, low_minor=only, high_minor=only)


def disengage_group(
    session: Session, actor: Actor, *, group_id: int, on: date, now: datetime
) -> Group:
    """Part from a group: its books stay readable, and figures count it as disengaged from then.

    Args:
        session: to write with.
        actor: an officer.
        group_id: which group.
        on: the day of parting.
        now: when.

    Returns:
        The group.

    Raises:
        InvalidDocumentError: the day is before the group was formed, or in the future.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor is no officer.
    """
    group = group_for(session, actor, group_id, Role.OFFICER)
    r = Reader({})
    not_in_future(r, "on", on, now)
    if on < group.formed_on:
        r.note("on", Code.DATE_BEFORE_CYCLE, opened_on=group.formed_on.isoformat())
    if r.problems:
        raise InvalidDocumentError(r.problems)
    group.status, group.disengaged_on = GroupStatus.DISENGAGED, on
    session.flush()
    return group


def engage_group(session: Session, actor: Actor, *, group_id: int) -> Group:
    """Accompany a group again that was parted from, or take back a parting that was a mistake.

    Args:
        session: to write with.
        actor: an officer.
        group_id: which group.

    Returns:
        The group, with the state it had before.

    Raises:
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor is no officer.
    """
    group = group_for(session, actor, group_id, Role.OFFICER)
    has_books = position.read(session, group_id) is not None
    group.status = GroupStatus.ACTIVE if has_books else GroupStatus.SETTING_UP
    group.disengaged_on = None
    session.flush()
    return group
