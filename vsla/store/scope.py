"""Which groups a question is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from vsla.store.models import Assignment, Group, GroupValue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from vsla.store.models import GroupStatus


def stands_in_own_field(own: tuple[int, str]) -> ColumnElement[bool]:
    """Say as a condition on ``Group`` that a value stands in one of its own fields."""
    field_id, value = own
    return (
        select(GroupValue.field_id)
        .where(
            GroupValue.group_id == Group.group_id,
            GroupValue.field_id == field_id,
            GroupValue.value == value,
        )
        .correlate(Group)
        .exists()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A choice of groups; what is None or empty does not limit.

    Attributes:
        programme_id: of one programme.
        zone_id: of one zone.
        group_id: one group.
        facilitator_id: those a user accompanies.
        project_id: those that belong to a funder's project.
        own: those in whose field, added by the programme, a value stands.
        status: in one state.
        group_ids: some groups.
    """

    programme_id: int | None = None
    zone_id: int | None = None
    group_id: int | None = None
    facilitator_id: int | None = None
    project_id: int | None = None
    own: tuple[int, str] | None = None
    status: GroupStatus | None = None
    group_ids: tuple[int, ...] | None = None

    def of_groups(self, group_ids: Iterable[int]) -> Scope:
        """Narrow it to some groups, such as those of a page."""
        return replace(self, group_ids=tuple(group_ids))

    @property
    def is_of_zones(self) -> bool:
        """Tell whether it is no narrower than zones and projects of one programme."""
        narrower = (self.group_id, self.facilitator_id, self.own, self.status, self.group_ids)
        return self.programme_id is not None and all(one is None for one in narrower)

    def conditions(self) -> list[ColumnElement[bool]]:
        """Say the choice as conditions on ``Group``."""
        chosen: list[ColumnElement[bool]] = []
        if self.programme_id is not None:
            chosen.append(Group.programme_id == self.programme_id)
        if self.zone_id is not None:
            chosen.append(Group.zone_id == self.zone_id)
        if self.group_id is not None:
            chosen.append(Group.group_id == self.group_id)
        if self.project_id is not None:
            chosen.append(Group.project_id == self.project_id)
        if self.own is not None:
            chosen.append(stands_in_own_field(self.own))
        if self.status is not None:
            chosen.append(Group.status == self.status)
        if self.group_ids is not None:
            chosen.append(Group.group_id.in_(self.group_ids))
        if self.facilitator_id is not None:
            mine = select(Assignment.group_id).where(Assignment.user_id == self.facilitator_id)
            chosen.append(Group.group_id.in_(mine))
        return chosen
