"""Read the sources of the project for the tests that judge their shape."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


def python_files(*folders: str) -> list[Path]:
    """List the Python files under folders of the project, sorted."""
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def tree_of(file: Path) -> ast.Module:
    """Parse one file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def place(file: Path, node: ast.AST | None = None) -> str:
    """Name a place in the project for a message: path, and line of ``node`` if it has one."""
    path = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
    line = getattr(node, "lineno", None)
    return path if line is None else f"{path}:{line}"


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Walk over every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def called_name(node: ast.AST) -> str | None:
    """Return the last name of a call: ``commit`` for ``db.session.commit()``, None for no call."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else None


def committed_files() -> list[Path]:
    """List the files git knows and that still exist."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]
