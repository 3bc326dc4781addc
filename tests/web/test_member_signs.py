"""The sign a member chose stands beside her name wherever the page lists members."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.builders import meet
from tests.web.desk import Desk, a_desk
from vsla.store.models import Member

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

LENT = {
    "line": 1,
    "member": 1,
    "amount_minor": 50_000,
    "term": 1,
    "purpose": "trade",
    "guarantors": [2, 3],
}


@pytest.fixture
def desk(app: Flask, app_session: Session) -> Desk:
    """Ten members with a sign each; the first has borrowed."""
    desk = a_desk(app, app_session)
    meet(desk.world, 1, shares={1: 5, 2: 5}, loans_granted=[LENT])
    desk.world.session.commit()
    return desk


def signs_of(html: str) -> set[str]:
    """Find the members' signs that a page draws."""
    return set(re.findall(r"member-signs[^\"#]*#([a-z-]+)", html))


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("members", 10),
        ("meetings/new", 10),
        ("meetings/key", 10),
        ("committee", 8),
        ("loans", 1),
        ("loans/1001001", 1),
        ("meetings/1", 2),
        ("share-out", 10),
    ],
)
def test_lists_of_members_show_their_signs(desk: Desk, path: str, least: int) -> None:
    page = desk.facilitator.get(f"{desk.path}/{path}")

    assert page.status_code == 200
    people = desk.world.session.scalars(select(Member)).all()
    assert len(signs_of(page.text) & {str(m.sign) for m in people}) >= least


def test_a_member_without_a_sign_has_her_number_alone(desk: Desk) -> None:
    session = desk.world.session
    someone = session.get_one(Member, (desk.world.group_id, 4))
    gone, someone.sign = someone.sign, None
    session.commit()

    page = desk.facilitator.get(f"{desk.path}/meetings/new")

    assert gone is not None
    assert str(gone) not in signs_of(page.text)
    assert someone.name in page.text
