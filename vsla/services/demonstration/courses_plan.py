"""Plan the invented courses: who learns what, who comes, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from vsla.domain.courses import Component
from vsla.domain.roster import Gender, Literacy
from vsla.services.demonstration.calendars import WEEK
from vsla.services.demonstration.plan import TRAINERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsla.services.demonstration.shape import GroupPlan, PersonPlan, Plan

_WITH_TWO_GROUPS = 20
_DISCUSSIONS = 10
_READS_LITTLE = 2
_ASK, _BEGIN, _DILIGENT = 60, 65, 70
"""In a hundred: who asks to learn, who begins an activity, and above which one learns more."""

_FIRST_WEEK = date(2017, 10, 16)
_LEVELS = {str(word): level - 1 for level, word in enumerate(Literacy)}
_SESSIONS = {Component.LITERACY: 12, Component.DISCUSSION: 8, Component.BUSINESS: 6}
_NAMES = {
    Component.LITERACY: "Lire et compter son carnet",
    Component.DISCUSSION: "Décider à deux",
    Component.BUSINESS: "Ma petite affaire",
}
_TOPICS = {
    Component.LITERACY: (
        "Compter jusqu'à 20", "Les nombres de deux chiffres", "Les billets", "Rendre la monnaie",
        "Les nombres de trois chiffres", "Cent, mille", "Une étoile, une part", "Ma part en francs",
        "Lire ma ligne du relevé", "Lire mon crédit", "Écrire ma ligne", "Mon carnet en entier",
    ),
    Component.DISCUSSION: (
        "Nos rêves", "Qui travaille à la maison ?", "L'argent de la famille", "Décider ensemble",
        "Violences au foyer", "Dettes chez l'acheteur d'or", "Nos enfants", "Ce qui a changé",
    ),
    Component.BUSINESS: (
        "Une idée", "Le marché", "Les coûts", "Le bénéfice", "Mon plan", "Crédit ou épargne ?",
    ),
}  # fmt: skip
_SENSITIVE = "Violences au foyer"
_ACTIVITIES = (
    "Vente de riz", "Farine de manioc", "Beignets", "Poules", "Couture", "Savon", "Légumes",
    "Poisson séché", "Charbon", "Chèvres",
)  # fmt: skip
_SOURCES = ("loan", "loan", "loan", "share_out", "savings", "gift")
_REACTIONS = (
    "Je compte l'argent moi-même au comptoir d'or.",
    "Mon mari me demande mon avis avant d'acheter.",
    "Le cours finit trop tard, la route n'est pas sûre.",
)


@dataclass(slots=True)
class StudentPlan:
    """A participant.

    Attributes:
        group: place of the group in the plan.
        partner: the life partner of the member and not the member.
        gender: of the participant.
        levels: by moment; empty where nothing is tested.
        diligence: in a hundred, how often the person comes.
    """

    group: int
    member: int
    partner: bool
    gender: Gender
    diligence: int
    levels: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class CoursePlan:
    """A course with all that happens in it."""

    component: Component
    name: str
    trainer: int
    groups: list[int]
    starts_on: date
    students: list[StudentPlan]
    chance: Random
    stories: list[tuple[int, str, str]] = field(default_factory=list)
    reaction: str = ""

    @property
    def topics(self) -> tuple[str, ...]:
        """Give the topics, one a session."""
        return _TOPICS[self.component]

    def held_on(self, number: int) -> date:
        """Give the day of a session; all meet every week."""
        return self.starts_on + (number - 1) * WEEK

    @property
    def ends_on(self) -> date:
        """Give the day of the last session."""
        return self.held_on(len(self.topics))

    @staticmethod
    def is_sensitive(topic: str) -> bool:
        """Tell whether a topic stays out of reports."""
        return topic == _SENSITIVE


def plan_courses(plan: Plan) -> list[CoursePlan]:
    """Plan all courses of the programme.

    Args:
        plan: groups and their people.

    Returns:
        Thirty courses in reading, ten for couples and one in business for each zone; equal for
        equal plans.
    """
    chance = Random(plan.seed)  # noqa: S311 - invented data, the same every time
    made = [_course(plan, chance, Component.LITERACY, n, _served(n)) for n in range(TRAINERS)]
    made += [
        _course(plan, chance, Component.DISCUSSION, n, [5 * n + 2]) for n in range(_DISCUSSIONS)
    ]
    zones = range(max(group.zone for group in plan.groups) + 1)
    for zone in zones:
        served = [n for n, group in enumerate(plan.groups) if group.zone == zone][:3]
        made.append(_course(plan, chance, Component.BUSINESS, zone, served))
    return [course for course in made if course.students]


def _served(trainer: int) -> list[int]:
    """Choose the groups of a trainer: two neighbours, or one."""
    if trainer < _WITH_TWO_GROUPS:
        return [2 * trainer, 2 * trainer + 1]
    return [_WITH_TWO_GROUPS + trainer]


def _course(
    plan: Plan, whole: Random, component: Component, number: int, groups: list[int]
) -> CoursePlan:
    chance = Random(whole.getrandbits(64))  # noqa: S311 - invented data
    groups = [place for place in groups if place < len(plan.groups)]
    sessions = _SESSIONS[component]
    first = _FIRST_WEEK + chance.randrange(19 - sessions) * WEEK
    course = CoursePlan(
        component=component,
        name=f"{_NAMES[component]} {number + 1}",
        trainer=number % TRAINERS,
        groups=groups,
        starts_on=first + timedelta(days=chance.randrange(5)),
        students=[],
        chance=chance,
        reaction=chance.choice(_REACTIONS) if number % 3 == 0 else "",
    )
    for place in groups:
        group = plan.groups[place]
        if group.disengaged_on is None:
            course.students += _students(course, place, _there(group, course.starts_on))
    if component is Component.BUSINESS:
        course.stories = [
            (place, chance.choice(_ACTIVITIES), chance.choice(_SOURCES))
            for place, _ in enumerate(course.students)
            if chance.randrange(100) < _BEGIN
        ]
    return course


def _there(group: GroupPlan, day: date) -> list[PersonPlan]:
    return [person for person in group.people if person.joined_on <= day]


def _students(course: CoursePlan, place: int, people: Sequence[PersonPlan]) -> list[StudentPlan]:
    """Choose who takes part: who reads least, couples, or women with a plan."""
    chance = course.chance
    if course.component is Component.LITERACY:
        wanting = [p for p in people if _level(p) < _READS_LITTLE and chance.randrange(100) < _ASK]
        return [_learner(chance, place, person) for person in wanting[:12]]
    if course.component is Component.BUSINESS:
        women = [p for p in people if p.gender is Gender.WOMAN]
        return [_student(chance, place, p) for p in chance.sample(women, min(5, len(women)))]
    couples = chance.sample(people, 8)
    return [
        student
        for person in couples
        for student in (_student(chance, place, person), _partner(chance, place, person))
    ]


def _level(person: PersonPlan) -> int:
    return max(_LEVELS[str(person.fields["literacy"])], 0)


def _student(chance: Random, place: int, person: PersonPlan) -> StudentPlan:
    usual = 88 if person.gender is Gender.WOMAN else 78
    diligence = usual + chance.randint(-25, 10)
    return StudentPlan(place, person.member, False, person.gender, diligence)  # noqa: FBT003 - as they stand


def _partner(chance: Random, place: int, person: PersonPlan) -> StudentPlan:
    gender = Gender.MAN if person.gender is Gender.WOMAN else Gender.WOMAN
    diligence = 62 + chance.randint(-20, 25)
    return StudentPlan(place, person.member, True, gender, diligence)  # noqa: FBT003 - as they stand


def _learner(chance: Random, place: int, person: PersonPlan) -> StudentPlan:
    student = _student(chance, place, person)
    before = _level(person)
    middle = min(before + chance.randint(0, 1), 4)
    gains = (0, 1, 1, 2) if student.diligence > _DILIGENT else (0, 0, 1)
    gain = chance.choice(gains)
    student.levels = {"before": before, "middle": middle, "after": min(middle + gain, 4)}
    return student
