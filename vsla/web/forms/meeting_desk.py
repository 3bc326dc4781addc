"""The meeting form on the desk: what was typed, what it adds up to, what is wrong and where."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from flask_babel import gettext as _

from vsla.domain.codes import Code
from vsla.domain.constitution import Step
from vsla.domain.errors import Breach, Problem
from vsla.domain.ledger import Account
from vsla.domain.money import CURRENCIES, Minor
from vsla.services.meeting_page import FormGround
from vsla.store.models import Member
from vsla.web.forms import meeting_rows
from vsla.web.forms.meeting_reader import BOXES, Sheet
from vsla.web.forms.meeting_rows import RowKind
from vsla.web.forms.meeting_totals import StepTotal, Totals
from vsla.web.ledger_words import CHOICES
from vsla.web.money_format import amount
from vsla.web.numbers_read import read_count
from vsla.web.said import Said, Speaker, grouped

PARTS: dict[str, str] = {
    "attendance": "attendance",
    "opening_count": "opening",
    "fines_charged": Step.FINES.value,
    "fines_paid": Step.FINES.value,
    "solidarity_paid": Step.SOLIDARITY.value,
    "solidarity_grants": Step.SOLIDARITY.value,
    "solidarity_loans": Step.SOLIDARITY.value,
    "shares_bought": Step.SHARES.value,
    "repayments": Step.REPAYMENTS.value,
    "write_offs": Step.REPAYMENTS.value,
    "expenses": Step.EXPENSES.value,
    "other_income": Step.EXPENSES.value,
    "transfers": Step.EXPENSES.value,
    "loans_granted": Step.LOANS.value,
    "loans_refused": Step.LOANS.value,
    "payables_paid": "leaving",
    "departures": "leaving",
    "closing_count": "closing",
}
"""The part of the form in which a list of the document stands."""

_FIELDS = {
    "state": "attendance",
    "open": "opening",
    "sol": Step.SOLIDARITY.value,
    "shares": Step.SHARES.value,
    "repay": Step.REPAYMENTS.value,
    "off": Step.REPAYMENTS.value,
    "finepaid": Step.FINES.value,
    "payable": "leaving",
    "close": "closing",
}
_OF_MEMBERS = frozenset({"state", "sol", "shares", "finepaid", "payable"})

# What the group could not have changed while it met is said once, at the end.
_PARSED_ELSEWHERE = frozenset({Code.MISSING, Code.NOT_A_DATE, Code.NOT_A_NUMBER})


@dataclass
class Desk:
    """A meeting form with all that is known of it.

    Attributes:
        ground: the group before the meeting.
        sheet: what was typed.
        totals: None before the first check, and while the document cannot be laid on the books.
        notes: problems and breaches in words, by part of the form; "" for the whole.
        breaches: all of them in words, in order.
        checked: the form was held against the books.
    """

    ground: FormGround
    sheet: Sheet
    totals: Totals | None = None
    notes: dict[str, list[Said]] = field(default_factory=dict)
    breaches: list[Said] = field(default_factory=list)
    checked: bool = False

    @property
    def currency(self) -> str:
        """Give the currency of the group."""
        return self.ground.group.currency

    @property
    def speaker(self) -> Speaker:
        """Give who says problems and breaches of this group."""
        return Speaker(self.ground.people, self.currency, self.ground.constitution)

    @property
    def problems(self) -> list[Said]:
        """List what refuses the meeting as a whole."""
        return [note for part in self.notes.values() for note in part if note.kind == "bad"]

    def refusals(self, part: str) -> list[list[Said]]:
        """List what refuses a part, each by itself."""
        return [[note] for note in self.notes.get(part, ()) if note.kind == "bad"]

    def breaks(self, part: str) -> list[list[Said]]:
        """List the broken rules of a part, those of one rule together."""
        return grouped(note for note in self.notes.get(part, ()) if note.kind == "warn")

    def breaks_count(self, part: str) -> int:
        """Count the broken rules of a part."""
        return sum(map(len, self.breaks(part)))

    @property
    def all_breaks(self) -> list[list[Said]]:
        """List all broken rules in order, those of one rule together."""
        return grouped(self.breaches)

    @property
    def is_clean(self) -> bool:
        """Tell whether the meeting can be closed."""
        return self.checked and not self.sheet.errors and not self.problems

    @property
    def counted(self) -> bool:
        """Tell whether both boxes were counted at the beginning and at the end."""
        counts = (self.sheet.source[name] for name in ("opening_count", "closing_count"))
        return all(count[f"{fund}_minor"] is not None for count in counts for _box, fund in BOXES)

    @property
    def wrong_fields(self) -> list[tuple[str, str, str, str]]:
        """List every error for the summary: its field, part of the form, member, and text."""
        errors = self.sheet.errors.items()
        return [(name, *self._stands_at(name), text) for name, texts in errors for text in texts]

    def _stands_at(self, name: str) -> tuple[str, str]:
        """Name the part of a field, and the member whose line it is; "" where there is none."""
        start, _dash, rest = name.partition("-")
        if start in meeting_rows.ROW_KINDS:
            return PARTS[meeting_rows.ROW_KINDS[start].list_name], ""
        whose = self.ground.people.get(int(rest)) if rest.isdecimal() else None
        return _FIELDS.get(start, ""), whose.name if whose and start in _OF_MEMBERS else ""

    @property
    def boxes(self) -> tuple[Minor, Minor]:
        """Give what the two boxes hold by the book: after the meeting, once it is added up."""
        if self.totals is not None:
            return self.totals.expected
        balances = self.ground.books.balances
        return balances[Account.CASH_LOAN_FUND], balances[Account.CASH_SOLIDARITY]

    @property
    def steps(self) -> tuple[str, ...]:
        """Name the parts between the two counts in the group's own order."""
        return tuple(step.value for step in self.ground.constitution.meeting_order)

    @property
    def cash(self) -> tuple[Minor, ...]:
        """List notes and coins, largest first."""
        return CURRENCIES[self.currency].cash

    @property
    def unit(self) -> int:
        """Give the minor units in one unit of the currency."""
        return CURRENCIES[self.currency].unit

    def step_total(self, step: str) -> StepTotal | None:
        """Give the totals of a part, once they are known."""
        return self.totals.steps.get(Step(step)) if self.totals else None

    @property
    def parts(self) -> tuple[str, ...]:
        """Name the parts of the form in the order of the meeting."""
        return ("attendance", "opening", *self.steps, "leaving", "closing")

    @property
    def present_ids(self) -> set[str]:
        """Give the ids of those who belong, as the lists of the form write them."""
        return {str(m.member_id) for m in self.ground.present}

    @property
    def is_loan_meeting(self) -> bool:
        """Tell whether the rules have loans at a meeting of this number."""
        return self.ground.constitution.is_loan_meeting(self.ground.meeting)

    def has_notes(self, box: str) -> bool:
        """Tell whether a box was counted note by note."""
        return any(self.sheet.get(f"{box}-{value}") for value in self.cash)

    def notes_sum(self, box: str) -> str:
        """Add up a box counted note by note, as far as it can be read."""
        total = 0
        for value in self.cash:
            with suppress(ValueError):
                total += value * read_count(self.sheet.get(f"{box}-{value}") or "0")
        return amount(total, self.currency)

    def kind(self, key: str) -> RowKind:
        """Give a growing list by its key."""
        return meeting_rows.ROW_KINDS[key]

    def rows(self, key: str) -> range:
        """Count the rows of a growing list that are shown."""
        return range(meeting_rows.rows_shown(self.kind(key), self.sheet.values))

    def has_rows(self, key: str) -> bool:
        """Tell whether anything stands in a growing list, so that it is unfolded."""
        kind = self.kind(key)
        names = ((kind.field(row, cell), cell) for row in self.rows(key) for cell in kind.cells)
        return any(
            self.sheet.get(name) not in {"", cell.default} or name in self.sheet.errors
            for name, cell in names
        )

    def words_of(self, cell: meeting_rows.Cell) -> list[tuple[str, str]]:
        """List the choices of a field with their words."""
        words = CHOICES[cell.choices] if cell.choices else {}
        return [(str(value), str(word)) for value, word in words.items()]

    def debtors(self) -> list[tuple[Member, Minor]]:
        """List who owes fines of earlier meetings."""
        owed = self.ground.books.fines_owed
        return [(m, owed[m.member_id]) for m in self.ground.present if m.member_id in owed]

    def creditors(self) -> list[tuple[Member, Minor]]:
        """List whom an earlier share-out still owes, leavers among them."""
        owed = self.ground.books.payable
        return [(m, owed[m.member_id]) for m in self.ground.people.values() if m.member_id in owed]

    def ceiling(self, member: int) -> Minor:
        """Say how much a member may borrow, with the shares of this meeting once added up."""
        return self.ground.ceiling_of(member, self.totals.books if self.totals else None)

    def borrower(self, row: int) -> Member | None:
        """Find who asks for the loan of a row."""
        text = self.sheet.get(f"loan-{row}-member")
        known = self.ground.people
        return known.get(int(text)) if text.isascii() and text.isdigit() else None

    def money_left(self) -> Minor | None:
        """Give what the loan fund holds after the loans, once it is added up."""
        total = self.step_total(Step.LOANS.value)
        return total.loan_fund if total else None

    def take(self, problems: Iterable[Problem], breaches: Iterable[Breach]) -> None:
        """Put problems and breaches where they belong: under a field, or at their part."""
        speaker = self.speaker
        for problem in problems:
            name = self._field_of(problem.path)
            if name and problem.code in _PARSED_ELSEWHERE and name in self.sheet.errors:
                continue
            said = speaker.say(problem, name)
            if name:
                self.sheet.complain(name, said.text)
            else:
                self.notes.setdefault(part_of(problem.path), []).append(said)
        for breach in breaches:
            said = speaker.say(breach, self._field_of(breach.path))
            self.notes.setdefault(part_of(breach.path), []).append(said)
            self.breaches.append(said)

    def _field_of(self, path: str) -> str:
        """Find the field behind a place of the document, or behind the row it stands in."""
        while path:
            if path in self.sheet.paths:
                return self.sheet.paths[path]
            path = path.rpartition(".")[0]
        return ""

    def ask_for_officers(self) -> None:
        """Ask who chaired and who recorded: two members who were not the same person."""
        chair, secretary = self.sheet.get("chaired_by"), self.sheet.get("recorded_by")
        for name, value in (("chaired_by", chair), ("recorded_by", secretary)):
            if not value:
                self.sheet.complain(name, _("Choose who confirms."))
        if chair and chair == secretary:
            text = _("Two different people confirm. Choose another one.")
            self.sheet.complain("recorded_by", text)


def part_of(path: str) -> str:
    """Name the part of the form in which a place of the document stands; "" for the whole."""
    return PARTS.get(path.partition(".")[0], "")


def grow(sheet: Sheet, key: str) -> None:
    """Show more blank rows of a growing list."""
    kind = meeting_rows.ROW_KINDS.get(key)
    if kind is not None:
        shown = meeting_rows.rows_shown(kind, sheet.values) + meeting_rows.ROWS_AT_ONCE
        sheet.values[f"rows-{key}"] = str(min(shown, meeting_rows.ROWS_MAX))
