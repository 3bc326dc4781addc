"""People with access: who they are, their passwords and their groups."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from vsla.services import user_page, users
from vsla.services.access import Role
from vsla.store.models import User
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now
from vsla.web.forms.choices import data_choices
from vsla.web.forms.problems import attempt
from vsla.web.forms.user import GroupsForm, NewPasswordForm, NewPersonForm, PersonForm
from vsla.web.roster_words import ROLES

bp = Blueprint("users", __name__, url_prefix="/users")

_REFUSED = 422
_TEXT_MAX = 60
_ASSIGNERS = (Role.ADMINISTRATOR, Role.OFFICER)


@bp.get("")
@allow(*_ASSIGNERS)
def index() -> str:
    """List who has access."""
    found = users.list_users(db.session(), current_actor())
    return render_template(
        "users/index.html",
        users=found,
        roles=ROLES,
        groups=user_page.count_groups(db.session(), found),
        editable=current_actor().role is Role.ADMINISTRATOR,
    )


def _with_programmes(form: PersonForm) -> None:
    """Offer the programmes the administrator keeps; none stands for all of them."""
    actor = current_actor()
    found = user_page.list_programmes(db.session(), actor)
    names = data_choices((str(each.programme_id), each.name) for each in found)
    if actor.programme_id is None:
        names.append(SelectChoice("", _("all programmes (administrators only)")))
    form.programme_id.choices = names


def _programme(form: PersonForm) -> int | None:
    chosen = form.programme_id.data or ""
    return int(chosen) if chosen.isdecimal() else None


def _answer(page: str, form: object) -> tuple[str, int]:
    return page, _REFUSED if getattr(form, "is_submitted", bool)() else 200


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    """Give a person access."""
    form = NewPersonForm(data={"locale": "fr", "role": Role.FACILITATOR})
    _with_programmes(form)

    def work(session: Session) -> User:
        return users.add_user(
            session,
            current_actor(),
            login=form.login.data or "",
            name=form.name.data or "",
            role=form.role.data or "",
            programme_id=_programme(form),
            password=form.password.data or "",
            locale=form.locale.data or "",
            gender=form.gender.data or "",
            now=now(),
        )

    user = attempt(form, work) if form.is_submitted() else None
    if user is None:
        page = render_template("users/form.html", form=form, user=None, least=users.PASSWORD_MIN)
        return _answer(page, form)
    flash(_("%(name)s has access now.", name=user.name), "done")
    if user.role is Role.FACILITATOR:
        return redirect(url_for(".groups", user_id=user.user_id))
    return redirect(url_for(".index"))


@bp.route("/<int:user_id>/edit", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def edit(user_id: int) -> ResponseReturnValue:
    """Change who a login is."""
    user = users.user_for(db.session(), current_actor(), user_id)
    form = PersonForm(obj=user)
    _with_programmes(form)

    def work(session: Session) -> User:
        return users.change_user(
            session,
            current_actor(),
            user_id=user_id,
            name=form.name.data or "",
            role=form.role.data or "",
            programme_id=_programme(form),
            locale=form.locale.data or "",
            gender=form.gender.data or "",
        )

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The changes are kept."), "done")
        return redirect(url_for(".index"))
    return _answer(render_template("users/form.html", form=form, user=user), form)


@bp.route("/<int:user_id>/password", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def password(user_id: int) -> ResponseReturnValue:
    """Give a login a new password."""
    user = users.user_for(db.session(), current_actor(), user_id)
    form = NewPasswordForm()

    def work(session: Session) -> bool:
        typed = form.password.data or ""
        users.set_password(session, current_actor(), user_id=user_id, password=typed)
        return True

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The new password holds from now on."), "done")
        return redirect(url_for(".index"))
    page = render_template("users/password.html", form=form, user=user, least=users.PASSWORD_MIN)
    return _answer(page, form)


@bp.post("/<int:user_id>/active")
@allow(Role.ADMINISTRATOR)
def active(user_id: int) -> ResponseReturnValue:
    """Switch a login on or off."""
    on = request.form.get("active") == "yes"
    with transaction() as session:
        users.set_active(session, current_actor(), user_id=user_id, active=on)
    flash(_("The changes are kept."), "done")
    return redirect(url_for(".index"))


@bp.route("/<int:user_id>/groups", methods=["GET", "POST"])
@allow(*_ASSIGNERS)
def groups(user_id: int) -> ResponseReturnValue:
    """Say which groups a facilitator accompanies."""
    user = users.user_for(db.session(), current_actor(), user_id, Role.OFFICER)
    text = " ".join(request.args.get("q", "").split())[:_TEXT_MAX]
    choices = user_page.group_choices(db.session(), current_actor(), user, text=text)
    form = GroupsForm(data={"groups": [each.group_id for each in choices if each.assigned]})
    form.groups.choices = [
        SelectChoice(each.group_id, f"{each.name} · {each.zone}") for each in choices
    ]

    def work(session: Session) -> bool:
        chosen = [each for each in form.groups.data or [] if each is not None]
        users.assign(session, current_actor(), user_id=user_id, group_ids=chosen)
        return True

    if form.is_submitted() and attempt(form, work) is not None:
        flash(_("The groups are assigned."), "done")
        return redirect(url_for(".index"))
    page = render_template("users/groups.html", form=form, user=user, text=text)
    return _answer(page, form)
