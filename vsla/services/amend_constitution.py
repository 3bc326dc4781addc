"""Adopt a group's first rules, and change them by vote; every version is kept."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.domain.codes import Code
from vsla.domain.constitution import AmendmentRule
from vsla.domain.constitution_form import (
    check_adoption,
    check_amendment,
    constitution_from_json,
    constitution_to_json,
)
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.money import CURRENCIES
from vsla.domain.reader import Reader
from vsla.services.access import RECORDERS, group_for
from vsla.services.days import not_in_future
from vsla.store import constitutions, members, position
from vsla.store.canonical import to_text
from vsla.store.models import ConstitutionVersion, GroupStatus, JournalEntry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Adoption, Constitution
    from vsla.services.access import Actor
    from vsla.store.models import Group

_PRESENT_MAX = 10_000
_VOTES = {"present": 1, "votes_for": 0, "votes_against": 0}
"""The numbers of a vote, and the least each can be."""


def adopt(
    session: Session,
    actor: Actor,
    *,
    group_id: int,
    source: Mapping[str, object],
    adoption: Adoption,
    now: datetime,
) -> int:
    """Adopt a version of the rules; it is in force from the day of the vote.

    Nothing that is in the books already is told otherwise by it, so the day of the vote lies behind
    the last entry.

    Args:
        session: to write with.
        actor: a facilitator of the group, or an officer.
        group_id: which group.
        source: the constitution in JSON.
        adoption: the vote.
        now: when.

    Returns:
        The number of the version.

    Raises:
        InvalidDocumentError: with every problem of rules and vote at once; paths are the fields of
            the constitution and ``adopted_on``, ``present``, ``votes_for``, ``votes_against``.
        NotFoundError: the group is not the actor's.
        NotAllowedError: the actor only reads.
    """
    group = group_for(session, actor, group_id, *RECORDERS)
    versions = constitutions.versions(session, group_id)
    old = constitution_from_json(json.loads(versions[-1].body)) if versions else None
    r = Reader({name: getattr(adoption, name) for name in _VOTES})
    new = _rules(session, r, group, source, old)
    in_force = old or new
    _vote(session, r, group, adoption, in_force.amendment_rule if in_force else _asked_for(source))
    _day(session, r, group_id, adoption, versions)
    not_in_future(r, "adopted_on", adoption.adopted_on, now)
    if r.problems or new is None:
        raise InvalidDocumentError(r.problems)
    version = ConstitutionVersion(
        group_id=group_id,
        number=len(versions) + 1,
        adopted_on=adoption.adopted_on,
        **{name: getattr(adoption, name) for name in _VOTES},
        body=to_text(constitution_to_json(new)),
        recorded_by=actor.user_id,
        recorded_at=now,
    )
    constitutions.append(session, version)
    return version.number


def _rules(
    session: Session,
    r: Reader,
    group: Group,
    source: Mapping[str, object],
    old: Constitution | None,
) -> Constitution | None:
    """Read the new rules, or give None with every problem noted."""
    try:
        new = constitution_from_json(dict(source), currency=CURRENCIES[group.currency])
    except InvalidDocumentError as error:
        r.problems.extend(error.problems)
        return None
    here = position.read(session, group.group_id, lock=True)
    if old is not None:
        sold = here is not None and here.shares_count > 0
        r.problems.extend(check_amendment(old, new, shares_sold=sold))
    return new


def _asked_for(source: Mapping[str, object]) -> AmendmentRule:
    """Read the rule of amendment alone, out of rules that cannot be read as a whole."""
    only = Reader({"amendment_rule": source.get("amendment_rule")})
    rule = only.choice("amendment_rule", AmendmentRule, AmendmentRule.ALL_MEMBERS)
    return AmendmentRule.ALL_MEMBERS if only.problems else rule


def _vote(
    session: Session, r: Reader, group: Group, adoption: Adoption, rule: AmendmentRule
) -> None:
    """Hold the vote against the rule of amendment."""
    for name, least in _VOTES.items():
        r.integer(name, least, _PRESENT_MAX)
    count = None
    if group.status is not GroupStatus.SETTING_UP:
        count = len(members.roster(session, group.group_id).on(adoption.adopted_on))
    r.problems.extend(check_adoption(adoption, count, rule))


def _day(
    session: Session,
    r: Reader,
    group_id: int,
    adoption: Adoption,
    versions: list[ConstitutionVersion],
) -> None:
    """Note a day of which the books speak already, or before an earlier version."""
    last = session.scalar(
        select(func.max(JournalEntry.occurred_on)).where(JournalEntry.group_id == group_id)
    )
    if last is not None and adoption.adopted_on <= last:
        # The sentence offers this day: the first of which the books do not speak yet.
        first = (last + timedelta(days=1)).isoformat()
        r.note("adopted_on", Code.DATE_BEFORE_LAST_MEETING, last_on=first)
    elif versions and adoption.adopted_on < versions[-1].adopted_on:
        day = versions[-1].adopted_on.isoformat()
        r.note("adopted_on", Code.DATE_BEFORE_LAST_MEETING, last_on=day)
