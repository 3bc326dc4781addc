"""The first page of each role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_user
from tests.web.books import forgotten_texts
from vsla.services.access import Role

if TYPE_CHECKING:
    from tests.web.books import Shelf


def test_a_facilitator_sees_her_groups_with_their_next_meeting(shelf: Shelf) -> None:
    page = shelf.facilitator.get("/").text

    assert "Tujenge Pamoja" in page
    assert "Record meeting 3" in page
    assert f'href="/recorder#/g/{shelf.group.group_id}"' in page
    assert 'href="/recorder"' in page.partition('<nav class="bar phone"')[2]
    assert "Expected since" in page
    assert "Go on setting up" in page


def test_a_facilitator_without_groups_is_told_how_to_begin(shelf: Shelf) -> None:
    lonely = a_user(shelf.session, Role.FACILITATOR, shelf.programme.programme_id)

    page = shelf.browser(lonely).get("/").text

    assert "No group yet. Open the first one" in page
    assert "Tujenge Pamoja" not in page


def test_an_officer_sees_the_groups_of_the_programme(shelf: Shelf) -> None:
    page = shelf.browser(shelf.programme.officer).get("/").text

    assert "Groups by their next meeting" in page
    assert "expected since" in page


def test_a_trainer_sees_the_passbooks_of_groups_that_meet(shelf: Shelf) -> None:
    page = shelf.browser(shelf.programme.trainer).get("/").text

    assert "Open the passbooks" in page
    assert "Umoja ni Nguvu" not in page


def test_an_administrator_sees_who_has_access(shelf: Shelf) -> None:
    page = shelf.browser(shelf.programme.administrator).get("/").text

    assert "Give access" in page
    assert "Literacy trainer" in page


@pytest.mark.parametrize("role", ["facilitator", "trainer", "administrator"])
def test_every_text_of_a_home_passed_through_a_catalogue(shelf: Shelf, role: str) -> None:
    client = shelf.browser(getattr(shelf.programme, role))

    assert forgotten_texts(client, "/") == []
