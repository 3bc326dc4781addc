"""Tables of the fields a programme adds, and what stands in them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from vsla.domain.own_fields import Sort, Subject
from vsla.store.models.base import CLUSTERED, Base, EnumText


class OwnFieldRow(Base):
    """A field a programme added; ``choices`` is canonical JSON. It is retired, never deleted."""

    __tablename__ = "own_field"

    field_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"), index=True)
    subject: Mapped[Subject] = mapped_column(EnumText(Subject))
    sort: Mapped[Sort] = mapped_column(EnumText(Sort))
    name: Mapped[str] = mapped_column(Text)
    choices: Mapped[str] = mapped_column(Text)
    retired_on: Mapped[date | None]


class MemberValue(Base):
    """What stands in a field of a member."""

    __tablename__ = "member_value"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["member.group_id", "member.member_id"]),
        CLUSTERED,
    )

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    field_id: Mapped[int] = mapped_column(ForeignKey("own_field.field_id"), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class GroupValue(Base):
    """What stands in a field of a group."""

    __tablename__ = "group_value"
    __table_args__ = (CLUSTERED,)

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("own_field.field_id"), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
