"""Versions of a group's constitution, by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.store.models import ConstitutionVersion

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


def versions(session: Session, group_id: int) -> list[ConstitutionVersion]:
    """List all versions a group ever adopted, the oldest first."""
    query = (
        select(ConstitutionVersion)
        .where(ConstitutionVersion.group_id == group_id)
        .order_by(ConstitutionVersion.number)
    )
    return list(session.scalars(query))


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
