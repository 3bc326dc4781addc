"""Keep what was typed when a form arrives too late: an expired session loses nothing.

The fields of the late form travel as hidden inputs through the login page and come back as a
form of their own, with a new CSRF token. Only forms that our own pages sent are kept: a form
that another site made the browser send must not get a valid token by a click on our button.
"""

from urllib.parse import urlsplit

from flask import request
from werkzeug.datastructures import MultiDict

CARRY_BYTES_MAX = 500_000
"""A longer form is not carried; a full meeting of 40 members stays far below."""

PREFIX = "again:"
_NOT_CARRIED = frozenset({"csrf_token"})

Fields = list[tuple[str, str]]


def safe_path(target: str | None) -> str | None:
    """Return ``target`` if it is a path of this site, else None.

    ``//host`` and a backslash lead elsewhere in some browsers, control characters cut headers.
    """
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    if any(ord(char) <= ord(" ") for char in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def sent_by_our_page() -> bool:
    """Tell whether the browser says that a page of this site sent the request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer")
    return source is not None and urlsplit(source).netloc == request.host


def is_too_long() -> bool:
    """Tell whether the form is longer than what is carried."""
    return request.content_length is None or request.content_length > CARRY_BYTES_MAX


def typed_fields() -> Fields:
    """Take the fields of the form of this request, to be carried; none of a stranger's form."""
    if is_too_long() or not sent_by_our_page():
        return []
    return [(k, v) for k, v in request.form.items(multi=True) if k not in _NOT_CARRIED]


def carried_fields(form: MultiDict[str, str]) -> Fields:
    """Read the carried fields back from the login form, under their own names."""
    return [(k.removeprefix(PREFIX), v) for k, v in form.items(multi=True) if k.startswith(PREFIX)]
