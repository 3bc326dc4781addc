"""The share-out in words: each step to be redone by hand, and the list to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from vsla.domain.money import CURRENCIES
from vsla.domain.money_words import has_words, money_in_words
from vsla.domain.reader import parse_day
from vsla.services.papers.share_out_sheet import Part, State, share_out_sheet
from vsla.store.session import db
from vsla.web.access import current_actor
from vsla.web.clock import today
from vsla.web.locale import current_locale
from vsla.web.money_format import amount, count, day_short, money, unit_of
from vsla.web.papers.press import Paper, Sheet, asked, envelope, paper_line
from vsla.web.papers.share_out_list import check_of, list_of, notes_of

if TYPE_CHECKING:
    from flask_babel import LazyString

    from vsla.domain.money import Minor
    from vsla.services.papers.share_out_sheet import ShareOutSheet

_HUNDRED = 100
_STATES: dict[State, LazyString] = {
    State.PREVIEW: _l("Preview: nothing is paid yet."),
    State.PROPOSED: _l("Proposed: a second person must still confirm."),
    State.CONFIRMED: _l("Confirmed"),
}
_PARTS: dict[Part, tuple[str, LazyString]] = {
    Part.CASH: ("box", _l("in the loan fund's box, counted before everybody")),
    Part.BANK: ("out", _l("at the bank")),
    Part.LOANS: ("loan", _l("loans not yet repaid (taken off the share of who owes)")),
    Part.FINES_OWED: ("fine", _l("fines not yet paid (taken off as well)")),
    Part.SOLIDARITY: ("solidarity", _l("the solidarity fund, shared with the rest")),
    Part.OWED_BEFORE: ("", _l("still owed from an earlier share-out")),
}
_PROOF: dict[Part, LazyString] = {
    Part.SAVED: _l("savings"),
    Part.CHARGES: _l("service charges"),
    Part.FINES: _l("fines and penalties"),
    Part.OTHER_INCOME: _l("other income"),
    Part.KEPT: _l("kept from the last cycle"),
    Part.SOLIDARITY: _l("solidarity fund"),
    Part.FOUND: _l("differences at counting"),
    Part.EXPENSES: _l("expenses"),
    Part.LOSSES: _l("loans given up"),
}
_MINUS = "\u2212"


def build(group_id: int) -> Sheet:
    """Build the sheet of ``?cycle=``, or of a share-out on ``?held_on=``."""
    sheet = share_out_sheet(
        db.session(),
        current_actor(),
        group_id,
        held_on=parse_day(request.args.get("held_on", "")) or today(),
        cycle=asked("cycle"),
    )
    group, figures = sheet.ground.group, sheet.figures
    title = _("Share-out of cycle %(cycle)s", cycle=figures.cycle)
    words = _Words(sheet)
    data = {
        **envelope(group, title),
        "head": words.head(),
        "steps": words.steps(),
        "table": words.table(),
        "list": list_of(sheet),
        "notes": notes_of(sheet),
        "check": check_of(sheet),
        "who": title,
        "verify": paper_line(
            group,
            kind="shareout",
            subject=figures.cycle,
            entry=sheet.entry,
            figures=[figure for _name, figure in sheet.figures_of_code()],
            on=today(),
        ),
    }
    return Sheet("shareout-sheet", data, title)


def _line(
    sign: str,
    label: str,
    figure: str,
    *,
    mark: str = "",
    strong: bool = False,
    total: bool = False,
) -> dict[str, object]:
    """Make a line of a sum; ``total`` draws the line under what is added up before it."""
    return {
        "sign": sign,
        "mark": mark,
        "label": label,
        "figure": figure,
        "strong": strong,
        "total": total,
    }


class _Words:
    """The first page in words."""

    def __init__(self, sheet: ShareOutSheet) -> None:
        self.sheet = sheet
        self.figures = sheet.figures
        self.currency = sheet.ground.group.currency
        self.unit = unit_of(self.currency)

    def plain(self, value: Minor) -> str:
        """Write an amount without its unit."""
        return amount(value, self.currency)

    def full(self, value: Minor) -> str:
        """Write an amount with its unit."""
        return money(value, self.currency)

    def of_division(self, value: int) -> str:
        """Write a number of the division, which counts francs or cents."""
        return self.plain(value * self.sheet.division.unit)

    def head(self) -> dict[str, object]:
        """Say what the two pages are."""
        group, day = self.sheet.ground.group, day_short(self.figures.held_on)
        members = _("%(n)s members", n=count(len(self.figures.lines)))
        meeting = _("meeting %(n)s", n=self.sheet.meeting)
        per_share = self.sheet.division.per_share
        return {
            "calculation": _("Share-out · the calculation"),
            "to_sign": _("Share-out · the list to sign"),
            "right": f"{group.name} · {members} · {meeting} · {day}",
            "short": f"{group.name} · {day}",
            "question": _("How much is one star worth?")
            if per_share
            else _("How much does each one get?"),
            "redo": _("Do each line again by hand. The result must be the same."),
            "state": str(_STATES[self.sheet.state]),
            "paid": self.sheet.state is State.CONFIRMED,
        }

    def steps(self) -> list[dict[str, object]]:
        """Say all five steps; each has a title, lines, and what is said above or below them."""
        return [
            self._pool(),
            self._stars(),
            self._value(),
            self._example(),
            self._remainder(),
        ]

    def _pool(self) -> dict[str, object]:
        lines = []
        for place, (part, value) in enumerate(self.sheet.parts):
            mark, label = _PARTS[part]
            sign = ("" if place == 0 else "+") if value >= 0 else _MINUS
            lines.append(_line(sign, str(label), self.plain(abs(value)), mark=mark))
        pool = self.figures.pool.total
        lines.append(_line("=", _("to share"), self.full(pool), strong=True, total=True))
        said = ""
        for place, (part, value) in enumerate(self.sheet.proof):
            sign = f" {_MINUS if value < 0 else '+'} " if place else ""
            said += f"{sign}{_PROOF[part]} {self.plain(abs(value))}"
        proof = _("Proof: %(sum)s = %(total)s", sum=said, total=self.plain(pool)) if said else ""
        return {"title": _("The money to share"), "lines": lines, "below": proof}

    def _stars(self) -> dict[str, object]:
        label = _("each one says her total, page 2 is added up")
        stars = _("%(n)s stars", n=count(self.figures.total_shares))
        line = _line("", label, stars, mark="star", strong=True)
        return {"title": _("All stars of the group"), "lines": [line]}

    def _value(self) -> dict[str, object]:
        d = self.sheet.division
        by, over = count(d.divisor), self.of_division(d.dividend)
        unit = self.unit
        told = {
            "whole": self.of_division(d.whole),
            "top": self.of_division(d.rest) if d.rest else "",
            "bottom": by,
            "unit": unit,
            "sum": f"{over} ÷ {by} =",
            "about": f"≈ {self._about()}" if d.rest else "",
        }
        if d.per_share:
            price = self.full(self.sheet.ground.constitution.share_value)
            title = _("The value of one star")
            rest = _("are left over for %(stars)s stars", stars=by)
            told["lead"] = _("One star, bought for %(price)s, is worth", price=price)
            lines = []
        else:
            title = _("The profit, in equal parts")
            rest = _("are left over for %(savers)s members", savers=by)
            told["lead"] = _("Each one who saved gets her savings back, and of the profit")
            saved = self.figures.pool.total - d.dividend * d.unit
            lines = [
                _line("", _("to share"), self.plain(self.figures.pool.total)),
                _line(_MINUS, _("savings of all"), self.plain(saved)),
                _line("=", _("profit"), self.plain(d.dividend * d.unit), total=True),
            ]
        told["rest"] = f"{self.of_division(d.rest)} {rest}" if d.rest else ""
        return {"title": title, "lines": lines, "value": told}

    def _about(self) -> str:
        """Write the quotient with two decimals of the unit, cut."""
        d = self.sheet.division
        unit = CURRENCIES[self.currency].unit
        hundredths = d.dividend * d.unit * _HUNDRED // (d.divisor * unit)
        return f"{self._decimal(hundredths)} {self.unit}"

    def _decimal(self, hundredths: int) -> str:
        """Write hundredths of the unit with two decimals, in any currency."""
        whole, cents = divmod(hundredths, _HUNDRED)
        return f"{count(whole)}{current_locale().number_symbols['latn']['decimal']}{cents:02d}"

    def _example(self) -> dict[str, object]:
        made, d = self.sheet.example, self.sheet.division
        line, stars = made.line, count(made.line.shares)
        person = self.sheet.ground.people[line.member]
        lines = []
        if not d.per_share:
            price = self.plain(self.sheet.ground.constitution.share_value)
            lines += [
                _line(
                    "",
                    _("her savings: %(n)s \u00d7 %(price)s", n=stars, price=price),
                    self.plain(made.refund),
                ),
                _line("+", _("her part of the profit"), self.plain(made.whole)),
            ]
        else:
            label = _("%(n)s stars \u00d7 %(value)s", n=stars, value=self.of_division(d.whole))
            lines.append(_line("", label, self.plain(made.whole)))
            label = _(
                "%(n)s \u00d7 %(rest)s = %(product)s, \u00f7 %(stars)s, %(cut)s",
                n=stars,
                rest=self.of_division(d.rest),
                product=self.of_division(made.product),
                stars=count(d.divisor),
                cut=_("whole numbers only") if d.unit > 1 else _("no more than two decimals"),
            )
            lines.append(_line("+", label, self.plain(made.part)))
        exact = _("her exact share")
        lines.append(_line("=", exact, self.plain(made.exact), total=True))
        lines += self._paid()
        return {
            "title": _("The share of one member: an example"),
            "lines": lines,
            "boxed": True,
            "person": {
                "no": person.passbook_number,
                "sign": f"m-{person.sign}" if person.sign else "",
                "name": person.name,
                "stars": _("%(n)s stars", n=stars),
            },
        }

    def _paid(self) -> list[dict[str, object]]:
        line = self.sheet.example.line
        step = self.full(self.figures.cash_step)
        down = _("down to what notes of %(step)s and more can pay: her share", step=step)
        lines = [_line("→", down, self.full(line.payout), strong=True)]
        more = (
            ("+", _("still owed to her from an earlier share-out"), line.owed_before),
            (_MINUS, _("her debt"), line.set_off.total),
            (_MINUS, _("what no note can pay stays with the group"), line.rounded_off),
            (_MINUS, _("owed to her until others have repaid"), line.unpaid),
            ("+", _("her part of the solidarity fund"), line.solidarity_share),
        )
        lines += [_line(sign, label, self.plain(value)) for sign, label, value in more if value]
        said = ""
        if has_words(line.received, self.currency):
            said = money_in_words(line.received, self.currency, current_locale().language)
        in_hand = {
            **_line("=", _("in the hand"), self.full(line.received), strong=True),
            "said": said,
        }
        return [*lines, in_hand]

    def _remainder(self) -> dict[str, object]:
        sheet, figures = self.sheet, self.figures
        lines = [
            _line("", _("to share"), self.plain(figures.pool.total)),
            _line(_MINUS, _("all shares of page 2"), self.plain(sheet.payouts)),
        ]
        rounded = sum(line.rounded_off for line in figures.lines)
        if rounded:
            label = _("what no note could pay of shares less debts")
            lines.append(_line("+", label, self.plain(rounded)))
        lines.append(
            _line("=", _("remains"), self.full(figures.remainder), strong=True, total=True)
        )
        moved, kept = figures.remainder_to_solidarity, figures.remainder_kept
        if moved:
            label = _(
                "goes to the solidarity fund: %(before)s + %(rest)s = %(after)s",
                before=self.plain(sheet.solidarity_before),
                rest=self.plain(moved),
                after=self.plain(sheet.solidarity_before + moved),
            )
            lines.append(_line("→", label, self.plain(moved), mark="solidarity"))
        if kept:
            label = _("stays in the loan fund for the next cycle")
            lines.append(_line("→", label, self.plain(kept), mark="box"))
        below = _("So it stands in the rules of the group.")
        if sheet.lifted:
            below = _(
                "Notes left over went one by one to those who lost most by rounding: No. %(who)s.",
                who=", ".join(map(str, sheet.lifted)),
            )
        return {"title": _("What remains"), "lines": lines, "below": below}

    def table(self) -> dict[str, object] | None:
        """Give the table that needs no multiplication, or None where it would mislead."""
        if not self.sheet.table:
            return None
        how = _(
            "Without multiplying: add up lines of this table, then go down to %(step)s.",
            step=self.full(self.figures.cash_step),
        )
        parts = " + ".join(map(count, self.sheet.addends))
        of = _("%(n)s stars = %(parts)s.", n=count(self.sheet.example.line.shares), parts=parts)
        cells = [[count(n), self._decimal(value)] for n, value in self.sheet.table]
        return {"how": how, "example": of, "cells": cells}


PAPER = Paper("share-out-sheet", build)
