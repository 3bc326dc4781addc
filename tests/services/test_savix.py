"""The quarterly set says what the books of each group said on the last day of the quarter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.builders import a_group, a_programme, an_empty_group, meet
from tests.services.test_correct_meeting import RULES
from tests.services.whole_life import a_whole_life
from tests.store.builders import statements
from vsla.documents.cells import Money, Part
from vsla.domain.errors import NotAllowedError, NotFoundError
from vsla.domain.ledger import Account
from vsla.domain.savix import Doubt, Quarter, Verdict
from vsla.services import savix
from vsla.services.access import system_actor
from vsla.services.savix import savix_page
from vsla.services.table_parts import Chosen
from vsla.services.tables import table
from vsla.store.models import Project

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld

FIRST = Quarter(2023, 1)
LOAN = {"line": 1, "member": 1, "amount_minor": 300_000, "term": 1}


@pytest.fixture
def programme(session: Session) -> ProgrammeWorld:
    """A group that met in the first quarter and after it, beside one without rules."""
    world = a_programme(session)
    group = a_group(session, world, members=10, women=6, constitution=RULES)
    meet(group, 1, shares={1: 2, 10: 1}, loans_granted=[LOAN])
    meet(group, 3, departures=[{"member": 6, "reason": "moved"}])
    meet(group, 20, shares={1: 1})
    an_empty_group(session, world, name="Mapya")
    return world


def rows(session: Session, world: ProgrammeWorld, key: str, **chosen: Any) -> list[dict[str, Any]]:
    part = Chosen(programme_id=world.programme_id, **chosen)
    made = table(session, system_actor(), key=key, chosen=part)
    return [dict(zip(made.columns, row, strict=True)) for row in made.rows]


def test_the_set_stands_as_of_the_last_day_of_the_quarter(
    session: Session, programme: ProgrammeWorld
) -> None:
    (row,) = rows(session, programme, "savix", to_on=FIRST.to_on)
    (later,) = rows(session, programme, "savix")

    assert (row["sv_members_start"], row["sv_members"]) == (10, 9)
    assert (row["sv_women"], row["sv_men"], row["sv_left"]) == (5, 4, 1)
    assert row["sv_collected_on"] < FIRST.to_on < later["sv_collected_on"]
    assert (row["sv_loans_count"], row["sv_loans"]) == (1, Money(300_000, "CDF"))
    assert later["sv_savings"].amount - row["sv_savings"].amount == 100_000
    assert row["sv_trained_by"] == programme.facilitator.user_id
    assert isinstance(row["sv_rate"], Part)
    assert row["sv_questions"] == len(rows(session, programme, "savix_checks", to_on=FIRST.to_on))
    assert rows(session, programme, "savix", to_on=date(2022, 3, 31)) == []


def test_a_group_whose_figures_cannot_be_is_left_out_and_named(
    session: Session, programme: ProgrammeWorld
) -> None:
    session.execute(text("UPDATE savings_group SET formed_on = '2023-01-15'"))

    checks = rows(session, programme, "savix_checks", to_on=FIRST.to_on)

    assert rows(session, programme, "savix", to_on=FIRST.to_on) == []
    assert (checks[0]["sv_verdict"], checks[0]["sv_doubt"]) == (
        Verdict.REFUSED,
        Doubt.STARTED_EARLY,
    )


def test_a_page_costs_as_many_statements_for_more_groups_and_goes_on(
    session: Session, programme: ProgrammeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(savix, "PAGE_SIZE", 3)

    def look(after: int = 0) -> tuple[int, list[str], int | None]:
        session.expire_all()
        of, officer = programme.programme_id, programme.officer
        with statements(session) as sent:
            page = savix_page(session, officer, programme_id=of, quarter=FIRST, after=after)
        return len(sent), [line.name for line in page.lines], page.more_after

    one = look()
    for number in range(3):
        a_group(session, programme, members=6, name=f"Umoja {number}")
    full = look()

    assert one[1:] == (["Umoja"], None)
    assert full[0] == one[0] <= 10
    assert full[1] == ["Umoja", "Umoja 0", "Umoja 1"]
    assert look(full[2] or 0)[1:] == (["Umoja 2"], None)


def test_the_page_is_for_the_office_and_begins_with_the_last_quarter(
    session: Session, programme: ProgrammeWorld
) -> None:
    project = Project(programme_id=programme.programme_id, name="Amka", funder="")
    session.add(project)
    session.flush()
    of = programme.programme_id

    page = savix_page(session, programme.officer, programme_id=of)
    none = savix_page(session, programme.officer, programme_id=of, project_id=project.project_id)

    assert (page.quarter, len(page.lines), none.lines) == (Quarter(2023, 2), 1, [])
    with pytest.raises(NotAllowedError):
        savix_page(session, programme.facilitator, programme_id=of)
    empty = a_programme(session)
    with pytest.raises(NotFoundError):
        savix_page(session, empty.officer, programme_id=empty.programme_id)


def test_the_set_is_of_the_running_cycle_and_empty_before_anybody_met(session: Session) -> None:
    new = a_programme(session)
    a_group(session, new, members=6)
    assert rows(session, new, "savix") == []

    world = a_whole_life(session)
    (row,) = rows(session, world.programme, "savix")

    assert row["sv_started_on"] == world.ground().books.opened_on
    assert row["sv_savings"].amount == world.ground().books.balances[Account.MEMBER_SHARES]
