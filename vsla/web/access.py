"""Who may see which page: a rule on every view, checked before the view runs."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from flask import Flask, current_app, g, request, session
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from vsla.domain.errors import NotAllowedError
from vsla.services.access import Actor, Login, Role, actor_behind, actor_of, login_of
from vsla.store.models import User
from vsla.store.session import db

PUBLIC: Literal["public"] = "public"
"""The rule of pages that need no login."""

EVERYBODY = tuple(Role)
"""All roles: a page for everybody who is logged in."""

_FORM_BYTES_MAX = 2_000_000

Rule = frozenset[str]
View = TypeVar("View", bound=Callable[..., object])
login_manager = LoginManager()


@dataclass(frozen=True)
class SignedIn:
    """The person of this session, as Flask-Login wants it.

    A change of password ends all sessions, because the session carries a print of its hash.
    """

    user_id: int
    locale: str | None
    fingerprint: str
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Give what the session keeps."""
        return f"{self.user_id}:{self.fingerprint}"


def _signed_in(user: User | Login) -> SignedIn:
    fingerprint = hashlib.sha256(user.password_hash.encode()).hexdigest()[:16]
    return SignedIn(user_id=user.user_id, locale=user.locale, fingerprint=fingerprint)


def _load(session_id: str) -> SignedIn | None:
    number, _, _ = session_id.partition(":")
    login = login_of(db.session(), int(number)) if number.isdecimal() else None
    if login is None:
        return None
    # Held until the request ends, so that the actor need not be asked for again.
    g.login = login
    person = _signed_in(login)
    return person if person.get_id() == session_id else None


def sign_in(user: User) -> None:
    """Begin a new session for a person whose password was checked.

    Everything but the chosen language is forgotten, so nothing planted before stays.
    """
    chosen = session.get("language")
    session.clear()
    g.pop("csrf_token", None)
    if chosen is not None:
        session["language"] = chosen
    person = _signed_in(user)
    login_user(person)
    g.signed_in = person
    g.pop("actor", None)


def sign_out() -> None:
    """End the session; the language stays."""
    chosen = session.get("language")
    logout_user()
    session.clear()
    if chosen is not None:
        session["language"] = chosen
    g.signed_in = None
    g.pop("actor", None)


def find_actor() -> Actor | None:
    """Give the person behind the request, or None before login."""
    if "actor" not in g:
        person = g.get("signed_in")
        login = g.get("login")
        if person is None:
            g.actor = None
        elif login is not None and login.user_id == person.user_id:
            g.actor = actor_behind(login)
        else:
            g.actor = actor_of(db.session(), person.user_id)
    actor: Actor | None = g.actor
    return actor


def current_actor() -> Actor:
    """Give the person behind a request that passed the access rule of its view."""
    actor = find_actor()
    assert actor is not None, "only views behind a role rule ask for the actor"
    return actor


def allow(*roles: Role | Literal["public"]) -> Callable[[View], View]:
    """Mark a view with the roles that may use it, or with ``PUBLIC``.

    Put it directly above the function, below the route decorator::

        @bp.get("/groups")
        @allow(*EVERYBODY)
        def index() -> str: ...
    """

    def mark(view: View) -> View:
        view.access_rule = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def rule_of(endpoint: str) -> Rule | None:
    """Read the access rule of an endpoint; None when its view has none."""
    view = current_app.view_functions.get(endpoint)
    return getattr(view, "access_rule", None)


def _enforce() -> ResponseReturnValue | None:
    request.max_form_memory_size = _FORM_BYTES_MAX
    g.signed_in = current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001
    if request.endpoint is None:
        return None
    rule = rule_of(request.endpoint)
    if rule is None:
        raise NotAllowedError
    if PUBLIC in rule:
        return None
    actor = find_actor()
    if actor is None:
        return login_manager.unauthorized()  # type: ignore[no-any-return]  # see web/auth.py
    if actor.role not in rule:
        raise NotAllowedError
    return None


def init_app(app: Flask) -> None:
    """Install login and the check of the rules; static files are public."""
    login_manager.init_app(app)
    login_manager.user_loader(_load)
    allow(PUBLIC)(app.view_functions["static"])
    app.before_request(_enforce)
