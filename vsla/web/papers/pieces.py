"""Money as paper shows it: large with its thousands, and in notes and coins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from vsla.domain.money import CURRENCIES, notes_for
from vsla.web.locale import current_locale
from vsla.web.money_format import count, format_amount, money, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_COINS_BELOW = {"UGX": 1_000, "RWF": 500}
"""Values that are coins; everything else is a note. Source: BoU and BNR, currency in use."""

_LIGHT = 5
"""The darkest drawing of a note, for the largest value; see ``note-art`` of lib.typ."""

_THOUSAND = 1000


def big(amount_minor: int, currency: str) -> dict[str, str]:
    """Split an amount as it is said: thousands heavy, then the rest.

    Returns:
        ``head`` (thousands, or all of a small amount), ``tail`` (three digits or nothing),
        ``cents`` with its mark or nothing, ``unit``, and ``text``, all of it in one.
    """
    locale = current_locale()
    unit = CURRENCIES[currency].unit
    whole, cents = divmod(abs(amount_minor), unit)
    minus = "\u2212" if amount_minor < 0 else ""
    thousands, rest = divmod(whole, _THOUSAND)
    text = format_amount(amount_minor, currency, locale)
    return {
        "head": minus + (count(thousands) if thousands else str(rest)),
        "tail": f"{rest:03d}" if thousands else "",
        "cents": text[text.rindex(locale.number_symbols["latn"]["decimal"]) :] if cents else "",
        "unit": unit_of(currency),
        "text": text,
    }


def note(value_minor: int, currency: str) -> dict[str, object]:
    """Describe one note or coin of a currency: what is written on it, and how dark it is."""
    money = CURRENCIES[currency]
    value = value_minor // money.unit
    rank = money.cash.index(value_minor)
    return {
        "face": count(value),
        "short": _short(value, currency),
        "level": max(0, _LIGHT - rank),
        "coin": value < _COINS_BELOW.get(currency, 0),
    }


def _short(value: int, currency: str) -> str:
    """Write what stands in the middle of a note: its thousands, as people call it."""
    if value >= _THOUSAND:
        return str(value // _THOUSAND)
    if currency == "USD":
        return "$"
    return "\u00bd" if value * 2 == _THOUSAND else ""


def cash(amount_minor: int, currency: str) -> dict[str, object]:
    """Count an amount out in the fewest notes and coins of its currency.

    Returns:
        ``notes``: ``note`` with ``n``, the largest first; ``rest``: what no note can pay, in
        words of the page, or nothing; ``said``: all of it in a line for who cannot see it.
    """
    counted, left = notes_for(max(0, amount_minor), CURRENCIES[currency].cash)
    notes = [{**note(value, currency), "n": n} for value, n in counted.items()]
    rest = format_amount(left, currency, current_locale()) if left else ""
    said = [_("%(n)s times %(note)s", n=each["n"], note=each["face"]) for each in notes]
    return {"notes": notes, "rest": rest, "said": ", ".join([*said, *([rest] if rest else [])])}


def by_passbook(owed: Iterable[tuple[int, int]], currency: str) -> str:
    """List amounts by passbook number in one line, which breaks between members only."""
    each = (
        str(_("No. %(no)s (%(amount)s)", no=no, amount=money(value, currency)))
        for no, value in owed
    )
    return " \u00b7 ".join(one.replace(" ", "\u00a0") for one in each)
