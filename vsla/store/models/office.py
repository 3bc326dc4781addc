"""Tables of the programme office: what was set aside, what is aimed at, which phones came."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from vsla.domain.attention import Concern
from vsla.store.models.base import CLUSTERED, Base, EnumText, UTCDateTime


class AttentionSnooze(Base):
    """A concern about a group that somebody set aside until a day, with the reason; all are kept.

    ``line`` counts 1, 2, 3 ... in a group.
    """

    __tablename__ = "attention_snooze"
    __table_args__ = (CLUSTERED,)

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    concern: Mapped[Concern] = mapped_column(EnumText(Concern))
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    snoozed_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    snoozed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class PackFetch(Base):
    """When a person's phone last asked for the pack of a group."""

    __tablename__ = "pack_fetch"
    __table_args__ = (CLUSTERED,)

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.user_id"), primary_key=True)
    fetched_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Target(Base):
    """What a programme aims at in some months, for women, men and all.

    ``indicator`` is a code of the registry; values are minor units of the reporting currency,
    counts, or tenths of a percent.
    """

    __tablename__ = "target"

    target_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"), index=True)
    indicator: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    to_on: Mapped[date]
    women: Mapped[int | None] = mapped_column(BigInteger)
    men: Mapped[int | None] = mapped_column(BigInteger)
    everybody: Mapped[int | None] = mapped_column(BigInteger)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    set_at: Mapped[datetime] = mapped_column(UTCDateTime)
