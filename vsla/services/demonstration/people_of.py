"""Who is in an invented group, and whom it elects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.roster import SEATS, Category, Gender, Literacy, Post, Sign, YesNo
from vsla.services.demonstration.shape import PersonPlan

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from vsla.services.demonstration.names import Names

OFFICERS = 5
WOMEN_NEEDED = 3
_LITERACY = (
    Literacy.NONE,
    Literacy.SMALL_NUMBERS,
    Literacy.LARGE_NUMBERS,
    Literacy.READS_STATEMENT,
    Literacy.WRITES,
)
_YEAR = 2017


def people(
    chance: Random,
    names: Names,
    *,
    women: int,
    men: int,
    joined_on: date,
    newcomers: dict[int, date],
) -> list[PersonPlan]:
    """Invent the members of a group.

    Args:
        chance: of the group.
        names: nobody is named twice.
        women: how many.
        men: how many.
        joined_on: the day the group was formed.
        newcomers: by member id, who joins later and when.

    Returns:
        Members with ids 1, 2, 3 ...
    """
    genders = [Gender.WOMAN] * women + [Gender.MAN] * men
    chance.shuffle(genders)
    signs = chance.sample(list(Sign), len(genders))
    return [
        PersonPlan(
            member,
            gender,
            newcomers.get(member, joined_on),
            _fields(chance, names, gender, newcomers.get(member, joined_on), sign),
        )
        for member, (gender, sign) in enumerate(zip(genders, signs, strict=True), start=1)
    ]


def _fields(
    chance: Random, names: Names, gender: Gender, joined_on: date, sign: Sign
) -> dict[str, object]:
    woman = gender is Gender.WOMAN
    category = chance.choices(
        (Category.MINER, Category.MINER_SPOUSE, Category.GOLD_CHAIN, Category.OTHER),
        (15, 40, 35, 10) if woman else (75, 2, 18, 5),
    )[0]
    head = chance.randrange(10) < (2 if woman else 7)
    return {
        "name": names.of(gender),
        "gender": gender.value,
        "birth_year": _YEAR - chance.randint(18, 62),
        "category": category.value,
        "category_text": "culture" if category is Category.OTHER else "",
        "literacy": chance.choices(
            _LITERACY, (40, 25, 15, 12, 8) if woman else (20, 25, 25, 18, 12)
        )[0].value,
        "disability": (YesNo.YES if not chance.randrange(30) else YesNo.NO).value,
        "head_of_household": (YesNo.YES if head else YesNo.NO).value,
        "sign": sign.value,
        "joined_on": joined_on.isoformat(),
    }


def elected(
    chance: Random,
    members: list[PersonPlan],
    *,
    women_on_committee: int,
    key_too_many: bool = False,
) -> list[tuple[Post, int]]:
    """Choose a committee with so many women, and three who hold the keys.

    Args:
        chance: of the group.
        members: who may be elected.
        women_on_committee: of its five members; the rest are men.
        key_too_many: the treasurer holds a key, which the method forbids.

    Returns:
        Post and member id, in the order of the posts.
    """
    women = [person.member for person in members if person.gender is Gender.WOMAN]
    men = [person.member for person in members if person.gender is Gender.MAN]
    officers = chance.sample(women, women_on_committee)
    officers += chance.sample(men, OFFICERS - women_on_committee)
    chance.shuffle(officers)
    others = [person.member for person in members if person.member not in officers]
    holders = chance.sample(others, SEATS[Post.KEY_HOLDER])
    posts = [post for post, count in SEATS.items() for _ in range(count)]
    seats = list(zip(posts, (*officers, *holders), strict=True))
    if key_too_many:
        treasurer = next(member for post, member in seats if post is Post.TREASURER)
        seats[-1] = (Post.KEY_HOLDER, treasurer)
    return seats
