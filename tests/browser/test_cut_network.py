"""The network breaks at any byte: what waits on a phone arrives once, whole and in its order."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from itertools import chain, zip_longest
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.cutting import Cut, relaying
from tests.browser.ledgers import assert_same_ledger
from tests.browser.outbox_hand import Made, OutboxHand
from tests.browser.recorder_hand import RecorderHand, login_of
from tests.browser.screens import chromium, log_in, open_page
from tests.browser.server import serving
from tests.builders import NOW, PASSWORD, TODAY, GroupWorld, a_group, a_programme, a_uuid
from tests.domain_builders import a_constitution
from tests.services.group_life import Life
from vsla.services.intake import open_intake
from vsla.services.phone_roster import take_change
from vsla.store.members import PHONE_ID_MIN
from vsla.store.models import JournalEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser
    from sqlalchemy.orm import Session

    from tests.browser.cutting import Relay
    from tests.builders import ProgrammeWorld
    from tests.conftest import MakeApp

pytestmark = pytest.mark.browser

ROUNDS = 200
WEIGHTS = {Cut.BEFORE: 20, Cut.REQUEST: 20, Cut.WORKING: 15, Cut.ANSWER: 15, Cut.HALF: 15}
WHOLE = 12
MORE = 0.15
MEETINGS = 26
JOINS_EVERY = 6


def _joins(life: Life, number: int) -> Made:
    """Let somebody join by a phone, which gives her an id of its own."""
    world = life.world
    joins: dict[str, Any] = {
        "schema_version": 1,
        "change": "join",
        "member": PHONE_ID_MIN + number,
        "name": f"Zawadi {number}",
        "gender": "F",
        "joined_on": (life.books.last_held_on or world.opened_on).isoformat(),
    }
    made = Made("member", world.group_id, a_uuid(("joins", number)), json.dumps(joins))
    intake = open_intake(
        world.session, world.facilitator, group_id=world.group_id, now=NOW, today=TODAY
    )
    take_change(intake, made.uuid, made.body)
    return made


def _life(twin: GroupWorld, world: GroupWorld) -> list[Made]:
    """Let a twin live on line, and give what the phone of the other group is to send."""
    life = Life(twin, Random(world.group_id))  # noqa: S311 - the same life at every run
    made = []
    for number in range(1, MEETINGS + 1):
        if number % JOINS_EVERY == 0:
            made.append(_joins(life, number))
        life.meet()
        entry = twin.session.get_one(JournalEntry, (twin.group_id, number))
        made.append(Made("meeting", twin.group_id, str(entry.uuid), str(entry.document)))
    twin.session.commit()
    return [each._replace(group_id=world.group_id) for each in made]


def _group(session: Session, programme: ProgrammeWorld) -> GroupWorld:
    rules = a_constitution(lending_from_meeting=1, loan_meeting_every=1)
    return a_group(session, programme, members=6, constitution=rules)


@contextmanager
def _serving_behind(relay: Relay, make_app: MakeApp, database_url: str) -> Iterator[None]:
    """Start a server of its own on the database; it is down before and after."""
    with serving(make_app(database_url, WTF_CSRF_ENABLED=True)) as address:
        relay.server = int(address.rsplit(":", 1)[1])
        yield
    relay.server = None


def _at_work(browser: Browser, address: str, world: GroupWorld) -> OutboxHand:
    """Log in on a new phone and leave it open at a meeting, which nothing draws anew."""
    login, user_id = login_of(world)
    page = open_page(browser)
    log_in(page, address, login, PASSWORD)
    hand = RecorderHand(page, address, user_id)
    hand.home()
    page.wait_for_selector('a[href^="#/g/"]')
    hand.open_group(world.group_id)
    return OutboxHand(hand)


def _attempts(hand: OutboxHand, relay: Relay, queue: list[Made], until: int, draw: Random) -> None:
    """Try to send until so many requests left the phone; things are made between the attempts."""
    cuts, weights = [*WEIGHTS, Cut.NONE], [*WEIGHTS.values(), WHOLE]
    while len(relay.seen) < until:
        (relay.cut,) = draw.choices(cuts, weights)
        more = 1 if not hand.waiting or draw.random() < MORE else 0
        assert hand.waiting or queue, f"all is sent after {len(relay.seen)} attempts"
        hand.send(queue.pop(0) for _ in range(min(more, len(queue))))
        assert hand.mood in {"idle", "offline"}
    relay.cut = Cut.NONE


def test_the_network_breaks_two_hundred_times_and_all_arrives_once_in_its_order(
    make_app: MakeApp, app: Flask, app_session: Session
) -> None:
    programme = a_programme(app_session)
    worlds, twins = ([_group(app_session, programme) for _ in range(2)] for _ in range(2))
    pairs = list(zip(worlds, twins, strict=True))
    lives = [_life(twin, world) for world, twin in pairs]
    queue = [each for each in chain.from_iterable(zip_longest(*lives)) if each]
    draw, places = (Random(seed) for seed in (3, 4))  # noqa: S311 - the same at every run
    url = app.config["SQLALCHEMY_DATABASE_URI"]

    with chromium() as browser, relaying(places) as relay:
        with _serving_behind(relay, make_app, url):
            hand = _at_work(browser, f"http://127.0.0.1:{relay.port}", worlds[0])
            _attempts(hand, relay, queue, ROUNDS // 2, draw)
        hand.send([queue.pop(0)])
        assert (hand.mood, hand.waiting > 0) == ("offline", True)
        with _serving_behind(relay, make_app, url):
            hand.page.reload()
            _attempts(hand, relay, queue, ROUNDS, draw)
            hand.send(queue)

    assert set(hand.states) == {"sent"}
    for world, twin in pairs:
        assert_same_ledger(world, twin)
    counted = Counter(relay.seen)
    assert all(counted[cut] > ROUNDS // 20 for cut in Cut)
