"""Whatever a group lives through, its recovery sheet brings it back to the unit."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_group
from tests.documents.recoveries import sheet_of, taken_over, text_of, told
from tests.domain_builders import a_constitution
from tests.services.group_life import Life
from vsla.domain.calendar import Period
from vsla.domain.constitution import Charge, ChargeBasis, Fund, Penalty, PenaltyKind
from vsla.services.papers.recovery import recovery_sheet
from vsla.services.verify_ledger import verify_group

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Constitution

pytestmark = pytest.mark.uncounted

_CHARGES = (
    Charge(ChargeBasis.FLAT_TERM, 100_000, Period.FOUR_WEEKS),
    Charge(ChargeBasis.UP_FRONT, 100_000, Period.MONTH),
    Charge(ChargeBasis.ROLLOVER_FLAT, 100_000, Period.FOUR_WEEKS),
    Charge(ChargeBasis.DECLINING, 100_000, Period.MONTH, stops_at_term=False),
    Charge(ChargeBasis.FLAT_PERIOD, 100_000, Period.FOUR_WEEKS),
)


def rules_of(seed: int) -> Constitution:
    """Make rules with another charge for each life."""
    return a_constitution(
        charge=_CHARGES[seed % len(_CHARGES)],
        penalty=Penalty(PenaltyKind.SHARE_OF_DEBT, 0, 50_000),
        fines_into=list(Fund)[seed % 2],
        solidarity_loans=True,
        lending_from_meeting=1,
        loan_meeting_every=1,
    )


def live(life: Life) -> None:
    """Let ten things happen, and leave a cycle open."""
    for _turn in range(10):
        met = life.books.last_meeting > 0
        if life.books.closed:
            life.next_cycle()
        elif met and life.chance(10):
            life.correct()
        elif met and life.chance(10):
            life.fetch_from_bank()
            life.share_out()
        elif life.chance(10):
            life.join()
        else:
            life.meet()
    if life.books.closed:
        life.next_cycle()


@pytest.mark.parametrize("seed", range(10))
def test_a_life_comes_back_from_paper(session: Session, seed: int) -> None:
    world = a_group(session, members=8, constitution=rules_of(seed))
    life = Life(world, Random(seed))  # noqa: S311 - an invented life, the same every time
    live(life)
    on = life.books.last_held_on or life.books.opened_on
    before = sheet_of(world, on)

    actor, group = taken_over(session, text_of(before))

    after = recovery_sheet(session, actor, group.group_id, on=on)
    assert before.state.by_hand == ()
    assert told(after) == told(before)
    assert after.state.payables == before.state.payables
    assert after.state.old_fines == before.state.old_fines
    assert after.state.boxes == before.state.boxes
    assert verify_group(session, group.group_id) == []
