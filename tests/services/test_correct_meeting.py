"""Correcting a meeting of any age, in the open: nothing vanishes, and later ones still hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import TODAY, a_group, a_meeting, a_uuid, meet
from tests.domain_builders import SHARE, a_constitution
from tests.services.meetings import (
    body_of,
    counted_rows,
    entries,
    is_sound,
    kinds,
    put_right,
    send,
    told,
)
from tests.services.test_share_out import confirm, propose
from vsla.domain.codes import Code
from vsla.domain.document import parse_meeting
from vsla.domain.errors import (
    ConflictError,
    CycleClosedError,
    IdempotencyConflictError,
    InvalidDocumentError,
    NotAllowedError,
    NotFoundError,
)
from vsla.domain.ledger import Account, reverse
from vsla.domain.roster import LeavingReason
from vsla.services.correct_meeting import REASON_MAX, correct, preview
from vsla.store import journal, projections
from vsla.store.models import Member

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

RULES = a_constitution(lending_from_meeting=1, loan_meeting_every=1)
LOAN = {"line": 1, "member": 1, "amount_minor": 4 * SHARE, "term": 3}


def a_lending_group(session: Session, meetings: int = 6) -> GroupWorld:
    """Give a group that lent at its first meeting and met some more times."""
    world = a_group(session, members=8, constitution=RULES)
    meet(world, 1, loans_granted=[LOAN])
    for number in range(2, meetings + 1):
        meet(world, number)
    return world


def with_shares(document: dict[str, Any], member: int, count: int) -> dict[str, Any]:
    """Give the document with another count of shares for one member, boxes not counted."""
    others = [row for row in document["shares_bought"] if row["member"] != member]
    changed = {**document, "shares_bought": [*others, {"member": member, "count": count}]}
    return {**changed, "opening_count": {}, "closing_count": {}}


def test_a_meeting_five_meetings_old_is_corrected_in_the_open(session: Session) -> None:
    world = a_lending_group(session)
    wrong = body_of(world, 1)

    recorded = put_right(world, 1, with_shares(wrong, 2, 5), reason=" three too few ")

    everything = entries(world)
    later = ["reversal", "reversal", "correction", "reposting"]
    assert kinds(world) == ["meeting"] * 6 + later
    assert everything[0].document == json.dumps(wrong)
    corrected = everything[recorded.entry_number - 1]
    assert (corrected.replaces, corrected.reason) == (1, "three too few")
    assert corrected.recorded_by == world.facilitator.user_id
    assert is_sound(world)


def test_an_entry_and_its_reversal_cancel_each_other(session: Session) -> None:
    world = a_lending_group(session)

    put_right(world, 1, with_shares(body_of(world, 1), 2, 5))

    moved = journal.movements_of(session, world.group_id)
    undone = {e.reverses: e.number for e in entries(world) if e.reverses is not None}
    assert 1 in undone
    for number, reversal in undone.items():
        assert tuple(moved[reversal]) == reverse(moved[number])
    assert all(e.document is None for e in entries(world) if e.kind == "reversal")


def test_counted_boxes_stand_and_the_difference_moves_to_the_next_opening(
    session: Session,
) -> None:
    world = a_lending_group(session, meetings=2)
    before = world.ground().books

    put_right(world, 1, with_shares(body_of(world, 1), 2, 5))

    after = world.ground().books
    box = Account.CASH_LOAN_FUND
    # Three shares more were bought than written; the box was counted right one week later.
    assert after.balances[box] == before.balances[box]
    assert after.balances[Account.MEMBER_SHARES] == (
        before.balances[Account.MEMBER_SHARES] + 3 * SHARE
    )
    assert after.balances[Account.CASH_DIFFERENCE] == -3 * SHARE
    assert kinds(world)[2:] == ["reversal", "reversal", "correction", "reposting"]
    flagged = projections.breaches_of(session, world.group_id, entries(world)[-1].number)
    assert Code.CASH_DIFFERENCE_OPENING in {row.code for row in flagged}
    assert is_sound(world)


def test_later_meetings_are_posted_anew_only_when_they_move_otherwise(session: Session) -> None:
    world = a_group(session, members=8, constitution=RULES)
    meet(world, 1, loans_granted=[LOAN])
    meet(world, 2)
    repaid = [{"loan": 1_001_001, "amount_minor": SHARE}]
    meet(world, 6, repayments=repaid, opening_count={}, closing_count={})
    document = body_of(world, 1) | {"loans_granted": [LOAN | {"amount_minor": 2 * SHARE}]}
    document |= {"opening_count": {}, "closing_count": {}}
    put_right(world, 2, body_of(world, 2) | {"opening_count": {}, "closing_count": {}})

    put_right(world, 1, document, key="second")

    last = [(e.kind, e.meeting, e.reverses, e.replaces) for e in entries(world)[5:]]
    assert last == [
        ("reversal", 6, 3, None),
        ("reversal", 1, 1, None),
        ("correction", 1, None, 1),
        ("reposting", 6, None, 3),
    ]
    assert world.ground().books.loans[1_001_001].payments[0].interest == 20_000
    assert is_sound(world)


def test_a_correction_is_itself_corrected_and_the_old_one_is_not(session: Session) -> None:
    world = a_lending_group(session, meetings=1)
    first = put_right(world, 1, with_shares(body_of(world, 1), 2, 5), key=1)

    second = put_right(world, first.entry_number, with_shares(body_of(world, 1), 2, 3), key=2)

    with pytest.raises(ConflictError, match="not_correctable"):
        put_right(world, 1, body_of(world, 1), key=3)
    assert kinds(world) == ["meeting", "reversal", "correction", "reversal", "correction"]
    chain = [e.replaces for e in entries(world) if e.kind == "correction"]
    assert chain == [1, first.entry_number]
    assert second.entry_number == 5
    assert world.ground().books.shares[2] == 3
    assert is_sound(world)


@pytest.mark.parametrize("entry_number", [2, 4])
def test_a_reversal_and_an_undone_entry_cannot_be_corrected(
    session: Session, entry_number: int
) -> None:
    world = a_lending_group(session, meetings=1)
    first = put_right(world, 1, with_shares(body_of(world, 1), 2, 5), key=1)
    put_right(world, first.entry_number, with_shares(body_of(world, 1), 2, 3), key=2)

    with pytest.raises(ConflictError, match="not_correctable"):
        put_right(world, entry_number, body_of(world, 1), key=3)


def test_a_correction_sent_twice_is_done_once(session: Session) -> None:
    world = a_lending_group(session, meetings=1)
    document = with_shares(body_of(world, 1), 2, 5)
    first = put_right(world, 1, document)
    before = counted_rows(world)

    again = put_right(world, 1, document)

    assert (again.entry_number, again.replay) == (first.entry_number, True)
    assert counted_rows(world) == before
    with pytest.raises(IdempotencyConflictError):
        put_right(world, 1, with_shares(document, 3, 5))


def test_what_later_meetings_could_not_bear_is_refused_with_the_reason(session: Session) -> None:
    world = a_group(session, members=8, constitution=RULES)
    meet(world, 1)
    boxes: dict[str, Any] = {"opening_count": {}, "closing_count": {}}
    meet(world, 2, shares={}, loans_granted=[LOAN | {"amount_minor": 16 * SHARE}], **boxes)
    before = counted_rows(world)

    with pytest.raises(InvalidDocumentError) as caught:
        put_right(world, 1, with_shares(body_of(world, 1), 1, 1))

    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == ("later.2", Code.LATER_NO_LONGER_HOLDS)
    assert problem.values == {
        "requested_minor": 16 * SHARE,
        "available_minor": 15 * SHARE,
        "excess_minor": SHARE,
        "number": 2,
        "because": "lending_above_loan_fund",
    }
    assert counted_rows(world) == before


def test_every_problem_of_a_correction_is_told_at_once(session: Session) -> None:
    world = a_lending_group(session, meetings=2)
    wrong = body_of(world, 1) | {"expenses": [{"amount_minor": 10**9, "what": "roof"}]}

    with pytest.raises(InvalidDocumentError) as caught:
        put_right(world, 1, wrong, reason="  ")

    assert told(caught.value)[0] == ("reason", "reason_missing")
    assert ("loans_granted", "lending_above_loan_fund") in told(caught.value)


@pytest.mark.parametrize(
    ("reason", "code"), [("x" * (REASON_MAX + 1), "too_long"), ("a\x00b", "not_text")]
)
def test_a_reason_has_an_end_and_can_be_kept(session: Session, reason: str, code: str) -> None:
    world = a_lending_group(session, meetings=1)

    with pytest.raises(InvalidDocumentError) as caught:
        put_right(world, 1, body_of(world, 1), reason=reason)

    assert told(caught.value) == [("reason", code)]


def test_a_correction_keeps_its_number_and_cycle(session: Session) -> None:
    world = a_lending_group(session, meetings=2)
    moved = body_of(world, 2) | {"meeting": 7, "cycle": 3}

    with pytest.raises(InvalidDocumentError) as caught:
        put_right(world, 2, moved)

    assert told(caught.value) == [("cycle", "other_cycle"), ("meeting", "number_kept")]
    assert caught.value.problems[1].values == {"number": 2}


def test_a_departure_can_be_undone_and_its_reason_put_right(session: Session) -> None:
    world = a_group(session, members=9, constitution=RULES)
    leaving = [{"member": 9, "reason": "left"}]
    meet(world, 1, departures=leaving)
    uncounted = body_of(world, 1) | {"closing_count": {}}
    died = put_right(world, 1, uncounted | {"departures": [{"member": 9, "reason": "died"}]}, key=1)
    assert session.get_one(Member, (world.group_id, 9)).leaving_reason is LeavingReason.DIED

    put_right(world, died.entry_number, uncounted | {"departures": []}, key=2)

    stays = session.get_one(Member, (world.group_id, 9), populate_existing=True)
    assert (stays.left_on, stays.leaving_reason) == (None, None)
    assert world.ground().books.shares[9] == 2
    assert is_sound(world)


def test_a_preview_writes_nothing_and_shows_both_sides(session: Session) -> None:
    world = a_lending_group(session, meetings=2)
    document = parse_meeting(with_shares(body_of(world, 1), 2, 5))
    before = counted_rows(world)

    shown = preview(
        session,
        world.officer,
        group_id=world.group_id,
        entry_number=1,
        document=document,
        today=TODAY,
    )

    assert shown.problems == ()
    assert shown.books_before == world.ground().books
    assert shown.books_after.shares[2] == shown.books_before.shares[2] + 3
    bought = [m.count for m in shown.movements_after if m.member == 2 and m.count]
    assert (len(shown.movements_before), bought) == (len(shown.movements_after), [5])
    assert [str(b.code) for b in shown.revision.later[0].breaches_new] == [
        "cash_difference_opening"
    ]
    assert counted_rows(world) == before


def test_a_closed_cycle_is_not_corrected(session: Session) -> None:
    world = a_group(session, members=8, constitution=RULES)
    meet(world, 1)
    confirm(world, propose(world))

    with pytest.raises(CycleClosedError):
        put_right(world, 1, body_of(world, 1))


def test_an_entry_that_is_not_there_is_not_found(session: Session) -> None:
    world = a_lending_group(session, meetings=1)

    with pytest.raises(NotFoundError):
        put_right(world, 2, body_of(world, 1))


def test_a_trainer_does_not_correct(session: Session) -> None:
    world = a_lending_group(session, meetings=1)

    with pytest.raises(NotAllowedError):
        correct(
            session,
            world.programme.trainer,
            group_id=world.group_id,
            entry_number=1,
            uuid=a_uuid("trainer"),
            body="{}",
            reason="x",
            now=world.group.created_at,
            today=TODAY,
        )


def test_after_a_correction_the_group_goes_on_meeting(session: Session) -> None:
    world = a_lending_group(session, meetings=3)
    put_right(world, 2, with_shares(body_of(world, 2), 2, 5))

    meet(world, 4)
    send(world, json.dumps(a_meeting(world, 5)), key="fifth")

    assert world.ground().position.meetings_count == 5
    assert world.ground().books.last_meeting == 5
    assert is_sound(world)
