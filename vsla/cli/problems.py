"""Tell on the command line what a use case refuses."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import click
from flask import current_app

from vsla.domain.errors import InvalidDocumentError, Problem, Value

if TYPE_CHECKING:
    from vsla.domain.codes import Code

WORDS = "vsla_words"
"""Where the application keeps what says a problem in words."""

Explain: TypeAlias = "Callable[[Code, Mapping[str, Value]], str]"


_NAMES = {"programme_id": "programme", "per_unit_minor": "worth"}
"""How the command line calls what services call otherwise."""


def in_words(problem: Problem) -> str:
    """Say what is wrong and what to do, in English as all of the command line."""
    explain: Explain = current_app.extensions[WORDS]
    return explain(problem.code, problem.values)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn refused values into an answer of one line each, without a trace.

    Raises:
        click.ClickException: what was wrong, as ``option: sentence``.
    """
    try:
        yield
    except InvalidDocumentError as error:
        lines = [
            f"{_NAMES.get(problem.path, problem.path)}: {in_words(problem)}"
            for problem in error.problems
        ]
        raise click.ClickException("\n".join(lines)) from error
