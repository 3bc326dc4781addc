"""Money in whole minor units: currencies, steps of cash, and sharing without loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Minor: TypeAlias = int
"""An amount in the currency's minor unit (a centime, a cent)."""

PPM = 1_000_000
"""Rates are whole parts per million: 10 % is 100,000."""

MINOR_MAX = 10**15
"""The largest amount a document may carry; far above any village, far below BIGINT."""


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency as groups use it.

    Attributes:
        code: ISO 4217 code.
        scale: decimal places between the unit people name and the minor unit.
        cash_step: smallest note or coin in use, in minor units: the default of a new group.
        cash: notes and coins in use, in minor units, largest first.
    """

    code: str
    scale: int
    cash_step: Minor
    cash: tuple[Minor, ...]

    @property
    def unit(self) -> Minor:
        """Give the minor units in one unit, such as 100 centimes in a franc."""
        return int(10**self.scale)


def _currency(code: str, scale: int, cash: tuple[int, ...]) -> Currency:
    unit = int(10**scale)
    minor = tuple(value * unit for value in cash)
    return Currency(code=code, scale=scale, cash_step=minor[-1], cash=minor)


CURRENCIES: dict[str, Currency] = {
    "CDF": _currency("CDF", 2, (20_000, 10_000, 5_000, 1_000, 500, 200, 100, 50)),
    "USD": _currency("USD", 2, (100, 50, 20, 10, 5, 1)),
    "UGX": _currency("UGX", 0, (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50)),
    "RWF": _currency("RWF", 0, (5_000, 2_000, 1_000, 500, 100, 50, 20, 10)),
}
"""Currencies a group of the region may keep its books in; Source: ISO 4217 scales."""


def half_up(numerator: int, denominator: int) -> int:
    """Round a fraction to the nearest whole unit, ties away from zero.

    Args:
        numerator: any whole number.
        denominator: a whole number above zero.

    Returns:
        The nearest integer.

    Raises:
        ValueError: the denominator is not above zero.

    Source: case LN-21, where a tie of half a centime goes up.
    """
    if denominator <= 0:
        msg = "the denominator must be above zero"
        raise ValueError(msg)
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def part(amount: Minor, rate_ppm: int) -> Minor:
    """Take a rate of an amount, to the nearest minor unit, ties up.

    Args:
        amount: minor units.
        rate_ppm: parts per million.

    Returns:
        Minor units.
    """
    return half_up(amount * rate_ppm, PPM)


def floor_to_step(amount: Minor, step: Minor) -> Minor:
    """Bring an amount down to what notes and coins can pay.

    Args:
        amount: minor units, zero or more.
        step: smallest payable amount, above zero.

    Returns:
        The largest multiple of ``step`` not above ``amount``.
    """
    return amount - amount % step


def apportion(total: Minor, weights: Sequence[int]) -> list[Minor]:
    """Split ``total`` in proportion to ``weights``, losing nothing.

    Largest remainder; ties go to the earlier weight, so the result depends on nothing but the
    arguments.

    Args:
        total: minor units (or cash steps) to share, zero or more.
        weights: shares held, in member order; zero or more.

    Returns:
        One amount for each weight, summing to ``total`` exactly; all zero when ``total`` is zero.

    Raises:
        ValueError: a negative total or weight, or weights that sum to zero for a total above zero.

    Source: case SO-05, SO-07.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        msg = "total and weights must not be negative"
        raise ValueError(msg)
    whole = sum(weights)
    if whole == 0:
        if total:
            msg = "nobody holds a weight, so nothing can be shared"
            raise ValueError(msg)
        return [0 for _ in weights]
    each, rest = divmod(total, whole)
    if rest == 0:
        return [each * weight for weight in weights]
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place)
    )
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def notes_for(amount: Minor, cash: Sequence[Minor]) -> tuple[dict[Minor, int], Minor]:
    """Count out an amount in the fewest notes and coins.

    Args:
        amount: minor units, zero or more.
        cash: notes and coins in minor units, largest first.

    Returns:
        How many of each (none left out at zero) and what no note can pay, in minor units.
    """
    notes: dict[Minor, int] = {}
    left = amount
    for value in cash:
        count, left = divmod(left, value)
        if count:
            notes[value] = count
    return notes, left
