"""Setting up a group: the wizard from its name to the first cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_group, an_empty_group
from tests.web.books import forgotten_texts
from tests.web.rules_form import rules_form
from vsla.domain.roster import SEATS
from vsla.store.models import Group, GroupStatus, Zone

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.web.books import Shelf

DAY = "2023-01-04"
STEPS = ["constitution", "members", "committee", "start"]


def _enrol(client: FlaskClient, path: str, number: int) -> None:
    person = {"name": f"Member {number}", "gender": "F", "joined_on": DAY, "category": "other"}
    answer = client.post(path, data=person)
    assert answer.status_code == 302


def _election(members: int) -> dict[str, object]:
    sent: dict[str, object] = {"elected_on": DAY}
    numbers = iter(range(1, sum(SEATS.values()) + 1))
    for post, seats in SEATS.items():
        for place in range(1, seats + 1):
            sent[f"{post}_{place}_member"] = next(numbers)
            sent[f"{post}_{place}_votes_for"] = members
            sent[f"{post}_{place}_votes_against"] = 0
    return sent


def test_a_group_is_set_up_from_its_name_to_its_first_cycle(shelf: Shelf) -> None:
    client = shelf.facilitator
    place = {"name": "Neema", "zone_id": shelf.programme.zone_id, "formed_on": DAY}

    opened = client.post("/groups/new", data={**place, "currency": "CDF", "cash_step": ""})
    base = opened.location.removesuffix("constitution")
    group_id = int(base.split("/")[2])
    rules = client.post(f"{base}constitution", data=rules_form(present=8, votes_for=8))
    for number in range(1, 9):
        _enrol(client, f"{base}members", number)
    elected = client.post(f"{base}committee", data=_election(8))
    started = client.post(f"{base}start", data={"opened_on": DAY}, follow_redirects=True)

    assert rules.location.endswith("/setup/members")
    assert elected.location.endswith("/setup")
    assert "The first cycle is open." in started.text
    group = shelf.session.get_one(Group, group_id)
    assert (group.status, group.cash_step) == (GroupStatus.ACTIVE, 5_000)


def test_the_wizard_goes_on_where_it_was_left(shelf: Shelf) -> None:
    client = shelf.facilitator

    first = client.get(shelf.setup("").rstrip("/"))
    client.post(shelf.setup("constitution"), data=rules_form(present=8, votes_for=8))
    second = client.get(shelf.setup("").rstrip("/"))

    assert first.location.endswith("/setup/constitution")
    assert second.location.endswith("/setup/members")


def test_a_group_that_is_set_up_has_no_wizard_any_more(shelf: Shelf) -> None:
    client = shelf.facilitator

    for step in ["", *(f"/{each}" for each in STEPS)]:
        answer = client.get(shelf.path(f"/setup{step}"))

        assert answer.location == shelf.path()


def test_a_form_without_a_name_keeps_the_rest(shelf: Shelf) -> None:
    typed = {"name": "", "place": "Kilongwe", "currency": "USD", "cash_step": "1,50", "code": "X"}

    answer = shelf.facilitator.post("/groups/new", data={**typed, "formed_on": ""})

    assert answer.status_code == 422
    for field in ("name", "zone_id", "formed_on"):
        assert f'id="{field}-error"' in answer.text
    assert 'value="Kilongwe"' in answer.text
    assert 'value="1,50"' in answer.text


def test_a_start_without_members_says_what_is_missing(shelf: Shelf) -> None:
    answer = shelf.facilitator.post(shelf.setup("start"), data={"opened_on": DAY})

    assert answer.status_code == 422
    assert "Something is still missing." in answer.text
    assert shelf.session.get_one(Group, shelf.empty.group_id).status is GroupStatus.SETTING_UP


def test_a_member_without_a_name_stays_in_the_form(shelf: Shelf) -> None:
    typed = {"name": "", "gender": "M", "joined_on": DAY, "phone": "0990"}

    answer = shelf.facilitator.post(shelf.setup("members"), data=typed)

    assert answer.status_code == 422
    assert 'value="0990"' in answer.text


def test_a_programme_without_zones_says_who_adds_them(shelf: Shelf) -> None:
    an_empty_group(shelf.session)
    other = a_group(shelf.session, members=8)
    zone = shelf.session.get_one(Zone, other.programme.zone_id)
    zone.name = "Elsewhere"
    zone.programme_id = shelf.programme.programme_id
    shelf.session.commit()

    page = shelf.browser(other.programme.officer).get("/groups/new").text

    assert "The programme has no zones yet." in page


@pytest.mark.parametrize("step", STEPS)
def test_every_text_of_a_step_passed_through_a_catalogue(shelf: Shelf, step: str) -> None:
    assert forgotten_texts(shelf.facilitator, shelf.setup(step)) == []


def test_every_text_of_the_first_step_passed_through_a_catalogue(shelf: Shelf) -> None:
    assert forgotten_texts(shelf.facilitator, "/groups/new") == []
