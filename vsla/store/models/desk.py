"""Tables of what came in and of what waits for a person: contradictions, share-outs to confirm."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from vsla.domain.codes import Code
from vsla.store.models.base import CLUSTERED, Base, EnumText, UTCDateTime
from vsla.store.models.states import Outcome


class ContestedDocument(Base):
    """A document that contradicts one already recorded; a person settles it, and it stays.

    ``entry_number`` is the entry that counted when it was settled, None where there was none.
    """

    __tablename__ = "contested_document"
    __table_args__ = (Index("ix_contested_document_by_settled", "settled_at", "received_at"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    uuid: Mapped[str] = mapped_column(Text, primary_key=True)
    body_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    device: Mapped[str] = mapped_column(Text)
    code: Mapped[Code] = mapped_column(EnumText(Code))
    values: Mapped[str] = mapped_column(Text)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    settled_reason: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[Outcome | None] = mapped_column(EnumText(Outcome))
    entry_number: Mapped[int | None]


class RosterChange(Base):
    """A change of the roster that a phone sent, so that it is made once; what it said is not kept.

    Names stand in ``member`` alone: here is only whose row was changed, and a hash of the words.
    """

    __tablename__ = "roster_change"
    __table_args__ = (CLUSTERED,)

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    uuid: Mapped[str] = mapped_column(Text, primary_key=True)
    body_hash: Mapped[str] = mapped_column(Text)
    member_id: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))


class ShareOutProposal(Base):
    """A previewed share-out; ``digest`` names the figures that the second person confirms."""

    __tablename__ = "share_out_proposal"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "cycle"], ["cycle.group_id", "cycle.number"]),
    )

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cycle: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("app_user.user_id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    held_on: Mapped[date]
    digest: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
