"""The form by which a group changes its rules."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import adopt_rules
from tests.domain_builders import a_constitution
from tests.web.books import MEMBERS, forgotten_texts
from tests.web.rules_form import rules_form
from vsla.domain.constitution_form import constitution_to_json
from vsla.store import constitutions
from vsla.web.forms.constitution import ORDER, filled_in

if TYPE_CHECKING:
    from tests.web.books import Shelf

ALL: dict[str, Any] = {"present": MEMBERS, "votes_for": MEMBERS, "adopted_on": "2024-06-01"}
AMEND = "/constitution/amend"


def test_the_form_brings_back_the_rules_it_shows(shelf: Shelf) -> None:
    answer = shelf.facilitator.post(shelf.path(AMEND), data=rules_form(**ALL, shares_max="7"))

    assert answer.status_code == 302
    newest = constitutions.versions(shelf.session, shelf.group.group_id)[-1]
    body = constitution_to_json(
        replace(a_constitution(), objective="Épargner ensemble", shares_max=7)
    )
    assert filled_in(body) == filled_in(json.loads(newest.body))


def test_the_earlier_version_stays_readable(shelf: Shelf) -> None:
    client = shelf.facilitator
    client.post(shelf.path(AMEND), data=rules_form(**ALL, shares_max="7"))

    page = client.get(shelf.path("/constitution?version=1")).text

    assert "These rules are no longer in force." in page
    assert "Version 2" in page


def test_money_is_typed_as_people_say_it(shelf: Shelf) -> None:
    typed = rules_form(**ALL, solidarity_contribution="1 000", fine_late="1.500,00")

    shelf.facilitator.post(shelf.path(AMEND), data=typed)

    newest = constitutions.versions(shelf.session, shelf.group.group_id)[-1]
    assert '"solidarity_contribution_minor":100000' in newest.body
    assert '{"amount_minor":150000,"offence":"late"}' in newest.body


def test_all_problems_stand_at_their_fields_at_once(shelf: Shelf) -> None:
    wrong = {
        "share_value": "1 200",
        "shares_min": "6",
        "shares_max": "5",
        "charge_rate": "much",
        ORDER[0]: "loans",
        "fine_late": "12,34",
        "votes_for": "3",
    }

    answer = shelf.facilitator.post(shelf.path(AMEND), data=rules_form(**{**ALL, **wrong}))

    assert answer.status_code == 422
    for field in ("shares_max", "charge_rate", ORDER[0], "fine_late"):
        assert f'id="{field}-error"' in answer.text, field
    assert 'value="1 200"' in answer.text
    assert len(constitutions.versions(shelf.session, shelf.group.group_id)) == 1


def test_the_price_of_a_share_is_locked_once_one_is_sold(shelf: Shelf) -> None:
    answer = shelf.facilitator.post(shelf.path(AMEND), data=rules_form(**ALL, share_value="1 500"))

    assert 'id="share_value-error"' in answer.text


def test_a_charge_above_the_usual_is_kept_and_told(shelf: Shelf) -> None:
    typed = rules_form(**ALL, charge_rate="15")

    answer = shelf.facilitator.post(shelf.path(AMEND), data=typed, follow_redirects=True)

    assert "note warn" in answer.text
    assert "The new rules are in force" in answer.text


def test_an_unusual_quorum_is_not_lost_in_the_form(shelf: Shelf) -> None:
    rules = replace(a_constitution(), quorum=(5, 7))
    adopt_rules(shelf.group, rules, on=date(2024, 6, 1), voters=MEMBERS)
    shelf.session.commit()

    page = shelf.facilitator.get(shelf.path(AMEND)).text

    assert '<option selected value="5/7">' in page


def test_every_text_of_the_form_passed_through_a_catalogue(shelf: Shelf) -> None:
    assert forgotten_texts(shelf.facilitator, shelf.path(AMEND)) == []


@pytest.mark.parametrize("who", ["trainer", "administrator"])
def test_who_only_reads_does_not_change_rules(shelf: Shelf, who: str) -> None:
    client = shelf.browser(getattr(shelf.programme, who))

    assert client.get(shelf.path(AMEND)).status_code == 403


def test_a_quorum_that_no_list_offers_stands_at_its_field(shelf: Shelf) -> None:
    answer = shelf.facilitator.post(shelf.path(AMEND), data=rules_form(**ALL, quorum="-0"))

    assert answer.status_code == 422
    assert "Choose one of the list." in answer.text
