"""Weeks without network: meetings in a row, new members, what the office meanwhile did."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.browser.ledgers import assert_same_ledger
from tests.browser.recorder_hand import RecorderHand, login_of
from tests.builders import (
    NOW,
    TODAY,
    GroupWorld,
    a_group,
    a_programme,
    adopt_rules,
    meet,
)
from tests.domain_builders import a_constitution
from vsla.domain.loans import owed
from vsla.services.enrol_member import enrol
from vsla.services.record_meeting import record
from vsla.services.verify_ledger import verify_group
from vsla.store.models import BreachRow, ContestedDocument, JournalEntry, Member
from vsla.store.session import transaction

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld

pytestmark = pytest.mark.browser

LONG_NAME = "Lobo Aimé-Césaire Bahati wa Ngongo"
RULES = a_constitution(lending_from_meeting=1, loan_meeting_every=1)


def _group(session: Session, programme: ProgrammeWorld | None = None) -> GroupWorld:
    """Nine members, two meetings, a loan."""
    made = a_group(session, programme, members=9, constitution=RULES)
    loan = {"line": 1, "member": 3, "amount_minor": 500_000, "term": 2}
    meet(made, 1, shares=dict.fromkeys(made.members, 2), loans_granted=[loan])
    meet(made, 2, shares=dict.fromkeys(made.members, 3))
    session.commit()
    return made


def _phone(browser: Browser, address: str, world: GroupWorld) -> RecorderHand:
    return RecorderHand.on_new_phone(browser, address, *login_of(world))


def _documents(session: Session, group_id: int, after: int) -> list[tuple[str, str]]:
    session.rollback()
    entries = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.group_id == group_id, JournalEntry.meeting > after)
        .order_by(JournalEntry.number)
    )
    return [(str(entry.uuid), entry.document or "") for entry in entries]


def _repay_and_lend(hand: RecorderHand, group_id: int) -> None:
    """Hold a meeting with money in all directions: the next one must know of each."""

    def lend() -> None:
        hand.tap_text("Ajouter une demande")
        row = hand.page.locator(".mrow").first
        row.locator("select").first.select_option(index=5)
        row.locator("input.num").first.fill("3 000")

    def repay() -> None:
        hand.page.locator(".reqs input.num").first.fill("2 000")

    hand.open_group(group_id)
    hand.next()
    hand.hold(same=False, at={"repayments": repay, "loans": lend})


def _tell_again(session: Session, world: GroupWorld, twin: GroupWorld) -> None:
    """Record on a twin what one group's phone sent."""
    documents = _documents(session, world.group_id, after=2)
    # A phone that is on line may still write.
    with transaction(session):
        for uuid, body in documents:
            record(
                session,
                twin.facilitator,
                group_id=twin.group_id,
                uuid=uuid,
                body=body,
                now=NOW,
                today=TODAY + timedelta(days=3650),
            )


def test_five_meetings_of_two_groups_made_offline_are_those_made_on_line(
    browser: Browser, address: str, app_session: Session
) -> None:
    programme = a_programme(app_session)
    first, second = (_group(app_session, programme) for _ in range(2))
    twins = [_group(app_session, programme) for _ in range(2)]
    hand = _phone(browser, address, first)
    hand.offline()

    hand.meet(first.group_id)
    hand.home()
    _repay_and_lend(hand, first.group_id)
    hand.meet(second.group_id)
    hand.home()
    hand.open_group(first.group_id)
    hand.page.reload()
    hand.page.wait_for_selector(".rec .foot .btn.main")
    assert hand.page.inner_text("h1") == "Réunion 5"
    hand.home()
    hand.meet(first.group_id, same=False)
    hand.home()
    hand.meet(second.group_id)
    hand.home()
    assert [item["state"] for item in hand.outbox()] == ["waiting"] * 5
    hand.online()

    for world, twin in zip((first, second), twins, strict=True):
        _tell_again(app_session, world, twin)
        assert_same_ledger(world, twin)
    assert len(_documents(app_session, first.group_id, after=2)) == 3


def _join(hand: RecorderHand, name: str) -> None:
    """Let a man join; the phone is opened anew in the middle of his name."""
    hand.page.click('a[href$="/members"]')
    hand.tap_text("Un nouveau membre entre")
    hand.page.locator("main input").first.fill(name)
    hand.page.reload()
    hand.page.wait_for_selector("main input")
    assert hand.page.locator("main input").first.input_value() == name
    hand.page.locator("main select").first.select_option("M")
    hand.look("meeting-member-joins")
    hand.tap(".sign-option", 5)
    hand.tap_text("Inscrire")
    hand.page.wait_for_selector("ul.people li:nth-child(10)")
    hand.look("meeting-members")


def test_a_member_who_joins_in_the_bush_is_in_the_next_meetings_and_in_the_book(
    browser: Browser, address: str, app_session: Session
) -> None:
    world = _group(app_session)
    hand = _phone(browser, address, world)
    hand.offline()
    hand.open_group(world.group_id)
    hand.next()
    _join(hand, LONG_NAME)
    hand.page.locator("ul.people .hit").first.click()
    hand.page.locator("main input").first.fill("Masika Furaha")
    hand.tap_text("Enregistrer")
    hand.page.wait_for_selector("text=Masika Furaha")
    hand.next()
    hand.hold()
    hand.meet(world.group_id)
    hand.online()

    app_session.rollback()
    people = app_session.scalars(select(Member).where(Member.group_id == world.group_id)).all()
    (joined,) = (person for person in people if person.member_id >= 1_000_000)
    assert (joined.name, joined.gender, joined.passbook_number) == (LONG_NAME, "M", 10)
    assert "Masika Furaha" in [person.name for person in people]
    bodies = [body for _uuid, body in _documents(app_session, world.group_id, after=2)]
    assert [str(joined.member_id) in body for body in bodies] == [True, True]
    assert verify_group(app_session, world.group_id) == []


def test_a_refused_meeting_comes_back_with_what_is_wrong_at_its_place(
    browser: Browser, address: str, app_session: Session
) -> None:
    world = _group(app_session)
    hand = _phone(browser, address, world)
    hand.offline()
    loan = world.ground().books.loans_of(3)[0]
    debt = owed(loan, world.opened_on + timedelta(weeks=2)).total
    meet(world, 3, repayments=[{"loan": loan.loan, "amount_minor": debt}])
    app_session.commit()
    hand.open_group(world.group_id)
    hand.page.locator("main input.num").fill("4")
    hand.next()
    hand.hold(at={"repayments": lambda: hand.tap_text("Paie tout")})
    hand.online()

    hand.home()
    hand.open_group(world.group_id)
    assert hand.page.inner_text("h1") == "Réunion 4"
    hand.look("meeting-came-back")
    assert "crédit" in hand.page.inner_text(".note.bad")
    hand.page.click('.note.bad a[href$="/repayments"]')
    hand.page.wait_for_selector("main")
    hand.look("meeting-came-back-place")
    assert hand.draft()["problems"]


def test_two_phones_with_the_same_meeting_leave_both_versions(
    browser: Browser, address: str, app_session: Session
) -> None:
    world = _group(app_session)
    one = _phone(browser, address, world)
    two = _phone(browser, address, world)
    for hand in (one, two):
        hand.offline()
    one.meet(world.group_id)
    two.meet(world.group_id, same=False)

    one.online()
    two.online()

    assert [item["state"] for item in one.outbox()] == ["sent"]
    assert [item["state"] for item in two.outbox()] == ["contested"]
    app_session.rollback()
    kept = app_session.scalars(select(ContestedDocument)).all()
    assert len(kept) == 1
    assert len(_documents(app_session, world.group_id, after=2)) == 1


def test_rules_changed_meanwhile_flag_what_the_phone_could_not_know(
    browser: Browser, address: str, app_session: Session
) -> None:
    world = _group(app_session)
    hand = _phone(browser, address, world)
    hand.offline()
    stricter = replace(RULES, shares_max=2)
    adopt_rules(world, stricter, on=TODAY, voters=9)
    app_session.commit()

    hand.open_group(world.group_id)
    assert "version 1" in hand.reads()
    hand.meet(world.group_id)
    hand.online()

    app_session.rollback()
    codes = app_session.scalars(
        select(BreachRow.code).where(BreachRow.group_id == world.group_id)
    ).all()
    assert "too_many_shares" in codes
    hand.home()
    hand.page.wait_for_timeout(1_000)
    hand.open_group(world.group_id)
    assert "version 2" in hand.reads()


def _forty(session: Session) -> GroupWorld:
    """Forty members with ten shares of half a million each."""
    rules = a_constitution(
        share_value=50_000_000, shares_max=10, lending_from_meeting=1, loan_meeting_every=1
    )
    world = a_group(session, members=39, constitution=rules)
    person = {"name": LONG_NAME, "gender": "M", "category": "miner", "sign": "book"}
    enrol(
        session,
        world.facilitator,
        group_id=world.group_id,
        person={**person, "joined_on": world.opened_on.isoformat()},
        now=NOW,
    )
    meet(world, 1, shares=dict.fromkeys(world.members, 10))
    session.commit()
    return world


def test_a_meeting_of_forty_members_with_millions_fits_a_small_phone(
    browser: Browser, address: str, app_session: Session
) -> None:
    world = _forty(app_session)
    hand = _phone(browser, address, world)
    hand.open_group(world.group_id)
    hand.next()
    hand.tap_text("Tous présents")
    uuid = hand.draft()["uuid"]

    for step in ("attendance", "opening", "solidarity", "shares", "loans", "close", "parts"):
        hand.go(f"#/g/{world.group_id}/{uuid}/{step}")
        hand.page.wait_for_selector(f"text={hand.page.inner_text('h1')}")
        if step == "shares":
            hand.tap_text("Comme la dernière fois")
        hand.fits(f"meeting-forty-{step}")
