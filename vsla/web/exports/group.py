"""What a group can take along: its journal for accountants, and all of it for another server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, render_template, request

from vsla.documents.accounting import as_json, plain_text
from vsla.documents.table_words import TABLES
from vsla.services.access import RECORDERS
from vsla.services.export_journal import journal_book
from vsla.services.group_file import group_file
from vsla.store import journal
from vsla.store.session import db
from vsla.web.access import EVERYBODY, allow, current_actor
from vsla.web.groups import read_cover
from vsla.web.locale import translate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Blueprint

    from vsla.documents.accounting import Book


OF_A_GROUP = ("members", "meetings", "loans", "months", "posts", "help")
"""Tables that say more of one group than one line."""


def attached(body: str | bytes | Iterable[bytes], name: str, mimetype: str) -> Response:
    """Answer with a file to be saved under a name."""
    answer = Response(body, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.cache_control.no_store = True
    return answer


@allow(*EVERYBODY)
def page(group_id: int) -> str:
    """Show what can be taken along of a group."""
    book = read_cover(group_id)
    end = journal.last_entry(db.session(), group_id)
    return render_template(
        "exports/group.html",
        book=book,
        seal=end.hash if end else "",
        tables=[(key, translate(TABLES[key][0])) for key in OF_A_GROUP],
    )


def _book(group_id: int) -> Book:
    return journal_book(db.session(), current_actor(), group_id=group_id)


@allow(*EVERYBODY)
def journal_text(group_id: int) -> Response:
    """Give the journal for beancount and hledger."""
    book = _book(group_id)
    return attached("".join(plain_text(book)), f"{book.code}.beancount", "text/plain")


@allow(*EVERYBODY)
def journal_json(group_id: int) -> Response:
    """Give the journal as JSON."""
    book = _book(group_id)
    return attached(as_json(book), f"{book.code}.journal.json", "application/json")


@allow(*RECORDERS)
def whole(group_id: int) -> Response:
    """Give the whole group for another server."""
    names = request.args.get("names") != "no"
    text = group_file(db.session(), current_actor(), group_id=group_id, names=names)
    code = read_cover(group_id).group.code
    return attached(text, f"{code}.vsla.json", "application/json")


def add_to(bp: Blueprint) -> None:
    """Give these their addresses."""
    bp.add_url_rule("/groups/<int:group_id>/export", "group", page)
    bp.add_url_rule("/groups/<int:group_id>/export/journal.beancount", "journal_text", journal_text)
    bp.add_url_rule("/groups/<int:group_id>/export/journal.json", "journal_json", journal_json)
    bp.add_url_rule("/groups/<int:group_id>/export/group.json", "whole", whole)
