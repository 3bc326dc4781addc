"""The gender report: posts, money, help and departures by sex; and the form that may be shared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.board_sheet import hidden_columns
from vsla.domain.crosstab import TOTAL, AgeBand, Crosstab, Row
from vsla.domain.registry import INDICATORS
from vsla.domain.sharing import ALL, MEN, WOMEN
from vsla.services.access import Role
from vsla.services.gender_report import GenderReport, gender_report
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import today
from vsla.web.ledger_words import LEAVING, NEEDS
from vsla.web.money_format import NO_FIGURE, count, percent
from vsla.web.office.board import Purse, purses
from vsla.web.office.choice import Asked, read_choice
from vsla.web.office.figures import Cell, Line, line_of
from vsla.web.roster_words import CATEGORIES, POSTS

bp = Blueprint("gender", __name__, url_prefix="/reports/gender")

HIDDEN = "*"

AGES: dict[AgeBand, LazyString] = {
    AgeBand.UNDER_18: _l("under 18"),
    AgeBand.TO_34: _l("18 to 34"),
    AgeBand.TO_44: _l("35 to 44"),
    AgeBand.FROM_45: _l("45 and older"),
    AgeBand.UNKNOWN: _l("year of birth not known"),
}

_PEOPLE = (
    "members",
    "attendance",
    "members_left",
    "retention",
    "committee_posts",
    "mixed_groups_female_majority_committee",
    "groups_female_chair",
    "members_saving",
    "members_with_loan",
    "loans_open",
    "members_assisted",
    "solidarity_reach",
)
_MONEY = (
    "savings",
    "savings_per_head_month",
    "savings_of_cycle",
    "loans_given",
    "loans_out",
    "average_loan_outstanding",
    "arrears",
    "portfolio_at_risk",
    "written_off",
    "solidarity_paid",
    "solidarity_grants",
    "fines_paid",
    "paid_out",
)


@dataclass(frozen=True)
class Printed:
    """One row of a table of people as it is printed; the total has no name."""

    name: LazyString | str
    women: Cell
    men: Cell
    others: str
    all: str


def printed(table: Crosstab, names: Mapping) -> list[Printed]:  # type: ignore[type-arg]  # of any
    """Print a table of people with its totals; a hidden figure is a star."""
    rows = [_printed(row, names[row.key]) for row in table.rows]
    return [*rows, _printed(table.total, "")]


def _printed(row: Row, name: LazyString | str) -> Printed:  # type: ignore[type-arg]  # of any
    def text(column: int) -> str:
        number = row.shown(column)
        return HIDDEN if number is None else count(number)

    def cell(column: int) -> Cell:
        number, whole = row.shown(column), row.shown(TOTAL)
        part = percent(number, whole) if number is not None and whole else ""
        return Cell(text(column), part)

    return Printed(name, cell(0), cell(1), text(2), text(TOTAL))


def shareable(line: Line, report: GenderReport, currency: str | None = None) -> Line:
    """Hide what a line says of too few people and what would give it away; nothing opens."""
    if report.least <= 1:
        return line
    hidden = hidden_columns(report.hidden, line.code, currency)

    def cell(column: int, have: Cell) -> Cell:
        if column in hidden and have.text:
            return Cell(HIDDEN)
        return replace(have, part="") if hidden else have

    whole = HIDDEN if TOTAL in hidden else line.all
    made_of = "" if TOTAL in hidden else line.made_of
    women, men = cell(0, line.women), cell(1, line.men)
    return replace(line, women=women, men=men, all=whole, made_of=made_of, href="")


def _money(report: GenderReport, asked: Asked) -> list[Purse]:
    """Print money by sex in each currency and together."""
    found = report.monitor
    made = purses(found, asked, _MONEY)
    if report.least <= 1:
        return made
    return [
        replace(
            purse,
            lines=[
                shareable(line, report, None if purse.converted else purse.currency)
                for line in purse.lines
            ],
        )
        for purse in made
    ]


def _months(days: int, held: int) -> str:
    """Print how long posts have been held on average, in months."""
    return count(days // held // 30) if held else NO_FIGURE


@bp.get("")
@allow(Role.OFFICER, Role.ADMINISTRATOR)
def page() -> str:
    """Show the gender report, or the form of it that may leave the programme."""
    actor = current_actor()
    asked = read_choice(actor)
    if asked is None:
        return render_template("office/gender.html", asked=None)
    shared = request.args.get("shared") == "1"
    report = gender_report(db.session(), actor, asked.choice, today=today(), shared=shared)
    found = report.monitor
    counts = found.counts
    people = [line_of(INDICATORS[code], counts, "", asked) for code in _PEOPLE]
    return render_template(
        "office/gender.html",
        asked=asked,
        found=found,
        report=report,
        shared=shared,
        people=[shareable(line, report) for line in people],
        purses=_money(report, asked),
        posts=printed(report.posts, POSTS),
        needs=None if report.needs is None else printed(report.needs, NEEDS),
        need_names=NEEDS,
        departures=printed(report.departures, LEAVING),
        ages=printed(report.ages, AGES),
        categories=printed(report.categories, CATEGORIES),
        months=_months,
        columns=(WOMEN, MEN, ALL),
    )
