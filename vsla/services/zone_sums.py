"""What reports count of a choice of groups: from sums of zones while these are fresh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.calendar import month_of
from vsla.domain.first_results import LATE_AFTER_DAYS
from vsla.store import (
    gender_queries,
    monitor_queries,
    report_queries,
    rollups,
    zone_check,
    zone_level,
    zone_roster_sums,
    zone_sums,
)
from vsla.store.models import Programme, Zone
from vsla.store.rollups import By
from vsla.store.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Need
    from vsla.domain.facts import Counters
    from vsla.domain.roster import Gender
    from vsla.store.gender_queries import Helped, Roster
    from vsla.store.monitor_queries import RareCounts
    from vsla.store.report_queries import GroupsStanding, People
    from vsla.store.rollups import Sums

BySex = dict["Gender", "Counters"]
SILENT_DAYS, MUTE_DAYS = LATE_AFTER_DAYS, 2 * LATE_AFTER_DAYS


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of groups, by currency.

    Attributes:
        standing: groups on the day.
        people: members and committees on the day.
        helped: different members helped in the period, by sex.
        slices: counters by month and sex.
    """

    standing: Mapping[str, GroupsStanding]
    people: Mapping[str, People]
    helped: Mapping[str, Mapping[Gender, int]]
    slices: Mapping[str, Mapping[int, BySex]]


def count(
    session: Session, scope: Scope, *, from_on: date, to_on: date, on: date, from_month: int = 0
) -> Counted:
    """Count in four or five statements, whichever level answers.

    Args:
        session: to read with.
        scope: which groups.
        from_on: first day of the period, which is one of whole months.
        to_on: its last day.
        on: the day as of which groups and people are counted: the last, or today while it lasts.
        from_month: first month of the slices.

    Returns:
        The same from groups and from zones.
    """
    first, last = month_of(from_on), month_of(to_on)
    if zone_level.is_fresh(session, scope):
        standing, people = zone_sums.standing(session, scope, on=on)
        helped = zone_sums.members_helped(session, scope, from_month=first, to_month=last)
        sums = zone_sums.add_up(session, scope, from_month=from_month, to_month=last)
    else:
        standing = report_queries.groups_standing(
            session,
            scope,
            on=on,
            silent_since=on - timedelta(days=SILENT_DAYS),
            mute_since=on - timedelta(days=MUTE_DAYS),
        )
        people = report_queries.people(session, scope, on=on)
        helped = report_queries.members_helped(session, scope, from_on=from_on, to_on=to_on)
        by = (By.MONTH, By.GENDER)
        sums = rollups.add_up(session, scope, by=by, from_month=from_month, to_month=last)
    return Counted(standing, people, helped, _by_month(sums))


def _by_month(sums: Iterable[Sums]) -> dict[str, dict[int, BySex]]:
    """Sort sums by currency, month and sex, which stand last in their keys."""
    slices: dict[str, dict[int, BySex]] = {}
    for line in sums:
        month, gender = line.key[-2:]
        slices.setdefault(line.currency, {}).setdefault(month, {})[gender] = line.counters
    return slices


def count_zones(
    session: Session, scope: Scope, zones: Sequence[int], *, from_on: date, to_on: date, on: date
) -> dict[int, Counted]:
    """Count each zone by itself, in four statements for any number while their sums are fresh.

    Args:
        session: to read with.
        scope: in which the zones are.
        zones: which.
        from_on: first day of the period, which is one of whole months.
        to_on: its last day.
        on: as for ``count``.

    Returns:
        What ``count`` gives of each; zones without groups may be absent.
    """
    if not zone_level.is_fresh(session, scope):
        return {
            zone: count(session, replace(scope, zone_id=zone), from_on=from_on, to_on=to_on, on=on)
            for zone in zones
        }
    first, last = month_of(from_on), month_of(to_on)
    standing = zone_sums.standing_of_zones(session, scope, on=on)
    helped = zone_sums.members_helped_of_zones(session, scope, from_month=first, to_month=last)
    by = (By.ZONE, By.MONTH, By.GENDER)
    sums: dict[int, list[Sums]] = {}
    for line in zone_sums.add_up(session, scope, by=by, from_month=0, to_month=last):
        sums.setdefault(line.key[0], []).append(line)
    return {
        zone: Counted(*counts, helped.get(zone, {}), _by_month(sums.get(zone, [])))
        for zone, counts in standing.items()
    }


def count_roster(session: Session, scope: Scope, *, from_on: date, to_on: date, on: date) -> Roster:
    """Count who the members are and what happened, in two to five statements.

    Args:
        session: to read with.
        scope: which groups.
        from_on: first day of the period, which is one of whole months.
        to_on: its last day.
        on: as for ``count``.

    Returns:
        The same from members and from zones.
    """
    fresh = zone_level.is_fresh(session, scope)
    roster = zone_roster_sums.roster if fresh else gender_queries.roster
    return roster(session, scope, from_on=from_on, to_on=to_on, on=on)


def count_needs(
    session: Session, scope: Scope, *, from_on: date, to_on: date
) -> dict[tuple[str, Need], dict[Gender, Helped]]:
    """Add help given up by currency, need and sex, in two statements.

    Args:
        session: to read with.
        scope: which groups.
        from_on: first day of the period, which is one of whole months.
        to_on: its last day.
    """
    if zone_level.is_fresh(session, scope):
        first, last = month_of(from_on), month_of(to_on)
        return zone_roster_sums.needs(session, scope, from_month=first, to_month=last)
    return gender_queries.needs(session, scope, from_on=from_on, to_on=to_on)


def count_rare(session: Session, scope: Scope, on: date) -> dict[str, RareCounts]:
    """Count what few pages show, in four statements; ``on`` is as for ``count``."""
    fresh = zone_level.is_fresh(session, scope)
    rare_counts = zone_roster_sums.rare_counts if fresh else monitor_queries.rare_counts
    return rare_counts(session, scope, on)


def last_meeting_on(session: Session, programme_id: int) -> date | None:
    """Find the day of the programme's last meeting, or None before the first."""
    if stale(session, programme_id):
        return report_queries.last_meeting_on(session, programme_id)
    return zone_sums.last_held_on(session, programme_id)


def stale(session: Session, programme_id: int) -> bool:
    """Tell whether a programme has zones whose sums are older than their groups."""
    return not zone_level.is_fresh(session, Scope(programme_id=programme_id))


def freshen(
    session: Session, programme_id: int, *, today: date, most: int | None = None
) -> list[int]:
    """Bring the sums of a programme's zones up to date.

    Args:
        session: inside ``transaction()``.
        programme_id: an existing programme.
        today: where the server is.
        most: zones at once; None for all whose sums are old.

    Returns:
        The zones that were made anew.
    """
    return zone_level.refresh(
        session, programme_id, today=today, silent=SILENT_DAYS, mute=MUTE_DAYS, most=most
    )


def batches(session: Session) -> list[list[int]]:
    """List all zones by programme, as many together as are made anew at once."""
    found: list[list[int]] = []
    for programme_id in session.scalars(select(Programme.programme_id).order_by("programme_id")):
        own = select(Zone.zone_id).where(Zone.programme_id == programme_id)
        zones = list(session.scalars(own.order_by(Zone.zone_id)))
        size = zone_level.ZONES_AT_ONCE
        found += [zones[start : start + size] for start in range(0, len(zones), size)]
    return found


def make_anew(session: Session, zones: Sequence[int], *, today: date) -> None:
    """Make the sums of some zones anew, whether they are old or not.

    Args:
        session: inside ``transaction()``.
        zones: one of ``batches``.
        today: where the server is.
    """
    zone_level.make_anew(session, zones, today=today, silent=SILENT_DAYS, mute=MUTE_DAYS)


def differing(session: Session, zones: Sequence[int], *, today: date) -> list[tuple[int, str]]:
    """Name zones whose sums are not what their groups add up to, with the table.

    Args:
        session: to read with.
        zones: one of ``batches``.
        today: where the server is.
    """
    return zone_check.differing(session, zones, today=today, silent=SILENT_DAYS, mute=MUTE_DAYS)
