"""Carry out what a form asks for, and show what a service refuses at the fields it is about."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy.orm import Session

from vsla.domain.errors import InvalidDocumentError, Problem
from vsla.store.session import transaction
from vsla.web.forms.base import Form
from vsla.web.messages import text_of

Result = TypeVar("Result")


class _NotSoundError(Exception):
    """The form itself has errors: what was written on trial is undone."""


def _only_if(sound: bool) -> None:  # noqa: FBT001 - its one argument
    if not sound:
        raise _NotSoundError


def field_of(path: str) -> str:
    """Name the field of a problem: ``charge.rate_ppm`` stands at ``charge_rate_ppm``."""
    return path.removesuffix("_minor").replace(".", "_")


def apply_problems(
    form: Form, problems: Iterable[Problem], place: Callable[[str], str] = field_of
) -> None:
    """Put problems of a service at their fields; a field that complains already is left alone.

    Args:
        form: the one that was sent.
        problems: of the service.
        place: from the path of a problem to the name of a field.
    """
    currency = str(form.meta.currency)
    complaining = {field.name for field in form if field.errors}
    for problem in problems:
        name = place(problem.path)
        if name not in complaining:
            form.add_error(name, text_of(problem.code, problem.values, currency=currency))


def attempt(
    form: Form, work: Callable[[Session], Result], place: Callable[[str], str] = field_of
) -> Result | None:
    """Do what a form asks for in one transaction, or leave every problem at its field at once.

    The service is asked even when the form itself has errors, so that nobody corrects one field
    only to hear of the next; then nothing is kept.

    Args:
        form: sent by a person.
        work: the use case; what it gives back is never None.
        place: from the path of a problem to the name of a field.

    Returns:
        What the use case gave, or None when the page is to be shown again.
    """
    sound = form.validate()
    try:
        with transaction() as session:
            result = work(session)
            _only_if(sound)
    except _NotSoundError:
        return None
    except InvalidDocumentError as error:
        apply_problems(form, error.problems, place)
        return None
    return result
