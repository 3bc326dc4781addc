"""The gender report of a choice of groups: posts, terms, help, departures and money by sex."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from vsla.domain.board_sheet import CHAIRS, LEFT, MEMBERS, POSTS, board_sheet
from vsla.domain.constitution import Need
from vsla.domain.crosstab import AgeBand, Crosstab, crosstab, with_hidden
from vsla.domain.roster import Category, Gender, LeavingReason, Post
from vsla.domain.sharing import NOTHING_HIDDEN
from vsla.services.access import RECORDERS
from vsla.services.monitoring import monitor
from vsla.services.zone_sums import count_needs, count_roster
from vsla.store.gender_queries import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from vsla.domain.sharing import Hidden
    from vsla.services.access import Actor
    from vsla.services.monitoring import Choice, Monitor
    from vsla.store.gender_queries import Helped

K = TypeVar("K")
_COLUMNS = (Gender.WOMAN, Gender.MAN)


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Money given for one need in one currency: women, men and all, in minor units."""

    currency: str
    need: Need
    amounts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class GenderReport:
    """Everything by sex.

    Attributes:
        monitor: the board, with the ratios by sex.
        least: the smallest number of people shown; 1 where nothing is hidden.
        posts: on committees and with keys.
        terms: of women, men and all.
        needs: members helped by kind of need; None for whoever must not see the kinds.
        help: money by currency and need; empty for them, and in a shared report.
        departures: members who left, by reason.
        ages: members by age band.
        categories: members by how they stand to the gold mine.
        hidden: what is not shown of all this; nothing where it stays in the programme.
    """

    monitor: Monitor
    least: int
    posts: Crosstab[Post]
    terms: tuple[Terms, Terms, Terms]
    needs: Crosstab[Need] | None
    help: tuple[HelpLine, ...]
    departures: Crosstab[LeavingReason]
    ages: Crosstab[AgeBand]
    categories: Crosstab[Category]
    hidden: Hidden = NOTHING_HIDDEN


def gender_report(
    session: Session, actor: Actor, choice: Choice, *, today: date, shared: bool = False
) -> GenderReport:
    """Compute the report in the same few statements for any number of groups.

    Args:
        session: to read with.
        actor: an officer of the programme, or an administrator, who sees no kinds of need.
        choice: of groups and months.
        today: where the server is.
        shared: it leaves the programme: small cells are hidden, also from subtraction.

    Returns:
        The report.

    Raises:
        InvalidDocumentError: the period ends before it begins, or is longer than ten years.
        NotFoundError: the programme or the group is not the actor's.
        NotAllowedError: the actor reads no reports.
    """
    found = monitor(session, actor, choice, today=today)
    scope, period, on = choice.scope, choice.period, found.as_of
    least = found.programme.small_cell_least if shared else 1
    days = {"from_on": period.from_on, "to_on": period.to_on}
    helped = count_needs(session, scope, **days) if actor.role in RECORDERS else None
    people = count_roster(session, scope, on=on, **days)
    report = GenderReport(
        monitor=found,
        least=least,
        posts=_table(Post, people.posts),
        terms=_terms(people.terms),
        needs=None if helped is None else crosstab(_members_by_need(helped)),
        help=() if helped is None or shared else _money(helped),
        departures=crosstab(
            {reason: by for reason in LeavingReason if (by := people.departures.get(reason))}
        ),
        ages=_table(AgeBand, people.ages),
        categories=_table(Category, people.categories),
    )
    return _shared(report) if shared else report


def _table(keys: Iterable[K], counts: Mapping[K, Mapping[Gender, int]]) -> Crosstab[K]:
    """Lay counts out with every row there may be."""
    return crosstab({key: counts.get(key, {}) for key in keys})


def _shared(report: GenderReport) -> GenderReport:
    """Hide figures of few people, and what would tell them: all tables are looked at together."""
    sheet = board_sheet(report.monitor.boards)
    tables: dict[str, Crosstab[Any]] = {
        "ages": report.ages,
        "categories": report.categories,
        "departures": report.departures,
        "offices": report.posts,
    }
    if report.needs is not None:
        tables["needs"] = report.needs
    for name, table in tables.items():
        rows = {row.key: row.people for row in table.rows}
        sheet.table(name, rows, others_printed=True)
    sheet.same("ages", MEMBERS)
    sheet.same("categories", MEMBERS)
    sheet.same("departures", LEFT)
    sheet.same("offices", POSTS, without=Post.KEY_HOLDER)
    sheet.row_is("offices", Post.CHAIR, CHAIRS)
    began, again = ({"": _numbers(report.terms, name)} for name in ("began", "again"))
    sheet.table("began", began)
    sheet.table("again", again)
    sheet.rest("again", "began")
    hidden = sheet.hide(report.least)
    found = {name: with_hidden(table, hidden, name) for name, table in tables.items()}
    return replace(
        report,
        hidden=hidden,
        ages=found["ages"],
        categories=found["categories"],
        departures=found["departures"],
        posts=found["offices"],
        needs=found.get("needs"),
    )


def _numbers(terms: tuple[Terms, Terms, Terms], name: str) -> tuple[int, int, int]:
    women, men, everybody = (getattr(one, name) for one in terms)
    return women, men, everybody - women - men


def _terms(by_gender: Mapping[Gender, Terms]) -> tuple[Terms, Terms, Terms]:
    def added(genders: Iterable[Gender]) -> Terms:
        chosen = [by_gender[gender] for gender in genders if gender in by_gender]
        return Terms(
            sum(one.began for one in chosen),
            sum(one.again for one in chosen),
            sum(one.days for one in chosen),
            sum(one.held for one in chosen),
        )

    return added([Gender.WOMAN]), added([Gender.MAN]), added(Gender)


def _members_by_need(
    helped: Mapping[tuple[str, Need], Mapping[Gender, Helped]],
) -> dict[Need, dict[Gender, int]]:
    lines = (
        (need, sex, one.members) for (_, need), by in helped.items() for sex, one in by.items()
    )
    return {need: by for need, by in _added(Need, lines).items() if by}


def _money(helped: Mapping[tuple[str, Need], Mapping[Gender, Helped]]) -> tuple[HelpLine, ...]:
    order = {need: place for place, need in enumerate(Need)}

    def amounts(by: Mapping[Gender, Helped]) -> tuple[int, int, int]:
        women, men = (by[sex].amount if sex in by else 0 for sex in _COLUMNS)
        return women, men, sum(one.amount for one in by.values())

    keys = sorted(helped, key=lambda key: (key[0], order[key[1]]))
    return tuple(
        HelpLine(currency, need, amounts(helped[currency, need])) for currency, need in keys
    )


def _added(keys: Iterable[K], lines: Iterable[tuple[K, Gender, int]]) -> dict[K, dict[Gender, int]]:
    """Add counts up by key and sex, keys in their order."""
    sums: dict[K, dict[Gender, int]] = {key: {} for key in keys}
    for key, sex, number in lines:
        sums[key][sex] = sums[key].get(sex, 0) + number
    return sums
