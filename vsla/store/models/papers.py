"""Table of what was printed: papers outlive the day, and a statement tells what is new since."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from vsla.store.models.base import CLUSTERED, Base, UTCDateTime


class PaperPrint(Base):
    """A document made for printing: when, by whom, and up to which entry; no figures, no names.

    ``subject`` is what the paper is about, as its code says it (a passbook number, a meeting, a
    version); 0 for a job of all members. ``number`` counts 1, 2, 3 ... in a group.
    """

    __tablename__ = "paper_print"
    __table_args__ = (
        # When was this last printed, of a member or of any kind?
        Index("ix_paper_print_by_subject", "group_id", "kind", "subject", "entry_number"),
        CLUSTERED,
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(Text)
    subject: Mapped[int]
    entry_number: Mapped[int]
    printed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    printed_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    language: Mapped[str] = mapped_column(Text)
