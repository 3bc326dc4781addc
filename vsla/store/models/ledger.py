"""Tables of the ledger: appended to, never changed; triggers of the migration hold that."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from vsla.domain.ledger import Account, Kind
from vsla.store.models.base import CLUSTERED, Base, EnumText, UTCDateTime
from vsla.store.models.states import EntryKind
from vsla.store.packed import PackedText


class JournalEntry(Base):
    """One entry of a group's journal; ``number`` counts 1, 2, 3 ... without gaps.

    ``document`` is the document word for word, kept packed, ``body_hash`` its SHA-256; ``hash``
    closes over the entry, its movements and ``previous_hash``.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "cycle"], ["cycle.group_id", "cycle.number"]),
        ForeignKeyConstraint(
            ["group_id", "constitution_version"],
            ["constitution_version.group_id", "constitution_version.number"],
            name="fk_journal_entry_constitution_version",
        ),
        ForeignKeyConstraint(
            ["group_id", "reverses"],
            ["journal_entry.group_id", "journal_entry.number"],
            name="fk_journal_entry_reverses",
        ),
        ForeignKeyConstraint(
            ["group_id", "replaces"],
            ["journal_entry.group_id", "journal_entry.number"],
            name="fk_journal_entry_replaces",
        ),
        UniqueConstraint("group_id", "uuid"),
        # The documents of one cycle in the order of their meetings.
        Index("ix_journal_entry_by_meeting", "group_id", "cycle", "meeting"),
    )

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[EntryKind] = mapped_column(EnumText(EntryKind))
    cycle: Mapped[int]
    meeting: Mapped[int | None]
    occurred_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    device: Mapped[str] = mapped_column(Text)
    uuid: Mapped[str | None] = mapped_column(Text)
    body_hash: Mapped[str | None] = mapped_column(Text)
    constitution_version: Mapped[int | None]
    reverses: Mapped[int | None]
    replaces: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)
    # Last, so that SQLite reads the other columns without walking through it.
    document: Mapped[str | None] = mapped_column(PackedText)


class KindAccount(Base):
    """The two accounts of each kind of movement, for whoever reads the ledger with SQL alone."""

    __tablename__ = "kind_account"
    __table_args__ = (CLUSTERED,)

    kind: Mapped[Kind] = mapped_column(EnumText(Kind), primary_key=True)
    debit: Mapped[Account] = mapped_column(EnumText(Account))
    credit: Mapped[Account] = mapped_column(EnumText(Account))


class MovementRow(Base):
    """One movement of money, balanced by its kind; ``amount`` in minor units, above zero."""

    __tablename__ = "movement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "entry_number"], ["journal_entry.group_id", "journal_entry.number"]
        ),
        ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["member.group_id", "member.member_id"],
            name="fk_movement_member",
        ),
        CheckConstraint("amount > 0", name="amount_above_zero"),
        CLUSTERED,
    )

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Kind] = mapped_column(EnumText(Kind), ForeignKey("kind_account.kind"))
    member_id: Mapped[int | None]
    loan_id: Mapped[int | None]
    amount: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int | None]
    reversed: Mapped[bool]
