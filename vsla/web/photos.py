"""A member's photo: shown, kept with her consent, and erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from vsla.documents.portrait import UPLOAD_MAX
from vsla.domain.errors import NotFoundError
from vsla.services.access import RECORDERS
from vsla.services.group_page import cover
from vsla.services.member_photo import erase_photo, keep_photo, photo_of
from vsla.store import members
from vsla.store.session import db, transaction
from vsla.web.access import EVERYBODY, allow, current_actor
from vsla.web.clock import now, today
from vsla.web.forms.base import DayField, Form, Required
from vsla.web.forms.problems import attempt
from vsla.web.security import UPLOADS

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from vsla.store.models import MemberPhoto

bp = Blueprint("photos", __name__, url_prefix="/groups")

_REFUSED = 422
_AROUND = 100_000
"""Bytes of the other fields of the form."""


class PhotoForm(Form):
    """The file, and the day on which the member agreed."""

    photo = FileField(_l("Photo of the face"))
    consented_on = DayField(_l("The member agreed to it on"), validators=[Required()])


@bp.route("/<int:group_id>/members/<int:member_id>/photo", methods=["GET", "POST"])
@allow(*RECORDERS)
def edit(group_id: int, member_id: int) -> ResponseReturnValue:
    """Ask for a photo and keep it."""
    here = cover(db.session(), current_actor(), group_id, on=today())
    known = photo_of(db.session(), current_actor(), group_id, member_id)
    form = PhotoForm(data={"consented_on": today()})

    def work(session: Session) -> MemberPhoto:
        sent = form.photo.data
        return keep_photo(
            session,
            current_actor(),
            group_id=group_id,
            member_id=member_id,
            photo=sent.read() if sent else b"",
            consented_on=form.consented_on.data,
            now=now(),
        )

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The photo is kept."), "done")
        return redirect(url_for(".edit", group_id=group_id, member_id=member_id))
    page = render_template(
        "members/photo.html",
        book=here,
        form=form,
        member=members.member(db.session(), group_id, member_id),
        photo=known,
    )
    return page, _REFUSED if form.is_submitted() else 200


@bp.get("/<int:group_id>/members/<int:member_id>/photo.jpg")
@allow(*EVERYBODY)
def picture(group_id: int, member_id: int) -> Response:
    """Send the photo; no cache keeps it."""
    photo = photo_of(db.session(), current_actor(), group_id, member_id)
    if photo is None:
        raise NotFoundError
    answer = make_response(photo.picture)
    answer.mimetype = "image/jpeg"
    answer.cache_control.no_store = True
    return answer


@bp.post("/<int:group_id>/members/<int:member_id>/photo/erase")
@allow(*RECORDERS)
def erase(group_id: int, member_id: int) -> ResponseReturnValue:
    """Erase the photo."""
    with transaction() as session:
        erase_photo(session, current_actor(), group_id=group_id, member_id=member_id)
    flash(_("The photo is erased."), "done")
    return redirect(url_for("members.page", group_id=group_id, member_id=member_id))


UPLOADS[f"{bp.name}.edit"] = UPLOAD_MAX + _AROUND
