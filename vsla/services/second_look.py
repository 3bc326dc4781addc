"""What a person should look at once more after writing it: allowed, written, but unusual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.codes import Code
from vsla.domain.constitution_form import constitution_from_json
from vsla.domain.errors import Breach
from vsla.domain.money import CURRENCIES
from vsla.services import enrol_member
from vsla.store import constitutions, members
from vsla.store.canonical import from_text
from vsla.store.models import Group

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.constitution import Constitution
    from vsla.store.models import Member


def at_member(session: Session, member: Member) -> tuple[Breach, ...]:
    """Tell rules of joining that somebody does not meet, and who else has the name.

    Args:
        session: to read with.
        member: who was enrolled or changed, of a group that is the actor's.

    Returns:
        What is unusual, each at its field; the rules are those of the day of joining.
    """
    here = members.list_members(session, member.group_id, on=member.joined_on)
    alike = [
        Breach("name", Code.SAME_NAME, {"number": other.passbook_number, "name": other.name})
        for other in here
        if other.member_id != member.member_id and _plain(other.name) == _plain(member.name)
    ]
    rules = _rules(session, member.group_id, member.joined_on)
    return (*(enrol_member.hints(rules, member) if rules else ()), *alike)


def _rules(session: Session, group_id: int, on: date) -> Constitution | None:
    """Read the rules of a day; before the first vote, the first ones."""
    adopted = constitutions.in_force(session, group_id, on)
    version = adopted or next(iter(constitutions.versions(session, group_id)), None)
    if version is None:
        return None
    group = session.get_one(Group, group_id)
    return constitution_from_json(from_text(version.body), currency=CURRENCIES[group.currency])


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
