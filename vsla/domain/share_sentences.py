"""What a member is told about her line of the share-out: short sentences as codes and values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vsla.domain.errors import Value
    from vsla.domain.shareout import Line


class SentenceCode(StrEnum):
    """One thing said about a line; its text stands in the catalogues."""

    NO_SHARES = "no_shares"
    SHARES_GREW = "shares_grew"
    SHARES_KEPT = "shares_kept"
    SHARES_SHRANK = "shares_shrank"
    OWED_BEFORE = "owed_before"
    DEBTS_PAID = "debts_paid"
    DEBTS_CARRIED = "debts_carried"
    ROUNDED_OFF = "rounded_off"
    IN_HAND = "in_hand"
    UNPAID = "unpaid"
    SOLIDARITY_SHARE = "solidarity_share"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be printed in the member's language.

    Attributes:
        code: which.
        values: what it needs; names ending in ``_minor`` are money.
    """

    code: SentenceCode
    values: dict[str, Value]


def explain(line: Line) -> tuple[Sentence, ...]:
    """Say how a member's line comes about, in the order in which the money is reckoned.

    Args:
        line: of a share-out.

    Returns:
        One short sentence for each step that is not nothing.
    """
    said = [_of_shares(line)]
    steps = (
        (SentenceCode.OWED_BEFORE, line.owed_before),
        (SentenceCode.DEBTS_PAID, line.set_off.total),
        (SentenceCode.DEBTS_CARRIED, line.carried.total),
        (SentenceCode.ROUNDED_OFF, line.rounded_off),
        (SentenceCode.IN_HAND, line.in_hand),
        (SentenceCode.UNPAID, line.unpaid),
        (SentenceCode.SOLIDARITY_SHARE, line.solidarity_share),
    )
    said.extend(Sentence(code, {"amount_minor": amount}) for code, amount in steps if amount)
    return tuple(said)


def _of_shares(line: Line) -> Sentence:
    """Say what savings became."""
    if not line.shares:
        return Sentence(SentenceCode.NO_SHARES, {})
    values: dict[str, Value] = {
        "count": line.shares,
        "capital_minor": line.capital,
        "payout_minor": line.payout,
        "difference_minor": abs(line.profit),
    }
    if line.profit > 0:
        return Sentence(SentenceCode.SHARES_GREW, values)
    if line.profit < 0:
        return Sentence(SentenceCode.SHARES_SHRANK, values)
    return Sentence(SentenceCode.SHARES_KEPT, values)
