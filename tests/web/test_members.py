"""The page of a member and the forms by which members are enrolled and changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builders import NOW, TODAY, a_meeting, a_uuid
from tests.web.books import LONG_NAME, forgotten_texts
from vsla.services.correct_meeting import correct
from vsla.store.models import Member

if TYPE_CHECKING:
    from tests.web.books import Shelf

NEW = {"name": "Masika Furaha", "gender": "F", "joined_on": "2024-05-01", "category": "miner"}


def test_the_passbook_shows_a_star_a_share_and_what_was_paid(shelf: Shelf) -> None:
    page = shelf.facilitator.get(shelf.path("/members/1")).text

    assert LONG_NAME in page
    assert 'aria-label="3 stars"' in page
    assert "Fine charged" in page
    assert "Loan received" in page
    assert "Chair" in page


def test_a_corrected_line_stays_crossed_out_behind_the_new_one(shelf: Shelf) -> None:
    document = a_meeting(shelf.group, 1, shares={1: 1, 2: 5})
    correct(
        shelf.session,
        shelf.group.facilitator,
        group_id=shelf.group.group_id,
        entry_number=1,
        uuid=a_uuid("correction"),
        body=json.dumps(document),
        reason="Read again with the passbook.",
        now=NOW,
        today=TODAY,
    )
    shelf.session.commit()

    page = shelf.facilitator.get(shelf.path("/members/1")).text

    assert page.index('aria-label="1 star"') < page.index("Crossed out:")
    assert page.index("Crossed out:") < page.index('aria-label="3 stars"')
    assert "Read again with the passbook." in page


def test_a_correction_that_does_not_touch_a_member_leaves_her_page_alone(shelf: Shelf) -> None:
    document = a_meeting(shelf.group, 1, shares={1: 3, 2: 4})
    correct(
        shelf.session,
        shelf.group.facilitator,
        group_id=shelf.group.group_id,
        entry_number=1,
        uuid=a_uuid("correction"),
        body=json.dumps({**document, "fines_charged": _late()}),
        reason="Counted again.",
        now=NOW,
        today=TODAY,
    )
    shelf.session.commit()

    page = shelf.facilitator.get(shelf.path("/members/1")).text

    assert "Crossed out:" not in page


def _late() -> list[dict[str, object]]:
    return [{"member": 1, "offence": "late", "amount_minor": 10_000}]


@pytest.mark.parametrize("page", ["/members/1", "/members/1/edit", "/members/new"])
def test_every_text_of_a_member_passed_through_a_catalogue(shelf: Shelf, page: str) -> None:
    assert forgotten_texts(shelf.facilitator, shelf.path(page)) == []


def test_a_member_or_cycle_that_never_was_is_not_found(shelf: Shelf) -> None:
    client = shelf.facilitator

    assert client.get(shelf.path("/members/99")).status_code == 404
    assert client.get(shelf.path("/members/99/edit")).status_code == 404
    assert client.get(shelf.path("/members/1?cycle=9")).status_code == 404


def test_a_member_is_enrolled_with_the_next_number(shelf: Shelf) -> None:
    answer = shelf.facilitator.post(shelf.path("/members/new"), data=NEW, follow_redirects=True)

    assert "Masika Furaha is enrolled, number 11." in answer.text


def test_all_problems_stand_at_their_fields_and_nothing_typed_is_lost(shelf: Shelf) -> None:
    typed = {**NEW, "name": "", "passbook_number": "1", "sign": "sun", "phone": "0812 345"}

    answer = shelf.facilitator.post(shelf.path("/members/new"), data=typed)

    assert answer.status_code == 422
    for field in ("name", "passbook_number", "sign"):
        assert f'id="{field}-error"' in answer.text
    assert 'value="0812 345"' in answer.text


def test_what_is_known_of_a_member_can_be_changed(shelf: Shelf) -> None:
    typed = {**NEW, "joined_on": "2023-01-04", "birth_year": "1990", "never_message": "y"}

    answer = shelf.facilitator.post(shelf.path("/members/2/edit"), data=typed)

    assert answer.status_code == 302
    member = shelf.session.get_one(Member, (shelf.group.group_id, 2))
    assert (member.name, member.birth_year, member.never_message) == ("Masika Furaha", 1990, True)


def test_a_change_that_cannot_be_is_told_at_its_field(shelf: Shelf) -> None:
    typed = {**NEW, "passbook_number": "1"}

    answer = shelf.facilitator.post(shelf.path("/members/2/edit"), data=typed)

    assert answer.status_code == 422
    assert 'id="passbook_number-error"' in answer.text


def test_what_is_unusual_is_said_after_it_was_written(shelf: Shelf) -> None:
    typed = {**NEW, "name": "masika  FURAHA", "birth_year": "2015"}
    shelf.facilitator.post(shelf.path("/members/new"), data=NEW)

    page = shelf.facilitator.post(shelf.path("/members/new"), data=typed, follow_redirects=True)

    assert "Number 11 has the same name, Masika Furaha." in page.text
    assert "is 9 years old and must be at least 18" in page.text
    again = shelf.facilitator.post(
        shelf.path("/members/12/edit"),
        data={**typed, "name": "Masika Neema", "birth_year": "1990"},
        follow_redirects=True,
    )
    assert "same name" not in again.text
    assert "must be at least" not in again.text
