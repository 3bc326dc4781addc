"""Add the ledger of one group up, without telling its documents again.

The second way to every figure by month and sex, and to where a group stands: from movements,
attendance, fines and help. ``vsla verify --totals`` compares it with what is stored, and
``vsla rebuild --totals`` writes it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vsla.domain.calendar import month_of
from vsla.domain.counting import field_of
from vsla.domain.facts import CAME, Attendance, Counters
from vsla.domain.ledger import ACCOUNTS_OF, DEBIT_NORMAL, Account, Kind
from vsla.domain.loans import Payment, arrears
from vsla.domain.roster import Gender

if TYPE_CHECKING:
    from datetime import date

    from vsla.domain.money import Minor
    from vsla.domain.totals_rows import Came, Ledger, Standing

Place = tuple[int, int]
"""A cycle and a month of it, as ``calendar.month_of`` names it."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a ledger adds up to.

    Attributes:
        slices: counters by cycle and month, and sex; sexes without anything are absent.
        standing: columns of the group's position by name; money in minor units.
        certain: False where a loan was carried over a share-out and its own terms are known to its
            document alone: then only telling the documents again gives the arrears.
    """

    slices: dict[Place, dict[Gender, Counters]]
    standing: dict[str, int | date | None]
    certain: bool


def add_up(ledger: Ledger) -> Totals:
    """Add one group up.

    Args:
        ledger: of the group.

    Returns:
        The same counters and columns as posting every document gives.
    """
    adding = _Adding(ledger)
    adding.count_movements()
    adding.count_facts()
    adding.count_meetings()
    for place in sorted(adding.months):
        adding.stand_after(place)
    return Totals(
        {
            place: {gender: one for gender, one in by_gender.items() if one != Counters()}
            for place, by_gender in adding.slices.items()
        },
        adding.standing(),
        adding.certain,
    )


_SHARES = {
    str(Kind.SHARES_BOUGHT): 1,
    str(Kind.LEAVING_SHARES): -1,
    str(Kind.SHAREOUT_SHARES): -1,
}
"""Movements that change how many shares a member holds."""

_PARTS = {
    str(Kind.PENALTY_PAID): 0,
    str(Kind.PENALTY_SET_OFF): 0,
    str(Kind.INTEREST_PAID): 1,
    str(Kind.INTEREST_SET_OFF): 1,
    str(Kind.PRINCIPAL_REPAID): 2,
    str(Kind.PRINCIPAL_SET_OFF): 2,
}
"""The part of a payment on a loan that a movement is: penalty, interest, principal."""

_SOLIDARITY = str(Kind.SOLIDARITY_PAID)
_STARTS = frozenset({str(Kind.LOAN_DISBURSED), str(Kind.LOAN_CARRIED)})
_BY_SEX = frozenset({Account.MEMBER_SHARES, Account.LOANS})
_CHANGES: dict[Account, tuple[str, int]] = {
    Account.MEMBER_SHARES: ("savings_change_minor", 0),
    Account.LOANS: ("loans_change_minor", 0),
    Account.CASH_LOAN_FUND: ("cash_change_minor", 1),
    Account.BANK: ("cash_change_minor", 1),
    Account.CASH_SOLIDARITY: ("solidarity_change_minor", 1),
    Account.BANK_SOLIDARITY: ("solidarity_change_minor", 1),
    Account.SHAREOUT_PAYABLE: ("debts_change_minor", 1),
    Account.FINES_OWED: ("debts_change_minor", -1),
}
"""The counter that follows an account, and which way if it is the group's own."""

_STOOD = ("savers_change", "loans_change_count", "borrowers_change", "arrears_change_minor")
"""Counters that no movement tells, but what stands at the end of a month."""


def _sides() -> dict[str, tuple[tuple[Account, int], ...]]:
    """Say by kind which accounts grow (1) and shrink (-1) on their own sides."""
    return {
        str(kind): (
            (debit, 1 if debit in DEBIT_NORMAL else -1),
            (credit, -1 if credit in DEBIT_NORMAL else 1),
        )
        for kind, (debit, credit) in ACCOUNTS_OF.items()
    }


_SIDES = _sides()
_ON_LOANS = {
    kind: sign
    for kind, sides in _SIDES.items()
    for account, sign in sides
    if account is Account.LOANS
}
"""Which movements change what is owed on loans, and which way."""

_FIELDS = {str(kind): field_of(kind) for kind in Kind}


@dataclass(slots=True)
class _Month:
    """What moved in one month of one cycle.

    Attributes:
        sums: amounts by kind and sex, None for the group's own.
        counts: shares by kind and member.
        loans: by loan, its movements: kind, amount and entry.
        last: the entry that comes last.
    """

    sums: defaultdict[tuple[str, Gender | None], Minor]
    counts: defaultdict[tuple[str, int | None], int]
    loans: defaultdict[int, list[tuple[str, Minor, int]]]
    last: Standing


class _Adding:
    """Figures of one group while they are being added up."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.genders = {m.member: m.gender for m in ledger.roster.members.values()}
        self.entries = {entry.number: entry for entry in ledger.entries}
        self.months: dict[Place, _Month] = {}
        self.slices: dict[Place, dict[Gender, Counters]] = defaultdict(
            lambda: defaultdict(Counters)
        )
        self.balances = dict.fromkeys(Account, 0)
        self.shares: dict[int, int] = {}
        self.owed: dict[int, Minor] = {}
        self.payments: dict[int, list[Payment]] = defaultdict(list)
        self.judged: set[int] = set()
        self.carried_on: dict[int, date] = {}
        self.before: dict[str, Counter[Gender]] = {}
        self.certain = True
        for entry in sorted(ledger.entries, key=_in_order):
            place = (entry.cycle, month_of(entry.day))
            month = self.months.get(place)
            if month is None:
                self.months[place] = _Month(
                    defaultdict(int), defaultdict(int), defaultdict(list), entry
                )
            else:
                month.last = entry

    def count_movements(self) -> None:
        """Add all movements up by month, kind and sex; each is touched once."""
        number, standing = -1, None
        members = self.ledger.roster.members.values()
        genders: dict[int | None, Gender | None] = {one.member: one.gender for one in members}
        genders[None] = None
        for _group, entry, kind, member, loan, amount, count in self.ledger.moved:
            if entry != number:
                number, standing = entry, self.entries.get(entry)
                if standing is not None:
                    month = self.months[standing.cycle, month_of(standing.day)]
                    sums, counts, loans = month.sums, month.counts, month.loans
            if standing is None:
                continue
            sums[kind, genders[member]] += amount
            if count:
                counts[kind, member] += count
            if loan:
                loans[loan].append((kind, amount, entry))

        for paid in self.ledger.paid:
            standing = self.entries.get(paid.entry)
            if standing is not None:
                month = self.months[standing.cycle, month_of(standing.day)]
                month.sums[_SOLIDARITY, paid.gender] += paid.amount

    def count_facts(self) -> None:
        """Count attendance, fines and help."""
        for came in self.ledger.came:
            _count_coming(self._slice(came.entry, came.gender), came)
        for fined in self.ledger.fined:
            self._slice(fined.entry, fined.gender).fines_charged_minor += fined.amount
        for helped in self.ledger.helped:
            counters = self._slice(helped.entry, helped.gender)
            if helped.as_loan:
                counters.solidarity_loans_count += helped.times
                counters.solidarity_loans_minor += helped.amount
            else:
                counters.grants_count += helped.times
                counters.grants_minor += helped.amount

    def count_meetings(self) -> None:
        """Count meetings, who was expected at them, and who left."""
        held = [entry for entry in self.ledger.entries if entry.meeting]
        first = min((entry.day for entry in held), default=None)
        always, others = Counter[Gender](), []
        for member in self.ledger.roster.members.values():
            if first is not None and member.joined_on <= first and member.left_on is None:
                always[member.gender] += 1
            else:
                others.append(member)
        for entry in held:
            self._slice(entry.number, Gender.UNSAID).meetings_count += 1
            for gender, count in always.items():
                self._slice(entry.number, gender).meetings_expected += count
            for member in others:
                if member.belongs_on(entry.day):
                    self._slice(entry.number, member.gender).meetings_expected += 1
                if member.left_on == entry.day:
                    self._slice(entry.number, member.gender).left_count += 1

    def _slice(self, number: int, gender: Gender) -> Counters:
        entry = self.entries[number]
        return self.slices[entry.cycle, month_of(entry.day)][gender]

    def stand_after(self, place: Place) -> None:
        """Count what a month moved, and by how much what stands has changed in it."""
        month, slices = self.months[place], self.slices[place]
        for (kind, gender), amount in month.sums.items():
            name = _FIELDS[kind]
            if name is not None and gender is not None:
                _more(slices[gender], name, amount)
            for account, sign in _SIDES[kind]:
                self.balances[account] += sign * amount
                column, way = _CHANGES.get(account, ("", 0))
                if account in _BY_SEX and gender is not None:
                    _more(slices[gender], column, sign * amount)
                elif way:
                    _more(slices[Gender.UNSAID], column, way * sign * amount)
        for (kind, member), count in month.counts.items():
            assert member is not None, "shares are a member's"
            self._hold(slices, kind, member, count)
        for loan, moves in month.loans.items():
            self._move_loan(slices, loan, moves)
        self._stand(month, slices)

    def _hold(self, slices: dict[Gender, Counters], kind: str, member: int, count: int) -> None:
        counters, change = slices[self.genders[member]], _SHARES[kind] * count
        if change > 0:
            counters.shares_count += count
        counters.shares_change += change
        self.shares[member] = self.shares.get(member, 0) + change

    def _move_loan(
        self, slices: dict[Gender, Counters], loan: int, moves: list[tuple[str, Minor, int]]
    ) -> None:
        """Follow what is owed on a loan; those of the solidarity fund owe nothing here."""
        terms = self.ledger.loans.get(loan)
        if terms is None:
            return
        counters = slices[self.genders[terms.member]]
        start = next((entry for kind, _amount, entry in moves if kind in _STARTS), None)
        paid: dict[int, list[Minor]] = {}
        for kind, amount, entry in moves:
            counters.loans_count += kind == Kind.LOAN_DISBURSED
            counters.written_off_count += kind == Kind.LOAN_WRITTEN_OFF
            sign = _ON_LOANS.get(kind)
            if sign is not None:
                self.owed[loan] = self.owed.get(loan, 0) + sign * amount
            part = _PARTS.get(kind)
            # What is paid with the money itself is the charge up front.
            if part is not None and entry != start:
                paid.setdefault(entry, [0, 0, 0])[part] += amount
        for entry, parts in paid.items():
            self.payments[loan].append(Payment(self.entries[entry].day, *parts))
        if not self.owed.get(loan):
            self.owed.pop(loan, None)

    def _stand(self, month: _Month, slices: dict[Gender, Counters]) -> None:
        """Count savers, borrowers, loans and arrears, less what they were a month before."""
        closed, day = month.last.meeting is None, month.last.day
        now: dict[str, Counter[Gender]] = {name: Counter() for name in _STOOD}
        now["savers_change"] = Counter(
            self.genders[member] for member, count in self.shares.items() if count
        )
        borrowers = set()
        for loan, left in self.owed.items():
            member = self.ledger.loans[loan].member
            gender = self.genders[member]
            borrowers.add(member)
            now["loans_change_count"][gender] += 1
            now["arrears_change_minor"][gender] += left if closed else self._late(loan, left, day)
            if closed:
                # Its row tells the terms after the share-out, and what came before is not known.
                self.certain = self.certain and loan not in self.judged
                self.carried_on[loan] = day
        now["borrowers_change"] = Counter(self.genders[member] for member in borrowers)
        for name, by_gender in now.items():
            was = self.before.get(name, Counter())
            for gender in by_gender.keys() | was.keys():
                _more(slices[gender], name, by_gender[gender] - was[gender])
            self.before[name] = by_gender

    def _late(self, loan: int, left: Minor, day: date) -> Minor:
        """Give what is owed on a loan past its day; a carried one is so from the day after."""
        carried_on = self.carried_on.get(loan)
        if carried_on is not None:
            return left if day > carried_on else 0
        self.judged.add(loan)
        terms = self.ledger.loans[loan]
        if day <= terms.due_on:
            return 0
        return arrears(replace(terms, payments=tuple(self.payments[loan])), day)

    def standing(self) -> dict[str, int | date | None]:
        """Name the columns of the position that follow."""
        ledger, balances = self.ledger, self.balances
        here = sorted((e for e in ledger.entries if e.cycle == ledger.cycle), key=_in_order)
        last_on = here[-1].day if here else None
        day = last_on or ledger.opened_on
        held = [entry.meeting for entry in here if entry.meeting is not None]
        members = [
            m.gender for m in ledger.roster.members.values() if m.left_on is None or m.left_on > day
        ]
        return {
            "cycle": ledger.cycle,
            "last_meeting": max(held, default=-1),
            "last_held_on": last_on,
            "meetings_count": sum(map(bool, held)),
            "cash_loan_fund": balances[Account.CASH_LOAN_FUND],
            "cash_solidarity": balances[Account.CASH_SOLIDARITY],
            "bank": balances[Account.BANK] + balances[Account.BANK_SOLIDARITY],
            "loans_out": balances[Account.LOANS],
            "loans_count": len(self.owed),
            "arrears": sum(self._late(loan, left, day) for loan, left in self.owed.items()),
            "shares_count": sum(self.shares.values()),
            "savings": balances[Account.MEMBER_SHARES],
            "members_f": members.count(Gender.WOMAN),
            "members_m": members.count(Gender.MAN),
            "members_x": members.count(Gender.OTHER),
            "members_unknown": members.count(Gender.UNSAID),
        }


def _count_coming(counters: Counters, came: Came) -> None:
    """Count members who came, or did not, in the same way."""
    times = came.times
    if came.by_representative:
        counters.came_by_proxy += times
    elif came.state is Attendance.EXCUSED:
        counters.excused += times
    if came.state is Attendance.LATE:
        counters.came_late += times
    if came.by_representative or came.state in CAME:
        counters.meetings_attended += times


def _more(counters: Counters, name: str, amount: int) -> None:
    setattr(counters, name, getattr(counters, name) + amount)


def _in_order(entry: Standing) -> tuple[int, bool, int]:
    """Order entries as they tell: by cycle and meeting, the share-out last."""
    return entry.cycle, entry.meeting is None, entry.meeting or 0
