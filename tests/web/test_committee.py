"""The committee of a group and its elections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tests.builders import adopt_rules
from tests.domain_builders import a_constitution
from tests.web.books import LONG_NAME, MEMBERS, forgotten_texts
from vsla.store import members
from vsla.web.forms.committee import SEAT_NAMES

if TYPE_CHECKING:
    from tests.web.books import Shelf

ELECT = "/committee/elect"
NOBODY = {f"{seat}_member": "" for _post, seat in SEAT_NAMES}
"""What a browser sends for the posts that nobody was chosen for."""

DAY = "2024-06-01"


def test_an_election_ends_the_terms_before_it(shelf: Shelf) -> None:
    typed = {**NOBODY, "elected_on": DAY, "chair_1_member": 9, "chair_1_votes_for": 8}

    answer = shelf.facilitator.post(shelf.path(ELECT), data=typed, follow_redirects=True)

    assert "The election is written down." in answer.text
    assert "Earlier" in answer.text
    terms = members.terms(shelf.session, shelf.group.group_id)
    assert [(t.member_id, str(t.ended_on)) for t in terms if t.post == "chair"] == [
        (1, DAY),
        (9, "None"),
    ]


def test_a_post_nobody_holds_is_not_said_to_stay_as_before(shelf: Shelf) -> None:
    held = shelf.facilitator.get(shelf.path(ELECT)).text
    new = shelf.facilitator.get(shelf.setup("committee")).text

    assert (held.count(">nobody yet<"), held.count(">as before<")) == (0, 8)
    assert (new.count(">nobody yet<"), new.count(">as before<")) == (8, 0)


def test_a_key_holder_on_the_committee_is_pointed_out(shelf: Shelf) -> None:
    typed = {**NOBODY, "elected_on": DAY, "key_holder_1_member": 1, "key_holder_1_votes_for": 8}

    page = shelf.facilitator.post(shelf.path(ELECT), data=typed, follow_redirects=True).text

    assert f"On the committee and key holder: {LONG_NAME}" in page


def test_too_few_women_are_pointed_out(shelf: Shelf) -> None:
    rules = replace(a_constitution(), committee_women_min=3)
    adopt_rules(shelf.group, rules, on=date(2024, 6, 1), voters=MEMBERS)
    shelf.session.commit()
    men = {"chair_1": 7, "secretary_1": 8, "treasurer_1": 9}
    typed: dict[str, object] = {**NOBODY, "elected_on": DAY}
    for seat, number in men.items():
        typed |= {f"{seat}_member": number, f"{seat}_votes_for": 8}

    page = shelf.facilitator.post(shelf.path(ELECT), data=typed, follow_redirects=True).text

    assert "The rules ask for 3 women on the committee; there are 2." in page


def test_who_holds_the_other_seat_of_a_post_goes_on(shelf: Shelf) -> None:
    typed = {**NOBODY, "elected_on": DAY, "counter_1_member": 9, "counter_1_votes_for": 7}
    before = shelf.facilitator.get(shelf.path(ELECT)).text

    answer = shelf.facilitator.post(shelf.path(ELECT), data=typed)

    assert answer.status_code == 302
    assert "Until now: Member 5" in before
    terms = members.terms(shelf.session, shelf.group.group_id)
    counters = [(t.member_id, t.votes_for, str(t.ended_on)) for t in terms if t.post == "counter"]
    assert counters == [(4, MEMBERS, DAY), (5, MEMBERS, "None"), (9, 7, "None")]


def test_a_problem_stands_at_its_seat_when_others_of_the_post_go_on(shelf: Shelf) -> None:
    typed = {**NOBODY, "elected_on": DAY, "key_holder_3_member": 6, "key_holder_3_votes_for": 7}

    answer = shelf.facilitator.post(shelf.path(ELECT), data=typed)

    assert answer.status_code == 422
    assert 'id="key_holder_3_member-error"' in answer.text


def test_problems_of_a_seat_stand_at_its_fields(shelf: Shelf) -> None:
    typed = {
        **NOBODY,
        "elected_on": DAY,
        "counter_1_member": 3,
        "counter_1_votes_for": 8,
        "counter_2_member": 3,
        "counter_2_votes_for": 99,
    }

    answer = shelf.facilitator.post(shelf.path(ELECT), data=typed)

    assert answer.status_code == 422
    assert 'id="counter_2_member-error"' in answer.text
    assert 'id="counter_2_votes_for-error"' in answer.text
    assert 'value="99"' in answer.text


def test_an_election_of_nobody_is_not_kept(shelf: Shelf) -> None:
    answer = shelf.facilitator.post(shelf.path(ELECT), data={**NOBODY, "elected_on": DAY})

    assert answer.status_code == 422
    assert 'id="chair_1_member-error"' in answer.text


def test_every_text_of_an_election_passed_through_a_catalogue(shelf: Shelf) -> None:
    assert forgotten_texts(shelf.facilitator, shelf.path(ELECT)) == []


def test_somebody_who_is_not_in_the_list_is_not_elected(shelf: Shelf) -> None:
    typed = {**NOBODY, "elected_on": DAY, "chair_1_member": "1e400", "chair_1_votes_for": 7}

    answer = shelf.facilitator.post(shelf.path(ELECT), data=typed)

    assert answer.status_code == 422
    assert "Choose one of the list." in answer.text
