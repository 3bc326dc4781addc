"""Enrol members and change what is known of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.domain.codes import Code
from vsla.domain.constitution import GenderRule
from vsla.domain.document import parse_meeting
from vsla.domain.errors import Breach, InvalidDocumentError, NotFoundError
from vsla.domain.mentions import members_named
from vsla.domain.reader import Reader
from vsla.domain.roster import Category, Gender, Literacy, Sign, YesNo
from vsla.services.access import RECORDERS, group_for
from vsla.services.days import not_in_future
from vsla.services.verify_ledger import rebuild_group
from vsla.store import journal, members
from vsla.store.models import CommitteeTerm, Cycle, Member

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Constitution
    from vsla.services.access import Actor

NAME_MAX = 120
WORD_MAX = 60
PHONE_MAX = 30
PASSBOOK_MAX = 9_999
BIRTH_YEAR_MIN = 1900
_TAKEN = {"passbook_number": Code.PASSBOOK_NUMBER_TAKEN, "sign": Code.SIGN_TAKEN}


@dataclass(frozen=True, slots=True)
class Person:
    """A member as a form gives her; ids and leaving are not for forms."""

    name: str
    gender: Gender
    birth_year: int | None
    category: Category
    category_text: str
    literacy: Literacy
    disability: YesNo
    head_of_household: YesNo
    phone: str
    never_message: bool
    passbook_number: int
    sign: Sign | None
    joined_on: date


def read_person(r: Reader, number: int, now: datetime) -> Person:
    """Read a person.

    Args:
        r: on the fields of ``Person``; every other field is a problem.
        number: the passbook number when none is given.
        now: when.

    Returns:
        What was read; it counts only when the reader has no problems.
    """
    joined_on = r.day("joined_on")
    not_in_future(r, "joined_on", joined_on, now)
    category = r.choice("category", Category, Category.OTHER)
    word = r.text("category_text", WORD_MAX)
    person = Person(
        name=r.text("name", NAME_MAX, needed=True),
        gender=r.choice("gender", Gender),
        birth_year=r.optional_integer("birth_year", BIRTH_YEAR_MIN, now.year),
        category=category,
        category_text=word if category is Category.OTHER else "",
        literacy=r.choice("literacy", Literacy, Literacy.UNSAID),
        disability=r.choice("disability", YesNo, YesNo.UNSAID),
        head_of_household=r.choice("head_of_household", YesNo, YesNo.UNSAID),
        phone=r.text("phone", PHONE_MAX),
        never_message=r.yes("never_message"),
        passbook_number=r.integer("passbook_number", 1, PASSBOOK_MAX, number),
        sign=r.choice("sign", Sign) if r.has("sign") else None,
        joined_on=joined_on,
    )
    r.finish()
    return person


def reader_of(person: Mapping[str, object]) -> Reader:
    """Start on a form; a field left empty counts as left out."""
    return Reader(
        {key: value for key, value in person.items() if value is not None and value != ""}
    )


def enrol(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    person: Mapping[str, object],
    now: datetime,
) -> Member:
    """Enrol a member; what breaks the group's rules of joining is told by ``hints``, not refused.

    Args:
        session: to write with.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        person: the fields of ``Person`` in JSON; ``name``, ``gender`` and ``joined_on`` are needed,
            the passbook number is the next free one when left out.
        now: when.

    Returns:
        The member.

    Raises:
        InvalidDocumentError: with every problem at once; paths are the names of the fields.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor only reads.
    """
    group_for(session, actor, group_id, *RECORDERS)
    member_id, number = members.next_numbers(session, group_id)
    r = reader_of(person)
    read = read_person(r, number, now)
    _not_taken(session, r, group_id, read, member_id)
    return write_new(session, r, read, group_id=group_id, member_id=member_id)


def write_new(
    session: Session, r: Reader, read: Person, *, group_id: int, member_id: int
) -> Member:
    """Write a member who joins, or refuse with every problem that the reader has.

    Args:
        session: to write with.
        r: on what was sent.
        read: by ``read_person``, with a number and a sign that are free.
        group_id: which group.
        member_id: that nobody has.

    Returns:
        The member.

    Raises:
        InvalidDocumentError: with every problem at once.
    """
    _not_in_closed_cycle(session, r, group_id, read.joined_on)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    member = Member(group_id=group_id, member_id=member_id)
    write_person(member, read)
    session.add(member)
    session.flush()
    rebuild_group(session, group_id)
    return member


def change_member(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    member_id: int,
    person: Mapping[str, object],
    now: datetime,
) -> Member:
    """Change what is known of a member; figures by sex follow.

    Args:
        session: to write with.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        member_id: whom.
        person: all fields, as ``enrol`` takes them.
        now: when.

    Returns:
        The member.

    Raises:
        InvalidDocumentError: with every problem at once; the day of joining cannot move behind the
            first entry or election that names her.
        NotFoundError: the group is not the actor's, or has no such member.
        NotAllowedError: the actor only reads.
    """
    group_for(session, actor, group_id, *RECORDERS)
    member = members.member(session, group_id, member_id)
    if member is None:
        raise NotFoundError
    r = reader_of(person)
    read = read_person(r, member.passbook_number, now)
    _not_taken(session, r, group_id, read, member_id)
    return write_change(session, r, read, member)


def write_change(session: Session, r: Reader, read: Person, member: Member) -> Member:
    """Write what is known of a member now, or refuse with every problem that the reader has.

    Args:
        session: to write with.
        r: on what was sent.
        read: by ``read_person``, with a number and a sign that are free.
        member: as she stands in the roster.

    Returns:
        The member.

    Raises:
        InvalidDocumentError: with every problem at once.
    """
    group_id = member.group_id
    if read.joined_on != member.joined_on:
        _not_in_closed_cycle(session, r, group_id, min(read.joined_on, member.joined_on))
    if read.joined_on > member.joined_on:
        _not_behind_first_mention(session, r, group_id, member.member_id, read.joined_on)
    if r.problems:
        raise InvalidDocumentError(r.problems)
    counts = (member.gender, member.joined_on) != (read.gender, read.joined_on)
    write_person(member, read)
    session.flush()
    if counts:
        rebuild_group(session, group_id)
    return member


def write_person(member: Member, read: Person) -> None:
    """Write what is known of a person into her row."""
    for field in fields(Person):
        setattr(member, field.name, getattr(read, field.name))


def holders(session: Session, group_id: int, read: Person, member_id: int) -> dict[str, str]:
    """Name who else has a person's passbook number or sign, by field.

    A passbook number is taken by anyone who ever had it, a sign by whoever is still here.
    """
    found = {}
    others = select(Member.name).where(Member.group_id == group_id, Member.member_id != member_id)
    with session.no_autoflush:
        holder = session.scalar(others.where(Member.passbook_number == read.passbook_number))
        if holder is not None:
            found["passbook_number"] = holder
        if read.sign is not None:
            holder = session.scalar(
                others.where(Member.sign == read.sign, Member.left_on.is_(None))
            )
            if holder is not None:
                found["sign"] = holder
    return found


def _not_taken(session: Session, r: Reader, group_id: int, read: Person, member_id: int) -> None:
    """Note a passbook number or a sign that another member has."""
    for key, holder in holders(session, group_id, read, member_id).items():
        r.note(key, _TAKEN[key], name=holder)


def _not_in_closed_cycle(session: Session, r: Reader, group_id: int, day: date) -> None:
    """Note a change of who belonged when a cycle was shared out: its figures stand."""
    closed_on = session.scalar(select(func.max(Cycle.closed_on)).where(Cycle.group_id == group_id))
    if closed_on is not None and day <= closed_on:
        first = closed_on + timedelta(days=1)
        r.note("joined_on", Code.DATE_BEFORE_CYCLE, opened_on=first.isoformat())


def _not_behind_first_mention(
    session: Session, r: Reader, group_id: int, member_id: int, day: date
) -> None:
    """Note a day of joining behind the first one on which books or an election name her."""
    days = [_elected_on(session, group_id, member_id), _met_on(session, group_id, member_id)]
    first = min((each for each in days if each is not None), default=day)
    if day > first:
        r.note("joined_on", Code.DATE_AFTER_NEXT_MEETING, next_on=first.isoformat())


def _elected_on(session: Session, group_id: int, member_id: int) -> date | None:
    return session.scalar(
        select(func.min(CommitteeTerm.elected_on)).where(
            CommitteeTerm.group_id == group_id, CommitteeTerm.member_id == member_id
        )
    )


def _met_on(session: Session, group_id: int, member_id: int) -> date | None:
    """Find the first meeting that names a member in whatever part.

    Only the open cycle is read: a day of joining before its end does not move at all in a cycle
    that was shared out.
    """
    cycle = session.scalar(select(func.max(Cycle.number)).where(Cycle.group_id == group_id))
    told = journal.effective_documents(session, group_id, cycle) if cycle is not None else []
    meetings = (entry.document or "" for entry in told if entry.meeting is not None)
    documents = (parse_meeting(json.loads(text)) for text in meetings)
    return min((d.held_on for d in documents if member_id in members_named(d)), default=None)


def hints(constitution: Constitution, member: Member) -> tuple[Breach, ...]:
    """Tell which rules of joining a member does not meet; she is enrolled all the same.

    Args:
        constitution: in force on the day of joining.
        member: who joined.

    Returns:
        Broken rules, each at the field it is about.

    Source: method.md 1.2, who may join.
    """
    found = []
    rule = constitution.gender_rule
    barred = {GenderRule.WOMEN_ONLY: Gender.MAN, GenderRule.MEN_ONLY: Gender.WOMAN}
    if member.gender is barred.get(rule):
        values = {"member": member.member_id}
        found.append(Breach("gender", Code.GENDER_RULE_BROKEN, values))
    if member.birth_year is not None:
        # Only the year is known: who turns old enough in the year of joining is old enough.
        age = member.joined_on.year - member.birth_year
        if age < constitution.minimum_age:
            limits = {"member": member.member_id, "age": age, "limit": constitution.minimum_age}
            found.append(Breach("birth_year", Code.UNDER_AGE, limits))
    return tuple(found)
