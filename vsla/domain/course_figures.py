"""What courses reached, by sex: sums over sums, each with what it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.first_results import Columns
from vsla.domain.indicators import Ratio
from vsla.domain.roster import Gender

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vsla.domain.courses import Couple, CourseRules


class CourseKey(StrEnum):
    """The lines of the table, in its order. Source: features.md, a record for the courses."""

    TRAINERS = "course_trainers"
    SESSIONS_HELD = "course_sessions_held"
    ENROLLED = "course_enrolled"
    PARTNERS = "course_partners"
    ATTENDANCE = "course_attendance"
    COMPLETED = "course_completed"
    COUPLES_TOGETHER = "couples_together"
    COUPLES_COMPLETE = "couples_complete"
    LEVEL_GAIN = "level_gain"
    LEVEL_ROSE = "level_rose"
    READS_BEFORE = "reads_statement_before"
    READS = "reads_statement"
    RUNNING = "activity_running"


class CourseUnit(StrEnum):
    """How a value is printed; a mean has two decimals."""

    COUNT = "count"
    PERCENT = "percent"
    MEAN = "mean"


UNITS: dict[CourseKey, CourseUnit] = {
    CourseKey.TRAINERS: CourseUnit.COUNT,
    CourseKey.SESSIONS_HELD: CourseUnit.PERCENT,
    CourseKey.ENROLLED: CourseUnit.PERCENT,
    CourseKey.PARTNERS: CourseUnit.COUNT,
    CourseKey.ATTENDANCE: CourseUnit.PERCENT,
    CourseKey.COMPLETED: CourseUnit.PERCENT,
    CourseKey.COUPLES_TOGETHER: CourseUnit.PERCENT,
    CourseKey.COUPLES_COMPLETE: CourseUnit.PERCENT,
    CourseKey.LEVEL_GAIN: CourseUnit.MEAN,
    CourseKey.LEVEL_ROSE: CourseUnit.PERCENT,
    CourseKey.READS_BEFORE: CourseUnit.PERCENT,
    CourseKey.READS: CourseUnit.PERCENT,
    CourseKey.RUNNING: CourseUnit.PERCENT,
}


@dataclass(frozen=True, slots=True)
class Learner:
    """One participant of one course, as counted.

    Attributes:
        person: who it is, the same in all courses.
        partner: a life partner of a member and not a member.
        came: sessions at which the person was present or late, of ``held``.
        told: sessions at which it was written down how the person came.
        ended: the course is over.
        first_level: of the first test and ``last_level`` of the last, if there were two; the only
            one is the last.
        running: an activity begun after the course still runs at the last follow-up; None without.
    """

    person: tuple[int, int, bool]
    gender: Gender
    partner: bool
    came: int
    told: int
    held: int
    ended: bool
    first_level: int | None = None
    last_level: int | None = None
    running: bool | None = None


@dataclass(frozen=True, slots=True)
class CoursesCounted:
    """What the tables say, before anything is divided.

    Attributes:
        learners: everybody enrolled in the courses counted.
        couples: with the sex of the member, and whether the course is over.
        expected_women: of all courses that set themselves a number; ``expected_men`` likewise.
        trainers: different people, by sex.
        sessions_held: and ``sessions_planned`` of all courses.
    """

    learners: Sequence[Learner]
    couples: Sequence[tuple[Gender, Couple, bool]]
    expected_women: int
    expected_men: int
    trainers: dict[Gender, int]
    sessions_held: int
    sessions_planned: int


@dataclass(frozen=True, slots=True)
class CourseFigure:
    """One line of the table: the figure for women, men and all.

    Attributes:
        people: how many people each cell is about, all of them in ``all``; None for a line about
            those who teach, who are no participants.
    """

    key: CourseKey
    cells: Columns[Ratio] = field(default_factory=Columns)
    people: Columns[int] | None = None

    @property
    def unit(self) -> CourseUnit:
        """Say how to print it."""
        return UNITS[self.key]


def course_figures(counted: CoursesCounted, rules: CourseRules) -> tuple[CourseFigure, ...]:
    """Lay out the table of the courses.

    Args:
        counted: by the store.
        rules: what the programme measures by.

    Returns:
        One figure for each key, in the order of ``CourseKey``.

    Source: features.md, indicators that fall out of the courses, each by sex.
    """
    cells = {
        CourseKey.TRAINERS: _plain(counted.trainers),
        CourseKey.SESSIONS_HELD: Columns(
            all=Ratio(counted.sessions_held, counted.sessions_planned)
        ),
        CourseKey.ENROLLED: _enrolled(counted),
        **_of_learners(counted.learners, rules),
        **_of_couples(counted, rules),
        **_of_levels(counted.learners, rules),
    }
    people = _people(counted)
    return tuple(CourseFigure(key, cells[key], people.get(key)) for key in CourseKey)


def _people(counted: CoursesCounted) -> dict[CourseKey, Columns[int]]:
    """Count whom each line is about; what is told of a couple is told of its member."""
    learners = counted.learners
    twice = [n for n in learners if n.first_level is not None and n.last_level is not None]
    tested = [n for n in learners if not n.partner and n.last_level is not None]
    partners = [n for n in learners if n.partner]
    about = {
        CourseKey.ENROLLED: learners,
        CourseKey.PARTNERS: partners,
        CourseKey.ATTENDANCE: [n for n in learners if n.told],
        CourseKey.COMPLETED: [n for n in learners if n.ended],
        CourseKey.RUNNING: [n for n in learners if n.running is not None],
        CourseKey.LEVEL_GAIN: twice,
        CourseKey.LEVEL_ROSE: twice,
        CourseKey.READS: tested,
        CourseKey.READS_BEFORE: tested,
    }
    found = {key: _heads({(n.person, n.gender) for n in some}) for key, some in about.items()}
    couples = list(enumerate(counted.couples))
    found[CourseKey.COUPLES_TOGETHER] = _heads((place, g) for place, (g, _c, _e) in couples)
    found[CourseKey.COUPLES_COMPLETE] = _heads(
        (place, g) for place, (g, _c, ended) in couples if ended
    )
    return found


def _heads(people: Iterable[tuple[object, Gender]]) -> Columns[int]:
    """Count different people by sex."""
    heads = dict.fromkeys(Gender, 0)
    for _who, gender in people:
        heads[gender] += 1
    return Columns(heads[Gender.WOMAN], heads[Gender.MAN], sum(heads.values()))


def _plain(by_gender: dict[Gender, int]) -> Columns[Ratio]:
    return Columns(
        Ratio(by_gender.get(Gender.WOMAN, 0), 1),
        Ratio(by_gender.get(Gender.MAN, 0), 1),
        Ratio(sum(by_gender.values()), 1),
    )


def _enrolled(counted: CoursesCounted) -> Columns[Ratio]:
    """Set who enrolled against those expected."""
    women, men = counted.expected_women, counted.expected_men
    heads = _sums((learner.gender, 1, 1) for learner in counted.learners)

    def over(ratio: Ratio | None, expected: int) -> Ratio:
        return Ratio(ratio.numerator if ratio is not None else 0, expected)

    return Columns(over(heads.women, women), over(heads.men, men), over(heads.all, women + men))


def _sums(parts: Iterable[tuple[Gender, int, int]]) -> Columns[Ratio]:
    """Add numerators and denominators up, for women, men and all."""
    top = dict.fromkeys(Gender, 0)
    below = dict.fromkeys(Gender, 0)
    for gender, numerator, denominator in parts:
        top[gender] += numerator
        below[gender] += denominator
    return Columns(
        Ratio(top[Gender.WOMAN], below[Gender.WOMAN]),
        Ratio(top[Gender.MAN], below[Gender.MAN]),
        Ratio(sum(top.values()), sum(below.values())),
    )


def _of_learners(
    learners: Sequence[Learner], rules: CourseRules
) -> dict[CourseKey, Columns[Ratio]]:
    partners = dict.fromkeys(Gender, 0)
    for learner in learners:
        partners[learner.gender] += learner.partner
    return {
        CourseKey.PARTNERS: _plain(partners),
        CourseKey.ATTENDANCE: _sums((n.gender, n.came, n.told) for n in learners),
        CourseKey.COMPLETED: _sums(
            (n.gender, rules.completed(n.came, n.held), 1) for n in learners if n.ended
        ),
        CourseKey.RUNNING: _sums(
            (n.gender, n.running, 1) for n in learners if n.running is not None
        ),
    }


def _of_couples(counted: CoursesCounted, rules: CourseRules) -> dict[CourseKey, Columns[Ratio]]:
    """Count couples by the sex of the one who is a member."""

    def complete(couple: Couple) -> bool:
        both = (couple.member, couple.partner)
        return all(rules.completed(sessions, couple.held) for sessions in both)

    return {
        CourseKey.COUPLES_TOGETHER: _sums((g, c.together, c.held) for g, c, _ in counted.couples),
        CourseKey.COUPLES_COMPLETE: _sums(
            (g, complete(c), 1) for g, c, ended in counted.couples if ended
        ),
    }


def _of_levels(learners: Sequence[Learner], rules: CourseRules) -> dict[CourseKey, Columns[Ratio]]:
    """Count levels: gains of who was tested twice, and members who read their own line."""
    twice = [
        (n.gender, n.last_level - n.first_level)
        for n in learners
        if n.first_level is not None and n.last_level is not None
    ]
    # Of a person in two courses the better one counts, once.
    last: dict[tuple[int, int, bool], tuple[Gender, bool]] = {}
    first: dict[tuple[int, int, bool], tuple[Gender, bool]] = {}
    for n in learners:
        if n.partner or n.last_level is None:
            continue
        reads = rules.reads(n.last_level)
        last[n.person] = (n.gender, reads or last.get(n.person, (n.gender, False))[1])
        read = rules.reads(n.last_level if n.first_level is None else n.first_level)
        first[n.person] = (n.gender, read and first.get(n.person, (n.gender, True))[1])
    return {
        CourseKey.LEVEL_GAIN: _sums((gender, gain, 1) for gender, gain in twice),
        CourseKey.LEVEL_ROSE: _sums((gender, gain > 0, 1) for gender, gain in twice),
        CourseKey.READS: _sums((gender, reads, 1) for gender, reads in last.values()),
        CourseKey.READS_BEFORE: _sums((gender, reads, 1) for gender, reads in first.values()),
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """Members of the groups that courses served, trained or not, of one sex and currency.

    Attributes:
        members: on the day.
        borrowers: those who took a loan in the months asked for.
        savings: shares they bought in these months, minor units of ``currency``.
    """

    trained: bool
    gender: Gender
    currency: str
    members: int
    borrowers: int
    savings: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure for members who completed a course, and for those who did not yet."""

    trained: Columns[Ratio]
    others: Columns[Ratio]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Loan use and savings of trained and not yet trained members of the same groups.

    Attributes:
        members: how many they are.
        borrowers: who took a loan, of them.
        savings: a head, in minor units of the reporting currency; None when a rate is missing.
    """

    members: Compared
    borrowers: Compared
    savings: Compared | None


def compare(standing: Sequence[Standing], convert: Callable[[str, int], int] | None) -> Comparison:
    """Set members who completed a course beside the others of their groups.

    Args:
        standing: one row for each sex, currency and answer.
        convert: from a currency and minor units of it to those of the reporting currency; None
            while a rate is missing.

    Returns:
        The figures, for both kinds of members.

    Source: features.md: loan use and savings of those trained vs not yet trained.
    """

    def both(part: Callable[[Standing], tuple[int, int]]) -> Compared:
        trained, others = (
            _sums((row.gender, *part(row)) for row in standing if row.trained is wanted)
            for wanted in (True, False)
        )
        return Compared(trained, others)

    def heads(row: Standing) -> tuple[int, int]:
        return row.members, 0

    def borrowed(row: Standing) -> tuple[int, int]:
        return row.borrowers, row.members

    members = both(heads)
    savings = None
    if convert is not None:
        change = convert

        def saved(row: Standing) -> tuple[int, int]:
            return change(row.currency, row.savings), row.members

        savings = both(saved)
    counts = Compared(_counts(members.trained), _counts(members.others))
    return Comparison(counts, both(borrowed), savings)


def _counts(cells: Columns[Ratio]) -> Columns[Ratio]:
    return cells.map(lambda ratio: Ratio(ratio.numerator, 1))
