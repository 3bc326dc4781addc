"""What the courses reached, by sex, and what the programme measures them by."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from vsla.domain.course_figures import Compared, CourseUnit
from vsla.domain.course_hiding import Hidden
from vsla.domain.courses import Component, CourseRules
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.first_results import Columns
from vsla.domain.indicators import Ratio
from vsla.services import courses
from vsla.services.access import Role, programme_for
from vsla.services.course_page import components
from vsla.services.course_report import CourseReport, course_report
from vsla.services.courses import COURSE_KEEPERS, own_programme
from vsla.store import courses as kept
from vsla.store.models import CourseComponent, Programme
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import today
from vsla.web.course_words import COMPONENTS, COURSE_FIGURES, FigureWords
from vsla.web.courses.blueprint import REFUSED, bp
from vsla.web.forms.course import ComponentForm, RulesForm
from vsla.web.forms.problems import attempt
from vsla.web.money_format import NO_FIGURE, amount, count, percent
from vsla.web.numbers_read import read_id
from vsla.web.office.choice import read_period, typed_month, usual_period

_HUNDRED = 100


@dataclass(frozen=True)
class Line:
    """One line of a table as it is printed; "" where a line has no such column."""

    words: FigureWords
    women: str
    men: str
    all: str
    made_of: str
    hidden: bool = False


def _shown(unit: CourseUnit, ratio: Ratio | None) -> str:
    if ratio is None:
        return ""
    if ratio.denominator == 0:
        return NO_FIGURE
    if unit is CourseUnit.PERCENT:
        return percent(ratio.numerator, ratio.denominator)
    if unit is CourseUnit.MEAN:
        hundredths = ratio.scaled(_HUNDRED) or 0
        # As an amount with two decimals: the marks of the language are the same.
        return amount(hundredths, "USD")
    return count(ratio.numerator)


def _made_of(unit: CourseUnit, ratio: Ratio | None) -> str:
    if ratio is None or unit is CourseUnit.COUNT or ratio.denominator == 0:
        return ""
    part, whole = count(ratio.numerator), count(ratio.denominator)
    return str(_("%(part)s of %(whole)s", part=part, whole=whole))


def _line(words: FigureWords, unit: CourseUnit, cells: Columns[Ratio], hidden: Hidden) -> Line:
    """Print a line; what is about too few people of a sex is not split, and of too few not said."""
    if hidden.whole:
        return Line(words, "", "", "", "", hidden=True)
    return Line(
        words,
        "" if hidden.split else _shown(unit, cells.women),
        "" if hidden.split else _shown(unit, cells.men),
        _shown(unit, cells.all),
        _made_of(unit, cells.all),
        hidden=hidden.split,
    )


@dataclass(frozen=True)
class Pair:
    """A figure for trained members, and the same for the others."""

    trained: Line
    others: Line
    currency: str = ""


def _pairs(report: CourseReport) -> list[Pair]:
    compared, (trained, others) = report.comparison, report.hidden_compared
    currency = report.programme.reporting_currency

    def pair(key: str, both: Compared, unit: CourseUnit) -> Pair:
        words = COURSE_FIGURES[key]
        one = _line(words, unit, both.trained, trained)
        return Pair(one, _line(words, unit, both.others, others))

    pairs = [
        pair("members", compared.members, CourseUnit.COUNT),
        pair("borrowers", compared.borrowers, CourseUnit.PERCENT),
    ]
    if compared.savings is not None:
        words = COURSE_FIGURES["savings"]
        one = _money(words, compared.savings.trained, trained, currency)
        pairs.append(Pair(one, _money(words, compared.savings.others, others, currency), currency))
    return pairs


def _money(words: FigureWords, cells: Columns[Ratio], hidden: Hidden, currency: str) -> Line:
    def each(ratio: Ratio | None) -> str:
        value = ratio.each if ratio is not None else None
        return NO_FIGURE if value is None else amount(value, currency)

    if hidden.whole:
        return Line(words, "", "", "", "", hidden=True)
    women, men = ("", "") if hidden.split else (each(cells.women), each(cells.men))
    return Line(words, women, men, each(cells.all), "", hidden=hidden.split)


def _chosen() -> tuple[Component | None, int | None]:
    """Read the kind of courses asked for: one of all programmes', or one of this programme's."""
    wanted = request.args.get("component", "")
    if wanted in COMPONENTS:
        return Component(wanted), None
    return None, read_id(wanted)


def _read(programme: Programme) -> tuple[CourseReport, dict[str, str], dict[str, str]]:
    asked, errors = read_period(programme)
    component, component_id = _chosen()
    typed = {"from": typed_month("from", asked.from_on), "to": typed_month("to", asked.to_on)}

    def ask(period: Any) -> CourseReport:  # noqa: ANN401 - months of a report
        return course_report(
            db.session(),
            current_actor(),
            programme_id=programme.programme_id,
            from_on=period.from_on,
            to_on=period.to_on,
            today=today(),
            component=component,
            component_id=component_id,
        )

    try:
        return ask(asked), errors, typed
    except InvalidDocumentError:
        errors = {**errors, "to": _("The last month comes after the first, at most ten years.")}
        return ask(usual_period(programme)), errors, typed


@bp.get("/figures")
@allow(*COURSE_KEEPERS)
def figures() -> str:
    """Show what the courses of some months reached."""
    actor = current_actor()
    programme = programme_for(db.session(), actor, own_programme(actor))
    report, errors, typed = _read(programme)
    return render_template(
        "courses/figures.html",
        report=report,
        lines=[
            _line(COURSE_FIGURES[each.key], each.unit, each.cells, report.hidden(each))
            for each in report.figures
        ],
        pairs=_pairs(report),
        least=report.least,
        components=COMPONENTS,
        own=components(db.session(), actor),
        chosen=request.args.get("component", ""),
        errors=errors,
        typed=typed,
    )


def _rules_page(form: RulesForm, kind: ComponentForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "courses/rules.html",
        form=form,
        kind=kind,
        components=components(db.session(), current_actor()),
    )
    return page, status


def _rules_form() -> RulesForm:
    rules = kept.rules(db.session(), own_programme(current_actor()))
    usual = {"complete_percent": rules.complete_percent, "reads_from": rules.reads_from}
    return RulesForm(data={**usual, "levels": "\n".join(rules.levels)})


@bp.route("/measures", methods=["GET", "POST"])
@allow(Role.OFFICER)
def rules() -> ResponseReturnValue:
    """Set what courses are measured by."""
    form = _rules_form()

    def work(session: Session) -> CourseRules:
        return courses.set_rules(session, current_actor(), rules=form.typed())

    if form.is_submitted():
        if attempt(form, work, lambda path: path.partition(".")[0]) is not None:
            flash(_("The changes are kept."), "done")
            return redirect(url_for(".rules"))
        return _rules_page(form, ComponentForm(formdata=None), REFUSED)
    return _rules_page(form, ComponentForm())


@bp.post("/kinds")
@allow(Role.OFFICER)
def add_kind() -> ResponseReturnValue:
    """Add a kind of course of the programme's own."""
    form = ComponentForm()

    def work(session: Session) -> CourseComponent:
        return courses.add_component(session, current_actor(), name=form.name.data or "")

    if attempt(form, work) is not None:
        flash(_("The kind is there. Choose it for a new course."), "done")
        return redirect(url_for(".rules"))
    usual = _rules_form()
    return _rules_page(RulesForm(formdata=None, data=usual.data), form, REFUSED)
