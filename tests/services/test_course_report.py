"""What courses reached, by sex, joined with the ledger."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOW, TODAY, a_group, a_programme, meet
from tests.domain_builders import OPENED_ON, a_constitution
from tests.services.courses_world import a_course, a_session
from tests.services.test_course_results import level, result, write_levels
from tests.services.test_courses import noted
from vsla.domain.course_figures import CourseKey
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.domain.money import half_up
from vsla.services.course_people import change_participant
from vsla.services.course_report import course_report
from vsla.services.courses import add_component, add_trainer
from vsla.services.programmes import set_rate

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.services.courses_world import CourseWorld
    from vsla.domain.first_results import Columns
    from vsla.domain.indicators import Ratio
    from vsla.services.access import Actor
    from vsla.services.course_report import CourseReport

JANUARY = date(2023, 1, 15)
FACTS: dict[str, Any] = {"starts_on": OPENED_ON.isoformat(), "ends_on": "2023-01-30"}


@pytest.fixture
def world(session: Session) -> CourseWorld:
    """A course in the weeks of the first meetings: women 1 and 2, a partner, and man 8."""
    group = a_group(session, members=10)
    loan = {"line": 1, "member": 1, "amount_minor": 100_000, "term": 1}
    meet(group, 1, shares={1: 3, 8: 2}, loans_granted=[loan])
    return a_course(group, **FACTS)


def held(world: CourseWorld, *told: dict[int, str], **more: Any) -> None:
    """Record sessions one after the other."""
    for number, states in enumerate(told, 1):
        day = OPENED_ON + timedelta(days=number)
        world.record(a_session(number, states, held_on=day.isoformat(), **more))


def report(world: CourseWorld, by: Actor | None = None, **asked: Any) -> CourseReport:
    """Ask for the report of January."""
    return course_report(
        world.session,
        by or world.group.officer,
        **{
            "programme_id": world.course.programme_id,
            "from_on": JANUARY,
            "to_on": JANUARY,
            "today": TODAY,
            **asked,
        },
    )


def parts(cells: Columns[Ratio]) -> list[tuple[int, int] | None]:
    """Give numerator and denominator for women, men and all."""
    each = (cells.women, cells.men, cells.all)
    return [None if one is None else (one.numerator, one.denominator) for one in each]


def figure(made: CourseReport, key: CourseKey) -> list[tuple[int, int] | None]:
    """Give one line of the table."""
    (found,) = (each for each in made.figures if each.key is key)
    return parts(found.cells)


def test_enrolment_attendance_and_completion_are_told_by_sex(world: CourseWorld) -> None:
    held(
        world,
        {1: "present+", 2: "present", 3: "present", 4: "absent"},
        {1: "late", 2: "absent", 3: "present", 4: "present"},
        {1: "present", 2: "present", 3: "present", 4: "excused"},
        {1: "present", 2: "present", 3: "absent", 4: "present"},
    )

    made = report(world)

    assert figure(made, CourseKey.ENROLLED) == [(2, 4), (1, 2), (4, 6)]
    assert figure(made, CourseKey.PARTNERS) == [(0, 1), (0, 1), (1, 1)]
    assert figure(made, CourseKey.ATTENDANCE) == [(7, 8), (2, 4), (12, 16)]
    assert figure(made, CourseKey.COMPLETED) == [(2, 2), (0, 1), (3, 4)]
    assert figure(made, CourseKey.SESSIONS_HELD) == [None, None, (4, 8)]
    assert figure(made, CourseKey.TRAINERS) == [(1, 1), (0, 1), (1, 1)]


def test_couples_count_the_sessions_to_which_both_came(world: CourseWorld) -> None:
    held(
        world,
        {1: "present", 2: "present", 3: "present+", 4: "absent"},
        {1: "present", 2: "absent", 3: "present", 4: "absent"},
        {1: "present+", 2: "absent", 3: "absent", 4: "absent"},
        {1: "absent", 2: "present+", 3: "absent", 4: "absent"},
    )

    made = report(world)

    # Of couple 1 both came to the first, the third (she brought him) and the fourth (he her);
    # woman 2 has a partner who is not enrolled and came once.
    assert figure(made, CourseKey.COUPLES_TOGETHER) == [(4, 8), (0, 0), (4, 8)]
    assert figure(made, CourseKey.COUPLES_COMPLETE) == [(1, 2), (0, 0), (1, 2)]


def test_a_course_that_runs_has_nobody_who_completed_it(world: CourseWorld) -> None:
    held(world, {1: "present", 2: "present", 3: "present", 4: "present"})

    made = report(world, today=date(2023, 1, 20))

    assert figure(made, CourseKey.COMPLETED) == [(0, 0), (0, 0), (0, 0)]
    assert figure(made, CourseKey.COUPLES_COMPLETE) == [(0, 0), (0, 0), (0, 0)]
    assert made.as_of == date(2023, 1, 20)


def test_levels_gain_and_members_read_their_own_line(world: CourseWorld) -> None:
    write_levels(world, "before", level(1, 1), level(3, 3), level(4, 2), level(2, 0))
    write_levels(world, "middle", level(1, 2))
    write_levels(world, "after", level(1, 3), level(4, 1), level(2, 4))

    made = report(world)

    assert figure(made, CourseKey.LEVEL_GAIN) == [(2, 1), (-1, 1), (5, 3)]
    assert figure(made, CourseKey.LEVEL_ROSE) == [(1, 1), (0, 1), (2, 3)]
    assert figure(made, CourseKey.READS_BEFORE) == [(1, 2), (0, 1), (1, 3)]
    assert figure(made, CourseKey.READS) == [(2, 2), (0, 1), (2, 3)]


def test_a_member_of_two_courses_is_one_reader(world: CourseWorld) -> None:
    write_levels(world, "before", level(1, 1))
    second = a_course(world.group, ((1, False),), **FACTS)
    write_levels(second, "before", level(1, 2))
    write_levels(second, "after", level(1, 3))

    assert figure(report(world), CourseKey.READS) == [(1, 1), (0, 0), (1, 1)]


def test_activities_count_at_the_last_follow_up(world: CourseWorld) -> None:
    begun = {"started": True, "activity": "Riz", "money_source": "loan"}
    result(world, 1, running=True, **begun)
    result(world, 1, months=6, **begun)
    result(world, 4, running=True, **begun)

    assert figure(report(world), CourseKey.RUNNING) == [(0, 1), (1, 1), (1, 2)]


def test_trained_members_are_set_beside_the_others_of_their_groups(world: CourseWorld) -> None:
    held(world, {1: "present", 2: "present", 3: "absent", 4: "present"})
    world.session.expire_all()
    officer = world.group.officer
    set_rate(
        world.session,
        officer,
        programme_id=world.course.programme_id,
        currency="CDF",
        rate_on=date(2023, 1, 1),
        per_unit_minor=200_000,
        source="Essai",
    )

    made = report(world)

    assert parts(made.comparison.members.trained) == [(1, 1), (1, 1), (2, 1)]
    assert parts(made.comparison.members.others) == [(5, 1), (3, 1), (8, 1)]
    assert parts(made.comparison.borrowers.trained) == [(1, 1), (0, 1), (1, 2)]
    assert parts(made.comparison.borrowers.others) == [(0, 5), (0, 3), (0, 8)]
    assert made.comparison.savings is not None
    share = a_constitution().share_value
    cents = [half_up(count * share * 100, 200_000) for count in (3, 2)]
    assert parts(made.comparison.savings.trained) == [
        (cents[0], 1),
        (cents[1], 1),
        (sum(cents), 2),
    ]
    assert [rate.currency for rate in made.rates] == ["CDF"]


def test_savings_are_not_compared_without_a_rate(world: CourseWorld) -> None:
    made = report(world)

    assert (made.missing, made.comparison.savings) == (("CDF",), None)


def test_sensitive_topics_have_no_name_in_reports(world: CourseWorld) -> None:
    held(world, {1: "present", 2: "absent"}, {1: "present"}, topic="Violence", sensitive=True)
    world.record(a_session(3, {1: "present"}, topic="Budget", held_on="2023-01-20"))

    told = [(line.topic, line.sessions, line.came) for line in report(world).topics]

    assert told == [("", 2, 2), ("Budget", 1, 1)]


def test_the_report_is_narrowed_to_a_kind_of_course(world: CourseWorld) -> None:
    own = add_component(world.session, world.group.officer, name="Droits")
    facts = {**FACTS, "component": "own", "component_id": own.component_id}
    other = a_course(world.group, ((5, False),), **facts)

    assert report(world).courses == 2
    assert report(world, component=world.course.component).courses == 1
    assert report(world, component_id=own.component_id).courses == 1
    assert report(world, from_on=date(2023, 3, 1), to_on=date(2023, 3, 1)).courses == 0
    assert figure(report(world, component=other.course.component), CourseKey.ENROLLED)[2] == (1, 6)


def test_a_trainer_without_a_login_counts_once(world: CourseWorld) -> None:
    second = a_course(world.group, (), **FACTS)
    for course in (world, second):
        add_trainer(
            world.session,
            world.trainer,
            course_id=course.course_id,
            trainer={"name": "Baba Ali", "gender": "M", "role": "other"},
        )

    assert figure(report(world), CourseKey.TRAINERS) == [(1, 1), (1, 1), (2, 1)]


def test_a_partner_counts_by_the_sex_that_was_said(world: CourseWorld) -> None:
    person = {"wish": "invited", "enrolled_on": OPENED_ON.isoformat(), "partner_gender": "M"}
    change_participant(
        world.session,
        world.trainer,
        course_id=world.course_id,
        number=2,
        person=person,
        now=NOW,
    )

    assert figure(report(world), CourseKey.PARTNERS) == [(0, 1), (1, 1), (1, 1)]


def test_only_those_who_may_read_reports_of_courses(world: CourseWorld) -> None:
    programme = world.group.programme

    assert report(world, programme.trainer).courses == 1
    assert report(world, programme.administrator).courses == 1
    with pytest.raises(NotAllowedError):
        report(world, world.group.facilitator)
    with pytest.raises(NotFoundError):
        report(world, a_programme(world.session).officer)
    with pytest.raises(InvalidDocumentError) as raised:
        report(world, to_on=date(2022, 1, 1))
    assert noted(raised) == [("to", "ends_before_begin")]
