"""One phone in real life: two people on it, a full one, a wrong clock, no service worker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.browser.recorder_hand import RecorderHand, login_of
from tests.browser.screens import PHONE, log_in
from tests.builders import PASSWORD, a_group, a_programme, meet
from tests.domain_builders import a_constitution
from vsla.services.verify_ledger import verify_group

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

pytestmark = pytest.mark.browser

RULES = a_constitution(lending_from_meeting=1, loan_meeting_every=1)
TEN_YEARS = timedelta(days=3652)
LIMIT_MS = 15_000


@pytest.fixture
def world(app_session: Session) -> GroupWorld:
    made = a_group(app_session, members=5, constitution=RULES)
    meet(made, 1, shares=dict.fromkeys(made.members, 2))
    app_session.commit()
    return made


def _log_out_with_work(hand: RecorderHand) -> None:
    """Log out on a page of the office: asked first, then a file, then all the same."""
    page = hand.page
    page.goto(f"{hand.address}/")
    page.locator(".person .btn").dispatch_event("click")
    page.wait_for_url("**/recorder#/leave")
    page.wait_for_selector("#leave")
    assert "1 réunion n\u2019est pas finie" in hand.reads()
    hand.look("leave")
    with page.expect_download() as saved:
        page.click("#save-file")
    assert '"vsla_file"' in saved.value.path().read_text("utf-8")
    page.click("#leave")
    page.wait_for_url("**/login")


def test_logging_out_asks_about_what_waits_and_the_next_person_sees_only_her_own(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    other = a_group(world.session, a_programme(world.session), members=5, name="Umoja")
    world.session.commit()
    first = RecorderHand.on_new_phone(browser, address, *login_of(world))
    first.page.route("**/api/outbox", lambda route: route.abort())
    first.meet(world.group_id)
    first.open_group(world.group_id)
    first.next()
    _log_out_with_work(first)

    login, user_id = login_of(other)
    log_in(first.page, address, login, PASSWORD)
    second = RecorderHand(first.page, address, user_id)
    second.home()
    second.page.wait_for_selector(f'a[href="#/g/{other.group_id}"]')
    assert second.page.locator("ul.group-cards > li").count() == 1
    assert (second.kept("drafts"), second.kept("outbox")) == ([], [])
    assert [len(first.kept("drafts")), len(first.kept("outbox"))] == [1, 1]


def _send(hand: RecorderHand) -> None:
    hand.go("#/outbox")
    hand.page.wait_for_selector("main .card")
    hand.page.context.set_offline(offline=False)
    hand.page.click("#send")
    hand.page.wait_for_selector("li.line .chip.good", timeout=LIMIT_MS)


def test_without_a_service_worker_and_with_a_wrong_clock_meetings_are_recorded_and_sent(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    login, user_id = login_of(world)
    page = browser.new_context(viewport=PHONE, locale="fr", service_workers="block").new_page()
    log_in(page, address, login, PASSWORD)
    hand = RecorderHand(page, address, user_id)
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=25))
    hand.home()
    page.wait_for_selector("text=se trompe de")
    assert "1 jour" in page.inner_text(".note.warn")
    hand.look("clock-a-day")
    hand.open_group(world.group_id)

    hand.offline()
    page.clock.set_fixed_time(datetime.now(UTC) + TEN_YEARS)
    hand.go("#/")
    page.wait_for_selector(".note.warn button")
    hand.look("clock-ten-years")
    hand.meet(world.group_id)
    _send(hand)

    (item,) = hand.outbox()
    assert f'"held_on":"{datetime.now(UTC).year}-' in item["body"]
    assert verify_group(world.session, world.group_id) == []


def test_a_phone_of_another_language_than_its_owners_records_in_hers_without_network(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand = RecorderHand.on_new_phone(browser, address, *login_of(world), locale="sw")
    hand.offline()
    hand.home()
    hand.open_group(world.group_id)
    assert "Réunion numéro" in hand.reads()

    # A language of which nothing or only a part is on the phone gives way to one that is whole.
    for other in ("en", "sw"):
        hand.page.evaluate("code => localStorage.setItem('recorder-language', code)", other)
        hand.page.reload()
        hand.page.wait_for_selector(".rec .foot .btn.main")
        assert "Réunion numéro" in hand.reads()
