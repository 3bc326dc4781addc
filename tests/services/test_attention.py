"""What needs attention in groups, and setting it aside."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from tests.builders import NOW, GroupWorld, a_group, a_programme, meet
from tests.services.test_correct_meeting import LOAN, RULES
from tests.store.builders import statements
from vsla.domain.attention import Concern, Odd, odd_things
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.domain.ledger import Account
from vsla.services.attention import AttentionPage, attention_page, snooze
from vsla.store import concern_pages
from vsla.store.models import BreachRow, ContestedDocument, PackFetch

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import ProgrammeWorld
    from vsla.services.access import Actor

SOON = date(2023, 1, 20)


@pytest.fixture
def programme(session: Session) -> ProgrammeWorld:
    """A programme with nothing yet."""
    return a_programme(session)


def look(
    world: ProgrammeWorld,
    session: Session,
    on: date = SOON,
    actor: Actor | None = None,
    **more: Any,
) -> AttentionPage:
    """Read the list, as an officer where nobody else is named."""
    return attention_page(
        session,
        actor or world.officer,
        programme_id=world.programme_id,
        today=on,
        **{"limit": 40, **more},
    )


def concerns(page: AttentionPage) -> dict[Concern, tuple[int, int]]:
    """Give the concerns of the only group, with their figures."""
    found = [one for group in page.groups for one in group.concerns]
    return {one.concern: (one.first, one.second) for one in found}


def a_usual_group(session: Session, programme: ProgrammeWorld, **facts: Any) -> GroupWorld:
    """Open a group that met twice, had somebody absent, and talked about every broken rule."""
    group = a_group(session, programme, members=8, women=5, constitution=RULES, **facts)
    absent = [{"member": n, "state": "absent" if n == 8 else "present"} for n in range(1, 9)]
    meet(group, 1, shares={1: 1}, attendance=absent)
    meet(group, 2, shares={1: 2})
    session.execute(update(BreachRow).values(acknowledged_at=NOW))
    return group


def test_a_group_that_does_well_is_not_listed(session: Session, programme: ProgrammeWorld) -> None:
    a_usual_group(session, programme)

    assert concerns(look(programme, session)) == {}


def test_a_group_is_silent_by_its_own_rhythm(session: Session, programme: ProgrammeWorld) -> None:
    a_usual_group(session, programme)
    last = date(2023, 1, 11)

    assert concerns(look(programme, session, last + timedelta(days=28))) == {}
    late = concerns(look(programme, session, last + timedelta(days=29)))
    assert late == {Concern.SILENT: (2, 0)}


def test_boxes_that_differ_and_rules_nobody_talked_about(
    session: Session, programme: ProgrammeWorld
) -> None:
    group = a_usual_group(session, programme)
    balances = group.ground().books.balances
    short = {
        "loan_fund_minor": balances[Account.CASH_LOAN_FUND] - 10_000,
        "solidarity_fund_minor": balances[Account.CASH_SOLIDARITY],
    }
    meet(group, 3, opening_count=short)

    found = concerns(look(programme, session))

    assert found[Concern.CASH_DIFFERENCE] == (1, -10_000)
    assert found[Concern.BREACHES][0] >= 1


def test_open_loans_before_the_end_and_arrears_that_rise(
    session: Session, programme: ProgrammeWorld
) -> None:
    group = a_usual_group(session, programme)
    meet(group, 3, loans_granted=[{**LOAN, "term": 1}])
    meet(group, 9)
    end = group.ground().books.share_out_on

    near = concerns(look(programme, session, end - timedelta(days=28)))
    then = concerns(look(programme, session, date(2023, 3, 2)))

    assert near[Concern.CYCLE_ENDS][0] == 1
    assert then[Concern.ARREARS_RISE][1] >= LOAN["amount_minor"]


def test_women_who_stay_away_are_noticed(session: Session, programme: ProgrammeWorld) -> None:
    group = a_usual_group(session, programme)
    away = [{"member": n, "state": "absent" if n < 4 else "present"} for n in range(1, 9)]
    meet(group, 9, attendance=away)

    found = concerns(look(programme, session, date(2023, 3, 2)))

    assert found[Concern.WOMEN_STAY_AWAY] == (1_000, 400)


def test_figures_that_look_invented_are_named(session: Session, programme: ProgrammeWorld) -> None:
    group = a_group(session, programme, members=6, constitution=RULES)
    for number in range(1, 9):
        meet(group, number, shares=dict.fromkeys(range(1, 7), RULES.shares_max))

    bits, signs = concerns(look(programme, session, date(2023, 2, 23)))[Concern.INVENTED]

    assert {Odd.SAME_TOTALS, Odd.ALL_AT_CAP, Odd.NOBODY_ABSENT} <= set(odd_things(bits))
    assert signs == len(odd_things(bits))


def test_a_document_that_contradicts_waits_for_somebody(
    session: Session, programme: ProgrammeWorld
) -> None:
    group = a_usual_group(session, programme)
    session.add(
        ContestedDocument(
            group_id=group.group_id,
            uuid="u",
            body_hash="h",
            document="{}",
            received_at=NOW,
            device="",
            code=Code.NUMBER_TAKEN,
            values="{}",
        )
    )
    session.flush()

    assert concerns(look(programme, session))[Concern.CONFLICT] == (1, 0)


def test_a_pack_nobody_fetched_counts_where_phones_are_used(
    session: Session, programme: ProgrammeWorld
) -> None:
    on = date(2023, 2, 5)
    a_usual_group(session, programme)
    with_phone = a_usual_group(session, programme)
    before = concerns(look(programme, session, on))
    user = with_phone.facilitator.user_id
    session.add(PackFetch(group_id=with_phone.group_id, user_id=user, fetched_at=NOW))
    session.flush()

    after = look(programme, session, on)

    assert Concern.NO_PACK not in before
    assert concerns(after)[Concern.NO_PACK] == (0, 0)
    assert len(after.groups) == 1


def test_what_is_set_aside_leaves_the_list_and_stays_readable(
    session: Session, programme: ProgrammeWorld
) -> None:
    group = a_usual_group(session, programme)
    on = date(2023, 3, 1)

    snooze(
        session,
        programme.officer,
        group_id=group.group_id,
        concern="silent",
        weeks=2,
        reason=" the road is cut ",
        today=on,
        now=NOW,
    )
    aside = look(programme, session, on)
    later = look(programme, session, on + timedelta(days=15))

    assert aside.groups == ()
    assert [(one.group, one.snooze.reason) for one in aside.aside] == [("Umoja", "the road is cut")]
    assert list(concerns(later)) == [Concern.SILENT]
    assert later.aside == ()


def test_setting_aside_needs_a_reason_a_time_and_an_officer(
    session: Session, programme: ProgrammeWorld
) -> None:
    group = a_usual_group(session, programme)
    asked: dict[str, Any] = {"group_id": group.group_id, "today": SOON, "now": NOW}

    with pytest.raises(InvalidDocumentError) as refused:
        snooze(session, programme.officer, concern="x", weeks=None, reason="", **asked)
    with pytest.raises(NotAllowedError):
        snooze(session, group.facilitator, concern="silent", weeks=1, reason="a", **asked)

    assert {problem.path for problem in refused.value.problems} == {"concern", "weeks", "reason"}


def test_pages_follow_each_other_in_as_many_statements_for_any_number(
    session: Session, programme: ProgrammeWorld
) -> None:
    on = date(2023, 3, 1)
    for letter in "CAB":
        a_usual_group(session, programme, name=letter)

    with statements(session) as cost:
        first = look(programme, session, on, limit=2)
    place = (first.groups[-1].name, first.groups[-1].group_id)
    with statements(session) as again:
        second = look(programme, session, on, limit=2, after=place)
    start = (second.groups[0].name, second.groups[0].group_id)
    back = look(programme, session, on, limit=2, before=start)

    assert [group.name for group in first.groups] == ["A", "B"]
    assert (first.has_previous, first.has_next) == (False, True)
    assert [group.name for group in second.groups] == ["C"]
    assert (second.has_previous, second.has_next) == (True, False)
    assert back.groups == first.groups
    assert len(cost) == len(again) <= 5


def test_the_list_is_for_the_office(session: Session, programme: ProgrammeWorld) -> None:
    with pytest.raises(NotAllowedError):
        look(programme, session, actor=programme.trainer)
    with pytest.raises(NotFoundError):
        look(programme, session, actor=a_programme(session).officer)


def test_groups_are_looked_at_some_at_a_time(
    session: Session, programme: ProgrammeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concern_pages, "_LOOKED_AT", 1)
    on = date(2023, 3, 1)
    for letter in "FEDCBA":
        a_usual_group(session, programme, name=letter)

    first = look(programme, session, on, limit=2)
    place = (first.groups[-1].name, first.groups[-1].group_id)
    second = look(programme, session, on, limit=3, after=place)

    assert [group.name for group in first.groups] == ["A", "B"]
    assert [group.name for group in second.groups] == ["C", "D", "E"]
    assert second.has_next
