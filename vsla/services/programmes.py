"""Keep programmes, the zones they work in and the exchange rates they report with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError
from vsla.domain.money import CURRENCIES, MINOR_MAX
from vsla.domain.reader import Reader
from vsla.services.access import Role, programme_for, require
from vsla.store.models import ExchangeRate, Programme, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

CODE_MAX = 20
NAME_MAX = 120
PLANNED_MAX = 10**7


def add_programme(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name: str,
    reporting_currency: str,
    now: datetime,
    planned: Mapping[str, int | None] | None = None,
    second_person_share_out: bool = True,
    is_demo: bool = False,
) -> Programme:
    """Add a programme.

    Args:
        session: to write with.
        actor: an administrator of all programmes.
        code: short and unique.
        name: as shown.
        reporting_currency: one of ``CURRENCIES``.
        now: when.
        planned: how many ``groups``, ``women``, ``men`` and ``facilitators`` it is to reach.
        second_person_share_out: a share-out is confirmed by another login than proposed it.
        is_demo: its data are synthetic, and every page says so.

    Returns:
        The programme.

    Raises:
        InvalidDocumentError: with every problem at once; paths are the names of the arguments.
        NotAllowedError: the actor is no administrator of all programmes.
    """
    require(actor, Role.ADMINISTRATOR)
    if actor.programme_id is not None:
        raise NotAllowedError
    goals = dict(planned or {})
    r = Reader({"code": code, "name": name, "reporting_currency": reporting_currency, **goals})
    programme = Programme(
        code=r.text("code", CODE_MAX, needed=True),
        name=r.text("name", NAME_MAX, needed=True),
        is_demo=is_demo,
        reporting_currency=read_currency(r, "reporting_currency"),
        second_person_share_out=second_person_share_out,
        planned_groups=r.optional_integer("groups", 0, PLANNED_MAX),
        planned_women=r.optional_integer("women", 0, PLANNED_MAX),
        planned_men=r.optional_integer("men", 0, PLANNED_MAX),
        planned_facilitators=r.optional_integer("facilitators", 0, PLANNED_MAX),
        created_at=now,
    )
    r.finish()
    if session.scalar(select(Programme.programme_id).where(Programme.code == programme.code)):
        r.note("code", Code.CODE_TAKEN)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    session.add(programme)
    session.flush()
    return programme


def list_programmes(session: Session, actor: Actor) -> list[Programme]:
    """List the programmes an actor may see, by code."""
    query = select(Programme).order_by(Programme.code)
    if actor.programme_id is not None:
        query = query.where(Programme.programme_id == actor.programme_id)
    return list(session.scalars(query))


def read_currency(r: Reader, key: str) -> str:
    """Read the code of a currency that groups of the region use."""
    currency = r.text(key, 3, needed=True)
    if currency and currency not in CURRENCIES:
        r.note(key, Code.UNKNOWN_CHOICE, choices=", ".join(CURRENCIES))
    return currency


def add_zone(session: Session, actor: Actor, *, programme_id: int, name: str) -> Zone:
    """Add a zone to a programme, or give the one of that name.

    Args:
        session: to write with.
        actor: an administrator or officer of the programme.
        programme_id: which programme.
        name: unique within it.

    Returns:
        The zone.

    Raises:
        InvalidDocumentError: the name is missing or too long.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor is neither administrator nor officer.
    """
    programme_for(session, actor, programme_id, Role.ADMINISTRATOR, Role.OFFICER)
    r = Reader({"name": name})
    text = r.text("name", NAME_MAX, needed=True)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    query = select(Zone).where(Zone.programme_id == programme_id, Zone.name == text)
    zone = session.scalar(query)
    if zone is None:
        zone = Zone(programme_id=programme_id, name=text)
        session.add(zone)
        session.flush()
    return zone


def list_zones(session: Session, programme_id: int) -> list[Zone]:
    """List the zones of a programme by name."""
    query = select(Zone).where(Zone.programme_id == programme_id).order_by(Zone.name)
    return list(session.scalars(query))


def set_rate(
    session: Session,
    actor: Actor,
    *,
    programme_id: int,
    currency: str,
    rate_on: date,
    per_unit_minor: int,
    source: str,
) -> ExchangeRate:
    """Say what one unit of the reporting currency was worth on a day; a later word replaces it.

    Args:
        session: to write with.
        actor: an administrator or officer of the programme.
        programme_id: which programme.
        currency: the other currency.
        rate_on: the day from which it counts.
        per_unit_minor: minor units of ``currency`` for one unit of the reporting currency.
        source: who says so.

    Returns:
        The rate.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor is neither administrator nor officer.
    """
    programme_for(session, actor, programme_id, Role.ADMINISTRATOR, Role.OFFICER)
    r = Reader({"currency": currency, "per_unit_minor": per_unit_minor, "source": source})
    rate = ExchangeRate(
        programme_id=programme_id,
        currency=read_currency(r, "currency"),
        rate_on=rate_on,
        per_unit_minor=r.integer("per_unit_minor", 1, MINOR_MAX),
        source=r.text("source", NAME_MAX, needed=True),
    )
    if r.problems:
        raise InvalidDocumentError(r.problems)
    rate = session.merge(rate)
    session.flush()
    return rate
