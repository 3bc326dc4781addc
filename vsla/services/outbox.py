"""Take in what phones kept while there was no network: many items, each once, each by itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from vsla.domain.codes import Code
from vsla.domain.errors import ConflictError, InvalidDocumentError, Problem, VSLAError
from vsla.services import phone_file, phone_roster, record_meeting, record_session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vsla.services.intake import Intake


@dataclass(frozen=True, slots=True)
class Item:
    """What a phone made at a meeting, as it kept it.

    Attributes:
        kind: what it is: a key of ``KINDS``.
        group_id: whose.
        uuid: the phone's key, made once and never again.
        body: the document, word for word.
    """

    kind: str
    group_id: int
    uuid: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of an item that was not refused.

    Attributes:
        new: False when it was here already and nothing was written.
        told: what the phone is told of it, plain JSON.
        conflict: it contradicts the books and was kept for a person to settle.
    """

    new: bool
    told: Mapping[str, object] = field(default_factory=dict)
    conflict: ConflictError | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An item and its outcome: taken, refused, or a failure of ours at which nothing was written.

    The phone keeps what failed and sends it again; what was refused becomes a draft.
    """

    item: Item
    outcome: Taken | VSLAError | Exception


Handler: TypeAlias = "Callable[[Intake, Item], Taken]"


def _meeting(intake: Intake, item: Item) -> Taken:
    return told_meeting(record_meeting.take_or_keep(intake, item.uuid, item.body))


def told_meeting(result: record_meeting.Recorded | ConflictError) -> Taken:
    """Say what became of a meeting, in plain JSON."""
    if isinstance(result, ConflictError):
        return Taken(new=False, conflict=result)
    told = {
        "entry_number": result.entry_number,
        "replay": result.replay,
        "late": result.late,
        "breaches": [[b.path, str(b.code), dict(b.values)] for b in result.breaches],
    }
    return Taken(new=not result.replay, told=told)


def _member(intake: Intake, item: Item) -> Taken:
    return told_member(phone_roster.take_change(intake, item.uuid, item.body))


def told_member(result: phone_roster.Changed) -> Taken:
    """Say what became of a change of the roster, in plain JSON."""
    member = result.member
    told = {
        "member": member.member_id,
        "passbook_number": member.passbook_number,
        "sign": None if member.sign is None else str(member.sign),
        "changed": list(result.changed),
        "replay": result.replay,
    }
    return Taken(new=not result.replay, told=told)


def _file(intake: Intake, item: Item) -> Taken:
    """Take in what another phone made, and this one took from a file of hers."""
    inside = phone_file.read_item(item.body, group_id=intake.group_id, uuid=item.uuid)
    (signer,) = phone_file.signers(intake.session, intake.secret, [inside])
    if signer is None:
        raise InvalidDocumentError([Problem("", Code.FILE_UNSIGNED)])
    taken = take_from_file(intake, inside)
    if intake.bearer is None:
        return taken
    # What rules were broken is for whoever recorded it, not for who carried it to town.
    return replace(taken, told={key: taken.told[key] for key in taken.told if key != "breaches"})


def take_from_file(intake: Intake, inside: phone_file.SignedItem, *, signed: bool = True) -> Taken:
    """Take in one thing of a file whose signature was seen to, as if its phone had sent it.

    Args:
        intake: of the group.
        inside: what stands in the file.
        signed: False where somebody answers for it in place of a signature.

    Returns:
        What became of it.

    Raises:
        VSLAError: as its kind does; a file inside a file is of no kind.
    """
    handler = _HANDED_ON.get(inside.kind)
    if handler is None:
        raise InvalidDocumentError([_unknown(_HANDED_ON)])
    sender, intake.device = intake.device, f"file {inside.key_id}"
    if not signed:
        intake.device += ", not signed"
    if intake.bearer is not None:
        intake.device += f", brought by {intake.bearer}"
    try:
        taken = handler(intake, Item(inside.kind, inside.group_id, inside.uuid, inside.body))
        intake.settle()
        return taken
    finally:
        intake.device = sender


def _course_session(intake: Intake, item: Item) -> Taken:
    """Take in a session of a course; its document says of which, whatever group came with it."""
    recorded = record_session.take_session(
        intake.session,
        intake.actor,
        uuid=item.uuid,
        body=item.body,
        now=intake.now,
        device=intake.device,
    )
    return Taken(
        new=not recorded.replay, told={"session": recorded.number, "replay": recorded.replay}
    )


_HANDED_ON: dict[str, Handler] = {
    "meeting": _meeting,
    "member": _member,
    "course_session": _course_session,
}
KINDS: dict[str, Handler] = {**_HANDED_ON, "file": _file}
"""What an outbox may hold; a new kind adds its line here.

A handler finds the group locked and settled, and a savepoint around it. It asks for the duty of
the actor itself, raises a ``VSLAError`` to refuse with every problem, and calls ``intake.forget``
after it wrote.
"""


def take_in(intake: Intake, items: Sequence[Item]) -> list[Answer]:
    """Take in items of one group in their order.

    Args:
        intake: of the group, inside ``transaction()``.
        items: of this group.

    Returns:
        One answer for each. An item that is refused leaves nothing behind and does not stop those
        after it. Any other error goes up, and with it all of them: a database may have ended the
        transaction by itself, and what was written before would be lost unseen.
    """
    intake.expect([item.uuid.lower() for item in items])
    answers = [Answer(item, _take(intake, item)) for item in items]
    intake.settle()
    return answers


def _take(intake: Intake, item: Item) -> Taken | VSLAError:
    handler = KINDS.get(item.kind)
    if handler is None:
        return InvalidDocumentError([_unknown(KINDS)])
    try:
        if handler is _meeting:
            # A meeting that is refused wrote nothing: it needs no savepoint.
            return handler(intake, item)
        intake.settle()
        with intake.session.begin_nested():
            return handler(intake, item)
    except VSLAError as error:
        if handler is not _meeting:
            intake.forget()
        return error


def _unknown(known: Mapping[str, Handler]) -> Problem:
    return Problem("kind", Code.UNKNOWN_CHOICE, {"choices": ", ".join(known)})
