"""The whole life of a new group by hand, on a phone, in French: from the wizard to cycle two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.browser.screens import PHONE, is_too_wide, log_in, open_page, shoot, spilling
from tests.builders import PASSWORD, a_programme
from vsla.services.verify_ledger import verify_group
from vsla.store.models import Group, User

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from sqlalchemy.orm import Session


pytestmark = pytest.mark.browser

PEOPLE = (
    ("Masika Furaha", "F"),
    ("Lotsove Neema", "F"),
    ("Ngabu Mateso", "M"),
    ("Kavira Espérance", "F"),
    ("Dhesi Uwezo Jeanne-Marie", "F"),
    ("Kahindo Riziki", "F"),
    ("Kambale Jérôme", "M"),
    ("Lobo Aimé-Césaire Bahati wa Ngongo", "M"),
)
POSTS = (
    "chair_1",
    "secretary_1",
    "treasurer_1",
    "counter_1",
    "counter_2",
    "key_holder_1",
    "key_holder_2",
    "key_holder_3",
)
OPENED_ON = "2025-11-05"


class Hand:
    """The hand of one person on one phone; every page it sees fits the screen."""

    def __init__(self, browser: Browser, address: str, login: str) -> None:
        """Log in."""
        self.page: Page = open_page(browser, PHONE, locale="fr")
        self.address = address
        log_in(self.page, address, login, PASSWORD)

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(self.address + path)

    def fill(self, **values: str) -> None:
        """Type into fields by name, - written as _ at the places where names have it."""
        for name, value in values.items():
            self.page.fill(f'[name="{name.replace("__", "-")}"]', value)

    def send(self) -> None:
        """Press the main button of the page and look at what comes."""
        with self.page.expect_navigation():
            self.page.locator("main button.main").last.click()
        self.look()

    def press(self, action: str) -> None:
        """Press a button of the meeting form."""
        with self.page.expect_navigation():
            self.page.locator(f'button[value="{action}"]:visible').last.click()
        self.look()

    def look(self) -> None:
        """Hold every page to what each must be: no sideways scroll, nothing over its neighbour."""
        assert not is_too_wide(self.page), self.page.url
        assert spilling(self.page) == [], self.page.url

    def errors(self) -> list[str]:
        """Read what stands at the fields."""
        return [item.inner_text() for item in self.page.locator(".err").all()]

    def reads(self, text: str) -> bool:
        """Tell whether the page says something, whatever spaces stand in numbers."""
        said = self.page.inner_text("main").replace("\u202f", " ").replace("\xa0", " ")
        return text in said


def _set_up(hand: Hand) -> str:
    """Go through the wizard; give the path of the group."""
    hand.go("/groups/new")
    hand.send()
    assert hand.errors() == ["Remplissez cette case."] * len(hand.errors()) != []
    hand.fill(name="Umoja wa Akina Mama", place="Sous le manguier", formed_on=OPENED_ON)
    hand.page.select_option("[name=zone_id]", label="Kamituga")
    hand.send()
    hand.fill(solidarity_contribution="200", fine_late="200", help_illness="10 000")
    hand.fill(lending_from_meeting="1", loan_meeting_every="1")
    hand.fill(adopted_on=OPENED_ON, present="8", votes_for="8")
    hand.send()
    for name, sex in PEOPLE:
        hand.fill(name=name, joined_on=OPENED_ON)
        hand.page.check(f"[name=gender][value={sex}]", force=True)
        hand.send()
    hand.go(hand.page.url.removeprefix(hand.address).replace("members", "committee"))
    hand.fill(elected_on=OPENED_ON)
    for place, post in enumerate(POSTS, start=1):
        hand.page.select_option(f"[name={post}_member]", index=place)
        hand.fill(**{f"{post}_votes_for": "8"})
    hand.send()
    hand.fill(opened_on=OPENED_ON)
    hand.send()
    hand.page.click("text=Comité de gestion")
    hand.look()
    hand.go(hand.page.url.removeprefix(hand.address).removesuffix("/committee"))
    return hand.page.url.removeprefix(hand.address)


def _first_meeting(hand: Hand, group: str) -> None:
    """Two shares each and a loan: asked too high first, then what the box can give."""
    hand.go(f"{group}/meetings/new")
    hand.fill(**{f"shares__{n}": "2" for n in range(1, 9)})
    hand.fill(open__lf="0", open__sf="0", loan__0__amount="500 000", loan__0__term="1")
    hand.page.select_option('[name="loan-0-member"]', index=2)
    hand.press("check")
    assert hand.reads("484 000 FC de trop")
    hand.fill(loan__0__amount="5 000")
    hand.press("check")
    assert hand.reads("encore enregistré")
    hand.fill(close__lf="11 000", close__sf="1 600")
    hand.press("close")
    assert hand.reads("11 000 FC")
    shoot(hand.page, "life-close")
    hand.press("lock")
    assert hand.reads("est verrouillée")


def _fifth_week(hand: Hand, group: str) -> None:
    """The loan comes back with its charge."""
    hand.go(f"{group}/meetings/new")
    hand.fill(held_on="2025-12-03", **{f"shares__{n}": "1" for n in range(1, 9)})
    hand.page.locator('[name^="repay-"]').first.fill("5 500")
    hand.press("check")
    hand.press("close")
    hand.press("lock")
    assert hand.reads("est verrouillée")


def _correct_the_first(hand: Hand, group: str) -> None:
    """Masika had bought three: nothing is lost when the reason is forgotten."""
    hand.go(f"{group}/meetings/1/correct")
    hand.fill(shares__1="3", close__lf="12 000")
    hand.press("check")
    hand.press("close")
    hand.press("lock")
    assert hand.errors() == [
        "Écrivez pourquoi vous corrigez : le groupe le lira.".replace(" :", "\xa0:")
    ]
    hand.fill(reason="Masika avait acheté trois parts")
    hand.press("lock")
    assert hand.reads("Les deux versions restent dans le carnet")
    shoot(hand.page, "life-corrected")


def _propose(hand: Hand, group: str) -> None:
    """A box that counts otherwise is refused; then the share-out waits for a second person."""
    hand.go(f"{group}/share-out")
    hand.fill(loan_fund_minor="25 000", solidarity_fund_minor="3 200")
    hand.send()
    assert len(hand.errors()) == 1
    hand.fill(loan_fund_minor="25 500")
    hand.send()
    assert hand.reads("Une autre personne doit confirmer")


def _next_cycle(hand: Hand, group: str) -> None:
    """Two members put shares back into the second cycle."""
    hand.go(f"{group}/cycles/new")
    hand.fill(back__1="2", back__2="1")
    hand.send()
    assert hand.reads("cycle 2")
    shoot(hand.page, "life-second-cycle")


def test_a_group_lives_from_the_wizard_to_its_second_cycle(
    browser: Browser, address: str, app_session: Session
) -> None:
    programme = a_programme(app_session)
    logins = {
        actor: app_session.get_one(User, actor.user_id).login
        for actor in (programme.facilitator, programme.officer)
    }
    app_session.commit()
    hand = Hand(browser, address, logins[programme.facilitator])

    group = _set_up(hand)
    _first_meeting(hand, group)
    _fifth_week(hand, group)
    _correct_the_first(hand, group)
    _propose(hand, group)
    other = Hand(browser, address, logins[programme.officer])
    other.go(f"{group}/share-out/proposal")
    other.send()
    _next_cycle(hand, group)

    number = app_session.scalars(select(Group.group_id)).one()
    assert verify_group(app_session, number) == []
