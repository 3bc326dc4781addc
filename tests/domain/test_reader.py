"""Reading JSON: every problem at once, each at its place, and never an exception."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vsla.domain.constitution import Need, Step
from vsla.domain.reader import Reader, parse_day


def noted(reader: Reader) -> list[tuple[str, str]]:
    return [(problem.path, str(problem.code)) for problem in reader.problems]


@pytest.mark.parametrize("source", [None, [], "text", 7, True, 1.5])
def test_what_is_no_object_reads_as_empty(source: object) -> None:
    reader = Reader(source, "row.0")

    assert noted(reader) == [("row.0", "not_an_object")]
    assert not reader.has("member")


@pytest.mark.parametrize("value", [True, False, "7", 7.0, [], {}, float("inf")])
def test_only_whole_numbers_are_numbers(value: object) -> None:
    reader = Reader({"count": value})

    assert reader.integer("count", 1, 9) == 1
    assert noted(reader) == [("count", "not_a_number")]


@pytest.mark.parametrize("value", [0, 10, -(10**30), 10**400])
def test_a_number_out_of_range_is_named_with_its_limits(value: int) -> None:
    reader = Reader({"count": value, "amount_minor": value})

    assert reader.integer("count", 1, 9, default=5) == 5
    reader.integer("amount_minor", 1, 9)

    assert [problem.values for problem in reader.problems] == [
        {"low": 1, "high": 9},
        {"low_minor": 1, "high_minor": 9},
    ]


def test_a_number_may_have_a_default_and_null_counts_as_absent() -> None:
    reader = Reader({"empty": None, "there": 4})

    assert reader.integer("empty", 1, 9, default=3) == 3
    assert reader.integer("there", 1, 9) == 4
    assert reader.optional_integer("empty", 1, 9) is None
    assert reader.optional_integer("there", 1, 9) == 4
    assert not reader.problems


def test_what_is_needed_and_absent_is_missing() -> None:
    reader = Reader({"name": "  "})

    reader.integer("count", 1, 9)
    reader.text("name", 5, needed=True)
    reader.text("place", 5, needed=True)
    reader.day("held_on")
    reader.choice("need", Need)

    missing = ["count", "name", "place", "held_on", "need"]
    assert noted(reader) == [(path, "missing") for path in missing]


def test_yes_and_no_are_neither_numbers_nor_words() -> None:
    reader = Reader({"one": 1, "word": "yes", "really": True})

    assert not reader.yes("one")
    assert reader.yes("word", default=True)
    assert reader.yes("really")
    assert not reader.yes("absent")
    assert noted(reader) == [("one", "not_yes_or_no"), ("word", "not_yes_or_no")]


@pytest.mark.parametrize("value", [1, ["a"], "a\x00b", "\ud800", "a\udfff"])
def test_text_that_no_database_can_keep_is_no_text(value: object) -> None:
    reader = Reader({"note": value})

    assert not reader.text("note", 10)
    assert noted(reader) == [("note", "not_text")]


def test_text_is_trimmed_and_measured_in_characters() -> None:
    reader = Reader({"fits": "  réunion \U0001f33d ", "long": "abcd"})

    assert reader.text("fits", 9) == "réunion \U0001f33d"
    reader.text("long", 3)
    assert [(p.path, str(p.code), p.values) for p in reader.problems] == [
        ("long", "too_long", {"most": 3})
    ]


@pytest.mark.parametrize(
    "value",
    [
        "2017-13-01",
        "2017-02-29",
        "2017-2-1",
        "20171231",
        "2017-W52-7",
        "2017-12-31 ",
        "0001-01-01",
        "9999-12-31",
        "\uff12\uff10\uff11\uff17-12-31",
        "",
        20171231,
        None,
    ],
)
def test_only_the_plain_form_of_a_day_is_a_date(value: object) -> None:
    assert parse_day(value) is None


def test_a_day_is_read_or_noted() -> None:
    reader = Reader({"held_on": "2017-12-31", "wrong": "31/12/2017"})

    assert reader.day("held_on") == date(2017, 12, 31)
    assert reader.optional_day("held_on") == date(2017, 12, 31)
    assert reader.optional_day("absent") is None
    reader.day("wrong")
    assert noted(reader) == [("wrong", "not_a_date")]


@pytest.mark.parametrize("value", ["flood", "ILLNESS", 3, [], True])
def test_a_word_outside_the_list_is_noted_with_the_list(value: object) -> None:
    reader = Reader({"need": value})

    assert reader.choice("need", Need, Need.DEATH) is Need.DEATH
    assert noted(reader) == [("need", "unknown_choice")]
    assert "illness" in str(reader.problems[0].values["choices"])


def test_a_list_of_words_is_read_as_a_whole() -> None:
    reader = Reader({"steps": ["fines", "loans"], "no": "fines", "bad": ["fines", 3]})

    assert reader.choices("steps", Step, ()) == (Step.FINES, Step.LOANS)
    assert reader.choices("absent", Step, (Step.LOANS,)) == (Step.LOANS,)
    assert reader.choices("no", Step, ()) == ()
    assert reader.choices("bad", Step, ()) == ()
    assert noted(reader) == [("no", "not_a_list"), ("bad", "unknown_choice")]


def test_rows_are_read_each_at_its_place() -> None:
    reader = Reader({"rows": [{"n": 1}, {"n": "x", "more": 1}, 5]}, "part")

    read = reader.rows("rows", lambda row: row.integer("n", 1, 9), most=3)

    assert read == (1, 1, 1)
    assert noted(reader) == [
        ("part.rows.1.n", "not_a_number"),
        ("part.rows.1.more", "unknown_field"),
        ("part.rows.2", "not_an_object"),
        ("part.rows.2.n", "missing"),
    ]


def test_too_many_rows_are_not_read_at_all() -> None:
    reader = Reader({"rows": [{}, {}], "no": {}})

    assert reader.rows("rows", lambda _: 1, most=1) == ()
    assert reader.rows("no", lambda _: 1, most=1) == ()
    assert noted(reader) == [("rows", "too_long"), ("no", "not_a_list")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([1, True], "not_a_number"),
        ([1, 1.0], "not_a_number"),
        ([10], "not_a_number"),
        ([1, 2, 3, 4], "not_a_list"),
        ("12", "not_a_list"),
    ],
)
def test_a_list_of_numbers_has_only_numbers_in_range(value: Any, code: str) -> None:
    reader = Reader({"guarantors": value})

    assert reader.integers("guarantors", 1, 9, most=3) == ()
    assert noted(reader) == [("guarantors", code)]


def test_a_list_of_numbers_may_be_left_out() -> None:
    reader = Reader({"guarantors": [2, 3]})

    assert reader.integers("guarantors", 1, 9, most=3) == (2, 3)
    assert reader.integers("absent", 1, 9, most=3) == ()
    assert not reader.problems


def test_a_part_knows_where_it_stands_and_shares_the_problems() -> None:
    reader = Reader({"count": {"cash": "x"}})

    part = reader.child("count")
    assert part is not None
    part.integer("cash", 0, 9)
    inner = part.child("deeper")

    assert inner is None
    assert noted(reader) == [("count.cash", "not_a_number")]


def test_fields_nobody_asked_for_are_noted_in_the_order_of_a_phone() -> None:
    reader = Reader({"\uffe5": 6, "\U0001f41f": 5, "x" * 200: 1, 5: 2, "\ud800": 4, "known": 3})

    reader.integer("known", 1, 9)
    reader.finish()

    names = ("5", "x" * 80, "?", "\U0001f41f", "\uffe5")
    assert noted(reader) == [(name, "unknown_field") for name in names]


def test_a_value_that_came_before_is_noted_where_it_comes_again() -> None:
    reader = Reader({})

    reader.unique("members", [1, 2, 1, 1])

    assert noted(reader) == [("members.2", "duplicate"), ("members.3", "duplicate")]


def test_what_must_stand_word_for_word_is_not_cut() -> None:
    reader = Reader({"body": " x ", "long": "x" * 9, "none": None, "list": []})

    read = [reader.verbatim(key, 8) for key in ("body", "long", "none", "list")]

    assert read[0] == " x "
    assert noted(reader) == [("long", "too_long"), ("none", "missing"), ("list", "not_text")]


def test_a_pair_with_something_more_names_what_is_unknown() -> None:
    reader = Reader({"fees": [{"member": 1, "amount": 5}, {"member": 2, "amount": 7, "why": "x"}]})

    pairs = reader.pairs("fees", lambda *pair: pair, ("member", 1, 9), ("amount", 0, 9), most=3)

    assert pairs == ((1, 5), (2, 7))
    assert noted(reader) == [("fees.1.why", "unknown_field")]
