"""The list of groups and the pages of one group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from tests.builders import NOW
from tests.domain_builders import OPENED_ON
from tests.web.books import LONG_NAME, forgotten_texts
from vsla.services.groups_list import PAGE_SIZE
from vsla.store.models import Group, GroupStatus

if TYPE_CHECKING:
    from tests.web.books import Shelf

STATEMENTS_MAX = 5
TABS = ["", "/members", "/loans", "/constitution", "/committee"]


def _add_groups(shelf: Shelf, count: int) -> None:
    rows = [
        {
            "programme_id": shelf.programme.programme_id,
            "zone_id": shelf.programme.zone_id,
            "code": f"Z-{number:05}",
            "name": f"Zawadi {number:05}",
            "place": "",
            "currency": "CDF",
            "cash_step": 5_000,
            "formed_on": OPENED_ON,
            "status": GroupStatus.SETTING_UP,
            "created_at": NOW,
        }
        for number in range(count)
    ]
    shelf.session.execute(insert(Group), rows)
    shelf.session.commit()


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("role", ["facilitator", "officer"])
def test_a_group_page_asks_at_most_five_statements(
    shelf: Shelf, sent: list[str], tab: str, role: str
) -> None:
    client = shelf.browser(getattr(shelf.programme, role))
    sent.clear()

    answer = client.get(shelf.path(tab))

    assert answer.status_code == 200
    assert len(sent) <= STATEMENTS_MAX, sent


def test_a_facilitator_records_with_the_recorder_and_an_officer_on_the_form(shelf: Shelf) -> None:
    mine = shelf.facilitator.get(shelf.path()).text
    office = shelf.browser(shelf.programme.officer).get(shelf.path()).text

    recorder = f'class="btn main" href="/recorder#/g/{shelf.group.group_id}"'
    form = shelf.path("/meetings/new")
    assert recorder in mine
    assert f'class="btn" href="{form}"' in mine
    assert f'class="btn main" href="{form}"' in office
    assert "/recorder#/g/" not in office


@pytest.mark.parametrize("tab", TABS)
def test_every_text_of_a_group_passed_through_a_catalogue(shelf: Shelf, tab: str) -> None:
    assert forgotten_texts(shelf.facilitator, shelf.path(tab)) == []


@pytest.mark.parametrize("tab", TABS)
def test_a_group_that_is_being_set_up_says_what_to_do_first(shelf: Shelf, tab: str) -> None:
    page = shelf.facilitator.get(f"/groups/{shelf.empty.group_id}{tab}").text

    assert "This group is being set up." in page


def test_the_cover_shows_both_boxes_loans_and_shares(shelf: Shelf) -> None:
    page = shelf.facilitator.get(shelf.path()).text

    assert "10 members" in page
    assert "6 women, 4 men" in page
    assert "1 borrower" in page
    assert "Shares of the cycle" in page
    assert "broken rule" in page


def test_a_share_out_that_is_overdue_is_marked_on_list_cover_and_home(shelf: Shelf) -> None:
    pages = [shelf.facilitator.get(path).text for path in ("/groups", shelf.path(), "/")]

    assert all("Share-out was due on" in page for page in pages)
    assert "52 of 52" in pages[0]


def test_the_loans_of_a_group_stand_on_their_page(shelf: Shelf) -> None:
    page = shelf.facilitator.get(shelf.path("/loans")).text

    assert LONG_NAME in page
    assert "days late" in page


def test_the_rules_are_printed_as_sentences_with_their_vote(shelf: Shelf) -> None:
    page = shelf.facilitator.get(shelf.path("/constitution")).text

    assert "Article 6" in page
    assert "10 present, 10 for, 0 against" in page


def test_a_version_that_never_was_is_not_found(shelf: Shelf) -> None:
    answer = shelf.facilitator.get(shelf.path("/constitution?version=9"))

    assert answer.status_code == 404


def test_a_cycle_that_never_was_is_not_found(shelf: Shelf) -> None:
    answer = shelf.facilitator.get(shelf.path("?cycle=9"))

    assert answer.status_code == 404


@pytest.mark.parametrize("wanted", ["zone=" + 26 * "9", "zone=%D9%A3", f"after={26 * '9'}~A"])
def test_a_number_no_row_has_narrows_nothing(shelf: Shelf, wanted: str) -> None:
    answer = shelf.facilitator.get(f"/groups?{wanted}")

    assert answer.status_code == 200
    assert "Tujenge Pamoja" in answer.text


def test_the_list_is_narrowed_by_name_and_state(shelf: Shelf) -> None:
    client = shelf.facilitator

    assert "Umoja ni Nguvu" not in client.get("/groups?q=tujenge").text
    assert "Tujenge Pamoja" not in client.get("/groups?status=setting_up").text
    assert "No group fits" in client.get("/groups?q=nobody").text


def test_the_list_leads_forth_and_back_through_many_groups(shelf: Shelf) -> None:
    _add_groups(shelf, 2 * PAGE_SIZE)
    client = shelf.browser(shelf.programme.officer)

    first = client.get("/groups?q=zawadi").text
    after = f"after={_id(shelf, 39)}~Zawadi+00039"
    second = client.get(f"/groups?q=zawadi&{after}").text
    back = client.get(f"/groups?q=zawadi&before={_id(shelf, 40)}~Zawadi+00040").text

    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert "Zawadi 00040" in second
    assert "Zawadi 00039<" not in second
    assert 'rel="prev"' in second
    assert "Zawadi 00000" in back
    assert 'rel="prev"' not in back


def _id(shelf: Shelf, number: int) -> int:
    return int(shelf.session.query(Group.group_id).filter_by(name=f"Zawadi {number:05}").scalar())


def test_a_page_of_the_list_costs_the_same_however_many_groups_there_are(
    shelf: Shelf, sent: list[str]
) -> None:
    client = shelf.browser(shelf.programme.officer)
    sent.clear()
    client.get("/groups")
    few = len(sent)
    _add_groups(shelf, 200)
    sent.clear()

    client.get("/groups")

    assert len([each for each in sent if each.startswith("SELECT")]) == few


def test_every_text_of_the_list_passed_through_a_catalogue(shelf: Shelf) -> None:
    assert forgotten_texts(shelf.facilitator, "/groups") == []
