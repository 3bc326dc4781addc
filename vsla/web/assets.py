"""Addresses of static files that change with their content, so that browsers may keep them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

_STATIC = Path(__file__).resolve().parent / "static"
_YEAR_SECONDS = 365 * 24 * 3600


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Address a static file by name and content, such as ``asset("app.css")``."""
    return url_for("static", filename=name, v=_digest(name))


def _keep_versioned(response: Response) -> Response:
    if request.endpoint == "static" and request.args.get("v"):
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = _YEAR_SECONDS
        response.cache_control.immutable = True
    return response


def init_app(app: Flask) -> None:
    """Give the templates ``asset`` and let versioned files be kept for a year."""
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep_versioned)
