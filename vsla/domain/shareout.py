"""The share-out: who gets what at the end of a cycle, reckoned twice and explained line by line."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from vsla.domain.codes import Code
from vsla.domain.constitution import RemainderHome, SolidarityRule
from vsla.domain.errors import Problem
from vsla.domain.ledger import Account
from vsla.domain.money import apportion, floor_to_step, notes_for
from vsla.domain.payouts import payouts
from vsla.domain.settlement import owings, set_off

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from vsla.domain.books import Books
    from vsla.domain.constitution import Constitution
    from vsla.domain.money import Minor
    from vsla.domain.roster import Roster
    from vsla.domain.settlement import Debts, LoanLine, Owing


@dataclass(frozen=True, slots=True)
class Pool:
    """What belongs to the members together, part by part; minor units.

    Attributes:
        cash: in the loan fund's box.
        bank: of the loan fund; must be brought home before the share-out.
        principal: of loans still out.
        interest: owed on them.
        penalty: owed on them.
        fines: owed to the loan fund.
        solidarity: cash of the solidarity fund, where the constitution shares it with the rest.
        owed_before: what the group still owes from an earlier share-out, taken off.
    """

    cash: Minor
    bank: Minor
    principal: Minor
    interest: Minor
    penalty: Minor
    fines: Minor
    solidarity: Minor
    owed_before: Minor

    @property
    def total(self) -> Minor:
        """Add up what is there and what is owed to the group, less what the group owes."""
        debts = self.principal + self.interest + self.penalty + self.fines
        return self.cash + self.bank + debts + self.solidarity - self.owed_before


@dataclass(frozen=True, slots=True)
class SharePrice:
    """The value of one share as a fraction, so that nothing is lost in print.

    Attributes:
        pool: numerator, minor units.
        shares: denominator, above zero.
    """

    pool: Minor
    shares: int

    @property
    def whole(self) -> Minor:
        """Give the whole minor units of a share."""
        return self.pool // self.shares

    @property
    def rest(self) -> int:
        """Give the part left over, in ``shares``-ths of a minor unit."""
        return self.pool % self.shares


class Line(NamedTuple):
    """One member's share-out; minor units unless said.

    ``payout + owed_before = set_off + in_hand + unpaid + rounded_off``.

    Attributes:
        member: id.
        passbook_number: the order of the lines.
        shares: count.
        capital: shares at the price paid.
        payout: what the shares bring, in whole cash steps.
        owed_before: what the group owed her from an earlier share-out.
        debts: what she owes.
        set_off: what of it her payout pays.
        loans: the same, loan by loan.
        fines_recognised: fines put on the books now.
        fines_held: fines paid into the solidarity fund out of her payout.
        rounded_off: what no note can pay, left to the group.
        in_hand: paid to her from the loan fund's box.
        unpaid: still owed to her because others have not paid what they owe.
        solidarity_share: paid to her from the solidarity box.
        notes: how many of each note and coin make what she is handed from both boxes.
    """

    member: int
    passbook_number: int
    shares: int
    capital: Minor
    payout: Minor
    owed_before: Minor
    debts: Debts
    set_off: Debts
    loans: tuple[LoanLine, ...]
    fines_recognised: Minor
    fines_held: Minor
    rounded_off: Minor
    in_hand: Minor
    unpaid: Minor = 0
    solidarity_share: Minor = 0
    notes: tuple[tuple[Minor, int], ...] = ()

    @property
    def profit(self) -> Minor:
        """Give the gain on her savings, below zero for a loss."""
        return self.payout - self.capital

    @property
    def carried(self) -> Debts:
        """Give what she still owes the group afterwards."""
        return self.debts - self.set_off

    @property
    def held(self) -> Minor:
        """Give what her payout moves from the loan fund's box to the solidarity box."""
        return self.fines_held + self.set_off.solidarity_loans

    @property
    def received(self) -> Minor:
        """Give what she is handed, from both boxes."""
        return self.in_hand + self.solidarity_share


@dataclass(frozen=True, slots=True)
class ShareOut:
    """A share-out as computed; it can be confirmed only while ``problems`` is empty.

    Attributes:
        cycle: number.
        held_on: the day for which debts were reckoned.
        cash_step: smallest amount paid.
        pool: what is shared.
        price: value of a share, None while nobody holds one.
        lines: one for each member, in passbook order.
        remainder: what is left after all payouts, minor units.
        remainder_kept: the part that stays in the loan fund for the next cycle.
        remainder_to_solidarity: the part that goes to the solidarity box.
        solidarity_carried: cash in the solidarity box afterwards.
        notes: how many of each note and coin the treasurer needs.
        before: every balance on which this stands.
        problems: why it cannot be confirmed.
        digest: of all figures above; the same figures give the same digest anywhere.
    """

    cycle: int
    held_on: date
    cash_step: Minor
    pool: Pool
    price: SharePrice | None
    lines: tuple[Line, ...]
    remainder: Minor
    remainder_kept: Minor
    remainder_to_solidarity: Minor
    solidarity_carried: Minor
    notes: tuple[tuple[Minor, int], ...]
    before: tuple[tuple[Account, Minor], ...]
    problems: tuple[Problem, ...] = ()
    digest: str = ""

    @property
    def total_shares(self) -> int:
        """Count the shares of all lines."""
        return sum(line.shares for line in self.lines)


def preview(
    books: Books,
    constitution: Constitution,
    roster: Roster,
    *,
    cash_step: Minor,
    cash: Sequence[Minor],
    held_on: date,
) -> ShareOut:
    """Reckon a whole share-out without touching anything.

    Args:
        books: of the open cycle.
        constitution: in force on the day.
        roster: all members of the group.
        cash_step: smallest amount the group pays, minor units.
        cash: notes and coins in use, largest first.
        held_on: the day, not before the last meeting.

    Returns:
        Every step, with its problems.

    Source: method.md 1.6; cases SO-01 to SO-21.
    """
    terms = _Terms(books, constitution, roster, cash_step, tuple(cash), held_on)
    problems = _problems(terms)
    owing = owings(books, constitution, roster, max(held_on, books.last_held_on or held_on))
    pool = _pool(terms, list(owing.values()))
    if pool.total < 0:
        problems.append(Problem("pool", Code.POOL_BELOW_ZERO, {"pool_minor": pool.total}))
    lines = _with_solidarity(_paid_out(terms, owing, pool), terms)
    lines = [_with_notes(line, terms) for line in lines]
    return _finished(terms, pool, tuple(lines), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a share-out is reckoned from; see ``preview``."""

    books: Books
    constitution: Constitution
    roster: Roster
    cash_step: Minor
    cash: tuple[Minor, ...]
    held_on: date


def _problems(terms: _Terms) -> list[Problem]:
    """Say why this share-out could not be confirmed."""
    found: list[Problem] = []
    books, balances = terms.books, terms.books.balances
    if books.closed:
        found.append(Problem("", Code.ALREADY_SHARED_OUT))
    if books.last_held_on and terms.held_on < books.last_held_on:
        found.append(Problem("held_on", Code.DATE_BEFORE_LAST_MEETING))
    if not books.total_shares:
        found.append(Problem("shares", Code.NO_SHARES))
    banks = [Account.BANK]
    if terms.constitution.solidarity_rule is not SolidarityRule.CARRIED:
        banks.append(Account.BANK_SOLIDARITY)
    found.extend(
        Problem(bank, Code.BANK_NOT_EMPTY, {"balance_minor": balances[bank]})
        for bank in banks
        if balances[bank]
    )
    return found


def _pool(terms: _Terms, owing: list[Owing]) -> Pool:
    """Gather what is shared; what members owe is theirs together as much as the cash is."""
    balances, rule = terms.books.balances, terms.constitution.solidarity_rule
    capital = terms.books.total_shares * terms.constitution.share_value
    assert balances[Account.MEMBER_SHARES] == capital, "shares differ from the books"
    return Pool(
        cash=balances[Account.CASH_LOAN_FUND],
        bank=balances[Account.BANK],
        principal=sum(each.debts.principal for each in owing),
        interest=sum(each.debts.interest for each in owing),
        penalty=sum(each.debts.penalty for each in owing),
        fines=sum(each.fines_of_pool for each in owing),
        solidarity=balances[Account.CASH_SOLIDARITY] if rule is SolidarityRule.INTO_POOL else 0,
        owed_before=sum(terms.books.payable.values()),
    )


def _paid_out(terms: _Terms, owing: dict[int, Owing], pool: Pool) -> list[Line]:
    """Set debts off, then pay in hand what the box holds."""
    books, step = terms.books, terms.cash_step
    held_shares = {member: books.shares[member] for member in owing if member in books.shares}
    shared = payouts(held_shares, pool.total, terms.constitution, step)
    left, lines = pool.cash + pool.solidarity, []
    for member, each in owing.items():
        payout, owed_before = shared.get(member, 0), books.payable.get(member, 0)
        done = set_off(each, payout + owed_before, cash=left)
        left -= done.held
        rest = payout + owed_before - done.debts.total
        shares = books.shares.get(member, 0)
        lines.append(
            Line(
                member=member,
                passbook_number=each.passbook_number,
                shares=shares,
                capital=shares * terms.constitution.share_value,
                payout=payout,
                owed_before=owed_before,
                debts=each.debts,
                set_off=done.debts,
                loans=done.loans,
                fines_recognised=each.fines_recognised,
                fines_held=done.fines_held,
                rounded_off=rest % step,
                in_hand=floor_to_step(rest, step),
            )
        )
    return _cut_to_cash(lines, left, step)


def _cut_to_cash(lines: list[Line], cash: Minor, step: Minor) -> list[Line]:
    """Cut what is paid in proportion when the box holds too little; the rest stays owed.

    Source: case SO-10: the group cannot pay all until the debtor pays.
    """
    wanted = [line.in_hand for line in lines]
    if sum(wanted) <= cash:
        return lines
    units = apportion(cash // step, [amount // step for amount in wanted])
    return [
        line._replace(in_hand=unit * step, unpaid=line.in_hand - unit * step)
        for line, unit in zip(lines, units, strict=True)
    ]


def _with_solidarity(lines: list[Line], terms: _Terms) -> list[Line]:
    """Share the solidarity box equally among the members, where the constitution says so.

    Who left at a meeting of that very day was settled with there, and is none any more.
    """
    day = terms.held_on
    members = {each.member for each in terms.roster.on(day) if each.left_on != day}
    rule = terms.constitution.solidarity_rule
    if rule is not SolidarityRule.SHARED_EQUALLY or not members:
        return lines
    in_box = terms.books.balances[Account.CASH_SOLIDARITY]
    each = floor_to_step(in_box // len(members), terms.cash_step)
    return [
        line._replace(solidarity_share=each) if line.member in members else line for line in lines
    ]


def _with_notes(line: Line, terms: _Terms) -> Line:
    notes, _ = notes_for(line.received, terms.cash)
    return line._replace(notes=tuple(notes.items()))


def _finished(
    terms: _Terms, pool: Pool, lines: tuple[Line, ...], problems: tuple[Problem, ...]
) -> ShareOut:
    """Give the remainder its home, add up the notes and seal the figures."""
    books = terms.books
    remainder = pool.total - sum(line.payout - line.rounded_off for line in lines)
    held = sum(line.held for line in lines)
    left = pool.cash + pool.solidarity - held - sum(line.in_hand for line in lines)
    assert left >= 0, "more is paid than the box holds"
    into_solidarity = terms.constitution.remainder_home is RemainderHome.SOLIDARITY_FUND
    moved = max(0, min(remainder, left)) if into_solidarity else 0
    in_box = books.balances[Account.CASH_SOLIDARITY] - pool.solidarity + held + moved
    shares = books.total_shares
    share_out = ShareOut(
        cycle=books.cycle,
        held_on=terms.held_on,
        cash_step=terms.cash_step,
        pool=pool,
        price=SharePrice(pool.total, shares) if shares else None,
        lines=lines,
        remainder=remainder,
        remainder_kept=remainder - moved,
        remainder_to_solidarity=moved,
        solidarity_carried=in_box - sum(line.solidarity_share for line in lines),
        notes=_note_plan(lines),
        before=tuple((account, books.balances[account]) for account in Account),
        problems=problems,
    )
    return replace(share_out, digest=_digest(share_out))


def _note_plan(lines: tuple[Line, ...]) -> tuple[tuple[Minor, int], ...]:
    plan: dict[Minor, int] = {}
    for line in lines:
        for value, count in line.notes:
            plan[value] = plan.get(value, 0) + count
    return tuple(sorted(plan.items(), reverse=True))


def _digest(share_out: ShareOut) -> str:
    """Seal all figures, so that a confirmation of other figures is refused."""
    text = json.dumps(share_out, default=_plain, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """Give JSON the parts of a figure in their order; a day is text."""
    # JSON knows tuples; other figures are dataclasses with slots, and nothing else has any.
    names: tuple[str, ...] = getattr(value, "__slots__", ())
    return [getattr(value, name) for name in names] if names else str(value)
