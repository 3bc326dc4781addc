"""The rows of every table that is taken along, of some groups at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.books_form import books_from_json
from vsla.domain.facts import COUNTER_NAMES
from vsla.services import course_rows, quality_rows, savix
from vsla.services.table_parts import GROUP, MONEY_ENDS, between, sexes, yes
from vsla.store.models import (
    CommitteeTerm,
    HelpGiven,
    LoanRow,
    MeetingSummary,
    Member,
    RollupMonth,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from vsla.services.table_parts import Chosen, Of, Read, Row


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
    *GROUP,
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
    *GROUP,
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


def _meetings(session: Session, part: dict[int, Of], chosen: Chosen) -> Iterator[Row]:
    m = MeetingSummary
    query = select(m).where(m.group_id.in_(part), *between(m.held_on, chosen))
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
    *GROUP,
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


def _loans(session: Session, part: dict[int, Of], _chosen: Chosen) -> Iterator[Row]:
    people = sexes(session, part)
    query = select(LoanRow).where(LoanRow.group_id.in_(part))
    for row in session.scalars(query.order_by(LoanRow.group_id, LoanRow.loan_id)):
        of = part[row.group_id]
        paid = (row.principal_left, row.interest_paid, row.penalty_paid, row.written_off)
        yield (
            *of.head(),
            row.loan_id,
            *people[row.group_id, row.member_id],
            yes(row.solidarity),
            row.granted_on,
            row.due_on,
            of.money(row.principal),
            *map(of.money, paid),
            row.settled_on,
        )


_LOANS = (
    *GROUP,
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


def _column_of(counter: str) -> str:
    return _NAMES_OF.get(counter, counter.removesuffix(MONEY_ENDS))


def _months(session: Session, part: dict[int, Of], chosen: Chosen) -> Iterator[Row]:
    r = RollupMonth
    query = select(r).where(r.group_id.in_(part))
    for row in session.scalars(query.order_by(r.group_id, r.cycle, r.month, r.gender)):
        of, first = part[row.group_id], date(*divmod(row.month, 100), 1)
        late = chosen.from_on is not None and first < chosen.from_on.replace(day=1)
        if late or (chosen.to_on is not None and first > chosen.to_on):
            continue
        values = ((name, getattr(row, name)) for name in COUNTER_NAMES)
        counted = (
            of.money(value) if name.endswith(MONEY_ENDS) else value for name, value in values
        )
        yield (*of.head(), row.cycle, first, row.gender, *counted)


_MONTHS = (
    *GROUP,
    "cycle",
    "month",
    "sex",
    *map(_column_of, COUNTER_NAMES),
)


def _posts(session: Session, part: dict[int, Of], _chosen: Chosen) -> Iterator[Row]:
    people, term = sexes(session, part), CommitteeTerm
    query = select(term).where(term.group_id.in_(part))
    for row in session.scalars(query.order_by(term.group_id, term.line)):
        person = people[row.group_id, row.member_id]
        yield (*part[row.group_id].head(), row.post, *person, row.elected_on, row.ended_on)


_POSTS = (*GROUP, "post", "passbook", "sex", "elected_on", "ended_on")


def _help(session: Session, part: dict[int, Of], chosen: Chosen) -> Iterator[Row]:
    people, h = sexes(session, part), HelpGiven
    query = select(h).where(h.group_id.in_(part), *between(h.given_on, chosen))
    for row in session.scalars(query.order_by(h.group_id, h.entry_number, h.line)):
        of = part[row.group_id]
        sex = people[row.group_id, row.member_id][1]
        yield (*of.head(), row.given_on, sex, of.money(row.amount), yes(row.as_loan))


_HELP = (*GROUP, "given_on", "sex", "amount", "as_loan")


TABLES: dict[str, tuple[tuple[str, ...], Read]] = {
    "groups": (_GROUPS, _groups),
    "members": (_MEMBERS, _members),
    "meetings": (_MEETINGS, _meetings),
    "loans": (_LOANS, _loans),
    "months": (_MONTHS, _months),
    "posts": (_POSTS, _posts),
    "help": (_HELP, _help),
    "checks": (quality_rows.CHECKS, quality_rows.checks),
    "visits": (quality_rows.VISITS, quality_rows.visits),
    "actions": (quality_rows.ACTIONS, quality_rows.actions),
    "member_fields": (quality_rows.MEMBER_FIELDS, quality_rows.member_fields),
    "group_fields": (quality_rows.GROUP_FIELDS, quality_rows.group_fields),
    "courses": (course_rows.COURSES, course_rows.courses),
    "course_sessions": (course_rows.SESSIONS, course_rows.sessions),
    "savix": (savix.SET, savix.rows),
    "savix_checks": (savix.CHECKS, savix.check_rows),
}
"""The columns of each table, and what reads its rows for some groups."""
