"""Nobody changes the ledger, on either database; the view shows both sides of every movement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.store.builders import BOUGHT, a_group, a_new_entry, a_programme, a_recorded_group
from vsla.domain.ledger import ACCOUNTS_OF, Kind, Movement, reverse
from vsla.store.journal import append
from vsla.store.models import KindAccount

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

CHANGES = (
    "UPDATE journal_entry SET reason = 'other'",
    "UPDATE movement SET amount = amount + 1",
    "DELETE FROM journal_entry",
    "DELETE FROM movement",
    "UPDATE constitution_version SET body = '{}'",
    "DELETE FROM constitution_version",
)
REPLACEMENTS = (
    "INSERT OR REPLACE INTO movement SELECT * FROM movement",
    "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry",
    "INSERT OR REPLACE INTO constitution_version SELECT * FROM constitution_version",
)
TAKEOVER = (
    "INSERT INTO movement SELECT * FROM movement WHERE true "
    "ON CONFLICT (group_id, entry_number, line) DO UPDATE SET amount = 1"
)


@pytest.mark.parametrize("change", [*CHANGES, TAKEOVER])
def test_the_ledger_refuses_every_change(session: Session, change: str) -> None:
    a_recorded_group(session)

    with pytest.raises(IntegrityError, match="append-only"), session.begin_nested():
        session.execute(text(change))


@pytest.mark.parametrize("table", ["movement", "journal_entry", "constitution_version"])
def test_the_ledger_is_not_emptied(session: Session, table: str) -> None:
    a_recorded_group(session)
    postgres = session.get_bind().dialect.name == "postgresql"
    verb = "TRUNCATE {} CASCADE" if postgres else "DELETE FROM {} WHERE true"

    with pytest.raises(IntegrityError, match="append-only"), session.begin_nested():
        session.execute(text(verb.format(table)))


@pytest.mark.parametrize("replacement", REPLACEMENTS)
def test_insert_or_replace_does_not_slip_past(session: Session, replacement: str) -> None:
    a_recorded_group(session)
    postgres = session.get_bind().dialect.name == "postgresql"
    # PostgreSQL does not know the sentence at all.
    reason = "syntax error" if postgres else "append-only"

    with pytest.raises(DBAPIError, match=reason), session.begin_nested():
        session.execute(text(replacement))


@pytest.mark.parametrize("amount", [0, -500])
def test_only_amounts_above_zero_move(session: Session, amount: int) -> None:
    group_id = a_group(session, a_programme(session))
    wrong = a_new_entry(group_id, movements=(Movement(Kind.EXPENSE, amount),))

    with pytest.raises(IntegrityError), session.begin_nested():
        append(session, wrong, last=None)


def test_a_movement_of_nobody_in_the_group_is_refused(session: Session) -> None:
    group_id = a_group(session, a_programme(session))
    wrong = a_new_entry(group_id, movements=(Movement(Kind.FINE_PAID, 100, member=99),))

    with pytest.raises(IntegrityError), session.begin_nested():
        append(session, wrong, last=None)


def test_the_accounts_of_each_kind_in_the_database_are_those_of_the_domain(
    session: Session,
) -> None:
    rows = session.scalars(select(KindAccount))

    assert {row.kind: (row.debit, row.credit) for row in rows} == ACCOUNTS_OF


def test_the_view_shows_both_sides_and_adds_up_to_nothing(session: Session) -> None:
    group_id, last = a_recorded_group(session)
    append(
        session,
        a_new_entry(group_id, uuid=None, document=None, movements=reverse([BOUGHT])),
        last=last,
    )

    lines = session.execute(
        text("SELECT entry_number, account, amount FROM ledger_line WHERE kind = 'shares_bought'")
    )

    found = {tuple(line) for line in lines}
    assert found == {
        (1, "cash_loan_fund", 5000),
        (1, "member_shares", -5000),
        (2, "cash_loan_fund", -5000),
        (2, "member_shares", 5000),
    }
    assert session.scalar(text("SELECT sum(amount) FROM ledger_line")) == 0
