"""The words of the meeting and the ledger: choices, kinds of movement, accounts."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.constitution import Fund, Need, Offence
from vsla.domain.document import Channel, Direction
from vsla.domain.facts import Attendance
from vsla.domain.ledger import Account, Kind
from vsla.domain.roster import LeavingReason

Words = dict[str, LazyString]

ATTENDANCE: Words = {
    Attendance.PRESENT: _l("Present"),
    Attendance.LATE: _l("Late"),
    Attendance.ABSENT: _l("Absent"),
    Attendance.EXCUSED: _l("Excused"),
}
OFFENCES: Words = {
    Offence.LATE: _l("Coming late"),
    Offence.ABSENT: _l("Absence"),
    Offence.NOT_SAVING: _l("Not saving"),
    Offence.DISORDER: _l("Disorder"),
    Offence.TALKING: _l("Talking during the meeting"),
    Offence.FORGOT_RULES: _l("Forgetting the rules"),
    Offence.LOST_PASSBOOK: _l("Losing the passbook"),
    Offence.LATE_REPAYMENT: _l("Repaying late"),
    Offence.OFFICER_NEGLECT: _l("Neglect by an officer"),
    Offence.OTHER: _l("Another reason"),
}
NEEDS: Words = {
    Need.ILLNESS: _l("Illness"),
    Need.DEATH: _l("Death in the family"),
    Need.BIRTH: _l("Birth"),
    Need.WEDDING: _l("Wedding"),
    Need.SCHOOL: _l("School"),
    Need.ACCIDENT: _l("Accident"),
    Need.DISASTER: _l("Disaster"),
    Need.VIOLENCE: _l("Violence"),
    Need.OTHER: _l("Another need"),
}
FUNDS: Words = {
    Fund.LOAN_FUND: _l("Loan fund"),
    Fund.SOLIDARITY_FUND: _l("Solidarity fund"),
}
DIRECTIONS: Words = {
    Direction.TO_BANK: _l("Brought there"),
    Direction.FROM_BANK: _l("Fetched from there"),
}
CHANNELS: Words = {
    Channel.BANK: _l("Bank"),
    Channel.MOBILE_MONEY: _l("Mobile money"),
}
LEAVING: Words = {
    LeavingReason.LEFT: _l("Leaves of her or his own will"),
    LeavingReason.MOVED: _l("Moves away"),
    LeavingReason.EXPELLED: _l("Is expelled"),
    LeavingReason.DIED: _l("Has died"),
    LeavingReason.DROPPED_OUT: _l("Has stayed away"),
}
CHOICES: dict[type[StrEnum], Words] = {
    Attendance: ATTENDANCE,
    Offence: OFFENCES,
    Need: NEEDS,
    Fund: FUNDS,
    Direction: DIRECTIONS,
    Channel: CHANNELS,
    LeavingReason: LEAVING,
}

ACCOUNTS: dict[Account, LazyString] = {
    Account.CASH_LOAN_FUND: _l("Box of the loan fund"),
    Account.CASH_SOLIDARITY: _l("Box of the solidarity fund"),
    Account.BANK: _l("Loan fund at the bank"),
    Account.BANK_SOLIDARITY: _l("Solidarity fund at the bank"),
    Account.LOANS: _l("Loans out"),
    Account.FINES_OWED: _l("Fines owed"),
    Account.SOLIDARITY_LOANS: _l("Solidarity loans out"),
    Account.MEMBER_SHARES: _l("Shares of the members"),
    Account.SOLIDARITY_FUND: _l("Solidarity fund"),
    Account.RETAINED: _l("Kept for the next cycle"),
    Account.SHAREOUT_PAYABLE: _l("Owed to members"),
    Account.INTEREST_INCOME: _l("Service charge received"),
    Account.FINES_INCOME: _l("Fines received"),
    Account.OTHER_INCOME: _l("Other income"),
    Account.EXPENSES: _l("Expenses"),
    Account.LOAN_LOSSES: _l("Loans lost"),
    Account.CASH_DIFFERENCE: _l("Differences of the count"),
    Account.PROFIT: _l("Profit to share"),
}

KINDS: dict[Kind, LazyString] = {
    Kind.SHARES_BOUGHT: _l("Buys shares"),
    Kind.SOLIDARITY_PAID: _l("Pays the solidarity contribution"),
    Kind.SOLIDARITY_GRANT: _l("Receives help"),
    Kind.SOLIDARITY_LOAN: _l("Receives a solidarity loan"),
    Kind.SOLIDARITY_REPAID: _l("Repays a solidarity loan"),
    Kind.SOLIDARITY_WRITTEN_OFF: _l("Solidarity loan given up"),
    Kind.SOLIDARITY_EXPENSE: _l("Expense of the solidarity fund"),
    Kind.SOLIDARITY_INCOME: _l("Income of the solidarity fund"),
    Kind.FINE_PAID: _l("Pays a fine"),
    Kind.FINE_PAID_SOLIDARITY: _l("Pays a fine to the solidarity fund"),
    Kind.FINE_ARREARS_PAID: _l("Pays a fine of the last cycle"),
    Kind.LOAN_DISBURSED: _l("Receives a loan"),
    Kind.PRINCIPAL_REPAID: _l("Repays a loan"),
    Kind.INTEREST_PAID: _l("Pays the service charge"),
    Kind.PENALTY_PAID: _l("Pays the penalty for lateness"),
    Kind.LOAN_WRITTEN_OFF: _l("Loan given up"),
    Kind.EXPENSE: _l("Expense"),
    Kind.OTHER_INCOME: _l("Other income"),
    Kind.TO_BANK: _l("Brought to the bank"),
    Kind.FROM_BANK: _l("Fetched from the bank"),
    Kind.TO_BANK_SOLIDARITY: _l("Solidarity money brought to the bank"),
    Kind.FROM_BANK_SOLIDARITY: _l("Solidarity money fetched from the bank"),
    Kind.CASH_OVER: _l("Counted more than the book says, loan fund"),
    Kind.CASH_SHORT: _l("Counted less than the book says, loan fund"),
    Kind.SOLIDARITY_OVER: _l("Counted more than the book says, solidarity fund"),
    Kind.SOLIDARITY_SHORT: _l("Counted less than the book says, solidarity fund"),
    Kind.SHAREOUT_ARREARS_PAID: _l("Receives what the last share-out still owed"),
    Kind.LOAN_CARRIED: _l("Debt left open by an earlier share-out"),
    Kind.SOLIDARITY_LOAN_CARRIED: _l("Solidarity loan left open by an earlier share-out"),
    Kind.FINE_CARRIED: _l("Fine left open by an earlier share-out"),
    Kind.PAYABLE_CARRIED: _l("The group still owes from an earlier share-out"),
    Kind.LEAVING_SHARES: _l("Leaves: the shares are given back"),
    Kind.LEAVING_PROFIT: _l("Leaves: part of the profit"),
    Kind.LEAVING_ROUNDED_OFF: _l("Leaves: what no note can pay stays with the group"),
    Kind.LEAVING_PAID: _l("Leaves: is paid in hand"),
    Kind.PRINCIPAL_SET_OFF: _l("Loan withheld"),
    Kind.INTEREST_SET_OFF: _l("Service charge withheld"),
    Kind.PENALTY_SET_OFF: _l("Penalty withheld"),
    Kind.FINE_SET_OFF: _l("Fine withheld"),
    Kind.FINE_ARREARS_SET_OFF: _l("Fine on the books withheld"),
    Kind.HELD_FOR_SOLIDARITY: _l("Withheld for the solidarity fund"),
    Kind.INTEREST_RECOGNISED: _l("Service charge owed is put on the books"),
    Kind.PENALTY_RECOGNISED: _l("Penalty owed is put on the books"),
    Kind.FINE_RECOGNISED: _l("Fine owed is put on the books"),
    Kind.CLOSE_INTEREST: _l("Service charges of the cycle to profit"),
    Kind.CLOSE_FINES: _l("Fines of the cycle to profit"),
    Kind.CLOSE_OTHER_INCOME: _l("Other income of the cycle to profit"),
    Kind.CLOSE_EXPENSES: _l("Expenses of the cycle off the profit"),
    Kind.CLOSE_LOAN_LOSSES: _l("Lost loans of the cycle off the profit"),
    Kind.CLOSE_CASH_OVER: _l("Surplus of the counts to profit"),
    Kind.CLOSE_CASH_SHORT: _l("Shortage of the counts off the profit"),
    Kind.CLOSE_RETAINED: _l("What was kept from the last cycle to profit"),
    Kind.SOLIDARITY_INTO_POOL: _l("The solidarity fund is shared too"),
    Kind.POOL_FROM_SOLIDARITY: _l("Money of the solidarity fund to be shared"),
    Kind.SHAREOUT_SHARES: _l("Shares given back"),
    Kind.SHAREOUT_PROFIT: _l("Part of the profit"),
    Kind.SHAREOUT_LOSS: _l("Part of the loss"),
    Kind.SHAREOUT_ROUNDED_OFF: _l("What no note can pay stays with the group"),
    Kind.SHAREOUT_PAID: _l("Is paid in hand"),
    Kind.SOLIDARITY_SHARED: _l("Receives a part of the solidarity fund"),
    Kind.REMAINDER_KEPT: _l("The remainder stays for the next cycle"),
    Kind.REMAINDER_OUT: _l("The remainder leaves the loan fund"),
    Kind.REMAINDER_TO_SOLIDARITY: _l("The remainder goes to the solidarity fund"),
}
