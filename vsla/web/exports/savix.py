"""The quarterly set of the sector: a page, and files with the checks and all definitions."""

from tempfile import TemporaryFile
from typing import Any

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask_babel import gettext as _

from vsla.documents.savix_words import CHOICES, COLUMNS
from vsla.documents.spreadsheet import Workbook, about_table, csv_parts
from vsla.documents.table_words import TABLES as WORDS
from vsla.documents.words import words_of
from vsla.domain.errors import NotFoundError
from vsla.domain.savix import Items, Quarter, quarter_of, read_quarter, verdict_of
from vsla.services.access import Role
from vsla.services.savix import SavixPage, last_meeting_on, savix_page
from vsla.services.table_parts import Chosen
from vsla.services.tables import table
from vsla.store.models import Programme
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.exports.group import attached
from vsla.web.exports.tables import XLSX, stream_of
from vsla.web.locale import language, translate
from vsla.web.money_format import NO_FIGURE, count, day_short, money, percent
from vsla.web.numbers_read import read_id
from vsla.web.office.choice import find_programme

_OFFICE = (Role.OFFICER, Role.ADMINISTRATOR)
_SHOWN = 8


def _usual(programme: Programme) -> Quarter:
    """Choose the quarter of the last meeting."""
    return quarter_of(last_meeting_on(db.session(), programme.programme_id) or today())


def _asked(programme: Programme) -> tuple[Quarter, str]:
    """Read the quarter asked for, and what is wrong with it."""
    typed = request.args.get("quarter", "")
    found = read_quarter(typed) if typed else None
    wrong = str(_("Write the quarter like this: 2018-Q1.")) if typed and found is None else ""
    return found or _usual(programme), wrong


@allow(*_OFFICE)
def page() -> str:
    """Show the 25 items of some groups, with what the form says of each."""
    programme = find_programme(current_actor())
    if programme is None:
        return render_template("exports/savix.html", programme=None)
    quarter, wrong = _asked(programme)
    found = savix_page(
        db.session(),
        current_actor(),
        programme_id=programme.programme_id,
        quarter=quarter,
        after=read_id(request.args.get("after", "")) or 0,
    )
    query = {"programme": programme.programme_id, "quarter": str(quarter)}
    return render_template(
        "exports/savix.html",
        programme=programme,
        found=found,
        cards=_cards(found),
        quarter=quarter,
        typed=request.args.get("quarter", str(quarter)),
        wrong=wrong,
        query=query,
        columns=[tuple(map(translate, texts)) for key, texts in COLUMNS.items() if key in _ITEMS],
        further=found.more_after,
    )


_ITEMS = [key for key in COLUMNS if key not in {"sv_questions", "sv_verdict", "sv_doubt"}]


def _cards(found: SavixPage) -> list[dict[str, Any]]:
    """Print each group: what the form says, and its items."""
    return [
        {
            "group_id": line.group_id,
            "name": line.name,
            "doubts": [
                (verdict_of(doubt).value, translate(CHOICES["Doubt"][doubt.value]))
                for doubt in line.doubts
            ],
            "items": list(
                zip(
                    (translate(COLUMNS[key][0]) for key in _ITEMS),
                    _printed(line.items, line.currency),
                    strict=True,
                )
            ),
        }
        for line in found.lines
    ]


def _printed(it: Items, currency: str) -> list[str]:
    def sum_of(amount: int) -> str:
        return money(amount, currency)

    yes, no = str(_("Yes")), str(_("No"))
    return [
        NO_FIGURE if it.facilitator is None else count(it.facilitator),
        day_short(it.formed_on),
        day_short(it.started_on),
        count(it.members_start),
        NO_FIGURE if it.collected_on is None else day_short(it.collected_on),
        *map(count, (it.members, it.men, it.women, it.attending, it.left)),
        sum_of(it.savings),
        count(it.loans_count),
        *map(sum_of, (it.loans, it.late, it.written_off, it.cash, it.other_funds)),
        *map(sum_of, (it.property_start, it.property_now, it.debts)),
        percent(it.rate_ppm, 1_000_000, 1),
        yes if it.bank else no,
        yes if it.outside_loans else no,
    ]


@allow(*_OFFICE)
def download(key: str, form: str) -> Response:
    """Give the set, or its checks, as CSV; both with definitions as a workbook."""
    programme = find_programme(current_actor())
    if programme is None or (key, form) not in _FILES:
        raise NotFoundError
    quarter, _wrong = _asked(programme)
    words = words_of(language())
    name = f"{words(WORDS[key][0])} {quarter}.{form}"
    chosen = Chosen(programme_id=programme.programme_id, to_on=quarter.to_on)
    if form == "csv":
        made = table(db.session(), current_actor(), key=key, chosen=chosen)
        return attached(stream_with_context(csv_parts(made, words)), name, "text/csv")
    return attached(stream_with_context(_workbook(programme, chosen)), name, XLSX)


_FILES = {("savix", "csv"), ("savix", "xlsx"), ("savix_checks", "csv")}


def _workbook(programme: Programme, chosen: Chosen) -> Any:  # noqa: ANN401 - pieces of a file
    words, session, actor = words_of(language()), db.session(), current_actor()
    tables = [table(session, actor, key=key, chosen=chosen) for key in ("savix", "savix_checks")]
    whose = f"{programme.name}, {quarter_of(chosen.to_on or today())}"
    with TemporaryFile() as file:
        book = Workbook(file, words, about_table(words, tables[0], whose=whose, made_at=now()))
        for one in tables:
            book.add(one)
        book.close()
        file.seek(0)
        yield from stream_of(file)


def add_to(bp: Blueprint) -> None:
    """Give these their addresses."""
    bp.add_url_rule("/reports/savix", "savix", page)
    bp.add_url_rule("/reports/savix/<key>.<form>", "savix_file", download)
