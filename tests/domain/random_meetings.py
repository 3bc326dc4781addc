"""Meetings of an invented group as they would be keyed: likely ones, with slips among them."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.domain.random_groups import RandomGroup
from vsla.domain.constitution import Fund, Need, Offence
from vsla.domain.document import Channel, Direction
from vsla.domain.facts import Attendance
from vsla.domain.ledger import Account
from vsla.domain.loans import owed
from vsla.domain.roster import LeavingReason

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS = ("Champ de maïs", " \x1cLampe\x85 ", "\ufeffOr\ufeff", "鉱山 🐟", "é" * 119, "🐟" * 120)


class RandomMeetings(RandomGroup):
    """Draws the document of the next meeting from what the books say."""

    def head(self) -> dict[str, Any]:
        """Give number and day of the next meeting as they should be."""
        return {
            "schema_version": 1,
            "cycle": self.books.cycle,
            "meeting": self.books.last_meeting + 1,
            "held_on": self.day.isoformat(),
        }

    def document(self) -> dict[str, Any]:
        """Draw a meeting in which any part may be missing, and a few things be wrong."""
        head = self.head()
        if self.chance(8):
            head["meeting"] += self.rng.choice((-1, 1, 2))
        if self.chance(3):
            head["held_on"] = (self.day - timedelta(days=self.rng.randint(1, 100))).isoformat()
        if self.chance(3):
            head["cycle"] += 1
        if self.chance(4):
            return head
        parts = dict(self._parts())
        names = [name for name in parts if self.chance(75)]
        return head | {name: parts[name] for name in names if parts[name] is not None}

    def _parts(self) -> Iterator[tuple[str, Any]]:
        yield from self._people()
        yield from self._fines_and_help()
        yield from self._loans()
        yield from self._money()

    def _people(self) -> Iterator[tuple[str, Any]]:
        rng = self.rng
        yield (
            "attendance",
            [
                {"member": m, "state": str(rng.choice(list(Attendance)))}
                | ({"by_representative": True} if self.chance(10) else {})
                for m in self.here()
                if self.chance(97)
            ],
        )
        agreed = self.standing.constitution.solidarity_contribution or self.share
        bought = [{"member": m, "count": rng.randint(1, 7)} for m in self.some(9)]
        yield "shares_bought", bought
        yield (
            "solidarity_paid",
            [{"member": m, "amount_minor": agreed - self.chance(20)} for m in self.some(9)]
            if agreed > 1
            else None,
        )
        leavers = self.some(1) if self.chance(50) else []
        reasons = list(map(str, LeavingReason))
        yield "departures", [{"member": m, "reason": rng.choice(reasons)} for m in leavers]
        officers = [*self.some(2), *self.here(), None, None]
        yield "chaired_by", officers[0]
        yield "recorded_by", officers[1]
        yield "confirmed_by", self.some(2)
        yield "note", rng.choice(_TEXTS)

    def _fines_and_help(self) -> Iterator[tuple[str, Any]]:
        rng, rules = self.rng, self.standing.constitution
        fines = [(m, rng.choice(list(Offence))) for m in self.some()]
        yield (
            "fines_charged",
            [
                {
                    "member": m,
                    "offence": str(each),
                    "amount_minor": (self.chance(70) and rules.fine_for(each)) or self.amount(),
                }
                for m, each in fines
            ],
        )
        owing = {m: debt for m, debt in self.books.fines_owed.items() if self.chance(70)}
        yield (
            "fines_paid",
            [
                {"member": m, "amount_minor": self._near(debt) if debt else 1}
                for m, debt in owing.items()
            ],
        )
        needs = list(map(str, Need))
        yield (
            "solidarity_grants",
            [
                {"member": m, "need": rng.choice(needs), "amount_minor": self.amount()}
                | ({"payee": m} if self.chance(30) else {})
                for m in self.some(1)
            ],
        )
        yield (
            "solidarity_loans",
            [
                {
                    "line": line,
                    "member": m,
                    "need": rng.choice(needs),
                    "amount_minor": rng.randint(1, self.share),
                    "weeks": rng.randint(1, 12),
                }
                for line, m in enumerate(self.some(1), start=1)
            ],
        )

    def _near(self, debt: int) -> int:
        """Pay a debt, a part of it, or seldom too much."""
        if self.chance(5):
            return debt + 1
        return self.rng.choice((debt, self.rng.randint(1, debt)))

    def _loans(self) -> Iterator[tuple[str, Any]]:
        rng = self.rng
        lines = count(rng.choice((1, 1, 5)) + 1)
        yield (
            "loans_granted",
            [
                {
                    "line": next(lines),
                    "member": m,
                    "amount_minor": rng.choice((self.amount(), rng.randint(1, self.share))),
                    "term": rng.randint(1, 7),
                    "purpose": rng.choice(_TEXTS),
                    "guarantors": self.some(2),
                }
                for m in self.some(2)
            ],
        )
        refused = [{"member": m, "amount_minor": self.amount()} for m in self.some(1)]
        yield "loans_refused", refused
        yield (
            "repayments",
            [
                {"loan": n, "amount_minor": self._near(max(1, sum(owed(loan, self.day))))}
                for n, loan in self.books.loans.items()
                if self.chance(60)
            ]
            + [{"loan": 1, "amount_minor": 1} for _ in range(self.chance(2))],
        )
        lost = [n for n in self.books.loans if self.chance(6)]
        yield (
            "write_offs",
            [{"loan": n, "votes_for": rng.randint(0, 9), "votes_against": 3} for n in lost],
        )

    def _money(self) -> Iterator[tuple[str, Any]]:
        rng, sums = self.rng, self.books.balances
        funds = list(map(str, Fund))
        for name in ("expenses", "other_income"):
            yield (
                name,
                [
                    {
                        "fund": rng.choice(funds),
                        "amount_minor": rng.randint(1, self.share),
                        "what": "Encre",
                    }
                    for _ in range(rng.randint(0, 2))
                ],
            )
        yield (
            "transfers",
            [
                {
                    "direction": str(rng.choice(list(Direction))),
                    "channel": str(rng.choice(list(Channel))),
                    "fund": rng.choice(funds),
                    "amount_minor": rng.randint(1, self.share),
                }
                for _ in range(rng.choice((0, 0, 1, 2)))
            ],
        )
        owing = [(m, debt) for m, debt in self.books.payable.items() if self.chance(60)]
        yield "payables_paid", [{"member": m, "amount_minor": self._near(d)} for m, d in owing]
        for name in ("opening_count", "closing_count"):
            yield (
                name,
                {
                    "loan_fund_minor": max(0, sums[Account.CASH_LOAN_FUND] + self._difference()),
                    "solidarity_fund_minor": rng.choice((None, sums[Account.CASH_SOLIDARITY])),
                },
            )

    def _difference(self) -> int:
        return self.rng.choice((0, 0, -500, 1, self.share))
