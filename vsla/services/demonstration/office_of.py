"""Let the invented officer visit groups and look at passbooks, through the services."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.domain.passbook_check import CheckOutcome
from vsla.domain.visits import Mark
from vsla.services.demonstration.lives import afternoon
from vsla.services.demonstration.shape import TO_ON
from vsla.services.own_fields import add_field, write_group_values, write_member_values
from vsla.services.passbook_entry import BooksOfGroup, drawn_group, enter_checks
from vsla.services.passbook_samples import draw_sample, passbooks_of
from vsla.services.visits import add_item, finish_action, record_visit
from vsla.store.members import list_members
from vsla.store.models import ChecklistItem, Group, GroupPosition, GroupStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from vsla.domain.own_fields import OwnField
    from vsla.services.access import Actor
    from vsla.services.demonstration.shape import Plan
    from vsla.store.models import PassbookSample

_ITEMS = (
    "Les caisses sont comptées à haute voix",
    "Trois personnes gardent les trois clés",
    "Chaque carnet est tamponné pendant la réunion",
    "Les crédits sont décidés devant tous",
    "Les règles sont connues de tous",
)
_AGREED = (
    "Acheter le troisième cadenas",
    "Relire le règlement à haute voix",
    "Remplacer les carnets abîmés",
    "Élire une trésorière suppléante",
)
_NOTES = ("", "", "Réunion calme, tout le monde participe.", "Beaucoup de retards après la pluie.")
_SAMPLES = (("kisenge", 12), ("umoja", 5))
"""The words of the draws, and how many days before the end they were made."""

_FIELDS: tuple[dict[str, str], ...] = (
    {"subject": "member", "sort": "yes_no", "name": "A un téléphone à elle ou à lui"},
    {"subject": "member", "sort": "choice", "name": "Langue de la maison",
     "choices": "Lendu\nHema\nAlur\nKiswahili"},
    {"subject": "member", "sort": "number", "name": "Enfants à charge"},
    {"subject": "group", "sort": "choice", "name": "Route jusqu'au groupe",
     "choices": "toute l'année\nsaison sèche\nà pied"},
)  # fmt: skip
_ASKED = 5
"""In every so many groups the members were asked."""

_GROUPS, _PASSBOOKS = 4, 6
_EVERY = 3
"""Every so many groups nobody came."""


def office_missing(session: Session, programme_id: int) -> bool:
    """Tell whether the programme has no checklist yet."""
    query = select(ChecklistItem.item_id).where(ChecklistItem.programme_id == programme_id)
    return session.scalar(query.limit(1)) is None


def make_office(session: Session, plan: Plan, officer: Actor) -> None:
    """Make the checklist, the visits and the samples; equal for equal plans.

    Args:
        session: inside ``transaction()``.
        plan: all of whose groups are there.
        officer: of the demonstration programme.
    """
    assert officer.programme_id is not None, "officers belong to a programme"
    chance = Random(plan.seed + 1)  # noqa: S311 - invented data, the same every time
    here = officer.programme_id
    items = [add_item(session, officer, programme_id=here, text=text).item_id for text in _ITEMS]
    query = select(Group.group_id).where(
        Group.programme_id == here, Group.status == GroupStatus.ACTIVE
    )
    groups = session.scalars(query.order_by(Group.group_id)).all()
    fields = [add_field(session, officer, programme_id=here, field=field) for field in _FIELDS]
    for place, group_id in enumerate(groups):
        if place % _EVERY:
            _visit(session, officer, group_id, items, chance)
        _ask(session, officer, group_id, fields, chance, of_members=place % _ASKED == 0)
    for word, days in _SAMPLES:
        day = TO_ON - timedelta(days=days)
        sample = draw_sample(
            session,
            officer,
            programme_id=here,
            wanted={"seed": word, "groups": _GROUPS, "passbooks": _PASSBOOKS},
            today=day,
            now=afternoon(day),
        )
        _look(session, officer, sample, chance)


def _ask(
    session: Session,
    officer: Actor,
    group_id: int,
    fields: Sequence[OwnField],
    chance: Random,
    *,
    of_members: bool,
) -> None:
    """Fill the programme's own fields of a group, and perhaps those of its members."""
    road = fields[-1]
    typed: dict[int, object] = {road.field_id: chance.choice(road.values)}
    write_group_values(session, officer, group_id=group_id, typed=typed)
    if not of_members:
        return
    phone, tongue, children = fields[:-1]
    for member in list_members(session, group_id, on=TO_ON):
        answers: dict[int, object] = {
            phone.field_id: chance.choice(phone.values),
            tongue.field_id: chance.choice(tongue.values),
            children.field_id: chance.randrange(7),
        }
        write_member_values(session, officer, member=member, typed=answers)


def _visit(
    session: Session, officer: Actor, group_id: int, items: list[int], chance: Random
) -> None:
    """Visit a group once in the last weeks; sometimes something is agreed, and sometimes done."""
    day = TO_ON - timedelta(days=chance.randrange(5, 80))
    found = {item: chance.choice((Mark.GOOD, Mark.GOOD, Mark.PARTLY, Mark.NOT)) for item in items}
    due_on = day + timedelta(days=21)
    agreed = chance.choice(_AGREED)
    something = chance.randrange(2) == 0
    visit = record_visit(
        session,
        officer,
        group_id=group_id,
        visited_on=day.isoformat(),
        note=chance.choice(_NOTES),
        marks={item: mark.value for item, mark in found.items()},
        actions=[{"text": agreed, "due_on": due_on.isoformat()}] if something else [],
        now=afternoon(day),
    )
    if something and chance.randrange(3):
        finish_action(session, officer, group_id=group_id, number=visit.number, today=due_on)


def _look(session: Session, officer: Actor, sample: PassbookSample, chance: Random) -> None:
    """Look at the passbooks of a sample: most agree, a few do not, and one is lost."""
    for group_id, members in passbooks_of(sample).items():
        here = drawn_group(session, officer, group_id=group_id, sample_id=sample.sample_id)
        books = BooksOfGroup(session, here.group, members)
        position = session.get_one(GroupPosition, group_id)
        read: dict[int, dict[str, object]] = {}
        for member_id in members:
            say = books.say(member_id, position.last_held_on)
            slip = chance.randrange(12)
            if slip == 0:
                read[member_id] = {"outcome": CheckOutcome.LOST.value}
                continue
            read[member_id] = {
                "outcome": CheckOutcome.CHECKED.value,
                "last_on": position.last_held_on.isoformat() if position.last_held_on else None,
                "shares": say.shares + (slip == 1),
                "owed_minor": say.owed,
            }
        enter_checks(
            session,
            officer,
            group_id=group_id,
            sample_id=sample.sample_id,
            checked_on=TO_ON.isoformat(),
            passbooks_read=read,
            now=afternoon(TO_ON),
        )
