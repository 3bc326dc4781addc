"""Putting a cycle right: a document replaced or laid in, and every later one told again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.domain.builders import (
    SHARE,
    a_meeting,
    a_source,
    a_standing,
    bought,
    lent,
    new_books,
)
from vsla.domain.correction import Recorded, Revision, revise, without_departures
from vsla.domain.document import parse_meeting
from vsla.domain.ledger import Account, Kind, trial_balance
from vsla.domain.meeting import replay

if TYPE_CHECKING:
    from datetime import date

    from vsla.domain.document import MeetingDocument
    from vsla.domain.roster import Roster
    from vsla.domain.run import Standing


@dataclass
class Cycle:
    """A cycle as the ledger has it; entry n holds the n-th document."""

    standing: Standing
    documents: list[MeetingDocument]

    def standing_on(self, _day: date) -> Standing:
        """Give the same rules on every day."""
        return self.standing

    @property
    def roster(self) -> Roster:
        """Give the roster as stored, with the departures the documents tell."""
        told = replay(self.documents, new_books(), self.standing_on, self.standing.roster)
        return told.roster

    @property
    def recorded(self) -> list[Recorded]:
        """Give the entries that stand."""
        told = replay(self.documents, new_books(), self.standing_on, self.standing.roster)
        assert not any(posted.problems for posted in told.posted)
        return [
            Recorded(number, document, posted.posting.movements, posted.breaches)
            for number, (document, posted) in enumerate(
                zip(self.documents, told.posted, strict=True), start=1
            )
        ]

    def revise(self, document: MeetingDocument, replaces: int | None = None) -> Revision:
        """Lay a document among the others."""
        return revise(self.recorded, document, replaces, new_books(), self.standing_on, self.roster)


def a_cycle(*parts: dict[str, Any], **rules: Any) -> Cycle:
    """Give a cycle of meetings 1, 2, 3 ...; each dict holds parts of one meeting."""
    documents = [a_meeting(number, **part) for number, part in enumerate(parts, start=1)]
    return Cycle(a_standing(**rules), documents)


def saving(*counts: int) -> dict[str, Any]:
    return {"shares_bought": bought(*counts)}


def test_a_corrected_meeting_takes_the_place_of_the_old_one() -> None:
    cycle = a_cycle(saving(5), saving(1), saving(2))

    revision = cycle.revise(a_meeting(2, **saving(3)), replaces=2)

    assert [item.document.meeting for item in revision.all] == [1, 2, 3]
    assert [item.entry_number for item in revision.all] == [1, None, 3]
    assert [item.moved for item in revision.all] == [False, True, False]
    assert revision.replaces == 2
    assert revision.books.shares == {1: 10}
    assert revision.books.balances[Account.CASH_LOAN_FUND] == 10 * SHARE
    assert revision.later_problems == ()


def test_later_meetings_move_otherwise_when_their_money_changes() -> None:
    lending = saving(5) | {"loans_granted": [lent(1, 100_000)]}
    repaid = {"repayments": [{"loan": 1_001_001, "amount_minor": 50_000}]}
    cycle = a_cycle(lending, {}, {}, {}, repaid)

    more = saving(5) | {"loans_granted": [lent(1, 200_000)]}
    revision = cycle.revise(a_meeting(1, **more), replaces=1)

    interest = [
        m.amount
        for m in revision.later[-1].posted.posting.movements
        if m.kind is Kind.INTEREST_PAID
    ]
    assert [item.moved for item in revision.later] == [False, False, False, True]
    assert interest == [20_000]
    assert trial_balance(revision.books.balances) == 0


def test_what_no_longer_holds_is_told_with_its_meeting() -> None:
    lending = saving(1) | {"loans_granted": [lent(2, 5 * SHARE)]}
    cycle = a_cycle(saving(5), lending, {})

    revision = cycle.revise(a_meeting(1, **saving(3)), replaces=1)

    ((document, problem),) = revision.later_problems
    assert document.meeting == 2
    assert (problem.path, str(problem.code)) == ("loans_granted", "lending_above_loan_fund")
    assert problem.values["excess_minor"] == SHARE


def test_problems_of_the_changed_document_itself_are_not_those_of_later_ones() -> None:
    cycle = a_cycle(saving(5), {})
    wrong = a_meeting(1, shares_bought=[], expenses=[{"amount_minor": 9, "what": "ink"}])

    revision = cycle.revise(wrong, replaces=1)

    assert [str(p.code) for p in revision.changed.posted.problems] == ["loan_fund_below_zero"]
    assert revision.later_problems == ()


def test_breaches_that_come_and_go_are_told_apart() -> None:
    counted = {"closing_count": {"loan_fund_minor": 5 * SHARE, "solidarity_fund_minor": 100_000}}
    cycle = a_cycle(saving(6) | counted, {})

    revision = cycle.revise(a_meeting(1, **(saving(5) | counted)), replaces=1)

    gone = {str(breach.code) for breach in revision.changed.breaches_gone}
    assert gone == {"too_many_shares", "cash_difference_closing"}
    assert revision.changed.breaches_new == ()
    assert revision.later[0].breaches_new == revision.later[0].breaches_gone == ()


def test_a_correction_may_bring_a_breach_into_a_later_meeting() -> None:
    lending = saving(1) | {"loans_granted": [lent(1, 15 * SHARE)]}
    cycle = a_cycle(saving(5, 5, 5), lending)

    revision = cycle.revise(a_meeting(1, **saving(3, 5, 7)), replaces=1)

    new = [(str(b.code), dict(b.values)) for b in revision.later[0].breaches_new]
    assert not revision.later_problems
    assert new[0][0] == "loan_above_ceiling"
    assert new[0][1]["ceiling_minor"] == 12 * SHARE


def test_cash_after_every_meeting_is_told() -> None:
    cycle = a_cycle(saving(5), saving(1), saving(2))

    revision = cycle.revise(a_meeting(1, **saving(4)), replaces=1)

    assert [item.cash_after for item in revision.all] == [4 * SHARE, 5 * SHARE, 7 * SHARE]


def test_a_late_meeting_is_laid_in_under_its_own_number() -> None:
    cycle = a_cycle(saving(5), {}, saving(1))
    late = cycle.documents.pop(1)
    assert cycle.recorded[1].breaches[-1].code == "meeting_number_skipped"

    revision = cycle.revise(late)

    assert [item.document.meeting for item in revision.all] == [1, 2, 3]
    assert [item.entry_number for item in revision.all] == [1, None, 2]
    assert revision.replaces is None
    assert revision.changed.breaches_gone == ()
    assert [str(b.code) for b in revision.later[0].breaches_gone] == ["meeting_number_skipped"]
    assert not revision.later[0].moved


def test_a_late_first_meeting_has_nothing_before_it() -> None:
    cycle = a_cycle(saving(5), saving(1))
    late = cycle.documents.pop(0)

    revision = cycle.revise(late)

    assert revision.before == ()
    assert [item.document.meeting for item in revision.later] == [2]
    assert revision.books.shares == {1: 6}


def test_a_late_meeting_keeps_the_order_of_days() -> None:
    cycle = a_cycle(saving(5), {}, saving(1))
    cycle.documents.pop(1)
    after_the_third = a_meeting(2, held_on="2017-09-21")

    revision = cycle.revise(after_the_third)

    ((document, problem),) = revision.later_problems
    assert (document.meeting, str(problem.code)) == (3, "date_before_last_meeting")


def test_departures_are_told_again() -> None:
    leaving = {"departures": [{"member": 1, "reason": "moved"}]}
    without_her: dict[str, Any] = {"attendance": [], "solidarity_paid": []}
    cycle = a_cycle(saving(2), leaving, without_her)
    assert cycle.roster.members[1].left_on is not None

    stays = cycle.revise(a_meeting(2), replaces=2)
    leaves_earlier = cycle.revise(a_meeting(1, **(saving(2) | leaving)), replaces=1)

    assert stays.roster.members[1].left_on is None
    assert stays.books.shares == {1: 2}
    assert [str(p.code) for _, p in leaves_earlier.later_problems].count("departed_member") == 3


def test_taking_departures_out_leaves_strangers_alone() -> None:
    source = a_source(1, departures=[{"member": 99, "reason": "left"}])
    roster = a_standing().roster

    assert without_departures(roster, [parse_meeting(source)]) == roster


def test_a_change_of_facts_alone_moves_nothing_later() -> None:
    fined = {"fines_charged": [{"member": 1, "offence": "late", "amount_minor": 20_000}]}
    cycle = a_cycle(fined, {})

    revision = cycle.revise(a_meeting(1), replaces=1)

    assert revision.books.fines_owed == {}
    assert [item.moved for item in revision.later] == [False]


def test_another_constitution_may_be_in_force_on_another_day() -> None:
    cycle = a_cycle(saving(1), saving(1))
    cheap, dear = cycle.standing, a_standing(share_value=2 * SHARE)
    first = cycle.documents[0].held_on

    told = replay(
        cycle.documents,
        new_books(),
        lambda day: cheap if day == first else replace(dear, roster=cheap.roster),
        cheap.roster,
    )

    assert told.books.balances[Account.MEMBER_SHARES] == 3 * SHARE
