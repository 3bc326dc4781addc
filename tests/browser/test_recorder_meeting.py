"""A meeting on the phone: few taps, nothing lost, every screen fit to be used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

import pytest
from sqlalchemy import select

from tests.browser.recorder_hand import RecorderHand, a_usual_group, login_of
from tests.browser.screens import PHONE
from tests.browser.wire import BUDGETS
from vsla.services.verify_ledger import verify_group
from vsla.store.models import JournalEntry

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

pytestmark = pytest.mark.browser

MOST_TAPS = 45
_FULL = """() => {
  const commit = IDBTransaction.prototype.commit;
  const full = new DOMException("full", "QuotaExceededError");
  window.$full = true;
  IDBTransaction.prototype.commit = function () {
    if (window.$full) this.abort();
    else commit.call(this);
  };
  Object.defineProperty(IDBTransaction.prototype, "error", { get: () => full });
}"""
_ROOM_AGAIN = "() => { window.$full = false; }"


@pytest.fixture
def world(app_session: Session) -> GroupWorld:
    return a_usual_group(app_session)


def _document(session: Session, group_id: int, meeting: int) -> dict[str, Any]:
    session.rollback()
    entry = session.scalars(
        select(JournalEntry).where(
            JournalEntry.group_id == group_id, JournalEntry.meeting == meeting
        )
    ).one()
    found: dict[str, Any] = json.loads(entry.document or "")
    return found


def test_a_usual_meeting_of_28_members_takes_at_most_45_taps(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand = RecorderHand.on_new_phone(browser, address, *login_of(world))

    posted: list[int] = []
    hand.page.on("request", lambda each: posted.append(len(each.post_data_buffer or b"")))

    def some_buy_more() -> None:
        for place in (1, 4, 9):
            hand.tap("ul.people .hit", place)

    hand.taps = 0
    hand.tap(f'a[href^="#/g/{world.group_id}"].main')
    hand.page.wait_for_selector(".rec .foot")
    hand.look("meeting-date")
    hand.next()
    repay = {"shares": some_buy_more, "repayments": lambda: hand.tap_text("Paie tout")}
    hand.hold(look="meeting", at=repay)
    hand.look("meeting-locked")

    assert hand.taps <= MOST_TAPS, hand.taps
    hand.online()
    assert 0 < max(posted) <= BUDGETS["meeting"], posted
    document = _document(world.session, world.group_id, 4)
    assert sum(row["count"] for row in document["shares_bought"]) == 28 * 2 + 3
    assert document["confirmed_by"] == [document["chaired_by"], document["recorded_by"]]
    assert verify_group(world.session, world.group_id) == []


def test_a_half_written_amount_is_kept_as_it_was_typed_and_told_at_its_place(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand = RecorderHand.on_new_phone(browser, address, *login_of(world))
    hand.open_group(world.group_id)
    hand.next()
    uuid = hand.draft()["uuid"]
    hand.go(f"#/g/{world.group_id}/{uuid}/repayments")
    hand.page.locator(".reqs input.num").first.fill("55 0O0")

    hand.page.reload()
    hand.page.wait_for_selector(".reqs")

    assert hand.page.locator(".reqs input.num").first.input_value() == "55 0O0"
    assert "Écrivez un montant" in hand.page.inner_text(".reqs li:first-child .err")
    hand.go(f"#/g/{world.group_id}/{uuid}/close")
    hand.page.wait_for_selector(".three")
    assert hand.page.locator(".foot .btn.main").is_disabled()
    hand.page.click('.note.bad a[href$="/repayments"]')
    hand.page.wait_for_selector(".reqs")
    assert hand.page.evaluate("document.activeElement.value") == "55 0O0"


def _attendance(draft: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = draft["document"]["attendance"]
    return found


def test_a_full_phone_says_so_at_once_and_offers_a_file(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand = RecorderHand.on_new_phone(browser, address, *login_of(world))
    hand.open_group(world.group_id)
    hand.next()
    hand.page.evaluate(_FULL)

    hand.tap_text("Tous présents")
    hand.page.wait_for_selector(".note.bad")

    hand.look("meeting-full")
    with hand.page.expect_download() as saved:
        hand.tap_text("Enregistrer cette réunion dans un fichier")
    file = saved.value.path()
    assert len(_attendance(json.loads(file.read_text("utf-8")))) == len(world.members)

    other = RecorderHand.on_new_phone(browser, address, *login_of(world))
    other.go("#/outbox")
    other.page.set_input_files("#take-in", file)
    other.page.click(".note.done a")
    other.page.wait_for_selector(".rec .foot")
    assert len(_attendance(other.draft())) == len(world.members)
    other.go("#/outbox")
    other.page.set_input_files("#take-in", file)
    other.page.wait_for_selector("text=Tout cela est déjà dans le téléphone")


def _into_a_file(hand: RecorderHand) -> list[dict[str, Any]]:
    """Put what was locked on a full phone into a file, and read what is in it."""
    assert hand.outbox() == []
    hand.go("#/outbox")
    hand.page.wait_for_selector("#keep")
    hand.look("outbox-full")
    with hand.page.expect_download() as saved:
        hand.page.click("#save-file")
    items: list[dict[str, Any]] = json.loads(saved.value.path().read_text("utf-8"))["items"]
    return items


def _make_room(hand: RecorderHand) -> None:
    hand.page.evaluate(_ROOM_AGAIN)
    hand.go("#/outbox")
    hand.page.click("#keep")
    hand.page.wait_for_selector("#keep", state="detached")


def test_what_is_locked_on_a_full_phone_is_sent_or_goes_into_a_file_and_nothing_is_lost(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand = RecorderHand.on_new_phone(browser, address, *login_of(world))
    hand.page.evaluate(_FULL)
    hand.offline()

    hand.meet(world.group_id)
    hand.look("meeting-locked-full")
    assert "dans la mémoire de cette page" in hand.reads()
    (item,) = _into_a_file(hand)
    assert (item["group"], json.loads(item["body"])["meeting"]) == ("Umoja", 4)

    # With network it is sent, and the pack that has no room either is worked with.
    hand.page.context.set_offline(offline=False)
    hand.page.wait_for_selector("li.line .chip.good")
    hand.go("#/")
    hand.page.wait_for_selector("text=Écrire la réunion 5")
    hand.look("home-full")
    assert hand.kept("packs")[0]["pack"]["books"]["last_meeting"] == 3

    _make_room(hand)
    assert [each["state"] for each in hand.outbox()] == ["sent"]
    assert hand.kept("drafts") == []
    assert hand.kept("packs")[0]["pack"]["books"]["last_meeting"] == 4
    assert verify_group(world.session, world.group_id) == []


LANDSCAPE: Any = {"width": 640, "height": 360}
ZOOMED: Any = {"width": 320, "height": 400}
STEPS = ("attendance", "opening", "solidarity", "shares", "repayments", "loans", "close")


def _speak(hand: RecorderHand, language: str) -> None:
    """Change the language of the phone and open the recorder anew."""
    hand.page.evaluate("code => localStorage.setItem('recorder-language', code)", language)
    hand.page.reload()
    hand.page.wait_for_selector(".rec .foot")


@pytest.mark.parametrize(("language", "scheme"), [("fr", "dark"), ("sw", "light")])
def test_every_step_fits_however_the_phone_is_held(
    browser: Browser,
    address: str,
    world: GroupWorld,
    language: str,
    scheme: Literal["dark", "light"],
) -> None:
    hand = RecorderHand.on_new_phone(browser, address, *login_of(world))
    hand.page.emulate_media(color_scheme=scheme)
    hand.open_group(world.group_id)
    hand.next()
    _speak(hand, language)
    hand.tap("main .btn.full")
    uuid = hand.draft()["uuid"]

    for step in STEPS:
        hand.go(f"#/g/{world.group_id}/{uuid}/{step}")
        hand.page.wait_for_selector(f"text={hand.page.inner_text('h1')}")
        if step == "loans":
            hand.tap("main .stack > .btn.full")
            hand.page.locator(".mrow select").first.select_option(index=2)
            hand.page.locator(".mrow input.num").first.fill("900000")
        hand.look(f"meeting-{language}-{step}")
        for name, size in (("landscape", LANDSCAPE), ("zoomed", ZOOMED)):
            hand.page.set_viewport_size(size)
            hand.fits(f"meeting-{language}-{name}-{step}")
        hand.page.set_viewport_size(PHONE)
    hand.tap(".head button.icon")
    assert hand.page.evaluate("document.documentElement.dataset.contrast") == "high"
    hand.look(f"meeting-{language}-sun")


def test_practice_stays_on_the_phone_and_goes_on_to_the_next_meeting(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand = RecorderHand.on_new_phone(browser, address, *login_of(world))
    sent: list[str] = []
    hand.page.on("request", lambda request: sent.append(request.method))
    hand.go("#/practice")
    hand.page.wait_for_selector(".note.hint")
    assert "Exercice" in hand.page.inner_text(".example")
    hand.look("practice-date")
    hand.next()
    hand.page.wait_for_selector(".note.hint")
    hand.tap(".note.hint button")
    assert hand.page.locator(".note.hint").count() == 0
    hand.hold(at={"fines": lambda: hand.page.wait_for_selector(".note.hint")})
    hand.look("practice-locked")

    hand.page.get_by_role("link", name="La réunion suivante").click()
    hand.page.wait_for_selector(".rec .foot")
    assert hand.page.inner_text("h1") == "Réunion 6"
    hand.page.locator("summary").last.click()
    hand.page.click("#again")
    hand.page.wait_for_selector(".note.hint")
    assert hand.page.inner_text("h1") == "Réunion 5"
    assert hand.outbox() == []
    assert not {"POST", "PUT"} & set(sent)
