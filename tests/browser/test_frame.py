"""The frame of the pages in a real browser: late forms, accessibility, no sideways scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.screens import LAPTOP, PHONE, barriers, is_too_wide, log_in, open_page
from tests.browser.server import serving
from tests.web.probe import PASSWORD, add_probe, add_user
from vsla.store.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser, ViewportSize
    from sqlalchemy.orm import Session

    from tests.conftest import MakeApp

pytestmark = pytest.mark.browser


@pytest.fixture
def address(make_app: MakeApp, app: Flask, app_session: Session) -> Iterator[str]:
    """A server with CSRF switched on, as in real life, and one officer."""
    own = make_app(app.config["SQLALCHEMY_DATABASE_URI"], WTF_CSRF_ENABLED=True)
    add_probe(own)
    add_user(app_session, "officer", Role.OFFICER, demo=True)
    with serving(own) as served:
        yield served


@pytest.mark.parametrize("script", [True, False])
def test_a_form_typed_before_the_session_ended_arrives_after_the_login(
    browser: Browser, address: str, *, script: bool
) -> None:
    page = open_page(browser, script=script)
    log_in(page, address, "officer", PASSWORD)
    page.goto(f"{address}/probe/form")
    page.fill("#name", 'A "B" <C>')
    page.fill("#price", "500")
    page.fill("#held_on", "2026-11-18")
    page.fill("#weight", "3")
    page.fill("#day", "2026-11-17")
    page.check("input[value=F]")

    page.context.clear_cookies()
    page.click("text=⟦Next⟧")
    page.fill("#login", "officer")
    page.fill("#password", PASSWORD)
    page.click("form button.main")
    if not script:
        page.click("form button.main")
    page.wait_for_selector("pre, body:has-text('2026-11-18')")

    assert r"A \"B\" <C>" in page.inner_text("body")
    assert page.url == f"{address}/probe/form"


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_is_accessible_and_never_scrolls_sideways(
    browser: Browser, address: str, size: ViewportSize, scheme: str
) -> None:
    page = open_page(browser, size, scheme="dark" if scheme == "dark" else "light")
    found = []

    page.goto(f"{address}/login")
    found += [barriers(page), is_too_wide(page)]
    log_in(page, address, "officer", PASSWORD)
    page.goto(f"{address}/probe/form")
    page.click("text=⟦Next⟧")
    page.wait_for_selector(".problems")
    found += [barriers(page), is_too_wide(page)]

    assert found == [[], False, [], False]


def test_the_page_says_nothing_to_the_console(browser: Browser, address: str) -> None:
    page = open_page(browser)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(f"{address}/login")
    page.check("[data-reveal]")
    shown = page.get_attribute("#password", "type")

    assert said == []
    assert shown == "text"
