"""A phone as the server sees it: batches of lines, packed or not."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

HEADERS = {"X-VSLA-Request": "1", "Content-Type": "application/x-ndjson"}


def item(group_id: int, uuid: str, document: object, kind: str = "meeting") -> str:
    """Write the two lines of one item; a document that is a text stands word for word."""
    head = json.dumps({"kind": kind, "group_id": group_id, "uuid": uuid})
    return f"{head}\n{document if isinstance(document, str) else json.dumps(document)}\n"


def post(
    client: FlaskClient, items: Sequence[str] | bytes, *, packed: bool = True, **headers: str
) -> TestResponse:
    """Send a batch."""
    body = items if isinstance(items, bytes) else "".join(items).encode()
    encoding = {"Content-Encoding": "gzip"} if packed else {}
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(
        "/api/outbox",
        data=gzip.compress(body) if packed and not isinstance(items, bytes) else body,
        headers={**HEADERS, **encoding, **given},
    )


def answers(response: TestResponse) -> list[dict[str, Any]]:
    """Read the answers of a batch that was taken."""
    assert response.status_code == 200, response.text
    assert response.json is not None
    told: list[dict[str, Any]] = response.json["answers"]
    return told


def statuses(response: TestResponse) -> list[int]:
    """Read the statuses of a batch that was taken."""
    return [answer["status"] for answer in answers(response)]
