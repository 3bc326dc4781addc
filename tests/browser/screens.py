"""Open pages in a headless Chromium and keep pictures of them, for people to judge.

Use::

    with chromium() as browser:
        page = open_page(browser, PHONE)
        page.goto(address)
        shoot(page, "login-fr")          # login-fr.png in the folder VSLA_SHOTS
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 640}
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
SHOTS = os.environ.get("VSLA_SHOTS")  # where pictures for the eye go; none are made without it
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def program() -> str:
    """Find the Chromium of the system; the one without windows opens a page for far less work."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert found is not None, "make chromium tells how to get one"
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of the system."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program(), args=FLAGS)
        yield browser
        browser.close()


def open_page(
    browser: Browser,
    size: ViewportSize = PHONE,
    *,
    locale: str = "fr",
    script: bool = True,
    scheme: Literal["light", "dark"] = "light",
) -> Page:
    """Open an empty page in a context of its own, so that nobody is logged in."""
    context = browser.new_context(
        viewport=size,
        device_scale_factor=2 if size["width"] < 600 else 1,
        locale=locale,
        java_script_enabled=script,
        color_scheme=scheme,
    )
    return context.new_page()


def log_in(page: Page, address: str, login: str, password: str) -> None:
    """Log in on the login page of the server at ``address``, such as ``http://127.0.0.1:8000``."""
    page.goto(f"{address}/login")
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("form button.main")
    page.wait_for_url(lambda url: "/login" not in url)


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    page.wait_for_load_state()
    if SHOTS:
        folder = Path(SHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", animations="disabled")


def is_too_wide(page: Page) -> bool:
    """Tell whether the page would have to be moved sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return bool(wide)


def barriers(page: Page, rules: dict[str, Any] | None = None) -> list[str]:
    """List what shuts people out of a page, and where; axe is loaded once into each page.

    What axe finds in order is asked for by name alone: to describe it takes twice the time.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], **(rules or {})}
    found = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


SPILLING = """() => [...document.querySelectorAll("main *")].filter((e) => {
  const style = getComputedStyle(e);
  return e.getClientRects().length && e.scrollWidth > e.clientWidth + 1
    && style.overflowX === "visible" && !e.closest(".vh, svg, .rec")
    && !["inline", "contents"].includes(style.display);
}).map((e) => `${e.tagName} ${e.className}: ${e.textContent.trim().slice(0, 40)}`)"""


def spilling(page: Page) -> list[str]:
    """Name what does not keep within its own box, so that it lies over what stands beside it."""
    found: list[str] = page.evaluate(SPILLING)
    return found
