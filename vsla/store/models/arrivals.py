"""Table of groups that came from another server, with what proves their journal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from vsla.store.models.base import Base, UTCDateTime


class GroupArrival(Base):
    """Where a group came from: with it the chain of the other server can be closed again.

    ``recorders`` is a JSON list of who recorded each entry there, by the numbers of that server;
    ``origin_hash`` the hash of its last entry there, "" without any; ``file_hash`` the checksum of
    the file.
    """

    __tablename__ = "group_arrival"

    group_id: Mapped[int] = mapped_column(ForeignKey("savings_group.group_id"), primary_key=True)
    origin_group_id: Mapped[int]
    origin_hash: Mapped[str] = mapped_column(Text)
    entries_count: Mapped[int]
    recorders: Mapped[str] = mapped_column(Text)
    file_hash: Mapped[str] = mapped_column(Text)
    arrived_at: Mapped[datetime] = mapped_column(UTCDateTime)
    arrived_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
