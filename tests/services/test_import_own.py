"""The programme's own fields as columns of the workbook in which groups are brought in."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.builders import NOW, ProgrammeWorld, a_programme
from tests.services.test_import_book import a_file, carried, groups_of
from vsla.documents.import_template import write_template
from vsla.documents.words import words_of
from vsla.domain.codes import Code
from vsla.services.import_book import import_book
from vsla.services.import_lines import read_book
from vsla.services.import_own import own_key
from vsla.services.import_own import sheets_of as own_sheets
from vsla.services.own_fields import add_field
from vsla.services.own_values import group_values, member_values

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.services.test_import_book import Lines
    from vsla.services.import_work import Outcome


@pytest.fixture
def home(session: Session) -> ProgrammeWorld:
    """A programme with a zone."""
    return a_programme(session)


def places(outcome: Outcome) -> set[tuple[str, Code]]:
    return {(problem.path, problem.code) for problem in outcome.problems}


OWN: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("group", "text", "Zone", {}),
    ("group", "choice", "Road", {"choices": "tar\nearth"}),
    ("member", "yes_no", "Radio", {}),
    ("member", "number", "Children", {}),
)


@pytest.fixture
def own(session: Session, home: ProgrammeWorld) -> dict[str, int]:
    """A field of each sort, one of them called like a column of every workbook."""
    of = home.programme_id
    found = {}
    for subject, sort, name, more in OWN:
        field = {"subject": subject, "sort": sort, "name": name, **more}
        found[name] = add_field(session, home.officer, programme_id=of, field=field).field_id
    return found


def filled_in(own: dict[str, int]) -> Lines:
    """Write the two groups with something in each field."""
    key = {name: own_key(number) for name, number in own.items()}
    lines = carried()
    lines["groups"][0] |= {key["Zone"]: "Hill", key["Road"]: "EARTH"}
    lines["members"][0] |= {key["Radio"]: "oui", key["Children"]: 4}
    return lines


def bring_own(session: Session, home: ProgrammeWorld, lines: Lines) -> Outcome:
    sheets = own_sheets(session, home.programme_id)
    book = read_book(a_file(lines, sheets=sheets), sheets)
    return import_book(session, home.officer, book=book, now=NOW, write=True)


def test_fields_of_the_programme_come_in_and_the_same_file_again_changes_nothing(
    session: Session, home: ProgrammeWorld, own: dict[str, int]
) -> None:
    first, again = (bring_own(session, home, filled_in(own)) for _twice in range(2))

    group_id = groups_of(session, home)["MID"].group_id
    of_group = {field.name: value for field, value in group_values(session, group_id)}
    of_member = {field.name: value for field, value in member_values(session, group_id, 1)}
    assert first.problems == again.problems == []
    assert of_group == {"Zone": "Hill", "Road": "earth"}
    assert of_member == {"Radio": "yes", "Children": "4"}
    assert [each.fields for each in again.groups] == [0, 0]


def test_what_does_not_fit_a_field_is_told_at_its_cell(
    session: Session, home: ProgrammeWorld, own: dict[str, int]
) -> None:
    lines = filled_in(own)
    lines["groups"][0][own_key(own["Road"])] = "mud"
    lines["members"][0] |= {own_key(own["Radio"]): "maybe", own_key(own["Children"]): "many"}

    outcome = bring_own(session, home, lines)

    assert places(outcome) == {
        (f"groups.2.{own_key(own['Road'])}", Code.UNKNOWN_CHOICE),
        (f"members.2.{own_key(own['Radio'])}", Code.UNKNOWN_CHOICE),
        (f"members.2.{own_key(own['Children'])}", Code.NOT_A_NUMBER),
    }
    assert "Oui" in {str(p.values.get("choices"))[:3] for p in outcome.problems}


def test_a_field_that_is_empty_here_is_filled_and_what_differs_is_told(
    session: Session, home: ProgrammeWorld, own: dict[str, int]
) -> None:
    bring_own(session, home, carried())

    filled = bring_own(session, home, filled_in(own))
    other = filled_in(own)
    other["members"][0][own_key(own["Radio"])] = "Hapana"
    differs = bring_own(session, home, other)

    assert filled.problems == []
    assert [each.fields for each in filled.groups] == [4, 0]
    assert places(differs) == {(f"members.2.{own_key(own['Radio'])}", Code.IMPORT_DIFFERS)}


@pytest.mark.usefixtures("own")
def test_the_template_offers_yes_and_no_in_its_language_and_all_else_as_it_is_kept(
    session: Session, home: ProgrammeWorld
) -> None:
    file = BytesIO()
    write_template(file, words_of("fr"), own_sheets(session, home.programme_id))

    with ZipFile(file) as parts:
        sheets = "".join(parts.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (2, 3))

    offered = re.findall(r"<formula1>&quot;(.*?)&quot;|<formula1>\"(.*?)\"", sheets)
    assert {a or b for a, b in offered} == {
        "CDF,USD,UGX,RWF",
        "tar,earth",
        "F,M,X",
        "chair,secretary,treasurer,counter,key_holder",
        "Oui,Non",
    }


def test_a_zone_nobody_knows_is_told_together_with_what_cannot_be_read(
    session: Session, home: ProgrammeWorld
) -> None:
    lines = carried()
    lines["groups"][0] |= {"zone": "Nowhere", "share_value": "much"}

    outcome = bring_own(session, home, lines)

    assert places(outcome) == {
        ("groups.2.zone", Code.UNKNOWN_CHOICE),
        ("groups.2.share_value", Code.NOT_A_NUMBER),
    }
    assert "Kamituga" in {problem.values.get("choices") for problem in outcome.problems}


def test_an_empty_line_is_passed_over_and_a_group_without_a_code_is_told(
    session: Session, home: ProgrammeWorld
) -> None:
    lines = carried()
    lines["members"].insert(2, {})
    lines["groups"].append({"name": "Nobody's"})

    outcome = bring_own(session, home, lines)

    assert ("groups.4.code", Code.MISSING) in places(outcome)
    assert {place.partition(".")[0] for place, _code in places(outcome)} == {"groups"}
