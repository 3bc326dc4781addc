"""Lists to take along: as CSV, which streams, and as workbooks."""

from __future__ import annotations

import re
from datetime import date
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from flask import render_template, request, stream_with_context

from vsla.documents.spreadsheet import Workbook, about_table, csv_parts
from vsla.documents.table_words import TABLES as WORDS
from vsla.documents.words import words_of
from vsla.domain.errors import NotFoundError
from vsla.services.groups_list import list_zones
from vsla.services.programmes import list_programmes
from vsla.services.table_parts import Chosen
from vsla.services.table_rows import TABLES
from vsla.services.tables import may_see_names, table
from vsla.store.session import db
from vsla.web.access import EVERYBODY, allow, current_actor
from vsla.web.clock import now
from vsla.web.exports.group import OF_A_GROUP, attached
from vsla.web.groups import read_cover
from vsla.web.locale import language, translate
from vsla.web.numbers_read import read_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from flask import Blueprint, Response

    from vsla.documents.cells import Table

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AT_ONCE = 65_536
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _chosen(group_id: int | None = None) -> Chosen:
    return Chosen(
        programme_id=read_id(request.args.get("programme", "")),
        zone_id=read_id(request.args.get("zone", "")),
        group_id=group_id,
        from_on=_day("from"),
        to_on=_day("to"),
    )


@allow(*EVERYBODY)
def page() -> str:
    """Show which lists can be taken along, and of what."""
    actor = current_actor()
    typed = {name: request.args.get(name, "") for name in ("zone", "from", "to")}
    kept = {name: value for name, value in typed.items() if value}
    return render_template(
        "exports/tables.html",
        tables=[(key, *map(translate, WORDS[key])) for key in TABLES],
        zones=list_zones(db.session(), actor),
        names=may_see_names(actor),
        typed=typed,
        kept=kept,
    )


@allow(*EVERYBODY)
def download(key: str, form: str) -> Response:
    """Give a list of all groups that are the person's."""
    return _answer(key, form, _chosen(), _whose())


@allow(*EVERYBODY)
def of_group(group_id: int, key: str, form: str) -> Response:
    """Give a list of one group."""
    cover = read_cover(group_id)
    if key not in OF_A_GROUP:
        raise NotFoundError
    return _answer(key, form, _chosen(group_id), f"{cover.group.code} {cover.group.name}")


def _whose() -> str:
    return ", ".join(each.name for each in list_programmes(db.session(), current_actor()))


def _answer(key: str, form: str, chosen: Chosen, whose: str) -> Response:
    words = words_of(language())
    names = request.args.get("names") != "no"
    made = table(db.session(), current_actor(), key=key, chosen=chosen, names=names)
    name = f"{words(WORDS[key][0])} {now():%Y-%m-%d}.{form}"
    if form == "csv":
        parts = stream_with_context(csv_parts(made, words))
        return attached(parts, name, "text/csv")
    if form == "xlsx":
        return attached(stream_with_context(_workbook(made, whose)), name, XLSX)
    raise NotFoundError


def _workbook(made: Table, whose: str) -> Iterator[bytes]:
    """Write the workbook to a file of its own and send that, so that no memory holds it."""
    words = words_of(language())
    with TemporaryFile() as file:
        workbook = Workbook(file, words, about_table(words, made, whose=whose, made_at=now()))
        workbook.add(made)
        workbook.close()
        file.seek(0)
        yield from stream_of(file)


def stream_of(file: IO[bytes]) -> Iterator[bytes]:
    """Send a file piece by piece."""
    while part := file.read(_AT_ONCE):
        yield part


def add_to(bp: Blueprint) -> None:
    """Give these their addresses."""
    bp.add_url_rule("/exports", "tables", page)
    bp.add_url_rule("/exports/<key>.<form>", "table", download)
    bp.add_url_rule("/groups/<int:group_id>/export/<key>.<form>", "group_table", of_group)
