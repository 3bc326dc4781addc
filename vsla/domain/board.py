"""The board of a programme: what groups did in a period and where they stand, by sex."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from vsla.domain.first_results import Columns, convert
from vsla.domain.indicators import Position, Ratio
from vsla.domain.registry import Split
from vsla.domain.roster import Gender

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vsla.domain.facts import Counters
    from vsla.domain.first_results import Rate
    from vsla.domain.money import Minor
    from vsla.domain.registry import Indicator

Board = Columns[Position]
"""Positions of women, of men and of all; only the last knows what belongs to the group itself."""


def flows(counted: Counters) -> Position:
    """Read what happened in a period from counters added up over its months.

    Args:
        counted: of one sex, or of all.

    Returns:
        A position whose standing figures are zero.
    """
    return Position(
        left=counted.left_count,
        meetings=counted.meetings_count,
        attending=counted.meetings_attended,
        attendance_expected=counted.meetings_expected,
        by_proxy=counted.came_by_proxy,
        late_comers=counted.came_late,
        saved=counted.savings_minor,
        given_count=counted.loans_count,
        given=counted.loans_minor,
        repaid=counted.principal_repaid_minor,
        interest=counted.interest_paid_minor,
        lost_count=counted.written_off_count,
        lost=counted.written_off_minor,
        solidarity_paid=counted.solidarity_minor,
        grants=counted.grants_minor,
        grants_count=counted.grants_count,
        fines_charged=counted.fines_charged_minor,
        fines_paid=counted.fines_paid_minor,
        put_in=counted.capital_out_minor,
        gained=counted.gain_out_minor - counted.loss_out_minor,
        paid_out=counted.payout_minor,
    )


def stands(counted: Counters) -> Position:
    """Read where groups stand from changes added up since their first month.

    Args:
        counted: of one sex, or of all.

    Returns:
        A position that knows nothing of a period.
    """
    return Position(
        savers=counted.savers_change,
        borrowers=counted.borrowers_change,
        savings=counted.savings_change_minor,
        shares=counted.shares_change,
        loans_count=counted.loans_change_count,
        loans=counted.loans_change_minor,
        late=counted.arrears_change_minor,
        cash=counted.cash_change_minor,
        solidarity=counted.solidarity_change_minor,
        debts=counted.debts_change_minor,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Counts of one currency's groups that no slice of a month holds; by sex where persons.

    Attributes are named as those of ``Position``; ``groups`` is a position of groups alone.
    """

    groups: Position = field(default_factory=Position)
    members: Mapping[Gender, int] = field(default_factory=dict)
    members_start: Mapping[Gender, int] = field(default_factory=dict)
    posts: Mapping[Gender, int] = field(default_factory=dict)
    helped: Mapping[Gender, int] = field(default_factory=dict)

    def of(self, genders: Iterable[Gender], months: int) -> Position:
        """Add the counts of some sexes up."""
        chosen = tuple(genders)

        def number(counts: Mapping[Gender, int]) -> int:
            return sum(counts.get(gender, 0) for gender in chosen)

        members = number(self.members)
        return Position(
            members=members,
            members_start=number(self.members_start),
            women=self.members.get(Gender.WOMAN, 0) if Gender.WOMAN in chosen else 0,
            months=members * months,
            posts=number(self.posts),
            helped=number(self.helped),
        )


def board(
    in_period: Mapping[Gender, Counters],
    since_ever: Mapping[Gender, Counters],
    heads: Heads,
    *,
    months: int,
) -> Board:
    """Put together what is known of groups of one currency.

    Args:
        in_period: counters of the months asked for, by sex.
        since_ever: counters of all months up to the last asked for, by sex.
        heads: counts from the roster.
        months: of the period, 1 or more.

    Returns:
        Positions by sex.
    """

    def column(*genders: Gender) -> Position:
        whole = heads.of(genders, months)
        for gender in genders:
            if gender in in_period:
                whole += flows(in_period[gender])
            if gender in since_ever:
                whole += stands(since_ever[gender])
        return whole

    everybody = column(*Gender) + heads.groups
    return Columns(column(Gender.WOMAN), column(Gender.MAN), everybody)


def together(boards: Mapping[str, Board], currency: str, rates: Mapping[str, Rate]) -> Board | None:
    """Add boards of several currencies up at dated rates.

    Args:
        boards: by currency.
        currency: the one to report in.
        rates: by currency, of the last day.

    Returns:
        One board, every amount converted once; None when a rate is missing, for money of two
        currencies is never added without one.

    Source: indicators.md 3.2: conversion at report time with a named, dated rate.
    """
    if any(of != currency and of not in rates for of in boards):
        return None
    return add_boards(
        each if of == currency else _changed(each, partial(convert_any, currency, rates[of]))
        for of, each in boards.items()
    )


def add_boards(boards: Iterable[Board]) -> Board:
    """Add boards of one currency up, or boards of counts alone."""
    women = men = everybody = Position()
    for one in boards:
        women += one.women or Position()
        men += one.men or Position()
        everybody += one.all or Position()
    return Columns(women, men, everybody)


def counts_of(boards: Iterable[Board]) -> Board:
    """Add up what is counted and no money, which needs no rate."""
    return add_boards(_changed(each, lambda _: 0) for each in boards)


def _changed(one: Board, change: Callable[[Minor], Minor]) -> Board:
    return one.map(lambda position: position.with_money(change))


def convert_any(currency: str, rate: Rate, amount: Minor) -> Minor:
    """Convert an amount that may be below zero, rounded as its opposite is."""
    changed = convert(abs(amount), currency, rate)
    return changed if amount >= 0 else -changed


def figure_of(indicator: Indicator, one: Board) -> Columns[Ratio]:
    """Work an indicator out for women, men and all.

    Args:
        indicator: of the registry.
        one: a board.

    Returns:
        No value for women and men where the indicator is not told apart by sex.
    """
    if Split.SEX in indicator.splits:
        return one.map(indicator.of)
    return Columns(all=None if one.all is None else indicator.of(one.all))
