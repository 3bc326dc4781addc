"""Many meetings in one request: each once, each with its own answer, and nothing sent breaks it."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import NOW, TODAY, a_meeting, a_user, a_uuid, meet
from tests.phone_files import a_file, handed_on
from tests.web.desk import Desk, a_desk
from tests.web.phone import HEADERS, answers, item, post, statuses
from vsla.services import outbox
from vsla.services.access import Role
from vsla.services.settle_contested import settle
from vsla.services.verify_ledger import verify_group
from vsla.store import contested, journal
from vsla.store.models import Outcome

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from vsla.services.intake import Intake


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """A group before its first meeting."""
    return a_desk(app, app_session)


def a_batch(desk: Desk, meetings: int) -> list[str]:
    """Write the first meetings of a group, as a phone without network does.

    They are recorded in a transaction that is undone, so that each counts the boxes of the last.
    """
    world, made = desk.world, []
    for number in range(1, meetings + 1):
        document = a_meeting(world, number, shares={1: number % 5 + 1})
        made.append(item(world.group_id, a_uuid((world.group_id, number)), document))
        meet(world, number, shares={1: number % 5 + 1})
    world.session.rollback()
    return made


def entries(desk: Desk) -> int:
    """Count the entries of the group's journal."""
    desk.world.session.rollback()
    last = journal.last_entry(desk.world.session, desk.world.group_id)
    return last.number if last else 0


def test_several_meetings_in_a_row_are_recorded_in_their_order(desk: Desk) -> None:
    batch = a_batch(desk, 5)

    told = answers(post(desk.facilitator, batch))

    assert [(one["status"], one["entry_number"]) for one in told] == [
        (201, number) for number in range(1, 6)
    ]
    assert entries(desk) == 5
    assert verify_group(desk.world.session, desk.world.group_id) == []


@pytest.mark.parametrize("packed", [True, False])
def test_a_batch_sent_again_changes_nothing(desk: Desk, *, packed: bool) -> None:
    batch = a_batch(desk, 3)
    first = answers(post(desk.facilitator, batch, packed=packed))

    again = answers(post(desk.facilitator, batch, packed=packed))

    assert [one["status"] for one in again] == [200] * 3
    assert all(one["replay"] for one in again)
    assert [one["breaches"] for one in again] == [one["breaches"] for one in first]
    assert entries(desk) == 3


def test_what_came_half_is_completed_by_sending_all_again(desk: Desk) -> None:
    batch = a_batch(desk, 4)
    post(desk.facilitator, batch[:2])

    assert statuses(post(desk.facilitator, batch)) == [200, 200, 201, 201]
    assert entries(desk) == 4


def test_a_refused_item_does_not_stop_the_others(desk: Desk) -> None:
    batch = a_batch(desk, 2)
    wrong = item(desk.world.group_id, a_uuid("wrong"), {"schema_version": 1, "meeting": "one"})

    told = answers(post(desk.facilitator, [batch[0], wrong, batch[1]]))

    assert [one["status"] for one in told] == [201, 422, 201]
    assert {row[0] for row in told[1]["problems"]} >= {"cycle", "meeting", "held_on"}
    assert verify_group(desk.world.session, desk.world.group_id) == []


def test_a_meeting_that_cannot_be_posted_leaves_nothing_and_is_told_with_its_place(
    desk: Desk,
) -> None:
    batch = a_batch(desk, 2)
    document = json.loads(batch[1].split("\n")[1])
    document["attendance"].append({"member": 77, "state": "present"})
    batch[1] = item(desk.world.group_id, a_uuid("stranger"), document)

    told = answers(post(desk.facilitator, batch))

    assert [one["status"] for one in told] == [201, 422]
    assert ["attendance.10.member", "unknown_member"] in [row[:2] for row in told[1]["problems"]]
    assert entries(desk) == 1


def test_two_phones_with_the_same_meeting_keep_both_versions(desk: Desk) -> None:
    batch = a_batch(desk, 2)
    other = a_meeting(desk.world, 1, shares={2: 1})
    post(desk.facilitator, batch)

    told = answers(
        post(desk.facilitator, [item(desk.world.group_id, a_uuid("second phone"), other)])
    )

    assert (told[0]["status"], told[0]["kept"]) == (409, True)
    assert told[0]["problems"][0][1] == "number_taken"
    desk.world.session.rollback()
    kept = contested.unsettled(desk.world.session, desk.world.group_id)
    assert [row.document for row in kept] == [json.dumps(other)]
    assert entries(desk) == 2


def test_items_of_several_groups_are_answered_in_the_order_of_the_batch(
    desk: Desk, app_session: Session
) -> None:
    other = a_desk(desk.app, app_session)
    here, there = a_batch(desk, 2), a_batch(other, 1)

    told = answers(post(desk.facilitator, [here[0], there[0], here[1]]))

    assert [one["status"] for one in told] == [201, 404, 201]
    assert entries(other) == 0


def test_a_trainer_may_ask_and_is_told_that_meetings_are_not_hers(desk: Desk) -> None:
    assert statuses(post(desk.trainer, a_batch(desk, 1))) == [403]


def test_an_unknown_schema_version_is_told_as_such(desk: Desk) -> None:
    document = {**a_meeting(desk.world, 1), "schema_version": 2}

    told = answers(post(desk.facilitator, [item(desk.world.group_id, a_uuid("later"), document)]))

    assert ["schema_version", "unknown_schema"] in [row[:2] for row in told[0]["problems"]]


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ("{", ""),
        ("[]", "kind"),
        ('{"kind":"meeting","group_id":1}', "uuid"),
        ('{"kind":"meeting","group_id":"1","uuid":"x"}', "group_id"),
        ('{"kind":"meeting","group_id":1,"uuid":"\\u0000"}', "uuid"),
        ('{"kind":"meeting","group_id":1,"uuid":"x","more":1}', "more"),
        ("[" * 100_000, ""),
    ],
)
def test_a_head_that_says_nothing_is_refused_alone(desk: Desk, head: str, path: str) -> None:
    told = answers(post(desk.facilitator, [f"{head}\n{{}}\n", *a_batch(desk, 1)]))

    assert [one["status"] for one in told] == [422, 201]
    assert path in {row[0] for row in told[0]["problems"]}


@pytest.mark.parametrize("kind", ["rain", "__class__"])
def test_a_kind_nobody_knows_is_refused_with_those_that_are_known(desk: Desk, kind: str) -> None:
    told = answers(post(desk.facilitator, [item(desk.world.group_id, a_uuid("x"), {}, kind)]))

    assert told[0]["status"] == 422
    assert told[0]["problems"][0][:2] == ["kind", "unknown_choice"]
    assert "meeting" in told[0]["problems"][0][2]["choices"]


def test_deep_json_is_a_problem_and_no_failure(desk: Desk) -> None:
    deep = item(desk.world.group_id, a_uuid("deep"), "[" * 60_000)

    assert statuses(post(desk.facilitator, [deep])) == [422]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (gzip.compress(b"{}\n{}\n", mtime=0)[:-6], 422, "batch_damaged"),
        (gzip.compress(b"{}\n{}\n", mtime=0) + b"more", 422, "batch_damaged"),
        (b"\x1f\x8b nothing of the kind", 422, "batch_damaged"),
        (gzip.compress(b"{}\n", mtime=0), 422, "batch_damaged"),
        (gzip.compress(b"\xff\xfe\n\n", mtime=0), 422, "not_json"),
        (gzip.compress(b" " * 300_000, mtime=0), 413, "too_large"),
        (gzip.compress(b"{}\n{}\n" * 21, mtime=0), 413, "too_large"),
        (b"x" * 262_145, 413, "too_large"),
    ],
)
def test_what_arrives_damaged_or_too_large_is_refused_whole(
    desk: Desk, body: bytes, status: int, code: str
) -> None:
    answer = post(desk.facilitator, body)

    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["problems"][0][1] == code


def test_an_empty_batch_has_no_answers(desk: Desk) -> None:
    assert answers(post(desk.facilitator, [])) == []


def test_another_packing_is_refused(desk: Desk) -> None:
    answer = post(desk.facilitator, b"{}", packed=False, Content_Encoding="br")

    assert answer.status_code == 415


def test_a_batch_without_the_header_of_our_pages_is_refused(desk: Desk) -> None:
    bare = {name: text for name, text in HEADERS.items() if name != "X-VSLA-Request"}

    assert desk.facilitator.post("/api/outbox", data=b"", headers=bare).status_code == 400
    form = {"X-VSLA-Request": "1", "Content-Type": "text/plain"}
    assert desk.facilitator.post("/api/outbox", data=b"", headers=form).status_code == 400


def test_the_outbox_of_one_person_is_not_sent_by_another(desk: Desk) -> None:
    batch, user_id = a_batch(desk, 1), desk.world.facilitator.user_id

    refused = post(desk.officer, batch, X_VSLA_User=str(user_id))
    taken = post(desk.facilitator, batch, X_VSLA_User=str(user_id))

    assert refused.status_code == 409
    assert refused.json == {"problems": [["", "other_person", {}]]}
    assert statuses(taken) == [201]


def test_a_colleague_carries_a_signed_meeting_to_town_and_no_forged_one(
    desk: Desk, app_session: Session
) -> None:
    maker, group_id = desk.world.facilitator.user_id or 0, desk.world.group_id
    person = a_user(app_session, Role.FACILITATOR, desk.world.programme.programme_id)
    app_session.commit()
    colleague = desk.browser(person)
    document, secret = json.dumps(a_meeting(desk.world, 1)), str(desk.app.config["SECRET_KEY"])
    app_session.rollback()
    true, forged = (
        a_file(maker, [(group_id, a_uuid("carried"), document)], secret=key)
        for key in (secret, "another")
    )
    sent = [item(group_id, a_uuid("carried"), handed_on(each), "file") for each in (forged, true)]

    told = [statuses(post(colleague, [each])) for each in (*sent, sent[1])]
    own = statuses(post(desk.facilitator, [item(group_id, a_uuid("carried"), document)]))

    assert [*told, own] == [[422], [201], [200], [200]]
    assert entries(desk) == 1


def test_a_phone_that_asks_again_is_told_how_its_version_was_settled(desk: Desk) -> None:
    other = item(
        desk.world.group_id, a_uuid("second phone"), a_meeting(desk.world, 1, shares={2: 1})
    )
    post(desk.facilitator, a_batch(desk, 1))
    first = answers(post(desk.facilitator, [other]))
    desk.world.session.rollback()
    row = contested.unsettled(desk.world.session, desk.world.group_id)[0]
    settle(
        desk.world.session,
        desk.world.officer,
        group_id=row.group_id,
        uuid=row.uuid,
        body_hash=row.body_hash,
        outcome=Outcome.BOOK_STANDS,
        given={"reason": "They remember."},
        now=NOW,
        today=TODAY,
    )
    desk.world.session.commit()

    again = answers(post(desk.facilitator, [other]))

    assert "settled" not in first[0]
    assert (again[0]["status"], again[0]["settled"]) == (409, "book_stands")


def test_a_phone_asks_who_is_logged_in_whoever_owned_it(desk: Desk) -> None:
    answer = desk.facilitator.get("/api/me", headers={"X-VSLA-User": "0"})

    assert answer.json is not None
    assert answer.json["user_id"] == desk.world.facilitator.user_id
    assert answer.json["role"] == "facilitator"
    assert answer.json["language"] == "en"
    assert [group["group_id"] for group in answer.json["groups"]] == [desk.world.group_id]
    assert len(bytes.fromhex(answer.json["file_key"]["key"])) == 32


def test_each_person_signs_with_a_key_of_her_own(desk: Desk) -> None:
    keys = [
        (client.get("/api/me").json or {})["file_key"]["key"]
        for client in (desk.facilitator, desk.officer, desk.facilitator)
    ]

    assert keys[0] == keys[2] != keys[1]


def test_a_failure_of_ours_at_one_item_does_not_hold_up_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_intake: Intake, _item: outbox.Item) -> outbox.Taken:
        raise RuntimeError

    monkeypatch.setitem(outbox.KINDS, "broken", broken)
    batch = a_batch(desk, 2)
    batch.insert(1, item(desk.world.group_id, a_uuid("broken"), {}, "broken"))
    desk.app.testing = False

    told = answers(post(desk.facilitator, batch))

    assert [one["status"] for one in told] == [201, 500, 201]
    assert told[1]["problems"][0][1] == "server_failure"
    assert entries(desk) == 2
    assert verify_group(desk.world.session, desk.world.group_id) == []


def test_a_put_may_be_packed_and_is_bounded_too(desk: Desk) -> None:
    address = f"/api{desk.path}/meetings/{a_uuid('one')}"
    headers = {"X-VSLA-Request": "1", "Content-Type": "application/json"}
    packed = {**headers, "Content-Encoding": "gzip"}
    body = json.dumps(a_meeting(desk.world, 1)).encode()

    bomb = desk.facilitator.put(address, data=gzip.compress(b" " * 300_000), headers=packed)
    taken = desk.facilitator.put(address, data=gzip.compress(body), headers=packed)
    plain = desk.facilitator.put(address, data=body, headers=headers)

    assert [one.status_code for one in (bomb, taken, plain)] == [413, 201, 200]


@pytest.fixture
def whole(desk: Desk) -> bytes:
    """A batch of two meetings and of somebody who joins, as it leaves the phone."""
    joins = {"schema_version": 1, "change": "join", "member": 7_000_000, "name": "Zawadi"}
    batch = [*a_batch(desk, 2), item(desk.world.group_id, a_uuid("joins"), joins, "member")]
    return "".join(batch).encode()


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), packed=st.booleans())
def test_whatever_is_cut_or_garbled_never_fails(
    desk: Desk, whole: bytes, *, data: st.DataObject, packed: bool
) -> None:
    body = gzip.compress(whole, mtime=0) if packed else whole
    garbled = bytearray(body[: data.draw(st.integers(0, len(body)))])
    for place in data.draw(st.lists(st.integers(0, max(0, len(garbled) - 1)), max_size=4)):
        if garbled:
            garbled[place] = data.draw(st.integers(0, 255))

    answer = post(desk.facilitator, bytes(garbled), packed=packed)

    assert answer.status_code in {200, 413, 422}
    for one in answers(answer) if answer.status_code == 200 else []:
        assert one["status"] in {200, 201, 404, 409, 413, 422}
