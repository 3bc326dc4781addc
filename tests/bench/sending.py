"""P2 and P3: meetings over HTTP, one by one and many at once, and how many bytes they take."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from threading import Thread, local
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import waitress
from flask import Flask, request
from sqlalchemy.orm import Session

from tests.bench import worlds
from tests.bench.measure import Bytes, Ratio, middle, span_of
from tests.bench.raw import Raw, Watched
from tests.builders import PASSWORD, a_uuid
from tests.conftest import build_app, database
from vsla.store.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench.measure import Span
    from tests.bench.raw import Change
    from tests.builders import GroupWorld

MEETINGS = 48
QUEUED = 20
GROUPS = 6
WARM = 8
_HEADERS = {"X-VSLA-Request": "1", "Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Sent:
    """One meeting as a phone sends it, and the rows that it writes."""

    group_id: int
    uuid: str
    body: str
    changes: list[Change]

    @property
    def address(self) -> str:
        """Give the address of the meeting."""
        return f"/api/groups/{self.group_id}/meetings/{self.uuid}"


@dataclass(frozen=True, slots=True)
class Season:
    """Meetings of some groups, and files of the database as it was before them."""

    meetings: list[Sent]
    product: Path
    floor: Path
    login: str


def _season(folder: Path, groups: int, meetings: int) -> Season:
    """Record meetings once, to know their documents and their rows."""
    with worlds.a_database(folder, "sent") as (file, engine):
        programme = worlds.programme(engine)
        people = [worlds.group(engine, programme) for _ in range(groups)]
        login = _login(engine, people[0])
        watched = Watched(file)
        product, floor = file.with_suffix(".product"), file.with_suffix(".floor")
        watched.copy_to(product)
        watched.copy_to(floor)
        sent = []
        for world in people:
            for number in range(1, meetings + 1):
                body = worlds.document(engine, world, number)
                worlds.send(engine, world, number, body)
                key = a_uuid((world.group_id, number))
                sent.append(Sent(world.group_id, key, body, watched.changes()))
        watched.close()
    return Season(sent, product, floor, login)


def _login(engine: Any, world: GroupWorld) -> str:
    with Session(engine) as session:
        return session.get_one(User, world.facilitator.user_id).login


@contextmanager
def _serving(app: Flask) -> Iterator[HTTPConnection]:
    """Serve as the product does, and give a connection that is kept open as a phone's is."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=2, ident=None)
    thread = Thread(target=server.run)
    thread.start()
    try:
        with closing(HTTPConnection("127.0.0.1", server.effective_port, timeout=30)) as connection:
            yield connection
    finally:
        server.task_dispatcher.shutdown()
        server.close()
        thread.join()


@contextmanager
def _product(file: Path, folder: Path, login: str) -> Iterator[tuple[HTTPConnection, str]]:
    """Serve the application, and give a connection with the cookie of who is logged in."""
    app = build_app(f"sqlite:///{file}", folder)
    with _serving(app) as connection:
        form = urlencode({"login": login, "password": PASSWORD})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/login", form, headers)
        answer = connection.getresponse()
        answer.read()
        yield connection, (answer.getheader("Set-Cookie") or "").partition(";")[0]
    with app.app_context():
        database().engine.dispose()


def _floor(file: Path, changes: dict[str, list[Change]]) -> Flask:
    """Make the least that takes a meeting: Flask, JSON, and its rows in one durable transaction."""
    app = Flask("floor")
    of_thread = local()

    @app.put("/api/groups/<int:group_id>/meetings/<uuid>")
    def meeting(group_id: int, uuid: str) -> tuple[dict[str, object], int]:
        assert json.loads(request.get_data())["meeting"] >= 0, group_id
        if not hasattr(of_thread, "raw"):
            of_thread.raw = Raw(file)
        of_thread.raw.write(changes[uuid])
        return {"entry_number": 1, "replay": False, "late": False, "breaches": []}, 201

    return app


def _put(connection: HTTPConnection, sent: Sent, cookie: str = "") -> None:
    connection.request("PUT", sent.address, sent.body.encode(), {**_HEADERS, "Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 201, answer.status


def one_by_one(folder: Path) -> Ratio:
    """Send the meetings of a cycle over HTTP, each in a request of its own."""
    season = _season(folder, 1, MEETINGS)
    changes = {sent.uuid: sent.changes for sent in season.meetings}
    took: list[Span] = []
    limit: list[Span] = []
    with (
        _product(season.product, folder, season.login) as (connection, cookie),
        _serving(_floor(season.floor, changes)) as bare,
    ):
        for sent in season.meetings:
            took.append(span_of(partial(_put, connection, sent, cookie)))
            limit.append(span_of(partial(_put, bare, sent)))
    _same_journal(season)
    return Ratio(
        "P2 a meeting over HTTP",
        "PUT of one meeting of 28 members to the product, against a bare Flask application that "
        "reads the JSON and writes the same rows by sqlite3, both behind waitress",
        middle(took, WARM),
        middle(limit, WARM),
        3,
        f"{len(took) - WARM} meetings over one open connection each",
    )


def _same_journal(season: Season) -> None:
    """Make sure that both wrote the journal of the same meetings."""
    for file in (season.product, season.floor):
        with closing(sqlite3.connect(file)) as connection:
            (count,) = connection.execute("SELECT count(*) FROM journal_entry").fetchone()
            assert count == len(season.meetings), (file, count)


def _batch(meetings: list[Sent]) -> bytes:
    """Pack meetings as a phone sends what waited."""
    lines = []
    for sent in meetings:
        head = {"kind": "meeting", "group_id": sent.group_id, "uuid": sent.uuid}
        lines += [json.dumps(head, separators=(",", ":")), sent.body]
    return gzip.compress("".join(f"{line}\n" for line in lines).encode())


def _post(connection: HTTPConnection, body: bytes, cookie: str, status: int) -> None:
    headers = {
        **_HEADERS,
        "Content-Type": "application/x-ndjson",
        "Content-Encoding": "gzip",
        "Cookie": cookie,
    }
    connection.request("POST", "/api/outbox", body, headers)
    told = json.loads(connection.getresponse().read())["answers"]
    assert [one["status"] for one in told] == [status] * QUEUED, told


def _queues(season: Season) -> list[list[Sent]]:
    """Put the meetings of each group that waited together."""
    places = range(0, len(season.meetings), QUEUED)
    return [season.meetings[place : place + QUEUED] for place in places]


def many_at_once(folder: Path) -> Ratio:
    """Send twenty meetings that waited in one request, and twenty in requests of their own."""
    season = _season(folder, GROUPS, QUEUED)
    took: list[Span] = []
    limit: list[Span] = []
    with (
        _product(season.product, folder, season.login) as (connection, cookie),
        _product(season.floor, folder / "single", season.login) as (single, other),
    ):
        for queue in _queues(season):
            took.append(span_of(partial(_post, connection, _batch(queue), cookie, 201)))
            limit.append(span_of(partial(_all_by_one, single, queue, other)))
    _same_journal(season)
    return Ratio(
        f"P3 {QUEUED} meetings in one request",
        f"POST of {QUEUED} meetings of 28 members, against {QUEUED} PUT of the same meetings",
        middle(took, 1),
        middle(limit, 1),
        0.4,
        f"median of {len(took) - 1} groups",
    )


def _all_by_one(connection: HTTPConnection, queue: list[Sent], cookie: str) -> None:
    for sent in queue:
        _put(connection, sent, cookie)


def sent_again(folder: Path) -> Ratio:
    """Send twenty meetings, and the same request once more."""
    season = _season(folder, GROUPS, QUEUED)
    first: list[Span] = []
    again: list[Span] = []
    with (
        _product(season.product, folder, season.login) as (connection, cookie),
        closing(sqlite3.connect(season.product)) as beside,
    ):
        for queue in _queues(season):
            body, before = _batch(queue), _version(beside)
            first.append(span_of(partial(_post, connection, body, cookie, 201)))
            written = _version(beside)
            assert written != before, "what was sent first was not written"
            again.append(span_of(partial(_post, connection, body, cookie, 200)))
            assert _version(beside) == written, "a replay wrote something"
    return Ratio(
        "P3 replay",
        f"the same {QUEUED} meetings in one request once more, against the first time",
        middle(again, 1),
        middle(first, 1),
        0.1,
        "nothing in the database changed",
    )


def _version(beside: sqlite3.Connection) -> int:
    """Give a number that SQLite changes when another connection has written anything at all."""
    (version,) = beside.execute("PRAGMA data_version").fetchone()
    return int(version)


def bytes_of_one(folder: Path) -> Bytes:
    """Weigh one meeting as it goes over the air, the heaviest of a season."""
    meetings = _season(folder, 1, QUEUED).meetings
    most = max(len(gzip.compress(sent.body.encode())) for sent in meetings)
    what = "the heaviest of 20 meetings of 28 members, by gzip"
    return Bytes("P3 bytes of one meeting", what, most, 1_536)


def bytes_of_many(folder: Path) -> Bytes:
    """Weigh twenty meetings of one group that go in one request."""
    size = len(_batch(_season(folder, 1, QUEUED).meetings))
    what = f"{QUEUED} meetings of 28 members in one request, by gzip"
    return Bytes(f"P3 bytes of {QUEUED} meetings", what, size, 4_096)
