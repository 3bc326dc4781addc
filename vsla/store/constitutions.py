"""Versions of a group's constitution, by date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from vsla.store.canonical import digest, to_text
from vsla.store.fast import Reading, day_of
from vsla.store.models import ConstitutionVersion
from vsla.store.models.base import table_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


_VERSION = table_of(ConstitutionVersion).c
_RULES = Reading(
    select(_VERSION.number, _VERSION.adopted_on, _VERSION.body)
    .where(_VERSION.group_id == bindparam("of_group"))
    .order_by(_VERSION.number),
    "of_group",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """A version as posting needs it; ``body`` is canonical JSON."""

    number: int
    adopted_on: date
    body: str


def rules(session: Session, group_id: int) -> tuple[Rules, ...]:
    """Read the texts of all versions a group ever adopted, the oldest first."""
    rows = _RULES.rows(session, group_id)
    return tuple(Rules(number, day_of(adopted_on), body) for number, adopted_on, body in rows)


def versions(session: Session, group_id: int) -> list[ConstitutionVersion]:
    """List all versions a group ever adopted, the oldest first."""
    query = (
        select(ConstitutionVersion)
        .where(ConstitutionVersion.group_id == group_id)
        .order_by(ConstitutionVersion.number)
    )
    return list(session.scalars(query))


def append(session: Session, version: ConstitutionVersion) -> None:
    """Write a version behind those before it, closed over by its hash.

    Args:
        session: inside ``transaction()``.
        version: with everything but its hash.
    """
    before = versions(session, version.group_id)
    version.hash = closed_over(version, before[-1].hash if before else "")
    session.add(version)
    session.flush()


def closed_over(version: ConstitutionVersion, previous: str) -> str:
    """Close over the text of a version and its vote: a change of any clause changes the hash.

    Args:
        version: as adopted.
        previous: hash of the version before, empty for the first.

    Returns:
        What stands as ``hash`` of the version; the same on any server.
    """
    vote = [version.present, version.votes_for, version.votes_against]
    told = [previous, version.number, version.adopted_on.isoformat(), *vote, version.body]
    return digest(to_text(told))


def changed(session: Session, group_id: int) -> list[int]:
    """Name the versions that are not what was adopted, and those that came out of turn."""
    found, previous = [], ""
    for place, version in enumerate(versions(session, group_id), start=1):
        if version.number != place or version.hash != closed_over(version, previous):
            found.append(version.number)
        previous = version.hash
    return found


def in_force(session: Session, group_id: int, on: date) -> ConstitutionVersion | None:
    """Find the version in force on a day.

    Args:
        session: any.
        group_id: whose.
        on: the day; the day of the vote belongs to the new version.

    Returns:
        The last adopted by that day, by number where two were adopted on one day; or None.
    """
    query = (
        select(ConstitutionVersion)
        .where(ConstitutionVersion.group_id == group_id, ConstitutionVersion.adopted_on <= on)
        .order_by(ConstitutionVersion.adopted_on.desc(), ConstitutionVersion.number.desc())
        .limit(1)
    )
    return session.scalars(query).first()
