"""Tell a meeting document in words, line by line, beside the version it replaced."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from vsla.domain.cash_count import pieces_in
from vsla.domain.constitution import Constitution, Fund
from vsla.domain.facts import Attendance
from vsla.domain.ledger import Kind, Movement
from vsla.domain.loans import meeting_of
from vsla.services.meeting_page import MeetingPage, Told
from vsla.web.ledger_words import (
    ATTENDANCE,
    CHANNELS,
    DIRECTIONS,
    FUNDS,
    KINDS,
    LEAVING,
    NEEDS,
    OFFENCES,
)
from vsla.web.money_format import amount, count

Document = dict[str, Any]

PART_TITLES = {
    "attendance": _l("Attendance"),
    "opening": _l("Counting at the beginning"),
    "fines": _l("Fines"),
    "solidarity": _l("Solidarity"),
    "shares": _l("Shares"),
    "repayments": _l("Repayments"),
    "expenses": _l("Expenses, other income, bank"),
    "loans": _l("Loans"),
    "leaving": _l("Leaving, and money still owed to members"),
    "closing": _l("Counting at the end"),
}
"""The parts of a meeting as headings."""


class Line(NamedTuple):
    """One line of a meeting: who, what, how much in minor units; None where there is none."""

    member: int | None
    text: str
    amount: int | None = None


@dataclass(frozen=True)
class Part:
    """One part of a meeting as told.

    Attributes:
        key: of the part.
        lines: what the document says, and whether the version before said otherwise.
        gone: what the version before said and this one does not.
    """

    key: str
    lines: tuple[tuple[Line, bool], ...]
    gone: tuple[Line, ...]


@dataclass(frozen=True)
class Moved:
    """A movement in words."""

    movement: Movement
    text: str


@dataclass(frozen=True)
class Story:
    """A meeting in words.

    Attributes:
        parts: in the group's own order; parts without lines are left out.
        moved: the movements.
        before: the version that this one replaced, or None.
        after: the version that replaced this one, or None.
    """

    parts: tuple[Part, ...]
    moved: tuple[Moved, ...]
    before: Told | None
    after: Told | None


def tell(page: MeetingPage, *, shows_needs: bool) -> Story:
    """Tell one version of a meeting.

    Args:
        page: as loaded.
        shows_needs: the reader may know what the help was for.

    Returns:
        The story in the language of the request.
    """
    place = page.versions.index(page.told)
    before = page.versions[place - 1] if place else None
    after = page.versions[place + 1] if place + 1 < len(page.versions) else None
    moved = tuple(Moved(each, str(KINDS[each.kind])) for each in page.told.movements)
    old = before.document if before else page.told.document
    parts = _compare(page, old, page.told.document, shows_needs=shows_needs)
    return Story(parts, moved, before, after)


def changes(page: MeetingPage, corrected: Document) -> tuple[Part, ...]:
    """Tell what a correction would change, and only that.

    Args:
        page: the meeting as it stands.
        corrected: the document that would take its place.

    Returns:
        Parts with the lines that come and go, for those who may record.
    """
    parts = _compare(page, page.told.document, corrected, shows_needs=True)
    changed = (
        Part(part.key, tuple(line for line in part.lines if line[1]), part.gone) for part in parts
    )
    return tuple(part for part in changed if part.lines or part.gone)


def _compare(
    page: MeetingPage, before: Document, now: Document, *, shows_needs: bool
) -> tuple[Part, ...]:
    borrowers = {m.loan: m.member for told in page.versions for m in told.movements if m.loan}
    currency = page.group.currency
    teller = Teller(page.constitution, borrowers, currency=currency, shows_needs=shows_needs)
    old, new = teller.tell(before), teller.tell(now)
    parts = (
        Part(
            key,
            tuple((line, line not in old[key]) for line in new[key]),
            tuple(line for line in old[key] if line not in new[key]),
        )
        for key in order_of(page.constitution)
    )
    return tuple(part for part in parts if part.lines or part.gone)


def _with_details(text: str, *details: str) -> str:
    """Say something and what was written about it, parted as the language parts them."""
    return f"{text}{_(':')} {' · '.join(details)}" if details else text


def _loan(loan: int) -> str:
    """Name a loan by the meeting that granted it."""
    granted_at = meeting_of(loan)
    return str(_("loan of meeting %(n)s", n=granted_at) if granted_at else _("loan carried over"))


def order_of(rules: Constitution) -> tuple[str, ...]:
    """Give the parts of a meeting in the group's own order."""
    steps = (step.value for step in rules.meeting_order)
    return ("attendance", "opening", *steps, "leaving", "closing")


class Teller:
    """Turns documents into lines, by the rules in force on their day."""

    def __init__(
        self,
        rules: Constitution,
        borrowers: Mapping[int, int | None],
        *,
        currency: str,
        shows_needs: bool,
    ) -> None:
        """Keep what the lines need: rules, who owes on which loan, whether needs may be told."""
        self.currency = currency
        self.rules = rules
        self.borrowers = borrowers
        self.shows_needs = shows_needs

    def tell(self, document: Document) -> dict[str, list[Line]]:
        """Tell a document part by part."""
        return {
            "attendance": list(self._attendance(document)),
            "opening": list(self._count(document.get("opening_count") or {})),
            "fines": list(self._fines(document)),
            "solidarity": list(self._solidarity(document)),
            "shares": list(self._shares(document)),
            "repayments": list(self._repayments(document)),
            "expenses": list(self._expenses(document)),
            "loans": list(self._loans(document)),
            "leaving": list(self._leaving(document)),
            "closing": list(self._count(document.get("closing_count") or {})),
        }

    def _attendance(self, document: Document) -> Iterator[Line]:
        rows = document.get("attendance", ())
        present = [row for row in rows if row["state"] == Attendance.PRESENT]
        if rows:
            yield Line(None, ngettext("%(num)s present", "%(num)s present", len(present)))
        for row in rows:
            text = str(ATTENDANCE[row["state"]])
            if row.get("by_representative"):
                text = _("%(state)s, somebody came for the member", state=text)
            elif row["state"] == Attendance.PRESENT:
                continue
            yield Line(row["member"], text)

    def _count(self, counted: Document) -> Iterator[Line]:
        for fund in Fund:
            if counted.get(f"{fund}_minor") is not None:
                pieces = pieces_in(counted, fund).items()
                told = "\u00a0\u00b7 ".join(self._times(*each) for each in pieces)
                text = str(FUNDS[fund])
                if told:
                    text = _("%(fund)s: %(notes)s", fund=text, notes=told)
                yield Line(None, text, counted[f"{fund}_minor"])

    def _times(self, value: int, number: int) -> str:
        return f"{count(number)}\u00a0\u00d7\u00a0{amount(value, self.currency)}"

    def _fines(self, document: Document) -> Iterator[Line]:
        yield from self._carried(document, "carried_fines", Kind.FINE_CARRIED)
        for row in document.get("fines_charged", ()):
            reason = str(OFFENCES[row["offence"]])
            text = _("Fined: %(reason)s", reason=reason)
            yield Line(row["member"], text, row["amount_minor"])
        for row in document.get("fines_paid", ()):
            yield Line(row["member"], _("Pays fines"), row["amount_minor"])

    def _solidarity(self, document: Document) -> Iterator[Line]:
        paid = document.get("solidarity_paid", ())
        agreed = self.rules.solidarity_contribution
        usual = [row for row in paid if row["amount_minor"] == agreed]
        if usual:
            text = ngettext(
                "%(num)s member pays the contribution",
                "%(num)s members pay the contribution",
                len(usual),
            )
            yield Line(None, text, len(usual) * agreed)
        for row in paid:
            if row["amount_minor"] != agreed:
                other = _("Pays another contribution") if agreed else _("Pays into the fund")
                yield Line(row["member"], other, row["amount_minor"])
        for row in document.get("solidarity_grants", ()):
            yield Line(row["member"], self._help(row, _("Receives help")), row["amount_minor"])
        for row in document.get("solidarity_loans", ()):
            lent = _(
                "Receives a loan without service charge for %(weeks)s weeks", weeks=row["weeks"]
            )
            yield Line(row["member"], self._help(row, lent), row["amount_minor"])

    def _help(self, row: Document, text: str) -> str:
        """Say what the help was for only to those who may know."""
        return f"{text} ({NEEDS[row['need']]})" if self.shows_needs else text

    def _shares(self, document: Document) -> Iterator[Line]:
        for row in document.get("shares_bought", ()):
            text = ngettext("%(num)s share", "%(num)s shares", row["count"])
            yield Line(row["member"], text, row["count"] * self.rules.share_value)

    def _repayments(self, document: Document) -> Iterator[Line]:
        for row in document.get("repayments", ()):
            text = _("Repays: %(loan)s", loan=_loan(row["loan"]))
            yield Line(self.borrowers.get(row["loan"]), text, row["amount_minor"])
        for row in document.get("write_offs", ()):
            text = _(
                "Given up: %(loan)s, %(for_it)s for, %(against)s against",
                loan=_loan(row["loan"]),
                for_it=row["votes_for"],
                against=row["votes_against"],
            )
            yield Line(self.borrowers.get(row["loan"]), text)

    def _expenses(self, document: Document) -> Iterator[Line]:
        for row in document.get("other_income", ()):
            yield Line(None, _("Income: %(what)s", what=row["what"]), row["amount_minor"])
        for row in document.get("expenses", ()):
            yield Line(None, _("Expense: %(what)s", what=row["what"]), row["amount_minor"])
        for row in document.get("transfers", ()):
            words = [str(CHANNELS[row["channel"]]), str(DIRECTIONS[row["direction"]])]
            text = ", ".join([*words, *filter(None, [row.get("reference")])])
            yield Line(None, text, row["amount_minor"])

    def _loans(self, document: Document) -> Iterator[Line]:
        yield from self._carried(document, "carried_loans", Kind.LOAN_CARRIED)
        for row in document.get("loans_granted", ()):
            details = filter(None, [row.get("purpose"), row.get("activity")])
            text = ngettext("Loan for %(num)s term", "Loan for %(num)s terms", row["term"])
            yield Line(row["member"], _with_details(text, *details), row["amount_minor"])
        for row in document.get("loans_refused", ()):
            text = _with_details(_("Request refused"), *filter(None, [row.get("reason")]))
            yield Line(row["member"], text, row["amount_minor"])

    def _carried(self, document: Document, name: str, kind: Kind) -> Iterator[Line]:
        """Tell what an earlier share-out left open, before the group came here."""
        for row in document.get(name, ()):
            lent = Kind.SOLIDARITY_LOAN_CARRIED if row.get("solidarity") else kind
            yield Line(row["member"], str(KINDS[lent]), row["amount_minor"])

    def _leaving(self, document: Document) -> Iterator[Line]:
        yield from self._carried(document, "carried_payables", Kind.PAYABLE_CARRIED)
        for row in document.get("payables_paid", ()):
            text = _("Receives what the last share-out still owed")
            yield Line(row["member"], text, row["amount_minor"])
        for row in document.get("departures", ()):
            yield Line(row["member"], str(LEAVING[row["reason"]]))
