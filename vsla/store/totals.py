"""Read the ledgers of many groups, some at a time, as ``domain/totals`` adds them up."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache, partial
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, and_, bindparam, cast, func, literal_column, or_, select

from vsla.domain.facts import Attendance
from vsla.domain.ledger import Kind
from vsla.domain.loans import Loan, loan_from_json
from vsla.domain.roster import Gender, Membership, Roster
from vsla.domain.totals_rows import Came, Fined, Helped, Ledger, Paid, Standing
from vsla.store.fast import Reading, day_of, day_or_none
from vsla.store.models import (
    AttendanceRow,
    Cycle,
    EntryKind,
    FineCharged,
    GroupPosition,
    HelpGiven,
    JournalEntry,
    LoanRow,
    Member,
    MovementRow,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Charge, Penalty
    from vsla.store.models.base import Base

_Row = tuple[Any, ...]
_FETCHED = 1_000
_SOLIDARITY: ColumnElement[Any] = literal_column(f"'{Kind.SOLIDARITY_PAID.value}'")


class _Streaming(Reading):
    """A statement of whose rows only some are held at a time."""

    def each(self, session: Session, *values: Any) -> Iterator[_Row]:  # noqa: ANN401 - any
        """Read row by row; SQLite finds each when it is asked for."""
        cursor = self._send(session, (values,))
        return chain.from_iterable(iter(partial(cursor.fetchmany, _FETCHED), []))


def _between(query: Select[*tuple[Any, ...]], *by: Any) -> _Streaming:  # noqa: ANN401 - columns of any type
    """Prepare a statement about the groups of a range of numbers, in their order."""
    group = by[0]
    here = group.between(bindparam("of_first"), bindparam("of_last"))
    return _Streaming(query.where(here).order_by(*by), "of_first", "of_last")


def _by_sex(table: type[Base], *sums: ColumnElement[Any], apart: Sequence[Any] = ()) -> Reading:
    """Prepare sums of facts by group, entry and sex."""
    of: Any = table
    keys = (of.group_id, of.entry_number, Member.gender, *apart)
    same = and_(Member.group_id == of.group_id, Member.member_id == of.member_id)
    query = select(*keys, *sums).join_from(table, Member, same).group_by(*keys)
    return _between(query, of.group_id)


def _of_entries(
    table: type[Base],
    by_sex: Callable[[ColumnElement[bool]], ColumnElement[Any]],
    *conditions: ColumnElement[bool],
) -> Reading:
    """Prepare a column for each sex, by group and entry: in the order of the key, never sorted."""
    of: Any = table
    keys = (of.group_id, of.entry_number)
    same = and_(Member.group_id == of.group_id, Member.member_id == of.member_id)
    columns = (by_sex(Member.gender == literal_column(f"'{sex.value}'")) for sex in Gender)
    query = select(*keys, *columns).join_from(table, Member, same).where(*conditions)
    return _between(query.group_by(*keys), of.group_id)


def _sum(column: Any) -> ColumnElement[int]:  # noqa: ANN401 - of any table
    return cast(func.sum(column), BigInteger)


_ENTRIES = _between(
    select(
        JournalEntry.group_id,
        JournalEntry.number,
        JournalEntry.cycle,
        JournalEntry.meeting,
        JournalEntry.occurred_on,
        JournalEntry.kind,
        JournalEntry.reverses,
    ),
    JournalEntry.group_id,
)
_MEMBERS = _between(
    select(
        Member.group_id,
        Member.member_id,
        Member.passbook_number,
        Member.gender,
        Member.joined_on,
        Member.left_on,
    ),
    Member.group_id,
)
_MOVED = _between(
    select(
        MovementRow.group_id,
        MovementRow.entry_number,
        MovementRow.kind,
        MovementRow.member_id,
        MovementRow.loan_id,
        MovementRow.amount,
        MovementRow.count,
    ).where(MovementRow.kind != _SOLIDARITY),
    MovementRow.group_id,
    MovementRow.entry_number,
)
_PAID = _of_entries(
    MovementRow,
    lambda sex: cast(func.sum(MovementRow.amount).filter(sex), BigInteger),
    MovementRow.kind == _SOLIDARITY,
)
"""What nearly all members pay at each meeting, by sex: 0.4 of all movements, in a few rows."""

_ROWS = _of_entries(AttendanceRow, lambda sex: func.count().filter(sex))
"""Rows of each meeting by sex."""

_UNUSUAL = _between(
    select(
        AttendanceRow.group_id,
        AttendanceRow.entry_number,
        AttendanceRow.member_id,
        AttendanceRow.state,
        AttendanceRow.by_representative,
    ).where(
        or_(
            AttendanceRow.state != literal_column("'present'"),
            AttendanceRow.by_representative.is_(True),
        )
    ),
    AttendanceRow.group_id,
)
_FINED = _by_sex(FineCharged, _sum(FineCharged.amount))
_HELPED = _by_sex(HelpGiven, func.count(), _sum(HelpGiven.amount), apart=(HelpGiven.as_loan,))
_LOANS = _between(
    select(
        LoanRow.group_id,
        LoanRow.loan_id,
        LoanRow.member_id,
        LoanRow.granted_on,
        LoanRow.term,
        LoanRow.due_on,
        LoanRow.principal,
        LoanRow.charge,
        LoanRow.penalty,
    ).where(LoanRow.solidarity.is_(False)),
    LoanRow.group_id,
)
_CYCLES = _between(
    select(Cycle.group_id, Cycle.number, Cycle.opened_on), Cycle.group_id, Cycle.number
)


def numbers(session: Session) -> list[int]:
    """List the groups that stand somewhere, by number."""
    return list(session.scalars(select(GroupPosition.group_id).order_by(GroupPosition.group_id)))


def lost(session: Session) -> list[int]:
    """List groups that opened a cycle and stand nowhere, by number; there should be none."""
    stands = select(GroupPosition.group_id).where(GroupPosition.group_id == Cycle.group_id)
    query = select(Cycle.group_id).where(~stands.exists()).distinct()
    return list(session.scalars(query.order_by(Cycle.group_id)))


def ledgers(session: Session, first: int, last: int) -> Iterator[tuple[int, Ledger]]:
    """Read what the totals of some groups follow from, in eight statements.

    Movements come as they are read, so that those of one group alone are held at a time.

    Args:
        session: any.
        first: number of the first group.
        last: of the last; together no more than memory holds the facts of.

    Yields:
        Groups that ever opened a cycle, by number; each is to be added up before the next.
    """

    def read(reading: Reading) -> dict[int, list[_Row]]:
        found: dict[int, list[_Row]] = defaultdict(list)
        for row in reading.rows(session, first, last):
            found[row[0]].append(row)
        return found

    entries, people, rows, unusual = read(_ENTRIES), read(_MEMBERS), read(_ROWS), read(_UNUSUAL)
    fined, helped, loans, cycles = read(_FINED), read(_HELPED), read(_LOANS), read(_CYCLES)
    paid = read(_PAID)
    moved = _in_step(_MOVED.each(session, first, last))
    for group in sorted(cycles):
        _group, cycle, opened_on = cycles[group][-1]
        roster = _roster(people[group])
        yield (
            group,
            Ledger(
                cycle=cycle,
                opened_on=day_of(opened_on),
                entries=_standing(entries[group]),
                roster=roster,
                moved=moved(group),
                paid=[
                    Paid(row[1], gender, amount)
                    for row in paid[group]
                    for gender, amount in zip(Gender, row[2:], strict=True)
                    if amount
                ],
                came=_came(rows[group], unusual[group], roster),
                fined=[Fined(row[1], _GENDERS[row[2]], row[3]) for row in fined[group]],
                helped=[
                    Helped(row[1], _GENDERS[row[2]], bool(row[3]), *row[4:])
                    for row in helped[group]
                ],
                loans={row[1]: _loan(row) for row in loans[group]},
            ),
        )


_GENDERS = {gender.value: gender for gender in Gender}


def _came(rows: Sequence[_Row], unusual: Sequence[_Row], roster: Roster) -> Iterator[Came]:
    """Tell who came otherwise than all others, and that all others were present."""
    members = roster.members
    sums: dict[tuple[int, Gender, str, bool], int] = defaultdict(int)
    taken: dict[tuple[int, Gender], int] = defaultdict(int)
    for _group, entry, member, state, by_representative in unusual:
        gender = members[member].gender
        sums[entry, gender, state, bool(by_representative)] += 1
        taken[entry, gender] += 1
    for (entry, gender, state, by_representative), times in sums.items():
        yield Came(entry, gender, Attendance(state), by_representative, times)
    for _group, entry, *counts in rows:
        for gender, count in zip(Gender, counts, strict=True):
            if count > taken.get((entry, gender), 0):
                times = count - taken.get((entry, gender), 0)
                yield Came(entry, gender, Attendance.PRESENT, by_representative=False, times=times)


def _in_step(rows: Iterable[_Row]) -> Callable[[int], Iterator[_Row]]:
    """Give the rows of one group after the other, as they are asked for in order."""
    groups = groupby(rows, key=itemgetter(0))
    ahead: list[tuple[int, Iterator[_Row]]] = []

    def of(group: int) -> Iterator[_Row]:
        while True:
            here = ahead.pop() if ahead else next(groups, None)
            if here is None:
                return iter(())
            if here[0] == group:
                return here[1]
            if here[0] > group:
                ahead.append(here)
                return iter(())

    return of


def _standing(rows: Sequence[_Row]) -> list[Standing]:
    """Leave out what was undone, and what undid it."""
    undone = {row[6] for row in rows}
    return [
        Standing(row[1], row[2], row[3], day_of(row[4]))
        for row in rows
        if row[1] not in undone and row[5] != EntryKind.REVERSAL
    ]


def _roster(rows: Sequence[_Row]) -> Roster:
    return Roster.of(
        Membership(row[1], row[2], _GENDERS[row[3]], day_of(row[4]), day_or_none(row[5]))
        for row in rows
    )


def _loan(row: _Row) -> Loan:
    _group, number, member, granted_on, term, due_on, principal, charge, penalty = row
    return Loan(
        number,
        member,
        day_of(granted_on),
        term,
        day_of(due_on),
        principal,
        *_terms(charge, penalty),
    )


# The loans of a programme are nearly always on the same few terms.
@lru_cache(maxsize=256)
def _terms(charge: str, penalty: str) -> tuple[Charge, Penalty]:
    written: dict[str, Any] = {
        "loan": 0,
        "member": 0,
        "granted_on": "2000-01-01",
        "term": 0,
        "due_on": "2000-01-01",
        "principal": 0,
        "charge": json.loads(charge),
    }
    terms = json.loads(penalty)
    loan = loan_from_json(written | ({"penalty": terms} if terms else {}))
    return loan.charge, loan.penalty
