"""The recorder on the phone: its page, its files, its service worker. None of them holds data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, g, make_response, render_template, request, url_for

from vsla.web.access import PUBLIC, allow
from vsla.web.assets import asset
from vsla.web.locale import LANGUAGES, language
from vsla.web.recorder_files import FIRST_STYLE, KEPT, PAGE, STYLE, File, Release, release

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

bp = Blueprint("recorder", __name__)

_PACKINGS = ("br", "gzip")
_YEAR = "public, max-age=31536000, immutable"
_COVER = "#14523D"
_PAPER = "#FBF8F2"


def _release() -> Release:
    return release(pseudo=bool(current_app.testing))


def prepare(app: Flask) -> None:
    """Make the files of the phones, packed: it takes a second or more, and nobody is to wait.

    Args:
        app: whose, before it serves.
    """
    with app.test_request_context():
        made = _release()
    for each in made.files.values():
        for packing in _PACKINGS:
            each.packed(packing)


@bp.get("/recorder")
@allow(PUBLIC)
def shell() -> str:
    """Show the page in which the recorder runs; it works when the session has ended, too."""
    return _shell(FIRST_STYLE, at_once=language())


def _shell(style: str, at_once: str | None = None) -> str:
    g.bare = True
    return render_template("recorder/shell.html", release=_release(), style=style, at_once=at_once)


@bp.get("/recorder/<version>/<path:path>")
@allow(PUBLIC)
def file(version: str, path: str) -> ResponseReturnValue:
    """Send a file of the version that is installed; another version is not there."""
    made = _release()
    if version != made.version:
        abort(404)
    if path == PAGE:
        return _sent(File(_shell(STYLE).encode(), "text/html"), "private, no-cache")
    if path not in made.files:
        abort(404)
    return _sent(made.files[path], _YEAR)


@bp.get("/sw.js")
@allow(PUBLIC)
def worker() -> Response:
    """Send the service worker with the addresses of what it keeps."""
    made = _release()
    base = url_for(".file", version=made.version, path="")
    known = {"base": base, "kept": KEPT, "languages": list(LANGUAGES)}
    head = f"self.RELEASE={json.dumps(known)};\n"
    return _sent(File((head + made.worker).encode(), "text/javascript"), "no-cache")


@bp.get("/manifest.webmanifest")
@allow(PUBLIC)
def manifest() -> Response:
    """Tell the phone how to install the recorder."""
    content = {
        "id": "/recorder",
        "name": "VSLA",
        "short_name": "VSLA",
        "start_url": url_for(".shell"),
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _COVER,
        "icons": [{"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    body = json.dumps(content).encode()
    return _sent(File(body, "application/manifest+json"), "no-cache")


def _sent(made: File, caching: str) -> Response:
    """Send a file, compressed where the browser can read that."""
    asked = request.accept_encodings
    packing = next((each for each in _PACKINGS if asked[each]), None)
    response = make_response(made.packed(packing))
    response.mimetype = made.mimetype
    response.headers["Cache-Control"] = caching
    response.headers["Vary"] = "Accept-Encoding"
    if packing:
        response.headers["Content-Encoding"] = packing
    return response
