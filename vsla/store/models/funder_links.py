"""Table of links under which a funder reads a report without a login."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from vsla.store.models.base import Base, UTCDateTime


class FunderLink(Base):
    """A link: what it shows, for whom it was made, and how long it opens.

    ``token_hash`` is the SHA-256 of the word in the address, which is kept nowhere; the months run
    from ``from_on`` to ``to_on``. ``project_id`` narrows it to the groups of one project.
    """

    __tablename__ = "funder_link"

    link_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"), index=True)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    label: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    to_on: Mapped[date]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.user_id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.project_id"))
