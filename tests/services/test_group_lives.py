"""Whatever a group lives through, its ledger holds: nothing lost, nothing below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from tests.builders import a_group
from tests.domain_builders import SHARE, a_constitution
from tests.services.group_life import Life
from vsla.domain.calendar import Period
from vsla.domain.constitution import (
    Charge,
    ChargeBasis,
    Fund,
    HeirsRule,
    Penalty,
    PenaltyKind,
    ProfitRule,
    RemainderHome,
    Rounding,
    SolidarityRule,
)
from vsla.domain.constitution_form import PERIODS_OF
from vsla.domain.ledger import NEVER_NEGATIVE, Account, trial_balance
from vsla.services.verify_ledger import verify_group

if TYPE_CHECKING:
    from random import Random

    from sqlalchemy import Engine

    from vsla.domain.constitution import Constitution

pytestmark = pytest.mark.uncounted

chance = st.randoms(use_true_random=False)
charges = st.sampled_from(ChargeBasis).flatmap(
    lambda basis: st.builds(
        Charge,
        basis=st.just(basis),
        rate_ppm=st.just(0 if basis is ChargeBasis.FREE else 100_000),
        period=st.sampled_from(sorted(PERIODS_OF[basis], key=list(Period).index)),
        stops_at_term=st.booleans(),
    )
)
constitutions = st.builds(
    a_constitution,
    charge=charges,
    penalty=st.sampled_from([Penalty(), Penalty(PenaltyKind.SHARE_OF_DEBT, 0, 50_000)]),
    fines_into=st.sampled_from(Fund),
    rounding=st.sampled_from(Rounding),
    remainder_home=st.sampled_from(RemainderHome),
    profit_rule=st.sampled_from(ProfitRule),
    solidarity_rule=st.sampled_from(SolidarityRule),
    heirs_rule=st.sampled_from(HeirsRule),
    lending_from_meeting=st.just(1),
    loan_meeting_every=st.just(1),
)


class GroupLife(RuleBasedStateMachine):
    """A group that joins, meets, lends, corrects, leaves, shares out and begins again."""

    engine: ClassVar[Engine]

    def __init__(self) -> None:
        """Begin a session whose commits are all undone."""
        super().__init__()
        self.connection = self.engine.connect()
        self.outer = self.connection.begin()
        self.session = Session(self.connection, join_transaction_mode="create_savepoint")

    def teardown(self) -> None:
        """Undo everything."""
        self.session.close()
        self.outer.rollback()
        self.connection.close()

    @initialize(rules=constitutions, random=chance)
    def set_up(self, rules: Constitution, random: Random) -> None:
        """Open a group of eight that has met once."""
        self.life = Life(a_group(self.session, members=8, constitution=rules), random)
        self.life.meet()

    def running(self) -> bool:
        """Tell whether the cycle is open and has met."""
        books = self.life.books
        return not books.closed and books.last_meeting > 0

    @precondition(lambda self: not self.life.books.closed)
    @rule(random=chance, skipped=st.sampled_from([0, 0, 0, 1, 2]))
    def meet(self, random: Random, skipped: int) -> None:
        """Hold a meeting."""
        self.life.random = random
        self.life.meet(skipped)

    @precondition(lambda self: self.running())
    @rule(random=chance)
    def correct(self, random: Random) -> None:
        """Put an old meeting right."""
        self.life.random = random
        before = self.life.books
        assert self.life.correct() or self.life.books == before

    @precondition(lambda self: self.running() and self.life.missing)
    @rule(random=chance)
    def late(self, random: Random) -> None:
        """Receive a meeting that had not arrived."""
        self.life.random = random
        self.life.late()

    @precondition(lambda self: not self.life.books.closed)
    @rule(random=chance)
    def join(self, random: Random) -> None:
        """Enrol a member."""
        self.life.random = random
        self.life.join()

    @precondition(lambda self: self.running() and self.life.books.last_meeting > 2)
    @rule(random=chance)
    def share_out_and_begin_again(self, random: Random) -> None:
        """End the cycle: nothing is left but what the rules carry on."""
        self.life.random = random
        if self.life.share_out():
            after = self.life.books
            assert after.balances[Account.MEMBER_SHARES] == after.balances[Account.PROFIT] == 0
            self.holds()
            self.life.next_cycle()

    @invariant()
    def holds(self) -> None:
        """Prove the ledger."""
        if not hasattr(self, "life"):
            return
        self.session.expire_all()
        books = self.life.books
        assert verify_group(self.session, self.life.world.group_id) == []
        assert trial_balance(books.balances) == 0
        assert all(books.balances[account] >= 0 for account in NEVER_NEGATIVE)
        assert books.balances[Account.MEMBER_SHARES] == books.total_shares * SHARE


def test_every_life_of_a_group_keeps_its_ledger(engine: Engine, database_kind: str) -> None:
    life = type("OnThisDatabase", (GroupLife,), {"engine": engine})
    examples = settings().max_examples
    few = {"sqlite": examples // 6, "postgres": examples // 20}[database_kind]

    run_state_machine_as_test(
        life, settings=settings(max_examples=few, stateful_step_count=12, deadline=None)
    )
