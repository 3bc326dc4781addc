"""Read the file of a whole group and hold it against its own chain of hashes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, Problem
from vsla.domain.ledger import Kind, Movement
from vsla.services.group_file import FORMAT, VERSION, checksum
from vsla.store import journal
from vsla.store.canonical import digest
from vsla.store.models import EntryKind

if TYPE_CHECKING:
    from collections.abc import Mapping

BYTES_MAX = 50_000_000
"""A group of 30 with ten yearly cycles has about 15 MB."""

_NUMBER_MAX = 2**31 - 1
_AMOUNT_MAX = 2**62
_STUMBLES = (KeyError, TypeError, ValueError, AttributeError, OverflowError, IndexError)


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry as the other server kept it.

    Attributes:
        header: by the names of ``journal.HEADER``, with the numbers of that server.
        document: word for word, or None.
        movements: in their order.
        hash: as closed there.
    """

    header: Mapping[str, Any]
    document: str | None
    movements: tuple[Movement, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class GroupFile:
    """A file whose chain holds.

    Attributes:
        content: parts as ``group_file`` writes them, entries left out.
        entries: the first one first.
        file_hash: checksum of the file.
        last_hash: of the last entry, "" without any.
    """

    content: Mapping[str, Any]
    entries: tuple[ReadEntry, ...]
    file_hash: str
    last_hash: str

    @property
    def code(self) -> str:
        """Give the code of the group."""
        return str(self.content["group"]["code"])


def refuse(code: Code, **values: int | str) -> InvalidDocumentError:
    """Make the answer to a file that is not taken; it stands at the field ``file``."""
    return InvalidDocumentError([Problem("file", code, values)])


def read_group_file(text: str, *, expected_end: str = "") -> GroupFile:
    """Read a file and prove that its entries are what was recorded.

    Args:
        text: of the file.
        expected_end: the first digits of the last hash, as the other office told them; "" when
            nobody did.

    Returns:
        The file.

    Raises:
        InvalidDocumentError: GROUP_FILE_UNREADABLE, it is no such file; GROUP_FILE_VERSION;
            GROUP_FILE_DAMAGED, the checksum differs or a part is missing; GROUP_FILE_CHAIN, an
            entry was changed; GROUP_FILE_OTHER_END, the chain ends otherwise than expected.
    """
    source = _source(text)
    if source["version"] != VERSION:
        raise refuse(Code.GROUP_FILE_VERSION)
    content = {k: v for k, v in source.items() if k not in {"format", "version", "sha256"}}
    try:
        if source["sha256"] != checksum(content):
            raise refuse(Code.GROUP_FILE_DAMAGED)
        origin = _number(content["group"]["group_id"])
        entries = tuple(_entry(row, origin) for row in content.pop("entries"))
    except _STUMBLES as error:
        raise refuse(Code.GROUP_FILE_DAMAGED) from error
    _check_chain(entries)
    last = entries[-1].hash if entries else ""
    if not last.startswith(expected_end.strip().lower()):
        raise refuse(Code.GROUP_FILE_OTHER_END)
    return GroupFile(content, entries, str(source["sha256"]), last)


def _source(text: str) -> dict[str, Any]:
    try:
        source = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refuse(Code.GROUP_FILE_UNREADABLE) from error
    if not isinstance(source, dict) or source.get("format") != FORMAT:
        raise refuse(Code.GROUP_FILE_UNREADABLE)
    if not isinstance(source.get("version"), int) or source["version"] < 1:
        raise refuse(Code.GROUP_FILE_UNREADABLE)
    # No database of ours keeps this letter, and no person writes it.
    if "\\u0000" in text:
        raise refuse(Code.GROUP_FILE_DAMAGED)
    return source


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _NUMBER_MAX:
        raise ValueError(value)
    return value


def _number_or_none(value: object) -> int | None:
    return None if value is None else _number(value)


def _entry(row: Mapping[str, Any], origin: int) -> ReadEntry:
    header = {name: row[name] for name in journal.HEADER if name != "group_id"}
    header["group_id"] = origin
    header["kind"] = EntryKind(header["kind"]).value
    header["occurred_on"] = date.fromisoformat(header["occurred_on"])
    header["recorded_at"] = datetime.fromisoformat(header["recorded_at"])
    for name in ("number", "cycle"):
        _number(header[name])
    for name in ("meeting", "recorded_by", "constitution_version", "reverses", "replaces"):
        _number_or_none(header[name])
    document = row["document"]
    if document is not None and not isinstance(document, str):
        raise ValueError(document)
    return ReadEntry(header, document, tuple(_movement(*m) for m in row["movements"]), row["hash"])


def _movement(*parts: Any) -> Movement:  # noqa: ANN401 - plain JSON, judged here
    kind, amount, member, loan, count, undone = parts
    if not isinstance(amount, int) or not 0 < amount < _AMOUNT_MAX or not isinstance(undone, bool):
        raise ValueError(amount)
    return Movement(
        Kind(kind),
        amount,
        _number_or_none(member),
        _number_or_none(loan),
        _number_or_none(count),
        undone,
    )


def _check_chain(entries: tuple[ReadEntry, ...]) -> None:
    previous = ""
    for place, entry in enumerate(entries, start=1):
        body = None if entry.document is None else digest(entry.document)
        sound = (
            entry.header["number"] == place
            and entry.header["previous_hash"] == previous
            and entry.header["body_hash"] == body
            and entry.hash == journal.chain_hash(entry.header, entry.movements)
        )
        if not sound:
            raise refuse(Code.GROUP_FILE_CHAIN, entry=place)
        previous = entry.hash
