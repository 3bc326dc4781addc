"""The phone's part of the domain is a mirror: same files, same names, and as pure."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.tidy.sources import ROOT, tree_of

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "vsla/web/static/recorder/domain"
# It holds the shapes of JSON for the type checker and is never loaded.
TYPES = FOLDER / "types.js"
MODULES = sorted(file for file in FOLDER.glob("*.js") if file != TYPES)
LINES_MAX = 300

# What has another name here, because Python's stands behind a dot or is a class, or none at all,
# because Python has it in its library.
OWN_NAMES = {
    "addDays": "timedelta",
    "daysBetween": "timedelta",
    "debt": "owed",
    "membersOn": "on",
    "openBooks": "Books",
    "rowsOf": "Iterator",
    "sum": "total_shares",
    "byAge": "loans_of",
    "ATTENDANCE": "Attendance",
    "FUNDS": "Fund",
    "NEEDS": "Need",
    "OFFENCES": "Offence",
    "LEAVING_REASONS": "LeavingReason",
    "DIRECTIONS": "Direction",
    "CHANNELS": "Channel",
    "ACCOUNTS": "Account",
}

_EXPORT = re.compile(r"^export (?:const|function\*?|class) (\w+)", re.MULTILINE)
_AGAIN = re.compile(r"^export \{ ([\w, ]+) \} from", re.MULTILINE)
_IMPORT = re.compile(r'^(?:import|export) .*? from "([^"]+)";$', re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_FOREIGN = re.compile(
    r"\b(?:window|navigator|globalThis|self|fetch|indexedDB|localStorage|sessionStorage|crypto"
    r"|setTimeout|setInterval|performance|Intl|require|process|eval)\b"
    r"|\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\.toLocale\w+|\bimport\("
)
_INEXACT = re.compile(
    r"(?<![\w.])\d+\.\d|(?<![\w.])\.\d|(?<![\w.])\d+e\d|\bparseFloat\b|\.toFixed\b"
)
# Chrome 80 is the oldest browser that must read the modules.
_TOO_NEW = re.compile(
    r"\?\?=|\|\|=|&&=|\.at\(|\bhasOwn\b|\breplaceAll\b|\bstructuredClone\b|\bfindLast\w*\b"
    r"|\.(?:toSorted|toReversed|with|group)\(|^await\b|#\w+\s*[=(;]|\bstatic \{|\d_\d",
    re.MULTILINE,
)


def code_of(file: Path) -> str:
    """Read a module without its comments."""
    return _COMMENT.sub("", file.read_text("utf-8"))


def exported(file: Path) -> set[str]:
    """Name what a module gives to others, by itself or from another module."""
    code = code_of(file)
    again = [name.strip() for names in _AGAIN.findall(code) for name in names.split(",")]
    return {*_EXPORT.findall(code), *again}


def flat(name: str) -> str:
    """Write ``upFrontCharge`` and ``up_front_charge`` alike."""
    return name.replace("_", "").lower()


def known_to_python(file: Path) -> set[str]:
    """Collect what the module of the same name defines or imports, flat."""
    names: set[str] = set()
    for node in ast.walk(tree_of(ROOT / "vsla/domain" / f"{file.stem}.py")):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.alias)):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return {flat(name) for name in names}


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_each_name_of_the_mirror_stands_in_the_module_of_the_same_name(file: Path) -> None:
    names = exported(file)

    known = known_to_python(file)
    assert names
    assert {name for name in names if flat(OWN_NAMES.get(name, name)) not in known} == set()


def test_no_other_name_is_kept_for_nothing() -> None:
    names = {name for file in MODULES for name in exported(file)}

    assert set(OWN_NAMES) <= names


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_the_mirror_stands_alone(file: Path) -> None:
    imported = _IMPORT.findall(code_of(file))

    assert [path for path in imported if not (FOLDER / path).is_file()] == []
    assert [path for path in imported if not re.fullmatch(r"\./\w+\.js", path)] == []


@pytest.mark.parametrize(
    "rule", [_FOREIGN, _INEXACT, _TOO_NEW], ids=["foreign", "inexact", "too new"]
)
def test_the_mirror_knows_no_page_no_clock_no_fraction_and_nothing_new(
    rule: re.Pattern[str],
) -> None:
    found = {file.name: places for file in MODULES if (places := rule.findall(code_of(file)))}

    assert found == {}


def test_no_module_is_too_long() -> None:
    lengths = {file.name: len(file.read_text("utf-8").splitlines()) for file in [*MODULES, TYPES]}

    assert {name: lines for name, lines in lengths.items() if lines >= LINES_MAX} == {}


def test_the_shapes_are_never_loaded() -> None:
    assert code_of(TYPES).strip() == ""


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (_FOREIGN, "const now = Date.now();"),
        (_FOREIGN, "new Date()"),
        (_FOREIGN, "await fetch(path)"),
        (_FOREIGN, 'n.toLocaleString("fr")'),
        (_FOREIGN, "Math.random()"),
        (_INEXACT, "x * 0.5"),
        (_INEXACT, "x * .5"),
        (_INEXACT, "864e5"),
        (_TOO_NEW, "a ??= b"),
        (_TOO_NEW, "rows.at(-1)"),
        (_TOO_NEW, "#held = 1"),
        (_TOO_NEW, "1_000"),
    ],
)
def test_what_does_not_belong_is_seen(rule: re.Pattern[str], code: str) -> None:
    assert rule.search(code)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (_FOREIGN, "new Date(ms).toISOString()"),
        (_INEXACT, "[...rows, 7]"),
        (_TOO_NEW, "row?.count ?? 0"),
    ],
)
def test_what_belongs_is_let_through(rule: re.Pattern[str], code: str) -> None:
    assert rule.search(code) is None
