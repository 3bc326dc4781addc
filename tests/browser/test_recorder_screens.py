"""Every screen of the recorder: fit for all eyes, said through the catalogues, used by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.recorder_hand import HAS_CHANGED, RecorderHand, login_of
from tests.browser.screens import log_in, open_page
from tests.browser.server import serving
from tests.browser.test_course_offline import a_running_course
from tests.builders import PASSWORD, a_group, meet
from tests.domain_builders import a_constitution
from tests.web.pseudo import untranslated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser, Page, ViewportSize
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

pytestmark = pytest.mark.browser

RULES = a_constitution(lending_from_meeting=1, loan_meeting_every=1)
LANDSCAPE: ViewportSize = {"width": 640, "height": 360}
STEPS = (
    "date attendance members opening fines solidarity shares repayments expenses loans leaving "
    "closing close parts"
)
MOST_KEYS = 60
LOW = 90
_SPEAK = """async () => {
  localStorage.setItem("recorder-language", "xx");
  await fetch("/language", { method: "POST", body: new URLSearchParams({ language: "xx" }) });
}"""
_IN_SIGHT = """selector => [...document.querySelectorAll(selector)].every((each) => {
  const { top, bottom } = each.getBoundingClientRect();
  return bottom > top && top >= 0 && bottom <= window.innerHeight;
})"""
_ON = """([selector, place]) =>
  document.activeElement === document.querySelectorAll(selector)[place]"""


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with serving(app) as served:
        yield served


@pytest.fixture
def world(app_session: Session) -> GroupWorld:
    made = a_group(app_session, members=5, constitution=RULES)
    loan = {"line": 1, "member": 3, "amount_minor": 100_000, "term": 2}
    meet(made, 1, shares=dict.fromkeys(made.members, 2))
    meet(made, 2, shares=dict.fromkeys(made.members, 2), loans_granted=[loan])
    app_session.commit()
    return made


def _judge(hand: RecorderHand, name: str) -> None:
    """Hold a screen to what each must be, and its words to the catalogues."""
    hand.look(name)
    assert untranslated(hand.page.inner_html("#root")) == [], name


def _walk(hand: RecorderHand, base: str, name: str, steps: str = STEPS) -> None:
    for step in steps.split():
        hand.go(f"#{base}/{step}")
        hand.page.wait_for_selector(".rec main > *", state="attached")
        _judge(hand, f"{name}-{step}")


def test_every_screen_of_a_facilitator_is_fit_and_translated(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand = RecorderHand.on_new_phone(browser, address, *login_of(world))
    page = hand.page
    page.evaluate(_SPEAK)
    hand.home()
    page.wait_for_selector("text=⟦My groups⟧")
    hand.open_group(world.group_id)
    hand.next()
    _walk(hand, f"/g/{world.group_id}/{hand.draft()['uuid']}", "xx")
    hand.go("#/practice")
    page.wait_for_selector(".note.hint")
    _walk(hand, "/practice", "xx-practice", "date opening loans")
    for screen in ("", "outbox", "more", "leave"):
        hand.go(f"#/{screen}")
        page.wait_for_selector(".app main > *", state="attached")
        _judge(hand, f"xx-{screen or 'home'}")


def test_every_screen_of_a_trainer_is_fit_and_translated(
    browser: Browser, address: str, app_session: Session
) -> None:
    number, login = a_running_course(app_session)
    page = open_page(browser)
    log_in(page, address, login, PASSWORD)
    hand = RecorderHand(page, address, 0)
    page.evaluate(_SPEAK)
    hand.home()
    page.wait_for_selector(f"a[href='#/c/{number}']")
    _judge(hand, "xx-courses")
    hand.go(f"#/c/{number}")
    page.wait_for_selector("#keep")
    _judge(hand, "xx-course")


def test_held_sideways_boxes_and_total_stay_in_sight(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand = RecorderHand.on_new_phone(browser, address, *login_of(world), size=LANDSCAPE)
    hand.open_group(world.group_id)
    hand.next()
    for step in ("attendance", "shares", "loans"):
        hand.go(f"#/g/{world.group_id}/{hand.draft()['uuid']}/{step}")
        hand.page.wait_for_selector(".rec .running > b")
        hand.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")

        assert hand.page.evaluate(_IN_SIGHT, ".boxes > *, .running, .foot .btn"), step
        assert hand.page.locator(".head").evaluate("head => head.offsetHeight") < LOW, step
        hand.look(f"sideways-{step}")


def _press(page: Page, selector: str, place: int = 0, key: str = "Enter") -> None:
    """Go to something by the tabulator alone, and touch it by a key."""
    for _turn in range(MOST_KEYS):
        if page.evaluate(_ON, [selector, place]):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError((selector, page.evaluate("document.activeElement.outerHTML")))


def _go_on(page: Page) -> None:
    before = [page.url, page.inner_text(".foot")]
    _press(page, ".foot .btn.main")
    page.wait_for_function(HAS_CHANGED, arg=before)


def test_a_meeting_is_recorded_by_the_keyboard_alone(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand = RecorderHand.on_new_phone(browser, address, *login_of(world))
    page = hand.page
    touched = dict.fromkeys(("attendance", "solidarity", "shares"), 1)
    touched |= dict.fromkeys(("opening", "closing"), 2)
    _press(page, 'a[href^="#/g/"]')
    page.wait_for_selector(".rec .foot .btn.main")
    while hand.step != "close":
        for _touch in range(touched.get(hand.step, 0)):
            _press(page, "main .btn")
            if hand.step in {"opening", "closing"}:
                _go_on(page)
        if hand.step not in {"opening", "closing", "close"}:
            _go_on(page)
    _press(page, ".pick input", 0, "Space")
    _press(page, ".pick input", 1, "Space")
    _press(page, ".foot .btn.main")
    page.wait_for_url("**/locked")

    assert len(hand.outbox()) == 1
