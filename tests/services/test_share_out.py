"""Sharing a cycle out: what is previewed, counted and confirmed is what is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from tests.builders import NOW, GroupWorld, a_group, a_programme, a_uuid, meet
from tests.domain_builders import OPENED_ON, SHARE, a_constitution
from vsla.domain.cash_count import CashCount
from vsla.domain.codes import Code
from vsla.domain.constitution import SolidarityRule
from vsla.domain.errors import (
    ConflictError,
    CycleClosedError,
    IdempotencyConflictError,
    InvalidDocumentError,
    NotAllowedError,
    NotFoundError,
    Problem,
)
from vsla.domain.ledger import Account, trial_balance
from vsla.services import share_out
from vsla.services.verify_ledger import verify_group
from vsla.store.models import Cycle, EntryKind, JournalEntry, ShareOutProposal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor

HELD_ON = date(2023, 12, 27)
EXPENSE = [{"fund": "loan_fund", "amount_minor": 250_000, "what": "box"}]


def a_saving_group(session: Session, **rules: object) -> GroupWorld:
    """A group of ten that met twice: 40 shares, a loan, an expense."""
    world = a_group(session, members=10, constitution=a_constitution(**rules))
    meet(world, 1)
    lent = [{"line": 1, "member": 1, "amount_minor": 300_000, "term": 1}]
    meet(world, 2, loans_granted=lent, expenses=EXPENSE)
    return world


def boxes(world: GroupWorld) -> CashCount:
    """Count both boxes as the books have them."""
    balances = world.ground().books.balances
    return CashCount(balances[Account.CASH_LOAN_FUND], balances[Account.CASH_SOLIDARITY])


def propose(
    world: GroupWorld, counted: CashCount | None = None, held_on: date = HELD_ON
) -> ShareOutProposal:
    """Propose as the facilitator."""
    return share_out.propose(
        world.session,
        world.facilitator,
        group_id=world.group_id,
        held_on=held_on,
        counted=counted or boxes(world),
        now=NOW,
    )


def confirm(
    world: GroupWorld,
    proposal: ShareOutProposal,
    actor: Actor | None = None,
    key: str = "share-out",
    digest: str | None = None,
) -> int:
    """Confirm as the officer."""
    return share_out.confirm(
        world.session,
        actor or world.officer,
        group_id=world.group_id,
        proposal_number=proposal.number,
        digest=digest or proposal.digest,
        now=NOW,
        uuid=a_uuid(key),
    )


def entries(world: GroupWorld) -> int:
    """Count the entries of the journal."""
    query = select(func.count()).where(JournalEntry.group_id == world.group_id)
    return world.session.scalars(query).one()


def test_a_preview_writes_nothing_and_everybody_who_reads_may_see_it(session: Session) -> None:
    world = a_saving_group(session)

    seen = share_out.preview(
        session, world.programme.trainer, group_id=world.group_id, held_on=HELD_ON
    )

    assert seen.problems == ()
    assert seen.total_shares == 40
    assert entries(world) == 2


def test_a_confirmed_share_out_is_one_entry_that_closes_the_cycle(session: Session) -> None:
    world = a_saving_group(session)
    before = boxes(world)
    proposal = propose(world)

    number = confirm(world, proposal)

    books = world.ground().books
    entry = session.get_one(JournalEntry, (world.group_id, number))
    assert (number, entry.kind, entry.document) == (3, EntryKind.SHARE_OUT, proposal.document)
    assert books.closed
    assert books.shares == {}
    assert trial_balance(books.balances) == 0
    assert books.balances[Account.MEMBER_SHARES] == 0
    assert boxes(world).solidarity_fund == before.solidarity_fund
    assert session.get_one(Cycle, (world.group_id, 1)).closed_on == HELD_ON
    assert proposal.confirmed_by == world.officer.user_id
    assert verify_group(session, world.group_id) == []


def test_members_are_handed_what_the_preview_says_to_the_last_franc(session: Session) -> None:
    world = a_saving_group(session, solidarity_rule=SolidarityRule.SHARED_EQUALLY)
    before = boxes(world)
    seen = share_out.preview(session, world.officer, group_id=world.group_id, held_on=HELD_ON)

    confirm(world, propose(world))

    after = boxes(world)
    handed = sum(line.received for line in seen.lines)
    assert before.loan_fund is not None
    assert before.solidarity_fund is not None
    assert after.loan_fund is not None
    assert after.solidarity_fund is not None
    gone = before.loan_fund + before.solidarity_fund - after.loan_fund - after.solidarity_fund
    assert gone == handed
    assert after.solidarity_fund == seen.solidarity_carried
    assert sum(value * count for value, count in seen.notes) == handed


def test_the_sheet_of_a_confirmed_share_out_can_be_drawn_again(session: Session) -> None:
    world = a_saving_group(session)
    proposal = propose(world)
    seen = share_out.preview(session, world.officer, group_id=world.group_id, held_on=HELD_ON)
    confirm(world, proposal)

    again = share_out.shared_out(session, world.programme.trainer, group_id=world.group_id, cycle=1)

    assert again == seen
    assert again.digest == proposal.digest


@pytest.mark.parametrize("cycle", [1, 2])
def test_a_cycle_that_was_not_shared_out_has_no_sheet(session: Session, cycle: int) -> None:
    world = a_saving_group(session)

    with pytest.raises(NotFoundError):
        share_out.shared_out(session, world.officer, group_id=world.group_id, cycle=cycle)


def test_the_person_who_proposed_cannot_confirm(session: Session) -> None:
    world = a_saving_group(session)
    proposal = propose(world)

    with pytest.raises(ConflictError) as caught:
        confirm(world, proposal, world.facilitator)

    assert caught.value.code is Code.SAME_PERSON
    assert entries(world) == 2


def test_a_programme_may_do_without_a_second_person(session: Session) -> None:
    programme = a_programme(session, second_person_share_out=False)
    world = a_group(session, programme, members=8)
    meet(world, 1)
    proposal = propose(world)

    assert confirm(world, proposal, world.facilitator) == 2


def test_a_share_out_is_refused_when_money_moved_since_the_proposal(session: Session) -> None:
    world = a_saving_group(session)
    proposal = propose(world)
    meet(world, 3)

    with pytest.raises(ConflictError) as caught:
        confirm(world, proposal)

    assert caught.value.code is Code.MONEY_MOVED
    assert not world.ground().books.closed


def test_a_share_out_is_refused_when_other_figures_were_seen(session: Session) -> None:
    world = a_saving_group(session)
    proposal = propose(world)

    with pytest.raises(ConflictError) as caught:
        confirm(world, proposal, digest="0" * 64)

    assert caught.value.code is Code.MONEY_MOVED


def test_boxes_that_hold_something_else_are_both_named(session: Session) -> None:
    world = a_saving_group(session)
    balances = world.ground().books.balances
    loan_fund = balances[Account.CASH_LOAN_FUND]
    counted = CashCount(loan_fund - 5_000, 0)

    with pytest.raises(InvalidDocumentError) as caught:
        propose(world, counted)

    money = {"expected_minor": loan_fund, "counted_minor": loan_fund - 5_000}
    solidarity = {"expected_minor": balances[Account.CASH_SOLIDARITY], "counted_minor": 0}
    assert caught.value.problems == (
        Problem("loan_fund_minor", Code.COUNT_IS_NOT_BOOKS, money),
        Problem("solidarity_fund_minor", Code.COUNT_IS_NOT_BOOKS, solidarity),
    )


def test_boxes_that_were_not_counted_and_a_day_to_come_are_told_at_once(session: Session) -> None:
    world = a_saving_group(session)

    with pytest.raises(InvalidDocumentError) as caught:
        propose(world, CashCount(), date(2030, 1, 1))

    assert [(problem.path, problem.code) for problem in caught.value.problems] == [
        ("loan_fund_minor", Code.MISSING),
        ("solidarity_fund_minor", Code.MISSING),
        ("held_on", Code.DATE_IN_FUTURE),
    ]


def test_a_group_without_shares_has_nothing_to_share_out(session: Session) -> None:
    world = a_group(session, members=8)

    with pytest.raises(InvalidDocumentError) as caught:
        propose(world)

    assert Code.NO_SHARES in {problem.code for problem in caught.value.problems}


def test_a_cycle_is_shared_out_once(session: Session) -> None:
    world = a_saving_group(session)
    proposal = propose(world)
    confirm(world, proposal)

    with pytest.raises(CycleClosedError) as again:
        confirm(world, proposal, key="another")
    with pytest.raises(CycleClosedError) as proposed:
        propose(world)

    assert again.value.code is proposed.value.code is Code.ALREADY_SHARED_OUT
    assert entries(world) == 3


def test_the_same_confirmation_sent_again_writes_nothing(session: Session) -> None:
    world = a_saving_group(session)
    proposal = propose(world)
    number = confirm(world, proposal)

    assert confirm(world, proposal) == number
    assert entries(world) == 3


def test_a_key_of_another_document_is_refused(session: Session) -> None:
    world = a_saving_group(session)
    proposal = propose(world)
    confirm(world, proposal)

    with pytest.raises(IdempotencyConflictError):
        confirm(world, proposal, digest="0" * 64)


def test_a_withdrawn_proposal_cannot_be_confirmed(session: Session) -> None:
    world = a_saving_group(session)
    proposal = propose(world)
    number = proposal.number

    share_out.withdraw(
        session, world.officer, group_id=world.group_id, proposal_number=number, now=NOW
    )

    assert share_out.waiting_proposal(session, world.officer, group_id=world.group_id) is None
    with pytest.raises(NotFoundError):
        confirm(world, proposal)


def test_what_does_not_wait_cannot_be_withdrawn(session: Session) -> None:
    world = a_saving_group(session)

    with pytest.raises(NotFoundError):
        share_out.withdraw(
            session, world.officer, group_id=world.group_id, proposal_number=1, now=NOW
        )


def test_a_newer_proposal_takes_the_place_of_one_that_waits(session: Session) -> None:
    world = a_saving_group(session)
    first = propose(world)
    second = propose(world, held_on=date(2023, 12, 28))

    waiting = share_out.waiting_proposal(session, world.programme.trainer, group_id=world.group_id)

    assert waiting is second
    assert (first.number, second.number) == (1, 2)
    assert first.withdrawn_at == NOW


def test_a_loss_is_shared_and_nobody_pays_the_group(session: Session) -> None:
    world = a_group(session, members=8)
    meet(world, 1, expenses=[{"fund": "loan_fund", "amount_minor": 800_000, "what": "theft"}])
    proposal = propose(world)

    confirm(world, proposal)

    again = share_out.shared_out(session, world.officer, group_id=world.group_id, cycle=1)
    assert {line.in_hand for line in again.lines} == {SHARE}


def test_a_trainer_neither_proposes_nor_confirms(session: Session) -> None:
    world = a_saving_group(session)
    proposal = propose(world)
    reader = replace(world, facilitator=world.programme.trainer)

    with pytest.raises(NotAllowedError):
        propose(reader)
    with pytest.raises(NotAllowedError):
        confirm(world, proposal, world.programme.trainer)


def test_a_share_out_before_the_last_meeting_is_refused(session: Session) -> None:
    world = a_saving_group(session)

    with pytest.raises(InvalidDocumentError) as caught:
        propose(world, held_on=OPENED_ON)

    assert [problem.code for problem in caught.value.problems] == [Code.DATE_BEFORE_LAST_MEETING]
