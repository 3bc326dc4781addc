"""Tables of data quality: what the office measures by, samples of passbooks, and what they said."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from vsla.domain.passbook_check import CheckOutcome
from vsla.store.models.base import CLUSTERED, Base, EnumText, UTCDateTime


class OfficeRulesRow(Base):
    """What a programme measures its groups and facilitators by; ``bands`` is canonical JSON.

    ``bands`` is per mille for five, four, three and two stars; ``members_each`` and
    ``groups_each`` are the most a facilitator should accompany, None for the number that follows
    from the plan; ``visit_days`` is the longest time between two visits to a group.
    """

    __tablename__ = "office_rules"

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.programme_id"), primary_key=True
    )
    bands: Mapped[str] = mapped_column(Text)
    members_each: Mapped[int | None]
    groups_each: Mapped[int | None]
    visit_days: Mapped[int]


class PassbookSample(Base):
    """A sample of passbooks that was drawn.

    ``drawn`` is canonical JSON: a list of pairs of a group and its members, in the order of the
    draw. It stands in one row, because no transaction spans two groups.
    """

    __tablename__ = "passbook_sample"

    sample_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"), index=True)
    seed: Mapped[str] = mapped_column(Text)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.zone_id"))
    group_code: Mapped[str] = mapped_column(Text)
    groups_asked: Mapped[int]
    passbooks_each: Mapped[int]
    drawn: Mapped[str] = mapped_column(Text)
    drawn_on: Mapped[date]
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    drawn_at: Mapped[datetime] = mapped_column(UTCDateTime)


class PassbookCheck(Base):
    """What one passbook said, and what the books said of the same day; the last line counts.

    ``line`` counts 1, 2, 3 ... for a passbook of a sample: one that was read wrong is entered again
    and the earlier line stays. ``entry_number`` is the last entry the books held then; money in
    minor units of the group.
    """

    __tablename__ = "passbook_check"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["member.group_id", "member.member_id"]),
        Index("ix_passbook_check_by_sample", "sample_id"),
        CLUSTERED,
    )

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sample_id: Mapped[int] = mapped_column(
        ForeignKey("passbook_sample.sample_id"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[CheckOutcome] = mapped_column(EnumText(CheckOutcome))
    last_on: Mapped[date | None]
    shares: Mapped[int]
    owed: Mapped[int] = mapped_column(BigInteger)
    met: Mapped[bool]
    book_shares: Mapped[int]
    book_owed: Mapped[int] = mapped_column(BigInteger)
    behind: Mapped[int]
    agrees: Mapped[bool]
    entry_number: Mapped[int]
    checked_on: Mapped[date]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
