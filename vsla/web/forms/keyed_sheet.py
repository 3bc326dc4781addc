"""A collection sheet being keyed: its rows, its handwritten totals, and the document they make."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from vsla.domain.constitution import Offence
from vsla.domain.facts import Attendance
from vsla.domain.loans import allocate
from vsla.domain.money import CURRENCIES, Minor
from vsla.services.meeting_page import FormGround
from vsla.store.models import Member
from vsla.web.forms.meeting_fill import Filling
from vsla.web.forms.meeting_reader import Sheet
from vsla.web.money_format import amount, count, money
from vsla.web.numbers_read import read_amount, read_count

_CAME = frozenset({Attendance.PRESENT, Attendance.LATE})
_OFFENCES = {Attendance.LATE: Offence.LATE, Attendance.ABSENT: Offence.ABSENT}
_COUNTED = (
    ("open-lf", "opening_count", "loan_fund_minor"),
    ("open-sf", "opening_count", "solidarity_fund_minor"),
    ("close-lf", "closing_count", "loan_fund_minor"),
    ("close-sf", "closing_count", "solidarity_fund_minor"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet; ``is_money`` or a count. Its total stands in ``total-<key>``."""

    key: str
    label: LazyString
    sign: str
    is_money: bool = True


COLUMNS = (
    Column("came", _l("Came"), "present", is_money=False),
    Column("shares", _l("Stars"), "star", is_money=False),
    Column("sol", _l("Solidarity"), "solidarity"),
    Column("fined", _l("New fine"), "fine"),
    Column("fine", _l("Fine paid"), "fine"),
    Column("repaid", _l("Repayment"), "repayment"),
    Column("lent", _l("New loan"), "loan"),
)
"""In the order of the sheet; each can be added up at its foot."""


@dataclass
class Keyed:
    """A sheet as keyed.

    Attributes:
        ground: the group before the meeting.
        sheet: what was typed, and what is wrong with it.
        sums: what the keyed rows add up to, by column; a count or minor units.
        totals: what is written at the foot of the sheet; None where nothing was typed.
        document: what the rows say, as the document of a meeting.
        compared: the person asked for the comparison.
    """

    ground: FormGround
    sheet: Sheet
    sums: dict[str, int] = field(default_factory=dict)
    totals: dict[str, int | None] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    compared: bool = False

    @property
    def currency(self) -> str:
        """Give the currency of the group."""
        return self.ground.group.currency

    @property
    def agreed(self) -> Minor:
        """Give the agreed contribution; where there is none the amount itself is keyed."""
        return self.ground.constitution.solidarity_contribution

    @property
    def columns(self) -> tuple[Column, ...]:
        """List the columns in the order of the sheet."""
        return COLUMNS

    @property
    def wrong_fields(self) -> list[tuple[str, str]]:
        """List every error with its field, for the summary."""
        return [(name, text) for name, texts in self.sheet.errors.items() for text in texts]

    @property
    def ready(self) -> bool:
        """Tell whether every column agrees, or is explained, and nothing else is wrong."""
        return self.compared and not self.sheet.errors

    def owes(self, member: Member) -> tuple[Minor, Minor]:
        """Give what a member owes on fines and on loans, as the sheet says."""
        owed = {due.loan.loan: due.owed.total for due in self.ground.due}
        loans = self.ground.books.loans_of(member.member_id)
        fines = self.ground.books.fines_owed.get(member.member_id, 0)
        return fines, sum(owed[loan.loan] for loan in loans)

    def differs(self, column: Column) -> bool:
        """Tell whether the rows and the foot of a column say different things."""
        return self.compared and self.sums[column.key] != (self.totals[column.key] or 0)

    def accepted(self, column: Column) -> bool:
        """Tell whether the person says that this column was added wrongly on the sheet."""
        return self.differs(column) and bool(self.sheet.get(f"wrong-{column.key}"))

    def said(self, column: Column, number: int) -> str:
        """Write a figure of a column."""
        return money(number, self.currency) if column.is_money else count(number)

    def keyed(self, column: Column) -> str:
        """Write what a column adds up to, for the line that follows the typing."""
        number = self.sums.get(column.key, 0)
        return amount(number, self.currency) if column.is_money else count(number)

    def compare(self) -> None:
        """Hold the foot of the sheet against the rows; each difference stands at its column."""
        self.compared = True
        for column in COLUMNS:
            total, wrong = self.totals[column.key], f"total-{column.key}"
            if wrong in self.sheet.errors or not self.differs(column):
                continue
            if total is None:
                self.sheet.complain(wrong, _("Write the total that stands on the sheet."))
            elif not self.accepted(column):
                self.sheet.complain(wrong, self._difference(column, total))
        if any(map(self.accepted, COLUMNS)) and not self.sheet.get("why").strip():
            self.sheet.complain("why", _("Write why: it is kept with the meeting."))

    def _difference(self, column: Column, total: int) -> str:
        keyed = self.sums[column.key]
        text = _(
            "%(column)s: keyed %(keyed)s, on the sheet %(total)s, difference %(difference)s."
            " Look at each line of this column.",
            column=column.label,
            keyed=self.said(column, keyed),
            total=self.said(column, total),
            difference=self.said(column, keyed - total),
        )
        return str(text)

    def note(self) -> str:
        """Write the note of the meeting: what was typed, and each column added wrongly."""
        wrong = [
            _(
                "%(column)s: the sheet says %(total)s, its lines make %(keyed)s.",
                column=column.label,
                total=self.said(column, self.totals[column.key] or 0),
                keyed=self.said(column, self.sums[column.key]),
            )
            for column in COLUMNS
            if self.accepted(column)
        ]
        why = [self.sheet.get("why").strip()] if wrong else []
        return "\n".join(filter(None, [self.sheet.get("note").strip(), *wrong, *why]))

    def form_values(self) -> dict[str, str]:
        """Write the sheet into the fields of the meeting form, where the rest is added."""
        ground, get = self.ground, self.sheet.get
        document = {**self.document, "note": self.note()}
        for name in ("cycle", "meeting", "held_on"):
            document[name] = get(name)
        filling = Filling(document, ground.constitution, self.currency)
        return filling.fill(get("uuid"), ground.books.fines_owed)


def read_keyed(form: Mapping[str, str], ground: FormGround) -> Keyed:
    """Read a keyed sheet as it was sent.

    Args:
        form: one value a field.
        ground: of the number and day that the form names.

    Returns:
        The sheet with its sums; what cannot be read is named at its field.
    """
    reading = _Reading(Keyed(ground, Sheet(dict(form))))
    reading.read()
    return reading.keyed


class _Reading:
    """One sheet being read."""

    def __init__(self, keyed: Keyed) -> None:
        self.keyed = keyed
        self.sheet = keyed.sheet
        self.document = keyed.document
        self.sums = dict.fromkeys((column.key for column in COLUMNS), 0)
        keyed.sums = self.sums

    def read(self) -> None:
        lists = ("attendance", "shares_bought", "solidarity_paid", "fines_charged")
        for name in (*lists, "fines_paid", "repayments", "loans_granted"):
            self.document[name] = []
        for member in self.keyed.ground.present:
            self._row(member.member_id)
        for name, when, box in _COUNTED:
            counted = self.number(name, is_money=True)
            self.document.setdefault(when, {})[box] = counted
        for column in COLUMNS:
            total = self.number(f"total-{column.key}", is_money=column.is_money)
            self.keyed.totals[column.key] = total

    def number(self, name: str, *, is_money: bool) -> int | None:
        """Read a field; None when it is blank or cannot be read."""
        text = self.sheet.get(name).strip()
        if not text:
            return None
        try:
            if is_money:
                return read_amount(text, CURRENCIES[self.keyed.currency].scale)
            return read_count(text)
        except ValueError:
            amount_asked = _("Write an amount, such as 5 000.")
            wrong = amount_asked if is_money else _("Write a whole number, such as 12.")
            self.sheet.complain(name, wrong)
            return None

    def _row(self, member: int) -> None:
        state = self.sheet.get(f"state-{member}")
        if state in Attendance.__members__.values():
            self.sums["came"] += state in _CAME
            self.document["attendance"].append({"member": member, "state": state})
        self._take("shares", member, "shares_bought", "count")
        self._solidarity(member)
        offence = next((_OFFENCES[each] for each in _OFFENCES if each == state), Offence.OTHER)
        self._take("fined", member, "fines_charged", offence=str(offence))
        self._take("fine", member, "fines_paid")
        self._repaid(member)
        line = len(self.document["loans_granted"]) + 1
        self._take("lent", member, "loans_granted", line=line)

    def _take(
        self, key: str, member: int, list_name: str, what: str = "amount_minor", **more: object
    ) -> None:
        number = self.number(f"{key}-{member}", is_money=what != "count")
        if number:
            self.sums[key] += number
            self.document[list_name].append({"member": member, what: number, **more})

    def _solidarity(self, member: int) -> None:
        agreed = self.keyed.agreed
        if not agreed:
            self._take("sol", member, "solidarity_paid")
        elif self.sheet.get(f"sol-{member}"):
            self.sums["sol"] += agreed
            self.document["solidarity_paid"].append({"member": member, "amount_minor": agreed})

    def _repaid(self, member: int) -> None:
        """Lay what a member repays on her loans, the oldest first."""
        ground, name = self.keyed.ground, f"repaid-{member}"
        paid = self.number(name, is_money=True)
        if not paid:
            return
        self.sums["repaid"] += paid
        laid, over = allocate(ground.books.loans_of(member), paid, ground.held_on)
        for loan, part in laid:
            amount_minor = part.penalty + part.interest + part.principal
            row = {"loan": loan.loan, "amount_minor": amount_minor}
            self.document["repayments"].append(row)
        if over:
            owed, who = money(paid - over, self.keyed.currency), ground.people[member].name
            text = _("%(name)s owes only %(owed)s on this day.", name=who, owed=owed)
            self.sheet.complain(name, text)


def fresh_sheet(ground: FormGround, uuid: str) -> Keyed:
    """Make a sheet of which nothing is keyed: attendance stands at present, the rest is blank."""
    values = {
        "uuid": uuid,
        "cycle": str(ground.books.cycle),
        "meeting": str(ground.meeting),
        "held_on": ground.held_on.isoformat(),
    }
    for member in ground.present:
        values[f"state-{member.member_id}"] = Attendance.PRESENT.value
    return read_keyed(values, ground)
