"""A group with its papers: PDFs read back as text, and browsers that ask for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

from tests.builders import GroupWorld, a_group
from tests.domain_builders import a_constitution
from tests.web.desk import Desk
from vsla.store.models import Member
from vsla.web.clock import today

if TYPE_CHECKING:
    from datetime import date

    from flask import Flask
    from sqlalchemy.orm import Session

LONG = "Lobo Aimé-Césaire Bahati wa Ngongo Kyakimwa Lwanzo Antoinette Marie-Josée"
_BLANKS = re.compile(r"\s+")


def bare(text: str) -> str:
    """Take all blanks away: a PDF breaks lines and joins cells as it likes."""
    return _BLANKS.sub("", text)


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF as read back."""

    pages: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Give all of it without blanks."""
        return bare("".join(self.pages))

    def says(self, *words: str) -> bool:
        """Tell whether all of it stands there, blanks aside."""
        return all(bare(each) in self.text for each in words)


def printed(desk: Desk, document: str, language: str = "en", **choices: str) -> Printed:
    """Print a document and read it back."""
    path = f"{desk.path}/papers/{document}.pdf"
    answer = desk.facilitator.get(path, query_string={"lang": language, **choices})
    assert answer.status_code == 200, answer.text
    reader = PdfReader(BytesIO(answer.data))
    pages = tuple(page.extract_text() for page in reader.pages)
    lines = [line for page in reader.pages for line in _rows(page.extract_text())]
    return Printed(pages, tuple(lines))


def _rows(text: str) -> list[str]:
    return [bare(line) for line in text.splitlines()]


def today_of(desk: Desk) -> date:
    """Give the day on which the application prints."""
    with desk.app.app_context():
        return today()


def a_savings_group(app: Flask, session: Session, members: int = 10, **facts: Any) -> Desk:
    """Make a group that lends from its first meeting, with a very long name in it."""
    rules = facts.pop("rules", {})
    constitution = a_constitution(lending_from_meeting=1, loan_meeting_every=1, **rules)
    world: GroupWorld = a_group(session, members=members, constitution=constitution, **facts)
    session.get_one(Member, (world.group_id, 2)).name = LONG
    return Desk(app, world)
