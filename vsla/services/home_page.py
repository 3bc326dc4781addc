"""What the first page of each role shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from vsla.services.groups_list import Filter, GroupLine, list_groups
from vsla.store.models import GroupStatus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vsla.services.access import Actor


@dataclass(frozen=True, slots=True)
class MyGroups:
    """A facilitator's groups in the order in which they need her.

    Attributes:
        lines: the next meeting first, then groups being set up, then groups that have shared out.
        setting_up: how many are not ready for their first meeting.
        more: there are more than one page holds; the list of groups has them.
    """

    lines: tuple[GroupLine, ...]
    setting_up: int
    more: bool


def _by_need(line: GroupLine) -> tuple[int, date, str]:
    if line.next_on is not None:
        return 0, line.next_on, line.name
    rank = 1 if line.status is GroupStatus.SETTING_UP else 2
    return rank, date.max, line.name


def my_groups(session: Session, actor: Actor, *, on: date) -> MyGroups:
    """Give the groups of a facilitator or trainer by their next meeting, in one statement.

    Args:
        session: any.
        actor: whose groups.
        on: the day.

    Returns:
        Her groups; disengaged ones are left to the list of groups.
    """
    page = list_groups(session, actor, wanted=Filter(), on=on)
    here = [line for line in page.lines if line.status is not GroupStatus.DISENGAGED]
    waiting = sum(line.status is GroupStatus.SETTING_UP for line in here)
    return MyGroups(tuple(sorted(here, key=_by_need)), waiting, page.has_next)
