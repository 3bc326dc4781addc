"""How a total opens: which movements of the ledger each figure is the sum of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsla.domain.ledger import ACCOUNTS_OF, DEBIT_NORMAL, Account, Kind
from vsla.domain.registry import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsla.domain.registry import Indicator


@dataclass(frozen=True, slots=True)
class Measure:
    """A total that opens down to the entries of the ledger.

    Attributes:
        indicator: of the registry; a sum, not a ratio.
        added: kinds of movement it grows by.
        taken: kinds of movement it shrinks by.
        stands: it is where something stands, so movements of all times make it up; otherwise
            those of the period.
        of_members: only movements of a member count.
    """

    indicator: Indicator
    added: frozenset[Kind]
    taken: frozenset[Kind] = frozenset()
    stands: bool = False
    of_members: bool = True


def _flow(code: str, *kinds: Kind) -> Measure:
    return Measure(INDICATORS[code], frozenset(kinds))


def _standing(code: str, *accounts: Account) -> Measure:
    """Take every kind that changes some accounts, and by which sign."""
    added, taken = set(), set()
    for kind, (debit, credit) in ACCOUNTS_OF.items():
        change = _sign(debit, accounts, grows=debit in DEBIT_NORMAL)
        change += _sign(credit, accounts, grows=credit not in DEBIT_NORMAL)
        if change > 0:
            added.add(kind)
        elif change < 0:
            taken.add(kind)
    kinds = (frozenset(added), frozenset(taken))
    return Measure(INDICATORS[code], *kinds, stands=True, of_members=False)


def _sign(account: Account, of: Iterable[Account], *, grows: bool) -> int:
    if account not in of:
        return 0
    return 1 if grows else -1


_K, _A = Kind, Account

MEASURES: dict[str, Measure] = {
    measure.indicator.code: measure
    for measure in (
        _flow("savings", _K.SHARES_BOUGHT),
        _standing("savings_of_cycle", _A.MEMBER_SHARES),
        _standing("loans_out", _A.LOANS),
        _flow("loans_given", _K.LOAN_DISBURSED),
        _flow("principal_repaid", _K.PRINCIPAL_REPAID, _K.PRINCIPAL_SET_OFF),
        _flow("interest_paid", _K.INTEREST_PAID, _K.INTEREST_SET_OFF, _K.INTEREST_RECOGNISED),
        _flow("written_off", _K.LOAN_WRITTEN_OFF),
        _standing("loan_fund_cash", _A.CASH_LOAN_FUND, _A.BANK),
        _standing("solidarity_fund", _A.CASH_SOLIDARITY, _A.BANK_SOLIDARITY),
        _flow("solidarity_paid", _K.SOLIDARITY_PAID),
        _flow("solidarity_grants", _K.SOLIDARITY_GRANT),
        _flow(
            "fines_paid",
            _K.FINE_PAID,
            _K.FINE_PAID_SOLIDARITY,
            _K.FINE_ARREARS_PAID,
            _K.FINE_SET_OFF,
            _K.FINE_ARREARS_SET_OFF,
        ),
        _flow(
            "paid_out",
            _K.LEAVING_PAID,
            _K.SHAREOUT_PAID,
            _K.SHAREOUT_ARREARS_PAID,
            _K.SOLIDARITY_SHARED,
        ),
    )
}
"""Totals that open, by the code of their indicator."""
