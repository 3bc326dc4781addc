"""The first page: what waits for this person, by role."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from vsla.services import contested_page
from vsla.services.access import Actor, Role
from vsla.services.course_page import my_courses
from vsla.services.home_page import my_groups
from vsla.services.print_log import statements_printed
from vsla.services.programmes import list_programmes
from vsla.services.users import list_users
from vsla.services.visits import open_actions
from vsla.store.session import db
from vsla.web.access import EVERYBODY, allow, current_actor
from vsla.web.clock import today
from vsla.web.course_words import COMPONENTS
from vsla.web.reports import headline
from vsla.web.roster_words import ROLES

bp = Blueprint("home", __name__)


@bp.get("/")
@allow(*EVERYBODY)
def index() -> ResponseReturnValue:
    """Show the home of the person's role."""
    actor = current_actor()
    if actor.role is Role.ADMINISTRATOR:
        return _administrator(actor)
    mine = my_groups(db.session(), actor, on=today())
    figures = headline(actor) if actor.role is Role.OFFICER else {}
    printed, learning = {}, None
    if actor.role is Role.TRAINER:
        learning = my_courses(db.session(), actor, on=today())
        printed = statements_printed(db.session(), [line.group_id for line in mine.lines])
    return render_template(
        f"home/{actor.role}.html",
        mine=mine,
        learning=learning,
        components=COMPONENTS,
        today=today(),
        printed=printed,
        to_do=open_actions(db.session(), actor, limit=5),
        contested=0 if actor.role is Role.TRAINER else contested_page.count(db.session(), actor),
        **figures,
    )


def _administrator(actor: Actor) -> str:
    users = list_users(db.session(), actor)
    active = [user for user in users if user.active]
    counts = [(ROLES[role], sum(user.role is role for user in active)) for role in Role]
    return render_template(
        "home/administrator.html",
        counts=counts,
        switched_off=len(users) - len(active),
        programmes=list_programmes(db.session(), actor),
    )
