"""The lines of a statement in words: one a meeting, with what is said under it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_skeleton
from flask_babel import gettext as _
from flask_babel import ngettext

from vsla.domain.statement import standing
from vsla.store.models import EntryKind
from vsla.web.locale import current_locale
from vsla.web.money_format import count, day_short, format_amount, format_count, moment, money

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from babel import Locale

    from vsla.domain.statement import Line
    from vsla.services.papers.statement import Since, Statement

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sums:
    """What lines add up to, money in minor units; ``times`` that solidarity was paid."""

    shares: int
    solidarity: int
    times: int
    fine_charged: int
    fine_paid: int
    loan: int
    repaid: int


def sums_of(lines: Sequence[Line]) -> Sums:
    """Add up the lines that stand."""
    valid = standing(lines)
    summed = {
        each.name: sum(getattr(line, each.name) for line in valid)
        for each in fields(Sums)
        if each.name != "times"
    }
    return Sums(times=sum(line.solidarity > 0 for line in valid), **summed)


def sums_row(sums: Sums, currency: str) -> Row:
    """Write sums as the cells of a row."""
    return {
        "stars": count(sums.shares),
        "times": ngettext("once", "%(num)s times", sums.times) if sums.times else "",
        **_money_cells(sums, currency, current_locale()),
    }


def rows_of(statement: Statement, currency: str) -> list[Row]:
    """Write all lines of a statement, the first meeting first."""
    # Asked once: a job of a whole group has some ten thousand figures.
    locale, total, rows = current_locale(), 0, []
    for line in statement.lines:
        row = _row(line, currency, locale)
        if line.replaced_by is None:
            total += line.shares
            row["total"] = format_count(total, locale)
        row["new"] = statement.is_new(line)
        rows.append(row)
    return rows


def _row(line: Line, currency: str, locale: Locale) -> Row:
    came = line.attendance
    sign = "" if came is None else "proxy" if came.by_representative else came.state
    return {
        "m": format_count(line.entry.meeting, locale) if line.entry.meeting else "",
        "date": _written(line.entry.occurred_on, locale),
        "att": sign,
        "stars": line.shares,
        "n": format_count(line.shares, locale),
        "total": "",
        "void": line.replaced_by is not None,
        "fix": line.replaces is not None and line.replaces.figures != line.figures,
        "notes": _notes(line, currency),
        **_money_cells(line, currency, locale),
    }


def _money_cells(of: Line | Sums, currency: str, locale: Locale) -> Row:
    cells = {
        "sol": of.solidarity,
        "fine": of.fine_charged,
        "fine_paid": of.fine_paid,
        "out": of.loan,
        "back": of.repaid,
    }
    return {
        name: format_amount(cell, currency, locale) if cell else "" for name, cell in cells.items()
    }


# Thirty members share the days of their meetings.
@lru_cache(maxsize=512)
def _written(day: date, locale: Locale) -> str:
    return str(format_skeleton("MMMd", day, locale=locale))


def _notes(line: Line, currency: str) -> list[str]:
    """Say what the columns cannot: the rare events, and why a line was put right."""
    said = []
    if line.entry.kind == EntryKind.SHARE_OUT:
        said.append(_("Share-out"))
    elif line.entry.meeting == 0:
        said.append(_("Opening of the cycle"))
    if line.helped:
        said.append(_("Help received: %(amount)s", amount=money(line.helped, currency)))
    if line.received:
        said.append(_("Received: %(amount)s", amount=money(line.received, currency)))
    if line.replaces is not None and line.replaces.figures != line.figures:
        said.append(_why(line))
    return said


def _why(line: Line) -> str:
    if line.entry.kind == EntryKind.CORRECTION:
        day, why = moment(line.entry.recorded_at), line.entry.reason
        return str(_("Corrected on %(day)s: %(reason)s", day=day, reason=why))
    return str(_("Entered again after a correction"))


def since_text(since: Since | None, currency: str) -> tuple[str, str]:
    """Say what came since the statement before.

    Returns:
        The opening words, and what came; both empty when no earlier statement is known.
    """
    if since is None:
        return "", ""
    told = [ngettext("one star more", "%(num)s stars more", since.shares)] if since.shares else []
    if since.repaid:
        told.append(_("%(amount)s repaid", amount=money(since.repaid, currency)))
    if since.loan:
        told.append(_("%(amount)s received as a loan", amount=money(since.loan, currency)))
    opening = _("Since your last statement, %(day)s:", day=day_short(since.on))
    return opening, ", ".join(told) or _("nothing new")
