"""The meeting document: one JSON object, complete in itself, that a meeting leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from vsla.domain.cash_count import UNCOUNTED, CashCount, cash_count
from vsla.domain.codes import Code
from vsla.domain.constitution import Fund, Need, Offence
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.facts import Attendance, AttendanceFact, FineFact
from vsla.domain.loans import LINE_MAX, MEETING_MAX
from vsla.domain.money import MINOR_MAX
from vsla.domain.reader import Reader, all_whole
from vsla.domain.roster import LeavingReason

if TYPE_CHECKING:
    from datetime import date

    from vsla.domain.money import Minor

SCHEMA_VERSION = 1
ROWS_MAX = 2_000
MEMBER_MAX = 10**9
SHARES_IN_ROW_MAX = 100_000
TERM_MAX = 120
NAME_MAX = 120
NOTE_MAX = 2_000
CONFIRMING_MAX = 5


class Direction(StrEnum):
    """Which way money goes between the box and the bank."""

    TO_BANK = "to_bank"
    FROM_BANK = "from_bank"


class Channel(StrEnum):
    """Where money is kept outside the box."""

    BANK = "bank"
    MOBILE_MONEY = "mobile_money"


class ShareRow(NamedTuple):
    """Shares bought by one member, a count."""

    member: int
    count: int  # type: ignore[assignment] # nobody counts the fields of a row


class AmountRow(NamedTuple):
    """Money of one member: solidarity paid, fines paid, or money of an earlier share-out."""

    member: int
    amount: Minor


@dataclass(frozen=True, slots=True)
class GrantRow:
    """Help from the solidarity fund; ``payee`` is the member who took the money in hand."""

    member: int
    need: Need
    amount: Minor
    payee: int | None = None


@dataclass(frozen=True, slots=True)
class SolidarityLoanRow:
    """Money of the solidarity fund lent without interest, for some weeks."""

    line: int
    member: int
    need: Need
    amount: Minor
    weeks: int
    payee: int | None = None


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan granted; ``line`` makes its id and is kept by a correction."""

    line: int
    member: int
    amount: Minor
    term: int
    purpose: str = ""
    activity: str = ""
    guarantors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """A loan asked for and refused by the meeting."""

    member: int
    amount: Minor
    reason: str = ""


class RepaymentRow(NamedTuple):
    """Money paid on one loan, of either fund."""

    loan: int
    amount: Minor


@dataclass(frozen=True, slots=True)
class WriteOffRow:
    """A loan given up by vote."""

    loan: int
    votes_for: int
    votes_against: int


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """An expense, or other income, of one of the funds."""

    fund: Fund
    amount: Minor
    what: str


@dataclass(frozen=True, slots=True)
class TransferRow:
    """Money brought to the bank or mobile money, or fetched from it."""

    direction: Direction
    channel: Channel
    fund: Fund
    amount: Minor
    reference: str = ""


@dataclass(frozen=True, slots=True)
class DepartureRow:
    """A member who leaves at this meeting and is settled with."""

    member: int
    reason: LeavingReason


@dataclass(frozen=True, slots=True)
class CarriedLoanRow:
    """What is left of a loan that a share-out left open, before the group came here; no charge."""

    line: int
    member: int
    amount: Minor
    granted_on: date
    due_on: date
    solidarity: bool = False


@dataclass(frozen=True, slots=True)
class MeetingDocument:
    """One meeting as recorded. Meeting 0 is the opening of a cycle: what was put back into it.

    Amounts are minor units of the group's currency and above zero. ``confirmed_by`` names the
    officers who confirmed the closing before a phone locked it; a paper names nobody. What is
    ``carried`` was left open by a share-out elsewhere, and comes only in a group's first cycle.
    """

    cycle: int
    meeting: int
    held_on: date
    attendance: tuple[AttendanceFact, ...] = ()
    opening_count: CashCount = UNCOUNTED
    shares_bought: tuple[ShareRow, ...] = ()
    solidarity_paid: tuple[AmountRow, ...] = ()
    fines_charged: tuple[FineFact, ...] = ()
    fines_paid: tuple[AmountRow, ...] = ()
    solidarity_grants: tuple[GrantRow, ...] = ()
    solidarity_loans: tuple[SolidarityLoanRow, ...] = ()
    loans_granted: tuple[LoanRow, ...] = ()
    loans_refused: tuple[RefusalRow, ...] = ()
    repayments: tuple[RepaymentRow, ...] = ()
    write_offs: tuple[WriteOffRow, ...] = ()
    expenses: tuple[MoneyRow, ...] = ()
    other_income: tuple[MoneyRow, ...] = ()
    transfers: tuple[TransferRow, ...] = ()
    payables_paid: tuple[AmountRow, ...] = ()
    carried_loans: tuple[CarriedLoanRow, ...] = ()
    carried_fines: tuple[AmountRow, ...] = ()
    carried_payables: tuple[AmountRow, ...] = ()
    departures: tuple[DepartureRow, ...] = ()
    closing_count: CashCount = UNCOUNTED
    note: str = ""
    chaired_by: int | None = None
    recorded_by: int | None = None
    confirmed_by: tuple[int, ...] = ()


_MEMBER = ("member", 1, MEMBER_MAX)
_AMOUNT = ("amount_minor", 1, MINOR_MAX)
_COUNT = ("count", 1, SHARES_IN_ROW_MAX)
_LOAN = ("loan", 1, MINOR_MAX)


def _member(r: Reader) -> int:
    return r.integer(*_MEMBER)


def _amount(r: Reader) -> int:
    return r.integer(*_AMOUNT)


def _attendance(r: Reader) -> AttendanceFact:
    return AttendanceFact(_member(r), r.choice("state", Attendance), r.yes("by_representative"))


_STATES = {state.value: state for state in Attendance}


def _plain_attendance(rows: list[Any]) -> tuple[AttendanceFact, ...] | None:
    """Read rows as every phone writes them, or give None: then ``_attendance`` tells more."""
    proxy = "by_representative"
    try:
        told = [(row["member"], row["state"], row.get(proxy, False)) for row in rows]
        fields = set(map(len, rows))
        if fields != {2}:
            fields = {len(row) - (proxy in row) for row in rows}
    except (KeyError, TypeError):
        return None
    members, words, proxies = zip(*told, strict=True)
    if fields != {2} or not all_whole(members, 1, MEMBER_MAX) or set(map(type, proxies)) != {bool}:
        return None
    if set(map(type, words)) != {str} or not _STATES.keys() >= set(words):
        return None
    return tuple(map(AttendanceFact, members, map(_STATES.__getitem__, words), proxies))


def _fine(r: Reader) -> FineFact:
    return FineFact(_member(r), r.choice("offence", Offence), _amount(r))


def _grant(r: Reader) -> GrantRow:
    payee = r.optional_integer("payee", 1, MEMBER_MAX)
    return GrantRow(_member(r), r.choice("need", Need), _amount(r), payee)


def _line(r: Reader) -> int:
    return r.integer("line", 1, LINE_MAX)


def _solidarity_loan(r: Reader) -> SolidarityLoanRow:
    return SolidarityLoanRow(
        line=_line(r),
        member=_member(r),
        need=r.choice("need", Need),
        amount=_amount(r),
        weeks=r.integer("weeks", 1, TERM_MAX),
        payee=r.optional_integer("payee", 1, MEMBER_MAX),
    )


def _loan(r: Reader) -> LoanRow:
    return LoanRow(
        line=_line(r),
        member=_member(r),
        amount=_amount(r),
        term=r.integer("term", 1, TERM_MAX),
        purpose=r.text("purpose", NAME_MAX),
        activity=r.text("activity", NAME_MAX),
        guarantors=r.integers("guarantors", 1, MEMBER_MAX, most=10),
    )


def _carried_loan(r: Reader) -> CarriedLoanRow:
    granted_on, due_on = r.day("granted_on"), r.day("due_on")
    if due_on < granted_on:
        r.note("due_on", Code.ENDS_BEFORE_BEGIN, begins_on=granted_on.isoformat())
    return CarriedLoanRow(_line(r), _member(r), _amount(r), granted_on, due_on, r.yes("solidarity"))


def _refusal(r: Reader) -> RefusalRow:
    return RefusalRow(_member(r), _amount(r), r.text("reason", NAME_MAX))


def _write_off(r: Reader) -> WriteOffRow:
    return WriteOffRow(
        r.integer(*_LOAN),
        r.integer("votes_for", 0, ROWS_MAX),
        r.integer("votes_against", 0, ROWS_MAX),
    )


def _money(r: Reader) -> MoneyRow:
    fund = r.choice("fund", Fund, Fund.LOAN_FUND)
    return MoneyRow(fund, _amount(r), r.text("what", NAME_MAX, needed=True))


def _transfer(r: Reader) -> TransferRow:
    return TransferRow(
        direction=r.choice("direction", Direction),
        channel=r.choice("channel", Channel),
        fund=r.choice("fund", Fund, Fund.LOAN_FUND),
        amount=_amount(r),
        reference=r.text("reference", NAME_MAX),
    )


def _departure(r: Reader) -> DepartureRow:
    return DepartureRow(_member(r), r.choice("reason", LeavingReason))


def parse_meeting(source: object) -> MeetingDocument:
    """Read a meeting document, or tell everything that is wrong with it.

    Args:
        source: parsed JSON of any shape.

    Returns:
        The document; whether it can be posted is for the rules.

    Raises:
        InvalidDocumentError: with every problem and its path.
    """
    r = Reader(source)
    if r.integer("schema_version", 1, ROWS_MAX) != SCHEMA_VERSION:
        r.note("schema_version", Code.UNKNOWN_SCHEMA, known=SCHEMA_VERSION)
    document = MeetingDocument(
        cycle=r.integer("cycle", 1, MEETING_MAX),
        meeting=r.integer("meeting", 0, MEETING_MAX),
        held_on=r.day("held_on"),
        attendance=r.rows("attendance", _attendance, ROWS_MAX, _plain_attendance),
        opening_count=cash_count(r, "opening_count"),
        shares_bought=r.pairs("shares_bought", ShareRow, _MEMBER, _COUNT, ROWS_MAX),
        solidarity_paid=r.pairs("solidarity_paid", AmountRow, _MEMBER, _AMOUNT, ROWS_MAX),
        fines_charged=r.rows("fines_charged", _fine, ROWS_MAX),
        fines_paid=r.pairs("fines_paid", AmountRow, _MEMBER, _AMOUNT, ROWS_MAX),
        solidarity_grants=r.rows("solidarity_grants", _grant, ROWS_MAX),
        solidarity_loans=r.rows("solidarity_loans", _solidarity_loan, ROWS_MAX),
        loans_granted=r.rows("loans_granted", _loan, ROWS_MAX),
        loans_refused=r.rows("loans_refused", _refusal, ROWS_MAX),
        repayments=r.pairs("repayments", RepaymentRow, _LOAN, _AMOUNT, ROWS_MAX),
        write_offs=r.rows("write_offs", _write_off, ROWS_MAX),
        expenses=r.rows("expenses", _money, ROWS_MAX),
        other_income=r.rows("other_income", _money, ROWS_MAX),
        transfers=r.rows("transfers", _transfer, ROWS_MAX),
        payables_paid=r.pairs("payables_paid", AmountRow, _MEMBER, _AMOUNT, ROWS_MAX),
        carried_loans=r.rows("carried_loans", _carried_loan, ROWS_MAX),
        carried_fines=r.pairs("carried_fines", AmountRow, _MEMBER, _AMOUNT, ROWS_MAX),
        carried_payables=r.pairs("carried_payables", AmountRow, _MEMBER, _AMOUNT, ROWS_MAX),
        departures=r.rows("departures", _departure, ROWS_MAX),
        closing_count=cash_count(r, "closing_count"),
        note=r.text("note", NOTE_MAX),
        chaired_by=r.optional_integer("chaired_by", 1, MEMBER_MAX),
        recorded_by=r.optional_integer("recorded_by", 1, MEMBER_MAX),
        confirmed_by=r.integers("confirmed_by", 1, MEMBER_MAX, most=CONFIRMING_MAX),
    )
    _unique_rows(r, document)
    r.finish()
    if r.problems:
        raise InvalidDocumentError(r.problems)
    return document


_ONE_LINE_EACH = (
    ("attendance", "member"),
    ("shares_bought", "member"),
    ("solidarity_paid", "member"),
    ("fines_paid", "member"),
    ("payables_paid", "member"),
    ("carried_loans", "line"),
    ("carried_fines", "member"),
    ("carried_payables", "member"),
    ("departures", "member"),
    ("write_offs", "loan"),
    ("loans_granted", "line"),
    ("solidarity_loans", "line"),
)
"""Lists that are kept by member, loan or line, and what names it."""


def _unique_rows(r: Reader, document: MeetingDocument) -> None:
    """Refuse a second line for a member, a loan or a number in the lists that are kept by it."""
    for name, key in _ONE_LINE_EACH:
        rows = getattr(document, name)
        if rows:
            r.unique(name, map(attrgetter(key), rows))
    r.unique("confirmed_by", document.confirmed_by)
