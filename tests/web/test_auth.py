"""Login, logout and the language switch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.web.probe import PASSWORD, SAME_SITE, add_probe, add_user, log_in, speak
from vsla.services.passwords import hash_password
from vsla.store.models import Role, User

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from tests.conftest import MakeApp

GOOD = {"login": "officer", "password": PASSWORD}
BAD = {"login": "officer", "password": "another password"}


def token_of(html: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found is not None
    return found[1]


def test_a_page_asks_a_stranger_to_log_in_and_comes_back(
    stranger: FlaskClient, app_session: Session
) -> None:
    add_user(app_session, "officer", Role.OFFICER)

    asked = stranger.get("/probe/form?page=2")
    answer = stranger.post(asked.location, data=GOOD)

    assert asked.location == "/login?next=/probe/form?page%3D2"
    assert answer.location == "/probe/form?page=2"


def test_after_a_plain_login_the_home_page_opens(
    stranger: FlaskClient, app_session: Session
) -> None:
    add_user(app_session, "officer", Role.OFFICER)

    answer = stranger.post("/login", data={**GOOD, "login": " Officer "})

    assert answer.location == stranger.get("/login").location
    assert stranger.get("/probe/office").text == "office"


def test_a_login_never_leads_to_another_site(stranger: FlaskClient, app_session: Session) -> None:
    add_user(app_session, "officer", Role.OFFICER)
    home = stranger.post("/login", data=GOOD).location
    stranger.post("/logout")

    answer = stranger.post("/login", data={**GOOD, "next": "//elsewhere.example/"})

    assert answer.location == home


def test_the_recorder_logs_out_by_the_interface_of_the_phones(
    stranger: FlaskClient, app_session: Session
) -> None:
    add_user(app_session, "officer", Role.OFFICER)
    stranger.post("/login", data=GOOD)

    forged = stranger.post("/api/logout", json={})
    stays = stranger.get("/probe/office").status_code
    ours = stranger.post("/api/logout", json={}, headers={"X-VSLA-Request": "1"})

    assert (forged.status_code, stays, ours.status_code) == (400, 200, 200)
    assert stranger.get("/probe/office").status_code == 302


def test_a_wrong_password_is_told_at_the_field_and_the_name_is_kept(
    stranger: FlaskClient, app_session: Session
) -> None:
    add_user(app_session, "officer", Role.OFFICER)
    speak(stranger, "en")

    answer = stranger.post("/login", data=BAD)

    assert answer.status_code == 422
    assert "do not belong together" in answer.text
    assert 'value="officer"' in answer.text
    assert "another password" not in answer.text
    assert stranger.get("/probe/form").status_code == 302


def test_empty_fields_are_named(stranger: FlaskClient) -> None:
    answer = stranger.post("/login", data={"login": "", "password": ""})

    assert answer.status_code == 422
    assert answer.text.count("Remplissez cette case.") + answer.text.count("fill this in") == 2


def test_logging_out_closes_the_book_and_keeps_the_language(officer: FlaskClient) -> None:
    officer.post("/language", data={"language": "sw", "next": "/probe/form"})

    officer.post("/logout")

    assert officer.get("/probe/form").status_code == 302
    assert '<html lang="sw">' in officer.get("/login").text


def test_a_new_password_or_a_closed_account_ends_every_session(
    officer: FlaskClient, app_session: Session
) -> None:
    user = app_session.query(User).filter_by(login="officer").one()

    user.password_hash = hash_password("a new password")
    app_session.commit()

    assert officer.get("/probe/form").status_code == 302


def test_a_closed_account_ends_its_sessions(officer: FlaskClient, app_session: Session) -> None:
    user = app_session.query(User).filter_by(login="officer").one()

    user.active = False
    app_session.commit()

    assert officer.get("/probe/form").status_code == 302


def test_a_session_of_nobody_is_a_stranger(stranger: FlaskClient) -> None:
    with stranger.session_transaction() as session:
        session["_user_id"] = "no number"

    assert stranger.get("/probe/form").status_code == 302


def test_a_form_that_comes_after_its_session_waits_on_the_login_page(
    stranger: FlaskClient, app_session: Session
) -> None:
    add_user(app_session, "officer", Role.OFFICER)
    typed = {"name": '"><b>Kahindo', "price": "1 000", "sex": ["F", "M"], "csrf_token": "old"}

    asked = stranger.post("/probe/form", data=typed, headers=SAME_SITE)
    again = dict(re.findall(r'name="(again:\w+)" value="([^"]*)"', asked.text))

    assert asked.status_code == 200
    assert again["again:name"] == "&#34;&gt;&lt;b&gt;Kahindo"
    assert asked.text.count('name="again:sex"') == 2
    assert "again:csrf_token" not in asked.text
    assert 'name="next" value="/probe/form"' in asked.text


def test_after_the_login_the_form_is_sent_again_with_a_new_token(
    stranger: FlaskClient, app_session: Session
) -> None:
    add_user(app_session, "officer", Role.OFFICER)
    carried = {"again:name": "Kahindo", "again:price": "1 000", "next": "/probe/form"}

    answer = stranger.post("/login", data={**GOOD, **carried})

    assert 'action="/probe/form" data-send-at-once' in answer.text
    assert 'name="name" value="Kahindo"' in answer.text
    assert 'name="price" value="1 000"' in answer.text
    assert "again:" not in answer.text
    assert PASSWORD not in answer.text


def test_a_wrong_password_or_another_language_loses_nothing_that_waits(
    stranger: FlaskClient, app_session: Session
) -> None:
    add_user(app_session, "officer", Role.OFFICER)
    carried = {"again:name": "Kahindo", "next": "/probe/form"}

    refused = stranger.post("/login", data={**BAD, **carried})
    switched = stranger.post("/login", data={"language": "sw", "login": "officer", **carried})

    for page in (refused.text, switched.text):
        assert 'name="again:name" value="Kahindo"' in page
        assert 'name="next" value="/probe/form"' in page
    assert '<html lang="sw">' in switched.text


def test_a_form_of_another_site_is_not_carried(stranger: FlaskClient) -> None:
    answers = [
        stranger.post("/probe/form", data={"name": "planted"}, headers=headers)
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "https://elsewhere.example"},
            {},
        )
    ]

    assert all("planted" not in answer.text for answer in answers)


def test_an_old_browser_shows_by_its_origin_that_the_form_is_ours(stranger: FlaskClient) -> None:
    answer = stranger.post(
        "/probe/form", data={"name": "Kahindo"}, headers={"Origin": "http://localhost"}
    )

    assert 'value="Kahindo"' in answer.text


def test_a_form_that_is_too_long_is_not_carried_and_this_is_said(stranger: FlaskClient) -> None:
    answer = stranger.post("/probe/form", data={"name": "x" * 500_001}, headers=SAME_SITE)

    assert "xxx" not in answer.text
    assert "note warn" in answer.text


def test_the_language_of_a_person_is_kept_in_the_account(
    officer: FlaskClient, app_session: Session
) -> None:
    answer = officer.post("/language", data={"language": "sw", "next": "/probe/form"})

    user = app_session.query(User).filter_by(login="officer").one()
    assert answer.location == "/probe/form"
    assert user.locale == "sw"


def test_a_stranger_may_switch_the_language(stranger: FlaskClient) -> None:
    stranger.post("/language", data={"language": "en", "next": "/login"})

    assert '<html lang="en">' in stranger.get("/login").text


def test_guessing_is_slowed_down_by_login_name_and_the_form_stays(
    make_app: MakeApp, sqlite_template: Path
) -> None:
    app = make_app(f"sqlite:///{sqlite_template}", RATELIMIT_ENABLED=True)
    add_probe(app)
    client = app.test_client()

    answers = [client.post("/login", data=BAD) for _ in range(10)]
    last = client.post("/login", data={**BAD, "again:name": "Kahindo", "next": "/probe/form"})
    other = client.post("/login", data={**BAD, "login": "somebody"})

    assert {answer.status_code for answer in answers} == {422}
    assert last.status_code == 429
    assert 'name="again:name" value="Kahindo"' in last.text
    assert other.status_code == 422


def guarded(make_app: MakeApp, app: Flask) -> FlaskClient:
    """A browser on the same database, with CSRF switched on as in real life."""
    own = make_app(app.config["SQLALCHEMY_DATABASE_URI"], WTF_CSRF_ENABLED=True)
    add_probe(own)
    return own.test_client()


def test_a_form_goes_through_with_the_token_of_its_page(
    make_app: MakeApp, app: Flask, app_session: Session
) -> None:
    add_user(app_session, "officer", Role.OFFICER)
    client = guarded(make_app, app)

    first = token_of(client.get("/login").text)
    client.post("/login", data={**GOOD, "csrf_token": first})
    token = token_of(client.get("/probe/form").text)
    answer = client.post("/probe/form", data={"name": "K", "price": "", "csrf_token": token})

    assert answer.status_code != 400
    assert token != first


def test_a_token_that_does_not_fit_gives_back_what_was_typed(
    make_app: MakeApp, app: Flask, app_session: Session
) -> None:
    add_user(app_session, "officer", Role.OFFICER)
    client = guarded(make_app, app)
    client.post("/login", data={**GOOD, "csrf_token": token_of(client.get("/login").text)})

    late = {"name": "Kahindo", "csrf_token": "old"}
    ours = client.post("/probe/form", data=late, headers=SAME_SITE)
    theirs = client.post("/probe/form", data=late, headers={"Sec-Fetch-Site": "cross-site"})

    assert ours.status_code == theirs.status_code == 400
    assert 'name="name" value="Kahindo"' in ours.text
    assert "data-send-at-once" not in ours.text
    assert "Kahindo" not in theirs.text


def test_a_login_page_without_its_session_is_drawn_again(make_app: MakeApp, app: Flask) -> None:
    client = guarded(make_app, app)

    ours = client.post("/login", data={**GOOD, "again:name": "Kahindo"}, headers=SAME_SITE)
    theirs = client.post("/login", data=GOOD)

    assert ours.status_code == 422
    assert 'name="again:name" value="Kahindo"' in ours.text
    assert theirs.location == "/login"


def test_a_session_begins_anew_at_the_login(stranger: FlaskClient, app_session: Session) -> None:
    add_user(app_session, "officer", Role.OFFICER)
    with stranger.session_transaction() as session:
        session["planted"] = "x"
        session["language"] = "sw"

    log_in(stranger, "officer")

    with stranger.session_transaction() as session:
        assert "planted" not in session
        assert session["language"] == "sw"
