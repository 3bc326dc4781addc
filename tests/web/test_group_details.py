"""Changing what is known of a group, and parting from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.books import forgotten_texts
from tests.web.desk import fields_of
from vsla.store.models import Group, GroupStatus

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.web.books import Shelf

EDIT = "/edit"
PART = "/part"


def _officer(shelf: Shelf) -> FlaskClient:
    return shelf.browser(shelf.programme.officer)


def _group(shelf: Shelf) -> Group:
    shelf.session.rollback()
    return shelf.session.get_one(Group, shelf.group.group_id)


def test_name_place_and_dates_are_changed(shelf: Shelf) -> None:
    client = shelf.facilitator
    sent = {**fields_of(client.get(shelf.path(EDIT))), "name": "Tujikaze", "place": "Mero"}

    answer = client.post(shelf.path(EDIT), data={**sent, "registered_on": "2023-03-01"})

    assert answer.location == shelf.path()
    group = _group(shelf)
    assert (group.name, group.place, str(group.registered_on)) == ("Tujikaze", "Mero", "2023-03-01")


def test_a_group_without_rules_may_take_another_money(shelf: Shelf) -> None:
    client, path = shelf.facilitator, f"/groups/{shelf.empty.group_id}/edit"
    sent = {**fields_of(client.get(path)), "currency": "USD", "cash_step": ""}

    answer = client.post(path, data=sent)

    assert answer.status_code == 302
    shelf.session.rollback()
    assert shelf.session.get_one(Group, shelf.empty.group_id).currency == "USD"


def test_problems_of_a_change_stand_at_their_fields(shelf: Shelf) -> None:
    client = shelf.facilitator
    sent = {**fields_of(client.get(shelf.path(EDIT))), "name": "", "formed_on": "2099-01-01"}

    answer = client.post(shelf.path(EDIT), data=sent)

    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert 'id="formed_on-error"' in answer.text


def test_an_officer_parts_from_a_group_and_takes_it_back(shelf: Shelf) -> None:
    client = _officer(shelf)

    parted = client.post(shelf.path(PART), data={"on": "2024-05-31"}, follow_redirects=True)
    status = _group(shelf).status
    page = client.get(shelf.path(EDIT)).text
    again = client.post(shelf.path("/accompany"), follow_redirects=True)

    assert "The programme no longer accompanies this group." in parted.text
    assert status is GroupStatus.DISENGAGED
    assert "Accompany it again" in page
    assert "The programme accompanies this group again." in again.text
    assert _group(shelf).status is GroupStatus.ACTIVE


def test_a_day_of_parting_that_has_not_come_is_refused(shelf: Shelf) -> None:
    answer = _officer(shelf).post(shelf.path(PART), data={"on": "2099-01-01"})

    assert answer.status_code == 422
    assert 'id="on-error"' in answer.text


def test_only_an_officer_is_offered_to_part(shelf: Shelf) -> None:
    link = shelf.path(PART)

    assert link in _officer(shelf).get(shelf.path(EDIT)).text
    assert link not in shelf.facilitator.get(shelf.path(EDIT)).text


@pytest.mark.parametrize("page", [EDIT, PART])
def test_every_text_about_a_group_passed_through_a_catalogue(shelf: Shelf, page: str) -> None:
    assert forgotten_texts(_officer(shelf), shelf.path(page)) == []
