"""A session of a course written down without network, and sent when there is some."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.browser.screens import barriers, chromium, is_too_wide, log_in, open_page
from tests.browser.server import serving
from tests.builders import PASSWORD, a_group
from tests.services.courses_world import course_facts
from vsla.services.course_people import enrol_participants
from vsla.services.courses import add_course, serve_group
from vsla.store import courses
from vsla.store.models import User

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page
    from sqlalchemy.orm import Session

pytestmark = pytest.mark.browser
NOW = datetime.now(UTC)
WEEK_AGO = (NOW - timedelta(days=7)).date().isoformat()


def a_running_course(session: Session) -> tuple[int, str]:
    """Add a course that runs today; gives its number and the login of its trainer."""
    group = a_group(session, members=10)
    trainer = group.programme.trainer
    ends_on = (NOW + timedelta(days=30)).date().isoformat()
    facts = course_facts(component="discussion", starts_on=WEEK_AGO, ends_on=ends_on)
    number = add_course(session, trainer, course=facts, now=NOW).course_id
    serve_group(session, trainer, course_id=number, code=group.group.code)
    enrol_participants(
        session,
        trainer,
        course_id=number,
        group_id=group.group_id,
        enrolment={"enrolled_on": WEEK_AGO, "wish": "invited"},
        people=[{"member": 1}, {"member": 1, "partner": True}, {"member": 2}],
        now=NOW,
    )
    login = session.get_one(User, trainer.user_id).login
    session.commit()
    return number, login


_STAYS = """() => {
  const typed = document.querySelector("#topic");
  window.dispatchEvent(new Event("online"));
  return new Promise((resolve) => setTimeout(() => resolve(typed.isConnected), 500));
}"""
"""Try to send at once, and tell whether the field that was typed into is still the same one."""


def write_down(page: Page) -> str:
    """Write the session down without network; gives what the page said before it was complete."""
    page.context.set_offline(offline=True)
    page.reload()
    page.click("a[href='#/c/1']")
    page.select_option("#state-3", "late")
    page.click("#keep")
    told = page.inner_text("[role=alert]")
    assert barriers(page) == []
    assert not is_too_wide(page)
    page.fill("#topic", "Décider ensemble")
    assert page.evaluate(_STAYS), "what is being typed was drawn again by what changed behind it"
    page.click("#keep")
    page.wait_for_selector("li.card:has-text('Décider ensemble')")
    return told


def test_a_session_is_written_down_offline_and_arrives_once(
    app: Flask, app_session: Session
) -> None:
    number, login = a_running_course(app_session)
    with serving(app) as address, chromium() as browser:
        page = open_page(browser)
        log_in(page, address, login, PASSWORD)
        page.goto(f"{address}/recorder")
        page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_selector("a[href='#/c/1']")
        told = write_down(page)
        page.context.set_offline(offline=False)
        page.wait_for_selector("li.line:has-text('Décider ensemble')")

    assert told == "Écrivez le thème de la séance."
    app_session.rollback()
    came = courses.attendance(app_session, number, 1)
    assert {n: str(row.state) for n, row in came.items()} == {1: "present", 2: "present", 3: "late"}
