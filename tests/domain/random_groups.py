"""Invented groups, each made from one number: rules, people, and what an earlier cycle left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from tests.domain.builders import a_constitution
from tests.domain.vectors import roster_of
from vsla.domain.books import Books
from vsla.domain.constitution import (
    Charge,
    ChargeBasis,
    FineRule,
    Fund,
    HeirsRule,
    Help,
    Need,
    Offence,
    Penalty,
    PenaltyKind,
    ProfitRule,
    Step,
)
from vsla.domain.constitution_form import PERIODS_OF
from vsla.domain.ledger import Account
from vsla.domain.loans import grant, loan_id
from vsla.domain.roster import Post
from vsla.domain.run import Standing

if TYPE_CHECKING:
    from vsla.domain.constitution import Constitution

_STRANGER = 77


class RandomGroup:
    """A group as its number makes it; the eight bases of the charge take turns.

    Attributes:
        rng: what chance is drawn from.
        share: value of a share, minor units.
        day: of the next meeting.
        ids: of all who are ever enrolled; some are those a phone gives.
        books: after the last meeting.
        standing: the group beside its books.
        written: the roster as vectors write it.
    """

    def __init__(self, number: int) -> None:
        """Make the group of a number."""
        self.rng = rng = Random(number)  # noqa: S311 - the same lives each time
        self.share = rng.choice((100_000, 100_000, 33_333, 1, 10**11 + 7))
        self.day = date(2015, 1, 31) + timedelta(days=rng.randint(0, 800))
        self.ids = [
            *range(1, rng.randint(4, 7)),
            *rng.sample(range(10**6, 10**9), rng.randint(1, 4)),
        ]
        basis = list(ChargeBasis)[number % len(ChargeBasis)]
        rules = self._rules(basis)
        roster = self._roster()
        step = rng.choice((1, 50, 5_000, 7))
        self.books = self._opening(rules)
        self.standing = Standing(rules, roster_of(roster), step)
        self.written = roster

    def chance(self, percent: int) -> bool:
        """Let something happen in so many of a hundred cases."""
        return self.rng.randrange(100) < percent

    def amount(self) -> int:
        """Draw a sum of the size of some shares, minor units."""
        return self.rng.choice((self.rng.randint(1, 3 * self.share), self.share * 2))

    def some(self, most: int = 3) -> list[int]:
        """Name some members, each once; now and then anybody at all."""
        people = [*self.ids, _STRANGER] if self.chance(2) else self.here()
        return self.rng.sample(people, min(len(people), self.rng.randint(0, most)))

    def here(self) -> list[int]:
        """List who belongs today."""
        return [each.member for each in self.standing.roster.on(self.day)]

    def _rules(self, basis: ChargeBasis) -> Constitution:
        rng = self.rng
        rate = rng.choice((100_000, 50_000, 33_333, 1, 10**6, rng.randint(1, 300_000)))
        charge = Charge(
            basis,
            0 if basis is ChargeBasis.FREE else rate,
            rng.choice(PERIODS_OF[basis]),
            self.chance(60),
        )
        penalty = rng.choice(
            (
                Penalty(),
                Penalty(PenaltyKind.FIXED, rng.randint(1, self.share)),
                Penalty(PenaltyKind.SHARE_OF_DEBT, 0, rng.randint(1, 500_000)),
            )
        )
        steps = list(Step)
        rng.shuffle(steps)
        return a_constitution(
            share_value=self.share,
            solidarity_contribution=rng.choice((0, self.share // 5)),
            helps=tuple(
                Help(need, rng.choice((0, self.amount(), self.amount())))
                for need in rng.sample(list(Need), 3)
            ),
            fines=tuple(FineRule(each, self.amount()) for each in rng.sample(list(Offence), 4)),
            charge=charge,
            penalty=penalty,
            meeting_order=tuple(steps),
            fines_into=rng.choice(list(Fund)),
            heirs_rule=rng.choice(list(HeirsRule)),
            solidarity_loans=self.chance(70),
            quorum=rng.choice(((2, 3), (1, 2), (3, 4), (1, 1))),
            shares_min=rng.randint(0, 2),
            shares_max=rng.randint(3, 6),
            guarantors=rng.randint(0, 2),
            lending_from_meeting=rng.randint(1, 4),
            loan_meeting_every=rng.randint(1, 4),
            loan_multiple=rng.choice((1, 3, 20)),
            loan_term_max=rng.randint(1, 6),
            election_months=rng.randint(1, 60),
            solidarity_loan_weeks=rng.randint(1, 12),
            profit_rule=rng.choice(list(ProfitRule)),
        )

    def _roster(self) -> dict[str, Any]:
        """Enrol everybody, some for a later day; who holds posts is often held against rules."""
        first = (self.day - timedelta(days=400)).isoformat()
        later = (self.day + timedelta(days=60)).isoformat()
        people = [
            {
                "member": member,
                "passbook_number": place,
                "gender": self.rng.choice("FMX"),
                "joined_on": later if self.chance(15) else first,
            }
            for place, member in enumerate(self.ids, start=1)
        ]
        if self.chance(20):
            people[-1]["left_on"] = self.day.isoformat()
        posts = [
            {
                "post": str(self.rng.choice(list(Post))),
                "member": self.rng.choice(self.ids),
                "elected_on": first,
                "ended_on": later if self.chance(20) else None,
            }
            for _ in range(4)
        ]
        return {"members": people, "posts": posts}

    def _opening(self, rules: Constitution) -> Books:
        """Open a first cycle, or a later one with what an earlier one left behind."""
        opened, closes = self.day, self.day + timedelta(days=self.rng.randint(60, 500))
        if self.chance(50):
            return Books(1, opened, closes)
        who = self.rng.sample(self.ids, 4)
        owes, old = self.amount(), self.amount()
        lent = [
            grant(
                loan=loan_id(1, 9, line),
                member=who[line],
                granted_on=opened - timedelta(days=self.rng.randint(0, 300)),
                term=self.rng.randint(1, 6),
                principal=self.amount(),
                charge=rules.charge,
                penalty=rules.penalty,
                solidarity=line == 2,
            )
            for line in (1, 2)
        ]
        sums = {
            Account.CASH_LOAN_FUND: owes + self.share,
            Account.SHAREOUT_PAYABLE: owes,
            Account.FINES_OWED: old,
            Account.LOANS: lent[0].principal,
            Account.SOLIDARITY_LOANS: lent[1].principal,
            Account.RETAINED: old + lent[0].principal + self.share,
            Account.SOLIDARITY_FUND: lent[1].principal,
        }
        books = Books(2, opened, closes)
        return replace(
            books,
            balances=books.balances | sums,
            payable={who[0]: owes},
            fines_owed={who[1]: old + 5},
            fine_arrears={who[1]: old},
            loans={loan.loan: loan for loan in lent},
        )
