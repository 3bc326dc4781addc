"""The report that leaves the programme: figures by sex without anybody in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vsla.domain.first_results import Columns
from vsla.domain.indicators import Ratio, Unit
from vsla.domain.registry import INDICATORS, Split
from vsla.domain.roster import Gender
from vsla.domain.small_cells import LEAST, hidden_cells, hidden_parts
from vsla.services.course_report import course_report
from vsla.services.monitoring import monitor, to_choose_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.board import Board
    from vsla.domain.facts import Counters
    from vsla.domain.indicators import Position
    from vsla.domain.registry import Indicator
    from vsla.services.access import Actor
    from vsla.services.course_report import CourseReport
    from vsla.services.monitoring import Choice, Monitor

LINES = (
    "groups",
    "groups_active",
    "groups_disengaged",
    "groups_women_only",
    "groups_mixed",
    "groups_men_only",
    "members",
    "attendance",
    "members_left",
    "mixed_groups_female_majority_committee",
    "groups_female_chair",
    "committee_posts",
    "savings",
    "savings_per_head_month",
    "savings_of_cycle",
    "members_saving",
    "loans_given",
    "loans_out",
    "members_with_loan",
    "portfolio_at_risk",
    "written_off",
    "solidarity_fund",
    "solidarity_grants",
    "members_assisted",
    "fines_paid",
    "paid_out",
    "facilitators",
)
"""Indicators of the report, in its order."""

HEADLINE = (
    "groups_active",
    "members",
    "savings",
    "savings_per_head_month",
    "loans_out",
    "portfolio_at_risk",
    "members_assisted",
    "mixed_groups_female_majority_committee",
)
"""Indicators that stand large."""

_COUNTS_OF_PEOPLE = frozenset(
    {"members_left", "members_saving", "members_with_loan", "members_assisted", "committee_posts"}
)
"""Their numerator counts people, so that it is judged too."""

_STAFF = frozenset({"facilitators"})
SEXES = ("women", "men")


@dataclass(frozen=True, slots=True)
class DonorLine:
    """One indicator.

    Attributes:
        indicator: of the registry.
        currency: of money, else "".
        cells: by sex where it has them; what is hidden is None.
        hidden: names of the cells that are about too few people.
    """

    indicator: Indicator
    currency: str
    cells: Columns[Ratio]
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class MonthLine:
    """Savings of a month by sex in one currency, minor units; what is hidden is None."""

    month: int
    cells: Columns[int]


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """A zone; amounts in the reporting currency, None where a rate is missing.

    ``cells`` counts members by sex; what is hidden is None.
    """

    name: str
    groups: int
    cells: Columns[int]
    saved: int | None
    loans: int | None


@dataclass(frozen=True, slots=True)
class DonorReport:
    """All that leaves the programme.

    Attributes:
        found: what it is made of; not to be shown.
        lines: counts and percentages once, money for each currency, or together.
        months: by currency.
        zones: by name.
        courses: of the same months.
        least: people a cell is about at least.
    """

    found: Monitor
    lines: tuple[DonorLine, ...]
    months: Mapping[str, tuple[MonthLine, ...]]
    zones: tuple[ZoneLine, ...]
    courses: CourseReport
    least: int = LEAST

    def line(self, code: str) -> DonorLine | None:
        """Find an indicator; of money the first currency."""
        return next((each for each in self.lines if each.indicator.code == code), None)

    @property
    def hides(self) -> bool:
        """Tell whether any cell is hidden."""
        return any(each.hidden for each in self.lines)


def donor_report(session: Session, actor: Actor, choice: Choice, *, today: date) -> DonorReport:
    """Compute the report; cells about fewer than ``LEAST`` people are hidden, also by subtraction.

    Args:
        session: to read with.
        actor: an officer of the programme, an administrator, or the system behind a link.
        choice: of groups and months.
        today: where the server is.

    Returns:
        The report.

    Raises:
        InvalidDocumentError: the period ends before it begins, or is longer than ten years.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor reads no reports.
    """
    found = monitor(session, actor, choice, today=today)
    courses = course_report(
        session,
        actor,
        programme_id=choice.programme_id,
        from_on=choice.period.from_on,
        to_on=choice.period.to_on,
        today=today,
    )
    by_sex = _split(found.counts)
    months = {
        currency: tuple(
            _month(month, counters, hidden=by_sex) for month, counters in sorted(slices.items())
        )
        for currency, slices in found.by_month.items()
    }
    zones = _zones(session, actor, choice, today)
    return DonorReport(found, tuple(_lines(found)), months, zones, courses)


def _boards(found: Monitor) -> dict[str, Board]:
    """Give the boards whose money is shown: together, or each currency on its own."""
    if found.whole is not None:
        return {found.programme.reporting_currency: found.whole}
    return dict(found.boards)


def _lines(found: Monitor) -> list[DonorLine]:
    lines = []
    for code in LINES:
        indicator = INDICATORS[code]
        if indicator.unit is Unit.MONEY:
            lines += [_line(indicator, board, of) for of, board in _boards(found).items()]
        elif _has_money(indicator):
            lines += [_line(indicator, board, "") for board in list(_boards(found).values())[:1]]
        else:
            lines.append(_line(indicator, found.counts, ""))
    return lines


def _has_money(indicator: Indicator) -> bool:
    """Tell whether a ratio is one of sums of money, which counts of all currencies lack."""
    return indicator.unit is Unit.PERCENT and indicator.code == "portfolio_at_risk"


def _line(indicator: Indicator, board: Board, currency: str) -> DonorLine:
    cells: Columns[Ratio] = Columns(
        women=None if board.women is None else indicator.of(board.women),
        men=None if board.men is None else indicator.of(board.men),
        all=None if board.all is None else indicator.of(board.all),
    )
    if Split.SEX not in indicator.splits and indicator.code not in _STAFF:
        return DonorLine(indicator, currency, Columns(all=cells.all), frozenset())
    if indicator.code in _STAFF:
        return DonorLine(indicator, currency, cells, frozenset())
    hidden = _split(board)
    if indicator.code in _COUNTS_OF_PEOPLE:
        hidden |= _few(cells)
    kept = replace(cells, **dict.fromkeys(hidden, None))
    return DonorLine(indicator, currency, kept, frozenset(hidden))


def _split(board: Board) -> set[str]:
    """Name the sexes that are about too few members."""
    people = {name: _members(getattr(board, name)) for name in SEXES}
    others = _members(board.all) - sum(people.values())
    hidden = hidden_parts(people, unseen=max(0, others))
    return hidden | ({"all"} if 0 < _members(board.all) < LEAST else set())


def _members(position: Position | None) -> int:
    return 0 if position is None else position.members


def _few(cells: Columns[Ratio]) -> set[str]:
    """Name the cells whose own count of people is too small, or could be reckoned."""
    counts = {name: _numerator(getattr(cells, name)) for name in SEXES}
    whole = _numerator(cells.all)
    others = max(0, whole - sum(counts.values()))
    hidden = hidden_parts(counts, unseen=others)
    return hidden | ({"all", *SEXES} if 0 < whole < LEAST else set())


def _numerator(ratio: Ratio | None) -> int:
    return 0 if ratio is None else ratio.numerator


def _month(month: int, slices: Mapping[Gender, Counters], *, hidden: set[str]) -> MonthLine:
    amounts = {gender: counters.savings_minor for gender, counters in slices.items()}
    cells = Columns(
        women=None if "women" in hidden else amounts.get(Gender.WOMAN, 0),
        men=None if "men" in hidden else amounts.get(Gender.MAN, 0),
        all=None if "all" in hidden else sum(amounts.values()),
    )
    return MonthLine(month, cells)


def _zones(session: Session, actor: Actor, choice: Choice, today: date) -> tuple[ZoneLine, ...]:
    """Look at each zone by itself, and hide what few people stand behind."""
    zones, _people = to_choose_from(session, choice.programme_id)
    if choice.zone_id is not None:
        zones = [zone for zone in zones if zone.zone_id == choice.zone_id]
    seen = [
        (zone.name, monitor(session, actor, replace(choice, zone_id=zone.zone_id), today=today))
        for zone in zones
    ]
    seen = [(name, found) for name, found in seen if found.groups]
    people = [{name: _members(getattr(found.counts, name)) for name in SEXES} for _, found in seen]
    wholes = [_members(found.counts.all) for _name, found in seen]
    hidden = hidden_cells(people, wholes)
    few = hidden_parts(dict(enumerate(wholes)))
    lines = []
    for place, (name, found) in enumerate(seen):
        gone = place in few
        cells = Columns(
            women=None if gone or "women" in hidden[place] else people[place]["women"],
            men=None if gone or "men" in hidden[place] else people[place]["men"],
            all=None if gone else wholes[place],
        )
        sums = None if found.whole is None or gone else found.whole.all
        lines.append(
            ZoneLine(
                name,
                found.groups,
                cells,
                None if sums is None else sums.saved,
                None if sums is None else sums.loans,
            )
        )
    return tuple(lines)
