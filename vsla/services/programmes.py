"""Keep programmes, the zones they work in and the exchange rates they report with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
        is_demo=is_demo,
        reporting_currency=read_currency(r, "reporting_currency"),
        created_at=now,
        **_facts(r, second_person=second_person_share_out),
    )
    r.finish()
    if session.scalar(select(Programme.programme_id).where(Programme.code == programme.code)):
        r.note("code", Code.CODE_TAKEN)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    session.add(programme)
    session.flush()
    return programme


def _facts(r: Reader, *, second_person: bool) -> dict[str, Any]:
    """Read what may change in the life of a programme."""
    planned = {
        f"planned_{goal}": r.optional_integer(goal, 0, PLANNED_MAX)
        for goal in ("groups", "women", "men", "facilitators")
    }
    name = r.text("name", NAME_MAX, needed=True)
    return {"name": name, "second_person_share_out": second_person, **planned}


def change_programme(
    session: Session,
    actor: Actor,
    *,
    programme_id: int,
    name: str,
    planned: Mapping[str, int | None],
    second_person_share_out: bool,
) -> Programme:
    """Change a programme; its code and the money it reports in stay, for rates are written in it.

    Args:
        session: to write with.
        actor: an administrator of the programme, or of all.
        programme_id: which programme.
        name: as shown.
        planned: as ``add_programme`` takes it; what is left out was never planned.
        second_person_share_out: a share-out is confirmed by another login than proposed it.

    Returns:
        The programme.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor is no administrator.
    """
    programme = programme_for(session, actor, programme_id, Role.ADMINISTRATOR)
    r = Reader({"name": name, **planned})
    facts = _facts(r, second_person=second_person_share_out)
    r.finish()
    if r.problems:
        raise InvalidDocumentError(r.problems)
    for field, value in facts.items():
        setattr(programme, field, value)
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
    """Add a zone to a programme, or give the one of that name, whatever its capitals.

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
    known = list_zones(session, programme_id)
    zone = next((each for each in known if each.name.casefold() == text.casefold()), None)
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
        currency: another than the reporting currency.
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
    programme = programme_for(session, actor, programme_id, Role.ADMINISTRATOR, Role.OFFICER)
    r = Reader({"currency": currency, "per_unit_minor": per_unit_minor, "source": source})
    rate = ExchangeRate(
        programme_id=programme_id,
        currency=_read_other_currency(r, "currency", programme),
        rate_on=rate_on,
        per_unit_minor=r.integer("per_unit_minor", 1, MINOR_MAX),
        source=r.text("source", NAME_MAX, needed=True),
    )
    if r.problems:
        raise InvalidDocumentError(r.problems)
    rate = session.merge(rate)
    session.flush()
    return rate


def other_currencies(programme: Programme) -> list[str]:
    """List the currencies for which a programme may need a rate."""
    return [code for code in CURRENCIES if code != programme.reporting_currency]


def _read_other_currency(r: Reader, key: str, programme: Programme) -> str:
    currency = r.text(key, 3, needed=True)
    known = other_currencies(programme)
    if currency and currency not in known:
        r.note(key, Code.UNKNOWN_CHOICE, choices=", ".join(known))
    return currency


def list_rates(session: Session, programme_id: int) -> list[ExchangeRate]:
    """List all rates of a programme, the latest first."""
    query = select(ExchangeRate).where(ExchangeRate.programme_id == programme_id)
    latest_first = query.order_by(ExchangeRate.rate_on.desc(), ExchangeRate.currency)
    return list(session.scalars(latest_first))
