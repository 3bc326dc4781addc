"""P5: the page of a group, against a page with a form and nothing to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.bench import worlds
from tests.bench.measure import Ratio, middle, span_of
from tests.builders import PASSWORD
from tests.conftest import build_app, database
from vsla.store.models import User

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from sqlalchemy import Engine

    from tests.bench.measure import Span
    from tests.builders import GroupWorld

MEETINGS = 24
ROUNDS = 60
WARM = 10


def group_page(folder: Path) -> Ratio:
    """Open a group's page in the middle of its cycle, and the first page of the set-up."""
    with worlds.a_database(folder) as (file, engine):
        world = worlds.group(engine, worlds.programme(engine))
        for number in range(1, MEETINGS + 1):
            worlds.send(engine, world, number, worlds.document(engine, world, number))
        app = build_app(f"sqlite:///{file}", folder)
        client = app.test_client()
        log_in(client, engine, world)
        path = f"/groups/{world.group_id}"
        # In turns, so that what else the machine does weighs on both alike.
        page, form = zip(
            *((open_page(client, path), open_page(client, "/groups/new")) for _ in range(ROUNDS)),
            strict=True,
        )
        with app.app_context():
            sent = queries(client, path, database().engine)
            database().session.remove()
            database().engine.dispose()
    return Ratio(
        "P5 group page",
        f"GET {path} of a group of {len(world.members)} after {MEETINGS} meetings, against GET "
        "/groups/new, through Flask's test client",
        middle(page, WARM),
        middle(form, WARM),
        4,
        f"{sent} queries (goal <= 5), the person's login and groups among them",
    )


def log_in(client: FlaskClient, engine: Engine, world: GroupWorld) -> None:
    with Session(engine) as session:
        login = session.get_one(User, world.facilitator.user_id).login
    answer = client.post("/login", data={"login": login, "password": PASSWORD})
    assert answer.status_code < 400, answer.status


def open_page(client: FlaskClient, path: str) -> Span:
    def get() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status)

    return span_of(get)


def queries(client: FlaskClient, path: str, engine: Engine) -> int:
    """Count the statements of one request."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    open_page(client, path)
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)
