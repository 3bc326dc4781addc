"""Read the meeting form into the meeting document that a phone would send.

What cannot be read is named at its field and left out of the document, so that the rest can
still be added up. Nothing that was typed is changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from vsla.domain.constitution import Constitution, Offence
from vsla.domain.document import SCHEMA_VERSION
from vsla.domain.facts import Attendance
from vsla.domain.money import CURRENCIES
from vsla.domain.reader import parse_day
from vsla.web.forms import meeting_rows as rows
from vsla.web.forms.meeting_rows import REPRESENTED, Cell, RowKind, Sort
from vsla.web.numbers_read import read_amount, read_count

Row = dict[str, Any]


@dataclass
class Sheet:
    """The meeting form as typed, and the document it makes.

    Attributes:
        values: what stands in each field, word for word.
        errors: what is wrong, by field.
        paths: the field behind each place of the document.
        source: the document as JSON, without what could not be read.
    """

    values: dict[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    source: Row = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        """Give what stands in a field."""
        return self.values.get(name, default)

    def complain(self, name: str, text: str) -> None:
        """Put a sentence under a field, once."""
        texts = self.errors.setdefault(name, [])
        if text not in texts:
            texts.append(text)


def read_sheet(form: Mapping[str, str], constitution: Constitution, currency: str) -> Sheet:
    """Read a form as it was sent.

    Args:
        form: one value a field.
        constitution: for the agreed contribution and the list of fines.
        currency: of the group.

    Returns:
        The sheet with its document and every field that could not be read.
    """
    reading = _Reading(Sheet(dict(form)), constitution, currency)
    reading.read()
    return reading.sheet


class _Reading:
    """One form being read."""

    def __init__(self, sheet: Sheet, constitution: Constitution, currency: str) -> None:
        self.sheet = sheet
        self.constitution = constitution
        self.currency = CURRENCIES[currency]

    def read(self) -> None:
        source = self.sheet.source
        source["schema_version"] = SCHEMA_VERSION
        self._head(source)
        source["attendance"] = self._attendance()
        source["opening_count"] = self._count("open")
        source["shares_bought"] = self._by_member("shares", "shares_bought", "count")
        source["solidarity_paid"] = self._solidarity()
        fines = list(self._rows(rows.FINE))
        source["fines_charged"] = [row for _, row in fines]
        source["fines_paid"] = self._fines_paid(fines)
        for kind in (rows.GRANT, rows.EXPENSE, rows.INCOME, rows.TRANSFER, rows.REFUSED):
            source[kind.list_name] = [row for _, row in self._rows(kind)]
        source["departures"] = [row for _, row in self._rows(rows.LEAVING)]
        self._lending(source)
        source["repayments"] = self._by_number("repay", "repayments", "loan")
        source["write_offs"] = self._write_offs()
        source["payables_paid"] = self._by_number("payable", "payables_paid", "member")
        source["closing_count"] = self._count("close")
        self._foot(source)

    def text(self, name: str) -> str:
        return self.sheet.get(name).strip()

    def amount(self, name: str) -> int | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return read_amount(text, self.currency.scale)
        except ValueError:
            self.sheet.complain(name, _("Write an amount, such as 5 000."))
            return None

    def count(self, name: str) -> int | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return read_count(text)
        except ValueError:
            self.sheet.complain(name, _("Write a whole number, such as 12."))
            return None

    def _head(self, source: Row) -> None:
        for name in ("cycle", "meeting"):
            self.sheet.paths[name] = name
            number = self.count(name)
            if number is None:
                self.sheet.complain(name, _("Write a whole number, such as 12."))
            source[name] = number
        self.sheet.paths["held_on"] = "held_on"
        source["held_on"] = self.text("held_on")
        if parse_day(source["held_on"]) is None:
            self.sheet.complain("held_on", _("Write a date, such as 2026-11-18."))

    def _foot(self, source: Row) -> None:
        source["note"] = self.text("note")
        self.sheet.paths["note"] = "note"
        for name in ("chaired_by", "recorded_by"):
            self.sheet.paths[name] = name
            text = self.text(name)
            source[name] = int(text) if _is_number(text) else None

    def numbered(self, start: str) -> list[tuple[str, int]]:
        """List the fields ``start-7`` with their number, in the order of the form."""
        found = []
        for name in self.sheet.values:
            head, _dash, tail = name.rpartition("-")
            if head == start and _is_number(tail):
                found.append((name, int(tail)))
        return found

    def _attendance(self) -> list[Row]:
        made: list[Row] = []
        for name, member in self.numbered("state"):
            state = self.text(name)
            if not state:
                continue
            self.sheet.paths[f"attendance.{len(made)}"] = name
            sent = state == REPRESENTED
            row: Row = {"member": member, "state": Attendance.ABSENT.value if sent else state}
            if sent or self.text(f"proxy-{member}"):
                row["by_representative"] = True
            made.append(row)
        return made

    def _count(self, start: str) -> Row:
        counted: Row = {}
        for box, fund in BOXES:
            name = f"{start}-{box}"
            for key in ("minor", "notes"):
                self.sheet.paths[f"{_COUNTS[start]}.{fund}_{key}"] = name
            total, notes = self._box(name)
            counted[f"{fund}_minor"] = total
            if notes:
                counted[f"{fund}_notes"] = notes
                for value in notes:
                    self.sheet.paths[f"{_COUNTS[start]}.{fund}_notes.{value}"] = f"{name}-{value}"
        return counted

    def _box(self, name: str) -> tuple[int | None, Row]:
        """Read a box: its total, or its notes, or both when they agree."""
        total, pieces = self.amount(name), {}
        for value in self.currency.cash:
            number = self.count(f"{name}-{value}")
            if number is not None:
                pieces[value] = number
        if not pieces:
            return total, {}
        sum_of_notes = sum(value * number for value, number in pieces.items())
        if total is not None and total != sum_of_notes:
            text = _(
                "The notes and coins do not make this total. Correct one, or empty this field."
            )
            self.sheet.complain(name, text)
        return sum_of_notes, {str(value): number for value, number in pieces.items() if number}

    def _by_member(self, start: str, list_name: str, key: str) -> list[Row]:
        made: list[Row] = []
        for name, member in self.numbered(start):
            number = self.count(name)
            if number:
                self._place(list_name, len(made), key, name)
                made.append({"member": member, key: number})
        return made

    def _by_number(self, start: str, list_name: str, key: str) -> list[Row]:
        made: list[Row] = []
        for name, number in self.numbered(start):
            amount = self.amount(name)
            if amount:
                self._place(list_name, len(made), "amount_minor", name)
                made.append({key: number, "amount_minor": amount})
        return made

    def _place(self, list_name: str, place: int, key: str, name: str) -> None:
        self.sheet.paths[f"{list_name}.{place}"] = name
        self.sheet.paths[f"{list_name}.{place}.{key}"] = name

    def _solidarity(self) -> list[Row]:
        """Take the ticked contributions; another amount in a row of its own replaces the tick."""
        agreed = self.constitution.solidarity_contribution
        made: dict[int, tuple[int, str]] = {}
        for name, member in self.numbered("sol"):
            if agreed and self.text(name):
                made[member] = (agreed, name)
        for row_number, row in self._rows(rows.OTHER_CONTRIBUTION):
            name = rows.OTHER_CONTRIBUTION.field(row_number, rows.OTHER_CONTRIBUTION.cells[1])
            made[row["member"]] = (row["amount_minor"], name)
        return self._amounts("solidarity_paid", made)

    def _fines_paid(self, fines: list[tuple[int, Row]]) -> list[Row]:
        """Add up what each member pays: fines ticked as paid now, old ones, and parts."""
        made: dict[int, tuple[int, str]] = {}

        def add(member: int, amount: int, name: str) -> None:
            made[member] = (made.get(member, (0, ""))[0] + amount, name)

        for row_number, row in fines:
            if self.text(f"fine-{row_number}-paid"):
                add(row["member"], row["amount_minor"], f"fine-{row_number}-amount")
        for name, member in self.numbered("finepaid"):
            amount = self.amount(name)
            if amount:
                add(member, amount, name)
        for row_number, row in self._rows(rows.FINE_PAY):
            name = rows.FINE_PAY.field(row_number, rows.FINE_PAY.cells[1])
            add(row["member"], row["amount_minor"], name)
        return self._amounts("fines_paid", made)

    def _amounts(self, list_name: str, made: dict[int, tuple[int, str]]) -> list[Row]:
        out: list[Row] = []
        for member, (amount, name) in made.items():
            self._place(list_name, len(out), "amount_minor", name)
            out.append({"member": member, "amount_minor": amount})
        return out

    def _write_offs(self) -> list[Row]:
        made: list[Row] = []
        for name, loan in self.numbered("off"):
            if not self.text(name):
                continue
            self._place("write_offs", len(made), "loan", name)
            votes = [self.count(f"off-{loan}-{side}") for side in ("for", "against")]
            made.append({"loan": loan, "votes_for": votes[0] or 0, "votes_against": votes[1] or 0})
        return made

    def _lending(self, source: Row) -> None:
        """Read loans of both funds; each keeps its line, new ones take the next free."""
        loans, help_lent = list(self._rows(rows.LOAN)), list(self._rows(rows.SOLIDARITY_LOAN))
        marked = [("loan", number, row) for number, row in loans]
        marked += [("sloan", number, row) for number, row in help_lent]
        used = 0
        for key, number, row in marked:
            line = self.text(f"{key}-{number}-line")
            if _is_number(line):
                row["line"] = int(line)
                used = max(used, int(line))
        for _key, _number, row in marked:
            if "line" not in row:
                used += 1
                row["line"] = used
        for number, row in loans:
            chosen = (self.text(f"loan-{number}-g{seat}") for seat in range(_GUARANTORS_MAX))
            row["guarantors"] = [int(text) for text in chosen if _is_number(text)]
        source["loans_granted"] = [row for _, row in loans]
        source["solidarity_loans"] = [row for _, row in help_lent]

    def _rows(self, kind: RowKind) -> Iterator[tuple[int, Row]]:
        place = 0
        for number in range(rows.rows_shown(kind, self.sheet.values)):
            row = self._row(kind, number)
            if row is None:
                continue
            # Amounts of one member from several places are placed by those who add them up.
            if kind not in _ADDED_UP:
                self.sheet.paths[f"{kind.list_name}.{place}"] = kind.field(number, kind.main)
                for cell in kind.cells:
                    path = f"{kind.list_name}.{place}.{cell.key}"
                    self.sheet.paths[path] = kind.field(number, cell)
            place += 1
            yield number, row

    def _row(self, kind: RowKind, number: int) -> Row | None:
        """Read one row; None when it is blank or cannot be read."""
        texts = {cell.name: self.text(kind.field(number, cell)) for cell in kind.cells}
        if all(texts[cell.name] in {"", cell.default} for cell in kind.cells):
            return None
        row: Row = {}
        before = sum(map(len, self.sheet.errors.values()))
        for cell in kind.cells:
            self._cell(row, kind, number, cell)
        if kind is rows.FINE and row.get("amount_minor") is None and "offence" in row:
            self._fine_as_agreed(row, kind.field(number, kind.cells[2]))
        readable = sum(map(len, self.sheet.errors.values())) == before
        return {key: value for key, value in row.items() if value is not None} if readable else None

    def _fine_as_agreed(self, row: Row, name: str) -> None:
        agreed = self.constitution.fine_for(Offence(row["offence"]))
        if agreed:
            row["amount_minor"] = agreed
        else:
            self.sheet.complain(name, _("The rules name no amount for this: write one."))

    def _cell(self, row: Row, kind: RowKind, number: int, cell: Cell) -> None:
        name = kind.field(number, cell)
        text = self.text(name)
        value: object = None
        if cell.sort is Sort.AMOUNT:
            value = self.amount(name) or None
        elif cell.sort is Sort.COUNT:
            value = self.count(name) or None
        elif cell.sort is Sort.MEMBER:
            value = int(text) if _is_number(text) else None
        elif cell.sort is Sort.CHOICE:
            known = cell.choices.__members__.values() if cell.choices else ()
            value = text if text in known else None
        else:
            value = text or None
        if value is None and cell.needed:
            self.sheet.complain(name, _missing(cell))
        if value is not None:
            row[cell.key] = value


BOXES = (("lf", "loan_fund"), ("sf", "solidarity_fund"))
"""The two boxes, as fields of the form and as documents name them."""

_COUNTS = {"open": "opening_count", "close": "closing_count"}
_GUARANTORS_MAX = 10
_ADDED_UP = (rows.FINE_PAY, rows.OTHER_CONTRIBUTION)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < len(text) <= 10  # noqa: PLR2004


def _missing(cell: Cell) -> str:
    words = {
        Sort.MEMBER: _("Choose one."),
        Sort.CHOICE: _("Choose one."),
        Sort.AMOUNT: _("Write an amount, such as 5 000."),
        Sort.COUNT: _("Write a whole number, such as 12."),
        Sort.TEXT: _("Please fill this in."),
    }
    return str(words[cell.sort])
