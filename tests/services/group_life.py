"""Lives of a group drawn at random, told in documents that can be posted."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.builders import GroupWorld, a_person, a_uuid
from tests.domain_builders import SHARE, a_document
from vsla.domain.cash_count import CashCount
from vsla.domain.document import parse_meeting
from vsla.domain.errors import ConflictError, InvalidDocumentError
from vsla.domain.ledger import Account
from vsla.domain.loans import owed
from vsla.domain.roster import Gender, LeavingReason
from vsla.services import share_out
from vsla.services.correct_meeting import correct, preview
from vsla.services.enrol_member import enrol
from vsla.services.open_cycle import next_cycle, received_by
from vsla.services.record_meeting import check, record
from vsla.store import journal

if TYPE_CHECKING:
    from random import Random

    from vsla.domain.books import Books
    from vsla.domain.errors import Problem

NOW = datetime(2035, 1, 1, 8, 0, tzinfo=UTC)
TODAY = date(2035, 1, 1)
WEEK = timedelta(weeks=1)
Document = dict[str, Any]


def mend(document: Document, problem: Problem) -> Document:
    """Take what a problem names out of a document."""
    part, *place = problem.path.split(".")
    rows = document.get(part, [])
    left = [row for n, row in enumerate(rows) if str(n) != place[0]] if place else []
    return {**document, part: left}


@dataclass
class Life:
    """One group, living through random weeks."""

    world: GroupWorld
    random: Random
    keys: int = 0
    missing: dict[int, date] = field(default_factory=dict)

    @property
    def books(self) -> Books:
        """Give the books as they stand."""
        return self.world.ground().books

    def key(self) -> str:
        """Make a key nobody used."""
        self.keys += 1
        return a_uuid((self.world.group_id, self.keys))

    def chance(self, percent: int) -> bool:
        """Throw a die."""
        return self.random.randint(1, 100) <= percent

    def compose(self, number: int, day: date) -> Document:
        """Tell a meeting at which some of everything happens."""
        ground = self.world.ground()
        here = [member.member for member in ground.roster.on(day)]
        someone = self.random.choice
        absent = [member for member in here if self.chance(15)]
        bought = {m: self.random.randint(0, 4) for m in here if m not in absent}
        document = a_document(
            number,
            members=here,
            cycle=ground.books.cycle,
            held_on=day,
            shares=bought,
            absent=absent,
        )
        if self.chance(30):
            late = {"member": someone(here), "offence": "late", "amount_minor": 10_000}
            document["fines_charged"] = [late]
        if self.chance(25):
            helped = {"member": someone(here), "need": "illness", "amount_minor": 15_000}
            document["solidarity_grants"] = [helped]
        if self.chance(15):
            lent = {"line": 9, "member": someone(here), "need": "death", "weeks": 4}
            document["solidarity_loans"] = [{**lent, "amount_minor": 25_000}]
        if self.chance(8):
            reason = someone(list(LeavingReason))
            document["departures"] = [{"member": someone(here), "reason": str(reason)}]
        return document | self._debts(day) | self._money() | self._lending(here)

    def _debts(self, day: date) -> Document:
        books = self.books
        repaid, lost = [], []
        for number, loan in books.loans.items():
            debt = owed(loan, day).total
            if self.chance(50) and debt:
                repaid.append({"loan": number, "amount_minor": self.random.randint(1, debt)})
            elif self.chance(5):
                lost.append({"loan": number, "votes_for": 6, "votes_against": 1})
        fines = [
            {"member": member, "amount_minor": debt}
            for member, debt in books.fines_owed.items()
            if self.chance(50)
        ]
        paid = [
            {"member": member, "amount_minor": debt}
            for member, debt in books.payable.items()
            if self.chance(50)
        ]
        rows = {"repayments": repaid, "write_offs": lost}
        return rows | {"fines_paid": fines, "payables_paid": paid}

    def _money(self) -> Document:
        sums, happened = self.books.balances, Document()
        if self.chance(20):
            amount = self.random.randint(1, 9) * 1_300
            name = self.random.choice(["expenses", "other_income"])
            fund = self.random.choice(["loan_fund", "solidarity_fund"])
            happened[name] = [{"fund": fund, "amount_minor": amount, "what": "rope"}]
        cash = sums[Account.CASH_LOAN_FUND]
        if self.chance(15) and cash:
            row = {"direction": "to_bank", "channel": "bank", "amount_minor": cash}
            happened["transfers"] = [row]
        if self.chance(30):
            off = self.random.choice([0, 0, -700, 300])
            counted = max(0, cash + off)
            happened["opening_count"] = {"loan_fund_minor": counted}
        return happened

    def _lending(self, here: list[int]) -> Document:
        if not self.chance(60):
            return {}
        most = 1 + self.books.balances[Account.CASH_LOAN_FUND]
        rows = [
            {
                "line": line,
                "member": self.random.choice(here),
                "amount_minor": self.random.randint(1, most),
                "term": self.random.randint(1, 3),
            }
            for line in range(1, self.random.randint(2, 3))
        ]
        return {"loans_granted": rows}

    def after_last(self) -> date:
        """Give a day in the week after the last entry."""
        books = self.books
        days = self.random.randint(1, 13)
        return (books.last_held_on or books.opened_on) + timedelta(days=days)

    def checked(self, document: Document) -> Document:
        """Take out of a document whatever cannot be posted."""
        while True:
            posted = check(
                self.world.session,
                self.world.facilitator,
                group_id=self.world.group_id,
                document=parse_meeting(document),
                today=TODAY,
            )
            if not posted.problems:
                return document
            document = mend(document, posted.problems[0])

    def send(self, document: Document) -> bool:
        """Record a document; False when a person must settle it."""
        try:
            with self.world.session.begin_nested():
                record(
                    self.world.session,
                    self.world.facilitator,
                    group_id=self.world.group_id,
                    uuid=self.key(),
                    body=json.dumps(document),
                    now=NOW,
                    today=TODAY,
                )
        except ConflictError:
            return False
        return True

    def meet(self, skipped: int = 0) -> None:
        """Hold a meeting, perhaps before the paper of another has arrived."""
        last = max(0, self.books.last_meeting)
        day = self.after_last()
        self.missing |= {last + n: day for n in range(1, skipped + 1)}
        assert self.send(self.checked(self.compose(last + 1 + skipped, day)))

    def late(self) -> None:
        """Let the paper of a meeting arrive that was left out."""
        if self.missing:
            number = self.random.choice(sorted(self.missing))
            day = self.missing.pop(number)
            self.send(self.checked(self.compose(number, day)))

    def correct(self) -> bool:
        """Put any meeting of the cycle right; False when later ones would not hold."""
        session, world, cycle = self.world.session, self.world, self.books.cycle
        stands = journal.effective_documents(session, world.group_id, cycle)
        entry = self.random.choice([each for each in stands if each.meeting is not None])
        written = json.loads(entry.document or "")
        other = self.compose(written["meeting"], date.fromisoformat(written["held_on"]))
        name = self.random.choice(sorted({*other, *written} - _HEAD))
        document = {**written, name: other.get(name, _EMPTY.get(name, []))}
        while True:
            shown = preview(
                session,
                world.officer,
                group_id=world.group_id,
                entry_number=entry.number,
                document=parse_meeting(document),
                today=TODAY,
            )
            own = [each for each in shown.problems if not each.path.startswith("later.")]
            if not own:
                break
            document = mend(document, own[0])
        return self._put_right(entry.number, document, holds=not shown.problems)

    def _put_right(self, number: int, document: Document, *, holds: bool) -> bool:
        world = self.world
        try:
            with world.session.begin_nested():
                correct(
                    world.session,
                    world.officer,
                    group_id=world.group_id,
                    entry_number=number,
                    uuid=self.key(),
                    body=json.dumps(document),
                    reason="misread",
                    now=NOW,
                    today=TODAY,
                )
        except InvalidDocumentError:
            assert not holds
            return False
        assert holds
        return True

    def join(self) -> None:
        """Enrol somebody, who may have joined some weeks ago."""
        books = self.books
        day = books.last_held_on or books.opened_on
        joined = max(books.opened_on + timedelta(days=1), day - self.random.randint(0, 3) * WEEK)
        sex = self.random.choice(list(Gender))
        person = a_person(99, sex, name="New", joined_on=joined.isoformat())
        world = self.world
        enrol(world.session, world.facilitator, group_id=world.group_id, person=person, now=NOW)

    def fetch_from_bank(self) -> None:
        """Bring all money back into the boxes, so that it can be shared."""
        books, day = self.books, self.after_last()
        accounts = {Account.BANK: "loan_fund", Account.BANK_SOLIDARITY: "solidarity_fund"}
        rows = [
            {"direction": "from_bank", "channel": "bank", "fund": fund, "amount_minor": amount}
            for account, fund in accounts.items()
            if (amount := books.balances[account])
        ]
        document = a_document(
            max(0, books.last_meeting) + 1,
            members=[],
            cycle=books.cycle,
            held_on=day,
            solidarity=0,
            transfers=rows,
        )
        assert self.send(document)

    def share_out(self) -> bool:
        """Share the cycle out, if anything is there to share."""
        self.fetch_from_bank()
        world, day, sums = self.world, self.after_last(), self.books.balances
        try:
            proposal = share_out.propose(
                world.session,
                world.facilitator,
                group_id=world.group_id,
                held_on=day,
                counted=CashCount(sums[Account.CASH_LOAN_FUND], sums[Account.CASH_SOLIDARITY]),
                now=NOW,
            )
        except InvalidDocumentError:
            return False
        share_out.confirm(
            world.session,
            world.officer,
            group_id=world.group_id,
            proposal_number=proposal.number,
            digest=proposal.digest,
            now=NOW,
            uuid=self.key(),
        )
        self.missing.clear()
        return True

    def next_cycle(self) -> None:
        """Begin again, some putting back what they can."""
        world = self.world
        received = received_by(world.session, world.ground())
        put_back = {m: amount // SHARE for m, amount in received.items() if self.chance(50)}
        gone = {m.member for m in world.ground().roster.members.values() if m.left_on is not None}
        next_cycle(
            world.session,
            world.facilitator,
            group_id=world.group_id,
            opened_on=self.after_last(),
            put_back={m: count for m, count in put_back.items() if m not in gone},
            now=NOW,
            uuid=self.key(),
        )


_HEAD = {"schema_version", "cycle", "meeting", "held_on"}
_EMPTY: dict[str, Document] = {"opening_count": {}, "closing_count": {}}
