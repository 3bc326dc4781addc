"""The report that leaves the programme: figures by sex without anybody in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vsla.domain.board_sheet import MEMBERS, board_sheet, hidden_columns
from vsla.domain.first_results import Columns
from vsla.domain.indicators import Ratio, Unit
from vsla.domain.registry import INDICATORS, Split
from vsla.domain.roster import Gender
from vsla.domain.sharing import ALL, MEN, WOMEN, Hidden
from vsla.services.course_report import course_report
from vsla.services.monitoring import monitor, monitor_zones

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.board import Board
    from vsla.domain.facts import Counters
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

_STAFF = frozenset({"facilitators"})
_OF_CHAIRS = frozenset({"groups_female_chair"})
_OF_ZONES = ("savers", "borrowers")
SEXES = ("women", "men")
_NAMES = {WOMEN: "women", MEN: "men", ALL: "all"}


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
    least: int

    def line(self, code: str) -> DonorLine | None:
        """Find an indicator; of money the first currency."""
        return next((each for each in self.lines if each.indicator.code == code), None)

    @property
    def hides(self) -> bool:
        """Tell whether any cell is hidden."""
        return any(each.hidden for each in self.lines)


def donor_report(session: Session, actor: Actor, choice: Choice, *, today: date) -> DonorReport:
    """Compute the report; cells about few people are hidden, also by subtraction.

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
    seen = monitor_zones(session, actor, choice, today=today)
    hidden = _hidden(found, seen)
    months = {
        currency: tuple(
            _month(month, counters, hidden_columns(hidden, "savings", currency))
            for month, counters in sorted(slices.items())
        )
        for currency, slices in found.by_month.items()
    }
    least = found.programme.small_cell_least
    lines = tuple(_lines(found, hidden))
    return DonorReport(found, lines, months, _zones(seen, hidden), courses, least)


def _hidden(found: Monitor, seen: Sequence[tuple[str, Monitor]]) -> Hidden:
    """Choose what is hidden, of all tables of the report together."""
    sheet = board_sheet(found.boards)
    sheet.table("zones", {name: _people(zone) for name, zone in seen})
    sheet.same("zones", MEMBERS)
    for name in _OF_ZONES:
        column = {zone: _count(monitored, name) for zone, monitored in seen}
        sheet.column(f"zones {name}", column, of=name)
    return sheet.hide(found.programme.small_cell_least)


def _people(found: Monitor) -> tuple[int, int, int]:
    board = found.counts
    women, men, everybody = (
        0 if each is None else each.members for each in (board.women, board.men, board.all)
    )
    return women, men, max(0, everybody - women - men)


def _count(found: Monitor, name: str) -> int:
    return 0 if found.counts.all is None else int(getattr(found.counts.all, name))


def _boards(found: Monitor) -> dict[str, Board]:
    """Give the boards whose money is shown: together, or each currency on its own."""
    if found.whole is not None:
        return {found.programme.reporting_currency: found.whole}
    return dict(found.boards)


def _lines(found: Monitor, hidden: Hidden) -> list[DonorLine]:
    lines = []
    together = found.whole is not None
    for code in LINES:
        indicator = INDICATORS[code]
        if indicator.unit is Unit.MONEY:
            lines += [
                _line(indicator, board, of, hidden_columns(hidden, code, None if together else of))
                for of, board in _boards(found).items()
            ]
        elif _has_money(indicator):
            lines += [
                _line(indicator, board, "", hidden_columns(hidden, code, None if together else of))
                for of, board in list(_boards(found).items())[:1]
            ]
        else:
            lines.append(_line(indicator, found.counts, "", hidden_columns(hidden, code)))
    return lines


def _has_money(indicator: Indicator) -> bool:
    """Tell whether a ratio is one of sums of money, which counts of all currencies lack."""
    return indicator.unit is Unit.PERCENT and indicator.code == "portfolio_at_risk"


def _line(indicator: Indicator, board: Board, currency: str, columns: frozenset[int]) -> DonorLine:
    cells: Columns[Ratio] = Columns(
        women=None if board.women is None else indicator.of(board.women),
        men=None if board.men is None else indicator.of(board.men),
        all=None if board.all is None else indicator.of(board.all),
    )
    if indicator.code in _STAFF:
        return DonorLine(indicator, currency, cells, frozenset())
    if Split.SEX not in indicator.splits:
        cells = Columns(all=cells.all)
        if indicator.code not in _OF_CHAIRS:
            return DonorLine(indicator, currency, cells, frozenset())
    hidden = frozenset(_NAMES[column] for column in columns if column in _NAMES)
    return DonorLine(indicator, currency, replace(cells, **dict.fromkeys(hidden, None)), hidden)


def _month(month: int, slices: Mapping[Gender, Counters], hidden: frozenset[int]) -> MonthLine:
    amounts = {gender: counters.savings_minor for gender, counters in slices.items()}
    cells = Columns(
        women=None if WOMEN in hidden else amounts.get(Gender.WOMAN, 0),
        men=None if MEN in hidden else amounts.get(Gender.MAN, 0),
        all=None if ALL in hidden else sum(amounts.values()),
    )
    return MonthLine(month, cells)


def _zones(seen: Sequence[tuple[str, Monitor]], hidden: Hidden) -> tuple[ZoneLine, ...]:
    """Print each zone, and hide what few people stand behind."""
    lines = []
    for name, found in seen:
        women, men, others = _people(found)
        gone = hidden.of("zones", name)
        cells = Columns(
            women=None if WOMEN in gone else women,
            men=None if MEN in gone else men,
            all=None if ALL in gone else women + men + others,
        )
        sums = None if found.whole is None or ALL in gone else found.whole.all
        shows = {of: sums is not None and not hidden.of(f"zones {of}", name) for of in _OF_ZONES}
        lines.append(
            ZoneLine(
                name,
                found.groups,
                cells,
                sums.saved if sums is not None and shows["savers"] else None,
                sums.loans if sums is not None and shows["borrowers"] else None,
            )
        )
    return tuple(lines)
