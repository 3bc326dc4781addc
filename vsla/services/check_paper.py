"""Hold a printed paper against the books, without saying anything the paper does not say."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from vsla.domain.money import CURRENCIES
from vsla.services.paper_code import DIGITS, code_for
from vsla.store.models import Group, JournalEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.services.paper_code import Claim

FIGURES: dict[str, tuple[str, ...]] = {
    "statement": ("stars", "worth", "owes", "solidarity_total"),
    "class_sheet": ("stars", "cost", "solidarity"),
    "collection_sheet": ("loan_fund", "solidarity_fund", "fines", "owes"),
    "meeting_record": ("attended", "stars", "loan_fund", "solidarity_fund", "loans_out"),
    "shareout": ("pool", "shares", "payouts", "handed", "remainder"),
    "constitution": ("present", "votes_for", "votes_against", "share_value"),
    "poster": ("stars", "saved", "loan_box", "owed", "solidarity"),
    "recovery": ("loan_box", "solidarity_box", "bank", "stars", "owed"),
    "passbook_check": ("passbooks",),
}
"""The figures each kind of paper is vouched for, in the order of its code."""

COUNTED = frozenset(
    {"stars", "shares", "attended", "present", "votes_for", "votes_against", "passbooks"}
)
"""The figures that are counted; all others are amounts."""

_HUNDRED = 100

_ADOPTED = frozenset({"constitution"})
"""Papers that follow from a vote, not from entries: a corrected meeting changes none of them."""


class Verdict(StrEnum):
    """What the books say of a paper."""

    AGREES = "agrees"
    CORRECTED = "corrected"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Answer:
    """What anybody may learn of a paper.

    Attributes:
        verdict: whether paper and books agree.
        corrected_at: of a paper that agreed once: when the last entry it knows was put right.
        claim: what the code vouches for, as the asker gave it; None when it vouches for nothing.
        currency: of the amounts, where there is a claim.
    """

    verdict: Verdict
    corrected_at: datetime | None = None
    claim: Claim | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A group the paper may be of, and the hash of the entry it names."""

    group_id: int
    currency: str
    entry_hash: str


_NOBODY = _Candidate(0, "", "")
"""Stands for a code no group has, so that asking costs the same."""


def readings(typed: Claim) -> list[Claim]:
    """Read what was typed from a paper, which does not say its currency beside each figure.

    Args:
        typed: the amounts among its figures are in hundredths.

    Returns:
        One claim in minor units for each scale of currencies that can write these amounts.
    """
    units = sorted({currency.unit for currency in CURRENCIES.values()}, reverse=True)
    ways = [_in_units(typed, unit) for unit in units]
    return [replace(typed, figures=figures) for figures in ways if figures is not None]


def _in_units(typed: Claim, unit: int) -> tuple[int, ...] | None:
    """Give the figures in minor units; None where such a currency has no such amount."""
    figures = []
    for name, figure in zip(FIGURES[typed.kind], typed.figures, strict=True):
        if name in COUNTED:
            figures.append(figure)
            continue
        amount, rest = divmod(figure * unit, _HUNDRED)
        if rest:
            return None
        figures.append(amount)
    return tuple(figures)


def check_paper(session: Session, key: bytes, claims: Sequence[Claim], code: str) -> Answer:
    """Hold a paper against the books, in one statement, or two when its code is true.

    Args:
        session: any; nobody is logged in, so no actor is asked for.
        key: from ``key_from``.
        claims: what the paper says; two where an amount may be written in two currencies. All
            are of one group code and entry.
        code: as printed, digits alone.

    Returns:
        The same for every paper whose code is not true, whatever is wrong with it.
    """
    found = [
        (claim, group)
        for group in _candidates(session, claims[0])
        for claim in claims
        if _is_true(key, claim, group, code)
    ]
    if not found:
        return Answer(Verdict.NEVER)
    claim, group = found[0]
    corrected_at = _corrected_at(session, group.group_id, claim)
    verdict = Verdict.AGREES if corrected_at is None else Verdict.CORRECTED
    return Answer(verdict, corrected_at, claim, group.currency)


def _candidates(session: Session, claim: Claim) -> Sequence[_Candidate]:
    """Find the groups of the code; an entry that is not there has no hash."""
    if not claim.group_code.isprintable():
        return [_NOBODY]
    named = and_(JournalEntry.group_id == Group.group_id, JournalEntry.number == claim.entry_number)
    query = (
        select(Group.group_id, Group.currency, JournalEntry.hash)
        .outerjoin(JournalEntry, named)
        .where(Group.code == claim.group_code)
    )
    return [_Candidate(row[0], row[1], row[2] or "") for row in session.execute(query)] or [_NOBODY]


def _is_true(key: bytes, claim: Claim, group: _Candidate, code: str) -> bool:
    true = code_for(key, claim, group_id=group.group_id, entry_hash=group.entry_hash)
    said = code if len(code) == DIGITS and code.isascii() else "-" * DIGITS
    return hmac.compare_digest(true, said) and group is not _NOBODY


def _corrected_at(session: Session, group_id: int, claim: Claim) -> datetime | None:
    """Find when an entry the paper knows was last undone by one it does not know."""
    if claim.kind in _ADOPTED:
        return None
    query = select(func.max(JournalEntry.recorded_at)).where(
        JournalEntry.group_id == group_id,
        JournalEntry.number > claim.entry_number,
        JournalEntry.reverses <= claim.entry_number,
    )
    return session.scalar(query)
