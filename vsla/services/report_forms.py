"""The first results as plain values, for machines: the same for JSON, CSV and the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.first_results import Key
from vsla.domain.indicators import Unit, fixed_point
from vsla.domain.money import CURRENCIES

if TYPE_CHECKING:
    from vsla.domain.first_results import Figure
    from vsla.domain.indicators import Ratio
    from vsla.services.programme_report import FirstResults

Plain = int | str | None

COLUMNS = ("women", "men", "all")
CSV_HEAD = (
    "figure",
    "unit",
    *COLUMNS,
    *(f"planned_{name}" for name in COLUMNS),
    *(f"{name}_{part}" for name in COLUMNS for part in ("numerator", "denominator")),
    "from",
    "to",
    "as_of",
)


def _money(amount: int, currency: str) -> str:
    return fixed_point(amount, CURRENCIES[currency].scale)


def value_of(figure: Figure, ratio: Ratio | None) -> Plain:
    """Write one figure: a count as a number, money and percent with a point; None for a dash."""
    if ratio is None:
        return None
    if figure.unit is Unit.PERCENT:
        return ratio.percent()
    each = ratio.each
    if each is None or figure.unit is Unit.COUNT:
        return each
    return _money(each, figure.currency)


def unit_of(figure: Figure) -> str:
    """Name the unit: ``count``, ``percent``, or the currency."""
    return figure.currency or figure.unit.value


def _above(figure: Figure, ratio: Ratio) -> Plain:
    return _money(ratio.numerator, figure.currency) if figure.currency else ratio.numerator


def headline(results: FirstResults) -> dict[str, Plain]:
    """Give the published figures by name, in one flat object.

    Args:
        results: of ``programme_report.first_results``.

    Returns:
        Counts as numbers, money and percent as text with a point; None where there is none.
    """
    table, currency = results.table, results.programme.reporting_currency.lower()
    members = table.find(Key.MEMBERS)
    assert members is not None, "the table always counts members"

    def whole(key: Key) -> Plain:
        figure = table.find(key)
        return None if figure is None else value_of(figure, figure.cells.all)

    gone = table.find(Key.GROUPS_DISENGAGED)
    assert gone is not None, "the table always counts groups"
    return {
        "groups": whole(Key.GROUPS),
        "groups_disengaged": gone.cells.all.numerator if gone.cells.all else 0,
        "members": whole(Key.MEMBERS),
        "women": value_of(members, members.cells.women),
        "men": value_of(members, members.cells.men),
        f"savings_{currency}": whole(Key.SAVINGS_TOGETHER),
        f"savings_{currency}_per_head_month": whole(Key.SAVINGS_HEAD_MONTH),
        Key.FEMALE_MAJORITY.value: whole(Key.FEMALE_MAJORITY),
        Key.ASSISTED.value: whole(Key.ASSISTED),
    }


def full(results: FirstResults) -> dict[str, object]:
    """Give the published figures, and beside them every line with what it is made of.

    Args:
        results: of ``programme_report.first_results``.

    Returns:
        Plain values for JSON.
    """
    counted_to = results.counted_to
    return {
        **headline(results),
        "programme": results.programme.code,
        "demonstration": results.programme.is_demo,
        "from": results.period.from_on.isoformat(),
        "to": results.period.to_on.isoformat(),
        "as_of": results.as_of.isoformat(),
        "last_meeting_counted": None if counted_to is None else counted_to.isoformat(),
        "groups_late": results.groups_late,
        "rates": [
            {
                "currency": rate.currency,
                "for_one": results.programme.reporting_currency,
                "rate": _money(rate.per_unit_minor, rate.currency),
                "on": rate.rate_on.isoformat(),
                "source": rate.source,
            }
            for rate in results.table.rates
        ],
        "without_rate": [str(p.values["currency"]) for p in results.table.problems],
        "figures": [_line(figure) for figure in results.table.figures],
    }


def _line(figure: Figure) -> dict[str, object]:
    line: dict[str, object] = {"figure": figure.key.value, "unit": unit_of(figure)}
    for name in COLUMNS:
        ratio: Ratio | None = getattr(figure.cells, name)
        if ratio is not None:
            line[name] = {
                "value": value_of(figure, ratio),
                "numerator": _above(figure, ratio),
                "denominator": ratio.denominator,
            }
        plan: int | None = getattr(figure.plan, name)
        if plan is not None:
            line[f"planned_{name}"] = plan
    return line


def csv_rows(results: FirstResults) -> list[tuple[str, ...]]:
    """Give the table for a spreadsheet, the head first; what is not there is empty.

    Args:
        results: of ``programme_report.first_results``.

    Returns:
        Rows as wide as ``CSV_HEAD``.
    """
    days = (results.period.from_on, results.period.to_on, results.as_of)
    rows = [CSV_HEAD]
    for figure in results.table.figures:
        cells = [getattr(figure.cells, name) for name in COLUMNS]
        plans = [getattr(figure.plan, name) for name in COLUMNS]
        parts: list[Plain] = []
        for ratio in cells:
            parts += [None, None] if ratio is None else [_above(figure, ratio), ratio.denominator]
        values = [value_of(figure, ratio) for ratio in cells]
        row = (figure.key.value, unit_of(figure), *values, *plans, *parts)
        rows.append(tuple("" if cell is None else str(cell) for cell in (*row, *days)))
    return rows
