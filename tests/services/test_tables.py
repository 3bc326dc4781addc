"""Every table that is taken along says what the ledger says, for whoever may know it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import UTC, date, datetime
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_group, a_programme, an_empty_group, meet
from tests.documents.workbooks import column, sheets_of
from tests.services.courses_world import a_course, a_session
from tests.services.whole_life import a_whole_life
from vsla.documents.cells import Money, Part, Table
from vsla.documents.spreadsheet import Workbook, about_table, csv_parts, guarded, plain
from vsla.documents.table_words import COLUMNS
from vsla.documents.table_words import TABLES as WORDS
from vsla.documents.words import words_of
from vsla.domain.courses import Component
from vsla.domain.errors import NotFoundError
from vsla.domain.ledger import Account, Kind
from vsla.domain.roster import Gender, YesNo
from vsla.services.access import system_actor
from vsla.services.table_parts import Chosen
from vsla.services.table_rows import TABLES
from vsla.services.tables import PERSONAL, count_groups, table
from vsla.store import journal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld
    from vsla.services.access import Actor

MADE = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.fixture
def life(session: Session) -> GroupWorld:
    """A group that has lived through everything, beside one that only begins."""
    world = a_whole_life(session)
    an_empty_group(session, world.programme, name="=2+3")
    return world


def read(session: Session, actor: Actor, key: str, **chosen: Any) -> list[dict[str, Any]]:
    """Read a table as mappings by column."""
    made = table(session, actor, key=key, chosen=Chosen(**chosen))
    return [dict(zip(made.columns, row, strict=True)) for row in made.rows]


def total(rows: list[dict[str, Any]], name: str) -> int:
    cells = [row[name] for row in rows if row[name] is not None]
    return sum(cell.amount if isinstance(cell, Money) else cell for cell in cells)


def moved(world: GroupWorld, *kinds: Kind) -> int:
    """Add up what the ledger moved of some kinds."""
    return sum(
        -m.amount if m.reversed else m.amount
        for lines in journal.movements_of(world.session, world.group_id).values()
        for m in lines
        if m.kind in kinds
    )


@pytest.mark.parametrize("key", list(TABLES))
def test_every_table_and_column_has_its_words(key: str) -> None:
    assert key in WORDS
    assert set(TABLES[key][0]) <= set(COLUMNS)


def test_sums_of_money_equal_the_ledger(session: Session, life: GroupWorld) -> None:
    officer, sums = life.officer, life.ground().books.balances
    groups = read(session, officer, "groups")
    members = read(session, officer, "members")
    meetings = read(session, officer, "meetings")
    months = read(session, officer, "months")
    loans = read(session, officer, "loans")

    assert total(groups, "savings") == total(members, "savings") == sums[Account.MEMBER_SHARES]
    assert total(groups, "shares") == total(members, "shares") == life.ground().books.total_shares
    assert total(groups, "box_loan_fund") == sums[Account.CASH_LOAN_FUND]
    assert total(groups, "box_solidarity") == sums[Account.CASH_SOLIDARITY]
    assert total(groups, "loans_out") == sums[Account.LOANS]
    assert total(months, "savings") == moved(life, Kind.SHARES_BOUGHT)
    assert total(months, "lent") == moved(life, Kind.LOAN_DISBURSED) == total(meetings, "lent")
    assert total(months, "grants") == moved(life, Kind.SOLIDARITY_GRANT)
    open_loans = sums[Account.LOANS] + sums[Account.SOLIDARITY_LOANS]
    assert total(members, "owed") == total(loans, "principal_left") == open_loans
    lent = moved(life, Kind.LOAN_DISBURSED, Kind.SOLIDARITY_LOAN)
    assert total(loans, "principal") == lent
    assert total(read(session, officer, "help"), "amount") == moved(
        life, Kind.SOLIDARITY_GRANT, Kind.SOLIDARITY_LOAN
    )


def test_women_men_others_and_not_said_are_all(session: Session, life: GroupWorld) -> None:
    by_sex: dict[str, int] = defaultdict(int)
    for row in read(session, life.officer, "members"):
        if row["left_on"] is None:
            by_sex[row["sex"]] += 1

    (group,) = (row for row in read(session, life.officer, "groups") if row["cycle"])

    parts = [group[name] for name in ("women", "men", "sex_other", "sex_unsaid")]
    assert sum(parts) == group["members_all"] == sum(by_sex.values())
    assert parts == [by_sex[sex] for sex in Gender]


def test_a_period_narrows_meetings_months_and_help(session: Session, life: GroupWorld) -> None:
    every = read(session, life.officer, "meetings")
    day = every[2]["held_on"]

    some = read(session, life.officer, "meetings", from_on=day, to_on=day)
    months = read(session, life.officer, "months", from_on=day, to_on=day)
    late = read(session, life.officer, "help", from_on=date(2040, 1, 1))

    assert {row["held_on"] for row in some} == {day}
    assert len(some) < len(every)
    assert {row["month"] for row in months} == {day.replace(day=1)}
    assert late == []


def test_everybody_gets_the_groups_that_are_hers_and_no_name_too_many(
    session: Session, life: GroupWorld
) -> None:
    other = a_group(session, life.programme, members=8, name="Zawadi")
    away = a_programme(session)
    home = life.programme

    assert {row["group_name"] for row in read(session, life.facilitator, "members")} == {"Umoja"}
    assert len(read(session, home.officer, "groups")) == 3
    assert read(session, away.officer, "groups") == []
    assert len(read(session, home.officer, "posts", group_id=other.group_id)) == 8
    assert len(read(session, home.administrator, "groups", programme_id=away.programme_id)) == 0
    assert len(read(session, home.officer, "groups", zone_id=home.zone_id)) == 3
    for actor in (home.trainer, home.administrator):
        rows = read(session, actor, "members")
        assert rows
        assert not set(rows[0]) & set(PERSONAL)
    personal = set(PERSONAL) & set(TABLES["members"][0])
    assert personal <= set(read(session, home.officer, "members")[0])
    assert "name" in read(session, system_actor(), "members")[0]
    bare = table(session, home.officer, key="members", chosen=Chosen(), names=False)
    assert not set(bare.columns) & set(PERSONAL)


def test_a_table_nobody_has_is_not_found(session: Session, life: GroupWorld) -> None:
    with pytest.raises(NotFoundError):
        table(session, life.officer, key="secrets", chosen=Chosen())


def test_progress_counts_every_group(session: Session, life: GroupWorld) -> None:
    done: list[int] = []
    made = table(session, life.officer, key="groups", chosen=Chosen(), note=done.append)

    assert len(list(made.rows)) == 2
    assert sum(done) == count_groups(session, life.officer, Chosen()) == 2


@pytest.mark.parametrize("language", ["fr", "sw", "en"])
@pytest.mark.parametrize("key", list(TABLES))
def test_a_workbook_reads_back_as_the_table(
    session: Session, life: GroupWorld, key: str, language: str
) -> None:
    words = words_of(language)
    rows = read(session, life.officer, key)
    made = table(session, life.officer, key=key, chosen=Chosen())
    with TemporaryFile() as file:
        book = Workbook(file, words, about_table(words, made, whose="P", made_at=MADE))
        book.add(made)
        book.close()
        file.seek(0)
        sheets = sheets_of(file.read())

    sheet, definitions = sheets.values()
    assert sheet[0] == [words(COLUMNS[name][0]) for name in made.columns]
    assert len(sheet) == len(rows) + 1
    for name in made.columns:
        told = column(sheet, words(COLUMNS[name][0]))
        assert told == [_expected(row[name], words) for row in rows], name
    defined = {row[0]: row[1] for row in definitions}
    assert all(defined[words(COLUMNS[n][0])] == words(COLUMNS[n][1]) for n in made.columns)


def _expected(value: Any, words: Any) -> Any:
    match value:
        case None:
            return ""
        case Money(amount, _currency):
            return amount / 100
        case Part(part, whole):
            return part / whole
        case date() | str() if not hasattr(value, "value"):
            return value
        case int():
            return float(value)
    return plain(value, words)


def test_csv_says_the_same_with_a_mark_for_spreadsheets(session: Session, life: GroupWorld) -> None:
    words = words_of("en")
    made = table(session, life.officer, key="months", chosen=Chosen())
    data = b"".join(csv_parts(made, words)).decode("utf-8")

    rows = list(csv.DictReader(io.StringIO(data.removeprefix("\ufeff"))))

    saved = sum(int(row["Savings"].replace(".", "")) for row in rows)
    assert data.startswith("\ufeff")
    assert saved == moved(life, Kind.SHARES_BOUGHT)
    assert all(date.fromisoformat(row["Month"]).day == 1 for row in rows)


def test_what_somebody_wrote_is_never_worked_out(session: Session, life: GroupWorld) -> None:
    words = words_of("fr")
    with TemporaryFile() as file:
        made = table(session, life.officer, key="groups", chosen=Chosen())
        book = Workbook(file, words, about_table(words, made, whose="=1", made_at=MADE))
        book.add(made)
        book.close()
        file.seek(0)
        sheet = next(iter(sheets_of(file.read()).values()))
    made = table(session, life.officer, key="groups", chosen=Chosen())
    told = b"".join(csv_parts(made, words)).decode("utf-8")

    assert "=2+3" in column(sheet, words("Group"))
    assert ",'=2+3," in told
    assert [guarded(text)[0] for text in ("=a", "+a", "-a", "@a", "\ta", "\ra")] == ["'"] * 6
    assert guarded("a=b") == "a=b"


def test_plain_values_need_no_guard_and_an_empty_whole_says_nothing() -> None:
    words = words_of("sw")

    assert plain(Money(-1234, "CDF"), words) == "-12.34"
    assert plain(Money(5, "UGX"), words) == "5"
    assert plain(Part(1, 3), words) == "33.3"
    assert plain(Part(0, 0), words) == ""
    assert plain(None, words) == ""
    assert plain(-5, words) == "-5"
    assert plain(Gender.WOMAN, words_of("fr")) == "Femme"
    assert plain(Kind.EXPENSE, words) == "expense"


def test_percentages_and_whole_currencies_are_numbers_in_a_workbook() -> None:
    rows = [(Part(1, 4), Money(500, "UGX")), (Part(0, 0), Money(-7, "CDF"))]
    words = words_of("en")
    made = Table("groups", ["shares", "savings"], rows)
    with TemporaryFile() as file:
        book = Workbook(file, words, about_table(words, made, whose="", made_at=MADE))
        book.add(made)
        book.close()
        file.seek(0)
        sheet = next(iter(sheets_of(file.read()).values()))

    assert sheet[1:] == [[0.25, 500.0], ["", -0.07]]


def test_a_table_longer_than_a_part_is_written_whole() -> None:
    made = Table("groups", ["shares"], ((n,) for n in range(450)))

    parts = list(csv_parts(made, words_of("en")))

    assert len(parts) == 3
    assert b"".join(parts).decode().splitlines()[1:] == [str(n) for n in range(450)]


def test_a_meeting_more_is_a_line_more(session: Session, life: GroupWorld) -> None:
    world = a_group(session, life.programme, members=8)
    before = len(read(session, life.officer, "meetings"))

    meet(world, 1)

    assert len(read(session, life.officer, "meetings")) == before + 1


def test_courses_are_counted_by_group_and_a_sensitive_topic_is_not_named(session: Session) -> None:
    group = a_group(session, members=9, women=6)
    course = a_course(group)
    course.record(a_session(1, {1: "present", 2: "late", 3: "absent", 4: "present"}))
    course.record(a_session(2, sensitive=True))

    (line,) = read(session, group.officer, "courses")
    first, second = read(session, group.officer, "course_sessions")

    assert (line["course"], line["course_kind"]) == ("Lire son carnet", Component.LITERACY)
    assert (line["course_all"], line["course_left"]) == (4, 0)
    assert (first["session"], first["came_all"]) == (1, 3)
    assert first["topic"] == "Les nombres de trois chiffres"
    assert (second["topic"], second["session_held"]) == (None, YesNo.YES)
