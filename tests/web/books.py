"""A group with its book for the tests of pages, and browsers of those who look at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import event

from tests.builders import PASSWORD, a_group, a_programme, an_empty_group, meet
from tests.remembered_rows import remembered
from tests.web.probe import speak
from tests.web.pseudo import untranslated
from vsla.store.models import Member, User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld, ProgrammeWorld
    from vsla.services.access import Actor

MEMBERS = 10
LONG_NAME = "Lobo Aimé-Césaire Bahati wa Ngongo"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A programme with one group that meets and one that is being set up."""

    app: Flask
    session: Session
    programme: ProgrammeWorld
    group: GroupWorld
    empty: GroupWorld

    def browser(self, actor: Actor, language: str = "en") -> FlaskClient:
        """Give a browser in which somebody is logged in."""
        client = self.app.test_client()
        login = self.session.get_one(User, actor.user_id).login
        self.session.commit()
        client.post("/login", data={"login": login, "password": PASSWORD})
        speak(client, language)
        return client

    @property
    def facilitator(self) -> FlaskClient:
        """Give the facilitator's browser."""
        return self.browser(self.group.facilitator)

    def path(self, rest: str = "") -> str:
        """Give the address of a page of the group that meets."""
        return f"/groups/{self.group.group_id}{rest}"

    def setup(self, rest: str) -> str:
        """Give the address of a step of the group that is being set up."""
        return f"/groups/{self.empty.group_id}/setup/{rest}"


def a_shelf(app: Flask, session: Session) -> Shelf:
    """Build it: meeting 1 with shares and a fine, meeting 2 with a loan."""
    group, empty = remembered(session, "shelf", lambda: _two_groups(session))
    session.commit()
    return Shelf(
        app,
        session,
        group.programme,
        replace(group, session=session),
        replace(empty, session=session),
    )


def _two_groups(session: Session) -> tuple[GroupWorld, GroupWorld]:
    programme = a_programme(session)
    group = a_group(session, programme, members=MEMBERS, name="Tujenge Pamoja")
    session.get_one(Member, (group.group_id, 1)).name = LONG_NAME
    meet(
        group,
        1,
        shares={1: 3, 2: 5},
        fines_charged=[{"member": 1, "offence": "late", "amount_minor": 10_000}],
    )
    loan = {"line": 1, "member": 1, "amount_minor": 500_000, "term": 1, "purpose": "Riz"}
    meet(group, 2, shares={1: 2}, loans_granted=[loan])
    return group, an_empty_group(session, programme, name="Umoja ni Nguvu")


def statements(app: Flask) -> Iterator[list[str]]:
    """Collect the statements an application sends while the caller looks at pages."""
    from vsla.store.session import db  # noqa: PLC0415 - the domain's tests stay without it

    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def forgotten_texts(client: FlaskClient, path: str) -> list[str]:
    """List what no catalogue reaches on a page."""
    speak(client, "xx")
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return untranslated(answer.text)
