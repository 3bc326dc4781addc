"""Headers, forgery protection and limits: what keeps strangers out of every page."""

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.exceptions import BadRequest

API_PREFIX = "/api/"
API_HEADER = "X-VSLA-Request"
LINES = "application/x-ndjson"
"""The content type of a batch: JSON, one object a line."""

_BODY_BYTES_MAX = 4_000_000

UPLOADS: dict[str, int] = {}
"""Bytes that a view takes where it takes files, by endpoint."""

csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", headers_enabled=False)

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HSTS = "max-age=63072000; includeSubDomains"


def is_api() -> bool:
    """Tell whether the request asks the JSON interface."""
    return request.path.startswith(API_PREFIX)


def _make_room() -> None:
    """Let a file be larger than a form, where one is expected."""
    if request.endpoint in UPLOADS:
        request.max_content_length = UPLOADS[request.endpoint]


def _refuse_forgery() -> None:
    """Let a change pass only from our own pages.

    A form proves it with its token. The JSON interface asks for a header and a content type that
    another site cannot send without a permission this server never gives.
    """
    if request.method in _SAFE_METHODS or request.endpoint is None:
        return
    if is_api():
        ours = request.is_json or request.mimetype == LINES
        if request.headers.get(API_HEADER) != "1" or not ours:
            raise BadRequest(f"{API_HEADER}: 1 and a JSON body are required")
    elif current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()


def _refuse_nul() -> None:
    """Refuse the character that PostgreSQL keeps in no text and no keyboard types.

    Documents are read by ``vsla.domain.reader``, which tells where it stands.
    """
    typed = [(request.path, ""), *request.args.items(multi=True)]
    if not is_api():
        typed += request.form.items(multi=True)
    if any("\0" in name or "\0" in text for name, text in typed):
        raise BadRequest("NUL is no text")


def _harden(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure and current_app.config.get("VSLA_ENV") == "production":
        response.headers["Strict-Transport-Security"] = _HSTS
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def init_app(app: Flask) -> None:
    """Install headers, CSRF and limits.

    A CSRF token lives as long as its session: a meeting may stay open on the phone for hours.
    """
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.config.setdefault("RATELIMIT_ENABLED", True)
    if app.config["MAX_CONTENT_LENGTH"] is None:
        app.config["MAX_CONTENT_LENGTH"] = _BODY_BYTES_MAX
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)
    app.before_request(_make_room)
    app.before_request(_refuse_forgery)
    app.before_request(_refuse_nul)
    app.after_request(_harden)
    limiter.init_app(app)
