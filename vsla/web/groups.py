"""The list of groups, and the pages of one group behind its tabs."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from vsla.domain.errors import NotFoundError
from vsla.domain.roster import Post
from vsla.services import group_page, groups_list, own_values
from vsla.services.group_page import Cover
from vsla.services.groups_list import Filter, GroupLine
from vsla.services.visits import open_actions
from vsla.store import projections
from vsla.store.models import GroupStatus
from vsla.store.session import db
from vsla.web.access import EVERYBODY, allow, current_actor
from vsla.web.clause_texts import MARK_TEXT
from vsla.web.clock import today
from vsla.web.constitution import articles
from vsla.web.ledger_words import LEAVING
from vsla.web.numbers_read import read_id
from vsla.web.own_words import narrowing, narrowings, read_narrowing, value_word
from vsla.web.roster_words import POST_SIGNS, POSTS, STATUSES

bp = Blueprint("groups", __name__, url_prefix="/groups")

_TEXT_MAX = 60


def read_cover(group_id: int) -> Cover:
    """Read the cover of a group for the person behind the request."""
    return group_page.cover(db.session(), current_actor(), group_id, on=today())


def read_place(name: str) -> tuple[str, int] | None:
    """Read the place in the list that a link of the page before or behind carries."""
    number, _, text = request.args.get(name, "").partition("~")
    known = read_id(number)
    return (text, known) if known is not None and text else None


def _filter() -> Filter:
    status = request.args.get("status", "")
    return Filter(
        text=" ".join(request.args.get("q", "").split())[:_TEXT_MAX],
        zone_id=read_id(request.args.get("zone", "")),
        status=GroupStatus(status) if status in {str(each) for each in GroupStatus} else None,
        own=read_narrowing(),
        after=read_place("after"),
        before=read_place("before"),
    )


def _href(wanted: Filter, **place: GroupLine) -> str:
    """Link to the page of the list after or before a group, under the same filter."""
    values: dict[str, Any] = {name: f"{g.group_id}~{g.name}" for name, g in place.items()}
    values |= {"q": wanted.text or None, "zone": wanted.zone_id, "status": wanted.status}
    values["own"] = narrowing(wanted.own)
    return url_for("groups.index", **values)


@bp.get("")
@allow(*EVERYBODY)
def index() -> str:
    """List the groups a person may see."""
    actor, wanted = current_actor(), _filter()
    page = groups_list.list_groups(db.session(), actor, wanted=wanted, on=today())
    lines = page.lines
    return render_template(
        "groups/index.html",
        page=page,
        wanted=wanted,
        zones=groups_list.list_zones(db.session(), actor),
        statuses=STATUSES,
        own=narrowings(own_values.values_of_groups(db.session(), actor.programme_id)),
        own_chosen=narrowing(wanted.own),
        previous_href=_href(wanted, before=lines[0]) if lines and page.has_previous else None,
        next_href=_href(wanted, after=lines[-1]) if lines and page.has_next else None,
    )


@bp.get("/<int:group_id>")
@allow(*EVERYBODY)
def page(group_id: int) -> str:
    """Show the cover of a group's book and its meetings."""
    here = read_cover(group_id)
    latest = here.position.cycle if here.position is not None else 0
    cycle = read_id(request.args.get("cycle", "")) or latest
    if not 0 <= cycle <= latest:
        raise NotFoundError
    rows = projections.meetings(db.session(), group_id, cycle) if cycle else []
    return render_template(
        "groups/meetings.html",
        book=here,
        meetings=rows,
        cycle=cycle,
        latest=latest,
        own=own_values.group_values(db.session(), group_id),
        value_word=value_word,
        to_do=open_actions(db.session(), current_actor(), limit=5, group_id=group_id),
    )


@bp.get("/<int:group_id>/members")
@allow(*EVERYBODY)
def members(group_id: int) -> str:
    """Show who belongs to a group."""
    here = read_cover(group_id)
    lines = group_page.members(db.session(), here)
    narrowed = read_narrowing()
    if narrowed is not None:
        found = own_values.with_value(db.session(), group_id, *narrowed)
        lines = [line for line in lines if line.member.member_id in found]
    gone = [line for line in lines if line.member.left_on is not None]
    return render_template(
        "groups/members.html",
        book=here,
        present=lines[: len(lines) - len(gone)],
        gone=gone,
        own=narrowings(own_values.values_in_group(db.session(), group_id)),
        own_chosen=narrowing(narrowed),
        leaving=LEAVING,
    )


@bp.get("/<int:group_id>/loans")
@allow(*EVERYBODY)
def loans(group_id: int) -> str:
    """Show what a group has lent."""
    here = read_cover(group_id)
    lines = group_page.loans(db.session(), here)
    return render_template(
        "groups/loans.html",
        book=here,
        running=[line for line in lines if line.loan.settled_on is None],
        settled=[line for line in lines if line.loan.settled_on is not None],
    )


@bp.get("/<int:group_id>/constitution")
@allow(*EVERYBODY)
def constitution(group_id: int) -> str:
    """Show the rules of a group, sentence by sentence, and the votes that made them."""
    here = read_cover(group_id)
    versions = group_page.versions(db.session(), group_id)
    number = request.args.get("version", type=read_id)
    shown = [each for each in versions if number in {None, each.row.number}]
    if number is not None and not shown:
        raise NotFoundError
    return render_template(
        "groups/constitution.html",
        book=here,
        versions=versions,
        shown=shown[0] if shown else None,
        articles=articles(shown[0].rules, here.group.currency) if shown else [],
        kept_by_group=MARK_TEXT,
    )


@bp.get("/<int:group_id>/committee")
@allow(*EVERYBODY)
def committee(group_id: int) -> str:
    """Show who holds which post."""
    here = read_cover(group_id)
    found = group_page.committee(db.session(), group_id, on=here.on)
    least = here.rules["committee_women_min"] if here.rules is not None else 0
    return render_template(
        "groups/committee.html",
        book=here,
        committee=found,
        posts=POSTS,
        signs=POST_SIGNS,
        key_holder=Post.KEY_HOLDER,
        women_least=least if found.officers and found.women < least <= here.women else 0,
    )
