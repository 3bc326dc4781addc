"""One application for the tests of a process: building one costs more than most tests do.

Each test finds it on a fresh database and an empty instance folder. What a test does to its
settings is undone; whoever adds pages builds an application of their own (``make_app``).
"""

from __future__ import annotations

import shutil
from functools import cache
from typing import TYPE_CHECKING

from werkzeug.routing import Rule

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    Builder = Callable[..., tuple[str, str]]


class SharedApp:
    """The application, and how it looked when it was built."""

    def __init__(self, folder: Path, build: Callable[[str, Path], Flask], db: SQLAlchemy) -> None:
        """Build it in a folder of its own."""
        self._file = folder / "vsla.sqlite"
        self._number = 0
        self._instance = folder / "instance"
        self._db = db
        self.app = build(f"sqlite:///{self._file}", self._instance)
        self._config = dict(self.app.config)
        self._views = set(self.app.view_functions)

    def lay(self, template: Path) -> None:
        """Give it a fresh database and an empty folder; readers of the old one keep that.

        Each database is a file of its own behind one name: a connection of an earlier test that
        is closed late takes the log beside its own file away, and never that of the next.
        """
        shutil.rmtree(self._instance, ignore_errors=True)
        self._instance.mkdir()
        self._number += 1
        fresh = self._file.with_name(f"{self._number}.sqlite")
        shutil.copy(template, fresh)
        self._file.unlink(missing_ok=True)
        self._file.symlink_to(fresh)

    def clear(self) -> None:
        """Let go of the database and undo what a test set."""
        with self.app.app_context():
            self._db.session.remove()
            self._db.engine.dispose()
        for left in self._file.parent.glob(f"{self._number}.sqlite*"):
            left.unlink()
        self.app.config.clear()
        self.app.config.update(self._config)
        assert set(self.app.view_functions) == self._views, "pages belong on an app of one's own"


@cache
def remember_routes() -> None:
    """Compile what builds the address of a route once, not again for every application."""
    compile_builder = Rule._compile_builder  # noqa: SLF001 - nothing public says it
    known: dict[object, Builder] = {}

    def remembered(self: Rule, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002
        key = (self.rule, repr(self.defaults), tuple(self._trace), append_unknown)
        if key not in known:
            known[key] = compile_builder(self, append_unknown)
        return known[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign]  # noqa: SLF001
