"""The share-out sheet: what a member redoes by hand gives the sum she is handed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, a_uuid, an_empty_group
from tests.documents.share_outs import a_sharing_group, a_sheet
from vsla.domain.cash_count import CashCount
from vsla.domain.constitution import ProfitRule, RemainderHome, Rounding, SolidarityRule
from vsla.domain.errors import ConflictError, NotFoundError
from vsla.domain.ledger import Account
from vsla.services import share_out
from vsla.services.papers.share_out_sheet import Part, State, addends

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.papers.share_out_sheet import ShareOutSheet

HELD_ON = date(2023, 2, 1)


def by_hand(sheet: ShareOutSheet, shares: int) -> int:
    """Reckon a share as the sheet says, in minor units."""
    d, step = sheet.division, sheet.figures.cash_step
    exact = (shares * d.whole + shares * d.rest // d.divisor) * d.unit
    return exact - exact % step


def close(world: GroupWorld) -> None:
    """Propose and confirm."""
    balances = world.ground().books.balances
    counted = CashCount(balances[Account.CASH_LOAN_FUND], balances[Account.CASH_SOLIDARITY])
    group: dict[str, Any] = {"group_id": world.group_id, "now": NOW}
    made = share_out.propose(
        world.session, world.facilitator, held_on=HELD_ON, counted=counted, **group
    )
    share_out.confirm(
        world.session,
        world.officer,
        proposal_number=made.number,
        digest=made.digest,
        uuid=a_uuid("close"),
        **group,
    )


def test_every_share_can_be_reckoned_by_hand(session: Session) -> None:
    world = a_sharing_group(session)

    sheet = a_sheet(world, HELD_ON)

    assert sheet.division.rest > 0
    for line in sheet.figures.lines:
        assert by_hand(sheet, line.shares) == line.payout


def test_the_table_gives_every_member_the_same_sum(session: Session) -> None:
    world = a_sharing_group(session)

    sheet = a_sheet(world, HELD_ON)

    table, step = dict(sheet.table), sheet.figures.cash_step
    for line in sheet.figures.lines:
        read = sum(table[each] for each in addends(line.shares))
        assert read - read % step == line.payout


def test_parts_and_proof_both_add_up_to_what_is_shared(session: Session) -> None:
    world = a_sharing_group(session)

    sheet = a_sheet(world, HELD_ON)

    pool = sheet.figures.pool.total
    assert sum(amount for _part, amount in sheet.parts) == pool
    assert sum(amount for _part, amount in sheet.proof) == pool
    assert (Part.EXPENSES, -170_000) in sheet.proof


def test_what_leaves_the_box_and_what_stays_is_what_was_counted(session: Session) -> None:
    world = a_sharing_group(session, remainder_home=RemainderHome.SOLIDARITY_FUND)

    sheet = a_sheet(world, HELD_ON)

    in_hand = sum(line.in_hand for line in sheet.figures.lines)
    assert sheet.figures.remainder_to_solidarity > 0
    assert in_hand + sheet.to_solidarity + sheet.in_box_after == sheet.figures.pool.cash


def test_the_example_is_a_member_whose_debt_is_taken_off(session: Session) -> None:
    world = a_sharing_group(session)

    sheet = a_sheet(world, HELD_ON)
    example = sheet.example

    assert 0 < example.line.set_off.total < sheet.withheld
    assert example.exact == example.whole + example.part
    assert example.line.payout == example.exact - example.exact % 5_000


def test_an_equal_profit_is_divided_by_savers(session: Session) -> None:
    world = a_sharing_group(session, profit_rule=ProfitRule.FLAT, solidarity_rule="into_pool")

    sheet = a_sheet(world, HELD_ON)

    profit = sheet.figures.pool.total - sheet.figures.total_shares * 100_000
    assert not sheet.division.per_share
    assert (sheet.division.dividend * sheet.division.unit, sheet.division.divisor) == (profit, 10)
    assert sheet.example.refund == sheet.example.line.capital
    assert sheet.example.line.payout == sheet.example.exact - sheet.example.exact % 5_000
    assert sheet.table == ()


def test_who_got_a_note_more_is_named(session: Session) -> None:
    world = a_sharing_group(session, rounding=Rounding.LARGEST_REMAINDER)

    sheet = a_sheet(world, HELD_ON)

    lifted = [n for n in sheet.figures.lines if n.payout > by_hand(sheet, n.shares)]
    assert lifted
    assert sheet.lifted == tuple(line.passbook_number for line in lifted)
    assert sheet.example.line not in lifted
    assert sheet.table == ()


def test_a_solidarity_fund_shared_with_the_rest_is_in_the_sum(session: Session) -> None:
    world = a_sharing_group(session, solidarity_rule=SolidarityRule.INTO_POOL)

    sheet = a_sheet(world, HELD_ON)

    assert dict(sheet.parts)[Part.SOLIDARITY] == dict(sheet.proof)[Part.SOLIDARITY] == 400_000


def test_the_sheet_tells_how_far_the_share_out_has_come(session: Session) -> None:
    world = a_sharing_group(session)
    before = a_sheet(world, HELD_ON)
    balances = world.ground().books.balances
    counted = CashCount(balances[Account.CASH_LOAN_FUND], balances[Account.CASH_SOLIDARITY])
    share_out.propose(
        session,
        world.facilitator,
        group_id=world.group_id,
        held_on=HELD_ON,
        counted=counted,
        now=NOW,
    )

    proposed = a_sheet(world, HELD_ON)

    assert (before.state, proposed.state) == (State.PREVIEW, State.PROPOSED)
    assert proposed.entry.number == 2
    assert before.figures_of_code() == proposed.figures_of_code()


def test_a_closed_cycle_prints_what_was_confirmed(session: Session) -> None:
    world = a_sharing_group(session)
    preview = a_sheet(world, HELD_ON)
    close(world)

    sheet = a_sheet(world, date(2024, 1, 1), cycle=1)

    assert sheet.state is State.CONFIRMED
    assert sheet.entry.number == 3
    assert (sheet.entry.hash, sheet.meeting) != ("", 0)
    assert sheet.figures_of_code() == preview.figures_of_code()


def test_a_share_out_that_cannot_be_made_is_not_printed(session: Session) -> None:
    world = a_sharing_group(session)

    with pytest.raises(ConflictError, match="date_before_last_meeting"):
        a_sheet(world, date(2023, 1, 5))
    with pytest.raises(NotFoundError):
        a_sheet(world, HELD_ON, cycle=1)


def test_a_group_without_a_cycle_prints_no_share_out(session: Session) -> None:
    world = an_empty_group(session)

    with pytest.raises(ConflictError, match="group_not_ready"):
        a_sheet(world, HELD_ON)
