"""The hand of a facilitator on her phone: it opens the recorder, taps, and counts its taps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.browser.screens import PHONE, barriers, is_too_wide, log_in, open_page, shoot
from tests.builders import PASSWORD, a_group, meet
from tests.domain_builders import a_constitution
from vsla.store.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Browser, Locator, Page, Response, ViewportSize
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

_READ = """async ([name, table]) => {
  const open = indexedDB.open(name);
  await new Promise((done, failed) => { open.onsuccess = done; open.onerror = failed; });
  const asked = open.result.transaction(table).objectStore(table).getAll();
  await new Promise((done) => { asked.onsuccess = done; });
  open.result.close();
  return JSON.stringify(asked.result);
}"""
_RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
# A bar that stays below lies over the row behind it until one scrolls.
_STAND = """how => {
  for (const bar of document.querySelectorAll(".head, .foot, .bar")) bar.style.position = how;
}"""
_LONG_MS = 10_000
_NOT_THERE = 404
HAS_CHANGED = """([href, foot]) => location.href !== href
  || document.querySelector(".foot")?.innerText !== foot"""


def a_usual_group(session: Session) -> GroupWorld:
    """Make 28 members, three meetings, three loans."""
    rules = a_constitution(lending_from_meeting=1, loan_meeting_every=1)
    made = a_group(session, members=28, constitution=rules)
    loans = [
        {"line": line, "member": member, "amount_minor": 500_000, "term": 2}
        for line, member in enumerate((3, 9, 20), start=1)
    ]
    for number in (1, 2, 3):
        more: dict[str, Any] = {"loans_granted": loans} if number == 2 else {}
        meet(made, number, shares=dict.fromkeys(made.members, 2), **more)
    session.commit()
    return made


def login_of(world: GroupWorld) -> tuple[str, int]:
    """Give the login and the number of a group's facilitator."""
    user_id = world.facilitator.user_id or 0
    login = world.session.get_one(User, user_id).login
    world.session.rollback()
    return login, user_id


class RecorderHand:
    """One person on one phone.

    Attributes:
        page: what she sees.
        taps: how often she touched the screen since the last ``count_anew``.
    """

    def __init__(self, page: Page, address: str, user_id: int) -> None:
        """Take a page that is logged in."""
        self.page = page
        self.address = address
        self.user_id = user_id
        self.taps = 0
        self.failures: list[str] = []
        page.set_default_timeout(_LONG_MS)
        page.on("pageerror", lambda error: self.failures.append(str(error)))
        page.on("response", self._note_what_is_missing)

    @classmethod
    def on_new_phone(
        cls,
        browser: Browser,
        address: str,
        login: str,
        user_id: int,
        *,
        size: ViewportSize = PHONE,
        locale: str = "fr",
    ) -> RecorderHand:
        """Take a phone nobody used, log in, and let it fetch what it needs for the bush."""
        page = open_page(browser, size, locale=locale)
        log_in(page, address, login, PASSWORD)
        hand = cls(page, address, user_id)
        hand.home()
        page.wait_for_selector('a[href^="#/g/"]')
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return hand

    def _note_what_is_missing(self, answer: Response) -> None:
        if "/recorder/" in answer.url and answer.status == _NOT_THERE:
            self.failures.append(f"not there: {answer.url}")

    def home(self) -> None:
        """Open the recorder at its first screen."""
        self.page.goto(f"{self.address}/recorder")
        self.page.wait_for_selector("#root main")

    def go(self, hash_: str) -> None:
        """Follow an address inside the recorder."""
        self.page.evaluate("hash => { location.hash = hash; }", hash_)
        self.page.wait_for_timeout(150)

    def tap(self, target: str | Locator, place: int = 0) -> None:
        """Touch something."""
        found = self.page.locator(target) if isinstance(target, str) else target
        found.nth(place).click()
        self.taps += 1

    def tap_text(self, text: str) -> None:
        """Touch the button that says something."""
        self.tap(self.page.get_by_role("button", name=text))

    def next(self) -> None:
        """Touch the main button below."""
        before = self.page.url, self.page.inner_text(".foot")
        self.tap(".foot .btn.main")
        self.page.wait_for_function(HAS_CHANGED, arg=list(before))

    @property
    def step(self) -> str:
        """Name the step that is open."""
        return self.page.url.rsplit("/", 1)[-1]

    def open_group(self, group_id: int) -> None:
        """Open the next meeting of a group, or its draft, and begin."""
        self.go(f"#/g/{group_id}")
        self.page.wait_for_selector(".rec .foot .btn.main")
        self.page.wait_for_timeout(100)

    def meet(self, group_id: int, *, held_on: str | None = None, same: bool = True) -> None:
        """Hold a meeting in which nothing unusual happens, and lock it."""
        self.open_group(group_id)
        if held_on:
            self.page.fill('input[type="date"]', held_on)
        self.next()
        self.hold(same=same)

    def hold(
        self,
        *,
        same: bool = True,
        look: str = "",
        at: Mapping[str, Callable[[], object]] | None = None,
    ) -> None:
        """Go through the steps from the attendance on, and lock.

        Args:
            same: shares as last time; else one star more for each.
            look: begin the names of pictures with it, and hold each step to what it must be.
            at: what else to do at a step.
        """
        usual: dict[str, Callable[[], object]] = {
            "attendance": lambda: self.tap_text("Tous présents"),
            "solidarity": lambda: self.tap_text("Tous ont payé"),
            "shares": lambda: self.tap_text(
                "Comme la dernière fois" if same else "Une étoile de plus"
            ),
        }
        while self.step != "close":
            step = self.step
            usual.get(step, lambda: None)()
            (at or {}).get(step, lambda: None)()
            if look:
                self.look(f"{look}-{step}")
            if step in {"opening", "closing"}:
                self.count_right()
            else:
                self.next()
        (at or {}).get("close", lambda: None)()
        if look:
            self.look(f"{look}-close")
        self.confirm_and_lock()

    def count_right(self, boxes: int = 2) -> None:
        """Find the boxes that are left as the book says."""
        for _box in range(boxes):
            self.tap_text("Compté : il y a".replace(" :", "\xa0:"))
            self.next()

    def confirm_and_lock(self) -> None:
        """Let two officers touch their names, then lock."""
        self.tap(".pick input", 0)
        self.tap(".pick input", 1)
        self.tap(".foot .btn.main")
        self.page.wait_for_url("**/locked")

    def look(self, name: str) -> None:
        """Hold a screen to what each must be, and keep a picture of it."""
        self.fits(name)
        self.page.evaluate(_STAND, "static")
        found = barriers(self.page, _RULES)
        self.page.evaluate(_STAND, "")
        assert found == [], name

    def fits(self, name: str) -> None:
        """Hold a screen to its width, and keep a picture of it."""
        shoot(self.page, name)
        assert not is_too_wide(self.page), name
        assert self.failures == []

    def kept(self, table: str) -> list[dict[str, Any]]:
        """Read what the phone keeps."""
        rows: list[dict[str, Any]] = json.loads(
            self.page.evaluate(_READ, [f"vsla-u{self.user_id}", table])
        )
        return rows

    def reads(self) -> str:
        """Read the screen, whatever spaces stand in it."""
        return self.page.inner_text("#root").replace("\xa0", " ").replace("\u202f", " ")

    def draft(self) -> dict[str, Any]:
        """Read the only draft on the phone."""
        (draft,) = self.kept("drafts")
        return draft

    def outbox(self) -> list[dict[str, Any]]:
        """Read what was locked, in order."""
        return sorted(self.kept("outbox"), key=lambda item: item["seq"])

    def offline(self) -> None:
        """Walk into the bush."""
        self.page.context.set_offline(offline=True)

    def online(self) -> None:
        """Walk back to where there is network, and wait until everything went."""
        self.page.context.set_offline(offline=False)
        self.go("#/outbox")
        self.home()
        self.page.wait_for_timeout(500)
        for _turn in range(40):
            if all(item["state"] != "waiting" for item in self.outbox()):
                return
            self.page.wait_for_timeout(250)
        raise AssertionError(
            [(item["kind"], item["state"], item["answer"]) for item in self.outbox()]
        )
