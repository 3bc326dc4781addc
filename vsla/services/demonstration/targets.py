"""Choose counts of shares and of members helped so that the published figures come out.

The programme published sums, not its books. The plan bends chance a little until the invented
books add up to the same sums; the report knows nothing of it and adds up what the ledger holds.
Source: mission.md, what the programme published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.roster import Gender
from vsla.services.demonstration.shape import Oddity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from vsla.services.demonstration.shape import GroupPlan, MeetingPlan

SAVINGS_USD = 18_780
ASSISTED = 157
FRANCS_PER_DOLLAR = 1_600
"""The rate of the last day of the three months; 500 francs are five sixteenths of a dollar."""

_SHARE_FRANCS = 500
_PARTS = 16
_DOLLAR_SHARE, _FRANC_SHARE = _PARTS, _PARTS * _SHARE_FRANCS // FRANCS_PER_DOLLAR
_MOST, _LEAST = 5, 1
# So many shares of 500 francs convert to whole cents.
_WHOLE = 4

Place = tuple["GroupPlan", "MeetingPlan", int]


def spread(chance: Random, total: int, places: int, low: int, high: int) -> list[int]:
    """Split a total over places by chance, each from ``low`` to ``high``.

    Args:
        chance: decides.
        total: to split.
        places: how many.
        low: least of each.
        high: most of each.

    Returns:
        One number for each place, summing to ``total``.
    """
    numbers = [low] * places
    while sum(numbers) < total:
        place = chance.randrange(places)
        if numbers[place] < high:
            numbers[place] += 1
    assert sum(numbers) == total, "the total fits between the bounds"
    return numbers


def _places(groups: Sequence[GroupPlan], currency: str) -> Iterator[Place]:
    """List every purchase of the period that may still be changed."""
    for group in groups:
        if group.currency != currency:
            continue
        for meeting in group.meetings:
            if meeting.in_period:
                yield from ((group, meeting, m) for m, n in meeting.shares.items() if n <= _MOST)


def _count(groups: Sequence[GroupPlan], currency: str, gender: Gender | None = None) -> int:
    """Count the shares of the period in one currency."""
    return sum(
        count
        for group in groups
        if group.currency == currency
        for meeting in group.meetings
        if meeting.in_period
        for member, count in meeting.shares.items()
        if gender is None or group.gender_of(member) is gender
    )


def _change(places: list[Place], by: int) -> None:
    """Add ``by`` shares in all, one at a place, round and round."""
    step = 1 if by > 0 else -1
    left = abs(by)
    while left:
        before = left
        for _, meeting, member in places:
            new = meeting.shares[member] + step
            if left and _LEAST <= new <= _MOST:
                meeting.shares[member] = new
                left -= 1
        assert left < before, "there is room for the change"


def fit_savings(chance: Random, groups: Sequence[GroupPlan]) -> None:
    """Bend the purchases of the period until they are worth what was published.

    Every share is worth a whole number of sixteenths of a dollar: 16 in dollars, 5 in francs. A few
    dollar shares bring what is missing to a multiple of 5, shares in francs do the rest; and women
    buy a multiple of 4 in francs, so that their sum and the men's are whole cents.

    Args:
        chance: decides who buys more or less.
        groups: with all meetings; the counts of shares are changed in place.
    """
    dollars = list(_places(groups, "USD"))
    francs = list(_places(groups, "CDF"))
    chance.shuffle(dollars)
    chance.shuffle(francs)
    _change(dollars, _missing(groups) % _FRANC_SHARE)
    _change(francs, _missing(groups) // _FRANC_SHARE)
    _even_out(francs, _count(groups, "CDF", Gender.WOMAN) % _WHOLE)
    assert not _missing(groups), "the savings of the period are those published"


def _missing(groups: Sequence[GroupPlan]) -> int:
    """Reckon what is missing in sixteenths of a dollar, below zero when there is too much."""
    there = _DOLLAR_SHARE * _count(groups, "USD") + _FRANC_SHARE * _count(groups, "CDF")
    return SAVINGS_USD * _PARTS - there


def _even_out(places: list[Place], times: int) -> None:
    """Let a woman buy one share less and a man one more, so many times."""
    women = [p for p in places if p[0].gender_of(p[2]) is Gender.WOMAN and p[1].shares[p[2]] > 1]
    men = [p for p in places if p[0].gender_of(p[2]) is Gender.MAN and p[1].shares[p[2]] < _MOST]
    for (_, hers, woman), (_, his, man) in zip(women[:times], men[:times], strict=True):
        hers.shares[woman] -= 1
        his.shares[man] += 1


def choose_helped(chance: Random, groups: Sequence[GroupPlan]) -> None:
    """Choose who is helped by the solidarity fund: so many different members in the period.

    Some are helped twice and others before the period began: neither changes the number.

    Args:
        chance: decides.
        groups: with all meetings; ``helped`` is filled in place.
    """
    numbers = spread(chance, ASSISTED, len(groups), 1, 6)
    for group, number in zip(groups, numbers, strict=True):
        here = [meeting for meeting in group.meetings if meeting.in_period]
        everybody = [fact.member for fact in here[0].attendance]
        chosen = chance.sample(everybody, number)
        for member in chosen:
            _help(chance.choice(here), member)
        if not chance.randrange(3):
            _help(chance.choice(here), chosen[0])
        before = [m for m in group.meetings if not m.in_period and m.number > _FIRST_HELP]
        for meeting in chance.sample(before, min(len(before), chance.randrange(3))):
            _help(meeting, chance.choice(meeting.attendance).member)
        for meeting in here:
            if Oddity.LARGE_GRANT in meeting.oddities and not meeting.helped:
                _help(meeting, chosen[0])


_FIRST_HELP = 5
"""Before the sixth meeting there is little in the fund."""


def _help(meeting: MeetingPlan, member: int) -> None:
    if member not in meeting.helped:
        meeting.helped.append(member)
