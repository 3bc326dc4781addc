"""Live the invented courses through the services, as their trainers would."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from sqlalchemy import select

from vsla.domain.calendar import add_months
from vsla.domain.constitution import Weekday
from vsla.domain.course_session import SCHEMA_VERSION
from vsla.domain.courses import FOLLOW_UP_MONTHS, Component
from vsla.domain.roster import Gender
from vsla.services.access import Role, actor_of
from vsla.services.course_people import change_participant, enrol_participants
from vsla.services.course_results import (
    note_activity,
    note_reaction,
    record_business_result,
    record_levels,
)
from vsla.services.courses import add_course, serve_group
from vsla.services.demonstration.courses_plan import plan_courses
from vsla.services.demonstration.lives import afternoon
from vsla.services.record_session import record_session
from vsla.store.canonical import to_text
from vsla.store.models import Course, Group, User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor
    from vsla.services.demonstration.courses_plan import CoursePlan, StudentPlan
    from vsla.services.demonstration.shape import Plan
    from vsla.store.models import CourseParticipant

_KEYS = UUID("8d0a1c5e-0000-4000-8000-000000000000")
_RAIN = 5
"""The session that some courses lose to the rain."""


def courses_missing(session: Session, programme_id: int) -> bool:
    """Tell whether the programme has no course yet."""
    query = select(Course.course_id).where(Course.programme_id == programme_id).limit(1)
    return session.scalar(query) is None


def make_courses(session: Session, plan: Plan, programme_id: int) -> None:
    """Make all courses of the plan.

    Args:
        session: inside ``transaction()``.
        plan: all of whose groups are there.
        programme_id: the demonstration programme.
    """
    groups = session.scalars(select(Group).where(Group.programme_id == programme_id))
    by_name = {group.name: group for group in groups}
    here = [by_name[group.name] for group in plan.groups]
    logins = [person.login for person in plan.office if person.role == Role.TRAINER]
    users = session.scalars(select(User).where(User.login.in_(logins)).order_by(User.user_id))
    trainers = [actor_of(session, user.user_id) for user in users]
    for course in plan_courses(plan):
        _CourseLife(session, trainers[course.trainer % len(trainers)], course, here).live()


class _CourseLife:
    """One course at work."""

    def __init__(
        self, session: Session, trainer: Actor, plan: CoursePlan, groups: Sequence[Group]
    ) -> None:
        self.session = session
        self.trainer = trainer
        self.plan = plan
        self.groups = groups
        self.rows: list[CourseParticipant] = []
        self.course_id = 0

    def live(self) -> None:
        """Let the course happen; all are over before the demonstration ends."""
        self._open()
        for number in range(1, len(self.plan.topics) + 1):
            self._meet(number)
        self._test()
        self._follow_up()

    def _open(self) -> None:
        plan, first = self.plan, self.plan.starts_on
        women = sum(s.gender is Gender.WOMAN for s in plan.students)
        course = add_course(
            self.session,
            self.trainer,
            course={
                "component": plan.component.value,
                "name": plan.name,
                "place": self.groups[plan.groups[0]].place,
                "language": "Swahili",
                "starts_on": first.isoformat(),
                "ends_on": plan.ends_on.isoformat(),
                "weekday": list(Weekday)[first.weekday()].value,
                "sessions_planned": len(plan.topics),
                "expected_women": women + plan.chance.randint(-1, 3),
                "expected_men": len(plan.students) - women + plan.chance.randint(0, 2),
            },
            now=afternoon(first),
        )
        self.course_id = course.course_id
        for place in sorted({student.group for student in plan.students}):
            code = self.groups[place].code
            serve_group(self.session, self.trainer, course_id=self.course_id, code=code)
            self._enrol(place, [s for s in plan.students if s.group == place])

    def _enrol(self, place: int, students: Sequence[StudentPlan]) -> None:
        """Enrol the students of one group; sex and first steps of partners are known."""
        first = self.plan.starts_on
        wish = "invited" if self.plan.component is Component.DISCUSSION else "expressed"
        rows = enrol_participants(
            self.session,
            self.trainer,
            course_id=self.course_id,
            group_id=self.groups[place].group_id,
            enrolment={"enrolled_on": first.isoformat(), "wish": wish},
            people=[{"member": s.member, "partner": s.partner} for s in students],
            now=afternoon(first),
        )
        for row, student in zip(rows, students, strict=True):
            if student.partner:
                self._name(row.number, student, wish)
        self.rows += rows

    def _name(self, number: int, student: StudentPlan, wish: str) -> None:
        change_participant(
            self.session,
            self.trainer,
            course_id=self.course_id,
            number=number,
            person={
                "wish": wish,
                "enrolled_on": self.plan.starts_on.isoformat(),
                "partner_gender": student.gender.value,
            },
            now=afternoon(self.plan.starts_on),
        )

    def _meet(self, number: int) -> None:
        """Hold a session, or cancel it for the rain."""
        plan, day = self.plan, self.plan.held_on(number)
        rain = number == _RAIN and plan.chance.randrange(6) == 0
        topic = plan.topics[number - 1]
        document = {
            "schema_version": SCHEMA_VERSION,
            "course": self.course_id,
            "session": number,
            "held_on": day.isoformat(),
            "minutes": 0 if rain else plan.chance.choice((60, 90, 90, 120)),
            "topic": topic,
            "sensitive": plan.is_sensitive(topic),
            "held": not rain,
            "because": "Pluie" if rain else "",
            "attendance": [] if rain else [self._came(place) for place in range(len(self.rows))],
        }
        record_session(
            self.session,
            self.trainer,
            course_id=self.course_id,
            uuid=str(uuid5(_KEYS, f"{plan.name}/{number}")),
            body=to_text(document),
            now=afternoon(day),
        )

    def _came(self, place: int) -> dict[str, object]:
        chance, student = self.plan.chance, self.plan.students[place]
        state = chance.choice(("absent", "absent", "excused"))
        if chance.randrange(100) < student.diligence:
            state = "late" if chance.randrange(8) == 0 else "present"
        return {"participant": self.rows[place].number, "state": state, "with_partner": False}

    def _test(self) -> None:
        """Test those who learn to read."""
        plan = self.plan
        days = {
            "before": plan.starts_on,
            "middle": plan.held_on(len(plan.topics) // 2),
            "after": plan.ends_on,
        }
        for moment, day in days.items():
            levels = [
                {"participant": row.number, "level": student.levels[moment]}
                for row, student in zip(self.rows, plan.students, strict=True)
                if moment in student.levels
            ]
            if levels:
                record_levels(
                    self.session,
                    self.trainer,
                    course_id=self.course_id,
                    test={"moment": moment, "tested_on": day.isoformat()},
                    levels=levels,
                    now=afternoon(day),
                )

    def _follow_up(self) -> None:
        """Ask three months later, where three months have passed; keep what was said."""
        plan = self.plan
        asked_on = add_months(plan.ends_on, FOLLOW_UP_MONTHS[0])
        for place, activity, source in plan.stories:
            row = self.rows[place]
            begun = {"activity": activity, "money_source": source}
            note_activity(
                self.session,
                self.trainer,
                group_id=row.group_id,
                member_id=row.member_id,
                activity={
                    "name": activity,
                    "started_on": plan.ends_on.isoformat(),
                    "money_source": source,
                },
                now=afternoon(asked_on),
            )
            record_business_result(
                self.session,
                self.trainer,
                course_id=self.course_id,
                number=row.number,
                result={
                    "months": FOLLOW_UP_MONTHS[0],
                    "asked_on": asked_on.isoformat(),
                    "started": True,
                    "running": plan.chance.randrange(5) > 0,
                    **begun,
                },
                now=afternoon(asked_on),
            )
        if plan.reaction:
            note_reaction(
                self.session,
                self.trainer,
                course_id=self.course_id,
                reaction={"told_on": plan.starts_on.isoformat(), "text": plan.reaction},
                now=afternoon(plan.starts_on),
            )
