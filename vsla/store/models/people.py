"""Tables of programmes, users, groups and members: facts that people enter and may change."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from vsla.domain.roster import Category, Gender, LeavingReason, Literacy, Post, Sign, YesNo
from vsla.store.models.base import CLUSTERED, Base, EnumText, UTCDateTime
from vsla.store.models.states import GroupStatus, Role


class Programme(Base):
    """A programme and what it planned to reach.

    ``small_cell_least`` is the smallest number of people that shared reports show.
    """

    __tablename__ = "programme"

    programme_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    is_demo: Mapped[bool] = mapped_column(default=False)
    reporting_currency: Mapped[str] = mapped_column(Text)
    second_person_share_out: Mapped[bool] = mapped_column(default=True)
    planned_groups: Mapped[int | None]
    planned_women: Mapped[int | None]
    planned_men: Mapped[int | None]
    planned_facilitators: Mapped[int | None]
    small_cell_least: Mapped[int] = mapped_column(default=5)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Zone(Base):
    """A part of a programme's area, such as a mining community."""

    __tablename__ = "zone"
    __table_args__ = (UniqueConstraint("programme_id", "name"),)

    zone_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"))
    name: Mapped[str] = mapped_column(Text)


class Project(Base):
    """What a funder pays for: some of the programme's groups belong to it."""

    __tablename__ = "project"
    __table_args__ = (UniqueConstraint("programme_id", "name"),)

    project_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"))
    name: Mapped[str] = mapped_column(Text)
    funder: Mapped[str] = mapped_column(Text, default="")


class ExchangeRate(Base):
    """What a unit of the reporting currency was worth on a day.

    ``per_unit_minor`` is in minor units of ``currency`` for one unit of the reporting currency.
    """

    __tablename__ = "exchange_rate"
    __table_args__ = (CLUSTERED,)

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.programme_id"), primary_key=True
    )
    currency: Mapped[str] = mapped_column(Text, primary_key=True)
    rate_on: Mapped[date] = mapped_column(primary_key=True)
    per_unit_minor: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(Text)


class User(Base):
    """A person who logs in; members do not."""

    __tablename__ = "app_user"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    gender: Mapped[Gender] = mapped_column(EnumText(Gender))
    password_hash: Mapped[str] = mapped_column(Text)
    role: Mapped[Role] = mapped_column(EnumText(Role))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.programme_id"))
    locale: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Group(Base):
    """A savings group. ``cash_step`` is the smallest note or coin in use, in minor units."""

    __tablename__ = "savings_group"
    __table_args__ = (
        UniqueConstraint("programme_id", "code"),
        # The list of groups, page by page, for a zone and for all of a programme.
        Index("ix_savings_group_by_zone", "programme_id", "zone_id", "name", "group_id"),
        Index("ix_savings_group_by_name", "programme_id", "name", "group_id"),
    )

    group_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"))
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.zone_id"))
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(Text)
    cash_step: Mapped[int] = mapped_column(BigInteger)
    formed_on: Mapped[date]
    registered_on: Mapped[date | None]
    status: Mapped[GroupStatus] = mapped_column(EnumText(GroupStatus))
    disengaged_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.project_id"))
    photos_on_statements: Mapped[bool] = mapped_column(default=False, server_default=false())


class Assignment(Base):
    """Which facilitator accompanies which group."""

    __tablename__ = "assignment"
    __table_args__ = (Index("ix_assignment_by_user", "user_id", "group_id"), CLUSTERED)

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.user_id"), primary_key=True)


class Cycle(Base):
    """From opening to share-out; ``opening_books`` is what the first document is posted on."""

    __tablename__ = "cycle"

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opened_on: Mapped[date]
    share_out_on: Mapped[date]
    closed_on: Mapped[date | None]
    opening_books: Mapped[str] = mapped_column(Text)


class ConstitutionVersion(Base):
    """The rules as adopted on a day, and the vote; ``body`` is canonical JSON.

    Never changed: triggers of the migration hold that, and ``hash`` closes over the version and the
    one before it.
    """

    __tablename__ = "constitution_version"

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    adopted_on: Mapped[date]
    present: Mapped[int]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    hash: Mapped[str] = mapped_column(Text)


class Member(Base):
    """A person in a group: the only table that knows her name and phone."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("group_id", "passbook_number"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    passbook_number: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    gender: Mapped[Gender] = mapped_column(EnumText(Gender))
    birth_year: Mapped[int | None]
    category: Mapped[Category] = mapped_column(EnumText(Category))
    category_text: Mapped[str] = mapped_column(Text, default="")
    literacy: Mapped[Literacy] = mapped_column(EnumText(Literacy), default=Literacy.UNSAID)
    disability: Mapped[YesNo] = mapped_column(EnumText(YesNo), default=YesNo.UNSAID)
    head_of_household: Mapped[YesNo] = mapped_column(EnumText(YesNo), default=YesNo.UNSAID)
    phone: Mapped[str] = mapped_column(Text, default="")
    never_message: Mapped[bool] = mapped_column(default=False)
    sign: Mapped[Sign | None] = mapped_column(EnumText(Sign))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    leaving_reason: Mapped[LeavingReason | None] = mapped_column(EnumText(LeavingReason))


class MemberPhoto(Base):
    """A member's photo, which she agreed to; the row is deleted when she asks."""

    __tablename__ = "member_photo"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["member.group_id", "member.member_id"]),
    )

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    picture: Mapped[bytes] = mapped_column(LargeBinary)
    consented_on: Mapped[date]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    set_at: Mapped[datetime] = mapped_column(UTCDateTime)


class CommitteeTerm(Base):
    """One person's time in a post; ``line`` counts 1, 2, 3 ... in a group."""

    __tablename__ = "committee_term"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["member.group_id", "member.member_id"]),
        CLUSTERED,
    )

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    post: Mapped[Post] = mapped_column(EnumText(Post))
    member_id: Mapped[int]
    elected_on: Mapped[date]
    ended_on: Mapped[date | None]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
