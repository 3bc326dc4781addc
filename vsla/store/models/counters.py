"""The columns of the counters, for every table that holds sums of them."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column


class CounterColumns:
    """A column for each counter of ``facts.Counters``; a test holds the two together."""

    meetings_expected: Mapped[int]
    meetings_attended: Mapped[int]
    came_late: Mapped[int]
    came_by_proxy: Mapped[int]
    excused: Mapped[int]
    shares_count: Mapped[int]
    savings_minor: Mapped[int] = mapped_column(BigInteger)
    solidarity_minor: Mapped[int] = mapped_column(BigInteger)
    grants_count: Mapped[int]
    grants_minor: Mapped[int] = mapped_column(BigInteger)
    solidarity_loans_count: Mapped[int]
    solidarity_loans_minor: Mapped[int] = mapped_column(BigInteger)
    fines_charged_minor: Mapped[int] = mapped_column(BigInteger)
    fines_paid_minor: Mapped[int] = mapped_column(BigInteger)
    loans_count: Mapped[int]
    loans_minor: Mapped[int] = mapped_column(BigInteger)
    principal_repaid_minor: Mapped[int] = mapped_column(BigInteger)
    interest_paid_minor: Mapped[int] = mapped_column(BigInteger)
    written_off_minor: Mapped[int] = mapped_column(BigInteger)
    left_count: Mapped[int]
    payout_minor: Mapped[int] = mapped_column(BigInteger)
    meetings_count: Mapped[int]
    written_off_count: Mapped[int]
    capital_out_minor: Mapped[int] = mapped_column(BigInteger)
    gain_out_minor: Mapped[int] = mapped_column(BigInteger)
    loss_out_minor: Mapped[int] = mapped_column(BigInteger)
    savings_change_minor: Mapped[int] = mapped_column(BigInteger)
    shares_change: Mapped[int]
    savers_change: Mapped[int]
    loans_change_minor: Mapped[int] = mapped_column(BigInteger)
    loans_change_count: Mapped[int]
    borrowers_change: Mapped[int]
    arrears_change_minor: Mapped[int] = mapped_column(BigInteger)
    cash_change_minor: Mapped[int] = mapped_column(BigInteger)
    solidarity_change_minor: Mapped[int] = mapped_column(BigInteger)
    debts_change_minor: Mapped[int] = mapped_column(BigInteger)
