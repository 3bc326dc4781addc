"""Tables of visits to groups: the programme's checklist, visits, and what was agreed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from vsla.domain.visits import Mark
from vsla.store.models.base import CLUSTERED, Base, EnumText, UTCDateTime


class ChecklistItem(Base):
    """Something a visit looks at; it is never reworded or deleted, only retired."""

    __tablename__ = "checklist_item"

    item_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    retired_on: Mapped[date | None]


class Visit(Base):
    """A visit to a group; ``number`` counts 1, 2, 3 ... in it."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_by_day", "group_id", "visited_on"), CLUSTERED)

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    visited_on: Mapped[date]
    visited_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    note: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)


def _of_visit() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["group_id", "visit"], ["visit.group_id", "visit.number"])


class VisitMark(Base):
    """How one item of the checklist was found at a visit."""

    __tablename__ = "visit_mark"
    __table_args__ = (_of_visit(), CLUSTERED)

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    visit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("checklist_item.item_id"), primary_key=True)
    mark: Mapped[Mark] = mapped_column(EnumText(Mark))


class VisitAction(Base):
    """What was agreed at a visit, until when; ``number`` counts 1, 2, 3 ... in a group."""

    __tablename__ = "visit_action"
    __table_args__ = (_of_visit(), CLUSTERED)

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    visit: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
