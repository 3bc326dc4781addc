"""The workbook in which groups are brought in: its sheets, their columns and what each means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vsla.documents.marks import lazy as _l


class Kind(StrEnum):
    """What a column takes."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    DAY = "day"
    CHOICE = "choice"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what to write, and whether a line needs it.

    ``choices`` are offered; of a column of choices nothing else is taken, and a yes or no is
    written in any language.
    """

    key: str
    head: str
    meaning: str
    kind: Kind = Kind.TEXT
    needed: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, what its lines are, and its columns."""

    key: str
    name: str
    meaning: str
    columns: tuple[Column, ...]


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "groups",
        _l("Groups"),
        _l("One line for each group."),
        (
            Column(
                "code",
                _l("Code"),
                _l("Short name, such as KAM-01; all sheets name the group by it."),
                needed=True,
            ),
            Column("name", _l("Name"), _l("Name of the group."), needed=True),
            Column("zone", _l("Zone"), _l("A zone the programme has already."), needed=True),
            Column("place", _l("Place"), _l("Where it meets; may be empty.")),
            Column(
                "currency",
                _l("Currency"),
                _l("CDF, USD, UGX or RWF."),
                needed=True,
                choices=("CDF", "USD", "UGX", "RWF"),
            ),
            Column("formed_on", _l("Formed on"), _l("Day of the forming."), Kind.DAY, needed=True),
            Column(
                "opened_on",
                _l("Cycle began on"),
                _l("First day of the running cycle."),
                Kind.DAY,
                needed=True,
            ),
            Column(
                "share_out_on",
                _l("Share-out planned on"),
                _l("Planned end of the cycle."),
                Kind.DAY,
                needed=True,
            ),
            Column(
                "share_value",
                _l("Value of a share"),
                _l("Price of one share in this cycle."),
                Kind.MONEY,
                needed=True,
            ),
            Column(
                "shares_max",
                _l("Most shares"),
                _l("Most shares a member may buy at a meeting; 5 when empty."),
                Kind.COUNT,
            ),
            Column(
                "solidarity",
                _l("Solidarity contribution"),
                _l("Paid by each member at each meeting; nothing when empty."),
                Kind.MONEY,
            ),
            Column(
                "charge_percent",
                _l("Service charge in %"),
                _l("On the sum lent, for each four weeks; 10 when empty."),
                Kind.COUNT,
            ),
            Column(
                "meeting",
                _l("Last meeting"),
                _l(
                    "Number of the last meeting before this file; empty for a group without"
                    " balances."
                ),
                Kind.COUNT,
            ),
            Column(
                "held_on",
                _l("Balances of"),
                _l("Day for which shares, loans and boxes are given."),
                Kind.DAY,
            ),
            Column(
                "box_loan_fund",
                _l("Box of the loan fund"),
                _l("Cash counted on that day."),
                Kind.MONEY,
            ),
            Column(
                "box_solidarity",
                _l("Box of the solidarity fund"),
                _l("Cash counted on that day."),
                Kind.MONEY,
            ),
            Column(
                "bank_loan_fund",
                _l("Loan fund at the bank"),
                _l("Money of the loan fund at the bank or on a telephone."),
                Kind.MONEY,
            ),
            Column(
                "bank_solidarity",
                _l("Solidarity fund at the bank"),
                _l("Money of the solidarity fund at the bank or on a telephone."),
                Kind.MONEY,
            ),
        ),
    ),
    Sheet(
        "members",
        _l("Members"),
        _l("One line for each member, with the shares of the running cycle."),
        (
            Column("group", _l("Group"), _l("Code of the group."), needed=True),
            Column(
                "passbook",
                _l("Passbook"),
                _l("Number of the passbook, from 1."),
                Kind.COUNT,
                needed=True,
            ),
            Column("name", _l("Name"), _l("Name of the member."), needed=True),
            Column(
                "sex",
                _l("Sex"),
                _l("F woman, M man, X other; empty when not said."),
                choices=("F", "M", "X"),
            ),
            Column("birth_year", _l("Year of birth"), _l("May be empty."), Kind.COUNT),
            Column(
                "joined_on",
                _l("Joined on"),
                _l("First day as a member; the first day of the cycle when empty."),
                Kind.DAY,
            ),
            Column(
                "post",
                _l("Post"),
                _l("chair, secretary, treasurer, counter or key_holder; empty for none."),
                choices=("chair", "secretary", "treasurer", "counter", "key_holder"),
            ),
            Column(
                "shares",
                _l("Shares"),
                _l("Shares bought in this cycle until the day of the balances."),
                Kind.COUNT,
            ),
            Column("fines", _l("Fines owed"), _l("Fines not yet paid on that day."), Kind.MONEY),
        ),
    ),
    Sheet(
        "loans",
        _l("Open loans"),
        _l("One line for each loan that is not repaid when the group comes in."),
        (
            Column("group", _l("Group"), _l("Code of the group."), needed=True),
            Column(
                "passbook",
                _l("Passbook"),
                _l("Number of the passbook, from 1."),
                Kind.COUNT,
                needed=True,
            ),
            Column(
                "granted_on",
                _l("Given on"),
                _l("Day the money was handed over."),
                Kind.DAY,
                needed=True,
            ),
            Column(
                "term",
                _l("Term in periods"),
                _l("Periods of four weeks until all is to be repaid."),
                Kind.COUNT,
                needed=True,
            ),
            Column("principal", _l("Sum lent"), _l("As given."), Kind.MONEY, needed=True),
            Column(
                "repaid",
                _l("Repaid so far"),
                _l("All that was paid on it, charge and principal; may be empty."),
                Kind.MONEY,
            ),
            Column(
                "repaid_on",
                _l("Last repaid on"),
                _l("Day of that payment; the day of the balances when empty."),
                Kind.DAY,
            ),
        ),
    ),
    Sheet(
        "meetings",
        _l("Past meetings"),
        _l(
            "One line for each member at each meeting that was held after the balances, or"
            " since the first day."
        ),
        (
            Column("group", _l("Group"), _l("Code of the group."), needed=True),
            Column(
                "meeting",
                _l("Meeting"),
                _l("Number of the meeting in the cycle."),
                Kind.COUNT,
                needed=True,
            ),
            Column("held_on", _l("Held on"), _l("Day of the meeting."), Kind.DAY, needed=True),
            Column(
                "passbook",
                _l("Passbook"),
                _l("Number of the passbook, from 1."),
                Kind.COUNT,
                needed=True,
            ),
            Column(
                "attendance",
                _l("Attendance"),
                _l("present, late, absent or excused; present when empty."),
                choices=("present", "late", "absent", "excused"),
            ),
            Column(
                "shares", _l("Shares"), _l("Count of shares bought at this meeting."), Kind.COUNT
            ),
            Column(
                "solidarity",
                _l("Solidarity paid"),
                _l("Paid into the solidarity fund."),
                Kind.MONEY,
            ),
            Column("fine", _l("Fine"), _l("Fine the meeting decided."), Kind.MONEY),
            Column("fine_paid", _l("Fines paid"), _l("Paid on fines."), Kind.MONEY),
            Column("loan", _l("Loan given"), _l("Principal handed over."), Kind.MONEY),
            Column(
                "term",
                _l("Term in periods"),
                _l("Periods of four weeks until all is to be repaid."),
                Kind.COUNT,
            ),
            Column("repaid", _l("Repaid"), _l("Paid on loans, the oldest first."), Kind.MONEY),
            Column("help", _l("Help given"), _l("Given from the solidarity fund."), Kind.MONEY),
        ),
    ),
)
"""In the order in which they are filled in."""

HELP: dict[str, str] = {
    "how": _l("How to fill in"),
    "sheet": _l("Sheet"),
    "column": _l("Column"),
    "needed": _l("Must be filled in"),
    "yes": _l("Yes"),
    "no": _l("No"),
    "meaning": _l("Meaning"),
    "intro": _l(
        "Fill in the sheets from the second line on; leave their heads as they are. Amounts are in"
        " the currency of the group, days as days. Sheets you do not need stay empty."
    ),
    "title": _l("Groups to bring in"),
    "own": _l("A field of the programme; may be empty."),
}
"""Words of the sheet that explains the others."""

YES_NO = (HELP["yes"], HELP["no"])
"""The choices of a column of yes and no."""
