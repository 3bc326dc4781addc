"""The frame of every page: navigation by role, ribbon, language, macros."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import render_template_string

from tests.web.probe import add_user, speak
from vsla.store.models import Role
from vsla.web.nav import NAV, current_of, items_for

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session


def endpoints(role: Role) -> list[str]:
    return [item.endpoint for item in items_for(role)]


def test_each_role_sees_its_own_entries() -> None:
    mine = ["home.index", "groups.index", "recorder.shell", "setup.place"]
    assert endpoints(Role.FACILITATOR) == mine
    assert "reports.index" in endpoints(Role.OFFICER)
    assert "users.index" in endpoints(Role.ADMINISTRATOR)
    assert endpoints(Role.TRAINER) == ["home.index", "groups.index", "courses.index"]


@pytest.mark.parametrize(
    ("endpoint", "current"),
    [("setup.place", "setup.place"), ("groups.show", "groups.index"), ("auth.login", None)],
)
def test_the_entry_of_the_page_is_marked(endpoint: str, current: str | None) -> None:
    found = current_of(NAV, endpoint)

    assert (found and found.endpoint) == current
    assert current_of(NAV, None) is None


def test_every_page_of_a_group_belongs_to_the_groups() -> None:
    for endpoint in ("members.page", "meetings.record", "share_out.preview", "setup.members"):
        found = current_of(NAV, endpoint, "/groups/7/anything")

        assert found is not None
        assert found.endpoint == "groups.index"
    new = current_of(NAV, "setup.place", "/groups/new")
    assert new is not None
    assert new.endpoint == "setup.place"


def test_a_facilitator_has_a_bar_at_the_bottom(
    facilitator: FlaskClient, officer: FlaskClient
) -> None:
    assert '<nav class="bar phone"' in facilitator.get("/probe/form").text
    assert '<nav class="bar phone"' not in officer.get("/probe/form").text


def test_invented_figures_are_labelled_where_they_are_seen(
    officer: FlaskClient, app_session: Session
) -> None:
    add_user(app_session, "demo", Role.OFFICER, demo=True)

    own = officer.get("/probe/form").text
    officer.post("/logout")
    login = officer.get("/login").text
    officer.post("/login", data={"login": "demo", "password": "a password for tests"})
    demo = officer.get("/probe/form").text

    assert 'class="example"' not in own
    assert 'class="example"' in login
    assert 'class="example"' in demo


def test_errors_stand_at_their_fields_and_at_the_top(officer: FlaskClient) -> None:
    speak(officer, "en")

    answer = officer.post("/probe/form", data={"name": "K" * 11, "price": "9 999", "count": "x"})

    assert answer.status_code == 422
    assert '<a href="#price">⟦Price⟧</a><br>Write a number from 100 to 5,000.' in answer.text
    assert 'aria-describedby="price-hint price-error"' in answer.text
    assert 'id="price-error"' in answer.text
    assert 'value="9 999"' in answer.text
    assert 'value="x"' in answer.text
    assert "Write at most 10 characters." in answer.text
    assert "7 things to correct" in answer.text


def render(app: Flask, text: str) -> str:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        return render_template_string(text)


def test_a_number_shows_the_sex_by_its_shape_and_in_words(app: Flask) -> None:
    text = render(
        app,
        '{% from "_macros/people.html" import no %}'
        '{{ no(1, "F") }}{{ no(2, "M") }}{{ no(3, "X") }}{{ no(4, "unknown", big=True) }}',
    )

    for css, word in (
        ("no", "woman"),
        ("no h", "man"),
        ("no x", "other"),
        ("no u big", "not said"),
    ):
        assert f'<span class="{css}">' in text
        assert word in text


def test_marks_stand_in_fives_and_stars_fill_up_to_the_cap(app: Flask) -> None:
    marks = render(app, '{% from "_macros/people.html" import marks %}{{ marks(12) }}')
    stars = render(app, '{% from "_macros/people.html" import stars %}{{ stars(3, 5) }}')

    assert marks.count("<use") == 12
    assert marks.count("<span>") == 3
    assert 'aria-label="12 stars"' in marks
    assert stars.count("#star-empty") == 2
    assert stars.count('#star"') == 3


def test_the_two_boxes_show_money_and_which_one_is_counted(app: Flask) -> None:
    text = render(
        app,
        '{% from "_macros/money.html" import boxes %}'
        '{{ boxes(41250000, 3160000, "CDF", here="solidarity", loan_href="/x") }}',
    )

    assert '<a href="/x"><svg' in text
    assert '412,500\u00a0FC</span></a><div aria-current="true">' in text
    assert '<span class="num" translate="no">31,600\u00a0FC</span></div>' in text


@pytest.mark.parametrize(
    ("women", "men", "parts"),
    [(748, 624, ['width="54.5%"', 'x="54.5%"']), (24, 0, ['width="100.0%"']), (0, 0, [])],
)
def test_a_split_bar_shows_women_and_men(
    app: Flask, women: int, men: int, parts: list[str]
) -> None:
    source = (
        '{% from "_macros/charts.html" import split_bar %}{{ split_bar(' + f"{women}, {men}) }}}}"
    )

    text = render(app, source)

    assert all(part in text for part in parts)
    assert ("<svg" in text) == (women + men > 0)


def test_a_list_leads_on_only_where_there_is_more(app: Flask) -> None:
    start = '{% from "_macros/page.html" import pager %}'

    assert render(app, start + "{{ pager(none, none) }}") == ""
    assert 'rel="next" href="/n"' in render(app, start + '{{ pager(none, "/n") }}')
    assert 'rel="prev" href="/p"' in render(app, start + '{{ pager("/p", none) }}')


def test_a_confirmation_is_a_page_with_two_ways(app: Flask) -> None:
    text = render(
        app,
        '{% from "_macros/page.html" import confirm %}'
        '{% call confirm("/do", "⟦Yes, write it off⟧", "/back") %}<p>what</p>{% endcall %}',
    )

    assert '<form method="post" action="/do"' in text
    assert 'name="csrf_token"' in text
    assert 'href="/back"' in text
