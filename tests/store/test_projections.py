"""Facts of entries, loans and the position: written from postings, rewritten at will."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from tests.store.builders import BOUGHT, DAY, NOW, PAID, a_recorded_group, a_user, statements
from vsla.domain.books import Books
from vsla.domain.codes import Code
from vsla.domain.constitution import Need, Offence
from vsla.domain.errors import Breach
from vsla.domain.facts import Attendance, AttendanceFact, Counters, FineFact, HelpFact, Posting
from vsla.domain.ledger import Kind, Movement
from vsla.domain.roster import Gender
from vsla.store import projections
from vsla.store.models import (
    AttendanceRow,
    BreachRow,
    FineCharged,
    GroupPosition,
    HelpGiven,
    MeetingSummary,
)
from vsla.store.position import Position, read, write
from vsla.store.projections import Recorded, delete_facts, write_facts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

BOOKS = Books(1, DAY, DAY + timedelta(weeks=52))
POSTING = Posting(
    movements=(
        BOUGHT,
        PAID,
        Movement(Kind.LOAN_DISBURSED, 9000, 1, 1_001_001),
        Movement(Kind.PRINCIPAL_REPAID, 3000, 2, 1_000_001),
        Movement(Kind.INTEREST_PAID, 300, 2, 1_000_001),
        Movement(Kind.FINE_PAID, 200, 2),
        Movement(Kind.SOLIDARITY_GRANT, 400, 1),
        Movement(Kind.CASH_SHORT, 70),
        Movement(Kind.SOLIDARITY_OVER, 20),
    ),
    books=BOOKS,
    attendance=(
        AttendanceFact(1, Attendance.PRESENT, by_representative=True),
        AttendanceFact(2, Attendance.ABSENT),
    ),
    fines=(FineFact(2, Offence.LATE, 200), FineFact(2, Offence.LATE, 200)),
    helps=(HelpFact(1, Need.ILLNESS, 400, as_loan=False),),
    counters={
        Gender.WOMAN: Counters(meetings_expected=1, meetings_attended=1, shares_count=5),
        Gender.MAN: Counters(meetings_expected=1, loans_count=1),
    },
)
BREACH = Breach("shares_bought.1", Code.TOO_MANY_SHARES, {"limit": 5, "count": 6})
TABLES = (AttendanceRow, FineCharged, HelpGiven, BreachRow, MeetingSummary)


def _recorded(number: int = 1) -> Recorded:
    return Recorded(number, 1, number, DAY, POSTING, (BREACH,))


def _counts(session: Session) -> list[int]:
    return [session.scalars(select(func.count()).select_from(table)).one() for table in TABLES]


def test_the_line_of_a_meeting_adds_up_its_counters_and_movements(session: Session) -> None:
    group_id, _ = a_recorded_group(session)

    write_facts(session, group_id, [_recorded()])

    line = projections.meeting(session, group_id, 1, 1)
    assert line is not None
    assert (line.attended, line.expected, line.shares_count, line.savings) == (1, 2, 5, 5000)
    assert (line.solidarity, line.loans_count, line.loans_amount) == (500, 1, 9000)
    assert (line.repaid, line.fines_paid, line.grants) == (3300, 200, 400)
    assert (line.difference, line.breaches_count, line.held_on) == (-50, 1, DAY)
    assert projections.meetings(session, group_id, 1) == [line]


def test_facts_come_back_as_they_were_posted(session: Session) -> None:
    group_id, _ = a_recorded_group(session)

    write_facts(session, group_id, [_recorded()])

    first, second = projections.attendance_of(session, group_id, 1)
    assert (first.state, first.by_representative) == (Attendance.PRESENT, True)
    assert (second.state, second.by_representative) == (Attendance.ABSENT, False)
    (breach,) = projections.breaches_of(session, group_id, 1)
    assert (breach.code, breach.values) == (Code.TOO_MANY_SHARES, '{"count":6,"limit":5}')
    assert session.scalars(select(HelpGiven)).one().given_on == DAY
    assert [fine.line for fine in session.scalars(select(FineCharged))] == [1, 2]


def test_a_whole_cycle_costs_one_statement_a_table(session: Session) -> None:
    group_id, _ = a_recorded_group(session, entries=6)

    with statements(session) as sent:
        write_facts(session, group_id, [_recorded(number) for number in range(1, 7)])

    assert len(sent) == len(TABLES)
    assert _counts(session) == [12, 12, 6, 6, 6]


def test_tables_without_facts_are_not_asked(session: Session) -> None:
    group_id, _ = a_recorded_group(session)
    share_out = Recorded(1, 1, None, DAY, Posting((BOUGHT,), BOOKS))

    with statements(session) as sent:
        write_facts(session, group_id, [share_out])

    assert sent == []


def test_the_broken_rules_of_a_cycle_are_read_at_once(session: Session) -> None:
    group_id, _ = a_recorded_group(session, entries=2)
    write_facts(session, group_id, [_recorded(1), _recorded(2)])

    with statements(session) as sent:
        found = projections.breaches_of_cycle(session, group_id, 1)

    assert len(sent) == 1
    assert {number: len(rows) for number, rows in found.items()} == {1: 1, 2: 1}
    assert projections.breaches_of_cycle(session, group_id, 2) == {}


def test_facts_of_some_entries_are_deleted_and_others_stay(session: Session) -> None:
    group_id, _ = a_recorded_group(session, entries=3)
    write_facts(session, group_id, [_recorded(number) for number in (1, 2, 3)])

    delete_facts(session, group_id, [1, 3])

    assert _counts(session) == [2, 2, 1, 1, 1]
    delete_facts(session, group_id)
    assert _counts(session) == [0] * 5


def test_the_first_who_sees_a_breach_is_kept(session: Session) -> None:
    group_id, _ = a_recorded_group(session)
    write_facts(session, group_id, [_recorded()])
    (breach,) = projections.breaches_of(session, group_id, 1)
    first, second = a_user(session, "a"), a_user(session, "b")

    projections.acknowledge(breach, user_id=first, now=NOW)
    projections.acknowledge(breach, user_id=second, now=NOW + timedelta(days=1))
    session.flush()

    assert (breach.acknowledged_by, breach.acknowledged_at) == (first, NOW)


def _position(group_id: int) -> Position:
    return Position(
        group_id=group_id,
        cycle=1,
        entry_number=1,
        last_meeting=1,
        last_held_on=DAY,
        meetings_count=1,
        cash_loan_fund=5_000_000_000,
        cash_solidarity=500,
        bank=0,
        loans_out=0,
        loans_count=0,
        arrears=0,
        shares_count=5,
        savings=5000,
        members_f=1,
        members_m=1,
        members_x=0,
        members_unknown=0,
        books='{"cycle":1}',
    )


def test_a_position_is_written_and_read(session: Session) -> None:
    group_id, _ = a_recorded_group(session)
    assert read(session, group_id) is None

    write(session, _position(group_id))

    assert read(session, group_id) == _position(group_id)
    assert read(session, group_id, lock=True) == _position(group_id)


def test_a_position_is_rewritten_in_one_statement(session: Session) -> None:
    group_id, _ = a_recorded_group(session)
    write(session, _position(group_id))
    shown = session.get_one(GroupPosition, group_id)
    assert shown.last_meeting == 1

    with statements(session) as sent:
        write(session, _position(group_id)._replace(last_meeting=2, bank=7))

    assert len(sent) == 1
    assert (shown.last_meeting, shown.bank) == (2, 7)
