"""Tables of the courses: what is taught, to whom, who came, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vsla.domain.constitution import Weekday
from vsla.domain.courses import Component, Moment, MoneySource, StoppedBecause, TrainerRole, Wish
from vsla.domain.facts import Attendance
from vsla.domain.roster import Gender
from vsla.store.models.base import CLUSTERED, Base, EnumText, UTCDateTime


def _of_course() -> Mapped[int]:
    return mapped_column(ForeignKey("course.course_id"), primary_key=True)


def _of_participant() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["course_id", "participant"], ["course_participant.course_id", "course_participant.number"]
    )


class CourseRulesRow(Base):
    """What a programme measures its courses by; ``levels`` is canonical JSON, a list of names."""

    __tablename__ = "course_rules"

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.programme_id"), primary_key=True
    )
    complete_percent: Mapped[int]
    reads_from: Mapped[int]
    levels: Mapped[str] = mapped_column(Text)


class CourseComponent(Base):
    """A kind of course that a programme added to those everybody has."""

    __tablename__ = "course_component"
    __table_args__ = (UniqueConstraint("programme_id", "name"),)

    component_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"))
    name: Mapped[str] = mapped_column(Text)


class Course(Base):
    """A course; ``component_id`` names the programme's own kind when ``component`` is its own."""

    __tablename__ = "course"
    __table_args__ = (
        # The list of courses, the newest first, page by page.
        Index("ix_course_by_start", "programme_id", "starts_on", "course_id"),
    )

    course_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"))
    component: Mapped[Component] = mapped_column(EnumText(Component))
    component_id: Mapped[int | None] = mapped_column(ForeignKey("course_component.component_id"))
    name: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    weekday: Mapped[Weekday | None] = mapped_column(EnumText(Weekday))
    sessions_planned: Mapped[int]
    expected_women: Mapped[int]
    expected_men: Mapped[int]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class CourseTrainer(Base):
    """Who teaches a course: somebody with a login, or somebody known by name and sex alone."""

    __tablename__ = "course_trainer"
    __table_args__ = (
        Index("ix_course_trainer_by_user", "user_id", "course_id"),
        CLUSTERED,
    )

    course_id: Mapped[int] = _of_course()
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    name: Mapped[str] = mapped_column(Text)
    gender: Mapped[Gender] = mapped_column(EnumText(Gender))
    role: Mapped[TrainerRole] = mapped_column(EnumText(TrainerRole))


class CourseGroup(Base):
    """A group that a course serves."""

    __tablename__ = "course_group"
    __table_args__ = (Index("ix_course_group_by_group", "group_id", "course_id"), CLUSTERED)

    course_id: Mapped[int] = _of_course()
    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)


class CourseParticipant(Base):
    """A member in a course, or the life partner of one, whose name need not be known."""

    __tablename__ = "course_participant"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["member.group_id", "member.member_id"]),
        UniqueConstraint("course_id", "group_id", "member_id", "is_partner"),
        Index("ix_course_participant_by_member", "group_id", "member_id"),
        CLUSTERED,
    )

    course_id: Mapped[int] = _of_course()
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    group_id: Mapped[int]
    member_id: Mapped[int]
    is_partner: Mapped[bool]
    partner_name: Mapped[str] = mapped_column(Text, default="")
    partner_gender: Mapped[Gender | None] = mapped_column(EnumText(Gender))
    wish: Mapped[Wish] = mapped_column(EnumText(Wish))
    enrolled_on: Mapped[date]
    left_on: Mapped[date | None]
    stopped_because: Mapped[StoppedBecause | None] = mapped_column(EnumText(StoppedBecause))


class CourseDocument(Base):
    """A session as it was sent, word for word; a later one of the same number puts it right."""

    __tablename__ = "course_document"

    course_id: Mapped[int] = _of_course()
    uuid: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[int]
    body_hash: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    device: Mapped[str] = mapped_column(Text)


class CourseSession(Base):
    """A session as the last document of its number tells it."""

    __tablename__ = "course_session"
    __table_args__ = (CLUSTERED,)

    course_id: Mapped[int] = _of_course()
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uuid: Mapped[str] = mapped_column(Text)
    held_on: Mapped[date]
    minutes: Mapped[int]
    topic: Mapped[str] = mapped_column(Text)
    sensitive: Mapped[bool]
    held: Mapped[bool]
    because: Mapped[str] = mapped_column(Text)


class CourseAttendance(Base):
    """How one participant came to a session that was held."""

    __tablename__ = "course_attendance"
    __table_args__ = (
        ForeignKeyConstraint(
            ["course_id", "session"], ["course_session.course_id", "course_session.number"]
        ),
        _of_participant(),
        CLUSTERED,
    )

    course_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    participant: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    session: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[Attendance] = mapped_column(EnumText(Attendance))
    with_partner: Mapped[bool]


class LevelTest(Base):
    """What a participant could do at the beginning, the middle or the end of a course."""

    __tablename__ = "level_test"
    __table_args__ = (_of_participant(), CLUSTERED)

    course_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    participant: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    moment: Mapped[Moment] = mapped_column(EnumText(Moment), primary_key=True)
    tested_on: Mapped[date]
    level: Mapped[int]
    items_right: Mapped[int | None]
    items: Mapped[int | None]
    tested_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))


class BusinessResult(Base):
    """What became of a participant's plan some months after the course."""

    __tablename__ = "business_result"
    __table_args__ = (_of_participant(), CLUSTERED)

    course_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    participant: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    months: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asked_on: Mapped[date]
    plan_made: Mapped[bool]
    started: Mapped[bool]
    running: Mapped[bool]
    activity: Mapped[str] = mapped_column(Text)
    money_source: Mapped[MoneySource | None] = mapped_column(EnumText(MoneySource))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))


class CourseReaction(Base):
    """What somebody said about a course; of whom is not kept, so that nobody can be found by it."""

    __tablename__ = "course_reaction"
    __table_args__ = (CLUSTERED,)

    course_id: Mapped[int] = _of_course()
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    told_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)


class IncomeActivity(Base):
    """What a member earns with beside the group, and what paid for its beginning."""

    __tablename__ = "income_activity"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["member.group_id", "member.member_id"]),
        CLUSTERED,
    )

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    money_source: Mapped[MoneySource] = mapped_column(EnumText(MoneySource))
