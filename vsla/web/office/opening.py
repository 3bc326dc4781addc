"""Open a total: the zones it comes from, the groups of a zone, the entries of a group."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from vsla.domain.errors import NotFoundError
from vsla.domain.first_results import Columns
from vsla.domain.indicators import Ratio
from vsla.services import open_total
from vsla.services.access import Role
from vsla.services.open_total import Opened, Part
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.groups import read_place
from vsla.web.indicator_words import INDICATOR_WORDS
from vsla.web.money_format import amount
from vsla.web.office.choice import Asked, read_choice

bp = Blueprint("opening", __name__, url_prefix="/reports/open")

_OFFICE = (Role.OFFICER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Row:
    """One part as it is printed; ``href`` opens it."""

    part: Part
    href: str
    women: str
    men: str
    all: str


def _money(figure: Columns[Ratio], currency: str) -> tuple[str, str, str]:
    def one(ratio: Ratio | None) -> str:
        return "" if ratio is None else amount(ratio.numerator, currency)

    return one(figure.women), one(figure.men), one(figure.all)


def _draw(step: str, opened: Opened, asked: Asked, rows: list[Row], **more: str | None) -> str:
    indicator = opened.measure.indicator
    totals = [(of, *_money(figure, of)) for of, figure in sorted(opened.totals.items())]
    return render_template(
        "office/opened.html",
        step=step,
        opened=opened,
        asked=asked,
        words=INDICATOR_WORDS[indicator.code],
        code=indicator.code,
        by_sex=any(figure.women is not None for figure in opened.totals.values()),
        rows=rows,
        totals=totals,
        **more,
    )


def _asked() -> Asked:
    asked = read_choice(current_actor())
    if asked is None:
        raise NotFoundError
    return asked


def _row(part: Part, href: str) -> Row:
    return Row(part, href, *_money(part.figure, part.currency))


@bp.get("/<code>")
@allow(*_OFFICE)
def zones(code: str) -> str:
    """Show a total by zone."""
    asked = _asked()
    opened = open_total.by_zone(db.session(), current_actor(), asked.choice, code)
    rows = [
        _row(part, url_for("opening.groups", code=code, **asked.query(zone=part.place.number)))
        for part in opened.parts
    ]
    return _draw("zones", opened, asked, rows)


@bp.get("/<code>/groups")
@allow(*_OFFICE)
def groups(code: str) -> str:
    """Show a total by group."""
    asked = _asked()
    opened = open_total.by_group(
        db.session(),
        current_actor(),
        asked.choice,
        code,
        after=read_place("after"),
        before=read_place("before"),
    )
    rows = [
        _row(part, url_for("opening.entries", code=code, **asked.query(group=part.place.number)))
        for part in opened.parts
    ]

    def page(name: str, part: Part) -> str:
        place = {name: f"{part.place.number}~{part.place.name}"}
        return url_for("opening.groups", code=code, **asked.query(**place))

    parts = opened.parts
    return _draw(
        "groups",
        opened,
        asked,
        rows,
        previous_href=page("before", parts[0]) if parts and opened.has_previous else None,
        next_href=page("after", parts[-1]) if parts and opened.has_next else None,
    )


@bp.get("/<code>/entries")
@allow(*_OFFICE)
def entries(code: str) -> str:
    """Show a group's total by entry of its ledger."""
    asked = _asked()
    opened = open_total.by_entry(db.session(), current_actor(), asked.choice, code)
    group_id = asked.choice.group_id
    rows = [
        _row(
            part,
            url_for("meetings.page", group_id=group_id, entry_number=part.place.number)
            if part.place.meeting is not None
            else url_for("share_out.result", group_id=group_id, cycle=part.place.cycle),
        )
        for part in opened.parts
    ]
    return _draw("entries", opened, asked, rows)
