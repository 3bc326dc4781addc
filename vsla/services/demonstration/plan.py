"""Plan the whole demonstration programme: pure, and equal for equal seeds."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from vsla.domain.roster import Gender
from vsla.services.demonstration.calendars import (
    WEEK,
    first_day,
    last_day,
    meeting_days,
    plan_meetings,
)
from vsla.services.demonstration.names import GROUPS, ZONES, Names
from vsla.services.demonstration.people_of import OFFICERS, elected, people
from vsla.services.demonstration.rules_of import constitution, unit_of
from vsla.services.demonstration.shape import SEED, GroupPlan, Mix, Oddity, Plan, UserPlan
from vsla.services.demonstration.targets import choose_helped, fit_savings, spread

if TYPE_CHECKING:
    from vsla.services.demonstration.shape import MeetingPlan

WOMEN, MEN = 806, 650
FACILITATORS = 35
TRAINERS = 30
MIXED, MIXED_BY_WOMEN = 35, 28
_WOMEN_ONLY, _MEN_ONLY = 10, 5
_WOMEN_ALONE, _MEN_ALONE = 286, 138
_IN_DOLLARS = 20
_WITH_TWO_GROUPS = 15

# Places in the list of groups; the first two belong to the facilitator whose login is shown.
_SECOND_CYCLE = 0
_DISENGAGED = 38
_SILENT = frozenset({4, 13, 24, 32, 40, 47})
_KEY_TOO_MANY = 34
_ODDITIES: dict[int, dict[int, set[Oddity]]] = {
    0: {6: {Oddity.WRONG_COUNT}},
    1: {14: {Oddity.WRONG_LINE}, 18: {Oddity.LATE_ARRIVAL}},
    2: {11: {Oddity.SHORT}},
    3: {15: {Oddity.SIX_SHARES}},
    5: {13: {Oddity.RAIN}},
    6: {10: {Oddity.EARLY_LOAN}},
    7: {12: {Oddity.SHORT}},
    8: {17: {Oddity.WRONG_LINE}},
    9: {14: {Oddity.SIX_SHARES}},
    10: {9: {Oddity.UNPAID}},
    11: {12: {Oddity.LARGE_LOAN}},
    12: {16: {Oddity.SIX_SHARES}},
    14: {16: {Oddity.LARGE_GRANT}},
    15: {18: {Oddity.SHORT}},
    17: {14: {Oddity.WRONG_COUNT}},
    18: {12: {Oddity.UNPAID}},
    19: {11: {Oddity.RAIN}},
    20: {17: {Oddity.SIX_SHARES}},
    21: {13: {Oddity.BANK}},
    22: {14: {Oddity.EARLY_LOAN}},
    23: {18: {Oddity.WRONG_LINE}},
    26: {17: {Oddity.LARGE_GRANT}},
    27: {15: {Oddity.LATE_ARRIVAL}},
    28: {14: {Oddity.SHORT}},
    29: {13: {Oddity.UNPAID}},
    30: {16: {Oddity.LARGE_LOAN}},
    31: {15: {Oddity.WRONG_COUNT}},
    33: {12: {Oddity.SIX_SHARES}},
    36: {16: {Oddity.SHORT}},
    37: {15: {Oddity.UNPAID}},
    41: {13: {Oddity.SIX_SHARES}},
    44: {17: {Oddity.SHORT}},
    45: {11: {Oddity.UNPAID}},
}

_FIRST_WEEK = date(2017, 9, 4)
_EARLY = date(2017, 3, 1)
_EARLY_WEEKS = 38
_FORMED_BEFORE = 3 * WEEK
_DISENGAGED_ON = date(2018, 1, 20)
_WEDNESDAY = 2


def build_plan(seed: int = SEED) -> Plan:
    """Plan groups, people, meetings and what goes wrong in them.

    Args:
        seed: another seed is another programme with the same published figures.

    Returns:
        The plan.
    """
    chance = Random(seed)  # noqa: S311 - invented data, the same every time
    names = Names(chance)
    groups = _groups(chance, names)
    fit_savings(chance, groups)
    choose_helped(chance, groups)
    return Plan(seed, _facilitators(names), _office(names), tuple(groups))


def _mixes(chance: Random) -> list[Mix]:
    """Choose who is in each group; the places that tell a story of their own are given."""
    others = [Mix.WOMEN] * _WOMEN_ONLY + [Mix.MEN] * (_MEN_ONLY - 1) + [Mix.MIXED] * (MIXED - 2)
    chance.shuffle(others)
    others[0:0] = [Mix.MIXED, Mix.MIXED]
    others.insert(_DISENGAGED, Mix.MEN)
    return others


def _groups(chance: Random, names: Names) -> list[GroupPlan]:
    mixes = _mixes(chance)
    heads = _heads(chance, mixes)
    by_women = [True] * MIXED_BY_WOMEN + [False] * (MIXED - MIXED_BY_WOMEN)
    chance.shuffle(by_women)
    in_dollars = set(chance.sample(range(2, len(mixes)), _IN_DOLLARS))
    groups = []
    for place, mix in enumerate(mixes):
        ruled_by_women = by_women.pop() if mix is Mix.MIXED else mix is Mix.WOMEN
        currency = "USD" if place in in_dollars else "CDF"
        groups.append(_group(place, mix, heads[place], currency, ruled_by_women, names, chance))
    return groups


def _heads(chance: Random, mixes: list[Mix]) -> list[tuple[int, int]]:
    """Choose how many women and men each group has."""
    women_alone = spread(chance, _WOMEN_ALONE, _WOMEN_ONLY, 25, 31)
    men_alone = spread(chance, _MEN_ALONE, _MEN_ONLY, 24, 30)
    women_mixed = WOMEN - _WOMEN_ALONE
    mixed = spread(chance, women_mixed + MEN - _MEN_ALONE, MIXED, 27, 32)
    women = spread(chance, women_mixed, MIXED, 11, 19)
    heads = []
    for mix in mixes:
        if mix is Mix.WOMEN:
            heads.append((women_alone.pop(), 0))
        elif mix is Mix.MEN:
            heads.append((0, men_alone.pop()))
        else:
            hers = women.pop()
            heads.append((hers, mixed.pop() - hers))
    return heads


def _group(
    place: int,
    mix: Mix,
    heads: tuple[int, int],
    currency: str,
    ruled_by_women: bool,  # noqa: FBT001 - one of many by place
    names: Names,
    whole: Random,
) -> GroupPlan:
    chance = Random(whole.getrandbits(64))  # noqa: S311 - invented data
    second = place == _SECOND_CYCLE
    weekday = _WEDNESDAY if second else chance.randrange(7)
    first_week = _FIRST_WEEK + chance.randrange(3) * WEEK
    opened_on = _EARLY if second else first_day(first_week, weekday)
    share_out_on = _EARLY + _EARLY_WEEKS * WEEK if second else None
    second_on = share_out_on + WEEK if share_out_on else None
    last_id = sum(heads)
    newcomers = {last_id - 1: second_on, last_id: second_on} if second_on else {}
    everybody = people(
        chance,
        names,
        women=heads[0],
        men=heads[1],
        joined_on=opened_on - _FORMED_BEFORE,
        newcomers=newcomers,
    )
    founders = [person for person in everybody if person.member not in newcomers]
    unit = unit_of(currency)
    group = GroupPlan(
        name=GROUPS[place],
        zone=place * len(ZONES) // len(GROUPS),
        mix=mix,
        currency=currency,
        cash_step=unit if currency == "USD" else unit // 20,
        constitution=constitution(
            chance,
            mix=mix,
            currency=currency,
            weekday=weekday,
            share_value=unit if currency == "USD" else unit // 2,
            cycle_weeks=_EARLY_WEEKS if second else 52,
        ),
        facilitator=place // 2 if place < 2 * _WITH_TWO_GROUPS else place - _WITH_TWO_GROUPS,
        opened_on=opened_on,
        people=everybody,
        seats=elected(
            chance,
            founders,
            women_on_committee=_officers(chance, mix, ruled_by_women=ruled_by_women),
            key_too_many=place == _KEY_TOO_MANY,
        ),
        cycles=[],
        chance=chance,
        share_out_on=share_out_on,
        second_on=second_on,
        disengaged_on=_DISENGAGED_ON if place == _DISENGAGED else None,
    )
    group.cycles = _cycles(group, place)
    return group


def _officers(chance: Random, mix: Mix, *, ruled_by_women: bool) -> int:
    """Choose how many of the five are women."""
    if mix is not Mix.MIXED:
        return OFFICERS if mix is Mix.WOMEN else 0
    return chance.choice((3, 3, 4)) if ruled_by_women else chance.choice((1, 2, 2))


def _cycles(group: GroupPlan, place: int) -> list[list[MeetingPlan]]:
    """Plan the meetings; odd ones belong to the cycle that runs."""
    last = last_day(late=place in _SILENT, disengaged_on=group.disengaged_on)
    rest = bool(group.chance.randrange(2))
    odd = _ODDITIES.get(place, {})
    if group.share_out_on is None or group.second_on is None:
        days = meeting_days(group.opened_on, last, rest_at_feast=rest)
        return [_planned(group, days, odd)]
    first = meeting_days(
        group.opened_on, group.share_out_on - timedelta(days=1), rest_at_feast=rest
    )
    second = meeting_days(group.second_on + WEEK, last, rest_at_feast=rest)
    return [_planned(group, first, {}), _planned(group, second, odd)]


def _planned(group: GroupPlan, days: list[date], odd: dict[int, set[Oddity]]) -> list[MeetingPlan]:
    dollars = group.currency == "USD"
    meetings = plan_meetings(group.chance, group.people, days, odd, in_dollars=dollars)
    for meeting in meetings:
        if Oddity.SIX_SHARES in meeting.oddities:
            meeting.shares[max(meeting.shares, key=lambda m: (meeting.shares[m], -m))] = 6
    return meetings


def _facilitators(names: Names) -> tuple[UserPlan, ...]:
    def one(place: int) -> UserPlan:
        gender = Gender.WOMAN if place % 3 else Gender.MAN
        login = "facilitator" if place == 0 else f"facilitator{place + 1:02}"
        return UserPlan(login, names.of(gender), gender, "facilitator")

    return tuple(one(place) for place in range(FACILITATORS))


def _office(names: Names) -> tuple[UserPlan, ...]:
    def one(role: str, gender: Gender) -> UserPlan:
        return UserPlan(role, names.of(gender), gender, role)

    others = (
        UserPlan(f"trainer{place:02}", names.of(gender), gender, "trainer")
        for place in range(2, TRAINERS + 1)
        for gender in (Gender.MAN if place % 4 == 0 else Gender.WOMAN,)
    )
    return (
        one("officer", Gender.WOMAN),
        one("trainer", Gender.WOMAN),
        one("administrator", Gender.MAN),
        *others,
    )
