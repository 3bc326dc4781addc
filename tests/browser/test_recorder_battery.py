"""The battery goes in the middle of a meeting."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.recorder_hand import RecorderHand, a_usual_group, login_of
from tests.browser.screens import FLAGS, PHONE, log_in, program
from tests.builders import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Playwright
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

pytestmark = pytest.mark.browser


def _persistent(driver: Playwright, folder: Path) -> BrowserContext:
    return driver.chromium.launch_persistent_context(
        folder,
        executable_path=program(),
        args=FLAGS,
        viewport=PHONE,
        locale="fr",
    )


def _kill(context: BrowserContext) -> None:
    """Take the battery out: end the browser that this test started, by its number."""
    session = context.browser.new_browser_cdp_session() if context.browser else None
    if session is None:
        session = context.new_cdp_session(context.pages[0])
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    (number,) = (each["id"] for each in found if each["type"] == "browser")
    os.kill(number, signal.SIGKILL)


def _three_stars(hand: RecorderHand, world: GroupWorld) -> None:
    """Begin a meeting and give the seventh member three stars."""
    hand.open_group(world.group_id)
    hand.next()
    hand.tap_text("Tous présents")
    hand.next()
    hand.count_right()
    hand.next()
    hand.next()
    assert hand.step == "shares"
    for _star in range(3):
        hand.tap("ul.people .hit", 6)
    hand.page.wait_for_timeout(300)


def test_a_draft_survives_the_battery_to_the_last_star(
    address: str, app_session: Session, tmp_path: Path
) -> None:
    world = a_usual_group(app_session)
    login, user_id = login_of(world)
    with sync_playwright() as driver:
        context = _persistent(driver, tmp_path / "phone")
        page = context.new_page()
        log_in(page, address, login, PASSWORD)
        hand = RecorderHand(page, address, user_id)
        hand.home()
        page.wait_for_selector('a[href^="#/g/"]')
        # Chromium writes down who uses the phone some seconds after the login.
        page.wait_for_timeout(6_000)
        _three_stars(hand, world)
        _kill(context)

    with sync_playwright() as driver:
        context = _persistent(driver, tmp_path / "phone")
        hand = RecorderHand(context.new_page(), address, user_id)
        hand.home()
        hand.open_group(world.group_id)

        assert hand.page.inner_text("h1") == "Parts"
        (row,) = hand.draft()["document"]["shares_bought"]
        assert row == {"member": world.members[6], "count": 3}
        assert "3 étoiles" in hand.reads()
        context.close()
