"""Pack answers of text by gzip for browsers that take it: bytes are what 2G has least of."""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

_TEXTS = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "text/plain",
        "application/javascript",
        "application/json",
        "application/manifest+json",
        "image/svg+xml",
    }
)
_BYTES_MIN = 500
"""What fits in one packet anyway is not packed."""

_FILE_BYTES_MAX = 1_000_000
_LEVEL, _FILE_LEVEL = 6, 9


@lru_cache(maxsize=128)
def _packed_file(_etag: str, body: bytes) -> bytes:
    """Pack a file once; its tag says which state of it this is."""
    return gzip.compress(body, _FILE_LEVEL, mtime=0)


def _pack(response: Response) -> Response:
    """Pack an answer of text. Downloads, streams and what is packed already pass as they are."""
    if response.mimetype not in _TEXTS or response.status_code not in {200, 304, 422}:
        return response
    # Also where nothing changed: whoever keeps the answer must know what it depends on.
    response.vary.add("Accept-Encoding")
    length = response.headers.get("Content-Length", type=int)
    if (
        response.status_code == 304  # noqa: PLR2004 - not modified, so there is no body
        or request.method == "HEAD"
        or not request.accept_encodings["gzip"]
        or "Content-Encoding" in response.headers
        or (length is not None and length < _BYTES_MIN)
    ):
        return response
    tag, _ = response.get_etag()
    if response.direct_passthrough:
        if length is None or length > _FILE_BYTES_MAX or tag is None:
            return response
        response.direct_passthrough = False
        packed = _packed_file(tag, response.get_data())
    elif response.is_streamed:
        return response
    else:
        body = response.get_data()
        if len(body) < _BYTES_MIN:
            return response
        packed = gzip.compress(body, _LEVEL, mtime=0)
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    if tag is not None:
        # Other bytes, the same content: such a tag is weak, and If-None-Match takes it as well.
        response.set_etag(tag, weak=True)
    return response


def init_app(app: Flask) -> None:
    """Install it; what was installed before it sees the answer packed."""
    app.after_request(_pack)
