"""Answer errors: one table from error to status, pages in plain words, one shape for JSON."""

import logging
import secrets
import traceback
from dataclasses import dataclass

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, HTTPException

from vsla.domain.errors import (
    ConflictError,
    InvalidDocumentError,
    NotAllowedError,
    NotFoundError,
    Problem,
    TooLargeError,
    VSLAError,
)
from vsla.web import carry, messages
from vsla.web.security import is_api

STATUS: dict[type[VSLAError], int] = {
    InvalidDocumentError: 422,
    TooLargeError: 413,
    ConflictError: 409,
    NotFoundError: 404,
    NotAllowedError: 403,
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """What an error page says: what happened, and what to do next."""

    title: LazyString
    text: LazyString


WORDS: dict[int, Words] = {
    400: Words(
        _l("This request could not be understood."),
        _l("Go back, open the page again and repeat what you did."),
    ),
    403: Words(
        _l("This page is not for your role."),
        _l("If your work needs it, ask your programme officer to give you access."),
    ),
    404: Words(
        _l("There is no such page, or it is not in your list."),
        _l("If a group is missing, ask your programme officer to assign it to you."),
    ),
    409: Words(
        _l("The books have changed in the meantime."),
        _l("Nothing was recorded. Open the page again, look at the new figures and decide."),
    ),
    413: Words(
        _l("What was sent is too large."),
        _l("Send it in smaller parts."),
    ),
    422: Words(
        _l("This cannot be recorded as it stands."),
        _l("Nothing was recorded. Go back and correct what is named here."),
    ),
    429: Words(
        _l("Too many requests in a short time."),
        _l("Wait a few minutes, then try again."),
    ),
    500: Words(
        _l("The server made a mistake."),
        _l("What was recorded before is safe. Try again; if it comes back, call your officer."),
    ),
}


def status_of(error: VSLAError) -> int:
    """Give the HTTP status of an error by its nearest kind in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem_text(problem: Problem) -> str:
    """Say a problem or breach in the language of the request."""
    return str(messages.text_of(problem.code, problem.values))


def problems_json(error: VSLAError) -> dict[str, object]:
    """Give the JSON shape of any error: ``{"problems": [[path, code, values]]}``."""
    rows: list[list[object]]
    if isinstance(error, InvalidDocumentError):
        rows = [[p.path, str(p.code), dict(p.values)] for p in error.problems]
    elif isinstance(error, ConflictError):
        rows = [["", str(error.code), dict(error.values)]]
    else:
        rows = [["", "not_found" if isinstance(error, NotFoundError) else "not_allowed", {}]]
    return {"problems": rows}


def _page(
    status: int, *, problems: list[str] | None = None, reference: str = ""
) -> ResponseReturnValue:
    words = WORDS.get(status) or WORDS[400 if status < 500 else 500]  # noqa: PLR2004
    page = render_template(
        "errors/error.html", words=words, problems=problems or [], reference=reference
    )
    return page, status


def _on_vsla_error(error: VSLAError) -> ResponseReturnValue:
    status = status_of(error)
    if is_api():
        return problems_json(error), status
    texts: list[str] = []
    if isinstance(error, InvalidDocumentError):
        texts = [problem_text(problem) for problem in error.problems]
    elif isinstance(error, ConflictError):
        texts = [str(messages.text_of(error.code, error.values))]
    return _page(status, problems=texts)


def _on_http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if is_api():
        code = error.name.lower().replace(" ", "_")
        why = {"because": error.description} if isinstance(error, BadRequest) else {}
        return {"problems": [["", code, why]]}, status
    return _page(status)


def _on_csrf_error(_error: CSRFError) -> ResponseReturnValue:
    """Say that the page was open too long and offer to send what was typed once more."""
    fields = carry.typed_fields()
    if not fields:
        return _page(400)
    return render_template("errors/expired.html", fields=fields, target=request.path), 400


def note_failure(error: Exception) -> str:
    """Log a failure without any value a person typed: place and kind, no message, no form.

    Args:
        error: that nobody expected.

    Returns:
        The reference under which it stands in the log.

    Raises:
        Exception: the error itself, while the program is tested or written.
    """
    if current_app.testing or current_app.debug:
        raise error
    reference = secrets.token_hex(4)
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error(
        "failure %s: %s at %s %s\n%s",
        reference,
        type(error).__name__,
        request.method,
        request.endpoint,
        frames,
    )
    return reference


def failure_json(reference: str) -> dict[str, object]:
    """Give the JSON shape of a failure of ours."""
    return {"problems": [["", "server_failure", {"reference": reference}]]}


def _on_failure(error: Exception) -> ResponseReturnValue:
    reference = note_failure(error)
    if is_api():
        return failure_json(reference), 500
    g.bare = True
    return _page(500, reference=reference)


def init_app(app: Flask) -> None:
    """Install the handlers and the filter ``problem_text``."""
    app.register_error_handler(VSLAError, _on_vsla_error)
    app.register_error_handler(CSRFError, _on_csrf_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Exception, _on_failure)
    app.jinja_env.filters["problem_text"] = problem_text
