"""The board of a programme, and all its indicators with their definitions."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask_babel import gettext as _

from vsla.domain.registry import INDICATORS
from vsla.services.access import Role
from vsla.services.monitoring import Monitor, monitor
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import today
from vsla.web.indicator_words import SUBJECTS
from vsla.web.money_format import unit_of
from vsla.web.office import attention
from vsla.web.office.choice import Asked, read_choice
from vsla.web.office.figures import Line, line_of, lines_of
from vsla.web.office.trends import loans_chart, savings_chart

bp = Blueprint("board", __name__, url_prefix="/reports")

SHOWN = (
    "groups_active",
    "groups_disengaged",
    "groups_women_only",
    "groups_mixed",
    "groups_men_only",
    "members",
    "attendance",
    "members_saving",
    "members_with_loan",
    "loans_open",
    "members_assisted",
    "savings",
    "savings_per_head_month",
    "savings_of_cycle",
    "loans_given",
    "loans_out",
    "loan_fund_cash",
    "loan_fund_use",
    "arrears",
    "portfolio_at_risk",
    "written_off",
    "solidarity_fund",
    "solidarity_grants",
    "fines_paid",
    "profit",
    "return_on_savings",
    "projected_share_value",
)


@dataclass(frozen=True)
class Purse:
    """Figures of one currency; ``converted`` says that others were changed into it."""

    currency: str
    title: str
    lines: list[Line]
    converted: bool


def purses(found: Monitor, asked: Asked, codes: tuple[str, ...]) -> list[Purse]:
    """Print the money of each currency on its own, then all together at the rates of the day."""
    reporting = found.programme.reporting_currency
    boards = [(of, found.boards[of], False) for of in found.currencies]
    if found.whole is not None and found.rates:
        boards.insert(0, (reporting, found.whole, True))
    return [
        Purse(
            of,
            _title(of, converted=converted),
            lines_of(codes, one, of, asked, of_money=True),
            converted,
        )
        for of, one, converted in boards
    ]


def _title(currency: str, *, converted: bool) -> str:
    unit = unit_of(currency)
    if converted:
        return str(_("All money together, in %(currency)s", currency=unit))
    return str(_("Money of the groups in %(currency)s", currency=unit))


def _column(purse: Purse) -> str:
    unit = unit_of(purse.currency)
    if purse.converted:
        return str(_("Together, %(unit)s", unit=unit))
    return str(_("In %(unit)s", unit=unit))


@bp.get("/board")
@allow(Role.OFFICER, Role.ADMINISTRATOR)
def board() -> str:
    """Show what a choice of groups did in some months, and where they stand."""
    actor = current_actor()
    asked = read_choice(actor)
    if asked is None:
        return render_template("office/board.html", asked=None)
    found = monitor(db.session(), actor, asked.choice, today=today())
    reporting = found.programme.reporting_currency
    money = purses(found, asked, SHOWN)
    return render_template(
        "office/board.html",
        asked=asked,
        found=found,
        counts=lines_of(SHOWN, found.counts, reporting, asked, of_money=False),
        purses=money,
        heads=[(_column(purse), True) for purse in money],
        side_by_side=list(zip(*(purse.lines for purse in money), strict=True)),
        attention=attention.first_of(asked.choice),
        say=attention.say,
        charts=[chart for chart in (savings_chart(found), loans_chart(found)) if chart],
    )


@bp.get("/indicators")
@allow(Role.OFFICER, Role.ADMINISTRATOR)
def indicators() -> str:
    """Show every indicator with its definition and what it is made of."""
    actor = current_actor()
    asked = read_choice(actor)
    if asked is None:
        return render_template("office/indicators.html", asked=None)
    found = monitor(db.session(), actor, asked.choice, today=today(), full=True)
    money = found.whole if found.whole is not None else found.counts
    reporting = found.programme.reporting_currency
    subjects = [
        (
            title,
            [
                line_of(each, money if each.is_of_money else found.counts, reporting, asked)
                for each in INDICATORS.values()
                if each.subject is subject and (found.whole is not None or not each.is_of_money)
            ],
        )
        for subject, title in SUBJECTS.items()
    ]
    return render_template(
        "office/indicators.html", asked=asked, found=found, subjects=subjects, registry=INDICATORS
    )
