"""Recording a meeting: once, under its own date and number, however often and late it arrives."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import (
    TODAY,
    a_group,
    a_meeting,
    a_programme,
    a_user,
    a_uuid,
    an_empty_group,
    meet,
)
from tests.domain_builders import OPENED_ON, SHARE, a_constitution, a_document
from tests.services.meetings import (
    body_of,
    counted_rows,
    entries,
    is_sound,
    kinds,
    send,
    send_or_keep,
    told,
)
from tests.services.test_share_out import confirm, propose
from tests.store.builders import statements
from vsla.domain.codes import Code
from vsla.domain.document import parse_meeting
from vsla.domain.errors import (
    ConflictError,
    CycleClosedError,
    IdempotencyConflictError,
    InvalidDocumentError,
    MeetingNumberTakenError,
    NotAllowedError,
    NotFoundError,
)
from vsla.services.access import Role
from vsla.services.record_meeting import BODY_MAX, check, record
from vsla.store import contested, projections

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

SPENDS = [{"fund": "loan_fund", "amount_minor": 1_600_000, "what": "cloth"}]
ANYTIME = a_constitution(lending_from_meeting=1, loan_meeting_every=1, quorum=(1, 2))


def text(world: GroupWorld, meeting: int = 1, **parts: Any) -> str:
    return json.dumps(a_meeting(world, meeting, **parts))


def a_small_group(session: Session) -> GroupWorld:
    return a_group(session, members=8, constitution=ANYTIME)


def test_a_meeting_is_recorded_word_for_word(session: Session) -> None:
    world = a_small_group(session)
    body = text(world) + "  \n"

    recorded = send(world, body)

    (entry,) = entries(world)
    assert (recorded.entry_number, recorded.replay, recorded.late) == (1, False, False)
    assert recorded.breaches == ()
    assert entry.document == body
    assert (entry.occurred_on, entry.meeting, entry.device) == (OPENED_ON, 1, "phone 1")
    assert world.ground().books.total_shares == 16
    assert is_sound(world)


def test_a_meeting_sent_twice_is_recorded_once(session: Session) -> None:
    world = a_small_group(session)
    body = text(world, shares={1: 9})
    first = send(world, body)
    before = counted_rows(world)

    again = send(world, body)

    assert again.replay
    assert again.entry_number == first.entry_number
    assert [(b.path, b.code, dict(b.values)) for b in again.breaches] == [
        (b.path, b.code, dict(b.values)) for b in first.breaches
    ]
    assert counted_rows(world) == before


def test_a_key_in_capitals_is_the_same_key(session: Session) -> None:
    world = a_small_group(session)
    body = text(world)
    send(world, body, key="one")

    again = record(
        session,
        world.facilitator,
        group_id=world.group_id,
        uuid=a_uuid("one").upper(),
        body=body,
        now=world.group.created_at,
        today=TODAY,
    )

    assert again.replay


def test_the_same_key_with_another_body_keeps_both(session: Session) -> None:
    world = a_small_group(session)
    send(world, text(world))

    other = text(world, shares={1: 1})
    conflict = send_or_keep(world, other)

    assert isinstance(conflict, IdempotencyConflictError)
    assert conflict.values == {"entry": 1}
    (kept,) = contested.unsettled(session, world.group_id)
    assert (kept.document, kept.code) == (other, Code.SAME_KEY_OTHER_BODY)
    assert len(entries(world)) == 1


def test_a_key_already_used_does_not_keep_what_is_no_document(session: Session) -> None:
    world = a_small_group(session)
    send(world, text(world))

    with pytest.raises(InvalidDocumentError):
        send_or_keep(world, "\x00 no meeting")

    assert contested.unsettled(session, world.group_id) == []


def test_a_number_that_is_taken_keeps_both_versions(session: Session) -> None:
    world = a_small_group(session)
    send(world, text(world), key="phone A")
    other = text(world, shares={2: 3})

    first = send_or_keep(world, other, key="phone B")
    again = send_or_keep(world, other, key="phone B")

    assert isinstance(first, MeetingNumberTakenError)
    assert isinstance(again, MeetingNumberTakenError)
    assert first.values == {"number": 1, "entry": 1}
    (kept,) = contested.unsettled(session, world.group_id)
    assert (kept.document, kept.uuid) == (other, a_uuid("phone B"))
    assert body_of(world, 1) != json.loads(other)


def test_a_recorded_meeting_is_given_back_by_record_or_keep(session: Session) -> None:
    world = a_small_group(session)

    recorded = send_or_keep(world, text(world))

    assert not isinstance(recorded, ConflictError)
    assert recorded.entry_number == 1
    assert contested.unsettled(session, world.group_id) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        ("[" * 100_000, "not_json"),
        ('{"cycle": ' + "9" * 5000 + "}", "not_json"),
        ("x" * (BODY_MAX + 1), "too_large"),
        ("[]", "not_an_object"),
        ("NaN", "not_an_object"),
    ],
)
def test_what_is_no_document_is_refused(session: Session, body: str, code: str) -> None:
    world = a_small_group(session)

    with pytest.raises(InvalidDocumentError) as caught:
        send(world, body)

    assert told(caught.value)[0] == ("", code)
    assert entries(world) == []


@pytest.mark.parametrize("key", ["", "7", "{6f1c2a52-0000-4000-8000-000000000000}", "x" * 36])
def test_a_key_that_is_no_uuid_is_refused(session: Session, key: str) -> None:
    world = a_small_group(session)

    with pytest.raises(InvalidDocumentError) as caught:
        record(
            session,
            world.facilitator,
            group_id=world.group_id,
            uuid=key,
            body="{}",
            now=world.group.created_at,
            today=TODAY,
        )

    assert told(caught.value) == [("uuid", "not_a_uuid")]


def test_all_problems_are_told_at_once_and_nothing_is_half_written(session: Session) -> None:
    world = a_small_group(session)
    body = text(
        world,
        shares={1: 1},
        expenses=SPENDS,
        chaired_by=99,
        payables_paid=[{"member": 1, "amount_minor": 5}],
    )

    with pytest.raises(InvalidDocumentError) as caught:
        send(world, body)

    assert told(caught.value) == [
        ("chaired_by", "unknown_member"),
        ("expenses.0", "loan_fund_below_zero"),
        ("payables_paid.0", "payable_above_debt"),
    ]
    assert counted_rows(world) == (0, 0)
    assert world.ground().books.last_meeting == -1
    assert is_sound(world)


def test_breaches_are_recorded_with_the_meeting(session: Session) -> None:
    world = a_small_group(session)

    recorded = send(world, text(world, shares=dict.fromkeys(world.members, 2) | {1: 6}))

    rows = projections.breaches_of(session, world.group_id, 1)
    assert [str(breach.code) for breach in recorded.breaches] == ["too_many_shares"]
    assert [(row.path, row.code) for row in rows] == [("shares_bought.0", Code.TOO_MANY_SHARES)]


def test_a_phone_a_day_ahead_is_believed_and_the_future_is_not(session: Session) -> None:
    world = a_small_group(session)

    with pytest.raises(InvalidDocumentError) as caught:
        send(world, text(world, held_on=TODAY + timedelta(days=2)))
    send(world, text(world, held_on=TODAY + timedelta(days=1)))

    assert told(caught.value) == [("held_on", "date_in_future")]
    assert len(entries(world)) == 1


def test_a_late_meeting_is_laid_in_and_later_ones_are_told_again(session: Session) -> None:
    world = a_small_group(session)
    late = text(world, 2)
    meet(world, 1)
    third = meet(world, 3)
    assert [str(b.code) for b in third.breaches] == ["meeting_number_skipped"]

    recorded = send(world, late, key="late")

    assert recorded.late
    assert kinds(world) == ["meeting", "meeting", "meeting"]
    assert entries(world)[2].occurred_on == OPENED_ON + timedelta(weeks=1)
    assert projections.breaches_of(session, world.group_id, third.entry_number) == []
    assert world.ground().books.last_meeting == 3
    assert world.ground().position.meetings_count == 3
    assert is_sound(world)


def test_a_late_loan_changes_what_a_later_repayment_pays(session: Session) -> None:
    world = a_small_group(session)
    meet(world, 1, loans_granted=[{"line": 1, "member": 1, "amount_minor": SHARE, "term": 3}])
    repaid = [{"loan": 1_001_001, "amount_minor": 20_000}]
    meet(world, 8, repayments=repaid)

    paid_before = [{"loan": 1_001_001, "amount_minor": 15_000}]
    send(world, text(world, 6, repayments=paid_before), key="late")

    assert kinds(world) == ["meeting", "meeting", "reversal", "meeting", "reposting"]
    reposted = entries(world)[-1]
    assert (reposted.replaces, reposted.meeting) == (2, 8)
    assert reposted.document == entries(world)[1].document
    assert is_sound(world)


def test_a_late_meeting_that_later_ones_cannot_bear_waits_for_a_person(session: Session) -> None:
    world = a_small_group(session)
    meet(world, 1)
    # A counted box would stand as a fact, whatever came before it.
    meet(world, 3, shares={}, expenses=SPENDS, opening_count={})

    conflict = send_or_keep(
        world,
        text(world, 2, shares={}, expenses=[{"amount_minor": 1, "what": "ink"}]),
        key="late",
    )

    assert isinstance(conflict, ConflictError)
    assert conflict.code is Code.LATER_NO_LONGER_HOLDS
    assert conflict.values == {"number": 3, "because": "loan_fund_below_zero"}
    assert len(contested.unsettled(session, world.group_id)) == 1
    assert len(entries(world)) == 2
    assert is_sound(world)


def test_a_late_meeting_with_problems_of_its_own_is_refused(session: Session) -> None:
    world = a_small_group(session)
    meet(world, 1, shares={})
    meet(world, 3)

    with pytest.raises(InvalidDocumentError) as caught:
        send(world, text(world, 2, shares={}, expenses=SPENDS), key="late")

    assert told(caught.value) == [("expenses.0", "loan_fund_below_zero")]


def test_nothing_is_recorded_in_a_closed_cycle(session: Session) -> None:
    world = a_small_group(session)
    meet(world, 1)
    late = text(world, 2)
    confirm(world, propose(world))

    conflict = send_or_keep(world, late, key="late")

    assert isinstance(conflict, CycleClosedError)
    assert conflict.values == {"cycle": 1}
    assert len(contested.unsettled(session, world.group_id)) == 1


def test_a_document_of_a_cycle_to_come_is_refused(session: Session) -> None:
    world = a_small_group(session)

    with pytest.raises(InvalidDocumentError) as caught:
        send(world, text(world).replace('"cycle": 1', '"cycle": 2'))

    assert told(caught.value) == [("cycle", "other_cycle")]


def test_a_group_without_a_cycle_cannot_meet(session: Session) -> None:
    world = an_empty_group(session)

    with pytest.raises(ConflictError, match="group_not_ready"):
        send(world, json.dumps(a_document(1, members=[1])))


def test_a_trainer_and_an_administrator_do_not_record(session: Session) -> None:
    world = a_small_group(session)
    body = text(world)

    for actor in (world.programme.trainer, world.programme.administrator):
        with pytest.raises(NotAllowedError):
            send(world, body, actor=actor)
    assert send(world, body, actor=world.officer).entry_number == 1


def test_the_group_of_another_facilitator_is_not_found(session: Session) -> None:
    world = a_small_group(session)
    other = a_user(session, Role.FACILITATOR, world.programme.programme_id)
    elsewhere = a_programme(session)

    for actor in (other, elsewhere.facilitator, elsewhere.officer):
        with pytest.raises(NotFoundError):
            send(world, text(world), actor=actor)


def test_recording_asks_as_little_of_the_database_at_the_40th_meeting(session: Session) -> None:
    world = a_small_group(session)
    sent = []
    for number in range(1, 41):
        body = text(world, number)
        session.expire_all()
        with statements(session) as counted:
            send(world, body, key=number)
        sent.append(len(counted))

    # The first has no slices and no earlier entry; from the second on nothing grows.
    assert sent[1] == sent[39]
    assert sent[0] <= sent[1] <= 20


def test_a_check_writes_nothing_and_tells_what_would_follow(session: Session) -> None:
    world = a_small_group(session)
    document = parse_meeting(a_meeting(world, 1, shares={1: 6}))

    posted = check(
        session, world.facilitator, group_id=world.group_id, document=document, today=TODAY
    )

    assert posted.posting.books.shares == {1: 6}
    assert Code.TOO_MANY_SHARES in {breach.code for breach in posted.breaches}
    assert counted_rows(world) == (0, 0)


def test_a_check_of_a_late_meeting_lays_it_among_the_others(session: Session) -> None:
    world = a_small_group(session)
    meet(world, 1, shares={1: 1})
    meet(world, 3, shares={1: 2})
    late = parse_meeting(a_meeting(world, 2, shares={2: 5}))
    taken = parse_meeting(a_meeting(world, 3))
    group_id = world.group_id

    posted = check(session, world.officer, group_id=group_id, document=late, today=TODAY)

    assert posted.posting.books.shares == {1: 1, 2: 5}
    with pytest.raises(MeetingNumberTakenError):
        check(session, world.officer, group_id=group_id, document=taken, today=TODAY)
