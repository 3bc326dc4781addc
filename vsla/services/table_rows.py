"""The rows of every table that is taken along, of some groups at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import select

from vsla.documents.cells import Money
from vsla.documents.table_words import COLUMNS
from vsla.domain.books_form import books_from_json
from vsla.domain.facts import COUNTER_NAMES
from vsla.domain.roster import YesNo
from vsla.store.models import (
    CommitteeTerm,
    Group,
    GroupPosition,
    HelpGiven,
    LoanRow,
    MeetingSummary,
    Member,
    PassbookCheck,
    RollupMonth,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from vsla.documents.cells import Value
    from vsla.domain.roster import Gender

Row: TypeAlias = "tuple[Value, ...]"
_GROUP = ("programme", "group_code", "group_name", "zone", "currency")
_MONEY = "_minor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which part of the lists is taken along.

    Attributes:
        programme_id: one programme, or None for all that are the actor's.
        zone_id: one zone.
        group_id: one group.
        from_on: for figures by month, meetings and help: first day.
        to_on: last day.
    """

    programme_id: int | None = None
    zone_id: int | None = None
    group_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Of:
    """The group a row belongs to."""

    group: Group
    zone: str
    programme: str
    position: GroupPosition | None

    def head(self) -> Row:
        """Give the cells with which every line begins."""
        return (
            self.programme,
            self.group.code,
            self.group.name,
            self.zone,
            self.group.currency,
        )

    def money(self, amount: int) -> Money:
        """Give an amount in the currency of the group."""
        return Money(amount, self.group.currency)


_Read: TypeAlias = "Callable[[Session, dict[int, Of], Chosen], Iterator[Row]]"


def _groups(_session: Session, part: dict[int, Of], _chosen: Chosen) -> Iterator[Row]:
    for of in part.values():
        group, here = of.group, of.position
        facts = (*of.head(), group.place, group.status, group.formed_on, group.disengaged_on)
        if here is None:
            yield (*facts, *(None,) * (len(_GROUPS) - len(facts)))
            continue
        counts = (here.members_f, here.members_m, here.members_x, here.members_unknown)
        sums = (here.arrears, here.cash_loan_fund, here.cash_solidarity, here.bank)
        yield (
            *facts,
            here.cycle,
            here.meetings_count,
            here.last_held_on,
            *counts,
            sum(counts),
            here.shares_count,
            of.money(here.savings),
            of.money(here.loans_out),
            here.loans_count,
            *map(of.money, sums),
        )


_GROUPS = (
    *_GROUP,
    "place",
    "status",
    "formed_on",
    "disengaged_on",
    "cycle",
    "meetings_held",
    "last_held_on",
    "women",
    "men",
    "sex_other",
    "sex_unsaid",
    "members_all",
    "shares",
    "savings",
    "loans_out",
    "loans_open",
    "arrears",
    "box_loan_fund",
    "box_solidarity",
    "bank",
)


def _members(session: Session, part: dict[int, Of], _chosen: Chosen) -> Iterator[Row]:
    owed = _owed(session, part)
    shares = {number: _shares(of) for number, of in part.items()}
    query = select(Member).where(Member.group_id.in_(part))
    for member in session.scalars(query.order_by(Member.group_id, Member.passbook_number)):
        of = part[member.group_id]
        count = shares[member.group_id].get(member.member_id, 0)
        yield (
            *of.head(),
            member.passbook_number,
            member.name,
            member.gender,
            member.birth_year,
            member.category,
            member.literacy,
            member.disability,
            member.head_of_household,
            member.joined_on,
            member.left_on,
            member.leaving_reason,
            count,
            of.money(count * _price(of)),
            of.money(owed[member.group_id, member.member_id]),
        )


def _shares(of: Of) -> dict[int, int]:
    return books_from_json(json.loads(of.position.books)).shares if of.position else {}


def _price(of: Of) -> int:
    """Give what a share costs in the running cycle: it is the same for all of them."""
    here = of.position
    return here.savings // here.shares_count if here is not None and here.shares_count else 0


def _owed(session: Session, part: dict[int, Of]) -> dict[tuple[int, int], int]:
    owed: dict[tuple[int, int], int] = defaultdict(int)
    query = select(LoanRow.group_id, LoanRow.member_id, LoanRow.principal_left)
    still = (LoanRow.group_id.in_(part), LoanRow.settled_on.is_(None))
    for group_id, member_id, left in session.execute(query.where(*still)):
        owed[group_id, member_id] += left
    return owed


_MEMBERS = (
    *_GROUP,
    "passbook",
    "name",
    "sex",
    "birth_year",
    "category",
    "literacy",
    "disability",
    "head_of_household",
    "joined_on",
    "left_on",
    "leaving_reason",
    "shares",
    "savings",
    "owed",
)


def _between(column: InstrumentedAttribute[date], chosen: Chosen) -> list[ColumnElement[bool]]:
    """Say that a day lies in the period that was chosen."""
    conditions: list[ColumnElement[bool]] = []
    if chosen.from_on is not None:
        conditions.append(column >= chosen.from_on)
    if chosen.to_on is not None:
        conditions.append(column <= chosen.to_on)
    return conditions


def _meetings(session: Session, part: dict[int, Of], chosen: Chosen) -> Iterator[Row]:
    m = MeetingSummary
    query = select(m).where(m.group_id.in_(part), *_between(m.held_on, chosen))
    for row in session.scalars(query.order_by(m.group_id, m.cycle, m.number)):
        of = part[row.group_id]
        sums = (row.repaid, row.fines_paid, row.grants, row.difference)
        yield (
            *of.head(),
            row.cycle,
            row.number,
            row.held_on,
            row.attended,
            row.expected,
            row.shares_count,
            of.money(row.savings),
            of.money(row.solidarity),
            row.loans_count,
            of.money(row.loans_amount),
            *map(of.money, sums),
            row.breaches_count,
        )


_MEETINGS = (
    *_GROUP,
    "cycle",
    "meeting",
    "held_on",
    "attended",
    "expected",
    "shares",
    "savings",
    "solidarity",
    "loans_given",
    "lent",
    "repaid",
    "fines_paid",
    "grants",
    "difference",
    "breaches",
)


def _yes(holds: bool) -> YesNo:  # noqa: FBT001 - its one argument
    return YesNo.YES if holds else YesNo.NO


def _sexes(session: Session, part: dict[int, Of]) -> dict[tuple[int, int], tuple[int, Gender]]:
    """Give passbook and sex of every member."""
    query = select(Member.group_id, Member.member_id, Member.passbook_number, Member.gender)
    rows = session.execute(query.where(Member.group_id.in_(part)))
    return {(group_id, member): (number, sex) for group_id, member, number, sex in rows}


def _loans(session: Session, part: dict[int, Of], _chosen: Chosen) -> Iterator[Row]:
    people = _sexes(session, part)
    query = select(LoanRow).where(LoanRow.group_id.in_(part))
    for row in session.scalars(query.order_by(LoanRow.group_id, LoanRow.loan_id)):
        of = part[row.group_id]
        paid = (row.principal_left, row.interest_paid, row.penalty_paid, row.written_off)
        yield (
            *of.head(),
            row.loan_id,
            *people[row.group_id, row.member_id],
            _yes(row.solidarity),
            row.granted_on,
            row.due_on,
            of.money(row.principal),
            *map(of.money, paid),
            row.settled_on,
        )


_LOANS = (
    *_GROUP,
    "loan",
    "passbook",
    "sex",
    "from_solidarity",
    "granted_on",
    "due_on",
    "principal",
    "principal_left",
    "interest_paid",
    "penalty_paid",
    "written_off",
    "settled_on",
)
_NAMES_OF = {
    "shares_count": "shares",
    "savings_minor": "savings",
    "solidarity_minor": "solidarity",
    "grants_minor": "grants",
    "solidarity_loans_minor": "solidarity_lent",
    "fines_charged_minor": "fines_charged",
    "fines_paid_minor": "fines_paid",
    "loans_count": "loans_given",
    "loans_minor": "lent",
    "principal_repaid_minor": "principal_repaid",
    "interest_paid_minor": "interest_paid",
    "written_off_minor": "written_off",
    "payout_minor": "paid_out",
}
_TOLD = tuple(name for name in COUNTER_NAMES if _NAMES_OF.get(name, name) in COLUMNS)
"""Counters that have words for a column; others serve the board alone."""


def _months(session: Session, part: dict[int, Of], chosen: Chosen) -> Iterator[Row]:
    r = RollupMonth
    query = select(r).where(r.group_id.in_(part))
    for row in session.scalars(query.order_by(r.group_id, r.cycle, r.month, r.gender)):
        of, first = part[row.group_id], date(*divmod(row.month, 100), 1)
        late = chosen.from_on is not None and first < chosen.from_on.replace(day=1)
        if late or (chosen.to_on is not None and first > chosen.to_on):
            continue
        values = ((name, getattr(row, name)) for name in _TOLD)
        counted = (of.money(value) if name.endswith(_MONEY) else value for name, value in values)
        yield (*of.head(), row.cycle, first, row.gender, *counted)


_MONTHS = (
    *_GROUP,
    "cycle",
    "month",
    "sex",
    *(_NAMES_OF.get(name, name) for name in _TOLD),
)


def _posts(session: Session, part: dict[int, Of], _chosen: Chosen) -> Iterator[Row]:
    people, term = _sexes(session, part), CommitteeTerm
    query = select(term).where(term.group_id.in_(part))
    for row in session.scalars(query.order_by(term.group_id, term.line)):
        person = people[row.group_id, row.member_id]
        yield (*part[row.group_id].head(), row.post, *person, row.elected_on, row.ended_on)


_POSTS = (*_GROUP, "post", "passbook", "sex", "elected_on", "ended_on")


def _help(session: Session, part: dict[int, Of], chosen: Chosen) -> Iterator[Row]:
    people, h = _sexes(session, part), HelpGiven
    query = select(h).where(h.group_id.in_(part), *_between(h.given_on, chosen))
    for row in session.scalars(query.order_by(h.group_id, h.entry_number, h.line)):
        of = part[row.group_id]
        sex = people[row.group_id, row.member_id][1]
        yield (*of.head(), row.given_on, sex, of.money(row.amount), _yes(row.as_loan))


_HELP = (*_GROUP, "given_on", "sex", "amount", "as_loan")


def _checks(session: Session, part: dict[int, Of], chosen: Chosen) -> Iterator[Row]:
    people, c = _sexes(session, part), PassbookCheck
    query = select(c).where(c.group_id.in_(part), *_between(c.checked_on, chosen))
    order = (c.group_id, c.sample_id, c.member_id, c.line)
    for row in session.scalars(query.order_by(*order)):
        of = part[row.group_id]
        yield (
            *of.head(),
            row.sample_id,
            *people[row.group_id, row.member_id],
            row.line,
            row.outcome,
            row.checked_on,
            row.last_on,
            row.shares,
            row.book_shares,
            of.money(row.owed),
            of.money(row.book_owed),
            _yes(row.agrees),
        )


_CHECKS = (
    *_GROUP,
    "sample",
    "passbook",
    "sex",
    "time_entered",
    "outcome",
    "checked_on",
    "last_line_on",
    "paper_shares",
    "shares",
    "paper_owed",
    "owed",
    "agrees",
)

TABLES: dict[str, tuple[tuple[str, ...], _Read]] = {
    "groups": (_GROUPS, _groups),
    "members": (_MEMBERS, _members),
    "meetings": (_MEETINGS, _meetings),
    "loans": (_LOANS, _loans),
    "months": (_MONTHS, _months),
    "posts": (_POSTS, _posts),
    "help": (_HELP, _help),
    "checks": (_CHECKS, _checks),
}
"""The columns of each table, and what reads its rows for some groups."""
