"""The report for a funder: its page, its paper, its workbook, and the link that shows it."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from flask import (
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    stream_with_context,
    url_for,
)
from flask_babel import gettext as _

from vsla.documents.pdf import compile_pdf
from vsla.documents.report_workbook import ReportBook
from vsla.documents.spreadsheet import About
from vsla.documents.words import words_of
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.services.access import Role, system_actor
from vsla.services.donor_report import DonorReport, donor_report
from vsla.services.funder_links import DAYS, list_links, make_link, open_link, revoke_link
from vsla.services.monitoring import Choice
from vsla.services.own_values import values_of_groups
from vsla.services.programme_report import Period
from vsla.services.projects import list_projects
from vsla.store.session import db, transaction
from vsla.web.access import PUBLIC, allow, current_actor
from vsla.web.clock import now, today
from vsla.web.exports import donor_words
from vsla.web.exports.group import attached
from vsla.web.exports.tables import XLSX, stream_of
from vsla.web.locale import current_locale, language
from vsla.web.messages import text_of
from vsla.web.money_format import day_long, month
from vsla.web.numbers_read import read_id
from vsla.web.office.choice import find_programme, read_period
from vsla.web.office.freshness import freshen
from vsla.web.own_words import narrowing, narrowings, read_narrowing
from vsla.web.security import limiter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Blueprint, Response
    from flask.typing import ResponseReturnValue

    from vsla.services.access import Actor
    from vsla.store.models import FunderLink

_OFFICE = (Role.OFFICER, Role.ADMINISTRATOR)
_NEW_LINK = "funder_link"
_few = limiter.shared_limit("60 per hour", scope="links of funders")


def _asked() -> DonorReport:
    """Compute the report of the months that an address asks for."""
    actor = current_actor()
    programme = find_programme(actor)
    if programme is None:
        raise NotFoundError
    period, _errors = read_period(programme)
    return _report(actor, programme.programme_id, period, _project(), read_narrowing())


def _project() -> int | None:
    return read_id(request.args.get("project", ""))


def _report(
    actor: Actor,
    programme_id: int,
    period: Period,
    project_id: int | None,
    own: tuple[int, str] | None = None,
) -> DonorReport:
    choice = Choice(programme_id=programme_id, period=period, project_id=project_id, own=own)
    return donor_report(db.session(), actor, choice, today=today())


@allow(*_OFFICE)
def page() -> ResponseReturnValue:
    """Show the report as a funder will see it, and the links there are."""
    try:
        report = _asked()
    except InvalidDocumentError:
        flash(_("The last month comes after the first, at most ten years."))
        return redirect(url_for("exports.donor"))
    actor, programme = current_actor(), report.found.programme
    officer = actor.role is Role.OFFICER
    links = list_links(db.session(), actor, programme.programme_id) if officer else []
    choice, project = report.found.choice, donor_words.project_of(report)
    own = narrowing(choice.own)
    return render_template(
        "exports/donor.html",
        **_content(report),
        officer=officer,
        links=links,
        days=DAYS,
        now=now(),
        made=session.pop(_NEW_LINK, None),
        query={
            "programme": programme.programme_id,
            "from": f"{choice.period.from_on:%Y-%m}",
            "to": f"{choice.period.to_on:%Y-%m}",
        }
        | ({} if project is None else {"project": project.project_id})
        | ({} if own is None else {"own": own}),
        project=project,
        own=narrowings(values_of_groups(db.session(), programme.programme_id)),
        projects=list_projects(db.session(), programme.programme_id),
    )


def _content(report: DonorReport) -> dict[str, object]:
    """Give what page and funder's page have in common."""
    return {
        "report": report,
        "found": report.found,
        "headline": donor_words.headline(report),
        "lines": donor_words.said(report),
        "charts": donor_words.charts(report),
        "zones": donor_words.zones(report),
        "courses": donor_words.courses(report),
        "stands": donor_words.stands_on(report),
    }


@allow(*_OFFICE)
def paper() -> Response:
    """Give the report as a PDF."""
    return _pdf(_asked())


@allow(*_OFFICE)
def workbook() -> Response:
    """Give the report as a workbook."""
    return _workbook(_asked())


@allow(Role.OFFICER)
def link() -> ResponseReturnValue:
    """Make a link; its address is shown once."""
    actor = current_actor()
    programme = find_programme(actor)
    if programme is None:
        raise NotFoundError
    period, _errors = read_period(programme)
    query: dict[str, Any] = {"programme": programme.programme_id}
    query |= {name: request.args[name] for name in ("from", "to") if name in request.args}
    project_id = _project()
    query |= {} if project_id is None else {"project": project_id}
    try:
        with transaction() as own:
            made = make_link(
                own,
                actor,
                programme_id=programme.programme_id,
                label=request.form.get("label", ""),
                from_on=period.from_on,
                to_on=period.to_on,
                days=read_id(request.form.get("days", "")) or 0,
                project_id=project_id,
                now=now(),
            )
            session[_NEW_LINK] = url_for("exports.funder", token=made.token, _external=True)
    except InvalidDocumentError as error:
        flash(text_of(error.problems[0].code, error.problems[0].values))
    return redirect(url_for("exports.donor", **query, _anchor="links"))


@allow(Role.OFFICER)
def revoke(link_id: int) -> ResponseReturnValue:
    """Take a link back."""
    with transaction() as own:
        taken = revoke_link(own, current_actor(), link_id=link_id, now=now())
        programme_id = taken.programme_id
    flash(_("The link opens nothing any more."))
    return redirect(url_for("exports.donor", programme=programme_id, _anchor="links"))


def _opened(token: str) -> tuple[FunderLink, DonorReport]:
    found = open_link(db.session(), token, now=now())
    freshen(found.programme_id)
    period = Period(found.from_on, found.to_on)
    return found, _report(system_actor(), found.programme_id, period, found.project_id)


def _unlisted(answer: Response) -> Response:
    """Keep a funder's page out of caches, search engines and addresses sent along."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@_few
@allow(PUBLIC)
def funder(token: str) -> Response:
    """Show the report to whoever has the link."""
    found, report = _opened(token)
    return _unlisted(
        make_response(
            render_template("exports/funder.html", **_content(report), link=found, token=token)
        )
    )


@_few
@allow(PUBLIC)
def funder_paper(token: str) -> Response:
    """Give the paper to whoever has the link."""
    return _unlisted(_pdf(_opened(token)[1]))


@_few
@allow(PUBLIC)
def funder_workbook(token: str) -> Response:
    """Give the workbook to whoever has the link."""
    return _unlisted(_workbook(_opened(token)[1]))


def _title(report: DonorReport) -> str:
    period = report.found.choice.period
    return str(
        _(
            "Report of %(programme)s, %(from)s to %(to)s",
            programme=report.found.programme.name,
            **{"from": month(period.from_on), "to": month(period.to_on)},
        )
    )


def _pdf(report: DonorReport) -> Response:
    title = _title(report)
    answer = attached(
        compile_pdf("programme-report", _paper(report, title)), f"{title}.pdf", "application/pdf"
    )
    answer.headers.set("Content-Disposition", "inline", filename=f"{title}.pdf")
    return answer


def _paper(report: DonorReport, title: str) -> dict[str, object]:
    """Give the template of the paper all it says."""
    locale, found = current_locale(), report.found
    return {
        "lang": locale.language,
        "region": locale.territory or "CD",
        "title": title,
        "programme": found.programme.name,
        "demonstration": _("Demonstration: invented names and amounts")
        if found.programme.is_demo
        else "",
        "period": _paper_period(report),
        "made": _("Made on %(day)s", day=day_long(today())),
        "headline": [vars(each) for each in donor_words.headline(report)],
        "lines": [vars(each) for each in donor_words.said(report)],
        "courses": [vars(each) for each in donor_words.courses(report)],
        "zones": [vars(each) for each in donor_words.zones(report)],
        "charts": [
            {
                "title": chart.title,
                "bars": donor_words.bars(chart),
                "labels": [{"x": each.x, "text": each.text} for each in chart.categories],
                "rows": chart.rows,
                "header": chart.header,
            }
            for chart in donor_words.charts(report)
        ],
        "stands": donor_words.stands_on(report),
        "definitions": donor_words.definitions(report),
        "labels": {
            "women": _("Women"),
            "men": _("Men"),
            "all": _("Together"),
            "figure": _("Figure"),
            "sexes": _("Women and men"),
            "trend": _("Month by month"),
            "zones": _("By zone"),
            "zone": _("Zone"),
            "groups": _("Groups"),
            "saved": _("Savings, %(currency)s", currency=found.programme.reporting_currency),
            "loans": _("Loans out, %(currency)s", currency=found.programme.reporting_currency),
            "courses": _("Courses"),
            "method": _("What the figures stand on"),
            "definitions": _("What each figure counts"),
            "page": _("page %(x)s of %(y)s", x="{x}", y="{y}"),
        },
    }


def _paper_period(report: DonorReport) -> str:
    period = report.found.choice.period
    return str(
        _(
            "%(from)s to %(to)s",
            **{"from": month(period.from_on), "to": month(period.to_on)},
        )
    )


def _workbook(report: DonorReport) -> Response:
    title = _title(report)
    return attached(stream_with_context(_book(report, title)), f"{title}.xlsx", XLSX)


def _book(report: DonorReport, title: str) -> Iterator[bytes]:
    stands = [(line, None) for line in donor_words.stands_on(report)]
    with TemporaryFile() as file:
        book = ReportBook(file, words_of(language()), About(title, stands, now()))
        for each in donor_words.pages(report):
            book.add_page(each)
        heads = (str(_("Figure")), str(_("What each figure counts")))
        book.finish(str(_("Definitions")), heads, donor_words.definitions(report))
        file.seek(0)
        yield from stream_of(file)


def add_to(bp: Blueprint) -> None:
    """Give these their addresses."""
    bp.add_url_rule("/reports/donor", "donor", page)
    bp.add_url_rule("/reports/donor.pdf", "donor_paper", paper)
    bp.add_url_rule("/reports/donor.xlsx", "donor_workbook", workbook)
    bp.add_url_rule("/reports/donor/links", "donor_link", link, methods=["POST"])
    bp.add_url_rule(
        "/reports/donor/links/<int:link_id>/revoke", "donor_revoke", revoke, methods=["POST"]
    )
    bp.add_url_rule("/f/<token>", "funder", funder)
    bp.add_url_rule("/f/<token>/report.pdf", "funder_paper", funder_paper)
    bp.add_url_rule("/f/<token>/report.xlsx", "funder_workbook", funder_workbook)
