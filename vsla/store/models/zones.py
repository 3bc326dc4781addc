"""The second level of the office's figures: sums of zones, made anew from those of groups.

A row is about all groups of one zone, one funder's project (0: of none) and one currency.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from vsla.domain.roster import Gender
from vsla.store.models.base import CLUSTERED, Base, EnumText
from vsla.store.models.counters import CounterColumns


class ZoneMark(Base):
    """A zone whose sums are older than one of its groups; triggers of the migration write it.

    ``stamp`` is the writing transaction on PostgreSQL, so that nobody waits for another, and 0
    on SQLite, which has one writer.
    """

    __tablename__ = "zone_mark"
    __table_args__ = (CLUSTERED,)

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    zone_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class ZoneMonth(CounterColumns, Base):
    """Slices of all groups and cycles added up; ``month`` is what ``calendar.month_of`` gives."""

    __tablename__ = "rollup_zone_month"
    __table_args__ = (CLUSTERED,)

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.programme_id"), primary_key=True
    )
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.zone_id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(Text, primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    gender: Mapped[Gender] = mapped_column(EnumText(Gender), primary_key=True)


class ZoneStanding(Base):
    """By how much counts of groups and people changed by a day; added up, where they stood on it.

    Changes before the running month stand on the last day of theirs. ``members_*`` and
    ``posts_*`` are by sex; ``last_held_on`` is the last meeting of the groups formed by the day.
    """

    __tablename__ = "zone_standing"
    __table_args__ = (CLUSTERED,)

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.programme_id"), primary_key=True
    )
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.zone_id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    groups: Mapped[int]
    disengaged: Mapped[int]
    late: Mapped[int]
    later: Mapped[int]
    graduated: Mapped[int]
    last_held_on: Mapped[date | None]
    members_woman: Mapped[int]
    members_man: Mapped[int]
    members_other: Mapped[int]
    members_unsaid: Mapped[int]
    posts_woman: Mapped[int]
    posts_man: Mapped[int]
    posts_other: Mapped[int]
    posts_unsaid: Mapped[int]
    women_only: Mapped[int]
    both: Mapped[int]
    men_only: Mapped[int]
    mixed: Mapped[int]
    female_majority: Mapped[int]
    chairs: Mapped[int]
    chairs_female: Mapped[int]


class ZoneHelped(Base):
    """Members given money of the solidarity fund in a month, by when they were before (0: never).

    Those of a period are the ones whose month lies in it and whose month before does not.
    """

    __tablename__ = "zone_helped"
    __table_args__ = (CLUSTERED,)

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.programme_id"), primary_key=True
    )
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.zone_id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(Text, primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month_before: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    gender: Mapped[Gender] = mapped_column(EnumText(Gender), primary_key=True)
    members: Mapped[int]
