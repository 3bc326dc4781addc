"""A whole group out and in on another server: the same to the last unit, or refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from tests.builders import a_group, a_programme, a_user, an_empty_group, meet
from tests.services.group_life import NOW
from tests.services.test_verify_ledger import tamper
from tests.services.whole_life import a_whole_life
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError, NotFoundError
from vsla.services.access import Role, actor_of, system_actor
from vsla.services.acknowledge_breaches import acknowledge_breaches
from vsla.services.books import load
from vsla.services.export_journal import journal_book
from vsla.services.group_file import checksum, group_file, readable
from vsla.services.group_file_reader import read_group_file
from vsla.services.import_group import Arrived, import_group
from vsla.services.verify_ledger import Check, verify_group
from vsla.store import projections
from vsla.store.models import BreachRow, Group, Member

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld, ProgrammeWorld

File = dict[str, Any]


@pytest.fixture
def life(session: Session) -> GroupWorld:
    """A group that has lived through everything."""
    return a_whole_life(session)


@pytest.fixture
def away(session: Session) -> ProgrammeWorld:
    """A programme elsewhere, as another server would have it."""
    return a_programme(session)


def written(world: GroupWorld, **how: bool) -> str:
    return group_file(world.session, world.facilitator, group_id=world.group_id, **how)


def take(away: ProgrammeWorld, session: Session, text: str, seal: str = "") -> Arrived:
    file = read_group_file(text, expected_end=seal)
    return import_group(session, away.officer, file=file, zone_id=away.zone_id, now=NOW)


def go_on(world: GroupWorld) -> None:
    """Hold one meeting more."""
    books = world.ground().books
    day = (books.last_held_on or books.opened_on) + timedelta(days=7)
    meet(world, books.last_meeting + 1, held_on=day)


def resealed(text: str, change: Callable[[File], object]) -> str:
    """Change a file and put its checksum right, as a forger would."""
    told = json.loads(text)
    change(told)
    content = {k: v for k, v in told.items() if k not in {"format", "version", "sha256"}}
    return readable(told | {"sha256": checksum(content)})


def refused(away: ProgrammeWorld, session: Session, text: str, seal: str = "") -> Code:
    """Give the code of the one problem, and see that nothing was written."""
    before = session.scalar(select(func.count()).select_from(Group))
    with pytest.raises(InvalidDocumentError) as caught, session.begin_nested():
        take(away, session, text, seal)
    assert session.scalar(select(func.count()).select_from(Group)) == before
    (problem,) = caught.value.problems
    assert problem.path == "file"
    return problem.code


def test_a_group_stands_on_the_other_server_as_it_stood_here(
    session: Session, life: GroupWorld, away: ProgrammeWorld
) -> None:
    arrived = take(away, session, written(life))

    there, here = load(session, arrived.group), life.ground()
    told, was = (
        journal_book(session, system_actor(), group_id=group.group_id)
        for group in (arrived.group, life.group)
    )
    assert arrived.group.programme_id == away.programme_id
    assert there.books == here.books
    assert there.roster == here.roster
    assert [rules.body for rules in there.versions] == [rules.body for rules in here.versions]
    assert [replace(line, hash="") for line in told.lines] == [
        replace(line, hash="") for line in was.lines
    ]
    assert verify_group(session, arrived.group.group_id) == []


def test_the_same_file_again_changes_nothing(
    session: Session, life: GroupWorld, away: ProgrammeWorld
) -> None:
    text = written(life)
    first = take(away, session, text)
    once = journal_book(session, away.officer, group_id=first.group.group_id)

    again = take(away, session, text)
    home = life.programme
    own = import_group(
        session, home.officer, file=read_group_file(text), zone_id=home.zone_id, now=NOW
    )

    assert again.was_here
    assert again.group.group_id == first.group.group_id
    assert journal_book(session, away.officer, group_id=first.group.group_id) == once
    assert own.was_here
    assert own.group.group_id == life.group_id


def test_a_group_goes_on_where_it_arrived_and_can_go_home_again(
    session: Session, life: GroupWorld, away: ProgrammeWorld
) -> None:
    arrived = take(away, session, written(life))
    moved = replace(life, programme=away, group_id=arrived.group.group_id, officer=away.officer)
    moved = replace(moved, facilitator=away.officer)
    go_on(moved)

    third = take(a_programme(session), session, written(moved))

    assert verify_group(session, moved.group_id) == []
    assert verify_group(session, third.group.group_id) == []
    assert load(session, third.group).books == moved.ground().books


def test_a_group_in_setting_up_travels_too(session: Session, away: ProgrammeWorld) -> None:
    empty = an_empty_group(session)
    text = written(empty)

    first, again = take(away, session, text), take(away, session, text)

    assert first.group.status == empty.group.status
    assert again.was_here


def test_a_facilitator_who_takes_a_group_over_accompanies_it(
    session: Session, life: GroupWorld, away: ProgrammeWorld
) -> None:
    file = read_group_file(written(life))
    arrived = import_group(session, away.facilitator, file=file, zone_id=away.zone_id, now=NOW)

    known = actor_of(session, away.facilitator.user_id or 0)
    other = a_user(session, Role.FACILITATOR, away.programme_id)
    assert arrived.group.group_id in (known.group_ids or ())
    with pytest.raises(InvalidDocumentError) as caught:
        import_group(session, other, file=file, zone_id=away.zone_id, now=NOW)
    assert caught.value.problems[0].code is Code.GROUP_FILE_OTHER_GROUP


def test_breaches_that_were_looked_at_stay_so(session: Session, away: ProgrammeWorld) -> None:
    world = a_group(session, members=8)
    number = meet(world, 1, shares={1: 9}).entry_number
    group_id = world.group_id
    acknowledge_breaches(session, world.officer, group_id=group_id, entry_number=number, now=NOW)

    arrived = take(away, session, written(world))

    rows = session.scalars(
        select(BreachRow).where(BreachRow.group_id == arrived.group.group_id)
    ).all()
    assert rows
    assert all(row.acknowledged_at == NOW and row.acknowledged_by is None for row in rows)
    assert len(projections.seen_breaches(session, arrived.group.group_id)) == len(rows)


def test_names_stay_behind_when_they_should(
    session: Session, life: GroupWorld, away: ProgrammeWorld
) -> None:
    text = written(life, names=False)

    arrived = take(away, session, text)

    member = session.get_one(Member, (arrived.group.group_id, 1))
    assert "Member 1" not in text
    assert ": 1985" not in text
    assert member.name == "P001"
    assert load(session, arrived.group).books == life.ground().books


@pytest.mark.parametrize("text", ["", "{}", "[]", "no", '{"format": "vsla-group"}', "[" * 9_999])
def test_what_is_no_file_of_a_group_is_said(
    session: Session, away: ProgrammeWorld, text: str
) -> None:
    assert refused(away, session, text) is Code.GROUP_FILE_UNREADABLE


def test_a_file_of_a_newer_version_is_said(
    session: Session, life: GroupWorld, away: ProgrammeWorld
) -> None:
    text = written(life).replace('"version": 1', '"version": 2', 1)

    assert refused(away, session, text) is Code.GROUP_FILE_VERSION


def test_a_letter_changed_on_the_way_is_found(
    session: Session, life: GroupWorld, away: ProgrammeWorld
) -> None:
    text = written(life).replace("Umoja", "Umojo", 1)

    assert refused(away, session, text) is Code.GROUP_FILE_DAMAGED


def _a_movement(told: File) -> None:
    told["entries"][1]["movements"][0][1] += 1


def _a_document(told: File) -> None:
    told["entries"][2]["document"] += " "


def _an_entry_less(told: File) -> None:
    del told["entries"][1]


def _a_recorder(told: File) -> None:
    told["entries"][0]["recorded_by"] = 999


@pytest.mark.parametrize("change", [_a_movement, _a_document, _an_entry_less, _a_recorder])
def test_a_forged_entry_breaks_the_chain(
    session: Session, life: GroupWorld, away: ProgrammeWorld, change: Callable[[File], None]
) -> None:
    text = resealed(written(life), change)

    assert refused(away, session, text) is Code.GROUP_FILE_CHAIN


def test_another_end_than_the_one_told_is_refused(
    session: Session, life: GroupWorld, away: ProgrammeWorld
) -> None:
    text = written(life)
    seal = json.loads(text)["entries"][-1]["hash"]

    assert refused(away, session, text, "0" if seal[0] != "0" else "1") is Code.GROUP_FILE_OTHER_END
    assert take(away, session, text, seal[:12].upper()).entries


def _other_rules(told: File) -> None:
    body = json.loads(told["constitution"][0]["body"])
    body["share_value_minor"] *= 2
    told["constitution"][0]["body"] = json.dumps(
        body, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def _other_sex(told: File) -> None:
    told["members"][0]["joined_on"] = "2034-12-31"


def _loose_rules(told: File) -> None:
    told["constitution"][0]["body"] = told["constitution"][0]["body"].replace(",", ", ")


@pytest.mark.parametrize("change", [_other_rules, _other_sex, _loose_rules])
def test_documents_that_do_not_lead_to_the_figures_are_refused(
    session: Session, life: GroupWorld, away: ProgrammeWorld, change: Callable[[File], None]
) -> None:
    code = refused(away, session, resealed(written(life), change))

    assert code in {Code.GROUP_FILE_REPLAY, Code.GROUP_FILE_DAMAGED}


def setting(*path: str | int, value: object) -> Callable[[File], None]:
    """Make a change of a file: what stands at a path is another value."""

    def change(told: Any) -> None:
        for step in path[:-1]:
            told = told[step]
        told[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        setting("group", "group_id", value=True),
        setting("group", "status", value="asleep"),
        setting("group", "formed_on", value=None),
        setting("group", "formed_on", value="soon"),
        setting("entries", 0, "kind", value="gift"),
        setting("entries", 0, "document", value=["x"]),
        setting("entries", 0, "movements", value=[["shares_bought", -5, 1, None, 1, False]]),
        setting("entries", 0, "occurred_on", value=5),
        setting("entries", value=None),
        setting("members", 0, "gender", value="Q"),
        setting("members", 1, "member_id", value=1),
        setting("members", 0, "name", value="\x00"),
        setting("constitution", 0, "body", value="{}"),
        setting("constitution", 0, "body", value='{"share_value_minor": 100}'),
        setting("committee", 0, "post", value="king"),
        setting("cycles", 0, "opening_books", value="{}"),
        setting("cycles", 0, "share_out_on", value="2040-01-01"),
        setting("seen", value=[[1]]),
    ],
)
def test_whatever_is_wrong_in_a_file_it_is_refused_in_words(
    session: Session, life: GroupWorld, away: ProgrammeWorld, change: Callable[[File], None]
) -> None:
    assert refused(away, session, resealed(written(life), change)) in {
        Code.GROUP_FILE_DAMAGED,
        Code.GROUP_FILE_CHAIN,
        Code.GROUP_FILE_REPLAY,
    }


def test_a_group_that_went_on_is_not_overwritten(
    session: Session, life: GroupWorld, away: ProgrammeWorld
) -> None:
    text = written(life)
    take(away, session, text)
    go_on(life)

    assert refused(away, session, written(life)) is Code.GROUP_FILE_OTHER_GROUP


def test_what_is_changed_after_the_arrival_no_longer_closes_the_other_chain(
    session: Session, life: GroupWorld, away: ProgrammeWorld
) -> None:
    arrived = take(away, session, written(life))
    group_id = arrived.group.group_id

    tamper(session, "UPDATE journal_entry SET device = 'x'")

    assert Check.ARRIVAL in {found.check for found in verify_group(session, group_id)}


def test_only_who_works_with_a_group_takes_it_along(session: Session, life: GroupWorld) -> None:
    home = life.programme
    for actor in (home.trainer, home.administrator):
        with pytest.raises(NotAllowedError):
            group_file(session, actor, group_id=life.group_id)
    with pytest.raises(NotFoundError):
        group_file(session, a_programme(session).officer, group_id=life.group_id)
    assert group_file(session, system_actor(), group_id=life.group_id) == written(life)
