"""A whole report hides what tells of few people, and no sum of what it shows tells it either."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from vsla.domain.sharing import ALL, MEN, OTHERS, WOMEN, Hidden, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST = 5
numbers = st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from([0, 0, 0, 2]))


def without(row: Mapping[Any, int], kept: list[dict[Any, Fraction]]) -> dict[Any, Fraction]:
    """Take known rows off a row, in fractions and without any of the code under test."""
    left = {key: Fraction(n) for key, n in row.items() if n}
    for base in kept:
        pivot = next(iter(base))
        factor = left.get(pivot, Fraction()) / base[pivot]
        for key, number in base.items() if factor else ():
            left[key] = left.get(key, Fraction()) - factor * number
        left = {key: number for key, number in left.items() if number}
    return left


def figures(sheet: Sheet) -> list[Any]:
    return sheet._figures  # noqa: SLF001 - what the choice was made from


def follows(sheet: Sheet, hidden: Hidden) -> list[object]:
    """List what is hidden or too small to print and can be reckoned all the same."""
    printed = [f for f in figures(sheet) if f.printed and f.key not in hidden.keys]
    known: list[Any] = list(sheet._equal)  # noqa: SLF001 - likewise
    known += [{part: 1} for f in printed if not f.value for part in f.parts]
    known += [f.parts for f in printed]
    kept: list[dict[Any, Fraction]] = []
    for row in known:
        if left := without(row, kept):
            kept.append(left)
    guarded = [f for f in figures(sheet) if f.key in hidden.keys or 0 < f.value < LEAST]
    return [f.key for f in guarded if not without(f.parts, kept)]


@st.composite
def reports(draw: st.DrawFn) -> Sheet:
    """Invent members by age, by occupation and by currency, and who of them borrows."""
    people = draw(st.lists(numbers, min_size=1, max_size=3))
    sheet = Sheet()
    sheet.table("ages", dict(enumerate(people)), others_printed=draw(st.booleans()))
    whole = tuple(sum(row[sex] for row in people) for sex in range(3))
    first = tuple(draw(st.integers(0, n)) for n in whole)
    second = tuple(n - part for n, part in zip(whole, first, strict=True))
    rows = {"CDF": first, "USD": second}
    sheet.table("members", rows)  # type: ignore[arg-type]  # three each
    sheet.same("ages", "members")
    some = {key: tuple(draw(st.integers(0, n)) for n in row) for key, row in rows.items()}
    sheet.table("borrowers", some)  # type: ignore[arg-type]  # three each
    sheet.rest("borrowers", "members")
    zone = draw(st.integers(0, sum(map(sum, some.values()))))
    sheet.column("zones", {1: zone, 2: sum(map(sum, some.values())) - zone}, of="borrowers")
    return sheet


@settings(max_examples=25, deadline=None)
@given(reports())
def test_nothing_of_few_people_is_shown_or_is_a_sum_of_what_is(sheet: Sheet) -> None:
    hidden = sheet.hide(LEAST)

    small = {f.key for f in figures(sheet) if f.printed and 0 < f.value < LEAST}
    assert small <= hidden.keys
    assert follows(sheet, hidden) == []
    assert sheet.hide(1) == Hidden()


def test_a_total_of_one_table_does_not_tell_a_cell_of_another() -> None:
    sheet = Sheet()
    sheet.table("ages", {"young": (2, 30, 0), "old": (20, 30, 0)})
    sheet.table("members", {"CDF": (22, 60, 0)})
    sheet.same("ages", "members")

    hidden = sheet.hide(LEAST)

    assert WOMEN in hidden.of("ages", "young")
    assert WOMEN in hidden.of("ages", "old")
    assert hidden.of("members") == frozenset()


def test_members_less_borrowers_do_not_tell_who_owes_nothing() -> None:
    sheet = Sheet()
    sheet.table("members", {"CDF": (20, 20, 0)})
    sheet.table("borrowers", {"CDF": (18, 10, 0)})
    sheet.rest("borrowers", "members")

    hidden = sheet.hide(LEAST)

    assert WOMEN in hidden.of("borrowers", "CDF") & hidden.of("borrowers")
    assert hidden.of("members") == frozenset()
    assert len({MEN, ALL} & hidden.of("borrowers")) == 1


def test_others_that_nobody_prints_do_not_follow() -> None:
    sheet = Sheet()
    sheet.table("members", {"CDF": (20, 15, 2)})

    hidden = sheet.hide(LEAST).of("members", "CDF")

    assert hidden & {WOMEN, MEN, ALL}
    assert OTHERS not in hidden


def test_a_row_of_one_table_may_lack_in_the_other() -> None:
    sheet = Sheet()
    sheet.table("posts", {"chair": (9, 9, 0), "keys": (3, 9, 0)})
    sheet.table("committee", {"CDF": (9, 9, 0)})
    sheet.same("posts", "committee", without="keys")

    hidden = sheet.hide(LEAST)

    women = [hidden.of("posts", "keys"), hidden.of("committee"), hidden.of("committee", "CDF")]
    assert all(WOMEN in columns for columns in women)
    assert hidden.of("posts") == frozenset()
