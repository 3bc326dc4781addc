"""The sheet for the next meeting: what stands on it is what the ledger says, for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.builders import meet
from tests.documents.sheets import LONG, a_savings_group, bare, printed, today_of
from tests.web.books import statements
from vsla.domain.constitution import Frequency
from vsla.domain.errors import CycleClosedError, NotFoundError
from vsla.domain.ledger import Account
from vsla.domain.loans import owed
from vsla.services import books
from vsla.services.paper_code import Claim, code_for, entry_mark, in_threes, key_from
from vsla.services.papers.collection_sheet import CollectionSheet, collection_sheet

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.web.desk import Desk

ON = date(2023, 1, 20)
"""Friday after the third meeting; the group meets on Wednesdays."""


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group of ten: member 1 has two loans and a fine, member 3 a loan of one term."""
    made = a_savings_group(app, app_session)
    lent = {1: [(1, 150_000, 1)], 2: [(1, 100_000, 2), (3, 250_000, 1)], 3: []}
    for meeting, loans in lent.items():
        rows = [
            {"line": line, "member": member, "amount_minor": amount, "term": term}
            for line, (member, amount, term) in enumerate(loans, 1)
        ]
        meet(made.world, meeting, shares=dict.fromkeys(range(1, 11), 3), loans_granted=rows)
    fine = {"member": 1, "offence": "late", "amount_minor": 10_000}
    meet(made.world, 4, held_on=date(2023, 1, 19), fines_charged=[fine])
    app_session.commit()
    return made


def read(desk: Desk, on: date = ON) -> CollectionSheet:
    """Read the figures of the sheet."""
    world = desk.world
    return collection_sheet(world.session, world.facilitator, world.group_id, on=on)


def test_each_member_owes_what_the_books_say_on_the_planned_day(desk: Desk) -> None:
    sheet, here = read(desk), desk.world.ground().books

    for line in sheet.lines:
        number = line.member.member_id
        debts = [owed(loan, sheet.planned_on).total for loan in here.loans_of(number)]
        assert line.loans == sum(debts)
        assert line.fines == here.fines_owed.get(number, 0)
    assert sheet.fines == 10_000
    assert sheet.loans == sum(line.loans for line in sheet.lines) > 250_000


def test_the_loan_due_first_stands_beside_the_debt(desk: Desk) -> None:
    first = read(desk).lines[0]
    loans = desk.world.ground().books.loans_of(1)

    due = min((loan.due_on, owed(loan, date(2023, 1, 25)).total) for loan in loans)
    assert first.next_due == due
    assert not first.late
    assert read(desk, due[0] + timedelta(days=1)).lines[0].late


def test_the_next_meeting_is_planned_by_the_rules(desk: Desk) -> None:
    sheet = read(desk)

    assert (sheet.meeting, sheet.planned_on) == (5, date(2023, 1, 25))
    assert sheet.last == (4, date(2023, 1, 19))


def test_a_meeting_that_is_overdue_is_planned_for_today(desk: Desk) -> None:
    assert read(desk, date(2023, 3, 1)).planned_on == date(2023, 3, 1)


def test_before_the_first_meeting_nobody_owes(app: Flask, app_session: Session) -> None:
    desk = a_savings_group(app, app_session, rules={"frequency": Frequency.FORTNIGHTLY})

    sheet = read(desk, date(2023, 1, 2))

    assert (sheet.meeting, sheet.last, sheet.loans, sheet.fines) == (1, None, 0, 0)
    assert sheet.planned_on == date(2023, 1, 4)
    assert all(line.next_due is None for line in sheet.lines)


def test_every_figure_on_the_paper_is_the_ledgers(desk: Desk) -> None:
    paper = printed(desk, "collection-sheet")
    sheet = read(desk, today_of(desk))

    for line in sheet.lines:
        cells = [str(line.member.passbook_number), line.member.name]
        cells += [f"{value // 100:,}" if value else "" for value in (line.fines, line.loans)]
        assert any(row.startswith(bare("".join(cells))) for row in paper.lines), cells
    balances = desk.world.ground().books.balances
    assert paper.says(f"Loan fund {balances[Account.CASH_LOAN_FUND] // 100:,} FC")
    assert paper.says(f"Solidarity fund {balances[Account.CASH_SOLIDARITY] // 100:,} FC")
    assert paper.says("Total counted by hand", f"{sheet.fines // 100:,}{sheet.loans // 100:,}")


def test_the_code_is_that_of_the_figures(desk: Desk) -> None:
    paper = printed(desk, "collection-sheet")
    sheet, world = read(desk, today_of(desk)), desk.world
    figures = tuple(figure for _name, figure in sheet.figures())
    claim = Claim(
        kind="collection_sheet",
        group_code=world.group.code,
        subject=5,
        entry_number=sheet.entry.number,
        printed_on=sheet.on,
        figures=figures,
    )
    mark = entry_mark(world.session, world.group_id, sheet.entry.number)

    key = key_from(str(desk.app.config["SECRET_KEY"]))
    code = code_for(key, claim, group_id=world.group_id, entry_hash=mark.hash)
    assert paper.says(in_threes(code))


@pytest.mark.parametrize("language", ["fr", "sw", "en"])
@pytest.mark.parametrize(("members", "pages"), [(10, 1), (30, 1), (31, 2)])
def test_thirty_members_fit_on_a_page(
    app: Flask, app_session: Session, members: int, pages: int, language: str
) -> None:
    desk = a_savings_group(app, app_session, members)
    app_session.commit()

    paper = printed(desk, "collection-sheet", language)

    assert len(paper.pages) == pages
    assert paper.says(LONG, f"Member {members}")


def test_dollars_and_many_shares_have_their_own_blanks(app: Flask, app_session: Session) -> None:
    rules = {"share_value": 500, "shares_max": 20, "solidarity_contribution": 0, "fines": ()}
    desk = a_savings_group(
        app, app_session, rules={**rules, "helps": ()}, currency="USD", cash_step=100
    )
    app_session.commit()

    paper = printed(desk, "collection-sheet")

    assert paper.says("Stars at 5 USD", "of 20", "Solidarity", "0 USD")


def test_the_page_on_the_screen_says_the_same_and_leads_to_keying(desk: Desk) -> None:
    page = desk.facilitator.get(f"{desk.path}/papers/collection-sheet")
    group = desk.facilitator.get(desk.path)

    assert LONG in page.text
    assert "/meetings/key" in page.text
    assert "/papers/collection-sheet" in group.text
    trainers = desk.trainer.get(f"{desk.path}/papers/collection-sheet")
    assert "/meetings/key" not in trainers.text


def test_the_sheet_costs_the_same_for_thirty_members(app: Flask, app_session: Session) -> None:
    sent = []
    for members in (10, 30):
        desk = a_savings_group(app, app_session, members)
        app_session.commit()
        desk.facilitator.get(desk.path)
        for seen in statements(app):
            desk.facilitator.get(f"{desk.path}/papers/collection-sheet")
            sent.append(len(seen))
            break

    assert sent[0] == sent[1] <= 12


def test_a_group_without_a_cycle_or_of_another_has_no_sheet(desk: Desk) -> None:
    world = desk.world

    with pytest.raises(NotFoundError):
        collection_sheet(world.session, world.facilitator, 999_999, on=ON)


def test_a_cycle_that_is_shared_out_has_no_next_meeting(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground = desk.world.ground()
    closed = replace(ground, books=replace(ground.books, closed=True))
    monkeypatch.setattr(books, "load", lambda *_args: closed)

    with pytest.raises(CycleClosedError):
        read(desk)
    answer = desk.facilitator.get(f"{desk.path}/meetings/key")
    assert answer.status_code == 409
