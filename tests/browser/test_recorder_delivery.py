"""How what waits on a phone comes to the office: by hand, after a login, after the books moved."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.browser.outbox_hand import Made, OutboxHand
from tests.browser.recorder_hand import RecorderHand, login_of
from tests.browser.screens import log_in, open_page
from tests.builders import NOW, PASSWORD, TODAY, a_group, a_meeting, a_user, a_uuid, meet
from tests.domain_builders import a_constitution
from tests.phone_files import a_file, text_of
from tests.services.test_share_out import confirm, propose
from vsla.services.access import Role
from vsla.services.settle_contested import settle
from vsla.services.verify_ledger import verify_group
from vsla.store import contested
from vsla.store.models import JournalEntry, Member, Outcome, User

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Route
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.access import Actor

pytestmark = pytest.mark.browser

RULES = a_constitution(lending_from_meeting=1, loan_meeting_every=1)


@pytest.fixture
def world(app_session: Session) -> GroupWorld:
    """Nine members who have met twice."""
    made = a_group(app_session, members=9, constitution=RULES)
    for number in (1, 2):
        meet(made, number)
    app_session.commit()
    return made


def the_next(world: GroupWorld, *, number: int = 3) -> Made:
    """Write the next meeting as a phone does that knows the first two."""
    body = json.dumps(a_meeting(world, number))
    world.session.rollback()
    return Made("meeting", world.group_id, a_uuid((world.group_id, "bush", number)), body)


def a_phone(browser: Browser, address: str, world: GroupWorld) -> tuple[RecorderHand, OutboxHand]:
    """Give the group's facilitator a phone that is ready for the bush."""
    hand = RecorderHand.on_new_phone(browser, address, *login_of(world))
    return hand, OutboxHand(hand)


def phone_of(browser: Browser, address: str, session: Session, person: Actor) -> RecorderHand:
    """Give a phone to somebody who has no group."""
    login = session.get_one(User, person.user_id).login
    session.rollback()
    page = open_page(browser)
    log_in(page, address, login, PASSWORD)
    hand = RecorderHand(page, address, person.user_id or 0)
    hand.home()
    return hand


def told(hand: RecorderHand, *words: str) -> None:
    """Wait until the screen says something."""
    for each in words:
        hand.page.wait_for_selector(f"text={each}")


def has_sent(hand: RecorderHand) -> None:
    """Wait until something in the outbox has been sent."""
    hand.page.wait_for_selector("li.line .chip.good")


def choose(hand: RecorderHand, text: str) -> None:
    """Take a file in on a phone."""
    file: FilePayload = {
        "name": "reunions.txt",
        "mimeType": "text/plain",
        "buffer": text.encode(),
    }
    hand.page.set_input_files("#take-in", file)


def entries(world: GroupWorld, *, after: int = 2) -> list[JournalEntry]:
    """Read the journal after the first two meetings."""
    world.session.rollback()
    query = select(JournalEntry).where(JournalEntry.group_id == world.group_id)
    return list(world.session.scalars(query.where(JournalEntry.number > after)))


def saved_file(hand: RecorderHand) -> str:
    """Put what waits into a file, and read it off the card of the phone."""
    hand.go("#/outbox")
    with hand.page.expect_download() as download:
        hand.tap("#save-file")
    return download.value.path().read_text("utf-8")


def take_in_all(colleague: RecorderHand, text: str, forged: str) -> None:
    """Take in what is no file, a damaged one, a forged one, and the true one."""
    colleague.go("#/outbox")
    choose(colleague, "notes of the day")
    told(colleague, "pas un fichier de la saisie")
    choose(colleague, text.replace('count\\": 2', 'count\\": 5'))
    told(colleague, "changé ou abîmé")
    choose(colleague, forged)
    told(colleague, "signé ce fichier")
    choose(colleague, text)
    has_sent(colleague)
    told(colleague, "1 envoi pris")
    colleague.look("outbox-forged-file")
    colleague.tap_text("Ne pas le garder")
    colleague.page.wait_for_selector(".chip.bad", state="detached")


def test_a_colleague_takes_a_file_to_town_and_it_counts_once(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    person = a_user(world.session, Role.FACILITATOR, world.programme.programme_id)
    world.session.commit()
    made = the_next(world)
    hand, outbox = a_phone(browser, address, world)
    colleague = phone_of(browser, address, world.session, person)
    items = [(world.group_id, a_uuid("forged"), made.body)]
    forged = a_file(hand.user_id, items, secret="another")  # noqa: S106 - of a test
    hand.offline()
    outbox.keep([made])
    text = saved_file(hand)
    told(hand, "Pas de réseau.", "dans les téléchargements")
    hand.look("outbox-waits")

    take_in_all(colleague, text, text_of(forged))
    (entry,) = entries(world)
    hand.online()

    assert (entry.uuid, entry.recorded_by) == (made.uuid, hand.user_id)
    assert entry.device == f"file {hand.user_id}, brought by {person.user_id}"
    assert [item["state"] for item in hand.outbox()] == ["sent"]
    assert len(entries(world)) == 1


def try_in_vain(hand: RecorderHand, outbox: OutboxHand) -> None:
    """Send where something else than the office answers: too many requests, a portal, a gateway."""
    statuses = [429, 403, 200, 502]
    left = statuses.copy()

    def answer(route: Route) -> None:
        route.fulfill(status=left.pop(0), body="<html>Welcome</html>", content_type="text/html")

    hand.page.route("**/api/outbox", answer)
    for _status in statuses:
        outbox.send()
        assert outbox.states == ["waiting"] * 2
    assert left == [], "whoever had enough is not asked twice"
    hand.page.unroute("**/api/outbox")


def test_a_session_that_ended_in_the_bush_asks_for_the_login_and_then_sends(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand, outbox = a_phone(browser, address, world)
    outbox.keep([the_next(world), the_next(world, number=4)])
    try_in_vain(hand, outbox)
    hand.page.context.clear_cookies()
    hand.home()
    hand.go("#/outbox")
    told(hand, "Votre session est terminée")
    hand.look("outbox-session-ended")
    assert [item["state"] for item in hand.outbox()] == ["waiting"] * 2
    assert entries(world) == []

    hand.page.get_by_role("link", name="Se connecter").click()
    hand.page.fill("#login", login_of(world)[0])
    hand.page.fill("#password", PASSWORD)
    hand.page.click("form button.main")
    has_sent(hand)

    assert hand.page.url.endswith("/recorder#/outbox")
    assert len(entries(world)) == 2


def leave_the_book(world: GroupWorld) -> None:
    """Settle as the officer that the book stands."""
    (row,) = contested.unsettled(world.session, world.group_id)
    settle(
        world.session,
        world.officer,
        group_id=row.group_id,
        uuid=row.uuid,
        body_hash=row.body_hash,
        outcome=Outcome.BOOK_STANDS,
        given={"reason": "The group met after it had shared out."},
        now=NOW,
        today=TODAY,
    )
    world.session.commit()


def test_a_meeting_that_comes_after_the_share_out_waits_for_the_officer(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand, outbox = a_phone(browser, address, world)
    hand.offline()
    outbox.keep([the_next(world)])
    confirm(world, propose(world))
    world.session.commit()
    hand.online()
    hand.go("#/outbox")
    told(hand, "Gardé pour le chargé de programme", "avant que ceci arrive")
    hand.look("outbox-after-share-out")
    leave_the_book(world)

    outbox.send(later=timedelta(hours=1))

    told(hand, "Le carnet reste comme il était")
    assert outbox.states == ["sent"]
    assert verify_group(world.session, world.group_id) == []


def refused_things(world: GroupWorld) -> list[Made]:
    """Write a member born in the year 85, and a meeting with two payments that cannot be."""
    joins = {"schema_version": 1, "change": "join", "member": 1_000_007, "name": "Zawadi"}
    more = {"gender": "F", "joined_on": "2023-01-18", "birth_year": 85}
    made = the_next(world)
    wrong = {
        **json.loads(made.body),
        "repayments": [{"loan": 99, "amount_minor": 100_000}],
        "fines_paid": [{"member": 2, "amount_minor": 10_000}],
    }
    group_id = world.group_id
    return [
        Made("member", group_id, a_uuid("joins"), json.dumps({**joins, **more})),
        made._replace(body=json.dumps(wrong)),
    ]


def test_what_the_office_refuses_comes_back_with_all_that_is_wrong_and_the_rest_goes_on(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    other = a_group(world.session, world.programme, members=9, constitution=RULES)
    world.session.commit()
    hand, outbox = a_phone(browser, address, world)
    outbox.send([*refused_things(world), the_next(other, number=1)])
    hand.go("#/outbox")
    told(hand, "Année de naissance", "À corriger")
    hand.look("outbox-refused")

    assert outbox.states == ["refused", "sent"]
    assert len(entries(other, after=0)) == 1
    assert [row[0] for row in hand.draft()["problems"]] == ["fines_paid.0", "repayments.0.loan"]
    hand.page.fill("input[type=number]", "1985")
    hand.tap_text("Garder et renvoyer")
    hand.page.wait_for_selector(".chip.bad >> text=Pas accepté", state="detached")
    hand.page.get_by_role("link", name="Ouvrir et corriger").click()
    for step in ("fines", "repayments"):
        hand.page.wait_for_selector(f'.note.bad a[href$="/{step}"]')
    hand.look("meeting-came-back-twice")
    world.session.rollback()
    person = world.session.get_one(Member, (world.group_id, 1_000_007))
    assert (person.name, person.birth_year) == ("Zawadi", 1985)


def test_a_pack_of_three_weeks_says_so_and_serves_all_the_same(
    browser: Browser, address: str, world: GroupWorld
) -> None:
    hand, outbox = a_phone(browser, address, world)
    hand.offline()
    outbox.age_packs(timedelta(days=22))
    hand.home()
    told(hand, "Vous pouvez saisir quand même")
    hand.look("home-old-pack")

    hand.meet(world.group_id)
    hand.online()

    assert [item["state"] for item in hand.outbox()] == ["sent"]
    assert len(entries(world)) == 1
    assert verify_group(world.session, world.group_id) == []
