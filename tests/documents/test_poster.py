"""The poster: the figures of the cycle as the ledger has them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_group, an_empty_group, meet
from tests.domain_builders import SHARE
from vsla.domain.errors import NotFoundError
from vsla.domain.ledger import Account
from vsla.domain.loans import owed
from vsla.domain.roster import Gender
from vsla.services.papers.poster import poster

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ON = date(2023, 3, 10)


def test_the_figures_are_those_of_the_ledger(session: Session) -> None:
    world = a_group(session, members=10, women=6)
    help_given = [{"member": 3, "need": "illness", "amount_minor": 50_000}]
    meet(world, 1, shares=dict.fromkeys(world.members, 2))
    lent = [{"line": 1, "member": 4, "amount_minor": 400_000, "term": 1}]
    meet(world, 2, shares={1: 5, 10: 1}, loans_granted=lent, solidarity_grants=help_given)

    made = poster(session, world.facilitator, world.group_id, on=ON)

    books = world.ground().books
    assert made.shares[Gender.WOMAN] == 6 * 2 + 5
    assert made.shares[Gender.MAN] == 4 * 2 + 1
    assert dict(made.figures()) == {
        "stars": 26,
        "saved": 26 * SHARE,
        "loan_box": books.balances[Account.CASH_LOAN_FUND],
        "owed": sum(owed(loan, ON).total for loan in books.loans.values()),
        "solidarity": books.balances[Account.CASH_SOLIDARITY],
    }
    assert (made.helps, made.bank, made.next_on) == (1, 0, date(2023, 1, 18))


def test_before_the_first_meeting_all_is_nothing(session: Session) -> None:
    world = a_group(session, members=10)

    made = poster(session, world.facilitator, world.group_id, on=date(2023, 1, 4))

    assert {figure for _name, figure in made.figures()} == {0}
    assert made.next_on == date(2023, 1, 4)
    assert made.entry.number == 0


def test_a_group_without_a_cycle_has_no_poster(session: Session) -> None:
    world = an_empty_group(session)

    with pytest.raises(NotFoundError):
        poster(session, world.facilitator, world.group_id, on=ON)
