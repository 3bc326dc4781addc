"""Groups from a workbook: every problem at its cell, nothing half, the same file twice once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from sqlalchemy import func, select

from tests.builders import NOW, TODAY, ProgrammeWorld, a_programme, a_user, a_uuid
from tests.documents.workbooks import sheets_of
from tests.domain_builders import a_document
from vsla.documents.import_form import SHEETS
from vsla.documents.import_template import write_template
from vsla.documents.words import words_of
from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, NotAllowedError
from vsla.domain.ledger import Account
from vsla.services.access import Role, actor_of, system_actor
from vsla.services.books import load
from vsla.services.import_book import import_book
from vsla.services.import_lines import read_book
from vsla.services.record_meeting import record
from vsla.services.verify_ledger import verify_group
from vsla.store import journal
from vsla.store.models import Group, JournalEntry, Member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from vsla.documents.import_form import Sheet
    from vsla.services.import_work import Outcome

Cells = dict[str, Any]
Lines = dict[str, list[Cells]]
OPENED, HELD = date(2023, 1, 4), date(2023, 3, 1)
PLAIN = {"share_value": 1000, "zone": "Kamituga", "currency": "CDF", "formed_on": OPENED}


def a_line(code: str, **more: Any) -> Cells:
    """Write the line of a group."""
    facts = {"code": code, "name": f"Groupe {code}", "opened_on": OPENED}
    return PLAIN | facts | {"share_out_on": date(2023, 12, 20), "solidarity": 200} | more


def people(code: str, count: int = 6, **more: Any) -> list[Cells]:
    """Write the lines of members, women first."""
    return [
        {"group": code, "passbook": n, "name": f"{code} {n}", "sex": "F" if n < 5 else "M"} | more
        for n in range(1, count + 1)
    ]


def a_meeting(code: str, number: int, count: int = 6, **more: Any) -> list[Cells]:
    """Write the lines of a meeting: everybody buys two shares and pays solidarity."""
    day = HELD + timedelta(weeks=number - 8) if number >= 8 else OPENED + timedelta(weeks=number)
    usual = {"group": code, "meeting": number, "held_on": day, "shares": 2, "solidarity": 200}
    return [usual | {"passbook": n} | more for n in range(1, count + 1)]


def a_file(lines: Lines, language: str = "fr", sheets: Sequence[Sheet] = SHEETS) -> bytes:
    """Fill the template in."""
    words, file = words_of(language), BytesIO()
    book = xlsxwriter.Workbook(file)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for form in sheets:
        sheet = book.add_worksheet(words(form.name))
        for place, column in enumerate(form.columns):
            sheet.write(0, place, words(column.head))
            for number, cells in enumerate(lines.get(form.key, []), start=1):
                value = cells.get(column.key)
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                elif value is not None:
                    sheet.write(number, place, value)
    book.close()
    return file.getvalue()


def carried() -> Lines:
    """A group in mid-cycle with a loan, and one that has met twice since its first day."""
    loan = {"group": "MID", "passbook": 2, "granted_on": date(2023, 2, 1), "term": 3}
    members = people("MID", shares=10)
    members[0]["fines"] = 500
    for place, post in enumerate(["chair", "secretary", "treasurer", "counter", "counter"]):
        members[place]["post"] = post
    balances = {"meeting": 8, "held_on": HELD, "box_loan_fund": 45_000, "box_solidarity": 7_500}
    return {
        "groups": [a_line("MID", **balances, bank_loan_fund=5_000), a_line("NEW")],
        "members": members + people("NEW"),
        "loans": [loan | {"principal": 20_000, "repaid": 5_000}],
        "meetings": a_meeting("MID", 9, repaid=None) + a_meeting("NEW", 1) + a_meeting("NEW", 2),
    }


@pytest.fixture
def home(session: Session) -> ProgrammeWorld:
    """A programme with a zone."""
    return a_programme(session)


def bring(
    session: Session, home: ProgrammeWorld, data: bytes, *, write: bool = True, rest: bool = False
) -> Outcome:
    return import_book(
        session, home.officer, book=read_book(data), now=NOW, write=write, accept_rest=rest
    )


def groups_of(session: Session, home: ProgrammeWorld) -> dict[str, Group]:
    query = select(Group).where(Group.programme_id == home.programme_id)
    return {group.code: group for group in session.scalars(query)}


def entries(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(JournalEntry)).one()


@pytest.mark.parametrize("language", ["fr", "sw", "en"])
def test_groups_come_in_with_balances_and_meetings(
    session: Session, home: ProgrammeWorld, language: str
) -> None:
    outcome = bring(session, home, a_file(carried(), language))

    assert outcome.problems == []
    assert outcome.written
    middle, new = (groups_of(session, home)[code] for code in ("MID", "NEW"))
    books = load(session, middle).books
    assert verify_group(session, middle.group_id) == verify_group(session, new.group_id) == []
    assert books.last_meeting == 9
    assert books.total_shares == 60 + 12
    assert books.balances[Account.BANK] == 500_000
    assert books.balances[Account.CASH_LOAN_FUND] == 4_500_000 + 1_200_000
    assert books.balances[Account.CASH_SOLIDARITY] == 750_000 + 120_000
    assert books.fines_owed == {1: 50_000}
    (loan,) = books.loans.values()
    assert (loan.granted_on, loan.principal) == (date(2023, 2, 1), 2_000_000)
    assert sum(p.principal + p.interest for p in loan.payments) == 500_000
    assert load(session, new).books.balances[Account.MEMBER_SHARES] == 24 * 100_000
    assert load(session, middle).roster.on(HELD)


def test_the_same_file_again_changes_nothing_and_a_longer_one_goes_on(
    session: Session, home: ProgrammeWorld
) -> None:
    lines = carried()
    bring(session, home, a_file(lines))
    before = entries(session)

    again = bring(session, home, a_file(lines))
    middle = entries(session)
    longer = lines | {
        "members": [*lines["members"], {"group": "NEW", "passbook": 7, "name": "Late", "sex": "X"}],
        "meetings": lines["meetings"] + a_meeting("NEW", 3, 7),
    }
    more = bring(session, home, a_file(longer))

    assert again.problems == more.problems == []
    assert [(each.members, each.meetings) for each in again.groups] == [(0, 0), (0, 0)]
    assert middle == before
    assert [(each.members, each.meetings) for each in more.groups] == [(0, 0), (1, 1)]
    assert entries(session) == before + 1


def test_a_trial_writes_nothing(session: Session, home: ProgrammeWorld) -> None:
    outcome = bring(session, home, a_file(carried()), write=False)

    assert outcome.problems == []
    assert not outcome.written
    assert [(each.is_new, each.members, each.meetings) for each in outcome.groups] == [
        (True, 6, 1),
        (True, 6, 2),
    ]
    assert groups_of(session, home) == {}
    assert entries(session) == 0


def _places(outcome: Outcome) -> set[tuple[str, Code]]:
    return {(problem.path, problem.code) for problem in outcome.problems}


def test_all_problems_are_told_at_once_at_their_cells(
    session: Session, home: ProgrammeWorld
) -> None:
    lines = carried()
    lines["groups"][0] |= {"zone": "Mars", "share_value": "much"}
    lines["groups"].append(a_line("NEW"))
    lines["members"][2] |= {"passbook": 1.5, "joined_on": "soon"}
    lines["members"].append({"group": "NONE", "passbook": 1, "name": "Nobody"})
    lines["loans"][0] |= {"passbook": 99, "principal": None}
    lines["meetings"][8] |= {"attendance": "asleep"}
    lines["meetings"][9] |= {"passbook": 77}
    lines["meetings"][10] |= {"held_on": date(2023, 1, 12), "loan": 5_000}

    outcome = bring(session, home, a_file(lines))

    assert _places(outcome) >= {
        ("groups.2.share_value", Code.NOT_A_NUMBER),
        ("groups.4.code", Code.DUPLICATE),
        ("members.4.passbook", Code.NOT_A_NUMBER),
        ("members.4.joined_on", Code.NOT_A_DATE),
        ("members.14.group", Code.IMPORT_NO_GROUP),
        ("loans.2.principal", Code.MISSING),
        ("meetings.10.attendance", Code.UNKNOWN_CHOICE),
        ("meetings.11.passbook", Code.IMPORT_NO_PASSBOOK),
        ("meetings.12.held_on", Code.IMPORT_TWO_DAYS),
        ("meetings.12.term", Code.MISSING),
    }
    assert not outcome.written
    assert groups_of(session, home) == {}


@pytest.mark.parametrize(
    ("sheet", "place", "cells", "path", "code"),
    [
        ("groups", 0, {"zone": "Mars"}, "groups.2.zone", Code.UNKNOWN_CHOICE),
        ("groups", 0, {"currency": "XXX"}, "groups.2.currency", Code.UNKNOWN_CHOICE),
        ("groups", 0, {"box_loan_fund": None}, "groups.2.box_loan_fund", Code.MISSING),
        ("groups", 0, {"held_on": None}, "groups.2.held_on", Code.MISSING),
        ("groups", 0, {"held_on": date(2022, 1, 1)}, "groups.2.held_on", Code.DATE_BEFORE_CYCLE),
        ("groups", 0, {"share_out_on": OPENED}, "groups.2.share_out_on", Code.DATE_BEFORE_CYCLE),
        ("groups", 0, {"share_value": 0}, "groups.2.share_value", Code.OUT_OF_RANGE),
        ("groups", 0, {"opened_on": None}, "groups.2.opened_on", Code.MISSING),
        ("groups", 0, {"formed_on": date(2040, 1, 1)}, "groups.2.formed_on", Code.DATE_IN_FUTURE),
        ("groups", 0, {"name": "x" * 300}, "groups.2.name", Code.TOO_LONG),
        ("members", 1, {"passbook": 1}, "members.3.passbook", Code.PASSBOOK_NUMBER_TAKEN),
        ("members", 1, {"sex": "Q"}, "members.3.sex", Code.UNKNOWN_CHOICE),
        ("members", 1, {"post": "king"}, "groups.2.opened_on", Code.UNKNOWN_CHOICE),
        ("loans", 0, {"passbook": 99}, "loans.2.passbook", Code.IMPORT_NO_PASSBOOK),
        ("loans", 0, {"granted_on": None}, "loans.2.granted_on", Code.MISSING),
        ("loans", 0, {"repaid_on": OPENED}, "loans.2.repaid_on", Code.DATE_BEFORE_CYCLE),
        ("meetings", 0, {"repaid": 1_000}, "meetings.2.repaid", Code.UNKNOWN_LOAN),
        ("meetings", 1, {"repaid": 90_000}, "meetings.3.repaid", Code.REPAYMENT_ABOVE_DEBT),
        ("meetings", 0, {"passbook": 2}, "meetings.3.passbook", Code.DUPLICATE),
        ("meetings", 0, {"help": 90_000}, "meetings.2.help", Code.SOLIDARITY_BELOW_ZERO),
    ],
)
def test_what_a_service_refuses_stands_at_its_cell(
    session: Session,
    home: ProgrammeWorld,
    sheet: str,
    place: int,
    cells: Cells,
    path: str,
    code: Code,
) -> None:
    lines = carried()
    lines[sheet][place] |= cells

    outcome = bring(session, home, a_file(lines), rest=True)

    assert (path, code) in _places(outcome)
    assert [each.refused for each in outcome.groups] == [True, False]
    assert list(groups_of(session, home)) == ["NEW"]
    assert outcome.written
    assert outcome.anything_right


def test_what_is_here_otherwise_is_not_overwritten(session: Session, home: ProgrammeWorld) -> None:
    bring(session, home, a_file(carried()))
    lines = carried()
    lines["members"][0]["name"] = "Another"
    lines["meetings"][7]["shares"] = 3
    before = entries(session)

    outcome = bring(session, home, a_file(lines))

    assert _places(outcome) == {
        ("members.2.name", Code.IMPORT_DIFFERS),
        ("meetings.8.meeting", Code.IMPORT_DIFFERS),
    }
    assert entries(session) == before
    group = groups_of(session, home)["MID"]
    assert session.get_one(Member, (group.group_id, 1)).name == "MID 1"


def test_a_meeting_that_was_recorded_here_meanwhile_is_told(
    session: Session, home: ProgrammeWorld
) -> None:
    lines: Lines = {"groups": [a_line("NEW")], "members": people("NEW"), "meetings": []}
    bring(session, home, a_file(lines))
    group_id = groups_of(session, home)["NEW"].group_id
    here = a_document(1, members=list(range(1, 7)), held_on=OPENED + timedelta(weeks=1))
    record(
        session,
        home.officer,
        group_id=group_id,
        uuid=a_uuid("here"),
        body=json.dumps(here),
        now=NOW,
        today=TODAY,
    )

    outcome = bring(session, home, a_file(lines | {"meetings": a_meeting("NEW", 1)}))

    assert {problem.code for problem in outcome.problems} == {Code.NUMBER_TAKEN}
    assert not outcome.written


def test_loans_of_past_meetings_come_in(session: Session, home: ProgrammeWorld) -> None:
    lines = carried()
    for cells in lines["meetings"][-2:]:
        cells |= {"loan": 1_000, "term": 2}

    outcome = bring(session, home, a_file(lines))

    assert outcome.problems == []
    loans = load(session, groups_of(session, home)["NEW"]).books.loans
    assert [(loan.member, loan.principal) for loan in loans.values()] == [
        (5, 100_000),
        (6, 100_000),
    ]


def test_a_facilitator_brings_in_her_groups_and_no_others(
    session: Session, home: ProgrammeWorld
) -> None:
    data = read_book(a_file(carried()))
    import_book(session, home.facilitator, book=data, now=NOW, write=True)
    other = a_user(session, Role.FACILITATOR, home.programme_id)

    outcome = import_book(session, other, book=data, now=NOW, write=True)

    mine = actor_of(session, home.facilitator.user_id or 0)
    assert len(mine.group_ids or ()) == 2
    assert {problem.code for problem in outcome.problems} == {Code.CODE_TAKEN}
    nowhere = replace(home.officer, programme_id=None)
    for actor in (home.trainer, system_actor(), home.administrator, nowhere):
        with pytest.raises(NotAllowedError):
            import_book(session, actor, book=data, now=NOW, write=True)


@pytest.mark.parametrize("data", [b"", b"no workbook", a_file({})[:900]])
def test_what_is_no_workbook_is_said(data: bytes) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        read_book(data)

    assert caught.value.problems[0].code is Code.IMPORT_UNREADABLE


def _bare(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def test_a_workbook_without_our_sheets_or_heads_is_said(
    session: Session, home: ProgrammeWorld
) -> None:
    with pytest.raises(InvalidDocumentError):
        read_book(_bare(("Feuille1", [["a"]])))

    outcome = bring(session, home, _bare(("groups", [["Code", "NAME"], ["A", "Umoja"], [7, ""]])))

    assert ("groups.1.zone", Code.IMPORT_COLUMN_MISSING) in _places(outcome)
    assert all(each.refused for each in outcome.groups)
    assert not outcome.anything_right


def test_days_and_numbers_are_read_as_people_write_them(
    session: Session, home: ProgrammeWorld
) -> None:
    lines = carried()
    lines["groups"][1] |= {"opened_on": "04/01/2023", "share_value": "1 000,00", "shares_max": True}
    lines["groups"][1] |= {"solidarity": date(2023, 1, 1)}

    outcome = bring(session, home, a_file(lines))

    assert _places(outcome) == {
        ("groups.3.shares_max", Code.NOT_A_NUMBER),
        ("groups.3.solidarity", Code.NOT_A_NUMBER),
    }


@pytest.mark.parametrize("language", ["fr", "sw", "en"])
def test_the_template_comes_back_as_it_was_made(language: str) -> None:
    file = BytesIO()
    write_template(file, words_of(language))

    sheets = sheets_of(file.getvalue())
    book = read_book(file.getvalue())

    assert len(sheets) == len(SHEETS) + 1
    assert book.problems == []
    assert all(lines == [] for lines in book.lines.values())
    words = words_of(language)
    told = {row[3] for row in next(iter(sheets.values()))}
    assert all(words(c.meaning) in told for form in SHEETS for c in form.columns)


def test_every_meeting_carries_where_it_came_from(session: Session, home: ProgrammeWorld) -> None:
    bring(session, home, a_file(carried()))
    group = groups_of(session, home)["NEW"]

    documents = journal.effective_documents(session, group.group_id, 1)

    assert all("import " in (entry.document or "") for entry in documents)
