"""Groups at their share-out, for the tests of its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.builders import GroupWorld, a_group, a_programme, meet
from tests.domain_builders import a_constitution
from vsla.services.papers.share_out_sheet import ShareOutSheet, share_out_sheet
from vsla.store.models import Member

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

LONG_NAME = "Mwamini Bahati Kavira Nzuvandeka"


def a_sharing_group(
    session: Session, *, members: int = 10, facts: dict[str, Any] | None = None, **rules: Any
) -> GroupWorld:
    """A group that met twice, with an expense, a fine and a debt that a share pays."""
    world = a_group(
        session,
        a_programme(session),
        members=members,
        name="Tujenge Pamoja",
        constitution=a_constitution(lending_from_meeting=1, loan_meeting_every=1, **rules),
        **(facts or {}),
    )
    session.get_one(Member, (world.group_id, 7)).name = LONG_NAME
    price = world.ground().constitution_on(world.opened_on).share_value
    fine = [{"member": 2, "offence": "late", "amount_minor": price // 10}]
    meet(world, 1, shares={n: n % 5 + 1 for n in world.members}, fines_charged=fine)
    lent = [{"line": 1, "member": 4, "amount_minor": price * 5 // 2, "term": 1}]
    spent = [{"fund": "loan_fund", "amount_minor": price * 17 // 10, "what": "box"}]
    meet(world, 2, shares=dict.fromkeys(world.members, 3), loans_granted=lent, expenses=spent)
    return world


def a_sheet(world: GroupWorld, held_on: date, cycle: int | None = None) -> ShareOutSheet:
    """Reckon the sheet as the facilitator."""
    return share_out_sheet(
        world.session, world.facilitator, world.group_id, held_on=held_on, cycle=cycle
    )
