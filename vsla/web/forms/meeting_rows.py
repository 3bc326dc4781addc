"""The lists of a meeting that grow row by row: which fields each row has, and their names."""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.constitution import Fund, Need, Offence
from vsla.domain.document import Channel, Direction
from vsla.domain.roster import LeavingReason

REPRESENTED = "represented"
"""What the form calls a member who stayed away and sent somebody."""

ROWS_AT_ONCE = 3
"""How many blank rows the form shows, and how many "more rows" adds."""

ROWS_MAX = 90
"""More rows than any meeting needs, so that a forged form stays small."""


class Sort(Enum):
    """What a field of a row holds."""

    MEMBER = auto()
    CHOICE = auto()
    AMOUNT = auto()
    COUNT = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row.

    Attributes:
        name: last part of the field's name in the form.
        key: of the document.
        sort: how it is read.
        label: above the field.
        needed: a row that was begun must have it.
        default: chosen before anybody touches it; alone it does not begin a row.
        choices: of a choice.
        wide: takes the whole width of a phone.
    """

    name: str
    key: str
    sort: Sort
    label: LazyString
    needed: bool = True
    default: str = ""
    choices: type[StrEnum] | None = None
    wide: bool = False


@dataclass(frozen=True, slots=True)
class RowKind:
    """One growing list: its place in the form and in the document.

    Attributes:
        key: first part of the field names.
        list_name: of the document.
        cells: in the order of the row.
        blank_rows: shown when nothing is typed.
    """

    key: str
    list_name: str
    cells: tuple[Cell, ...]
    blank_rows: int = ROWS_AT_ONCE

    @property
    def main(self) -> Cell:
        """Give the field at which an error of the whole row stands: its amount, if it has one."""
        amounts = (cell for cell in self.cells if cell.sort is Sort.AMOUNT)
        return next(amounts, self.cells[0])

    def field(self, row: int, cell: Cell) -> str:
        """Name a field of the form, such as ``fine-0-amount``."""
        return f"{self.key}-{row}-{cell.name}"


def _member(label: LazyString, name: str = "member", *, needed: bool = True) -> Cell:
    return Cell(name, name, Sort.MEMBER, label, needed, wide=True)


def _choice(
    name: str, kind: type[StrEnum], label: LazyString, default: str = "", *, wide: bool = False
) -> Cell:
    return Cell(name, name, Sort.CHOICE, label, default=default, choices=kind, wide=wide)


def _amount(*, needed: bool = True) -> Cell:
    return Cell("amount", "amount_minor", Sort.AMOUNT, _l("Amount"), needed)


def _text(name: str, label: LazyString, *, needed: bool = False, wide: bool = False) -> Cell:
    return Cell(name, name, Sort.TEXT, label, needed, wide=wide)


_WHO = _l("Member")
_PAYEE = _member(_l("Who takes the money in hand, if another"), "payee", needed=False)
_FUND = _choice("fund", Fund, _l("Out of which box"), Fund.LOAN_FUND.value, wide=True)

FINE = RowKind(
    "fine",
    "fines_charged",
    (_member(_WHO), _choice("offence", Offence, _l("For what")), _amount(needed=False)),
)
FINE_PAY = RowKind("finepay", "fines_paid", (_member(_WHO), _amount()), 1)
OTHER_CONTRIBUTION = RowKind("solx", "solidarity_paid", (_member(_WHO), _amount()), 1)
GRANT = RowKind(
    "grant",
    "solidarity_grants",
    (_member(_WHO), _choice("need", Need, _l("Kind of need")), _amount(), _PAYEE),
)
SOLIDARITY_LOAN = RowKind(
    "sloan",
    "solidarity_loans",
    (
        _member(_WHO),
        _choice("need", Need, _l("Kind of need")),
        _amount(),
        Cell("weeks", "weeks", Sort.COUNT, _l("For how many weeks")),
        _PAYEE,
    ),
    1,
)
EXPENSE = RowKind("exp", "expenses", (_text("what", _l("For what"), needed=True), _amount(), _FUND))
INCOME = RowKind(
    "inc",
    "other_income",
    (
        _text("what", _l("From what"), needed=True),
        _amount(),
        _choice("fund", Fund, _l("Into which box"), Fund.LOAN_FUND.value, wide=True),
    ),
    1,
)
TRANSFER = RowKind(
    "bank",
    "transfers",
    (
        _amount(),
        _choice("direction", Direction, _l("Which way"), Direction.TO_BANK.value),
        _choice("channel", Channel, _l("Where"), Channel.BANK.value),
        _FUND,
        _text("reference", _l("Reference on the slip"), wide=True),
    ),
    1,
)
LOAN = RowKind(
    "loan",
    "loans_granted",
    (
        _member(_WHO),
        _amount(),
        Cell("term", "term", Sort.COUNT, _l("Term")),
        _text("purpose", _l("What for")),
        _text("activity", _l("Income activity")),
    ),
)
REFUSED = RowKind(
    "refused",
    "loans_refused",
    (_member(_WHO), _amount(), _text("reason", _l("Why"))),
    1,
)
LEAVING = RowKind(
    "leave",
    "departures",
    (_member(_WHO), _choice("reason", LeavingReason, _l("Why"), wide=True)),
    1,
)

ROW_KINDS: dict[str, RowKind] = {
    kind.key: kind
    for kind in (
        FINE,
        FINE_PAY,
        OTHER_CONTRIBUTION,
        GRANT,
        SOLIDARITY_LOAN,
        EXPENSE,
        INCOME,
        TRANSFER,
        LOAN,
        REFUSED,
        LEAVING,
    )
}
"""Every growing list by the first part of its field names."""


def rows_shown(kind: RowKind, values: dict[str, str]) -> int:
    """Count the rows of a list that the form shows."""
    written = values.get(f"rows-{kind.key}", "")
    asked = int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0  # noqa: PLR2004
    return min(max(asked, kind.blank_rows), ROWS_MAX)
