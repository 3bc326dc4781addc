"""The JSON interface of the phones: who is logged in, packs of groups, and what phones made."""

from collections.abc import Callable

from flask import Blueprint, current_app, make_response, request, session
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from vsla.domain.codes import Code
from vsla.domain.errors import ConflictError, VSLAError
from vsla.services.access import RECORDERS, Actor, Role
from vsla.services.courier import author_of
from vsla.services.course_pack import course_pack
from vsla.services.courses import COURSE_KEEPERS
from vsla.services.group_pack import pack as make_pack
from vsla.services.intake import Intake
from vsla.services.outbox import Answer, Item, Taken, take_in, told_meeting, told_member
from vsla.services.phone import me as about_me
from vsla.services.phone_roster import take_change
from vsla.services.record_meeting import take_or_keep
from vsla.store import pack_fetches
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.batch import read_batch, sent_text
from vsla.web.clock import now, today
from vsla.web.errors import failure_json, note_failure, problems_json, status_of
from vsla.web.locale import LANGUAGES, language, written_in
from vsla.web.quoted_rules import quoted_rules
from vsla.web.security import limiter
from vsla.web.taking import at_work, take_group

bp = Blueprint("api", __name__, url_prefix="/api")

PHONES = (*RECORDERS, Role.TRAINER)
"""Who works with a phone: trainers keep their courses on it."""

_DEVICE_MAX = 120
_CONFLICT = 409
_FAILED = 500
_NEW, _KNOWN = 201, 200


def _person() -> str:
    return str(session.get("_user_id") or get_remote_address())


_often = limiter.limit("600 per minute", key_func=_person)


@bp.before_request
def refuse_other_person() -> None:
    """Refuse what one person's phone keeps while somebody else is logged in on it.

    Raises:
        ConflictError: OTHER_PERSON.
    """
    owner = request.headers.get("X-VSLA-User")
    if request.endpoint == "api.me" or owner is None:
        return
    if owner != str(current_actor().user_id):
        raise ConflictError(Code.OTHER_PERSON)


@bp.get("/me")
@_often
@allow(*PHONES)
def me() -> ResponseReturnValue:
    """Tell who is logged in, with the key that signs files; a phone asks this first."""
    secret = str(current_app.config["SECRET_KEY"])
    told = about_me(db.session(), current_actor(), secret=secret)
    return {**told, "language": language(), "server_time": now().isoformat()}


@bp.get("/groups/<int:group_id>/pack")
@_often
@allow(*RECORDERS)
def pack(group_id: int) -> ResponseReturnValue:
    """Send all that a phone needs to record meetings without network, if it changed."""
    code = request.args.get("language", "")
    with written_in(code if code in LANGUAGES else language()):
        made = make_pack(db.session(), current_actor(), group_id=group_id, rules=quoted_rules)
    user_id = current_actor().user_id
    if user_id is not None:
        with transaction() as writing:
            pack_fetches.note(writing, group_id=group_id, user_id=user_id, now=now())
    response = make_response(made.body)
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(made.etag)
    return response.make_conditional(request)


@bp.get("/courses/pack")
@_often
@allow(*COURSE_KEEPERS)
def courses() -> ResponseReturnValue:
    """Send all that a phone needs to record the sessions of a trainer's courses."""
    response = make_response(course_pack(db.session(), current_actor(), on=today()))
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


@bp.put("/groups/<int:group_id>/meetings/<uuid>")
@_often
@allow(*RECORDERS)
def meeting(group_id: int, uuid: str) -> ResponseReturnValue:
    """Take a meeting: 201 new, 200 sent before, 409 contradicts another one and was kept."""
    return _put(group_id, lambda here, body: told_meeting(take_or_keep(here, uuid, body)))


@bp.put("/groups/<int:group_id>/members/<uuid>")
@_often
@allow(*RECORDERS)
def member(group_id: int, uuid: str) -> ResponseReturnValue:
    """Take a change of the roster: 201 made, 200 sent before."""
    return _put(group_id, lambda here, body: told_member(take_change(here, uuid, body)))


def _put(group_id: int, take: Callable[[Intake, str], Taken]) -> ResponseReturnValue:
    body = sent_text()
    with transaction() as writing:
        intake = at_work(writing, group_id, device=_device())
        taken = take(intake, body)
        intake.settle()
    return _taken_json(taken), _taken_status(taken)


@bp.post("/outbox")
@_often
@allow(*PHONES)
def outbox() -> ResponseReturnValue:
    """Take many items at once; each has its own answer, in their order."""
    batch = read_batch()
    answers = {place: one for place, one in enumerate(batch) if isinstance(one, Answer)}
    groups: dict[tuple[int, Actor], dict[int, Item]] = {}
    secret, bearer = str(current_app.config["SECRET_KEY"]), current_actor()
    for place, one in enumerate(batch):
        if isinstance(one, Item):
            try:
                author = author_of(db.session(), bearer, one, secret=secret)
                groups.setdefault((one.group_id, author), {})[place] = one
            except VSLAError as error:
                answers[place] = Answer(one, error)
    for (group_id, author), items in groups.items():
        things = list(items.values())
        told = take_group(group_id, things, take_in, device=_device(), author=author)
        answers.update(zip(items, told, strict=True))
    return {"answers": [_answer_json(answers[place]) for place in range(len(batch))]}


def _device() -> str:
    return request.headers.get("X-VSLA-Device", "")[:_DEVICE_MAX]


def _taken_json(taken: Taken) -> dict[str, object]:
    conflict = taken.conflict
    if conflict is None:
        return dict(taken.told)
    settled = {"settled": conflict.settled} if conflict.settled else {}
    return {**problems_json(conflict), "kept": True, **settled}


def _taken_status(taken: Taken) -> int:
    if taken.conflict is not None:
        return _CONFLICT
    return _NEW if taken.new else _KNOWN


def _answer_json(answer: Answer) -> dict[str, object]:
    outcome = answer.outcome
    if isinstance(outcome, Taken):
        status, told = _taken_status(outcome), _taken_json(outcome)
    elif isinstance(outcome, VSLAError):
        status, told = status_of(outcome), problems_json(outcome)
    else:
        status, told = _FAILED, failure_json(note_failure(outcome))
    return {**told, "uuid": answer.item.uuid, "kind": answer.item.kind, "status": status}
