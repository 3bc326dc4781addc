"""Let an invented group live: from its forming to its last meeting, through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from vsla.domain.cash_count import CashCount
from vsla.domain.constitution import Adoption
from vsla.domain.constitution_form import constitution_to_json
from vsla.domain.ledger import Account
from vsla.services import correct_meeting, record_meeting, share_out
from vsla.services.access import Actor, actor_of
from vsla.services.amend_constitution import adopt
from vsla.services.books import load
from vsla.services.demonstration.documents import Told, tell_cycle
from vsla.services.demonstration.shape import Oddity
from vsla.services.elect_committee import elect
from vsla.services.enrol_member import enrol
from vsla.services.open_cycle import first_cycle, next_cycle, received_by
from vsla.services.open_group import disengage_group, open_group
from vsla.store.canonical import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from vsla.domain.roster import Post
    from vsla.services.demonstration.documents import Body
    from vsla.services.demonstration.shape import GroupPlan, MeetingPlan
    from vsla.store.models import Group

_DAY = timedelta(days=1)
_AFTERNOON = 13
_REASONS = {
    Oddity.WRONG_LINE: "Les étoiles étaient sur la ligne d'un autre membre.",
    Oddity.WRONG_COUNT: "Une étoile de trop; le carnet du membre fait foi.",
}
_CORRECTED_AFTER = 2
_PUT_BACK_MOST = 5


def afternoon(day: date) -> datetime:
    """Give the moment at which what happened on a day is written down."""
    return datetime(day.year, day.month, day.day, _AFTERNOON, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Life:
    """One group at work.

    Attributes:
        session: inside ``transaction()``.
        plan: of the group.
        group: as opened.
        facilitator: who records.
        officer: who confirms and parts.
    """

    session: Session
    plan: GroupPlan
    group: Group
    facilitator: Actor
    officer: Actor

    def key(self, *parts: object) -> str:
        """Make the key of a document: the same every time."""
        words = "/".join(str(part) for part in (self.group.code, *parts))
        return str(uuid5(NAMESPACE_URL, f"demonstration/{words}"))


def live(
    session: Session, plan: GroupPlan, *, facilitator_id: int, officer: Actor, zone_id: int
) -> None:
    """Make a group and let it live its whole plan.

    Args:
        session: inside ``transaction()``.
        plan: of the group; its chance is used up.
        facilitator_id: who accompanies it.
        officer: of the programme.
        zone_id: where it is.
    """
    formed_on = plan.people[0].joined_on
    group = open_group(
        session,
        actor_of(session, facilitator_id),
        name=plan.name,
        zone_id=zone_id,
        place="Sous le manguier, près de l'école",
        currency=plan.currency,
        cash_step=plan.cash_step,
        formed_on=formed_on,
        now=afternoon(formed_on),
    )
    life = _Life(session, plan, group, actor_of(session, facilitator_id), officer)
    _set_up(life, formed_on)
    first_cycle(
        session,
        life.facilitator,
        group_id=group.group_id,
        opened_on=plan.opened_on,
        now=afternoon(plan.opened_on),
    )
    for place, meetings in enumerate(plan.cycles):
        if place:
            _turn(life)
        _meet(life, meetings)
    if plan.disengaged_on is not None:
        disengage_group(
            session,
            officer,
            group_id=group.group_id,
            on=plan.disengaged_on,
            now=afternoon(plan.disengaged_on),
        )


def _set_up(life: _Life, formed_on: date) -> None:
    """Adopt the rules, enrol the founders, elect the committee."""
    plan, here = life.plan, life.group.group_id
    founders = [person for person in plan.people if person.joined_on == formed_on]
    hands = len(founders)
    adopt(
        life.session,
        life.facilitator,
        group_id=here,
        source=constitution_to_json(plan.constitution),
        adoption=Adoption(formed_on, hands, hands, 0),
        now=afternoon(formed_on),
    )
    for person in founders:
        _enrol(life, person.fields, formed_on)
    _elect(life, plan.seats, formed_on + timedelta(weeks=1), hands)


def _enrol(life: _Life, fields: dict[str, object], day: date) -> None:
    enrol(
        life.session,
        life.facilitator,
        group_id=life.group.group_id,
        person=fields,
        now=afternoon(day),
    )


def _elect(life: _Life, seats: list[tuple[Post, int]], day: date, hands: int) -> None:
    chance = life.plan.chance
    elect(
        life.session,
        life.facilitator,
        group_id=life.group.group_id,
        elected_on=day,
        seats=[
            {
                "post": post.value,
                "member": member,
                "votes_for": hands - against,
                "votes_against": against,
            }
            for post, member in seats
            for against in (chance.randrange(4),)
        ],
    )


def _meet(life: _Life, meetings: list[MeetingPlan]) -> None:
    """Record the meetings of a cycle; what was recorded wrongly is corrected two meetings later."""
    ground = load(life.session, life.group)
    standing = ground.standing_on(meetings[0].held_on)
    told = tell_cycle(life.plan, meetings, ground.books, standing)
    to_correct: list[tuple[int, Told]] = []
    for each in _as_sent(told):
        number = _record(life, each)
        if to_correct and each.meeting.number >= to_correct[0][1].meeting.number + _CORRECTED_AFTER:
            _correct(life, *to_correct.pop(), day=each.meeting.held_on + _DAY)
        if each.wrong is not None:
            to_correct.append((number, each))
    assert not to_correct, "every mistake is corrected before the cycle's last meeting"


def _as_sent(told: Iterable[Told]) -> Iterator[Told]:
    """Put a meeting that arrives late behind the one after it."""
    held_back: Told | None = None
    for each in told:
        if Oddity.LATE_ARRIVAL in each.meeting.oddities:
            held_back = each
            continue
        yield each
        if held_back is not None:
            yield held_back
            held_back = None


def _record(life: _Life, told: Told) -> int:
    meeting = told.meeting
    late = Oddity.LATE_ARRIVAL in meeting.oddities
    day = meeting.held_on + timedelta(days=9) if late else meeting.held_on
    body: Body = told.body if told.wrong is None else told.wrong
    recorded = record_meeting.record(
        life.session,
        life.facilitator,
        group_id=life.group.group_id,
        uuid=life.key(body["cycle"], meeting.number),
        body=to_text(body),
        now=afternoon(day),
        today=day,
        device="demonstration",
    )
    return recorded.entry_number


def _correct(life: _Life, entry_number: int, told: Told, *, day: date) -> None:
    reason = next(text for odd, text in _REASONS.items() if odd in told.meeting.oddities)
    correct_meeting.correct(
        life.session,
        life.facilitator,
        group_id=life.group.group_id,
        entry_number=entry_number,
        uuid=life.key(told.body["cycle"], told.meeting.number, "correction"),
        body=to_text(told.body),
        reason=reason,
        now=afternoon(day),
        today=day,
    )


def _turn(life: _Life) -> None:
    """Share out, elect anew and begin the second cycle with newcomers and shares put back."""
    plan, here, session = life.plan, life.group.group_id, life.session
    assert plan.share_out_on is not None, "a second cycle follows a share-out"
    assert plan.second_on is not None, "a second cycle has a first day"
    _share_out(life, plan.share_out_on)
    for person in plan.people:
        if person.joined_on == plan.second_on:
            _enrol(life, person.fields, plan.second_on)
    _elect(life, plan.seats, plan.second_on, len(plan.people) - 2)
    ground = load(session, life.group)
    value = plan.constitution.share_value
    put_back = {
        member: min(plan.chance.randint(0, _PUT_BACK_MOST), payout // value)
        for member, payout in sorted(received_by(session, ground).items())
    }
    next_cycle(
        session,
        life.facilitator,
        group_id=here,
        opened_on=plan.second_on,
        put_back=put_back,
        now=afternoon(plan.second_on),
        uuid=life.key(2, 0),
    )


def _share_out(life: _Life, day: date) -> None:
    """Let one person propose and another one confirm."""
    here, session = life.group.group_id, life.session
    books = load(session, life.group).books
    counted = CashCount(
        books.balances[Account.CASH_LOAN_FUND], books.balances[Account.CASH_SOLIDARITY]
    )
    proposal = share_out.propose(
        session,
        life.facilitator,
        group_id=here,
        held_on=day,
        counted=counted,
        now=afternoon(day),
    )
    share_out.confirm(
        session,
        life.officer,
        group_id=here,
        proposal_number=proposal.number,
        digest=proposal.digest,
        now=afternoon(day) + timedelta(hours=1),
        uuid=life.key(1, "share-out"),
    )
