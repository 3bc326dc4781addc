"""Prove that ledger, chain and everything derived agree; make the derived tables anew."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.calendar import month_of
from vsla.domain.counting import COUNTED_KINDS, field_of
from vsla.domain.facts import Counters
from vsla.domain.ledger import Account, balances, trial_balance
from vsla.services.books import MonthSlices, load
from vsla.services.journal_writer import derive, position_of, write_roster
from vsla.services.retelling import tell_again
from vsla.store import arrivals, constitutions, journal, loans, position, projections, rollups
from vsla.store.models import Group
from vsla.store.packed import UnreadableError
from vsla.store.position import Position

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.domain.ledger import Movement
    from vsla.domain.roster import Gender
    from vsla.services.books import Ground
    from vsla.services.retelling import ToldLife
    from vsla.store.projections import Recorded
    from vsla.store.rollups import Slices


class Check(StrEnum):
    """What was found to disagree."""

    CHAIN = "chain"
    CONSTITUTION = "constitution"
    TRIAL_BALANCE = "trial_balance"
    REPLAY = "replay"
    BOOKS = "books"
    OPENING = "opening"
    LEDGER_BALANCES = "ledger_balances"
    ROLLUP = "rollup"
    ROLLUP_LEDGER = "rollup_ledger"
    LOANS = "loans"
    FACTS = "facts"
    FUND_BELOW_ZERO = "fund_below_zero"
    POSITION = "position"
    ROSTER = "roster"
    ARRIVAL = "arrival"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement.

    Attributes:
        group_id: whose.
        check: what was compared.
        where: entry, cycle, month or account, without anybody's name.
    """

    group_id: int
    check: Check
    where: str


def verify_group(session: Session, group_id: int) -> list[Finding]:
    """Hold a group's ledger against its chain, a replay of every document, and every slice.

    Args:
        session: to read with.
        group_id: an existing group.

    Returns:
        Every disagreement; empty when all is well. Before a first cycle, of the rules alone.
    """
    group = session.get_one(Group, group_id)
    found = [
        Finding(group_id, Check.CONSTITUTION, f"version {number}")
        for number in constitutions.changed(session, group_id)
    ]
    if position.read(session, group_id) is None:
        return found
    ground = load(session, group)
    try:
        told = tell_again(session, ground)
    except UnreadableError:
        return [*found, Finding(group_id, Check.CHAIN, "a document cannot be unpacked")]
    return found + [Finding(group_id, *each) for each in _disagreements(session, ground, told)]


def _disagreements(session: Session, ground: Ground, told: ToldLife) -> list[tuple[Check, str]]:
    """Compare all that is kept of a group with its documents told again."""
    group_id = ground.group.group_id
    moved = journal.movements_of(session, group_id)
    found = [
        (Check.CHAIN, f"entry {fault.entry_number}: {fault.fault}")
        for fault in journal.verify_chain(session, group_id)
    ]
    if not arrivals.closes_as_there(session, group_id):
        found.append((Check.ARRIVAL, "entries of the other server"))
    found += _check_replay(told, moved)
    found += _check_books(ground, told, moved)
    found += _check_loans(session, ground)
    recorded = [item for cycle in told.cycles for item in cycle.recorded]
    found += [
        (Check.FACTS, table) for table in projections.differing_facts(session, group_id, recorded)
    ]
    found += _check_rollups(session, ground, told, moved)
    found += [
        (Check.ROSTER, f"member {member}")
        for member, membership in told.roster.members.items()
        if ground.roster.members[member] != membership
    ]
    expected = _position_after(session, ground, told)
    found += [
        (Check.POSITION, name)
        for name in Position._fields
        if getattr(expected, name) != getattr(ground.position, name)
    ]
    return found


def _check_replay(told: ToldLife, moved: dict[int, list[Movement]]) -> list[tuple[Check, str]]:
    found = []
    for cycle in told.cycles:
        for item in cycle.recorded:
            if tuple(moved.get(item.entry_number, [])) != item.posting.movements:
                found.append((Check.REPLAY, f"entry {item.entry_number}"))
            for account, amount in item.posting.books.balances.items():
                if amount < 0 and account.startswith(("cash_loan", "cash_sol", "bank")):
                    found.append((Check.FUND_BELOW_ZERO, f"entry {item.entry_number}: {account}"))
    return found


def _check_books(
    ground: Ground, told: ToldLife, moved: dict[int, list[Movement]]
) -> list[tuple[Check, str]]:
    """Compare stored books, replayed books, and all movements ever written, added up."""
    found = []
    last = told.cycles[-1]
    if last.books != ground.books:
        found.append((Check.BOOKS, f"cycle {last.number}"))
    for before, after in zip(told.cycles, told.cycles[1:], strict=False):
        opened = after.opening
        if before.books.next_cycle(opened.opened_on, opened.share_out_on) != opened:
            found.append((Check.OPENING, f"cycle {after.number}"))
    sums = balances(movement for lines in moved.values() for movement in lines)
    if trial_balance(ground.books.balances):
        found.append((Check.TRIAL_BALANCE, str(trial_balance(ground.books.balances))))
    found += [
        (Check.LEDGER_BALANCES, str(account))
        for account, amount in sums.items()
        if amount != ground.books.balances[account]
    ]
    return found


def _check_loans(session: Session, ground: Ground) -> list[tuple[Check, str]]:
    listed = loans.list_loans(session, ground.group.group_id, still_open=True)
    in_list = {loan.loan_id: loan.principal_left for loan in listed}
    in_books = {
        loan.loan: loan.principal - sum(payment.principal for payment in loan.payments)
        for loan in ground.books.loans.values()
    }
    differing = {
        number
        for number in in_list.keys() | in_books.keys()
        if in_list.get(number) != in_books.get(number)
    }
    return [(Check.LOANS, f"loan {number}") for number in sorted(differing)]


def slices_of(recorded: tuple[Recorded, ...]) -> Slices:
    """Add the counters of a cycle up by month and sex."""
    slices: Slices = {}
    for item in recorded:
        month = slices.setdefault(month_of(item.held_on), {})
        for gender, counters in item.posting.counters.items():
            month.setdefault(gender, Counters()).add(counters)
    return slices


def _check_rollups(
    session: Session, ground: Ground, told: ToldLife, moved: dict[int, list[Movement]]
) -> list[tuple[Check, str]]:
    """Compare stored slices with the replay, and in a second way with the movements alone."""
    found: list[tuple[Check, str]] = []
    stands: dict[str, int] = defaultdict(int)
    for cycle in told.cycles:
        stored = rollups.read_slices(session, ground.group.group_id, cycle.number)
        expected = slices_of(cycle.recorded)
        found += [
            (Check.ROLLUP, f"cycle {cycle.number}, month {month}")
            for month in sorted(stored.keys() | expected.keys())
            if _filled(stored.get(month, {})) != _filled(expected.get(month, {}))
        ]
        if _sums_of_slices(stored) != _sums_of_entries(session, ground, cycle.number, moved):
            found.append((Check.ROLLUP_LEDGER, f"cycle {cycle.number}"))
        for name in _ACCOUNTS_OF_CHANGE:
            slices = (one for by_gender in stored.values() for one in by_gender.values())
            stands[name] += sum(getattr(counters, name) for counters in slices)
    now = ground.books.balances
    return found + [
        (Check.ROLLUP_LEDGER, name)
        for name, accounts in _ACCOUNTS_OF_CHANGE.items()
        if stands[name] != sum(sign * now[account] for account, sign in accounts)
    ]


_ACCOUNTS_OF_CHANGE: dict[str, tuple[tuple[Account, int], ...]] = {
    "savings_change_minor": ((Account.MEMBER_SHARES, 1),),
    "loans_change_minor": ((Account.LOANS, 1),),
    "cash_change_minor": ((Account.CASH_LOAN_FUND, 1), (Account.BANK, 1)),
    "solidarity_change_minor": ((Account.CASH_SOLIDARITY, 1), (Account.BANK_SOLIDARITY, 1)),
    "debts_change_minor": ((Account.SHAREOUT_PAYABLE, 1), (Account.FINES_OWED, -1)),
}
"""What the changes of a group's whole life add up to: balances of the ledger, some less others."""


def _filled(slices: dict[Gender, Counters]) -> dict[Gender, Counters]:
    return {gender: one for gender, one in slices.items() if one != Counters()}


def _sums_of_slices(slices: Slices) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    names = {field_of(kind) for kind in COUNTED_KINDS}
    for by_gender in slices.values():
        for counters in by_gender.values():
            for name in names:
                sums[str(name)] += getattr(counters, str(name))
    return {name: amount for name, amount in sums.items() if amount}


def _sums_of_entries(
    session: Session, ground: Ground, cycle: int, moved: dict[int, list[Movement]]
) -> dict[str, int]:
    """Add up what every entry of a cycle moved, undone ones and their reversals among them."""
    sums: dict[str, int] = defaultdict(int)
    for number in journal.numbers_of(session, ground.group.group_id, cycle):
        for movement in moved.get(number, []):
            name = field_of(movement.kind)
            if name is not None and movement.member is not None:
                sums[name] += -movement.amount if movement.reversed else movement.amount
    return {name: amount for name, amount in sums.items() if amount}


def rebuild_group(session: Session, group_id: int) -> None:
    """Make everything derived of a group anew from its documents; the ledger is not touched.

    Args:
        session: inside ``transaction()``.
        group_id: an existing group; one without a cycle has nothing derived.
    """
    group = session.get_one(Group, group_id)
    if position.read(session, group_id, lock=True) is None:
        return
    ground = load(session, group)
    told = tell_again(session, ground)
    recorded = tuple(item for cycle in told.cycles for item in cycle.recorded)
    derive(session, group_id, told.cycles[0].opening, recorded)
    for cycle in told.cycles:
        rollups.delete_slices(session, group_id, cycle.number)
        slices = slices_of(cycle.recorded)
        rollups.rewrite_slices(session, group_id, cycle.number, slices)
    write_roster(session, ground, recorded, told.roster)
    position.write(session, _position_after(session, ground, told))


def _position_after(session: Session, ground: Ground, told: ToldLife) -> Position:
    """Reckon where a group stands after its documents were told again."""
    last = told.cycles[-1]
    running = slices_of(last.recorded)
    month = max(running, default=0)
    end = journal.last_entry(session, ground.group.group_id)
    return position_of(
        ground.group.group_id,
        last.books,
        told.roster,
        end.number if end else 0,
        sum(bool(item.meeting) for item in last.recorded),
        MonthSlices(month, running.get(month, {})),
    )
