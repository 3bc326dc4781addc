"""The recovery sheet in words: where the group stands, and how it is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from flask import current_app
from flask_babel import gettext as _

from vsla.services.access import RECORDERS
from vsla.services.paper_code import key_from
from vsla.services.papers.recovery import recovery_sheet
from vsla.services.recovery_state import state_to_json
from vsla.services.recovery_text import TEXT_MAX, write_text
from vsla.store.session import db
from vsla.web.access import current_actor
from vsla.web.clock import today
from vsla.web.money_format import amount, count, day_long, money
from vsla.web.papers.pieces import by_passbook
from vsla.web.papers.press import Paper, Sheet, envelope, paper_line, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsla.services.papers.recovery import RecoverySheet

_MASK = 3
_STURDY_MAX = 3_391
"""Characters of the largest square that can lose 15 % of its points; Source: ISO/IEC 18004."""
_FOUR = 4


def build(group_id: int) -> Sheet:
    """Build the sheet of the running cycle."""
    made = recovery_sheet(db.session(), current_actor(), group_id, on=today())
    group, state = made.group, made.state
    title = _("Recovery sheet")
    text = write_text(key_from(str(current_app.config["SECRET_KEY"])), state_to_json(state))
    data = {
        **envelope(group, title),
        "head": _("Recovery sheet \u00b7 keep it in the box"),
        "replaces": _("takes the place of all older sheets"),
        "stand": _(
            "cycle %(cycle)s, meeting %(meeting)s \u00b7 %(day)s",
            cycle=state.cycle,
            meeting=state.meeting,
            day=day_long(made.on),
        ),
        "prices": [
            [_("star"), money(made.rules.share_value, group.currency)],
            [_("solidarity"), money(made.rules.solidarity_contribution, group.currency)],
        ],
        "figures": _figures(made),
        **_people(made),
        "by_hand": _by_hand(made),
        "square": _square(text),
        "steps": {
            "title": _("If the telephone or the computer is lost"),
            "lines": [
                _("Open the box at a meeting, with the three keys, and count."),
                _("On another system choose \u201cTake over a group\u201d, and read this square."),
                _("Compare stars and debts with the passbooks, aloud."),
            ],
            "entry": _("Last entry"),
            "number": count(made.entry.number),
            "hash_label": _("Hash"),
            "hash": _in_fours(state.hash),
            "holders": _("Keys: %(numbers)s", numbers=_numbers(made.keys)) if made.keys else "",
        },
        "verify": paper_line(
            group,
            kind="recovery",
            subject=state.cycle,
            entry=made.entry,
            figures=[figure for _name, figure in made.figures()],
            on=made.on,
        ),
    }
    return Sheet("recovery-sheet", data, title, screen={"text": text})


def _figures(made: RecoverySheet) -> list[dict[str, str]]:
    """Say the figures that stand large; money at the bank only where there is some."""
    currency = made.group.currency
    said = dict(made.figures())
    shown = [
        ("box", _("Loan fund"), amount(said["loan_box"], currency)),
        ("solidarity", _("Solidarity fund"), amount(said["solidarity_box"], currency)),
        ("star", _("Stars"), count(said["stars"])),
        ("loan", _("Loans to be repaid"), amount(said["owed"], currency)),
    ]
    if said["bank"]:
        shown.append(("out", _("At the bank"), amount(said["bank"], currency)))
    return [{"sign": sign, "label": label, "figure": figure} for sign, label, figure in shown]


def _people(made: RecoverySheet) -> dict[str, object]:
    currency = made.group.currency

    def some(value: int) -> str:
        return amount(value, currency) if value else ""

    return {
        "columns": {
            "no": _("No."),
            "name": _("Name"),
            "stars": _("stars"),
            "owes": _("owes"),
            "fines": _("and in fines"),
            "total": _("Total"),
        },
        "members": [
            {
                "no": line.member.passbook_number,
                "sign": f"m-{line.member.sign}" if line.member.sign else "",
                "name": line.member.name,
                "stars": count(line.shares),
                "owes": some(line.owes),
                "fines": some(line.fines),
            }
            for line in made.lines
        ],
        "total": {
            "stars": count(made.stars),
            "owes": amount(made.owed, currency),
            "fines": some(sum(line.fines for line in made.lines)),
        },
    }


def _by_hand(made: RecoverySheet) -> list[str]:
    """Say what the group owes, and what the square cannot carry: debts of who has left."""
    currency = made.group.currency
    owed = by_passbook(made.state.payables, currency)
    said = [_("The group still owes from the last share-out: %(list)s.", list=owed)]
    return (said if owed else []) + [
        _("To be written by hand: No. %(no)s owes %(amount)s.", no=no, amount=money(due, currency))
        if due > 0
        else _(
            "To be written by hand: the group owes No. %(no)s %(amount)s.",
            no=no,
            amount=money(-due, currency),
        )
        for no, due in made.state.by_hand
    ]


def _square(text: str) -> dict[str, object] | None:
    """Draw the text as a square, as sturdy as its length allows; None where it is too long."""
    if len(text) > TEXT_MAX:
        return None
    error = "m" if len(text) <= _STURDY_MAX else "l"
    square = segno.make(text, error=error, micro=False, mask=_MASK, boost_error=False)
    path = path_of(["".join(map(str, row)) for row in square.matrix])
    return {"side": len(square.matrix), "path": path}


def _in_fours(text: str) -> str:
    return " ".join(text[place : place + _FOUR] for place in range(0, len(text), _FOUR))


def _numbers(passbooks: Iterable[int]) -> str:
    return ", ".join(_("No. %(n)s", n=no) for no in passbooks)


PAPER = Paper("recovery", build, roles=RECORDERS)
