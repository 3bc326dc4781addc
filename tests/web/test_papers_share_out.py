"""The share-out sheet on the screen and as PDF: every figure is that of the share-out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from babel import Locale

from tests.builders import meet
from tests.documents.reading import is_tagged, pages_of, plain
from tests.documents.share_outs import LONG_NAME, a_sharing_group, a_sheet
from tests.web.books import Shelf, forgotten_texts, statements
from vsla.domain.constitution import ProfitRule, RemainderHome
from vsla.web.money_format import format_amount

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

DAY = date(2023, 2, 1)
QUERY = f"?held_on={DAY}"


def a_desk(app: Flask, world: GroupWorld) -> Shelf:
    """Give browsers for a group that shares out."""
    world.session.commit()
    return Shelf(app, world.session, world.programme, world, world)


def printed(shelf: Shelf, lang: str = "en", more: str = "") -> list[str]:
    """Give the pages of the sheet as text."""
    path = shelf.path(f"/papers/share-out-sheet.pdf{QUERY}&lang={lang}{more}")
    answer = shelf.browser(shelf.group.officer).get(path)
    assert answer.status_code == 200
    assert is_tagged(answer.data)
    return pages_of(answer.data)


def written(amount: int, world: GroupWorld) -> str:
    """Write an amount as English pages do."""
    return format_amount(amount, world.group.currency, Locale("en"))


def test_calculation_and_list_are_two_pages(app: Flask, app_session: Session) -> None:
    world = a_sharing_group(app_session)
    sheet = a_sheet(world, DAY)

    first, second = printed(a_desk(app, world))

    d = sheet.division
    assert f"{written(d.dividend * 100, world)} ÷ {d.divisor} = {d.whole:,} FC" in first
    assert f"{written(sheet.figures.pool.total, world)} FC" in first
    for line in sheet.figures.lines:
        assert written(line.received, world) in second
    assert written(sheet.handed, world) in second


def test_each_line_of_the_list_is_that_of_the_share_out(app: Flask, app_session: Session) -> None:
    world = a_sharing_group(app_session)
    sheet = a_sheet(world, DAY)

    second = printed(a_desk(app, world))[1]

    for line in sheet.figures.lines:
        person = sheet.ground.people[line.member]
        figures = [str(line.shares), written(line.payout, world)]
        if line.set_off.total:
            figures.append(written(line.set_off.total, world))
        figures.append(written(line.received, world))
        assert f"{line.passbook_number} {person.name} {' '.join(figures)}" in second
    assert LONG_NAME in second


@pytest.mark.parametrize("lang", ["fr", "sw", "en"])
def test_thirty_members_fit_on_two_pages(app: Flask, app_session: Session, lang: str) -> None:
    world = a_sharing_group(app_session, members=30)

    assert len(printed(a_desk(app, world), lang)) == 2


def test_forty_members_go_on_to_a_third_page(app: Flask, app_session: Session) -> None:
    world = a_sharing_group(app_session, members=40)

    pages = printed(a_desk(app, world))

    assert len(pages) == 3
    assert "Member 40" in pages[1] + pages[2]


def test_dollars_are_shared_in_dollars(app: Flask, app_session: Session) -> None:
    facts: dict[str, Any] = {"currency": "USD", "cash_step": 100}
    rules: dict[str, Any] = {
        "share_value": 200,
        "solidarity_contribution": 0,
        "helps": (),
        "fines": (),
    }
    world = a_sharing_group(app_session, facts=facts, **rules)
    sheet = a_sheet(world, DAY)

    first, second = printed(a_desk(app, world))

    assert f"{written(sheet.figures.pool.total, world)} USD" in first
    assert "no more than two decimals" in first
    assert written(sheet.handed, world) in second


def test_a_profit_in_equal_parts_is_told_in_its_own_steps(app: Flask, app_session: Session) -> None:
    rules: dict[str, Any] = {
        "profit_rule": ProfitRule.FLAT,
        "remainder_home": RemainderHome.SOLIDARITY_FUND,
    }
    world = a_sharing_group(app_session, solidarity_rule="into_pool", **rules)

    first = printed(a_desk(app, world))[0]

    assert "How much does each one get?" in first
    assert "her savings:" in first
    assert "goes to the solidarity fund" in first


def test_what_is_owed_until_others_repay_has_its_column(app: Flask, app_session: Session) -> None:
    world = a_sharing_group(app_session)
    lent = [{"line": 1, "member": 1, "amount_minor": 3_000_000, "term": 1}]
    meet(world, 3, shares={}, loans_granted=lent)

    second = printed(a_desk(app, world))[1]

    assert "later" in second


@pytest.mark.parametrize("amount", [3_000_000, 2_000_700])
def test_who_still_owes_is_named_with_what_the_box_does_not_hold(
    app: Flask, app_session: Session, amount: int
) -> None:
    world = a_sharing_group(app_session)
    lent = [{"line": 1, "member": 1, "amount_minor": amount, "term": 1}]
    meet(world, 3, shares={}, loans_granted=lent)
    sheet = a_sheet(world, DAY)

    second = printed(a_desk(app, world))[1]

    (line,) = (line for line in sheet.figures.lines if line.carried.total)
    unpaid = sum(each.unpaid for each in sheet.figures.lines)
    assert f"No. 1 ({written(line.carried.total, world)}" in second
    assert sheet.in_debts == line.carried.total - unpaid > 0
    told = second.partition("remains, ")[2].partition("comes when this is repaid")[0]
    assert written(sheet.in_debts, world) in told
    assert ("lies in the box" in told) == bool(sheet.in_box_after)


def test_the_page_says_what_the_paper_says(app: Flask, app_session: Session) -> None:
    world = a_sharing_group(app_session)
    shelf = a_desk(app, world)
    sheet = a_sheet(world, DAY)

    page = plain(shelf.facilitator.get(shelf.path(f"/papers/share-out-sheet{QUERY}")).text)

    for line in sheet.figures.lines:
        assert written(line.received, world) in page
    assert "Preview: nothing is paid yet." in page
    assert forgotten_texts(shelf.facilitator, shelf.path(f"/papers/share-out-sheet{QUERY}")) == []


def test_a_share_out_that_cannot_be_made_has_no_sheet(app: Flask, app_session: Session) -> None:
    shelf = a_desk(app, a_sharing_group(app_session))

    answer = shelf.facilitator.get(shelf.path("/papers/share-out-sheet?held_on=2023-01-05"))

    assert answer.status_code == 409


def test_the_pages_of_the_share_out_lead_to_the_sheet(app: Flask, app_session: Session) -> None:
    shelf = a_desk(app, a_sharing_group(app_session))

    page = shelf.facilitator.get(shelf.path(f"/share-out{QUERY}"))

    assert f"/papers/share-out-sheet{QUERY}" in page.text


def test_more_members_need_no_more_statements(app: Flask, app_session: Session) -> None:
    counts = []
    for members in (10, 30):
        shelf = a_desk(app, a_sharing_group(app_session, members=members))
        browser = shelf.facilitator
        seen = statements(app)
        sent = next(seen)
        browser.get(shelf.path(f"/papers/share-out-sheet{QUERY}"))
        counts.append(len(sent))
        next(seen, None)

    assert counts[0] == counts[1]
