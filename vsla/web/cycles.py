"""Open the cycle after a share-out, with what members put back."""

from dataclasses import dataclass, field
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from vsla.domain.errors import InvalidDocumentError
from vsla.domain.reader import parse_day
from vsla.services.access import RECORDERS
from vsla.services.open_cycle import next_cycle
from vsla.services.share_out_page import NextCycleGround, next_cycle_ground
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.messages import text_of
from vsla.web.numbers_read import read_count

bp = Blueprint("cycles", __name__)

_REFUSED = 422


@dataclass
class Typed:
    """The form of the next cycle as typed, and what is wrong with it by field."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)


@bp.route("/groups/<int:group_id>/cycles/new", endpoint="next", methods=["GET", "POST"])
@allow(*RECORDERS)
def next_one(group_id: int) -> ResponseReturnValue:
    """Ask when the next cycle begins and what each member puts back, then open it."""
    actor = current_actor()
    ground = next_cycle_ground(db.session(), actor, group_id=group_id, today=today())
    if ground is None:
        return redirect(url_for("groups.page", group_id=group_id))
    if request.method == "GET":
        values = {"uuid": str(uuid4()), "opened_on": max(today(), ground.shared_out_on).isoformat()}
        return _draw(ground, Typed(values))
    typed = Typed(request.form.to_dict())
    put_back = _put_back(typed)
    opened_on = parse_day(typed.values.get("opened_on", "").strip())
    if opened_on is None:
        typed.errors["opened_on"] = _("Write a date, such as 2026-11-18.")
    try:
        with transaction() as session:
            cycle = next_cycle(
                session,
                actor,
                group_id=group_id,
                opened_on=opened_on or max(today(), ground.shared_out_on),
                put_back=put_back,
                now=now(),
                uuid=typed.values.get("uuid", ""),
            )
            _only_without(typed.errors)
    except InvalidDocumentError as error:
        for problem in error.problems:
            name = problem.path.replace("put_back.", "back-")
            text = text_of(problem.code, problem.values, currency=ground.group.currency)
            typed.errors.setdefault(name, text)
        return _draw(ground, typed, _REFUSED)
    flash(_("Cycle %(number)s is open.", number=cycle), "done")
    return redirect(url_for("groups.page", group_id=group_id))


def _only_without(errors: dict[str, str]) -> None:
    """Undo what was done on trial, to hear of every problem at once, when the form has errors."""
    if errors:
        raise InvalidDocumentError([])


def _put_back(typed: Typed) -> dict[int, int]:
    """Read how many shares each member puts back."""
    found: dict[int, int] = {}
    for name, text in typed.values.items():
        start, _dash, member = name.partition("-")
        if start != "back" or not member.isdecimal() or not text.strip():
            continue
        try:
            found[int(member)] = read_count(text)
        except ValueError:
            typed.errors[name] = _("Write a whole number, such as 12.")
    return found


def _draw(ground: NextCycleGround, typed: Typed, status: int = 200) -> tuple[str, int]:
    names = {f"back-{line.member.member_id}" for line in ground.lines} | {"opened_on"}
    others = [text for name, text in typed.errors.items() if name not in names]
    page = render_template("cycles/next.html", ground=ground, typed=typed, others=others)
    return page, status
