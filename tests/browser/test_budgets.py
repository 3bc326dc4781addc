"""The recorder over 2G: how many bytes it takes, held against ``budgets.json``."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.recorder_hand import RecorderHand, a_usual_group, login_of
from tests.browser.screens import chromium, log_in, open_page
from tests.browser.server import serving
from tests.browser.wire import BUDGETS, FIRST_SCREEN, Wire, bytes_kept
from tests.builders import PASSWORD, a_meeting, a_uuid, meet

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

pytestmark = pytest.mark.browser

_WANT = 'async (path) => (await caches.open("vsla-wanted")).put(path, new Response())'


def test_the_first_screen_the_whole_shell_and_later_visits_stay_within_their_bytes(
    app: Flask, app_session: Session
) -> None:
    world = a_usual_group(app_session)
    login, user_id = login_of(world)
    wire = Wire(app)
    with serving(wire) as address, chromium() as browser:
        page = open_page(browser)
        log_in(page, address, login, PASSWORD)
        hand = RecorderHand(page, address, user_id)
        # What another version kept and this one has no longer does no harm.
        page.evaluate(_WANT, "/texts/gone.json")

        hand.home()
        page.wait_for_selector('a[href^="#/g/"]')
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_load_state("networkidle")
        first = {each.path: each.body for each in wire.of(*FIRST_SCREEN)}
        kept = bytes_kept(page, wire)
        wire.answers.clear()
        hand.home()
        page.wait_for_load_state("networkidle")

        assert sum(first.values()) <= BUDGETS["first_screen"], first
        assert {path.rpartition("/")[2] for path in kept} >= {"rest.js", "fr.rest.json"}
        assert sum(kept.values()) <= BUDGETS["shell"], kept
        assert wire.bytes_of() <= BUDGETS["later_visit"], wire.answers


def test_twenty_meetings_that_waited_stay_within_their_bytes(app_session: Session) -> None:
    world = a_usual_group(app_session)
    first = world.ground().books.last_meeting + 1
    lines = []
    for number in range(first, first + 20):
        fined = [world.members[(number + step) % len(world.members)] for step in range(4)]
        parts: dict[str, Any] = {
            "shares": {member: 1 + (member + number) % 5 for member in world.members},
            "solidarity": 20_000,
            "by_note": True,
            "fines_charged": [
                {"member": member, "offence": "late", "amount_minor": 20_000} for member in fined
            ],
        }
        head = {"kind": "meeting", "group_id": world.group_id, "uuid": a_uuid(number)}
        lines += [json.dumps(head), json.dumps(a_meeting(world, number, **parts))]
        meet(world, number, **parts)

    packed = gzip.compress("\n".join(lines).encode())

    assert len(world.members) == 28
    assert len(packed) <= BUDGETS["twenty_meetings"]
