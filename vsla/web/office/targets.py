"""Targets by period and sex, against what was reached."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from vsla.domain.errors import InvalidDocumentError
from vsla.domain.indicators import Ratio, Unit
from vsla.domain.money import CURRENCIES
from vsla.domain.registry import INDICATORS, Indicator
from vsla.services import targets as service
from vsla.services.access import Role
from vsla.services.targets import AIMED_AT, Aim
from vsla.store.models import Programme
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.errors import problem_text
from vsla.web.indicator_words import INDICATOR_WORDS, Words
from vsla.web.money_format import percent
from vsla.web.numbers_read import read_amount
from vsla.web.office.choice import find_programme, read_period, typed_month
from vsla.web.office.figures import shown

bp = Blueprint("targets", __name__, url_prefix="/reports/targets")

_OFFICE = (Role.OFFICER, Role.ADMINISTRATOR)
_REFUSED = 422
_NAMES = ("women", "men", "everybody")


@dataclass(frozen=True)
class Reached:
    """What was aimed at, what was reached, and how much of it that is; "" where no target is."""

    aimed: str = ""
    reached: str = ""
    part: str = ""


@dataclass(frozen=True)
class Line:
    """One target as it is printed."""

    aim: Aim
    words: Words
    unit: str
    women: Reached
    men: Reached
    all: Reached


def _line(aim: Aim, currency: str) -> Line:
    def one(aimed: int | None, ratio: Ratio | None) -> Reached:
        if aimed is None:
            return Reached()
        return Reached(
            shown(aim.indicator, _as_ratio(aim.indicator, aimed), currency),
            shown(aim.indicator, ratio, currency),
            _part(aim.indicator, aimed, ratio),
        )

    aimed, reached = aim.aimed, aim.reached
    return Line(
        aim,
        INDICATOR_WORDS[aim.indicator.code],
        currency if aim.indicator.unit is Unit.MONEY else "",
        one(aimed.women, reached.women),
        one(aimed.men, reached.men),
        one(aimed.all, reached.all),
    )


def _as_ratio(indicator: Indicator, aimed: int) -> Ratio:
    return Ratio(aimed, service.PERCENT_MAX if indicator.unit is Unit.PERCENT else 1)


def _part(indicator: Indicator, aimed: int, ratio: Ratio | None) -> str:
    """Say how much of a target was reached; of a percentage the two stand side by side."""
    if ratio is None or indicator.unit is Unit.PERCENT or ratio.each is None:
        return ""
    return percent(ratio.each, aimed)


@bp.route("", methods=["GET", "POST"])
@allow(*_OFFICE)
def page() -> ResponseReturnValue:
    """Show targets against what was reached, and set one."""
    actor = current_actor()
    programme = find_programme(actor)
    if programme is None:
        return render_template("office/targets.html", programme=None)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _set(programme)
        if not errors:
            flash(_("The target is set."), "done")
            return redirect(url_for("targets.page", programme=programme.programme_id))
    currency = programme.reporting_currency
    aims = service.list_aims(
        db.session(), actor, programme_id=programme.programme_id, today=today()
    )
    period, _wrong = read_period(programme)
    drawn = render_template(
        "office/targets.html",
        programme=programme,
        lines=[_line(aim, currency) for aim in aims],
        choices=[(code, INDICATOR_WORDS[code].name) for code in AIMED_AT],
        errors=errors,
        typed=request.form,
        months={
            "from": request.form.get("from") or typed_month("from", period.from_on),
            "to": request.form.get("to") or typed_month("to", period.to_on),
        },
    )
    return drawn, _REFUSED if errors else 200


def _set(programme: Programme) -> dict[str, str]:
    """Set the target typed; give what is wrong by field."""
    period, errors = read_period(programme)
    code = request.form.get("indicator", "")
    values: dict[str, object] = {}
    for name in _NAMES:
        typed = request.form.get(name, "").strip().removesuffix("%")
        try:
            values[name] = _value(code, typed, programme.reporting_currency) if typed else None
        except ValueError:
            errors[name] = _("Write a number, such as 750 or 4.30.")
    if errors:
        return errors
    try:
        with transaction() as session:
            service.set_target(
                session,
                current_actor(),
                programme_id=programme.programme_id,
                indicator=code,
                period=period,
                aimed=values,
                now=now(),
            )
    except InvalidDocumentError as error:
        return {each.path: str(problem_text(each)) for each in error.problems}
    return {}


def _value(code: str, typed: str, currency: str) -> int:
    """Read a target in the unit of its indicator.

    Raises:
        ValueError: it is no number, or not in this unit.
    """
    unit = INDICATORS[code].unit if code in INDICATORS else Unit.COUNT
    if unit is Unit.MONEY:
        return read_amount(typed, CURRENCIES[currency].scale)
    return read_amount(typed, 1) if unit is Unit.PERCENT else read_amount(typed, 0)


@bp.post("/<int:target_id>/drop")
@allow(*_OFFICE)
def drop(target_id: int) -> ResponseReturnValue:
    """Take a target back."""
    with transaction() as session:
        programme_id = service.drop_target(session, current_actor(), target_id=target_id)
    flash(_("The target is taken back."), "done")
    return redirect(url_for("targets.page", programme=programme_id))
