"""The page of a member, and the forms by which members are enrolled and changed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from vsla.domain.errors import NotFoundError
from vsla.domain.own_fields import Subject
from vsla.services import second_look
from vsla.services.access import RECORDERS, group_for
from vsla.services.course_page import learning
from vsla.services.enrol_member import change_member, enrol
from vsla.services.group_page import cover
from vsla.services.member_page import passbook
from vsla.services.own_fields import fields_in_use, write_member_values
from vsla.services.own_values import member_values
from vsla.services.print_log import last_statement
from vsla.store import members as roster
from vsla.store.models import Member
from vsla.store.session import db
from vsla.web import audio
from vsla.web.access import EVERYBODY, allow, current_actor
from vsla.web.clock import now, today
from vsla.web.course_words import SOURCES, level_name
from vsla.web.forms.member import MemberForm
from vsla.web.forms.own import own_data, own_of, own_typed, with_own
from vsla.web.forms.problems import attempt
from vsla.web.ledger_words import ATTENDANCE, LEAVING
from vsla.web.messages import text_of
from vsla.web.numbers_read import read_id
from vsla.web.own_words import value_word
from vsla.web.roster_words import (
    CATEGORIES,
    GENDER_SIGNS,
    LITERACY,
    POST_SIGNS,
    POSTS,
    SIGNS,
    YES_NO,
)

bp = Blueprint("members", __name__, url_prefix="/groups")

_REFUSED = 422


@bp.get("/<int:group_id>/members/<int:member_id>")
@allow(*EVERYBODY)
def page(group_id: int, member_id: int) -> str:
    """Show a member's passbook."""
    here = cover(db.session(), current_actor(), group_id, on=today())
    cycle = request.args.get("cycle", type=read_id)
    book = passbook(db.session(), here, member_id, cycle=cycle)
    return render_template(
        "members/page.html",
        book=here,
        passbook=book,
        member=book.member,
        aloud=audio.own_figures_aloud(book, here.share_value, here.group.currency),
        learning=learning(
            db.session(), current_actor(), here.group.programme_id, group_id, member_id
        ),
        sources=SOURCES,
        level_name=level_name,
        printed=last_statement(db.session(), group_id, book.member.passbook_number),
        attendance=ATTENDANCE,
        leaving=LEAVING,
        posts=POSTS,
        post_signs=POST_SIGNS,
        signs=SIGNS,
        categories=CATEGORIES,
        literacy=LITERACY,
        yes_no=YES_NO,
        own=member_values(db.session(), group_id, member_id),
        value_word=value_word,
    )


def taken_signs(group_id: int, member_id: int | None = None) -> set[str]:
    """Name the signs that other present members have chosen."""
    people = roster.list_members(db.session(), group_id, on=today())
    return {str(m.sign) for m in people if m.sign is not None and m.member_id != member_id}


def enrol_from(form: MemberForm, group_id: int) -> Member | None:
    """Enrol what the form says; every problem stands at its field."""

    def work(session: Session) -> Member:
        actor = current_actor()
        member = enrol(session, actor, group_id=group_id, person=form.person(), now=now())
        write_member_values(session, actor, member=member, typed=own_typed(form))
        return member

    return attempt(form, work)


def say_what_is_unusual(member: Member) -> None:
    """Tell after saving what is allowed but unusual, so that somebody looks twice."""
    names = {member.member_id: member.name}
    for hint in second_look.at_member(db.session(), member):
        flash(text_of(hint.code, hint.values, names=names), "warn")


def _form_of(group_id: int) -> type[MemberForm]:
    """Give the form of a member, with the fields of the programme behind its own."""
    group = group_for(db.session(), current_actor(), group_id)
    fields = fields_in_use(db.session(), group.programme_id, Subject.MEMBER)
    return with_own(MemberForm, fields)


def _form_page(form: MemberForm, group_id: int, member: Member | None = None) -> tuple[str, int]:
    here = cover(db.session(), current_actor(), group_id, on=today())
    page = render_template(
        "members/form.html",
        book=here,
        form=form,
        member=member,
        taken=taken_signs(group_id, member.member_id if member is not None else None),
        gender_signs=GENDER_SIGNS,
        own=own_of(form),
    )
    return page, _REFUSED if form.is_submitted() else 200


@bp.route("/<int:group_id>/members/new", methods=["GET", "POST"])
@allow(*RECORDERS)
def new(group_id: int) -> ResponseReturnValue:
    """Enrol a member; the form stays open for the next one."""
    form = _form_of(group_id)(data={"joined_on": today()})
    if form.is_submitted():
        member = enrol_from(form, group_id)
        if member is not None:
            number = member.passbook_number
            flash(_("%(name)s is enrolled, number %(n)s.", name=member.name, n=number), "done")
            say_what_is_unusual(member)
            return redirect(url_for(".page", group_id=group_id, member_id=member.member_id))
    return _form_page(form, group_id)


@bp.route("/<int:group_id>/members/<int:member_id>/edit", methods=["GET", "POST"])
@allow(*RECORDERS)
def edit(group_id: int, member_id: int) -> ResponseReturnValue:
    """Change what is known of a member."""
    kind = _form_of(group_id)
    member = roster.member(db.session(), group_id, member_id)
    if member is None:
        raise NotFoundError
    form = kind(obj=member, data=own_data(member_values(db.session(), group_id, member_id)))

    def work(session: Session) -> Member:
        changed = change_member(
            session,
            current_actor(),
            group_id=group_id,
            member_id=member_id,
            person=form.person(),
            now=now(),
        )
        write_member_values(session, current_actor(), member=changed, typed=own_typed(form))
        return changed

    changed = attempt(form, work) if form.is_submitted() else None
    if changed is not None:
        flash(_("The changes are kept."), "done")
        say_what_is_unusual(changed)
        return redirect(url_for(".page", group_id=group_id, member_id=member_id))
    return _form_page(form, group_id, member)
