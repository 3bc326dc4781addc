"""Courses: what completes one, what a level means, and figures that add up whatever is counted."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsla.domain.course_figures import (
    CourseKey,
    CoursesCounted,
    Learner,
    Standing,
    compare,
    course_figures,
)
from vsla.domain.course_hiding import Hidden, hidden_in, hidden_in_pair
from vsla.domain.course_session import parse_session, to_json
from vsla.domain.courses import Couple, CourseRules
from vsla.domain.facts import Attendance
from vsla.domain.first_results import Columns
from vsla.domain.indicators import Ratio
from vsla.domain.roster import Gender

pytestmark = pytest.mark.uncounted

RULES = CourseRules()
GENDERS = st.sampled_from(Gender)
LEVELS = st.none() | st.integers(0, 4)


@st.composite
def learners(draw: st.DrawFn) -> Learner:
    """Draw one participant."""
    held = draw(st.integers(0, 12))
    told = draw(st.integers(0, held))
    last = draw(LEVELS)
    return Learner(
        person=(draw(st.integers(1, 3)), draw(st.integers(1, 5)), draw(st.booleans())),
        gender=draw(GENDERS),
        partner=draw(st.booleans()),
        came=draw(st.integers(0, told)),
        told=told,
        held=held,
        ended=draw(st.booleans()),
        first_level=None if last is None else draw(LEVELS),
        last_level=last,
        running=draw(st.none() | st.booleans()),
    )


@st.composite
def couples(draw: st.DrawFn) -> tuple[Gender, Couple, bool]:
    """Draw the sessions of one couple."""
    held = draw(st.integers(1, 12))
    hers, his = draw(st.integers(0, held)), draw(st.integers(0, held))
    together = draw(st.integers(max(0, hers + his - held), min(hers, his)))
    return draw(GENDERS), Couple(hers, his, together, held), draw(st.booleans())


def counted(people: list[Learner], pairs: list[tuple[Gender, Couple, bool]]) -> CoursesCounted:
    """Count some people."""
    return CoursesCounted(people, pairs, 10, 5, {Gender.WOMAN: 2, Gender.UNSAID: 1}, 3, 8)


def cells(people: list[Learner], key: CourseKey) -> Columns[Ratio]:
    """Give one line of the table."""
    return next(f.cells for f in course_figures(counted(people, []), RULES) if f.key is key)


@given(st.lists(learners(), max_size=30), st.lists(couples(), max_size=10))
def test_women_and_men_never_exceed_all_and_parts_never_exceed_wholes(
    people: list[Learner], pairs: list[tuple[Gender, Couple, bool]]
) -> None:
    for figure in course_figures(counted(people, pairs), RULES):
        if figure.cells.women is None or figure.cells.men is None or figure.key == "level_gain":
            continue
        whole = figure.cells.all
        assert whole is not None
        assert figure.cells.women.numerator + figure.cells.men.numerator <= whole.numerator
        if figure.unit == "percent" and figure.key != CourseKey.ENROLLED:
            assert 0 <= whole.numerator <= whole.denominator


@given(st.lists(learners(), max_size=30), st.randoms())
def test_the_order_of_people_does_not_matter(people: list[Learner], chance: Any) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)

    assert course_figures(counted(people, []), RULES) == course_figures(
        counted(shuffled, []), RULES
    )


def test_every_line_of_the_table_has_its_place() -> None:
    assert [f.key for f in course_figures(counted([], []), RULES)] == list(CourseKey)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 100))
def test_who_came_more_often_has_not_completed_less(came: int, held: int, percent: int) -> None:
    rules = CourseRules(complete_percent=percent)

    assert rules.completed(came, held) <= rules.completed(came + 1, held)
    assert rules.completed(held, held) is (held > 0)


@pytest.mark.parametrize(("came", "held", "done"), [(3, 4, True), (2, 3, False), (0, 0, False)])
def test_three_quarters_of_the_sessions_held_complete_a_course(
    came: int, held: int, *, done: bool
) -> None:
    assert RULES.completed(came, held) is done


def test_the_usual_scale_ends_where_somebody_writes_her_line() -> None:
    assert (RULES.highest, RULES.reads(2), RULES.reads(3)) == (4, False, True)
    assert CourseRules(levels=("non", "oui"), reads_from=1).highest == 1


def test_a_loss_of_level_is_no_gain() -> None:
    person = (1, 1, False)
    down = Learner(person, Gender.WOMAN, False, 1, 1, 1, True, 3, 2)  # noqa: FBT003 - as they stand

    assert cells([down], CourseKey.LEVEL_GAIN).women == Ratio(-1, 1)
    assert cells([down], CourseKey.LEVEL_ROSE).women == Ratio(0, 1)


SESSIONS = st.fixed_dictionaries(
    {
        "schema_version": st.just(1),
        "course": st.integers(1, 10**6),
        "session": st.integers(1, 500),
        "held_on": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat),
        "minutes": st.integers(1, 600),
        "topic": st.text("abcé ", min_size=1, max_size=120).filter(str.strip),
        "sensitive": st.booleans(),
        "attendance": st.lists(
            st.fixed_dictionaries(
                {
                    "participant": st.integers(1, 500),
                    "state": st.sampled_from(list(map(str, Attendance))),
                    "with_partner": st.booleans(),
                }
            ),
            unique_by=lambda row: row["participant"],
            max_size=8,
        ),
    },
    optional={"replaces": st.just("11111111-1111-4111-8111-111111111111")},
)


@given(SESSIONS)
def test_a_session_written_as_json_reads_as_the_same(source: dict[str, Any]) -> None:
    document, problems = parse_session(source)

    again, none = parse_session(json.loads(json.dumps(to_json(document))))

    assert (problems, none) == ([], [])
    assert again == document


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_nothing_that_is_sent_breaks_the_reader(source: Any) -> None:
    assert parse_session(source)[1]
    assert parse_session({"attendance": source, "held_on": source})[1]


def test_trained_and_others_add_up_to_all() -> None:
    rows = [
        Standing(
            trained=True, gender=Gender.WOMAN, currency="USD", members=4, borrowers=2, savings=900
        ),
        Standing(
            trained=False, gender=Gender.MAN, currency="CDF", members=6, borrowers=1, savings=100
        ),
    ]

    made = compare(rows, lambda of, amount: amount if of == "USD" else amount * 2)

    assert made.members.trained.all == Ratio(4, 1)
    assert made.borrowers.others == Columns(Ratio(0, 0), Ratio(1, 6), Ratio(1, 6))
    assert made.savings is not None
    assert (made.savings.trained.women, made.savings.others.men) == (Ratio(900, 4), Ratio(200, 6))
    assert compare(rows, None).savings is None


@pytest.mark.parametrize(
    ("people", "hidden"),
    [
        (Columns(8, 9, 17), Hidden()),
        (Columns(4, 9, 13), Hidden(split=True)),
        (Columns(8, 0, 8), Hidden()),
        (Columns(8, 9, 19), Hidden(split=True)),
        (Columns(3, 0, 3), Hidden(split=True, whole=True)),
        (Columns(None, None, 30), Hidden()),
    ],
)
def test_lines_about_a_few_people_are_not_split_or_not_said(
    people: Columns[int], hidden: Hidden
) -> None:
    assert hidden_in(people, 5) == hidden
    assert hidden_in(people, 1) == Hidden()


def test_what_the_others_of_the_groups_would_tell_is_hidden_with_it() -> None:
    assert hidden_in_pair(Columns(3, 20, 23), Columns(40, 30, 70), 5) == (
        Hidden(split=True),
        Hidden(split=True),
    )
    assert hidden_in_pair(Columns(9, 20, 29), Columns(40, 30, 70), 5) == (Hidden(), Hidden())


def test_each_line_knows_how_many_people_it_is_about() -> None:
    here = partial(Learner, partner=False, came=3, told=4, held=4, ended=True)
    learners = [
        here(person=(1, 1, False), gender=Gender.WOMAN, first_level=1, last_level=3),
        here(person=(1, 1, False), gender=Gender.WOMAN, last_level=3),
        here(person=(1, 2, False), gender=Gender.MAN, running=True),
    ]
    counted = CoursesCounted(
        learners, [(Gender.WOMAN, Couple(4, 3, 2, 4), True)], 9, 9, {Gender.MAN: 1}, 4, 4
    )

    people = {f.key: f.people for f in course_figures(counted, CourseRules())}

    assert people[CourseKey.TRAINERS] is None
    assert people[CourseKey.ENROLLED] == Columns(1, 1, 2)
    assert people[CourseKey.READS] == Columns(1, 0, 1)
    assert people[CourseKey.RUNNING] == Columns(0, 1, 1)
    assert people[CourseKey.COUPLES_COMPLETE] == Columns(1, 0, 1)
