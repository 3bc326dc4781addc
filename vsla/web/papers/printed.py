"""What was printed of a group, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from vsla.services.print_log import prints_of
from vsla.store.session import db
from vsla.web.access import EVERYBODY, allow, current_actor
from vsla.web.groups import read_cover
from vsla.web.locale import LANGUAGES
from vsla.web.paper_words import KINDS, SUBJECTS

if TYPE_CHECKING:
    from flask import Blueprint


@allow(*EVERYBODY)
def printed(group_id: int) -> str:
    """List the prints of a group, the newest first."""
    return render_template(
        "papers/printed.html",
        book=read_cover(group_id),
        prints=prints_of(db.session(), current_actor(), group_id),
        kinds=KINDS,
        subjects=SUBJECTS,
        paper_languages=LANGUAGES,
    )


def add_to(bp: Blueprint) -> None:
    """Give the list its address."""
    bp.add_url_rule("/groups/<int:group_id>/papers", view_func=printed)
