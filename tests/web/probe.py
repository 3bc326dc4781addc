"""Pages and people for the tests of the frame: small views that do one thing each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, jsonify, redirect, render_template_string, request
from wtforms import BooleanField

from vsla.domain.codes import Code
from vsla.domain.errors import (
    InvalidDocumentError,
    MeetingNumberTakenError,
    NotFoundError,
    Problem,
)
from vsla.domain.roster import Gender
from vsla.services.passwords import hash_password
from vsla.store.models import Programme, Role, User
from vsla.web.access import EVERYBODY, PUBLIC, allow, current_actor
from vsla.web.forms.base import (
    AmountField,
    Between,
    CountField,
    DayField,
    Form,
    LengthMax,
    ListField,
    PickField,
    Required,
    TextField,
)

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

PASSWORD = "a password for tests"  # noqa: S105 - it is one
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
_NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
_NAV = (
    "home.index",
    "groups.index",
    "recorder.shell",
    "setup.place",
    "reports.index",
    "users.index",
)
_CODE = next(iter(Code))

probe = Blueprint("probe", __name__)


class ProbeForm(Form):
    """One field of each kind."""

    name = TextField("⟦Name⟧", validators=[Required(), LengthMax(10)])
    price = AmountField("⟦Price⟧", validators=[Between(10_000, 500_000)])
    count = CountField("⟦Count⟧")
    held_on = DayField("⟦Day⟧")
    sex = PickField("⟦Sex⟧", choices=[("F", "⟦Woman⟧"), ("M", "⟦Man⟧")])
    zone = ListField("⟦Zone⟧", choices=[("1", "⟦North⟧")])
    agreed = BooleanField("⟦Agreed⟧")
    weight = CountField("⟦Weight⟧", validators=[Required()])
    day = DayField("⟦Other day⟧", validators=[Required()])


PAGE = """{% extends "_layout/page.html" %}
{% from "_macros/forms.html" import field, problems, send %}
{% block content %}<h1>⟦Probe⟧</h1><form method="post" novalidate>
{{ form.hidden_tag() }}{{ problems(form) }}
{% for f in form if f.type != "CSRFTokenField" %}{{ field(f, hint="⟦Hint⟧") }}{% endfor %}
{{ send("⟦Next⟧") }}</form>{% endblock %}"""


@probe.route("/probe/form", methods=["GET", "POST"])
@allow(*EVERYBODY)
def form() -> ResponseReturnValue:
    """Answer what was typed, or the form with its errors."""
    assert current_actor().user_id is not None
    own = ProbeForm(meta={"currency": "CDF"})
    if own.validate_on_submit():
        return jsonify(sorted(request.form.items(multi=True)))
    return render_template_string(PAGE, form=own), 422 if own.is_submitted() else 200


@probe.get("/probe/office")
@allow(Role.OFFICER)
def office() -> str:
    """A page for officers."""
    return "office"


@probe.get("/probe/no-rule")
def no_rule() -> str:
    """A view whose rule was forgotten."""
    return "open to all"


@probe.route("/probe/fail/<kind>", methods=["GET", "POST"])
@probe.route("/api/probe/<kind>", methods=["GET", "PUT"])
@allow(PUBLIC)
def fail(kind: str) -> ResponseReturnValue:
    """Raise an error of each kind."""
    match kind:
        case "problem":
            raise InvalidDocumentError([Problem("meeting.date", _CODE, {"limit": 5})])
        case "conflict":
            raise MeetingNumberTakenError(_CODE, {"number": 17})
        case "missing":
            raise NotFoundError
        case "mistake":
            raise ZeroDivisionError(request.args.get("name"))
        case "read":
            return {"length": len(request.get_json())}
        case "redirect":
            return redirect("/login")
    return {"done": kind}


def add_probe(app: Flask) -> None:
    """Add the probe pages, and empty pages for entries of the navigation not built here."""
    app.register_blueprint(probe)
    for endpoint in _NAV:
        if endpoint not in app.view_functions:

            @allow(*EVERYBODY)
            def empty() -> str:
                return render_template_string('{% extends "_layout/page.html" %}')

            app.add_url_rule(f"/stub/{endpoint}", endpoint, empty)


def add_user(session: Session, login: str, role: Role, *, demo: bool = False) -> User:
    """Add a programme and a person with access to it."""
    programme = Programme(
        code=f"P-{login}",
        name="Ituri",
        is_demo=demo,
        reporting_currency="USD",
        created_at=_NOW,
    )
    session.add(programme)
    session.flush()
    user = User(
        login=login,
        name="Mateso Uwimana",
        gender=Gender.MAN,
        password_hash=hash_password(PASSWORD),
        role=role,
        programme_id=programme.programme_id,
        locale="en",
        active=True,
        created_at=_NOW,
    )
    session.add(user)
    session.commit()
    return user


def log_in(client: FlaskClient, login: str) -> None:
    """Log a person in."""
    client.post("/login", data={"login": login, "password": PASSWORD})


def speak(client: FlaskClient, language: str) -> None:
    """Choose the language of a browser."""
    with client.session_transaction() as session:
        session["language"] = language
