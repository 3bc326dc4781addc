"""Read what the pages of a share-out show beside its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.services import access, books
from vsla.services.open_cycle import received_by
from vsla.store import members
from vsla.store.models import Programme, User

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Constitution
    from vsla.domain.money import Minor
    from vsla.services.access import Actor
    from vsla.store.models import Group, Member


@dataclass(frozen=True, slots=True)
class ShareOutGround:
    """A group at its share-out.

    Attributes:
        group: whose.
        people: everyone who ever belonged, by id, in passbook order.
        constitution: in force on the day.
        cycle: number of the last opened cycle.
        is_closed: that cycle was shared out, and no other is open.
        second_person: the programme wants another person to confirm.
        session: to look up who proposed.
    """

    group: Group
    people: dict[int, Member]
    constitution: Constitution
    cycle: int
    is_closed: bool
    second_person: bool
    session: Session

    def user_name(self, user_id: int) -> str:
        """Name a user."""
        return self.session.get_one(User, user_id).name


def share_out_ground(
    session: Session, actor: Actor, *, group_id: int, held_on: date
) -> ShareOutGround:
    """Load what the pages of a share-out show beside its figures.

    Args:
        session: to read with.
        actor: who looks.
        group_id: whose.
        held_on: the day.

    Returns:
        Group, people and rules.

    Raises:
        NotFoundError: not the actor's group.
        ConflictError: GROUP_NOT_READY, no cycle was ever opened.
    """
    group = access.group_for(session, actor, group_id, *access.READERS)
    ground = books.load(session, group)
    return ShareOutGround(
        group=group,
        people={m.member_id: m for m in members.list_members(session, group_id)},
        constitution=ground.constitution_on(held_on),
        cycle=ground.books.cycle,
        is_closed=ground.books.closed,
        second_person=session.get_one(Programme, group.programme_id).second_person_share_out,
        session=session,
    )


@dataclass(frozen=True, slots=True)
class PutBackLine:
    """A member who may put money back: what she was handed, and how many shares it buys."""

    member: Member
    received: Minor
    shares_most: int


@dataclass(frozen=True, slots=True)
class NextCycleGround:
    """A group between two cycles.

    Attributes:
        group: whose.
        cycle: number of the one to open.
        shared_out_on: day of the share-out.
        constitution: in force on the first day.
        lines: who still belongs, in passbook order.
    """

    group: Group
    cycle: int
    shared_out_on: date
    constitution: Constitution
    lines: tuple[PutBackLine, ...]


def next_cycle_ground(
    session: Session, actor: Actor, *, group_id: int, today: date
) -> NextCycleGround | None:
    """Load what the form of the next cycle shows.

    Args:
        session: to read with.
        actor: who opens it.
        group_id: whose.
        today: the first day that is offered.

    Returns:
        The ground; None while a cycle is open.

    Raises:
        NotFoundError: not the actor's group.
        NotAllowedError: the actor only reads.
        ConflictError: GROUP_NOT_READY, no cycle was ever opened.
    """
    group = access.group_for(session, actor, group_id, *access.RECORDERS)
    ground = books.load(session, group)
    if not ground.books.closed:
        return None
    rules = ground.constitution_on(today)
    received = received_by(session, ground)
    present = members.list_members(session, group_id, on=today)
    return NextCycleGround(
        group=group,
        cycle=ground.books.cycle + 1,
        shared_out_on=ground.books.last_held_on or ground.books.opened_on,
        constitution=rules,
        lines=tuple(
            PutBackLine(m, received.get(m.member_id, 0), _buys(received, m, rules)) for m in present
        ),
    )


def _buys(received: dict[int, Minor], member: Member, rules: Constitution) -> int:
    return received.get(member.member_id, 0) // rules.share_value
