"""What shares bring: the pool split in whole cash steps, reckoned a second way and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.constitution import ProfitRule, Rounding
from vsla.domain.money import floor_to_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsla.domain.constitution import Constitution
    from vsla.domain.money import Minor


def payouts(
    shares: Mapping[int, int], pool: Minor, constitution: Constitution, step: Minor
) -> dict[int, Minor]:
    """Share the pool in whole cash steps.

    Each exact part is brought down to a step. By largest remainder, the whole steps left over go
    one each to the largest parts lost; equal ones in the order of ``shares``. Nobody strays from
    the exact part by a step.

    Args:
        shares: count by member in passbook order, nobody at zero.
        pool: minor units; nothing is shared of a pool below zero.
        constitution: share value, profit rule and rounding.
        step: smallest amount paid, minor units.

    Returns:
        Minor units by member, together not above the pool.

    Source: method.md 1.6, cases SO-05, SO-07, SO-20, SO-21.
    """
    if not shares or pool < 0:
        return {}
    weights = _weights(shares, pool, constitution)
    divisor = sum(weights.values()) * step
    shared = {member: pool * weight // divisor * step for member, weight in weights.items()}
    if constitution.rounding is Rounding.LARGEST_REMAINDER:
        steps_left = (pool - sum(shared.values())) // step
        by_remainder = sorted(weights, key=lambda member: -(pool * weights[member] % divisor))
        for member in by_remainder[:steps_left]:
            shared[member] += step
    _check_second_way(shared, refund_and_profit(shares, pool, constitution), constitution, step)
    assert sum(shared.values()) <= pool, "more is paid out than there is"
    return shared


def _weights(
    shares: Mapping[int, int], pool: Minor, constitution: Constitution
) -> Mapping[int, int]:
    """Weigh members by shares, or by savings and an equal part of the profit."""
    capital = sum(shares.values()) * constitution.share_value
    if constitution.profit_rule is ProfitRule.BY_SHARES or pool <= capital:
        return shares
    return {
        member: count * constitution.share_value * len(shares) + pool - capital
        for member, count in shares.items()
    }


def refund_and_profit(
    shares: Mapping[int, int], pool: Minor, constitution: Constitution
) -> dict[int, Minor]:
    """Reckon what shares bring as a refund of savings plus a part of the profit.

    Args:
        shares: count by member, nobody at zero, at least one.
        pool: minor units.
        constitution: share value and profit rule.

    Returns:
        Minor units by member, rounded down, before cash steps.

    Source: case SO-02: 225 + 45 = 45 x 6.
    """
    total = sum(shares.values())
    profit = pool - total * constitution.share_value
    flat = constitution.profit_rule is ProfitRule.FLAT and profit > 0
    return {
        member: count * constitution.share_value
        + (profit // len(shares) if flat else profit * count // total)
        for member, count in shares.items()
    }


def _check_second_way(
    shared: Mapping[int, Minor],
    exact: Mapping[int, Minor],
    constitution: Constitution,
    step: Minor,
) -> None:
    """Compare payouts with those reckoned as savings refunded plus profit.

    Source: case SO-02.
    """
    for member, payout in shared.items():
        if constitution.rounding is Rounding.FLOOR:
            assert payout == floor_to_step(exact[member], step), "the second way differs"
        else:
            # The exact payout lies up to one minor unit above its whole part.
            assert -step < payout - exact[member] <= step, "a payout strays by more than a step"
