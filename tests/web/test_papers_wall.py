"""Rules and poster on the screen and as PDF, and where they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import meet
from tests.documents.reading import is_tagged, pages_of, plain
from tests.web.books import forgotten_texts
from vsla.domain.clauses import clauses
from vsla.domain.roster import Gender
from vsla.store.models import Group, Member
from vsla.web.clause_texts import MARK, clause_line
from vsla.web.locale import parse_language

if TYPE_CHECKING:
    from tests.web.books import Shelf

LONG = "Mwamini Bahati Kavira Nzuvandeka na Wenzake wa Bandama"


def printed(shelf: Shelf, paper: str, lang: str = "en", more: str = "") -> list[str]:
    """Give the pages of a document as text."""
    answer = shelf.facilitator.get(shelf.path(f"/papers/{paper}.pdf?lang={lang}{more}"))
    assert answer.status_code == 200
    assert is_tagged(answer.data)
    return pages_of(answer.data)


@pytest.mark.parametrize("lang", ["fr", "sw", "en"])
def test_every_sentence_of_the_rules_is_printed(shelf: Shelf, lang: str) -> None:
    from flask_babel import force_locale  # noqa: PLC0415 - needs the application

    rules = shelf.group.ground().constitution_on(shelf.group.opened_on)
    with shelf.app.test_request_context(), force_locale(parse_language(lang)):
        expected = [plain(clause_line(each, "CDF")) for each in clauses(rules)]

    pages = printed(shelf, "constitution", lang)

    text = " ".join(pages)
    assert len(pages) == 2
    assert [sentence for sentence in expected if sentence not in text] == []
    assert "Member 2" in pages[1]


def test_the_rules_on_the_screen_are_those_on_paper(shelf: Shelf) -> None:
    page = plain(shelf.facilitator.get(shelf.path("/papers/constitution")).text)

    assert "One share costs 1,000 FC." in page
    assert "Present: 10. For: 10. Against: 0." in page
    assert f"The committee is elected by secret ballot. {MARK}" in page
    assert f"what is marked {MARK} the group sees to itself" in page
    assert forgotten_texts(shelf.facilitator, shelf.path("/papers/constitution")) == []


def test_a_version_that_is_not_there_is_no_page(shelf: Shelf) -> None:
    browser = shelf.facilitator

    assert browser.get(shelf.path("/papers/constitution?version=7")).status_code == 404
    assert browser.get(shelf.path("/papers/constitution?version=1")).status_code == 200


@pytest.mark.parametrize("lang", ["fr", "sw", "en"])
def test_the_poster_is_one_page_in_every_language(shelf: Shelf, lang: str) -> None:
    shelf.session.get_one(Group, shelf.group.group_id).name = LONG
    shelf.session.commit()

    pages = printed(shelf, "poster", lang)

    assert len(pages) == 1
    assert "10" in pages[0]


def test_the_poster_says_what_the_ledger_says(shelf: Shelf) -> None:
    loan = {"line": 1, "member": 3, "amount_minor": 100_000, "term": 1}
    move = {"direction": "to_bank", "channel": "bank", "fund": "loan_fund", "amount_minor": 200_000}
    meet(shelf.group, 3, shares={3: 1}, loans_granted=[loan], transfers=[move])
    shelf.session.get_one(Member, (shelf.group.group_id, 3)).gender = Gender.OTHER
    shelf.session.commit()

    (text,) = printed(shelf, "poster")

    page = plain(shelf.facilitator.get(shelf.path("/papers/poster")).text)
    for said in ("others", "and 2,000 at the bank", "with 2 members"):
        assert said in text
        assert said in page
    assert forgotten_texts(shelf.facilitator, shelf.path("/papers/poster")) == []


def test_group_and_rules_lead_to_their_papers(shelf: Shelf) -> None:
    cover = shelf.facilitator.get(shelf.path()).text
    rules = shelf.facilitator.get(shelf.path("/constitution")).text

    assert shelf.path("/papers/poster") in cover
    assert shelf.path("/papers/constitution") in cover
    assert shelf.path("/papers/constitution?version=1") in rules
