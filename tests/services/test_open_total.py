"""Totals open: programme, zones, groups, entries, movements say the same sum."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from tests.builders import TODAY, GroupWorld, a_group, a_programme, meet
from tests.remembered_rows import remembered
from tests.services.meetings import body_of, put_right
from tests.services.test_correct_meeting import RULES, with_shares
from tests.services.test_share_out import confirm, propose
from tests.store.builders import statements
from vsla.domain.board import figure_of
from vsla.domain.errors import NotAllowedError, NotFoundError
from vsla.domain.opening import MEASURES
from vsla.services.monitoring import Choice, monitor
from vsla.services.open_total import Opened, by_entry, by_group, by_zone
from vsla.services.programme_report import Period
from vsla.services.programmes import add_zone
from vsla.store import journal
from vsla.store.models import Zone

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld
    from vsla.domain.first_results import Columns
    from vsla.domain.indicators import Ratio

ALL_OF_2023 = Period(date(2023, 1, 1), date(2023, 12, 31))
LOAN = {"line": 1, "member": 1, "amount_minor": 400_000, "term": 3}
ANOTHER = {"line": 2, "member": 8, "amount_minor": 300_000, "term": 2}


def a_full_life(world: GroupWorld) -> None:
    """Let a group save, lend, fine, help, correct, write off and lose a member."""
    helped = [{"member": 2, "need": "illness", "amount_minor": 10_000}]
    fine = {"member": 8, "amount_minor": 10_000}
    meet(world, 1, loans_granted=[LOAN, ANOTHER], solidarity_grants=helped)
    meet(world, 2, fines_charged=[{**fine, "offence": "late"}], fines_paid=[fine])
    meet(world, 5, repayments=[{"loan": 1_001_001, "amount_minor": 150_000}])
    gone = [{"loan": 1_001_002, "votes_for": 8, "votes_against": 0}]
    meet(world, 9, write_offs=gone, departures=[{"member": 3, "reason": "moved"}])
    put_right(world, 1, with_shares(body_of(world, 1), 2, 5))


@pytest.fixture
def programme(session: Session) -> ProgrammeWorld:
    """Two zones, three groups, two currencies, one cycle that was shared out."""
    return remembered(session, "three groups in two zones", lambda: _three_groups(session))


def _three_groups(session: Session) -> ProgrammeWorld:
    world = a_programme(session)
    other = add_zone(session, world.officer, programme_id=world.programme_id, name="Baraka")
    a_full_life(a_group(session, world, members=8, women=5, constitution=RULES))
    shared = a_group(session, world, members=8, zone_id=other.zone_id, constitution=RULES)
    a_full_life(shared)
    confirm(shared, propose(shared, held_on=date(2023, 6, 1)))
    meet(a_group(session, world, members=6, currency="USD", cash_step=100), 1)
    return world


def choice(world: ProgrammeWorld, **narrowed: Any) -> Choice:
    """Choose all of 2023."""
    return Choice(programme_id=world.programme_id, period=ALL_OF_2023, **narrowed)


def numbers(figure: Columns[Ratio]) -> list[int | None]:
    """Give the numerators of women, men and all."""
    columns = (figure.women, figure.men, figure.all)
    return [None if one is None else one.numerator for one in columns]


def summed(opened: Opened, currency: str) -> list[int | None]:
    """Add the parts of one currency up."""
    parts = [numbers(part.figure) for part in opened.parts if part.currency == currency]
    sums: list[int | None] = []
    for column in zip(*parts, strict=True):
        known = [one for one in column if one is not None]
        sums.append(sum(known) if len(known) == len(column) else None)
    return sums


@pytest.mark.parametrize("code", MEASURES)
def test_sums_are_equal_from_the_programme_down_to_the_movements(
    session: Session, programme: ProgrammeWorld, code: str
) -> None:
    officer, measure = programme.officer, MEASURES[code]
    board = monitor(session, officer, choice(programme), today=TODAY).boards["CDF"]
    whole = numbers(figure_of(measure.indicator, board))

    zones = by_zone(session, officer, choice(programme), code)
    assert summed(zones, "CDF") == whole == numbers(zones.totals["CDF"])
    for zone in (part for part in zones.parts if part.currency == "CDF"):
        chosen = choice(programme, zone_id=zone.place.number)
        groups = by_group(session, officer, chosen, code)
        assert summed(groups, "CDF") == numbers(zone.figure)
        for group in (part for part in groups.parts if part.currency == "CDF"):
            _walk_group(session, programme, code, group.place.number, numbers(group.figure))


def _walk_group(
    session: Session, world: ProgrammeWorld, code: str, group_id: int, whole: list[int | None]
) -> None:
    """Hold the entries of a group against its sum, and each entry against its movements."""
    measure = MEASURES[code]
    entries = by_entry(session, world.officer, choice(world, group_id=group_id), code)
    assert sum(numbers(part.figure)[2] or 0 for part in entries.parts) == whole[2]
    if whole[0] is not None:
        assert sum(numbers(part.figure)[0] or 0 for part in entries.parts) == whole[0]
    moved = journal.movements_of(session, group_id)
    for part in entries.parts:
        lines = moved[part.place.number]
        plus = sum(m.amount for m in lines if m.kind in measure.added)
        minus = sum(m.amount for m in lines if m.kind in measure.taken)
        assert plus - minus == numbers(part.figure)[2]


def test_the_walk_has_something_to_add_up(session: Session, programme: ProgrammeWorld) -> None:
    opened = {
        code: by_zone(session, programme.officer, choice(programme), code) for code in MEASURES
    }

    empty = [code for code, it in opened.items() if not any(numbers(p.figure)[2] for p in it.parts)]
    assert empty == []


def test_a_page_of_groups_says_the_sum_of_all(
    session: Session, programme: ProgrammeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vsla.services.open_total.PAGE_SIZE", 2)
    officer, all_of_it = programme.officer, choice(programme)

    first = by_group(session, officer, all_of_it, "savings")
    last = first.parts[-1].place
    second = by_group(session, officer, all_of_it, "savings", after=(last.name, last.number))
    start = second.parts[0].place
    back = by_group(session, officer, all_of_it, "savings", before=(start.name, start.number))

    assert (first.has_previous, first.has_next) == (False, True)
    assert (second.has_previous, second.has_next) == (True, False)
    assert back.parts == first.parts
    assert first.totals == second.totals
    assert len(first.parts + second.parts) == 3


def test_as_many_statements_for_five_groups_as_for_one(
    session: Session, programme: ProgrammeWorld
) -> None:
    def cost() -> int:
        session.expire_all()
        with statements(session) as counted:
            by_zone(session, programme.officer, choice(programme), "savings")
            by_group(session, programme.officer, choice(programme), "savings")
        return len(counted)

    before = cost()
    for _ in range(4):
        meet(a_group(session, programme, members=6), 1)

    assert cost() == before


def test_only_what_opens_opens_and_only_for_the_office(
    session: Session, programme: ProgrammeWorld
) -> None:
    foreign = session.scalars(select(Zone.zone_id)).first()
    assert foreign is not None
    with pytest.raises(NotFoundError):
        by_zone(session, programme.officer, choice(programme), "members")
    with pytest.raises(NotFoundError):
        by_entry(session, programme.officer, choice(programme), "savings")
    with pytest.raises(NotFoundError):
        by_entry(session, programme.officer, choice(programme, group_id=10**6), "savings")
    with pytest.raises(NotAllowedError):
        by_group(session, programme.facilitator, choice(programme), "savings")
    with pytest.raises(NotFoundError):
        by_zone(session, a_programme(session).officer, choice(programme), "savings")
