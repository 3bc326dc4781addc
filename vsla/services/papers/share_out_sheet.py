"""The share-out as a member can follow it by hand, and the list everybody signs: figures only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.constitution import ProfitRule
from vsla.domain.errors import ConflictError
from vsla.domain.ledger import Account
from vsla.domain.money import CURRENCIES, floor_to_step
from vsla.services import share_out
from vsla.services.paper_code import EntryMark, entry_mark, last_entry
from vsla.services.share_out_page import ShareOutGround, share_out_ground
from vsla.store import journal

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.money import Minor
    from vsla.domain.shareout import Line, ShareOut
    from vsla.services.access import Actor

TABLE = (*range(1, 11), *range(20, 101, 10), 200)
"""How many stars the table without multiplying names, in its order."""

_CENT = 100
"""The table is cut at hundredths of the unit, as people write money."""


class State(StrEnum):
    """How far a share-out has come."""

    PREVIEW = "preview"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"


class Part(StrEnum):
    """What is added up, or taken off, to make the money of all."""

    CASH = "cash"
    BANK = "bank"
    LOANS = "loans"
    FINES_OWED = "fines_owed"
    SOLIDARITY = "solidarity"
    OWED_BEFORE = "owed_before"
    SAVED = "saved"
    CHARGES = "charges"
    FINES = "fines"
    OTHER_INCOME = "other_income"
    KEPT = "kept"
    FOUND = "found"
    EXPENSES = "expenses"
    LOSSES = "losses"


@dataclass(frozen=True, slots=True)
class Division:
    """What one share, or one saver, gets: a division as it is made on paper.

    Attributes:
        per_share: False where savings come back and the profit is shared equally among savers.
        unit: what the reckoning counts, in minor units: whole francs, or cents where there are any.
        dividend: in that unit.
        divisor: stars, or savers.
    """

    per_share: bool
    unit: Minor
    dividend: int
    divisor: int

    @property
    def whole(self) -> int:
        """Give the quotient without what is left over, in ``unit``."""
        return self.dividend // self.divisor

    @property
    def rest(self) -> int:
        """Give what is left over, in ``unit``."""
        return self.dividend % self.divisor


@dataclass(frozen=True, slots=True)
class Example:
    """One member's share, step by step; minor units unless said.

    Attributes:
        line: of the share-out.
        refund: savings given back first, where the profit is shared equally; else 0.
        whole: stars times the whole quotient, or the whole quotient.
        product: stars times what is left over, in the unit of the division.
        part: of what is left over, cut to the unit.
        exact: their sum, before notes.
    """

    line: Line
    refund: Minor
    whole: Minor
    product: int
    part: Minor
    exact: Minor


@dataclass(frozen=True, slots=True)
class ShareOutSheet:
    """All that stands on the share-out sheet; money in minor units.

    Attributes:
        ground: group, people and rules.
        figures: the share-out.
        state: how far it has come.
        entry: where the journal stood.
        meeting: number of the last meeting.
        parts: what adds up to the money of all, nothing left out.
        proof: the same sum from where the money came from; empty where it cannot be told so.
        division: of step 3.
        example: of step 4.
        lifted: passbook numbers of those who got a step more, when notes were left over.
        table: hundredths of the unit by count of stars; empty where it would mislead.
        addends: the lines of the table that make the example's stars.
        solidarity_before: in the solidarity box before.
    """

    ground: ShareOutGround
    figures: ShareOut
    state: State
    entry: EntryMark
    meeting: int
    parts: tuple[tuple[Part, Minor], ...]
    proof: tuple[tuple[Part, Minor], ...]
    division: Division
    example: Example
    lifted: tuple[int, ...]
    table: tuple[tuple[int, int], ...]
    addends: tuple[int, ...]
    solidarity_before: Minor

    @property
    def payouts(self) -> Minor:
        """Add up what the stars bring."""
        return sum(line.payout for line in self.figures.lines)

    @property
    def withheld(self) -> Minor:
        """Add up the debts that payouts pay."""
        return sum(line.set_off.total for line in self.figures.lines)

    @property
    def handed(self) -> Minor:
        """Add up what members are handed, from both boxes."""
        return sum(line.received for line in self.figures.lines)

    @property
    def to_solidarity(self) -> Minor:
        """Give what goes from the loan fund's box to the solidarity box."""
        held = sum(line.held for line in self.figures.lines)
        return held + self.figures.remainder_to_solidarity

    @property
    def in_box_after(self) -> Minor:
        """Give what stays in the loan fund's box."""
        in_hand = sum(line.in_hand for line in self.figures.lines)
        pool = self.figures.pool
        return pool.cash + pool.solidarity - in_hand - self.to_solidarity

    @property
    def in_debts(self) -> Minor:
        """Give the part of what is kept that no box holds yet: members still owe it."""
        at_bank = sum(value for part, value in self.parts if part is Part.BANK)
        return max(0, self.figures.remainder_kept - self.in_box_after - at_bank)

    def figures_of_code(self) -> tuple[tuple[str, int], ...]:
        """Name the figures the code vouches for, in its order."""
        return (
            ("pool", self.figures.pool.total),
            ("shares", self.figures.total_shares),
            ("payouts", self.payouts),
            ("handed", self.handed),
            ("remainder", self.figures.remainder),
        )


def share_out_sheet(
    session: Session,
    actor: Actor,
    group_id: int,
    *,
    held_on: date,
    cycle: int | None = None,
) -> ShareOutSheet:
    """Reckon the sheet of a preview, of the proposal that waits, or of a closed cycle.

    The number of statements does not depend on how many members there are.

    Args:
        session: any.
        actor: who asks.
        group_id: which group.
        held_on: the day of a preview.
        cycle: number of a closed cycle, whose day is known.

    Returns:
        The sheet.

    Raises:
        ConflictError: the share-out cannot be made, with the first reason; or GROUP_NOT_READY.
        NotFoundError: the group is not the actor's, or the cycle was not shared out.
    """
    if cycle is None:
        figures = share_out.preview(session, actor, group_id=group_id, held_on=held_on)
        _refuse_problems(figures)
        waiting = share_out.waiting_proposal(session, actor, group_id=group_id)
        proposed = waiting is not None and waiting.digest == figures.digest
        state = State.PROPOSED if proposed else State.PREVIEW
        entry = last_entry(session, group_id)
    else:
        figures = share_out.shared_out(session, actor, group_id=group_id, cycle=cycle)
        state = State.CONFIRMED
        written = journal.effective_entry(session, group_id, cycle, None)
        assert written is not None, "a closed cycle has its share-out"
        entry = entry_mark(session, group_id, written.number)
    ground = share_out_ground(session, actor, group_id=group_id, held_on=figures.held_on)
    meetings = journal.effective_documents(session, group_id, figures.cycle)
    last = max((each.meeting or 0 for each in meetings), default=0)
    return _sheet(ground, figures, state, entry, last)


def _refuse_problems(figures: ShareOut) -> None:
    for problem in figures.problems:
        raise ConflictError(problem.code, dict(problem.values))


def _sheet(
    ground: ShareOutGround, figures: ShareOut, state: State, entry: EntryMark, meeting: int
) -> ShareOutSheet:
    before = dict(figures.before)
    division = _division(ground, figures)
    by_hand = {line.member: _by_hand(line, division) for line in figures.lines}
    lifted = tuple(
        line.passbook_number
        for line in figures.lines
        if line.payout > floor_to_step(by_hand[line.member].exact, figures.cash_step)
    )
    chosen = _chosen(figures, lifted)
    table = _table(ground, figures)
    return ShareOutSheet(
        ground=ground,
        figures=figures,
        state=state,
        entry=entry,
        meeting=meeting,
        parts=_parts(figures),
        proof=_proof(figures, before),
        division=division,
        example=by_hand[chosen.member],
        lifted=lifted,
        table=table,
        addends=addends(chosen.shares) if table else (),
        solidarity_before=before[Account.CASH_SOLIDARITY],
    )


def _parts(figures: ShareOut) -> tuple[tuple[Part, Minor], ...]:
    pool = figures.pool
    parts = (
        (Part.CASH, pool.cash),
        (Part.BANK, pool.bank),
        (Part.LOANS, pool.principal + pool.interest + pool.penalty),
        (Part.FINES_OWED, pool.fines),
        (Part.SOLIDARITY, pool.solidarity),
        (Part.OWED_BEFORE, -pool.owed_before),
    )
    return tuple((part, amount) for part, amount in parts if amount or part is Part.CASH)


def _proof(figures: ShareOut, before: dict[Account, Minor]) -> tuple[tuple[Part, Minor], ...]:
    """Add the same money up by where it came from; nothing where the sums differ."""
    pool = figures.pool
    fines = before[Account.FINES_INCOME] + pool.penalty + pool.fines - before[Account.FINES_OWED]
    parts = (
        (Part.SAVED, before[Account.MEMBER_SHARES]),
        (Part.CHARGES, before[Account.INTEREST_INCOME] + pool.interest),
        (Part.FINES, fines),
        (Part.OTHER_INCOME, before[Account.OTHER_INCOME]),
        (Part.KEPT, before[Account.RETAINED]),
        (Part.SOLIDARITY, pool.solidarity),
        (Part.FOUND, before[Account.CASH_DIFFERENCE]),
        (Part.EXPENSES, -before[Account.EXPENSES]),
        (Part.LOSSES, -before[Account.LOAN_LOSSES]),
    )
    shown = tuple((part, amount) for part, amount in parts if amount or part is Part.SAVED)
    return shown if sum(amount for _part, amount in shown) == pool.total else ()


def _division(ground: ShareOutGround, figures: ShareOut) -> Division:
    """Choose what is divided: the pool by stars, or the profit by savers."""
    unit = CURRENCIES[ground.group.currency].unit
    savings = figures.total_shares * ground.constitution.share_value
    profit = figures.pool.total - savings
    flat = ground.constitution.profit_rule is ProfitRule.FLAT and profit > 0
    dividend = profit if flat else figures.pool.total
    savers = sum(1 for line in figures.lines if line.shares)
    step = unit if dividend % unit == 0 else 1
    return Division(not flat, step, dividend // step, savers if flat else figures.total_shares)


def _by_hand(line: Line, division: Division) -> Example:
    """Reckon one share as it is done on paper; exactly the whole part of the true one.

    Source: n x q + (n x r / stars), with pool = stars x q + r.
    """
    times = line.shares if division.per_share else min(line.shares, 1)
    refund = 0 if division.per_share else line.capital
    product = times * division.rest
    whole = times * division.whole * division.unit
    part = product // division.divisor * division.unit
    return Example(line, refund, whole, product, part, refund + whole + part)


def _chosen(figures: ShareOut, lifted: tuple[int, ...]) -> Line:
    """Choose the member of the example: one with a debt, and nothing out of the ordinary."""
    savers = [line for line in figures.lines if line.shares]
    plain = [n for n in savers if n.passbook_number not in lifted and not n.unpaid] or savers
    paid = [n for n in plain if n.received] or plain
    rows = [n for n in paid if n.set_off.total and not n.carried.total] or paid
    return sorted(rows, key=lambda line: line.shares)[len(rows) // 2]


def addends(shares: int) -> tuple[int, ...]:
    """Take a number of stars apart into lines of the table, the largest first.

    Args:
        shares: zero or more.

    Returns:
        Numbers of ``TABLE`` that add up to it.
    """
    found, left = [], shares
    for line in reversed(TABLE):
        while left >= line:
            found.append(line)
            left -= line
    return tuple(found)


def _table(ground: ShareOutGround, figures: ShareOut) -> tuple[tuple[int, int], ...]:
    """Make the table without multiplying, only where it gives every member the same sum."""
    unit = CURRENCIES[ground.group.currency].unit
    pool, stars = figures.pool.total, figures.total_shares
    table = {count: pool * count * _CENT // (stars * unit) for count in TABLE}
    for line in figures.lines:
        read = sum(table[count] for count in addends(line.shares)) * unit // _CENT
        if floor_to_step(read, figures.cash_step) != line.payout:
            return ()
    return tuple(table.items())
