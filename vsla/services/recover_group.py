"""Open a group again from its recovery sheet, through the same services as any other group."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from vsla.domain.codes import Code
from vsla.domain.constitution import Adoption
from vsla.domain.errors import InvalidDocumentError, Problem
from vsla.services.access import RECORDERS, actor_of, require
from vsla.services.acknowledge_breaches import acknowledge_breaches
from vsla.services.amend_constitution import adopt
from vsla.services.books import load
from vsla.services.days import latest_day
from vsla.services.elect_committee import elect
from vsla.services.enrol_member import enrol
from vsla.services.open_cycle import first_cycle
from vsla.services.open_group import open_group
from vsla.services.record_meeting import record
from vsla.services.recovery_documents import documents
from vsla.services.recovery_state import BOXES, CarriedPost, CarriedState, state_from_json
from vsla.services.recovery_text import read_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.store.models import Group


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet as read.

    Attributes:
        state: of the group.
        is_ours: printed by this system; else nobody but a person can say that it is true.
    """

    state: CarriedState
    is_ours: bool


def read_sheet(key: bytes, text: str) -> ReadSheet:
    """Read the text of a sheet's square.

    Args:
        key: of this system, from ``paper_code.key_from``.
        text: as read or pasted.

    Returns:
        The sheet.

    Raises:
        InvalidDocumentError: RECOVERY_UNREADABLE or RECOVERY_DAMAGED.
    """
    read = read_text(key, text)
    return ReadSheet(state_from_json(read.source), read.is_ours)


def recover(
    session: Session,
    actor: Actor,
    *,
    sheet: ReadSheet,
    zone_id: int,
    now: datetime,
    compared: bool = False,
) -> Group:
    """Open a group in the state of its sheet.

    The cycle goes on as the group's first on this system. Loans keep their days, terms and
    payments. What cannot be carried stands in ``by_hand`` of the state.

    Args:
        session: inside ``transaction()``.
        actor: a facilitator or an officer.
        sheet: from ``read_sheet``.
        zone_id: a zone of the actor's programme.
        now: when.
        compared: somebody answers for a sheet that this system did not print.

    Returns:
        The group.

    Raises:
        InvalidDocumentError: RECOVERY_UNSIGNED, nobody answers for the sheet; CODE_TAKEN, the
            programme has a group of this code; or what the services refuse of the sheet.
        NotAllowedError: the actor neither accompanies groups nor directs a programme.
    """
    require(actor, *RECORDERS)
    if not sheet.is_ours and not compared:
        raise InvalidDocumentError([Problem("text", Code.RECOVERY_UNSIGNED)])
    state = sheet.state
    group = open_carried(session, actor, state, zone_id, now)
    assert actor.user_id is not None, "the command line is neither facilitator nor officer"
    actor = actor_of(session, actor.user_id)
    group_id = group.group_id
    adopt_carried(session, actor, group_id, state, now)
    ids = _enrol(session, actor, group_id, state, now)
    first_cycle(
        session,
        actor,
        group_id=group_id,
        opened_on=state.starts_on,
        share_out_on=state.share_out_on,
        now=now,
    )
    record_carried(session, actor, group, state, ids, now)
    return group


def open_carried(
    session: Session, actor: Actor, state: CarriedState, zone_id: int, now: datetime
) -> Group:
    """Open the group of a state; raises what ``open_group`` raises."""
    return open_group(
        session,
        actor,
        name=state.name,
        zone_id=zone_id,
        place=state.place,
        currency=state.currency,
        cash_step=state.cash_step,
        formed_on=state.formed_on,
        code=state.code,
        now=now,
    )


def adopt_carried(
    session: Session, actor: Actor, group_id: int, state: CarriedState, now: datetime
) -> None:
    """Adopt the rules of a state, the oldest first; raises what ``adopt`` raises."""
    for rules in state.rules:
        vote = Adoption(rules.adopted_on, rules.present, rules.votes_for, rules.votes_against)
        adopt(session, actor, group_id=group_id, source=rules.body, adoption=vote, now=now)


def _enrol(
    session: Session, actor: Actor, group_id: int, state: CarriedState, now: datetime
) -> dict[int, int]:
    """Enrol everybody and fill the posts; give the ids by passbook number.

    Who holds a post counts from the first day, so that no seat is empty.
    """
    start = state.starts_on
    seated = {post.no for post in state.posts}
    ids: dict[int, int] = {}
    present = 0
    for member in state.members:
        joined = min(member.joined_on, start) if member.no in seated else member.joined_on
        person = {
            "name": member.name,
            "gender": member.gender,
            "sign": member.sign,
            "passbook_number": member.no,
            "joined_on": joined.isoformat(),
        }
        added = enrol(session, actor, group_id=group_id, person=person, now=now)
        ids[member.no] = added.member_id
        present += joined <= start
    _refuse_strangers(state, ids)
    seats = [_seat(post, ids[post.no], present) for post in state.posts]
    if seats:
        elect(session, actor, group_id=group_id, elected_on=start, seats=seats)
    return ids


def _seat(post: CarriedPost, member: int, present: int) -> dict[str, object]:
    """Say who was elected; hands of those who have left since are not counted."""
    votes_for = min(post.votes_for, present)
    return {
        "post": post.post,
        "member": member,
        "votes_for": votes_for,
        "votes_against": min(post.votes_against, present - votes_for),
    }


def _refuse_strangers(state: CarriedState, ids: dict[int, int]) -> None:
    """Refuse posts and debts of nobody on the list: such a sheet was never printed."""
    named = {post.no for post in state.posts} | {loan.no for loan in state.loans}
    named |= {debt.no for debt in state.debts}
    named |= {no for no, _amount in (*state.old_fines, *state.payables)}
    if not named <= ids.keys():
        raise InvalidDocumentError([Problem("text", Code.RECOVERY_DAMAGED)])


def record_carried(
    session: Session,
    actor: Actor,
    group: Group,
    state: CarriedState,
    ids: dict[int, int],
    now: datetime,
) -> None:
    """Record the documents; what they break was looked at when the paper was read."""
    ground = load(session, group)
    made = documents(state, ids, ground.constitution_on)
    for place, document in enumerate(made):
        recorded = record(
            session,
            actor,
            group_id=group.group_id,
            uuid=str(uuid5(NAMESPACE_URL, f"{state.code}/{state.hash}/{place}")),
            body=json.dumps(document),
            now=now,
            today=latest_day(now),
        )
        if recorded.breaches:
            number = recorded.entry_number
            acknowledge_breaches(
                session, actor, group_id=group.group_id, entry_number=number, now=now
            )
    balances = load(session, group).books.balances
    assert tuple(balances[box] for box in BOXES) == state.boxes, "the boxes differ from the sheet"
