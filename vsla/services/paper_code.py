"""The short code of a printed paper: a keyed print of the chain of entries and of the figures."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from vsla.store.models import JournalEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

DIGITS = 9
_PURPOSE = b"vsla: code of a printed paper, 1"
_ADDRESS = re.compile(
    r"([a-z_]+)/([^/]+)/(\d{1,9})/(\d{1,9})/(\d{4})(\d{2})(\d{2})/(-?\d+(?:\.-?\d+)*)/(\d{9})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a paper says, as far as its code vouches for it; no personal data.

    Attributes:
        kind: which document, such as ``statement``.
        group_code: of the group, in capitals.
        subject: whom or what it is about: a passbook number, a meeting, a version; else 0.
        entry_number: the last entry of the journal it knows; 0 before the first.
        printed_on: the day of printing, on which debts were reckoned.
        figures: those that stand large on the paper, in its order; money in minor units.
    """

    kind: str
    group_code: str
    subject: int
    entry_number: int
    printed_on: date
    figures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EntryMark:
    """An entry of the journal and the hash that closes the chain there."""

    number: int
    hash: str


def key_from(secret: str) -> bytes:
    """Derive the key of the codes from the secret of the installation."""
    return hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).digest()


def last_entry(session: Session, group_id: int) -> EntryMark:
    """Find where a group's journal stands, in one statement; number 0 before the first entry."""
    newest = select(func.max(JournalEntry.number)).where(JournalEntry.group_id == group_id)
    return entry_mark(session, group_id, session.scalar(newest) or 0)


def entry_mark(session: Session, group_id: int, number: int) -> EntryMark:
    """Read the hash of one entry; empty when there is no such entry."""
    query = select(JournalEntry.hash).where(
        JournalEntry.group_id == group_id, JournalEntry.number == number
    )
    return EntryMark(number, session.scalar(query) or "")


def code_for(key: bytes, claim: Claim, *, group_id: int, entry_hash: str) -> str:
    """Reckon the code of a paper.

    Args:
        key: from ``key_from``.
        claim: what the paper says.
        group_id: of the group, because two programmes may use the same code.
        entry_hash: of entry ``claim.entry_number``, empty before the first.

    Returns:
        ``DIGITS`` digits. Nobody without the key can make them or test them.
    """
    said = [
        claim.kind,
        claim.group_code.upper(),
        claim.subject,
        claim.entry_number,
        claim.printed_on.isoformat(),
        list(claim.figures),
        group_id,
        entry_hash,
    ]
    print_of = hmac.new(key, json.dumps(said, separators=(",", ":")).encode(), hashlib.sha256)
    number = int.from_bytes(print_of.digest()[:8], "big") % int(10**DIGITS)
    return f"{number:0{DIGITS}d}"


def in_threes(code: str) -> str:
    """Write a code as people read it out: ``123 456 789``."""
    return " ".join(code[place : place + 3] for place in range(0, len(code), 3))


def address_of(claim: Claim, code: str) -> str:
    """Write a claim and its code as the part of an address behind ``/C/``.

    In capitals and digits throughout, for which the square of a QR code needs the fewest points.
    """
    parts = (
        claim.kind,
        claim.group_code,
        str(claim.subject),
        str(claim.entry_number),
        f"{claim.printed_on:%Y%m%d}",
        ".".join(map(str, claim.figures)),
        code,
    )
    return "/".join(parts).upper()


def read_address(text: str) -> tuple[Claim, str] | None:
    """Read what ``address_of`` wrote; None for anything else."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    kind, group_code, subject, entry, year, month, day, figures, code = found.groups()
    try:
        printed_on = date(int(year), int(month), int(day))
    except ValueError:
        return None
    claim = Claim(
        kind=kind.lower(),
        group_code=group_code.upper(),
        subject=int(subject),
        entry_number=int(entry),
        printed_on=printed_on,
        figures=tuple(int(each) for each in figures.split(".")),
    )
    return claim, code
