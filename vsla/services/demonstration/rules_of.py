"""The rules the invented groups gave themselves, with the differences that real ones have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.calendar import Period
from vsla.domain.constitution import (
    Charge,
    ChargeBasis,
    Constitution,
    FineRule,
    GenderRule,
    Help,
    Need,
    Offence,
    Weekday,
)
from vsla.services.demonstration.shape import Mix

if TYPE_CHECKING:
    from random import Random

_GENDER_RULES = {
    Mix.WOMEN: GenderRule.WOMEN_ONLY,
    Mix.MEN: GenderRule.MEN_ONLY,
    Mix.MIXED: GenderRule.ANYONE,
}
_CHARGES = (
    Charge(ChargeBasis.FLAT_PERIOD, 100_000, Period.FOUR_WEEKS),
    Charge(ChargeBasis.FLAT_PERIOD, 100_000, Period.FOUR_WEEKS),
    Charge(ChargeBasis.FLAT_PERIOD, 50_000, Period.FOUR_WEEKS),
    Charge(ChargeBasis.DECLINING, 100_000, Period.FOUR_WEEKS),
    Charge(ChargeBasis.ROLLOVER_FLAT, 50_000, Period.FOUR_WEEKS, stops_at_term=False),
    Charge(ChargeBasis.FLAT_TERM, 100_000, Period.FOUR_WEEKS),
)
_HELPS = ((Need.ILLNESS, 10), (Need.DEATH, 15), (Need.BIRTH, 5), (Need.SCHOOL, 6))
"""Needs and how far they are helped with, in thousands of francs, or dollars."""


def unit_of(currency: str) -> int:
    """Give the round amount a group thinks in: 1,000 francs or 1 dollar, in minor units."""
    return 100_000 if currency == "CDF" else 100


def constitution(
    chance: Random, *, mix: Mix, currency: str, weekday: int, share_value: int, cycle_weeks: int
) -> Constitution:
    """Write the rules of a group.

    Groups that keep their books in dollars have no coin for a small contribution: they agree on
    none, and give a dollar each when they feel they can.

    Args:
        chance: of this group.
        mix: who is in it.
        currency: CDF or USD.
        weekday: of its meetings, Monday being 0.
        share_value: minor units.
        cycle_weeks: until the share-out.

    Returns:
        The rules.
    """
    unit = unit_of(currency)
    francs = currency == "CDF"
    fine = unit * 2 // 10 if francs else unit
    return Constitution(
        share_value=share_value,
        objective="Épargner ensemble, nous prêter et nous entraider.",
        services="Épargne, crédit, solidarité.",
        gender_rule=_GENDER_RULES[mix],
        residence="Habiter le village ou travailler au site.",
        committee_women_min={Mix.WOMEN: 5, Mix.MIXED: 3, Mix.MEN: 0}[mix],
        weekday=tuple(Weekday)[weekday],
        place="Sous le manguier, près de l'école",
        solidarity_contribution=unit * 2 // 10 if francs else 0,
        helps=tuple(Help(need, most * unit) for need, most in _HELPS),
        charge=chance.choice(_CHARGES),
        fines=(
            FineRule(Offence.LATE, fine),
            FineRule(Offence.ABSENT, fine * 5 // 2 if francs else fine),
            FineRule(Offence.TALKING, fine),
        ),
        cycle_weeks=cycle_weeks,
    )
