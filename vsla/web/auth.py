"""Login, logout and the language switch."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as BaseResponse
from wtforms import PasswordField, StringField

from vsla.services.users import authenticate, set_language
from vsla.store.session import transaction
from vsla.web import carry
from vsla.web.access import (
    EVERYBODY,
    PUBLIC,
    allow,
    find_actor,
    login_manager,
    sign_in,
    sign_out,
)
from vsla.web.forms.base import Form, Required
from vsla.web.locale import choose_language
from vsla.web.security import is_api, limiter

bp = Blueprint("auth", __name__)

_STATUS_REFUSED = 422


class LoginForm(Form):
    """Login name and password."""

    login = StringField(
        _l("User name"),
        validators=[Required()],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[Required()],
        render_kw={"autocomplete": "current-password"},
    )


def _login_name() -> str:
    return request.form.get("login", "").strip().lower()


def _limited_name() -> str:
    return _login_name() or f"nobody at {request.remote_addr}"


def _was_refused(response: Response) -> bool:
    return response.status_code == _STATUS_REFUSED


def _page(
    form: LoginForm,
    fields: carry.Fields,
    *,
    target: str | None,
    note: str | None = None,
    status: int = 200,
) -> tuple[str, int]:
    """Draw the login page, which carries the fields of a form that came too late."""
    template = "auth/login_again.html" if fields or note else "auth/login.html"
    page = render_template(
        template, form=form, fields=fields, prefix=carry.PREFIX, target=target, note=note
    )
    return page, status


def _target() -> str | None:
    return carry.safe_path(request.values.get("next"))


@bp.route("/login", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"], deduct_when=_was_refused)
@limiter.limit(
    "10 per 15 minutes", key_func=_limited_name, methods=["POST"], deduct_when=_was_refused
)
@allow(PUBLIC)
def login() -> BaseResponse | tuple[str, int]:
    """Open the book; a form that waited is sent on."""
    if request.method == "GET" and find_actor() is not None:
        return redirect(_target() or url_for("home.index"))
    form = LoginForm()
    fields = carry.carried_fields(request.form)
    if "language" in request.form:
        choose_language(request.form["language"])
        return _page(form, fields, target=_target())
    if not form.validate_on_submit():
        status = _STATUS_REFUSED if form.is_submitted() else 200
        return _page(form, fields, target=_target(), status=status)
    if not _try(form):
        form.password.errors = [
            _("This user name and password do not belong together. Type both again.")
        ]
        return _page(form, fields, target=_target(), status=_STATUS_REFUSED)
    return _go_on(fields)


def _try(form: LoginForm) -> bool:
    with transaction() as session:
        user = authenticate(
            session,
            login=_login_name(),
            password=form.password.data,
        )
        if user is None:
            return False
        sign_in(user)
    return True


def _go_on(fields: carry.Fields) -> BaseResponse | tuple[str, int]:
    target = _target()
    if fields and target is not None:
        return render_template("auth/send_again.html", fields=fields, target=target), 200
    return redirect(target or url_for("home.index"))


@login_manager.unauthorized_handler  # type: ignore[untyped-decorator]
def ask_to_log_in() -> ResponseReturnValue:
    """Answer a request without a session: what was typed waits on the login page."""
    if is_api():
        return {"problems": [["", "login_required", {}]]}, 401
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))
    fields = carry.typed_fields()
    note = None if fields else _("What you typed could not be kept: please enter it again.")
    return _page(LoginForm(formdata=None), fields, target=request.path, note=note)


@bp.errorhandler(RateLimitExceeded)
def too_many_logins(_error: RateLimitExceeded) -> tuple[str, int]:
    """Say when to try again, and keep what the page carries."""
    form = LoginForm()
    form.password.errors = [_("Too many attempts. Wait a quarter of an hour, then try again.")]
    return _page(form, carry.carried_fields(request.form), target=_target(), status=429)


@bp.errorhandler(CSRFError)
def stale_login(_error: CSRFError) -> BaseResponse | tuple[str, int]:
    """Draw the page afresh when the browser had forgotten it; nothing typed is lost."""
    if request.endpoint != "auth.login" or not carry.sent_by_our_page():
        return redirect(url_for("auth.login"))
    form = LoginForm()
    form.password.errors = [_("This page was open for too long. Type your password again.")]
    fields = carry.carried_fields(request.form)
    return _page(form, fields, target=_target(), status=_STATUS_REFUSED)


@bp.post("/logout")
@allow(*EVERYBODY)
def logout() -> BaseResponse:
    """Close the book."""
    sign_out()
    return redirect(url_for("auth.login"))


@bp.post("/api/logout")
@allow(*EVERYBODY)
def leave() -> dict[str, str]:
    """Close the book from the recorder, which has asked about what it has not sent yet."""
    sign_out()
    return {}


@bp.post("/language")
@allow(PUBLIC)
def switch_language() -> BaseResponse:
    """Change the language of all pages, for this session and for the account."""
    chosen = choose_language(request.form.get("language", ""))
    actor = find_actor()
    if actor is not None:
        with transaction() as session:
            set_language(session, user_id=actor.user_id, language=chosen)
    return redirect(_target() or url_for("home.index"))
