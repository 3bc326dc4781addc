"""What needs somebody's attention in a group, and from which figure on."""

from __future__ import annotations

from enum import StrEnum

MISSED_MEETINGS = 3
"""Silent for more meetings than this by the group's own rhythm."""

RECENT_MEETINGS = 4
"""Meetings of the running cycle that are looked at for differences and invented figures."""

WITHOUT_ABSENCE = 8
"""Meetings in a row at which nobody was absent."""

CYCLE_ENDS_DAYS = 28
"""Days before the share-out from which open loans are a concern."""

FALL_TENTHS = 1
"""A fall of women's attendance by this many tenths of all who belonged."""

ROUND_STEPS = 100
"""A box is round when it holds a multiple of so many of the smallest notes in use."""

PACK_DAYS = 30
"""Days after its formation from which a group whose pack nobody fetched is a concern."""


class Concern(StrEnum):
    """Why a group is on the list; stored text, so never rename. The most urgent come first."""

    CONFLICT = "conflict"
    SILENT = "silent"
    CASH_DIFFERENCE = "cash_difference"
    CYCLE_ENDS = "cycle_ends"
    ARREARS_RISE = "arrears_rise"
    WOMEN_STAY_AWAY = "women_stay_away"
    BREACHES = "breaches"
    INVENTED = "invented"
    NO_PACK = "no_pack"


class Odd(StrEnum):
    """What makes figures look invented; two of these together are a concern."""

    SAME_TOTALS = "same_totals"
    ALL_AT_CAP = "all_at_cap"
    NOBODY_ABSENT = "nobody_absent"
    ROUND_CASH = "round_cash"


ODD_NEEDED = 2
"""How many odd things together are a concern."""


def odd_things(bits: int) -> tuple[Odd, ...]:
    """Read which odd things a number names, one bit each in their order.

    Args:
        bits: such as 5 for the first and the third.
    """
    return tuple(odd for place, odd in enumerate(Odd) if bits & 1 << place)
