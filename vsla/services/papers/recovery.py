"""The recovery sheet: where a group stands, and all that opens it again on an empty system."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.constitution_form import constitution_from_json
from vsla.domain.errors import ConflictError
from vsla.domain.loans import owed
from vsla.domain.roster import Post
from vsla.services import group_page
from vsla.services.access import RECORDERS, group_for
from vsla.services.books import load
from vsla.services.paper_code import EntryMark, entry_mark
from vsla.services.recovery_state import (
    BOXES,
    CarriedDebt,
    CarriedLoan,
    CarriedMember,
    CarriedPost,
    CarriedRules,
    CarriedState,
    carried_debt,
    carried_loan,
    unusual,
)
from vsla.store import constitutions, members
from vsla.store.models import Zone

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Constitution
    from vsla.domain.loans import Loan
    from vsla.domain.money import Minor
    from vsla.services.access import Actor
    from vsla.services.books import Ground
    from vsla.store.models import ConstitutionVersion, Group, Member

_HASH_SHOWN = 32


@dataclass(frozen=True, slots=True)
class RecoveryLine:
    """A member on the sheet: what she saved, and what she owes today; minor units."""

    member: Member
    shares: int
    owes: Minor
    fines: Minor


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """All that stands on the recovery sheet; money in minor units.

    Attributes:
        group: whose.
        rules: in force.
        lines: members who belong, in passbook order.
        keys: passbook numbers of those who keep the keys.
        state: what its square carries.
        entry: where the journal stands.
        on: the day on which debts are reckoned.
    """

    group: Group
    rules: Constitution
    lines: tuple[RecoveryLine, ...]
    keys: tuple[int, ...]
    state: CarriedState
    entry: EntryMark
    on: date

    @property
    def stars(self) -> int:
        """Add up all shares."""
        return sum(line.shares for line in self.lines)

    @property
    def owed(self) -> Minor:
        """Add up what members owe on loans of both funds."""
        return sum(line.owes for line in self.lines)

    def figures(self) -> tuple[tuple[str, int], ...]:
        """Name the figures the code vouches for, in the order of the sheet."""
        loan_box, solidarity_box, bank, bank_solidarity = self.state.boxes
        return (
            ("loan_box", loan_box),
            ("solidarity_box", solidarity_box),
            ("bank", bank + bank_solidarity),
            ("stars", self.stars),
            ("owed", self.owed),
        )


def recovery_sheet(session: Session, actor: Actor, group_id: int, *, on: date) -> RecoverySheet:
    """Read where a group stands; the number of statements does not depend on its members.

    Args:
        session: any.
        actor: a facilitator of the group, or an officer: the sheet names every member's debts.
        group_id: which group.
        on: the day on which debts are reckoned.

    Returns:
        The sheet of the running cycle.

    Raises:
        ConflictError: GROUP_NOT_READY, no cycle is open.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor only reads.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    ground = load(session, group)
    if ground.books.closed:
        raise ConflictError(Code.GROUP_NOT_READY)
    people = members.list_members(session, group_id, on=on)
    entry = entry_mark(session, group_id, ground.position.entry_number)
    state = _state(session, group, ground, people, entry, on)
    posts = [post for post in state.posts if post.post == Post.KEY_HOLDER]
    return RecoverySheet(
        group=group,
        rules=ground.constitution_on(on),
        lines=tuple(_line(ground, each, on) for each in people),
        keys=tuple(post.no for post in posts),
        state=state,
        entry=entry,
        on=on,
    )


def _line(ground: Ground, member: Member, on: date) -> RecoveryLine:
    books, number = ground.books, member.member_id
    return RecoveryLine(
        member=member,
        shares=books.shares.get(number, 0),
        owes=sum(owed(loan, on).total for loan in books.loans_of(number)),
        fines=books.fines_owed.get(number, 0),
    )


def _state(
    session: Session,
    group: Group,
    ground: Ground,
    people: list[Member],
    entry: EntryMark,
    on: date,
) -> CarriedState:
    books = ground.books
    numbers = {each.member_id: each.passbook_number for each in people}
    versions = _of_one_price(session, group.group_id)
    told = [
        (loan, _told(loan, numbers, versions, on))
        for loan in sorted(books.loans.values(), key=lambda loan: (loan.granted_on, loan.loan))
    ]
    gone = [(n.member, owed(n, on).total) for n, carried in told if carried is None]
    gone += [(n, -amount) for n, amount in books.payable.items() if n not in numbers]
    state = CarriedState(
        code=group.code,
        name=group.name,
        place=group.place,
        zone=session.get_one(Zone, group.zone_id).name,
        currency=group.currency,
        cash_step=group.cash_step,
        formed_on=group.formed_on,
        cycle=books.cycle,
        opened_on=books.opened_on,
        share_out_on=books.share_out_on,
        meeting=max(0, books.last_meeting),
        held_on=books.last_held_on or books.opened_on,
        entry=entry.number,
        hash=entry.hash[:_HASH_SHOWN],
        boxes=tuple(books.balances[account] for account in BOXES),
        rules=(),
        members=tuple(_carried(ground, each) for each in people),
        posts=_posts(session, group.group_id, numbers, on),
        loans=tuple(each for _loan, each in told if isinstance(each, CarriedLoan)),
        by_hand=_by_passbook(session, group.group_id, gone),
        debts=tuple(each for _loan, each in told if isinstance(each, CarriedDebt)),
        old_fines=_pairs(books.fine_arrears, numbers),
        payables=_pairs(books.payable, numbers),
    )
    return replace(state, rules=_rules(versions, state.starts_on))


def _told(
    loan: Loan, numbers: dict[int, int], versions: list[ConstitutionVersion], on: date
) -> CarriedLoan | CarriedDebt | None:
    """Carry a loan, or what is left of it; not that of a member who has left."""
    no = numbers.get(loan.member)
    if no is None:
        return None
    rules = _read(_in_force(versions, loan.granted_on))
    return carried_loan(loan, no, rules) or carried_debt(loan, no, on)


def _pairs(amounts: dict[int, Minor], numbers: dict[int, int]) -> tuple[tuple[int, Minor], ...]:
    """Name amounts of present members by passbook number, in their order."""
    found = [(numbers[member], amount) for member, amount in amounts.items() if member in numbers]
    return tuple(sorted(found))


def _by_passbook(
    session: Session, group_id: int, amounts: list[tuple[int, Minor]]
) -> tuple[tuple[int, Minor], ...]:
    """Name amounts of members who have left by the number of the passbook they had."""
    if not amounts:
        return ()
    known = {n.member_id: n.passbook_number for n in members.list_members(session, group_id)}
    return tuple((known[member], amount) for member, amount in amounts)


def _carried(ground: Ground, member: Member) -> CarriedMember:
    return CarriedMember(
        no=member.passbook_number,
        name=member.name,
        gender=str(member.gender),
        sign=str(member.sign or ""),
        joined_on=member.joined_on,
        shares=ground.books.shares.get(member.member_id, 0),
        fines=ground.books.fines_owed.get(member.member_id, 0),
    )


def _posts(
    session: Session, group_id: int, numbers: dict[int, int], on: date
) -> tuple[CarriedPost, ...]:
    held = group_page.committee(session, group_id, on=on).holders
    return tuple(
        CarriedPost(str(post), line.member.passbook_number, n.votes_for, n.votes_against)
        for post in Post
        for line in held[post]
        for n in [line.term]
        if line.member.member_id in numbers
    )


def _of_one_price(session: Session, group_id: int) -> list[ConstitutionVersion]:
    """List the latest versions that share one price of a star: a cycle never has two."""
    kept: list[ConstitutionVersion] = []
    for version in reversed(constitutions.versions(session, group_id)):
        if kept and _read(version).share_value != _read(kept[0]).share_value:
            break
        kept.insert(0, version)
    return kept


def _in_force(versions: list[ConstitutionVersion], day: date) -> ConstitutionVersion:
    """Find the version in force on a day; before the first, the first, as on the new system."""
    past = [version for version in versions if version.adopted_on <= day]
    return past[-1] if past else versions[0]


def _rules(versions: list[ConstitutionVersion], start: date) -> tuple[CarriedRules, ...]:
    """Carry the version in force on the first day that counts, and all that came after."""
    first = versions.index(_in_force(versions, start))
    return tuple(
        CarriedRules(v.adopted_on, v.present, v.votes_for, v.votes_against, unusual(_read(v)))
        for v in versions[first:]
    )


def _read(version: ConstitutionVersion) -> Constitution:
    return constitution_from_json(json.loads(version.body))
