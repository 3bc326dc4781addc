"""Print figures of a board: value, part of the whole, and what a ratio is made of."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from vsla.domain.board import Board, figure_of
from vsla.domain.first_results import Columns
from vsla.domain.indicators import Ratio, Unit
from vsla.domain.opening import MEASURES
from vsla.domain.registry import INDICATORS, Indicator
from vsla.web.indicator_words import INDICATOR_WORDS, Words
from vsla.web.money_format import NO_FIGURE, amount, count, money, percent
from vsla.web.office.choice import Asked

_MONTHS = "months"


@dataclass(frozen=True)
class Cell:
    """A figure as it is printed, and its part of the whole; both "" where there is none."""

    text: str = ""
    part: str = ""


@dataclass(frozen=True)
class Line:
    """One indicator as it is printed.

    Attributes:
        code: of the registry.
        words: name and definition.
        unit: the currency of money, else "".
        women: with its part of all; men the same.
        all: the whole.
        made_of: numerator and denominator of the whole, in words.
        href: of the page on which it opens, or "".
    """

    code: str
    words: Words
    unit: str
    women: Cell
    men: Cell
    all: str
    made_of: str
    href: str


def shown(indicator: Indicator, ratio: Ratio | None, currency: str) -> str:
    """Print one value; a dash without a denominator, "" where there is no such column."""
    if ratio is None:
        return ""
    if indicator.unit is Unit.PERCENT:
        return percent(ratio.numerator, ratio.denominator, 1)
    if indicator.unit is Unit.COUNT and indicator.below:
        return _tenths(ratio)
    each = ratio.each
    if each is None:
        return NO_FIGURE
    return amount(each, currency) if indicator.unit is Unit.MONEY else count(each)


def _tenths(ratio: Ratio) -> str:
    """Print a count for each of others with one decimal, as money of one decimal is printed."""
    scaled = ratio.scaled(100)
    return NO_FIGURE if scaled is None else amount(scaled // 10 * 10, "USD")


def line_of(indicator: Indicator, one: Board, currency: str, asked: Asked) -> Line:
    """Print an indicator of a board.

    Args:
        indicator: of the registry.
        one: the board.
        currency: of its money; not shown for counts.
        asked: the choice, which the link carries on.
    """
    figure = figure_of(indicator, one)
    return Line(
        code=indicator.code,
        words=INDICATOR_WORDS[indicator.code],
        unit=currency if indicator.unit is Unit.MONEY else "",
        women=_cell(indicator, figure, figure.women, currency),
        men=_cell(indicator, figure, figure.men, currency),
        all=shown(indicator, figure.all, currency),
        made_of=made_of(indicator, figure.all, currency, asked),
        href=opens(indicator.code, asked),
    )


def _cell(indicator: Indicator, figure: Columns[Ratio], one: Ratio | None, currency: str) -> Cell:
    text = shown(indicator, one, currency)
    if one is None or indicator.below or figure.all is None or figure.all.numerator <= 0:
        return Cell(text)
    return Cell(text, percent(one.numerator, figure.all.numerator))


def opens(code: str, asked: Asked) -> str:
    """Link to what a total is made of: zones, the groups of one choice, or entries of a group."""
    if code not in MEASURES:
        return ""
    choice = asked.choice
    step = "zones"
    if choice.group_id is not None:
        step = "entries"
    elif choice.zone_id is not None or choice.facilitator_id is not None:
        step = "groups"
    return url_for(f"opening.{step}", code=code, **asked.query())


def made_of(indicator: Indicator, ratio: Ratio | None, currency: str, asked: Asked) -> str:
    """Say numerator and denominator of a ratio."""
    if ratio is None or not indicator.below:
        return ""
    above = _part(indicator.above, ratio.numerator, currency)
    if indicator.below == _MONTHS:
        months = asked.choice.period.months
        text = _(
            "%(money)s over %(members)s members and %(months)s months",
            money=above,
            members=count(ratio.denominator // months),
            months=count(months),
        )
    else:
        below = _part(indicator.below, ratio.denominator, currency)
        text = _("%(part)s of %(whole)s", part=above, whole=below)
    return str(text)


def _part(formula: str, value: int, currency: str) -> str:
    return money(value, currency) if Indicator.money_in(formula) else count(value)


def lines_of(
    codes: tuple[str, ...], one: Board, currency: str, asked: Asked, *, of_money: bool
) -> list[Line]:
    """Print those of some indicators that need, or do not need, a currency."""
    chosen = (INDICATORS[code] for code in codes)
    return [line_of(each, one, currency, asked) for each in chosen if each.is_of_money is of_money]
