"""The recovery sheet: a group opened again from it stands where it stood, to the unit."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_group, a_programme, adopt_rules, an_empty_group, meet
from tests.documents.recoveries import (
    KEY,
    NOW,
    ON,
    a_lending_group,
    sheet_of,
    taken_over,
    text_of,
    told,
)
from tests.domain_builders import a_constitution
from tests.services.test_cycles import open_next
from tests.services.test_share_out import confirm, propose
from vsla.domain.calendar import Period
from vsla.domain.codes import Code
from vsla.domain.constitution import Charge, ChargeBasis, Penalty, PenaltyKind
from vsla.domain.errors import ConflictError, InvalidDocumentError, NotAllowedError
from vsla.domain.loans import grant
from vsla.services import recovery_text
from vsla.services.elect_committee import elect
from vsla.services.paper_code import key_from
from vsla.services.papers.recovery import recovery_sheet
from vsla.services.recover_group import read_sheet
from vsla.services.recovery_state import carried_debt, state_from_json, state_to_json
from vsla.services.verify_ledger import verify_group
from vsla.store.models import BreachRow, Cycle, Member

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.papers.recovery import RecoverySheet

LATER = date(2023, 8, 1)


def again(world: GroupWorld, on: date = ON) -> RecoverySheet:
    """Print the sheet, take the group over elsewhere and print its sheet there."""
    actor, group = taken_over(world.session, text_of(sheet_of(world, on)))
    assert verify_group(world.session, group.group_id) == []
    return recovery_sheet(world.session, actor, group.group_id, on=on)


def test_a_group_taken_over_has_the_same_funds_stars_and_debts(session: Session) -> None:
    world = a_lending_group(session)
    before = sheet_of(world)

    after = again(world)

    assert after.figures() == before.figures()
    assert told(after) == told(before)
    assert after.state.boxes == before.state.boxes
    assert after.keys == before.keys
    assert before.state.by_hand == ()


@pytest.mark.parametrize(
    "charge",
    [
        Charge(ChargeBasis.FLAT_TERM, 100_000, Period.FOUR_WEEKS),
        Charge(ChargeBasis.UP_FRONT, 100_000, Period.MONTH),
        Charge(ChargeBasis.ROLLOVER_REDUCING, 100_000, Period.FOUR_WEEKS),
        Charge(ChargeBasis.ANNUAL_SIMPLE, 240_000, Period.YEAR),
    ],
)
def test_loans_go_on_as_they_would_have(session: Session, charge: Charge) -> None:
    penalty = Penalty(PenaltyKind.SHARE_OF_DEBT, 0, 50_000)
    world = a_lending_group(session, charge=charge, penalty=penalty)

    sheet = sheet_of(world, ON)
    actor, group = taken_over(session, text_of(sheet))

    there = recovery_sheet(session, actor, group.group_id, on=LATER)
    assert told(there) == told(sheet_of(world, LATER))
    assert there.state.loans == sheet.state.loans


def test_two_loans_that_are_alike_stay_two(session: Session) -> None:
    world = a_lending_group(session)
    twice = [{"line": n, "member": 4, "amount_minor": 200_000, "term": 1} for n in (1, 2)]
    meet(world, 5, shares={}, loans_granted=twice)
    paid = [{"loan": 1_005_000 + n, "amount_minor": 30_000} for n in (1, 2)]
    meet(world, 6, shares={}, repayments=paid)

    assert told(again(world)) == told(sheet_of(world))


def test_the_cycle_keeps_its_days_and_the_next_meeting_its_number(session: Session) -> None:
    world = a_lending_group(session)

    after = again(world)

    cycle = session.get_one(Cycle, (after.group.group_id, 1))
    old = session.get_one(Cycle, (world.group_id, 1))
    assert (cycle.opened_on, cycle.share_out_on) == (old.opened_on, old.share_out_on)
    assert (after.state.meeting, after.state.held_on) == (4, date(2023, 1, 25))


def test_members_keep_number_sign_and_the_day_they_joined(session: Session) -> None:
    world = a_lending_group(session)

    group_id = again(world).group.group_id

    for old, new in ((session.get_one(Member, (g, 13)) for g in (world.group_id, group_id)),):
        assert (new.name, new.passbook_number) == (old.name, old.passbook_number)
        assert (new.gender, new.sign, new.joined_on) == (old.gender, old.sign, old.joined_on)


def test_what_the_take_over_breaks_waits_for_nobody(session: Session) -> None:
    world = a_lending_group(session)

    group_id = again(world).group.group_id

    rows = session.query(BreachRow).filter_by(group_id=group_id).all()
    assert rows
    assert all(row.acknowledged_at for row in rows)


def test_rules_that_changed_are_carried_as_far_back_as_loans_go(session: Session) -> None:
    world = a_lending_group(session)
    changed = a_constitution(lending_from_meeting=1, guarantors=2, objective="Bustani")
    adopt_rules(world, changed, on=date(2023, 2, 1), voters=13)
    meet(world, 5, held_on=date(2023, 2, 8), shares={})

    before, after = sheet_of(world), again(world)

    assert [rules.adopted_on for rules in before.state.rules] == [
        world.opened_on,
        date(2023, 2, 1),
    ]
    assert after.rules == before.rules


def test_a_group_that_never_met_is_taken_over(session: Session) -> None:
    world = a_group(session, members=6)

    after = again(world)

    assert {figure for _name, figure in after.figures()} == {0}
    assert after.state.meeting == 1


def test_a_new_cycle_brings_what_was_carried_into_it(session: Session) -> None:
    world = a_group(session, members=8)
    meet(world, other_income=[{"fund": "loan_fund", "amount_minor": 80_000, "what": "rent"}])
    confirm(world, propose(world))
    open_next(world, {1: 2, 2: 1})
    on = world.ground().books.opened_on

    after = again(world, on)

    assert told(after) == told(sheet_of(world, on))
    assert after.figures() == sheet_of(world, on).figures()


def a_group_with_an_older_loan(session: Session) -> GroupWorld:
    """Member 1 still owes the solidarity fund after the share-out of cycle 1."""
    world = a_group(session, members=8, constitution=a_constitution(solidarity_loans=True))
    lent = [{"line": 1, "member": 1, "need": "death", "amount_minor": 140_000, "weeks": 4}]
    meet(world, 1, shares={1: 1, 2: 9, 3: 2}, solidarity_loans=lent)
    confirm(world, propose(world))
    return world


def test_an_older_loan_opens_the_cycle_on_its_own_day(session: Session) -> None:
    world = a_group_with_an_older_loan(session)
    open_next(world, {})
    on = world.ground().books.opened_on
    before = sheet_of(world, on)

    after = again(world, on)

    assert before.state.starts_on < before.state.opened_on
    assert before.lines[0].owes == 40_000
    assert told(after) == told(before)


def a_group_with_old_debts(session: Session) -> GroupWorld:
    """A share-out left open a loan and a fine of member 1, and money owed to members 2 and 3."""
    world = a_group(session, members=8, constitution=a_constitution(lending_from_meeting=1))
    lent = [{"line": 1, "member": 1, "amount_minor": 900_000, "term": 1}]
    fine = [{"member": 1, "offence": "late", "amount_minor": 50_000}]
    meet(world, 1, shares={1: 1, 2: 9, 3: 2}, loans_granted=lent, fines_charged=fine)
    confirm(world, propose(world))
    open_next(world, {})
    return world


def test_what_a_share_out_left_open_is_carried_to_the_unit(session: Session) -> None:
    world = a_group_with_old_debts(session)
    on = world.ground().books.opened_on
    meet(world, 1, held_on=on, fines_charged=[{"member": 1, "offence": "late", "amount_minor": 7}])
    before = sheet_of(world, on)

    after = again(world, on)

    assert told(after) == told(before)
    assert after.figures() == before.figures()
    assert before.state.by_hand == ()
    for each in (before.state, after.state):
        assert [debt.no for debt in each.debts] == [1]
        assert each.old_fines == ((1, 50_000),)
        assert [no for no, _amount in each.payables] == [2, 3]
    assert after.state.debts == before.state.debts
    assert after.state.payables == before.state.payables


def test_old_debts_are_paid_and_shared_as_they_would_have_been(session: Session) -> None:
    world = a_group_with_old_debts(session)
    books = world.ground().books
    on = books.opened_on
    actor, group = taken_over(session, text_of(sheet_of(world, on)))
    there = replace(world, group_id=group.group_id, facilitator=actor, officer=actor)
    for each in (world, there):
        loan = next(iter(each.ground().books.loans))
        paid = [{"loan": loan, "amount_minor": 300_000}]
        owed = [{"member": 2, "amount_minor": 200_000}]
        fine = {"fines_paid": [{"member": 1, "amount_minor": 50_000}]}
        number = each.ground().books.last_meeting + 1
        meet(each, number, held_on=on, shares={4: 1}, repayments=paid, **fine)
        meet(each, number + 1, held_on=on, shares={}, payables_paid=owed)

    here, elsewhere = sheet_of(world, on), sheet_of(there, on)

    assert told(here) == told(elsewhere)
    assert here.figures() == elsewhere.figures()
    assert here.state.payables == elsewhere.state.payables
    assert verify_group(session, group.group_id) == []


def test_a_sheet_printed_before_old_debts_were_carried_is_still_read(session: Session) -> None:
    source: dict[str, Any] = dict(state_to_json(sheet_of(a_lending_group(session)).state))
    old = {name: column for name, column in source.items() if name not in "dfo"}

    state = state_from_json(old)

    assert (state.debts, state.old_fines, state.payables) == ((), (), ())


def test_a_loan_that_still_costs_something_is_no_old_debt() -> None:
    rules = a_constitution()
    loan = grant(
        loan=1_001_001,
        member=1,
        granted_on=ON,
        term=1,
        principal=900,
        charge=rules.charge,
        penalty=rules.penalty,
    )

    assert carried_debt(loan, 1, LATER) is None


def test_debts_of_nobody_on_the_list_are_refused(session: Session) -> None:
    sheet = sheet_of(a_lending_group(session))

    for column, row in (("d", [99, 0, 0, 5, 0]), ("f", [99, 5]), ("o", [99, 5])):
        text = recovery_text.write_text(KEY, {**state_to_json(sheet.state), column: [row]})
        with pytest.raises(InvalidDocumentError, match="recovery_damaged"):
            taken_over(session, text)


def test_a_box_that_lent_more_than_it_kept_is_never_below_zero(session: Session) -> None:
    world = a_lending_group(session)
    back = [{"loan": 1_003_001, "amount_minor": 700_000}]
    out = [{"fund": "loan_fund", "amount_minor": 6_000_000, "what": "roof"}]
    meet(world, 5, shares={}, repayments=back, expenses=out)

    before, after = sheet_of(world), again(world)

    assert after.figures() == before.figures()


def test_a_price_that_changed_since_an_older_loan_is_the_price_of_all_stars(
    session: Session,
) -> None:
    world = a_group_with_an_older_loan(session)
    shared_on = world.ground().books.last_held_on
    assert shared_on is not None
    dearer = a_constitution(solidarity_loans=True, share_value=200_000)
    adopt_rules(world, dearer, on=shared_on + timedelta(days=1), voters=8)
    open_next(world, {})
    on = world.ground().books.opened_on
    meet(world, 1, shares={5: 2})

    assert told(again(world, on)) == told(sheet_of(world, on))


def test_a_post_held_by_a_newcomer_is_taken_over(session: Session) -> None:
    world = a_lending_group(session)
    seat = {"post": "chair", "member": 13, "votes_for": 12, "votes_against": 1}
    elect(
        session,
        world.facilitator,
        group_id=world.group_id,
        elected_on=date(2023, 2, 1),
        seats=[seat],
    )

    after = again(world)

    assert [p.no for p in after.state.posts if p.post == "chair"] == [13]


def test_a_loan_of_somebody_who_left_is_written_by_hand(session: Session) -> None:
    world = a_lending_group(session)
    session.get_one(Member, (world.group_id, 3)).left_on = date(2023, 2, 1)
    session.flush()

    sheet = sheet_of(world)

    assert [no for no, amount in sheet.state.by_hand if amount > 0] == [3]
    assert 3 not in [member.no for member in sheet.state.members]


def test_a_closed_cycle_has_no_recovery_sheet(session: Session) -> None:
    world = a_group(session, members=8)
    meet(world)
    confirm(world, propose(world))

    with pytest.raises(ConflictError):
        sheet_of(world)
    with pytest.raises(ConflictError):
        sheet_of(an_empty_group(session))
    with pytest.raises(NotAllowedError):
        recovery_sheet(session, world.programme.trainer, world.group_id, on=ON)


def test_a_sheet_of_another_system_needs_somebody_who_answers_for_it(session: Session) -> None:
    text = text_of(sheet_of(a_lending_group(session)), key_from("the key of another system"))

    with pytest.raises(InvalidDocumentError, match="recovery_unsigned"):
        taken_over(session, text)
    _actor, group = taken_over(session, text, compared=True)

    assert group.name == "Umoja"


def test_a_group_that_is_there_is_not_taken_over(session: Session) -> None:
    world = a_lending_group(session)
    text = text_of(sheet_of(world))

    with pytest.raises(InvalidDocumentError, match="code_taken"):
        taken_over(session, text, world.officer, world.programme.zone_id)


def test_a_facilitator_accompanies_the_group_she_takes_over(session: Session) -> None:
    text = text_of(sheet_of(a_lending_group(session)))
    programme = a_programme(session)

    _actor, group = taken_over(session, text, programme.facilitator, programme.zone_id)

    assert group.programme_id == programme.programme_id


def test_a_trainer_takes_no_group_over(session: Session) -> None:
    text = text_of(sheet_of(a_lending_group(session)))
    programme = a_programme(session)

    with pytest.raises(NotAllowedError):
        taken_over(session, text, programme.trainer, programme.zone_id)


def test_thirty_members_fit_into_one_square(session: Session) -> None:
    world = a_lending_group(session, members=30)

    assert len(text_of(sheet_of(world))) < recovery_text.TEXT_MAX


def test_spaces_and_line_ends_in_the_text_do_not_count(session: Session) -> None:
    text = text_of(sheet_of(a_lending_group(session)))
    broken = "\n ".join(text[place : place + 40] for place in range(0, len(text), 40))

    assert read_sheet(KEY, broken.lower()) == read_sheet(KEY, text)
    assert read_sheet(KEY, text).is_ours


def test_one_wrong_letter_is_found(session: Session) -> None:
    text = text_of(sheet_of(a_lending_group(session, members=6)))

    for place in range(len(recovery_text.PREFIX), len(text), 97):
        other = "A" if text[place] != "A" else "B"
        with pytest.raises(InvalidDocumentError, match="recovery_damaged"):
            read_sheet(KEY, text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Code.RECOVERY_UNREADABLE),
        ("https://example.org", Code.RECOVERY_UNREADABLE),
        ("VSLA1:", Code.RECOVERY_DAMAGED),
        ("VSLA1:;;;", Code.RECOVERY_DAMAGED),
        ("VSLA1::::", Code.RECOVERY_DAMAGED),
        ("VSLA1:A", Code.RECOVERY_DAMAGED),
    ],
)
def test_another_text_is_refused(text: str, code: Code) -> None:
    with pytest.raises(InvalidDocumentError, match=code):
        read_sheet(KEY, text)


def test_a_text_that_holds_no_state_is_refused() -> None:
    listed = recovery_text.write_text(KEY, [])  # type: ignore[arg-type]
    empty = recovery_text.write_text(KEY, {})

    with pytest.raises(InvalidDocumentError, match="recovery_unreadable"):
        read_sheet(KEY, listed)
    with pytest.raises(InvalidDocumentError, match="recovery_damaged"):
        read_sheet(KEY, empty)


def test_a_text_that_unfolds_without_end_is_refused() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(json.dumps({"g": "0" * 5_000_000}).encode()) + packer.flush()
    signed = b"12345678" + bomb
    data = zlib.crc32(signed).to_bytes(4, "big") + signed
    text = recovery_text.PREFIX + recovery_text._letters(data)  # noqa: SLF001 - a hostile sheet

    with pytest.raises(InvalidDocumentError, match="recovery_damaged"):
        read_sheet(KEY, text)


def test_a_post_of_nobody_is_refused(session: Session) -> None:
    sheet = sheet_of(a_lending_group(session))
    source: dict[str, Any] = json.loads(json.dumps(state_to_json(sheet.state)))
    source["p"][0][1] = 99

    with pytest.raises(InvalidDocumentError, match="recovery_damaged"):
        taken_over(session, recovery_text.write_text(KEY, source))


def test_hands_of_those_who_left_are_not_counted(session: Session) -> None:
    world = a_lending_group(session)
    gone = [{"member": number, "reason": "moved"} for number in (11, 12)]
    meet(world, 5, shares={}, departures=gone)

    posts = again(world, date(2023, 2, 9)).state.posts

    assert {post.votes_for for post in posts} == {10}


def test_a_group_without_posts_is_taken_over(session: Session) -> None:
    sheet = sheet_of(a_lending_group(session))
    source: dict[str, Any] = {**state_to_json(sheet.state), "p": []}

    actor, group = taken_over(session, recovery_text.write_text(KEY, source))

    assert told(recovery_sheet(session, actor, group.group_id, on=ON)) == told(sheet)


def test_a_state_comes_back_as_it_was(session: Session) -> None:
    state = sheet_of(a_lending_group(session)).state

    source = json.loads(json.dumps(state_to_json(state)))

    assert state_from_json(source) == state
    assert state.formed_on <= NOW.date()
