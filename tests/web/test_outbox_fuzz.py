"""Whatever a phone, a fool or a forger sends has a clear answer and breaks nothing."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import a_meeting, a_uuid
from tests.phone_files import a_file, handed_on
from tests.web.desk import Desk, a_desk
from tests.web.phone import answers, item, post, statuses
from vsla.services.verify_ledger import verify_group

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

KNOWN = {200, 201, 403, 404, 409, 413, 422}
"""What an item may be answered; 500 would be a fault of ours."""

WORDS = st.sampled_from(["meeting", "member", "file", "course_session", "", "rain", "\x00"])
STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([0, -1, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**30]),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["\x00", "\ud800", "٣", "2023-02-30", "9999-12-31", "0001-01-01", "x" * 300]),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
)


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group before its first meeting."""
    return a_desk(app, app_session)


@pytest.fixture
def documents(desk: Desk) -> dict[str, Any]:
    """One document of each kind, as a phone sends it."""
    world = desk.world
    loan = {"line": 1, "member": 1, "amount_minor": 100_000, "term": 2}
    meeting = a_meeting(
        world,
        1,
        fines_charged=[{"member": 2, "offence": "late", "amount_minor": 10_000}],
        loans_granted=[loan],
    )
    world.session.rollback()
    joins = {"schema_version": 1, "change": "join", "member": 7_000_000, "name": "Zawadi"}
    secret = str(desk.app.config["SECRET_KEY"])
    file = a_file(
        world.facilitator.user_id or 0,
        [(world.group_id, a_uuid("in a file"), json.dumps(meeting))],
        secret=secret,
    )
    return {
        "meeting": meeting,
        "member": {**joins, "gender": "F", "joined_on": "2023-01-04", "birth_year": 1985},
        "file": handed_on(file),
        "course_session": {"schema_version": 1, "course": 1, "session": 1, "held_on": "2023-01-04"},
    }


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List every place in a document."""
    inside = document.items() if isinstance(document, dict) else enumerate(document)
    found = [path] if path else []
    if isinstance(document, dict | list):
        for key, value in inside:
            found += places(value, (*path, key)) if isinstance(value, dict | list) else []
            found.append((*path, key))
    return found


def put(document: Any, path: tuple[Any, ...], value: object) -> Any:
    """Put something else in a place."""
    if not path:
        return value
    copy = document.copy()
    copy[path[0]] = put(copy[path[0]], path[1:], value)
    return copy


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_anything_in_any_place_of_a_document_is_answered(
    desk: Desk, documents: dict[str, Any], data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(sorted(documents)))
    document = documents[kind]
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(document)))
        document = put(document, path, data.draw(STRANGE))
    sent = item(desk.world.group_id, data.draw(st.uuids()).hex, document, kind)
    whole = item(desk.world.group_id, str(data.draw(st.uuids())), document, kind)

    client = desk.trainer if kind == "course_session" else desk.facilitator
    assert set(statuses(post(client, [sent, whole]))) <= KNOWN


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(kind=STRANGE | WORDS, group=STRANGE, uuid=STRANGE, body=STRANGE | st.text(max_size=40))
def test_anything_in_a_head_is_answered(
    desk: Desk, kind: object, group: object, uuid: object, body: object
) -> None:
    head = json.dumps({"kind": kind, "group_id": group, "uuid": uuid})
    text = json.dumps(body, ensure_ascii=not isinstance(body, str))
    line = text.replace("\n", " ").encode("utf-8", "surrogatepass").decode("utf-8", "replace")

    answer = post(desk.facilitator, [f"{head}\n{line}\n"])

    assert answer.status_code in {200, 422}
    if answer.status_code == 200:
        assert set(statuses(answer)) <= KNOWN


@pytest.mark.parametrize(
    "body",
    [
        "NaN",
        '{"schema_version": 1e999}',
        '{"schema_version": 1, "meeting": ' + "9" * 5_000 + "}",
        '{"schema_version": 1, "schema_version": 2}',
        '{"\\ud800": "\\udfff"}',
        '{"a":' * 9_000 + "1" + "}" * 9_000,
        '"' + "x" * 250_000 + '"',
    ],
)
@pytest.mark.parametrize("kind", ["meeting", "member", "file", "course_session"])
def test_json_that_python_reads_its_own_way_is_refused(desk: Desk, kind: str, body: str) -> None:
    told = answers(post(desk.facilitator, [item(desk.world.group_id, a_uuid(kind), body, kind)]))

    assert told[0]["status"] in {403, 404, 413, 422}
    assert told[0]["problems"]


def bomb(size: int, layers: int = 1) -> bytes:
    """Pack nothing but blanks, perhaps more than once."""
    packed = b" " * size
    for _layer in range(layers):
        packed = gzip.compress(packed, mtime=0)
    return packed


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (lambda: bomb(200_000_000), 413),
        (lambda: bomb(50_000_000, 2), 422),
        (lambda: bomb(10) * 3, 422),
        (lambda: zlib.compress(b"{}\n{}\n"), 422),
        (lambda: b"\x1f\x8b\x08\x04" + b"\xff" * 60, 422),
        (bytes, 422),
    ],
)
def test_a_bomb_is_put_out_before_it_fills_the_memory(
    desk: Desk, body: Callable[[], bytes], status: int
) -> None:
    answer = post(desk.facilitator, body())

    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["problems"]


def test_after_all_of_it_the_group_still_records(desk: Desk, documents: dict[str, Any]) -> None:
    for kind in ("member", "meeting"):
        sent = item(desk.world.group_id, a_uuid(kind), documents[kind], kind)
        post(desk.facilitator, [sent, "{\n{}\n", item(0, "", "", "")])
        assert statuses(post(desk.facilitator, [sent])) == [200]
    assert verify_group(desk.world.session, desk.world.group_id) == []
