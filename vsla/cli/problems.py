"""Tell on the command line what a use case refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from vsla.domain.errors import InvalidDocumentError


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn refused values into an answer of one line each, without a trace.

    Raises:
        click.ClickException: what was wrong, as ``option: code``.
    """
    try:
        yield
    except InvalidDocumentError as error:
        lines = [
            f"{problem.path}: {problem.code}"
            + "".join(f" ({name} {value})" for name, value in problem.values.items() if value != "")
            for problem in error.problems
        ]
        raise click.ClickException("\n".join(lines)) from error
