"""Who is named in a meeting document, in whatever part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsla.domain.document import MeetingDocument


def members_named(document: MeetingDocument) -> frozenset[int]:
    """Collect the members a document names.

    Args:
        document: of a meeting.

    Returns:
        Ids of all who came, gave, received, asked, vouched, chaired, wrote or confirmed; not those
        who are known by the number of a loan alone, for the document that granted it names them.
    """
    return frozenset(_named(document))


def _named(document: MeetingDocument) -> Iterator[int]:
    rows = (
        document.attendance,
        document.shares_bought,
        document.solidarity_paid,
        document.fines_charged,
        document.fines_paid,
        document.solidarity_grants,
        document.solidarity_loans,
        document.loans_granted,
        document.loans_refused,
        document.payables_paid,
        document.carried_loans,
        document.carried_fines,
        document.carried_payables,
        document.departures,
    )
    for row in (row for part in rows for row in part):
        yield row.member
    yield from _given(*(grant.payee for grant in document.solidarity_grants))
    yield from _given(*(loan.payee for loan in document.solidarity_loans))
    for loan in document.loans_granted:
        yield from loan.guarantors
    yield from _given(document.chaired_by, document.recorded_by)
    yield from document.confirmed_by


def _given(*members: int | None) -> Iterator[int]:
    return (member for member in members if member is not None)
