"""From a document's data to its page on the screen and its PDF: one shape of address for all."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import segno
from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _

from vsla.documents.pdf import compile_pdf
from vsla.domain.errors import NotFoundError
from vsla.services.paper_code import Claim, EntryMark, address_of, code_for, in_threes, key_from
from vsla.services.print_log import EVERY_MEMBER, Mark, last_print, note_print
from vsla.store.session import db, transaction
from vsla.web.access import EVERYBODY, allow, current_actor
from vsla.web.clock import now
from vsla.web.ledger_words import ATTENDANCE
from vsla.web.locale import LANGUAGES, current_locale, written_in
from vsla.web.money_format import count, day_long
from vsla.web.numbers_read import read_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from vsla.services.access import Role
    from vsla.store.models import Group

_DARK = re.compile("1+")
_MASK = 3
"""The pattern of the square is fixed: to try all eight takes four times as long."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document, ready to be set; the page on the screen and the paper say the same data.

    Attributes:
        template: file of ``templates/print`` without ending.
        data: from ``envelope`` and the document's own; only what JSON can hold.
        title: of the page and the file.
        tagged: False for a job of many pages that goes to a printer.
        screen: what the page on the screen needs beside ``data``, such as links.
    """

    template: str
    data: Mapping[str, object]
    title: str
    tagged: bool = True
    screen: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of document.

    Attributes:
        name: last part of its address, and its template ``papers/<name>.html``.
        build: reads ``request.args`` and the ledger; words come in the language of the print.
        roles: who may see it.
    """

    name: str
    build: Callable[[int], Sheet]
    roles: Sequence[Role] = EVERYBODY


def in_print_language() -> AbstractContextManager[object]:
    """Speak the language chosen for this print (``?lang=``), else that of the person."""
    code = request.args.get("lang", "")
    return written_in(code) if code in LANGUAGES else nullcontext()


def register(bp: Blueprint, paper: Paper) -> None:
    """Give a document its two addresses: ``papers/<name>`` and ``papers/<name>.pdf``."""

    def page(group_id: int) -> str:
        with in_print_language():
            sheet = paper.build(group_id)
            return render_template(
                f"papers/{paper.name}.html",
                sheet=sheet,
                paper=sheet.data,
                group_id=group_id,
                print_lang=current_locale().language,
                choices={k: v for k, v in request.args.items() if k != "lang"},
                endpoint=f"papers.{paper.name}",
                last=last_print(db.session(), group_id, mark_of(sheet)),
            )

    def pdf(group_id: int) -> Response:
        with in_print_language():
            sheet = paper.build(group_id)
        answer = pdf_response(sheet)
        if request.method == "GET":
            note_sheet(group_id, sheet)
        return answer

    rule = f"/groups/<int:group_id>/papers/{paper.name}"
    bp.add_url_rule(rule, paper.name, allow(*paper.roles)(page))
    bp.add_url_rule(f"{rule}.pdf", f"{paper.name}_pdf", allow(*paper.roles)(pdf))


def pdf_response(sheet: Sheet) -> Response:
    """Set a document and answer with it, to be shown and saved under its title."""
    answer = make_response(compile_pdf(sheet.template, sheet.data, tagged=sheet.tagged))
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=f"{sheet.title}.pdf")
    answer.cache_control.no_store = True
    return answer


def mark_of(sheet: Sheet) -> Mark:
    """Read what a document is from its lines of verification; one for each of its members."""
    data: Any = sheet.data
    lines = [data["verify"]] if "verify" in data else [each["verify"] for each in data["members"]]
    kind, subject, entry_number = lines[0]["mark"]
    return Mark(kind, subject if len(lines) == 1 else EVERY_MEMBER, entry_number)


def note_sheet(group_id: int, sheet: Sheet) -> None:
    """Keep that a document was made, once it could be."""
    language = str(sheet.data["lang"])
    with transaction() as session:
        note_print(session, current_actor(), group_id, mark_of(sheet), language=language, now=now())


def asked(name: str) -> int | None:
    """Read the number of a row that an address asks for.

    Args:
        name: of the query parameter.

    Returns:
        The number, or None when nothing is asked for.

    Raises:
        NotFoundError: what is asked for is no number of any row.
    """
    text = request.args.get(name)
    number = read_id(text) if text else None
    if text and number is None:
        raise NotFoundError
    return number


def envelope(group: Group, title: str) -> dict[str, object]:
    """Give what every template needs: language, group, and the words of head and foot."""
    locale = current_locale()
    return {
        "lang": locale.language,
        "region": locale.territory or "CD",
        "title": title,
        "group": {"name": group.name, "place": group.place, "code": group.code},
        "signs": {**{str(k): str(v) for k, v in ATTENDANCE.items()}, "proxy": _("Sent somebody")},
        "words": {
            "code": _("Code to check this paper"),
            "square": _("Code to be read by a telephone"),
            "page": _("page %(x)s of %(y)s", x="{x}", y="{y}"),
        },
    }


def paper_line(
    group: Group,
    *,
    kind: str,
    subject: int,
    entry: EntryMark,
    figures: Sequence[int],
    on: date,
) -> dict[str, object]:
    """Make the line by which a paper can be checked: group, entry, date, code and square.

    Args:
        group: whose.
        kind: of document.
        subject: see ``Claim``.
        entry: the last one the paper knows.
        figures: those that stand large on the paper, minor units.
        on: the day of printing.

    Returns:
        ``verify`` of ``finish`` in ``lib.typ``; ``code`` in threes, the square as a ``path`` on a
        field of ``side`` by ``side``; ``mark`` is for the list of what was printed.
    """
    claim = Claim(
        kind=kind,
        group_code=group.code,
        subject=subject,
        entry_number=entry.number,
        printed_on=on,
        figures=tuple(figures),
    )
    key = key_from(str(current_app.config["SECRET_KEY"]))
    code = code_for(key, claim, group_id=group.group_id, entry_hash=entry.hash)
    url = f"{request.host_url}C/{address_of(claim, code)}"
    square = segno.make(_capital_host(url), error="l", micro=False, mask=_MASK)
    said = _("%(day)s · entry %(n)s", day=day_long(on), n=count(entry.number))
    return {
        "said": f"{group.code} · {said}",
        "date": day_long(on),
        "entry": count(entry.number),
        "code": in_threes(code),
        "url": url,
        "side": len(square.matrix),
        "mark": [kind, subject, entry.number],
        "path": path_of(["".join(map(str, row)) for row in square.matrix]),
    }


def path_of(rows: list[str]) -> str:
    """Draw the dark points of a square as one path, a stroke for each run in a row."""
    runs = [(run, y) for y, row in enumerate(rows) for run in _DARK.finditer(row)]
    return "".join(f"M{r.start()} {y}h{r.end() - r.start()}v1H{r.start()}z" for r, y in runs)


def _capital_host(url: str) -> str:
    """Write scheme and host in capitals, which mean the same and need a smaller square."""
    scheme, _colon, rest = url.partition("://")
    host, _slash, path = rest.partition("/")
    return f"{scheme}://{host}".upper() + f"/{path}"
