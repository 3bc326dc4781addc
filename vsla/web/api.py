"""The JSON interface of the phones: fetch a group's pack, send its meetings."""

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue

from vsla.domain.codes import Code
from vsla.domain.errors import ConflictError, InvalidDocumentError, Problem
from vsla.services.access import RECORDERS
from vsla.services.group_pack import pack as make_pack
from vsla.services.record_meeting import BODY_MAX, Recorded, record_or_keep
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.errors import problems_json

bp = Blueprint("api", __name__, url_prefix="/api")

BYTES_MAX = 4 * BODY_MAX
"""A character takes at most four bytes."""

_DEVICE_MAX = 120
_TOO_LARGE = 413
_CONFLICT = 409


@bp.get("/groups/<int:group_id>/pack")
@allow(*RECORDERS)
def pack(group_id: int) -> ResponseReturnValue:
    """Send all that a phone needs to record meetings without network, if it changed."""
    made = make_pack(db.session(), current_actor(), group_id=group_id)
    response = make_response(made.body)
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(made.etag)
    return response.make_conditional(request)


@bp.put("/groups/<int:group_id>/meetings/<uuid>")
@allow(*RECORDERS)
def meeting(group_id: int, uuid: str) -> ResponseReturnValue:
    """Take a meeting: 201 new, 200 sent before, 409 contradicts another one and was kept."""
    if (request.content_length or 0) > BYTES_MAX:
        return _too_large()
    try:
        body = request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidDocumentError([Problem("", Code.NOT_JSON)]) from error
    if len(body) > BODY_MAX:
        return _too_large()
    with transaction() as session:
        result = record_or_keep(
            session,
            current_actor(),
            group_id=group_id,
            uuid=uuid,
            body=body,
            now=now(),
            today=today(),
            device=request.headers.get("X-VSLA-Device", "")[:_DEVICE_MAX],
        )
    if isinstance(result, ConflictError):
        return {**problems_json(result), "kept": True}, _CONFLICT
    return _told(result), 200 if result.replay else 201


def _told(result: Recorded) -> dict[str, object]:
    return {
        "entry_number": result.entry_number,
        "replay": result.replay,
        "late": result.late,
        "breaches": [[b.path, str(b.code), dict(b.values)] for b in result.breaches],
    }


def _too_large() -> tuple[dict[str, object], int]:
    problem = Problem("", Code.TOO_LARGE, {"most": BODY_MAX})
    return problems_json(InvalidDocumentError([problem])), _TOO_LARGE
