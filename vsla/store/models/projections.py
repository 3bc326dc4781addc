"""Tables derived from the ledger's documents: rewritten at will, made anew by ``vsla rebuild``."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from vsla.domain.codes import Code
from vsla.domain.constitution import Need, Offence
from vsla.domain.facts import Attendance
from vsla.domain.roster import Gender
from vsla.store.models.base import CLUSTERED, Base, EnumText, UTCDateTime
from vsla.store.models.counters import CounterColumns


def _of_entry() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["group_id", "entry_number"], ["journal_entry.group_id", "journal_entry.number"]
    )


class AttendanceRow(Base):
    """How one member came to a meeting, or did not."""

    __tablename__ = "attendance"
    __table_args__ = (_of_entry(), CLUSTERED)

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[Attendance] = mapped_column(EnumText(Attendance))
    by_representative: Mapped[bool]


class FineCharged(Base):
    """A fine charged; what was paid of it is a movement."""

    __tablename__ = "fine_charged"
    __table_args__ = (_of_entry(), CLUSTERED)

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int]
    offence: Mapped[Offence] = mapped_column(EnumText(Offence))
    amount: Mapped[int] = mapped_column(BigInteger)


class HelpGiven(Base):
    """Help from the solidarity fund, given or lent."""

    __tablename__ = "help_given"
    __table_args__ = (_of_entry(), CLUSTERED)

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int]
    need: Mapped[Need] = mapped_column(EnumText(Need))
    amount: Mapped[int] = mapped_column(BigInteger)
    as_loan: Mapped[bool]
    given_on: Mapped[date]


class BreachRow(Base):
    """A rule of the group that was broken, and who has seen it. ``values`` is canonical JSON."""

    __tablename__ = "breach"
    __table_args__ = (_of_entry(), CLUSTERED)

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(Text)
    code: Mapped[Code] = mapped_column(EnumText(Code))
    values: Mapped[str] = mapped_column(Text)
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class MeetingSummary(Base):
    """One line for each meeting that stands; money in minor units.

    ``attended`` counts members present or late, ``difference`` is counted cash less the books.
    """

    __tablename__ = "meeting"
    __table_args__ = (_of_entry(), CLUSTERED)

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cycle: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_number: Mapped[int]
    held_on: Mapped[date]
    attended: Mapped[int]
    expected: Mapped[int]
    shares_count: Mapped[int]
    savings: Mapped[int] = mapped_column(BigInteger)
    solidarity: Mapped[int] = mapped_column(BigInteger)
    loans_count: Mapped[int]
    loans_amount: Mapped[int] = mapped_column(BigInteger)
    repaid: Mapped[int] = mapped_column(BigInteger)
    fines_paid: Mapped[int] = mapped_column(BigInteger)
    grants: Mapped[int] = mapped_column(BigInteger)
    difference: Mapped[int] = mapped_column(BigInteger)
    breaches_count: Mapped[int]


class LoanRow(Base):
    """A loan and where it stands; ``charge`` and ``penalty`` are canonical JSON.

    Money in minor units; ``principal_left`` is zero for a loan that is settled.
    """

    __tablename__ = "loan"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["member.group_id", "member.member_id"]),
        CLUSTERED,
    )

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    loan_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int]
    granted_on: Mapped[date]
    due_on: Mapped[date]
    term: Mapped[int]
    principal: Mapped[int] = mapped_column(BigInteger)
    solidarity: Mapped[bool]
    purpose: Mapped[str] = mapped_column(Text)
    activity: Mapped[str] = mapped_column(Text)
    charge: Mapped[str] = mapped_column(Text)
    penalty: Mapped[str] = mapped_column(Text)
    principal_left: Mapped[int] = mapped_column(BigInteger)
    interest_paid: Mapped[int] = mapped_column(BigInteger)
    penalty_paid: Mapped[int] = mapped_column(BigInteger)
    written_off: Mapped[int] = mapped_column(BigInteger)
    settled_on: Mapped[date | None]


class GroupPosition(Base):
    """Where a group stands now; ``books`` is canonical JSON, money in minor units."""

    __tablename__ = "group_position"

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    cycle: Mapped[int]
    entry_number: Mapped[int]
    last_meeting: Mapped[int]
    last_held_on: Mapped[date | None]
    meetings_count: Mapped[int]
    cash_loan_fund: Mapped[int] = mapped_column(BigInteger)
    cash_solidarity: Mapped[int] = mapped_column(BigInteger)
    bank: Mapped[int] = mapped_column(BigInteger)
    loans_out: Mapped[int] = mapped_column(BigInteger)
    loans_count: Mapped[int]
    arrears: Mapped[int] = mapped_column(BigInteger)
    shares_count: Mapped[int]
    savings: Mapped[int] = mapped_column(BigInteger)
    members_f: Mapped[int]
    members_m: Mapped[int]
    members_x: Mapped[int]
    members_unknown: Mapped[int]
    books: Mapped[str] = mapped_column(Text)


class RollupMonth(CounterColumns, Base):
    """One slice of figures: a group, a cycle, a month and one sex; see ``facts.Counters``.

    ``month`` is what ``calendar.month_of`` gives.
    """

    __tablename__ = "rollup_month"
    __table_args__ = (CLUSTERED,)

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    gender: Mapped[Gender] = mapped_column(EnumText(Gender), primary_key=True)
