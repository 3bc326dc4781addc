"""The words of the courses: choices, levels, and what each code says to a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.codes import Code
from vsla.domain.course_figures import CourseKey
from vsla.domain.courses import (
    Component,
    CourseRules,
    Moment,
    MoneySource,
    StoppedBecause,
    TrainerRole,
    UsualLevel,
    Wish,
)
from vsla.web.money_format import NO_FIGURE

Words = dict[str, LazyString]


@dataclass(frozen=True)
class FigureWords:
    """Name and definition of a figure, as the reader sees them."""

    name: LazyString
    definition: LazyString


COMPONENTS: Words = {
    Component.LITERACY: _l("Literacy"),
    Component.DISCUSSION: _l("Discussion group series"),
    Component.BUSINESS: _l("Business skills"),
    Component.SAVINGS: _l("Savings group training"),
    Component.OWN: _l("Another kind, of this programme"),
}
TRAINER_ROLES: Words = {
    TrainerRole.LITERACY_TEACHER: _l("Literacy teacher"),
    TrainerRole.FACILITATOR: _l("Facilitator"),
    TrainerRole.OTHER: _l("Other"),
}
WISHES: Words = {
    Wish.EXPRESSED: _l("Asked for it"),
    Wish.INVITED: _l("Was invited"),
}
STOPPED: Words = {
    StoppedBecause.MOVED: _l("Moved away"),
    StoppedBecause.NO_TIME: _l("Had no time"),
    StoppedBecause.ILLNESS: _l("Illness"),
    StoppedBecause.FAMILY: _l("The family did not want it"),
    StoppedBecause.NOT_USEFUL: _l("It was of no use to her or him"),
    StoppedBecause.LEFT_GROUP: _l("Left the group"),
    StoppedBecause.OTHER: _l("Another reason"),
}
MOMENTS: Words = {
    Moment.BEFORE: _l("Before the course"),
    Moment.MIDDLE: _l("In the middle"),
    Moment.AFTER: _l("At the end"),
}
SOURCES: Words = {
    MoneySource.LOAN: _l("A loan of the group"),
    MoneySource.SHARE_OUT: _l("Own share-out"),
    MoneySource.SAVINGS: _l("Other savings"),
    MoneySource.GIFT: _l("A gift"),
    MoneySource.OTHER: _l("Something else"),
}
USUAL_LEVELS: Words = {
    UsualLevel.NONE: _l("Does not read numbers"),
    UsualLevel.SMALL_NUMBERS: _l("Reads numbers of one or two digits"),
    UsualLevel.LARGE_NUMBERS: _l("Reads numbers of three digits and more"),
    UsualLevel.READS_STATEMENT: _l("Reads the own statement line"),
    UsualLevel.WRITES: _l("Writes the own statement line"),
}
COURSE_CHOICES: Mapping[type[StrEnum], Words] = {
    Component: COMPONENTS,
    TrainerRole: TRAINER_ROLES,
    Wish: WISHES,
    StoppedBecause: STOPPED,
    Moment: MOMENTS,
    MoneySource: SOURCES,
    UsualLevel: USUAL_LEVELS,
}

COURSE_TEXTS: dict[Code, LazyString] = {
    Code.NOBODY_CAN_COME: _l(
        "A session that was cancelled has nobody who came. Take the people out, or say that it "
        "was held."
    ),
    Code.DATE_BEFORE_COURSE: _l(
        "The course begins on %(begins_on)s. Write that day or a later one, or change the first "
        "day of the course."
    ),
    Code.NOT_IN_COURSE: _l(
        "Number %(number)s is not on the list of this course. Fetch the list again, then enrol "
        "her or him."
    ),
    Code.SESSION_TAKEN: _l(
        "Session %(number)s is already written down. Look at it first; if it is wrong, put it "
        "right there."
    ),
    Code.SESSION_CHANGED: _l(
        "Somebody else has changed session %(number)s in the meantime. Open it again and put "
        "right what is still wrong."
    ),
    Code.NOBODY_CHOSEN: _l("Nobody is chosen. Choose at least one person of the list."),
    Code.ALREADY_ENROLLED: _l("This person takes part already. Take the mark away."),
    Code.UNKNOWN_GROUP: _l(
        "No group of the programme has the code %(name)s. Look it up in the list of groups."
    ),
    Code.STILL_TAKES_PART: _l(
        "%(count)s people of this group are on the list of the course, so it stays."
    ),
    Code.ENDS_BEFORE_BEGIN: _l("The end lies before the beginning. Write %(begins_on)s or later."),
    Code.NAME_TAKEN: _l("This name is there already. Choose another one."),
    Code.OTHER_COURSE: _l(
        "This session belongs to another course. Open that course and write it down there."
    ),
    Code.RIGHT_ABOVE_ITEMS: _l(
        "More were right than were asked. Write at most %(limit)s, or change how many were asked."
    ),
}

COURSE_OFFICE = (
    Code.NOBODY_CHOSEN,
    Code.ALREADY_ENROLLED,
    Code.UNKNOWN_GROUP,
    Code.STILL_TAKES_PART,
    Code.ENDS_BEFORE_BEGIN,
    Code.NAME_TAKEN,
    Code.RIGHT_ABOVE_ITEMS,
)
"""What only the pages say: no session that comes by phone is told it."""


def level_name(rules: CourseRules, level: int | None) -> str | LazyString:
    """Name a level of a programme's scale.

    Args:
        rules: of the programme.
        level: from 0; None for whoever was not tested.

    Returns:
        The programme's own word, the usual one, or the number of a level the scale no longer has.
    """
    if level is None:
        return NO_FIGURE
    if level > rules.highest:
        return str(level)
    return rules.levels[level] if rules.levels else USUAL_LEVELS[list(UsualLevel)[level]]


COURSE_FIGURES: Mapping[str, FigureWords] = {
    CourseKey.TRAINERS: FigureWords(
        _l("Trainers"), _l("Different people who teach the courses counted.")
    ),
    CourseKey.SESSIONS_HELD: FigureWords(
        _l("Sessions held"), _l("Sessions that took place, of those planned.")
    ),
    CourseKey.ENROLLED: FigureWords(
        _l("Enrolled against expected"),
        _l("Everybody on the lists, also who stopped, of the people the courses expected."),
    ),
    CourseKey.PARTNERS: FigureWords(
        _l("Life partners"), _l("Those on the lists who are life partners of members.")
    ),
    CourseKey.ATTENDANCE: FigureWords(
        _l("Attendance at courses"),
        _l("Present or late, of all times it was written down how somebody came."),
    ),
    CourseKey.COMPLETED: FigureWords(
        _l("Completed the course"),
        _l("Came to the agreed part of the sessions held, of all on the lists of ended courses."),
    ),
    CourseKey.COUPLES_TOGETHER: FigureWords(
        _l("Couples together"),
        _l("Sessions to which both came, of the sessions held for couples; by the member's sex."),
    ),
    CourseKey.COUPLES_COMPLETE: FigureWords(
        _l("Couples complete"),
        _l("Couples of ended courses of whom both completed it; by the member's sex."),
    ),
    CourseKey.LEVEL_GAIN: FigureWords(
        _l("Levels gained"),
        _l("From the first test to the last, on average, of those tested twice."),
    ),
    CourseKey.LEVEL_ROSE: FigureWords(_l("Rose by a level or more"), _l("Of those tested twice.")),
    CourseKey.READS_BEFORE: FigureWords(
        _l("Read their own line before"),
        _l("Members who read their own statement line without help at their first test."),
    ),
    CourseKey.READS: FigureWords(
        _l("Read their own line now"),
        _l(
            "Members who read their own statement line without help at their last test, of all"
            " members tested."
        ),
    ),
    CourseKey.RUNNING: FigureWords(
        _l("Activities that run"),
        _l("Whose activity still runs, of all who were asked after the course."),
    ),
    "members": FigureWords(
        _l("Members"),
        _l("Of the groups served, on the last day; trained is who completed an ended course."),
    ),
    "borrowers": FigureWords(
        _l("Took a loan"), _l("Members who took a loan in these months, of all of them.")
    ),
    "savings": FigureWords(
        _l("Savings a head"), _l("Shares bought in these months, divided by all of them.")
    ),
}
"""Name and definition of every figure of the courses."""
