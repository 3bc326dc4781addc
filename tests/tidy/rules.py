"""Rules of style that no linter has: each takes a syntax tree and returns what breaks it."""

from __future__ import annotations

import ast
import sys

from tests.tidy.sources import called_name, functions

FUNCTION_LINES_MAX = 60
TEST_LINES_MAX = 30
_INEXACT_NAMES = frozenset({"float", "round", "Decimal", "decimal", "complex"})
_CLOCK_CALLS = frozenset({"today", "now", "utcnow", "localtime", "gmtime"})
_PURE_PACKAGE = "vsla.domain"


def inexact_numbers(tree: ast.AST) -> list[ast.AST]:
    """Find what could make money inexact: float literals, true division, float, round, Decimal."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, (float, complex))
        division = isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div)
        name = isinstance(node, ast.Name) and node.id in _INEXACT_NAMES
        attribute = isinstance(node, ast.Attribute) and node.attr in _INEXACT_NAMES
        if literal or division or name or attribute:
            found.append(node)
    return found


def foreign_imports(tree: ast.AST) -> list[str]:
    """Name the imports that are neither the standard library nor the domain itself."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return [name for name in names if not _is_pure(name)]


def _is_pure(name: str) -> bool:
    top = name.partition(".")[0]
    inside = name == _PURE_PACKAGE or name.startswith(f"{_PURE_PACKAGE}.")
    return inside or (top in sys.stdlib_module_names and top not in {"decimal", "time", "random"})


def commits(tree: ast.AST) -> list[ast.AST]:
    """Find calls of ``commit``."""
    return [node for node in ast.walk(tree) if called_name(node) == "commit"]


def clock_readings(tree: ast.AST) -> list[ast.AST]:
    """Find calls that read the clock; measuring a duration is no reading."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        name = called_name(node)
        if name in _CLOCK_CALLS or (name == "time" and _is_module_call(node, "time")):
            found.append(node)
    return found


def _is_module_call(node: ast.AST, module: str) -> bool:
    """Tell ``time.time()`` and ``time()`` after an import from a method of some object."""
    assert isinstance(node, ast.Call)
    if isinstance(node.func, ast.Attribute):
        return isinstance(node.func.value, ast.Name) and node.func.value.id == module
    return True


def long_functions(tree: ast.AST) -> list[ast.AST]:
    """Find functions longer than a screen, and tests longer than half of one."""
    found: list[ast.AST] = []
    for function in functions(tree):
        last = function.end_lineno
        assert last is not None
        limit = TEST_LINES_MAX if function.name.startswith("test_") else FUNCTION_LINES_MAX
        if last - function.lineno + 1 > limit:
            found.append(function)
    return found
