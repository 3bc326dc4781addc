"""The style is a test: what the layers may say, and how long they may say it."""

from __future__ import annotations

import ast

import pytest

from tests.tidy import rules
from tests.tidy.sources import ROOT, place, python_files, tree_of

DOMAIN = python_files("vsla/domain")
# The one module that ends a transaction.
COMMITTING = ROOT / "vsla/store/session.py"
CLOCKED = (ROOT / "vsla/web", ROOT / "vsla/cli")


def test_the_domain_has_no_inexact_numbers() -> None:
    found = [place(f, node) for f in DOMAIN for node in rules.inexact_numbers(tree_of(f))]

    assert DOMAIN
    assert found == []


def test_the_domain_imports_the_standard_library_only() -> None:
    found = {place(f): names for f in DOMAIN if (names := rules.foreign_imports(tree_of(f)))}

    assert found == {}


def test_only_the_session_module_commits() -> None:
    files = [file for file in python_files("vsla") if file != COMMITTING]

    assert [place(f, node) for f in files for node in rules.commits(tree_of(f))] == []
    assert rules.commits(tree_of(COMMITTING))


def test_only_the_web_and_the_command_line_read_the_clock() -> None:
    files = [f for f in python_files("vsla") if not any(map(f.is_relative_to, CLOCKED))]

    assert [place(f, node) for f in files for node in rules.clock_readings(tree_of(f))] == []


def test_no_function_is_longer_than_a_screen() -> None:
    files = python_files("vsla", "tests", "migrations/versions")

    assert [
        f"{place(f, node)} {getattr(node, 'name', '')}"
        for f in files
        if "migrations" not in f.parts
        for node in rules.long_functions(tree_of(f))
    ] == []


@pytest.mark.parametrize(
    ("folder", "limit"), [("vsla", 400), ("vsla/store/models", 301), ("tests", 500)]
)
def test_no_file_is_too_long(folder: str, limit: int) -> None:
    lengths = {place(f): len(f.read_text("utf-8").splitlines()) for f in python_files(folder)}

    assert {file: lines for file, lines in lengths.items() if lines >= limit} == {}


def test_no_test_is_skipped() -> None:
    marks = {"skip", "skipif", "importorskip", "xfail"}
    found = [
        place(f, node)
        for f in python_files("tests")
        for node in ast.walk(tree_of(f))
        if isinstance(node, ast.Attribute) and node.attr in marks
    ]

    assert found == []


@pytest.mark.parametrize(
    "code", ["x = 1.5", "x = a / b", "a /= b", "round(a)", "float(a)", "math.round", "Decimal(1)"]
)
def test_an_inexact_number_is_seen(code: str) -> None:
    assert rules.inexact_numbers(ast.parse(code))


@pytest.mark.parametrize("code", ["x = 15", "x = a // b", "Fraction(a, b)", "x = 'a / b'"])
def test_an_exact_number_is_let_through(code: str) -> None:
    assert rules.inexact_numbers(ast.parse(code)) == []


@pytest.mark.parametrize(
    "code", ["date.today()", "datetime.now(tz=UTC)", "time.time()", "func.now()", "time()"]
)
def test_a_look_at_the_clock_is_seen(code: str) -> None:
    assert rules.clock_readings(ast.parse(code))


@pytest.mark.parametrize("code", ["moment.time()", "time.monotonic()", "today"])
def test_what_is_no_look_at_the_clock_is_let_through(code: str) -> None:
    assert rules.clock_readings(ast.parse(code)) == []


def test_a_commit_anywhere_is_seen() -> None:
    assert rules.commits(ast.parse("db.session.commit()"))


@pytest.mark.parametrize("code", ["import flask", "from vsla.store import x", "import decimal"])
def test_a_foreign_import_is_seen(code: str) -> None:
    assert rules.foreign_imports(ast.parse(code))


def test_a_long_function_is_seen() -> None:
    body = "    x = 1\n" * rules.FUNCTION_LINES_MAX

    assert rules.long_functions(ast.parse(f"def f():\n{body}"))
