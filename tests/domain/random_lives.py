"""Lives of invented groups, each made from one number: all that happens at meetings, and slips.

The documents are kept as they would be sent, those that cannot be posted too, with the answer of
``vsla.domain`` to each. They are drawn by a plain generator: what is drawn need not be made small,
and five hundred lives take a few seconds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

from tests.domain.builders import a_constitution
from tests.domain.vectors import moved, roster_of, told
from vsla.domain.books import Books
from vsla.domain.books_form import books_from_json, books_to_json
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
    Step,
)
from vsla.domain.constitution_form import PERIODS_OF, constitution_to_json
from vsla.domain.document import Channel, Direction, parse_meeting
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.facts import Attendance
from vsla.domain.ledger import Account
from vsla.domain.loans import arrears, days_late, grant, loan_id, owed
from vsla.domain.meeting import post_meeting, with_departures
from vsla.domain.roster import LeavingReason, Post
from vsla.domain.run import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsla.domain.constitution import Constitution

_HEAD = ("schema_version", "cycle", "meeting", "held_on")
_MENDED_MOST = 6
_STRANGER = 77
_TEXTS = ("Champ de maïs", " \x1cLampe\x85 ", "\ufeffOr\ufeff", "鉱山 🐟", "é" * 119, "🐟" * 120)
_JUNK: tuple[Any, ...] = (
    None, True, False, -1, 0, 1.5, 10**15, 10**15 + 1, "7", "", "2018-02-30", "2018-2-03",
    "2016-02-29", "2200-01-01", "a\x00b", "\ud800", "🐟" * 121, [], [1], [[]], {}, {"x": 1},
)  # fmt: skip


@dataclass
class Life:
    """One group: what it begins with, its documents in order, and the answer to each."""

    constitution: dict[str, Any]
    roster: dict[str, Any]
    cash_step_minor: int
    books: dict[str, Any]
    documents: list[tuple[Any, str]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)


def life(number: int) -> Life:
    """Make the life of one number; the eight bases of the charge take turns."""
    return _Maker(number).live()


def _json(value: Any) -> Any:
    """Give a value as it arrives by network."""
    return json.loads(json.dumps(value))


class _Maker:
    """Draws one life and posts it as it goes, so that most of its documents are likely ones."""

    def __init__(self, number: int) -> None:
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
        written = _json(constitution_to_json(rules))
        self.life = Life(written, roster, step, _json(books_to_json(self.books)))

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    def amount(self) -> int:
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
            helps=tuple(Help(need, self.amount()) for need in rng.sample(list(Need), 3)),
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

    def live(self) -> Life:
        """Hold some meetings; what cannot be posted is mended and sent again."""
        for _ in range(self.rng.randint(3, 6)):
            self.day += timedelta(days=self.rng.choice((0, 7, 7, 14, 28, 29, 31, 61, 400, 1500)))
            source = _json(self._document())
            if self.chance(12):
                self._slip(source)
            for _ in range(_MENDED_MOST):
                problems = self._send(source)
                if not problems:
                    break
                self._mend(source, problems[0][0])
        return self.life

    def _send(self, source: Any) -> list[Any]:
        """Post a document and keep it with its answer; give its problems."""
        look_on = self.day + timedelta(days=self.rng.randint(0, 500))
        self.life.documents.append((_json(source), look_on.isoformat()))
        answer = self._answer(source, look_on)
        self.life.answers.append(_json(answer))
        problems: list[Any] = answer["problems"]
        return problems

    def _answer(self, source: Any, look_on: date) -> dict[str, Any]:
        try:
            document = parse_meeting(source)
        except InvalidDocumentError as error:
            return {"problems": told(error.problems)}
        posted = post_meeting(document, self.books, self.standing)
        answer = {"problems": told(posted.problems), "breaches": told(posted.breaches)}
        if posted.problems:
            return answer
        self.books = books = posted.posting.books
        gone = posted.posting.departures
        roster = with_departures(self.standing.roster, gone, document.held_on)
        self.standing = replace(self.standing, roster=roster)
        written = books_to_json(books)
        assert books_from_json(written) == books
        return answer | {
            "movements": [moved(movement) for movement in posted.posting.movements],
            "books": written,
            "loans": [
                [n, owed(loan, look_on), arrears(loan, look_on), days_late(loan, look_on)]
                for n, loan in sorted(books.loans.items())
            ],
            "left": [
                [m.member, m.left_on.isoformat()] for m in roster.members.values() if m.left_on
            ],
        }

    def _slip(self, source: dict[str, Any]) -> None:
        """Put something in a place where it does not belong."""
        rng = self.rng
        rows = [row for part in source.values() if isinstance(part, list) for row in part]
        place = rng.choice([row for row in rows if isinstance(row, dict)] or [source])
        if self.chance(30):
            place = source
        key = rng.choice([*place, "weather", "0", "member", ""])
        place[key] = rng.choice(_JUNK)
        twice = source.get("shares_bought")
        if isinstance(twice, list) and twice and self.chance(30):
            twice.append(twice[0])

    def _mend(self, source: dict[str, Any], path: str) -> None:
        """Take out what the first problem is about; a wrong head is written anew."""
        part, *place = path.split(".")
        rows = source.get(part)
        if part in _HEAD:
            source.update(_json(self._head()))
        elif isinstance(rows, list) and place and place[0].isdigit():
            del rows[int(place[0])]
        elif part in source:
            del source[part]
        else:
            source.clear()
            source.update(_json(self._head()))

    def _head(self) -> dict[str, Any]:
        return {
            "schema_version": 1,
            "cycle": self.books.cycle,
            "meeting": self.books.last_meeting + 1,
            "held_on": self.day.isoformat(),
        }

    def _document(self) -> dict[str, Any]:
        head = self._head()
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
