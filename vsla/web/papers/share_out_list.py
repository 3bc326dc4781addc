"""The second page of the share-out sheet in words: list to sign, notes, proof of the boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from vsla.domain.money import CURRENCIES
from vsla.web.money_format import amount, count, money
from vsla.web.papers.pieces import by_passbook, note

if TYPE_CHECKING:
    from vsla.domain.shareout import Line
    from vsla.services.papers.share_out_sheet import ShareOutSheet

_THOUSAND = 1000


def list_of(sheet: ShareOutSheet) -> dict[str, object]:
    """Say the list to sign: a row for each member, the sums under their columns."""
    figures, currency = sheet.figures, sheet.ground.group.currency
    values = [value for value, _n in figures.notes]
    extra = _extra(sheet)
    return {
        "columns": {
            "no": _("No."),
            "name": _("Name"),
            "stars": _("stars"),
            "gets": _("gets"),
            "owed": _("owes"),
            "extra": [label for label, _values in extra],
            "in_hand": _("in hand"),
            "sign": _("signature or thumb"),
        },
        "notes": [_face(value, currency) for value in values],
        "rows": [
            {
                **_row(sheet, line, values),
                "extra": [_some(each[place], currency) for _l, each in extra],
            }
            for place, line in enumerate(figures.lines)
        ],
        "total": {
            "label": _("Total"),
            "stars": count(figures.total_shares),
            "gets": amount(sum(n.payout + n.owed_before for n in figures.lines), currency),
            "owed": amount(sheet.withheld, currency),
            "extra": [amount(sum(each), currency) for _label, each in extra],
            "in_hand": amount(sheet.handed, currency),
            "notes": [count(n) for _value, n in figures.notes],
            "all": _("notes in all: %(n)s", n=count(sum(n for _value, n in figures.notes))),
        },
        "still": _still(sheet),
    }


def _still(sheet: ShareOutSheet) -> list[str]:
    """Say who still owes the group afterwards, and how much of the remainder that is."""
    currency = sheet.ground.group.currency
    owing = [line for line in sheet.figures.lines if line.carried.total]
    if not owing:
        return []
    listed = by_passbook(((n.passbook_number, n.carried.total) for n in owing), currency)
    said = [_("Still owed to the group after this share-out: %(list)s.", list=listed)]
    if sheet.in_debts:
        here, later = sheet.in_box_after, money(sheet.in_debts, currency)
        said.append(
            _(
                "Of what remains, %(here)s lies in the box; %(later)s comes when this is repaid.",
                here=money(here, currency),
                later=later,
            )
            if here
            else _("What remains, %(later)s, comes when this is repaid.", later=later)
        )
    return said


def _some(value: int, currency: str) -> str:
    """Write an amount; nothing is an empty cell."""
    return amount(value, currency) if value else ""


def _face(value: int, currency: str) -> dict[str, str]:
    """Write a note in two short lines: thousands, then their zeros."""
    whole = value // CURRENCIES[currency].unit
    thousands, rest = divmod(whole, _THOUSAND)
    face = note(value, currency)["face"]
    if thousands and not rest:
        return {"face": str(face), "top": str(thousands), "under": "000"}
    return {"face": str(face), "top": str(face), "under": ""}


def _extra(sheet: ShareOutSheet) -> list[tuple[str, list[int]]]:
    """List the columns that are printed only where somebody has something in them."""
    lines = sheet.figures.lines
    columns = (
        (_("rounded off"), [-line.rounded_off for line in lines]),
        (_("later"), [-line.unpaid for line in lines]),
        (_("solidarity"), [line.solidarity_share for line in lines]),
    )
    return [(label, values) for label, values in columns if any(values)]


def _row(sheet: ShareOutSheet, line: Line, values: list[int]) -> dict[str, object]:
    currency = sheet.ground.group.currency
    person, pieces = sheet.ground.people[line.member], dict(line.notes)
    return {
        "no": line.passbook_number,
        "name": person.name,
        "sign": f"m-{person.sign}" if person.sign else "",
        "stars": count(line.shares),
        "gets": _some(line.payout + line.owed_before, currency),
        "owed": _some(line.set_off.total, currency),
        "in_hand": amount(line.received, currency),
        "notes": [count(pieces[value]) if value in pieces else "" for value in values],
    }


def notes_of(sheet: ShareOutSheet) -> dict[str, object]:
    """Say the treasurer's plan of notes; what is in the box is counted and written by hand."""
    currency = sheet.ground.group.currency
    return {
        "title": _("Notes for the treasurer"),
        "rows": [
            _("note of"),
            _("needed"),
            _("in the box"),
            _("missing"),
            _("to change"),
        ],
        "faces": [note(value, currency)["face"] for value, _n in sheet.figures.notes],
        "needed": [count(n) for _value, n in sheet.figures.notes],
    }


def check_of(sheet: ShareOutSheet) -> dict[str, object]:
    """Prove that what leaves the loan fund's box and what stays in it is what was counted."""
    currency = sheet.ground.group.currency
    pool = sheet.figures.pool
    in_hand = sum(line.in_hand for line in sheet.figures.lines)
    parts = (
        (_("in the hands"), in_hand),
        (_("to the solidarity fund"), sheet.to_solidarity),
        (_("stays in the box"), sheet.in_box_after),
    )
    counted = pool.cash + pool.solidarity
    label = _("both boxes counted") if pool.solidarity else _("loan fund counted")
    return {
        "title": _("Prove the box"),
        "lines": [[text, amount(value, currency)] for text, value in parts if value],
        "total": [label, amount(counted, currency)],
    }
