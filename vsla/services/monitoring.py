"""The board of a programme: every indicator of a choice of groups, from their monthly slices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.board import Heads, add_boards, board, counts_of, together
from vsla.domain.calendar import month_of
from vsla.domain.errors import NotFoundError
from vsla.domain.facts import Counters
from vsla.domain.first_results import Columns
from vsla.domain.indicators import Position
from vsla.domain.roster import Gender
from vsla.services.access import programme_for
from vsla.services.groups_list import ZoneLine
from vsla.services.own_values import find_group_field
from vsla.services.programme_report import READERS, Period, rates_on, read_period
from vsla.services.projects import find_project
from vsla.services.zone_sums import count, count_rare, count_zones
from vsla.store import monitor_queries, report_queries
from vsla.store.models import Group
from vsla.store.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.board import Board
    from vsla.domain.first_results import Rate
    from vsla.services.access import Actor
    from vsla.services.zone_sums import BySex, Counted
    from vsla.store.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which groups a report is about, and of which months.

    Attributes:
        programme_id: always one programme.
        zone_id: one of its zones.
        facilitator_id: the groups somebody accompanies.
        group_id: one group.
        project_id: the groups of a funder's project.
        own: the groups in whose field, added by the programme, a value stands.
        period: whole months.
    """

    programme_id: int
    period: Period
    zone_id: int | None = None
    facilitator_id: int | None = None
    group_id: int | None = None
    project_id: int | None = None
    own: tuple[int, str] | None = None

    @property
    def scope(self) -> Scope:
        """Say which groups these are."""
        return Scope(
            programme_id=self.programme_id,
            zone_id=self.zone_id,
            facilitator_id=self.facilitator_id,
            group_id=self.group_id,
            project_id=self.project_id,
            own=self.own,
        )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether these are not all groups of the programme."""
        narrower = (self.zone_id, self.facilitator_id, self.group_id, self.project_id, self.own)
        return any(one is not None for one in narrower)


@dataclass(frozen=True, slots=True)
class Monitor:
    """What a choice of groups did in some months, and where they stand.

    Attributes:
        programme: whose.
        choice: of groups and months.
        as_of: the last day of the period, or today while it lasts.
        boards: by currency of the groups.
        counts: of all groups, with every amount at zero.
        whole: all of them in the reporting currency; None while a rate is missing.
        by_month: shares bought by currency, month and sex.
        rates: used, by currency.
        without_rate: currencies that have none on or before the last day.
        groups_late: active groups silent for two weeks.
        counted_to: the last meeting that came in, at most ``as_of``; None without any.
    """

    programme: Programme
    choice: Choice
    as_of: date
    boards: Mapping[str, Board]
    counts: Board
    whole: Board | None
    by_month: Mapping[str, Mapping[int, Mapping[Gender, Counters]]]
    rates: Mapping[str, Rate]
    without_rate: tuple[str, ...]
    groups_late: int
    counted_to: date | None

    @property
    def groups(self) -> int:
        """Count the groups of all currencies."""
        return sum(each.all.groups for each in self.boards.values() if each.all is not None)

    @property
    def currencies(self) -> tuple[str, ...]:
        """Name the currencies of the groups, in order."""
        return tuple(sorted(self.boards))


def allowed(session: Session, actor: Actor, choice: Choice) -> Programme:
    """Let an actor see figures of a choice of groups.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        choice: of groups and months.

    Returns:
        The programme.

    Raises:
        InvalidDocumentError: the period ends before it begins, or is longer than ten years.
        NotFoundError: the programme is not the actor's, or holds no such group, project or field.
        NotAllowedError: the actor reads no reports.
    """
    programme = programme_for(session, actor, choice.programme_id, *READERS)
    read_period(choice.period.from_on, choice.period.to_on)
    if choice.group_id is not None and not monitor_queries.holds_group(session, choice.scope):
        raise NotFoundError
    if choice.project_id is not None:
        find_project(session, choice.programme_id, choice.project_id)
    if choice.own is not None:
        find_group_field(session, choice.programme_id, choice.own[0])
    return programme


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Somebody who accompanies groups, to choose from."""

    user_id: int
    name: str


def to_choose_from(session: Session, programme_id: int) -> tuple[list[ZoneLine], list[Facilitator]]:
    """List the zones and facilitators of a programme that the actor may see, by name."""
    zones = [ZoneLine(*row) for row in monitor_queries.zones(session, programme_id)]
    people = monitor_queries.facilitators(session, programme_id)
    return zones, [Facilitator(*row) for row in people]


def group_name(session: Session, choice: Choice) -> str:
    """Give the name of the one group chosen, which ``allowed`` has found."""
    return session.scalars(select(Group.name).where(*choice.scope.conditions())).one()


def as_of(period: Period, today: date) -> date:
    """Choose the day as of which people are counted: the last, or today while it lasts."""
    return max(min(period.to_on, today), period.from_on)


def monitor(
    session: Session, actor: Actor, choice: Choice, *, today: date, full: bool = False
) -> Monitor:
    """Compute the board in the same few statements for 5 groups and for 10,000.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator.
        choice: of groups and months.
        today: where the server is.
        full: also what few pages show and what costs more to count: members at the start of
            cycles, age of groups, the last four meetings.

    Returns:
        The board.

    Raises:
        InvalidDocumentError: the period ends before it begins, or is longer than ten years.
        NotFoundError: the programme or the group is not the actor's.
        NotAllowedError: the actor reads no reports.
    """
    office = _office(session, actor, choice, today)
    period, scope, on = choice.period, choice.scope, office.on
    counted = count(session, scope, from_on=period.from_on, to_on=period.to_on, on=on)
    rare = count_rare(session, scope, on) if full else {}
    return _monitor(office, choice, counted, rare)


def monitor_zones(
    session: Session, actor: Actor, choice: Choice, *, today: date
) -> list[tuple[str, Monitor]]:
    """Compute the board of each zone of a choice, in as few statements as that of all.

    Args and errors are those of ``monitor``.

    Returns:
        Zones with groups and their boards, by name.
    """
    office = _office(session, actor, choice, today)
    zones, _people = to_choose_from(session, choice.programme_id)
    wanted = {
        zone.zone_id: zone.name
        for zone in zones
        if choice.zone_id is None or zone.zone_id == choice.zone_id
    }
    period = choice.period
    counted = count_zones(
        session,
        choice.scope,
        list(wanted),
        from_on=period.from_on,
        to_on=period.to_on,
        on=office.on,
    )
    seen = [
        (name, _monitor(office, replace(choice, zone_id=zone), counted[zone], {}))
        for zone, name in wanted.items()
        if zone in counted
    ]
    return [(name, found) for name, found in seen if found.groups]


@dataclass(frozen=True, slots=True)
class _Office:
    """What boards of one programme have in common.

    Attributes:
        on: the day as of which they stand.
        rates: of its currencies on that day.
        staff: facilitators by sex.
    """

    programme: Programme
    on: date
    rates: dict[str, Rate]
    staff: Board


def _office(session: Session, actor: Actor, choice: Choice, today: date) -> _Office:
    programme = allowed(session, actor, choice)
    on = as_of(choice.period, today)
    rates = rates_on(session, programme.programme_id, on)
    return _Office(programme, on, rates, _staff(session, programme))


def _monitor(
    office: _Office,
    choice: Choice,
    counted: Counted,
    rare: Mapping[str, monitor_queries.RareCounts],
) -> Monitor:
    """Make a board of what was counted."""
    programme, rates, staff = office.programme, office.rates, office.staff
    standing, slices = counted.standing, counted.slices
    heads = _heads(counted, rare)
    first = month_of(choice.period.from_on)
    boards = {
        currency: board(
            _added(slices.get(currency, {}), first),
            _added(slices.get(currency, {}), 0),
            heads.get(currency, Heads()),
            months=choice.period.months,
        )
        for currency in sorted(standing)
    }
    whole = together(boards, programme.reporting_currency, rates)
    reporting = programme.reporting_currency
    days = [each.counted_to for each in standing.values() if each.counted_to is not None]
    return Monitor(
        programme,
        choice,
        office.on,
        boards,
        add_boards([counts_of(boards.values()), staff]),
        None if whole is None else add_boards([whole, staff]),
        {of: {m: it for m, it in months.items() if m >= first} for of, months in slices.items()},
        {of: rates[of] for of in boards if of != reporting and of in rates},
        tuple(of for of in boards if of != reporting and of not in rates),
        sum(each.late for each in standing.values()),
        max(days, default=None),
    )


def _added(by_month: Mapping[int, BySex], first: int) -> BySex:
    sums: BySex = {}
    for month, by_gender in by_month.items():
        if month >= first:
            for gender, counters in by_gender.items():
                sums.setdefault(gender, Counters()).add(counters)
    return sums


def _staff(session: Session, programme: Programme) -> Board:
    """Count the facilitators, who belong to no currency."""
    staff = report_queries.facilitators(session, programme.programme_id)
    women, men = (staff.get(gender, 0) for gender in (Gender.WOMAN, Gender.MAN))
    return Columns(
        Position(facilitators=women),
        Position(facilitators=men),
        Position(facilitators=sum(staff.values())),
    )


def _heads(counted: Counted, rare: Mapping[str, monitor_queries.RareCounts]) -> dict[str, Heads]:
    """Count people and groups by currency."""
    people, helped = counted.people, counted.helped
    found = {}
    for currency, groups in counted.standing.items():
        here = people.get(currency)
        more = rare.get(currency, monitor_queries.RareCounts())
        own = Position(
            groups=groups.groups,
            groups_active=groups.groups - groups.disengaged,
            groups_disengaged=groups.disengaged,
            groups_late=groups.late,
            groups_later=groups.later,
            groups_graduated=groups.graduated,
            age_weeks=more.age_weeks,
            attending_recent=more.attended,
            expected_recent=more.expected,
        )
        if here is not None:
            own += Position(
                groups_women=here.women_only,
                groups_mixed=here.both,
                groups_men=here.men_only,
                committees=here.mixed,
                committees_female=here.female_majority,
                chairs=here.chairs,
                chairs_female=here.chairs_female,
            )
        found[currency] = Heads(
            groups=own,
            members=here.members if here else {},
            members_start=more.members_start,
            posts=here.posts if here else {},
            helped=helped.get(currency, {}),
        )
    return found
