"""Make the pictures of the facilitator's guide: ``make pictures``.

They show the practice group and a group invented for them, on a phone of 360 by 640.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from hatch_build import compile_catalogues
from tests.browser.palette import with_palette
from tests.browser.recorder_hand import RecorderHand, a_usual_group, login_of
from tests.browser.screens import PHONE, chromium, log_in
from tests.browser.server import serving
from tests.builders import PASSWORD, meet
from tests.conftest import build_app, database, migrate
from vsla.domain.loans import owed
from vsla.store.models import Group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.builders import GroupWorld

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WORDS = {
    "fr": {"all": "Tous présents", "same": "Comme la dernière fois", "add": "Ajouter une demande"},
    "en": {"all": "Everybody is present", "same": "Same as last time", "add": "Add a request"},
}


@contextmanager
def _world(folder: Path) -> Iterator[tuple[GroupWorld, str]]:
    """Serve a group of 28 that has met three times."""
    url = f"sqlite:///{folder / 'pictures.sqlite'}"
    migrate(url)
    app = build_app(url, folder)
    with app.app_context():
        engine = database().engine
    with Session(engine) as session, serving(app) as address:
        world = a_usual_group(session)
        session.get_one(Group, world.group_id).name = "Tujenge Pamoja"
        session.commit()
        yield world, address
    engine.dispose()


def _phone(browser: Browser, address: str, world: GroupWorld, language: str) -> RecorderHand:
    """Take a phone in a language; pictures are small, so one dot is one dot."""
    context = browser.new_context(viewport=PHONE, locale=language)
    login, user_id = login_of(world)
    page = context.new_page()
    log_in(page, address, login, PASSWORD)
    hand = RecorderHand(page, address, user_id)
    hand.home()
    page.evaluate("code => localStorage.setItem('recorder-language', code)", language)
    hand.home()
    page.wait_for_selector('a[href^="#/g/"]')
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return hand


def _keep(hand: RecorderHand, name: str, language: str) -> None:
    """Keep what stands on the screen, without the frame around what was touched last."""
    hand.page.evaluate("document.activeElement && document.activeElement.blur()")
    hand.page.wait_for_timeout(200)
    picture = hand.page.screenshot(animations="disabled")
    (FOLDER / f"{name}-{language}.png").write_bytes(with_palette(picture))


def _practise(hand: RecorderHand, language: str) -> None:
    """Go through the practice group, and keep its steps."""
    words = WORDS[language]
    hand.go("#/practice")
    hand.page.wait_for_selector(".rec .foot")
    hand.next()
    hand.page.wait_for_selector(".hint")
    _keep(hand, "recorder-practice", language)
    hand.tap(".hint button")
    hand.tap_text(words["all"])
    hand.tap("ul.people .hit", 1)
    hand.tap(".pick", 1)
    _keep(hand, "recorder-attendance", language)
    for step, then in (("opening", ""), ("shares", words["same"]), ("loans", words["add"])):
        hand.go(f"#/practice/{step}")
        hand.page.wait_for_selector(".hint")
        hand.tap(".hint button")
        if then:
            hand.tap_text(then)
        if step == "opening":
            for place, times in ((3, 1), (5, 1), (7, 3)):
                for _tap in range(times):
                    hand.tap("li.count .btn", place)
        if step == "loans":
            hand.page.locator(".mrow select").first.select_option(index=2)
            hand.page.locator(".mrow input.num").first.fill("60000")
        hand.page.evaluate("scrollTo(0, 0)")
        _keep(hand, f"recorder-{step}", language)
    hand.go("#/practice/close")
    hand.page.wait_for_selector(".three")
    hand.tap(".hint button")
    _keep(hand, "recorder-close", language)


def _refused(hand: RecorderHand, world: GroupWorld) -> None:
    """Send a meeting that cannot be: the office wrote the same repayment meanwhile."""
    hand.offline()
    loan = world.ground().books.loans_of(3)[0]
    debt = owed(loan, world.opened_on + timedelta(weeks=3)).total
    meet(world, 4, repayments=[{"loan": loan.loan, "amount_minor": debt}])
    world.session.commit()
    hand.open_group(world.group_id)
    hand.page.locator("main input.num").fill("5")
    hand.next()
    hand.tap("main .btn.full")
    hand.go(hand.page.url.split("#")[1].replace("attendance", "repayments"))
    hand.page.wait_for_selector(".reqs .btn")
    hand.tap(".reqs .btn")
    hand.go(hand.page.url.split("#")[1].replace("repayments", "close"))
    hand.page.wait_for_selector(".three")
    hand.confirm_and_lock()


def main() -> None:
    """Make every picture in French and in English."""
    compile_catalogues(Path("translations"))
    for language in WORDS:
        with (
            tempfile.TemporaryDirectory() as folder,
            _world(Path(folder)) as (world, address),
            chromium() as browser,
        ):
            hand = _phone(browser, address, world, language)
            _keep(hand, "recorder-home", language)
            _practise(hand, language)
            _refused(hand, world)
            hand.go("#/outbox")
            hand.page.wait_for_selector("main .card")
            _keep(hand, "recorder-outbox", language)
            hand.online()
            hand.home()
            hand.open_group(world.group_id)
            _keep(hand, "recorder-came-back", language)
    sys.stdout.write(f"{len(list(FOLDER.glob('recorder-*.png')))} pictures in {FOLDER}\n")


if __name__ == "__main__":
    main()
