"""A group on the application's database, and forms read as a browser would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from tests.builders import PASSWORD, GroupWorld, a_group, meet
from tests.domain_builders import a_constitution
from vsla.store.models import User

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from vsla.services.access import Actor


class _Fields(HTMLParser):
    """Collects what a browser would send: values, ticks and chosen options."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and name:
            ticks = given.get("type") in {"checkbox", "radio"}
            if not ticks or "checked" in given:
                self.found[name] = value
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            self.found[name] = ""
        elif tag == "option" and self._select:
            first = self._select not in self.found
            self.found[self._select] = (
                value if first or "selected" in given else self.found[self._select]
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area] += data


def fields_of(response: TestResponse) -> dict[str, str]:
    """Read the fields of the page's forms."""
    parser = _Fields()
    parser.feed(response.text)
    return parser.found


@dataclass
class Desk:
    """A group with meetings, and a browser for whoever logs in."""

    app: Flask
    world: GroupWorld
    browsers: dict[str, FlaskClient] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Give the address of the group."""
        return f"/groups/{self.world.group_id}"

    def browser(self, actor: Actor) -> FlaskClient:
        """Open a browser in which somebody is logged in, in English."""
        login = self._login(actor)
        if login not in self.browsers:
            client = self.app.test_client()
            client.post("/login", data={"login": login, "password": PASSWORD})
            with client.session_transaction() as session:
                session["language"] = "en"
            self.browsers[login] = client
        return self.browsers[login]

    def _login(self, actor: Actor) -> str:
        user = self.world.session.get(User, actor.user_id)
        assert user is not None
        login = user.login
        # What the browser writes from here on is seen by the next reading.
        self.world.session.commit()
        return login

    @property
    def facilitator(self) -> FlaskClient:
        """Open the facilitator's browser."""
        return self.browser(self.world.facilitator)

    @property
    def officer(self) -> FlaskClient:
        """Open an officer's browser."""
        return self.browser(self.world.officer)

    @property
    def trainer(self) -> FlaskClient:
        """Open a trainer's browser."""
        return self.browser(self.world.programme.trainer)

    def new(self, **typed: str) -> dict[str, str]:
        """Open the form of the next meeting and type into it."""
        return {**fields_of(self.facilitator.get(f"{self.path}/meetings/new")), **typed}

    def send(self, fields: dict[str, str], action: str = "check") -> TestResponse:
        """Send the form of a new meeting."""
        return self.facilitator.post(f"{self.path}/meetings/new", data={**fields, "action": action})


def a_desk(
    app: Flask,
    session: Session,
    meetings: int = 0,
    members: int = 10,
    **rules: Any,
) -> Desk:
    """Make a group that has met some times."""
    constitution = a_constitution(**{"lending_from_meeting": 1, "loan_meeting_every": 1, **rules})
    world = a_group(session, members=members, constitution=constitution)
    for number in range(1, meetings + 1):
        meet(world, number)
    session.commit()
    return Desk(app, world)
