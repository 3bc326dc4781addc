"""Fill the meeting form: fresh for a new meeting, or from a document that is corrected."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from vsla.domain.constitution import Constitution
from vsla.domain.facts import Attendance
from vsla.domain.money import CURRENCIES
from vsla.web.forms import meeting_rows as rows
from vsla.web.forms.meeting_reader import BOXES
from vsla.web.forms.meeting_rows import REPRESENTED, RowKind, Sort
from vsla.web.locale import current_locale
from vsla.web.money_format import format_amount

Document = dict[str, Any]


def fresh_values(
    *,
    uuid: str,
    cycle: int,
    meeting: int,
    held_on: date,
    members: Iterable[int],
    constitution: Constitution,
) -> dict[str, str]:
    """Fill a new form: everyone is there and pays the agreed contribution.

    Args:
        uuid: makes a second sending harmless.
        cycle: of the books.
        meeting: the next number.
        held_on: the day offered.
        members: who belongs on that day, in passbook order.
        constitution: in force.

    Returns:
        One value a field.
    """
    values = {
        "uuid": uuid,
        "cycle": str(cycle),
        "meeting": str(meeting),
        "held_on": held_on.isoformat(),
    }
    for member in members:
        values[f"state-{member}"] = Attendance.PRESENT.value
        if constitution.solidarity_contribution:
            values[f"sol-{member}"] = "y"
    return values


class Filling:
    """A document being written back into the fields it came from."""

    def __init__(self, document: Document, constitution: Constitution, currency: str) -> None:
        """Take the document as it was sent, and what the form is drawn with."""
        self.document = document
        self.constitution = constitution
        self.currency = currency
        self.values: dict[str, str] = {}

    def fill(self, uuid: str, debtors: Iterable[int]) -> dict[str, str]:
        """Write every fact of the document into its field.

        Args:
            uuid: of the correction.
            debtors: members whose fines of earlier meetings have a field of their own.

        Returns:
            One value a field.
        """
        document, values = self.document, self.values
        values["uuid"] = uuid
        for name in ("cycle", "meeting", "held_on", "note", "chaired_by", "recorded_by"):
            value = document.get(name)
            values[name] = "" if value is None else str(value)
        for row in document.get("attendance", ()):
            state, sent = row["state"], row.get("by_representative")
            if sent and state == Attendance.ABSENT:
                state = REPRESENTED
            elif sent:
                values[f"proxy-{row['member']}"] = "y"
            values[f"state-{row['member']}"] = state
        self._count("open", document.get("opening_count") or {})
        self._count("close", document.get("closing_count") or {})
        for row in document.get("shares_bought", ()):
            values[f"shares-{row['member']}"] = str(row["count"])
        self._solidarity()
        self._rows(rows.FINE, document.get("fines_charged", ()))
        self._fines_paid(set(debtors))
        for kind in (rows.GRANT, rows.EXPENSE, rows.INCOME, rows.TRANSFER, rows.REFUSED):
            self._rows(kind, document.get(kind.list_name, ()))
        self._rows(rows.LEAVING, document.get("departures", ()))
        self._lending()
        self._by_loan()
        return values

    def _money(self, amount_minor: int) -> str:
        return format_amount(amount_minor, self.currency, current_locale())

    def _count(self, start: str, counted: Document) -> None:
        for box, fund in BOXES:
            if counted.get(f"{fund}_minor") is not None:
                self.values[f"{start}-{box}"] = self._money(counted[f"{fund}_minor"])
            notes = counted.get(f"{fund}_notes") or {}
            # A note this form has no field for leaves the sum alone.
            if all(int(value) in CURRENCIES[self.currency].cash for value in notes):
                for value, number in notes.items():
                    self.values[f"{start}-{box}-{value}"] = str(number)

    def _solidarity(self) -> None:
        others = []
        for row in self.document.get("solidarity_paid", ()):
            if row["amount_minor"] == self.constitution.solidarity_contribution:
                self.values[f"sol-{row['member']}"] = "y"
            else:
                others.append(row)
        self._rows(rows.OTHER_CONTRIBUTION, others)

    def _fines_paid(self, debtors: set[int]) -> None:
        """Tick the fines that were paid at once; the rest stands as paid for itself."""
        left = {r["member"]: r["amount_minor"] for r in self.document.get("fines_paid", ())}
        for number, fine in enumerate(self.document.get("fines_charged", ())):
            if 0 < fine["amount_minor"] <= left.get(fine["member"], 0):
                left[fine["member"]] -= fine["amount_minor"]
                self.values[f"fine-{number}-paid"] = "y"
        others = []
        for member, amount in left.items():
            if amount and member in debtors:
                self.values[f"finepaid-{member}"] = self._money(amount)
            elif amount:
                others.append({"member": member, "amount_minor": amount})
        self._rows(rows.FINE_PAY, others)

    def _lending(self) -> None:
        for kind in (rows.LOAN, rows.SOLIDARITY_LOAN):
            lent = self.document.get(kind.list_name, ())
            self._rows(kind, lent)
            for number, row in enumerate(lent):
                self.values[f"{kind.key}-{number}-line"] = str(row["line"])
                for seat, guarantor in enumerate(row.get("guarantors", ())):
                    self.values[f"loan-{number}-g{seat}"] = str(guarantor)

    def _by_loan(self) -> None:
        paid: dict[int, int] = {}
        for row in self.document.get("repayments", ()):
            paid[row["loan"]] = paid.get(row["loan"], 0) + row["amount_minor"]
        for loan, amount in paid.items():
            self.values[f"repay-{loan}"] = self._money(amount)
        for row in self.document.get("write_offs", ()):
            self.values[f"off-{row['loan']}"] = "y"
            self.values[f"off-{row['loan']}-for"] = str(row["votes_for"])
            self.values[f"off-{row['loan']}-against"] = str(row["votes_against"])
        for row in self.document.get("payables_paid", ()):
            self.values[f"payable-{row['member']}"] = self._money(row["amount_minor"])

    def _rows(self, kind: RowKind, written: Iterable[Document]) -> None:
        number = -1
        for number, row in enumerate(written):
            for cell in kind.cells:
                value = row.get(cell.key, cell.default)
                if value is None:
                    value = ""
                text = self._money(value) if cell.sort is Sort.AMOUNT else str(value)
                self.values[kind.field(number, cell)] = text
        self.values[f"rows-{kind.key}"] = str(max(number + 2, kind.blank_rows))
