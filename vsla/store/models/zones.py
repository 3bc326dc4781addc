"""The second level of the office's figures: sums of zones, made anew from those of groups.

A row is about all groups of one zone, one funder's project (0: of none) and one currency.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from vsla.domain.constitution import Need
from vsla.domain.roster import Gender
from vsla.store.models.base import CLUSTERED, Base, EnumText
from vsla.store.models.counters import CounterColumns


class ZoneMark(Base):
    """A zone whose sums of meetings are older than one of its groups; triggers write it.

    ``stamp`` is the writing transaction on PostgreSQL, so that nobody waits for another, and 0
    on SQLite, which has one writer.
    """

    __tablename__ = "zone_mark"
    __table_args__ = (CLUSTERED,)

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    zone_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class RosterMark(Base):
    """A zone whose sums of people are older than one of its groups; as ``ZoneMark`` otherwise."""

    __tablename__ = "roster_mark"
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
    """By how much counts of groups changed by a day; added up, where they stood on it.

    Changes before the running month stand on the last day of theirs. ``last_held_on`` is the last
    meeting of the groups formed by the day; ``*_recent`` are of their last four meetings.
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
    attended_recent: Mapped[int]
    expected_recent: Mapped[int]
    last_held_on: Mapped[date | None]


class ZonePeople(Base):
    """By how much counts of members, committees and ages of groups changed by a day.

    ``members_*`` and ``posts_*`` are by sex. ``opened_0`` to ``opened_6`` count the groups that
    began to save on a day whose number (``date.toordinal``) leaves so much when divided by
    seven, and ``opened_weeks`` adds up the whole weeks of these numbers.
    """

    __tablename__ = "zone_people"
    __table_args__ = (CLUSTERED,)

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.programme_id"), primary_key=True
    )
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.zone_id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
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
    opened_0: Mapped[int]
    opened_1: Mapped[int]
    opened_2: Mapped[int]
    opened_3: Mapped[int]
    opened_4: Mapped[int]
    opened_5: Mapped[int]
    opened_6: Mapped[int]
    opened_weeks: Mapped[int] = mapped_column(BigInteger)


class ZoneRoster(Base):
    """By how much counts of members of one sex changed by a day, and what happened in a month.

    ``since`` is the day from which a change counts: not before the group was formed. Elections
    (``began``, ``again``) and ``left_*`` are of ``day`` alone; all others add up to where they
    stand. ``held_since`` adds up the numbers (``date.toordinal``) of the days on which those who
    hold posts were elected, ``at_start`` counts members when the running cycle began.
    """

    __tablename__ = "zone_roster"
    __table_args__ = (CLUSTERED,)

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.programme_id"), primary_key=True
    )
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.zone_id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    gender: Mapped[Gender] = mapped_column(EnumText(Gender), primary_key=True)
    age_under_18: Mapped[int]
    age_18_34: Mapped[int]
    age_35_44: Mapped[int]
    age_45_up: Mapped[int]
    age_unknown: Mapped[int]
    category_miner: Mapped[int]
    category_miner_spouse: Mapped[int]
    category_gold_chain: Mapped[int]
    category_other: Mapped[int]
    post_chair: Mapped[int]
    post_secretary: Mapped[int]
    post_treasurer: Mapped[int]
    post_counter: Mapped[int]
    post_key_holder: Mapped[int]
    held_since: Mapped[int] = mapped_column(BigInteger)
    at_start: Mapped[int]
    began: Mapped[int]
    again: Mapped[int]
    left_left: Mapped[int]
    left_moved: Mapped[int]
    left_expelled: Mapped[int]
    left_died: Mapped[int]
    left_dropped_out: Mapped[int]


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


class ZoneNeed(Base):
    """Members given money for one need in a month, by when they were before for it (0: never).

    ``amount`` is in minor units of the currency.
    """

    __tablename__ = "zone_need"
    __table_args__ = (CLUSTERED,)

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.programme_id"), primary_key=True
    )
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.zone_id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(Text, primary_key=True)
    need: Mapped[Need] = mapped_column(EnumText(Need), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month_before: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    gender: Mapped[Gender] = mapped_column(EnumText(Gender), primary_key=True)
    members: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)
